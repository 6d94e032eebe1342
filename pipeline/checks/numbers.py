"""Tax numbers: a plausible form for their country, and agreement by the digits that can be seen (R12, R13).

An EIN has no check digit, so it is called plausible, never valid. A masked number ("XX-XXX6789") is compared, never completed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from functools import lru_cache

from pipeline.checks.notes import Effect, Inquiry, Note, about, text_of
from pipeline.model import Read
from pipeline.vocabulary import FieldName, FindingCode

__all__ = ["Agreement", "Scheme", "agree", "number_plausible", "scheme_of"]

F = FieldName
_MASK = "Xx*#•●·▪█?_"
_EIN_SHAPE = re.compile(rf"[\d{_MASK}]{{2}}[-–—\s]?[\d{_MASK}]{{7}}")


class Scheme(StrEnum):
    """What sort of number it looks like; numbers of different schemes are never compared."""

    EIN = "ein"
    OTHER = "other"


class Agreement(StrEnum):
    AGREE = "agree"
    DIFFER = "differ"
    UNKNOWN = "unknown"


def _symbols(text: str) -> str:
    """Digits and letters as they are, masks as `*`, everything else dropped. A run of X is a mask, a lone letter is not."""
    text = re.sub(r"(?<![A-Wa-wYyZz])[Xx]{2,}|[Xx](?=[-–—\s]?[Xx*#•])", lambda m: "*" * len(m[0]), text)
    text = re.sub(rf"[{re.escape(_MASK.replace('X', '').replace('x', ''))}]", "*", text)
    return re.sub(r"[^0-9A-Za-z*]", "", text).upper()


def scheme_of(text: str) -> Scheme:
    """An EIN by its shape (two and seven signs, digits or masks; or four last digits alone); anything else is `other`."""
    symbols = _symbols(text)
    if _EIN_SHAPE.fullmatch(text.strip()) or re.fullmatch(r"[0-9*]{9}|\**\d{4}", symbols):
        return Scheme.EIN
    return Scheme.OTHER


def agree(left: str, right: str, least: int = 4) -> Agreement:
    """Compare two numbers from the right by the digits that both show (R13); masked places agree with anything.

    `unknown` where they are of different schemes or share fewer than `least` visible signs without contradiction.
    """
    if scheme_of(left) is not scheme_of(right):
        return Agreement.UNKNOWN
    a, b = _symbols(left), _symbols(right)
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
    symbols = _symbols(text)
    seen = sum(sign.isdigit() for sign in symbols)
    if "*" in symbols or len(symbols) == 4:
        if seen < min(inquiry.rules.reading.masked_digits, 4):
            yield Note(FindingCode.FIELD_WITHHELD, Effect.ASKS, "too_few_digits", {"field": F.TAX_ID.value}, **about(F.TAX_ID, value))
    elif not _plausible(symbols, (inquiry.case.freelancer.country or "").upper()):
        yield Note(FindingCode.TAX_ID_IMPLAUSIBLE, Effect.LOOK, "tax_id_implausible", {}, **about(F.TAX_ID, value))


@lru_cache(maxsize=4096)
def _plausible(number: str, country: str) -> bool:
    """Whether python-stdnum takes the number for one of the country's schemes, or of any scheme it knows for tax papers."""
    if re.fullmatch(r"\d{9}", number) and country in ("", "US"):
        return _schemes()["US"][0](number)
    first = _schemes().get(country, ())
    return any(valid(number) for valid in first) or any(valid(number) for checks in _schemes().values() for valid in checks)


@lru_cache(maxsize=1)
def _schemes() -> Mapping[str, tuple[Callable[[str], bool], ...]]:
    """Validators by country: US first. Only numbers of businesses and the self-employed, no numbers of persons elsewhere."""
    from stdnum import get_cc_module
    from stdnum.eu import vat
    from stdnum.us import ein

    table: dict[str, tuple[Callable[[str], bool], ...]] = {"US": (ein.is_valid,)}
    wanted = {
        "GB": ("vat", "utr"), "CA": ("bn", "sin"), "AU": ("abn", "acn", "tfn"), "IN": ("gstin", "pan"), "NZ": ("ird",),
        "BR": ("cnpj", "cpf"), "MX": ("rfc",), "CH": ("uid", "vat"), "NO": ("orgnr", "mva"),
        "ZA": ("tin",), "SG": ("uen",), "JP": ("cn",), "KR": ("brn",),
        "AR": ("cuit",), "CL": ("rut",), "CO": ("nit",), "PE": ("ruc",), "TR": ("vkn",), "UA": ("edrpou", "rntrc"), "RU": ("inn",),
        "IL": ("hp", "idnr"), "TH": ("moa",), "RS": ("pib",), "DE": ("vat", "stnr", "idnr"), "FR": ("siren", "siret", "tva"),
        "ES": ("nif", "cif"), "IT": ("iva",), "PT": ("nif",), "NL": ("btw", "bsn"), "PL": ("nip", "regon"), "IE": ("vat",),
    }
    for country, names in wanted.items():
        modules = [module for name in names if (module := get_cc_module(country.lower(), name)) is not None]
        table[country] = tuple(module.is_valid for module in modules)
    table["EU"] = (vat.is_valid,)
    return table
