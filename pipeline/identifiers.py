"""Tax and registration numbers: what scheme a number belongs to, whether it holds, and whether two of them agree.

Checksums are python-stdnum's. A US EIN has none: it is plausible at best, never valid. A masked number ("XX-XXX6789")
stays masked: it is compared by its visible digits and nothing is ever filled in (R13).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module

__all__ = ["Identifier", "Standing", "find_identifiers", "mask", "parse_identifier", "same_identifier", "visible_digits"]


class Standing(StrEnum):
    """What can be said of a number: `valid` only where a checksum exists and holds."""

    VALID = "valid"
    PLAUSIBLE = "plausible"
    IMPLAUSIBLE = "implausible"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number in a text, characters start to end. `value` is as printed, hidden places as "*"; `scheme` such as "us.ein" or None."""

    value: str
    scheme: str | None
    country: str | None
    standing: Standing
    start: int
    end: int

    @property
    def masked(self) -> bool:
        return "*" in self.value


@dataclass(frozen=True, slots=True)
class _Scheme:
    name: str
    country: str
    shape: str
    module: str
    labelled: bool = False
    """Too common a shape to be taken without its label."""
    checksum: bool = True
    label: str = ""


_SCHEMES: Sequence[_Scheme] = (
    _Scheme(
        "us.ein",
        "US",
        r"[0-9]{2}\s?[-–]\s?[0-9]{7}",
        "us.ein",
        checksum=False,
        label=r"ein\b|employer id|fein\b|federal (?:tax )?id|tax(?:payer)? id",
    ),
    _Scheme("in.gstin", "IN", r"[0-9]{2}[A-Z]{5}[0-9]{4}[A-Z][0-9A-Z]Z[0-9A-Z]", "in_.gstin", label=r"gst"),
    _Scheme("in.pan", "IN", r"[A-Z]{3}[ABCFGHLJPTK][A-Z][0-9]{4}[A-Z]", "in_.pan", checksum=False, label=r"\bpan\b"),
    _Scheme("br.cnpj", "BR", r"[0-9]{2}\.?[0-9]{3}\.?[0-9]{3}/[0-9]{4}-[0-9]{2}", "br.cnpj", label="cnpj"),
    _Scheme("br.cpf", "BR", r"[0-9]{3}\.[0-9]{3}\.[0-9]{3}-[0-9]{2}", "br.cpf", label="cpf"),
    _Scheme("mx.rfc", "MX", r"[A-ZÑ&]{3,4}[0-9]{6}[A-Z0-9]{3}", "mx.rfc", label=r"\brfc\b"),
    _Scheme("ch.uid", "CH", r"CHE[-\s]?[0-9]{3}\.?[0-9]{3}\.?[0-9]{3}", "ch.uid", label="uid|mwst|tva|iva"),
    _Scheme("gb.vat", "GB", r"GB\s?[0-9]{3}\s?[0-9]{4}\s?[0-9]{2}", "gb.vat", label="vat"),
    _Scheme("nl.btw", "NL", r"NL\s?[0-9]{9}\s?B\s?[0-9]{2}", "nl.btw", label="btw"),
    _Scheme("fr.tva", "FR", r"FR\s?[0-9A-Z]{2}\s?[0-9]{3}\s?[0-9]{3}\s?[0-9]{3}", "fr.tva", label="tva"),
    _Scheme("at.uid", "AT", r"ATU\s?[0-9]{8}", "at.uid", label="uid"),
    _Scheme(
        "eu.vat",
        "EU",
        r"(?:DE|BE|DK|FI|LU|SE|PL|CZ|IE|IT|PT|ES|EL|HU|RO|SI|SK|HR|BG|EE|LT|LV|CY|MT)\s?[0-9A-Z][0-9]{6,10}[0-9A-Z]{1,2}",
        "eu.vat",
        label="vat|ust|mwst|iva|tva",
    ),
    _Scheme("au.abn", "AU", r"[0-9]{2}\s?[0-9]{3}\s?[0-9]{3}\s?[0-9]{3}", "au.abn", labelled=True, label=r"\babn\b|australian business"),
    _Scheme("au.acn", "AU", r"[0-9]{3}\s?[0-9]{3}\s?[0-9]{3}", "au.acn", labelled=True, label=r"\bacn\b"),
    _Scheme("fr.siret", "FR", r"[0-9]{3}\s?[0-9]{3}\s?[0-9]{3}\s?[0-9]{5}", "fr.siret", labelled=True, label="siret"),
    _Scheme("fr.siren", "FR", r"[0-9]{3}\s?[0-9]{3}\s?[0-9]{3}", "fr.siren", labelled=True, label="siren|rcs"),
    _Scheme("gb.utr", "GB", r"[0-9]{5}\s?[0-9]{5}", "gb.utr", labelled=True, label=r"\butr\b|unique taxpayer"),
    _Scheme("gb.vat", "GB", r"[0-9]{3}\s?[0-9]{4}\s?[0-9]{2}", "gb.vat", labelled=True, label="vat"),
    _Scheme("de.stnr", "DE", r"[0-9]{2,3}\s?/\s?[0-9]{3,4}\s?/\s?[0-9]{4,5}", "de.stnr", label=r"steuer|st\.?-?nr"),
    _Scheme("it.iva", "IT", r"[0-9]{11}", "it.iva", labelled=True, label=r"iva\b|partita"),
    _Scheme("es.nif", "ES", r"[A-Z]-?[0-9]{7}-?[0-9A-Z]|[0-9]{8}-?[A-Z]", "es.nif", labelled=True, label=r"\bn\.?i\.?f|\bc\.?i\.?f|\bdni"),
    _Scheme("pt.nif", "PT", r"[0-9]{9}", "pt.nif", labelled=True, label=r"\bnif\b|\bnipc\b|contribuinte"),
    _Scheme("ca.bn", "CA", r"[0-9]{9}(?:\s?R[TPCM]\s?[0-9]{4})?", "ca.bn", labelled=True, label=r"business number|\bbn\b|gst|hst"),
    _Scheme("sg.uen", "SG", r"(?:[0-9]{8,9}|[TS][0-9]{2}[A-Z]{2}[0-9]{4})[A-Z]", "sg.uen", labelled=True, label=r"\buen\b"),
    _Scheme("nz.ird", "NZ", r"[0-9]{2,3}-?[0-9]{3}-?[0-9]{3}", "nz.ird", labelled=True, label=r"\bird\b|gst"),
    _Scheme(
        "us.ein", "US", r"[0-9]{9}", "us.ein", labelled=True, checksum=False, label=r"ein\b|employer id|fein\b|federal (?:tax )?id|tax id"
    ),
)
_MASKED = re.compile(r"(?<![A-Za-z0-9*#•█])(?=[0-9A-Za-z*#•█\- ]*[0-9]{3})(?:[X*#•█x]{1,9}[-\s]?){1,3}[0-9]{3,6}(?![0-9A-Za-z])")
_ANY = re.compile(
    r"(?<![A-Za-z0-9])(?=[A-Za-z0-9./\-]*[0-9])[A-Za-z0-9](?:[A-Za-z0-9]|[./\-–](?=[A-Za-z0-9])| (?=[0-9]{2,}\b)){3,29}(?![A-Za-z0-9])"
)


