"""Tax numbers: a plausible form for their country, and agreement by the digits that can be seen (R12, R13).

An EIN has no check digit, so it is called plausible, never valid. A masked number ("XX-XXX6789") is compared, never completed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from functools import lru_cache

from pipeline.checks.notes import Effect, Inquiry, Note, about, text_of
from pipeline.identifiers import visible_digits
from pipeline.model import Read
from pipeline.vocabulary import FieldName, FindingCode, Kind
from pipeline.workdays import country_code

__all__ = ["Agreement", "Scheme", "agree", "number_plausible", "scheme_of"]

F = FieldName
_EIN_SIGNS = re.compile(r"[0-9*]{9}|\**[0-9]{4}")


class Scheme(StrEnum):
    """What sort of number it looks like; numbers of different schemes are never compared."""

    EIN = "ein"
    OTHER = "other"


class Agreement(StrEnum):
    AGREE = "agree"
    DIFFER = "differ"
    UNKNOWN = "unknown"


def scheme_of(text: str) -> Scheme:
    """An EIN by its signs (nine digits or masks, or the last four digits alone); anything else is `other`."""
    return Scheme.EIN if _EIN_SIGNS.fullmatch(visible_digits(text)) else Scheme.OTHER


def agree(left: str, right: str, least: int = 4) -> Agreement:
    """Compare two numbers from the right by the digits that both show (R13); masked places agree with anything.

    `unknown` where they are of different schemes or share fewer than `least` visible signs without contradiction.
    """
    if scheme_of(left) is not scheme_of(right):
        return Agreement.UNKNOWN
    a, b = visible_digits(left), visible_digits(right)
    if scheme_of(left) is Scheme.OTHER and len(a) != len(b):
        return Agreement.UNKNOWN
    pairs = [(x, y) for x, y in zip(reversed(a), reversed(b), strict=False) if "*" not in (x, y)]
    if any(x != y for x, y in pairs):
        return Agreement.DIFFER
    return Agreement.AGREE if len(pairs) >= least else Agreement.UNKNOWN


def number_plausible(inquiry: Inquiry) -> Iterator[Note]:
    """`tax_id_implausible` where the number cannot be one of its country's; masked numbers are taken as they are (R13)."""
    value = inquiry.field(F.TAX_ID)
    if not isinstance(value, Read):
        return
    text = text_of(value)
    symbols = visible_digits(text)
    seen = sum(sign.isdigit() for sign in symbols)
    if "*" in symbols or len(symbols) == 4:
        if seen < min(inquiry.rules.reading.masked_digits, 4):
            yield Note(FindingCode.FIELD_WITHHELD, Effect.ASKS, "too_few_digits", {"field": F.TAX_ID.value}, **about(F.TAX_ID, value))
    elif not _plausible(symbols, country := country_code(inquiry.case.freelancer.country) or ""):
        # On a tax notice only an EIN's prefix is a check; a foreign number's check digit is one on a registration, else a remark.
        strict = country == "US" or inquiry.document.kind is Kind.SELF_EMPLOYMENT_REGISTRATION
        yield Note(
            FindingCode.TAX_ID_IMPLAUSIBLE, Effect.LOOK if strict else Effect.NOTE, "tax_id_implausible", {}, **about(F.TAX_ID, value)
        )


@lru_cache(maxsize=4096)
def _plausible(number: str, country: str) -> bool:
    """Whether the number can be an EIN or one of the country's numbers; a country whose schemes are not known lets everything pass.

    Outside the US only a wrong check digit is held against a number: one of another length may be of a sort that is not listed.
    """
    from stdnum.exceptions import InvalidChecksum, ValidationError

    failures: list[ValidationError] = []
    for validate in _schemes(country):
        try:
            validate(number)
        except ValidationError as failure:
            failures.append(failure)
        else:
            return True
    return country != "US" and not any(isinstance(failure, InvalidChecksum) for failure in failures)


_OF_COUNTRY: Mapping[str, tuple[str, ...]] = {
    "US": (),
    "GB": ("vat", "utr"),
    "CA": ("bn", "sin"),
    "AU": ("abn", "acn", "tfn"),
    "IN": ("gstin", "pan"),
    "NZ": ("ird",),
    "BR": ("cnpj", "cpf"),
    "MX": ("rfc",),
    "CH": ("uid", "vat"),
    "NO": ("orgnr", "mva"),
    "ZA": ("tin",),
    "SG": ("uen",),
    "AR": ("cuit",),
    "CL": ("rut",),
    "CO": ("nit",),
    "PE": ("ruc",),
    "DE": ("vat", "stnr", "idnr"),
    "FR": ("siren", "siret", "tva"),
    "ES": ("nif", "cif"),
    "IT": ("iva", "codicefiscale"),
    "PT": ("nif",),
    "NL": ("btw",),
    "PL": ("nip", "regon"),
    "IE": ("vat",),
    "AT": ("uid", "tin"),
}
"""The numbers of businesses and the self-employed that tax papers of a country show, as python-stdnum names them."""


@lru_cache(maxsize=64)
def _schemes(country: str) -> tuple[Callable[[str], object], ...]:
    """The validators for a country: its own numbers, an EIN, a VAT number of the European Union; none for an unknown country."""
    from stdnum import get_cc_module
    from stdnum.eu import vat
    from stdnum.us import ein

    if country not in _OF_COUNTRY:
        return ()
    modules = [module for name in _OF_COUNTRY[country] if (module := get_cc_module(country.lower(), name)) is not None]
    return (ein.validate, vat.validate, *(module.validate for module in modules))