def _check(scheme: _Scheme, value: str) -> Standing:
    from stdnum.exceptions import ValidationError

    module = import_module(f"stdnum.{scheme.module}")
    try:
        if scheme.name == "mx.rfc":
            module.validate(value, validate_check_digits=True)
        else:
            module.validate(value)
    except ValidationError:
        return Standing.IMPLAUSIBLE
    return Standing.VALID if scheme.checksum else Standing.PLAUSIBLE


def mask(text: str) -> str:
    """Hidden places of a printed number as "*": XX-XXX6789 and ██-███6789 become **-***6789."""
    hidden = re.sub(r"[#•█■]", "*", text)
    return re.sub(r"[Xx]", "*", hidden) if re.fullmatch(r"[Xx*0-9\-\s./]*", hidden) else hidden


def find_identifiers(text: str, label: str = "", country: str | None = None, *, shaped: bool = False) -> list[Identifier]:
    """Numbers of a known scheme in a text, in order. `label`: what stands before or above it; it admits the schemes of a common shape.

    `country`: ISO 3166 code of the paper, which breaks ties between schemes of one shape. `shaped`: only schemes whose shape tells.
    """
    context = label.casefold()
    found: list[Identifier] = []
    ranked = sorted(_SCHEMES, key=lambda s: (not (s.label and re.search(s.label, context)), s.country != country))
    for match in _MASKED.finditer(text):
        found.append(
            Identifier(
                mask(match[0]).strip(),
                "us.ein" if re.fullmatch(r"\*\*-?\*\*\*[0-9]{4}", mask(match[0])) else None,
                None,
                Standing.UNKNOWN,
                *match.span(),
            )
        )
    for scheme in ranked:
        if scheme.labelled and (shaped or not re.search(scheme.label, context)):
            continue
        for match in re.finditer(rf"(?<![A-Za-z0-9*./-])(?:{scheme.shape})(?![A-Za-z0-9*]|[-/][0-9])", text, re.IGNORECASE):
            if any(match.start() < f.end and f.start < match.end() for f in found):
                continue
            standing = _check(scheme, match[0].replace("–", "-"))
            if standing is Standing.IMPLAUSIBLE and not re.search(scheme.label, context):
                continue
            found.append(Identifier(" ".join(match[0].split()), scheme.name, scheme.country, standing, *match.span()))
    return sorted(found, key=lambda f: f.start)


def parse_identifier(text: str, label: str = "", country: str | None = None) -> Identifier | None:
    """The first number of a text that follows its label: of a known scheme if there is one, else any with three digits or more."""
    known = find_identifiers(text, label, country)
    if known:
        return known[0]
    for match in _ANY.finditer(text):
        if sum(c.isdigit() for c in match[0]) >= 3:
            return Identifier(match[0].strip(), None, None, Standing.UNKNOWN, *match.span())
    return None


def visible_digits(value: str) -> str:
    """The letters and digits of a number that can be seen, hidden places as "*"."""
    return re.sub(r"[^0-9A-Z*]", "", mask(value).upper())


def same_identifier(a: str, b: str) -> bool | None:
    """Whether two printed numbers agree in every place that both show; None when they share fewer than three visible places.

    Numbers are aligned at their right ends; a country prefix on one side only ("GB 123…") does not matter.
    """
    left, right = visible_digits(a), visible_digits(b)
    if "*" not in left + right and min(len(left), len(right)) >= 6:
        return left == right or re.sub(r"^[A-Z]{2,3}", "", left) == re.sub(r"^[A-Z]{2,3}", "", right)
    pairs = [(x, y) for x, y in zip(reversed(left), reversed(right), strict=False) if "*" not in (x, y)]
    if len(pairs) < 3:
        return None
    return all(x == y for x, y in pairs)
