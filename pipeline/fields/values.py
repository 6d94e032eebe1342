"""From the words beside a label to a value: names, dates, numbers, amounts, years, each with how clean it looks.

A value is only taken where it stands at the start of the given words; what follows it (an address, a telephone number,
the words of a contract) is cut off. Nothing is read from words that are partly blacked out, save the visible end of a number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pipeline.dates import DateOrder, Precision, find_dates
from pipeline.fields.layout import BLACK, Cell
from pipeline.fields.lexicon import is_label
from pipeline.fields.name_text import Parsed, clean_name, is_empty_mark
from pipeline.identifiers import Standing, parse_identifier
from pipeline.money import find_amounts

__all__ = ["Context", "Parsed", "clean_name", "is_empty_mark", "parse_value"]


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of the paper as a whole."""

    order: DateOrder = field(default_factory=DateOrder)
    currency: str | None = None
    decimal_comma: bool | None = None
    country: str | None = None


def _name(cell: Cell, context: Context, label: str) -> Parsed | None:
    text = cell.text
    if BLACK in text:
        parsed = clean_name(text.split(BLACK)[0])
        near = parsed is None or len(text.split(BLACK)[0].strip()) - parsed.end < 3
        return Parsed(None, text.index(BLACK), text.index(BLACK) + len(BLACK), 1.0) if near else parsed
    return clean_name(text)


def _black_first(text: str) -> Parsed | None:
    match = re.match(rf"[\W_]*?{BLACK}", text)
    return Parsed(None, match.end() - len(BLACK), match.end(), 1.0) if match else None


_WITH_PLACE = re.compile(r"\b(?:lugar|place|local|ort|lieu|luogo|plaats)\b")
"""A label that asks for place and date: the date comes behind."""


def _date(cell: Cell, context: Context, label: str) -> Parsed | None:
    text = cell.text
    found = [d for d in find_dates(text, context.order) if d.precision is Precision.DAY]
    if BLACK in text and (not found or text.index(BLACK) < found[0].start):
        return Parsed(None, text.index(BLACK), text.index(BLACK) + len(BLACK), 1.0)
    if not found:
        return None
    first = found[0]
    score = 1.0 if first.start <= 3 or _WITH_PLACE.search(label) else 0.9 if first.start <= 20 else 0.6
    return Parsed(first.value, first.start, first.end, score * (0.85 if first.alternatives else 1.0), first.alternatives)


def _period(cell: Cell, context: Context, label: str) -> Parsed | None:
    text = cell.text
    found = find_dates(text, context.order)
    if BLACK in text and len(found) < 2:
        return Parsed(None, text.index(BLACK), text.index(BLACK) + len(BLACK), 1.0)
    if len(found) < 2 or found[1].start - found[0].end > 40:
        return None
    first, second = found[0], found[1]
    return Parsed(first.value, first.start, second.end, 1.0 if first.start < 12 else 0.8, first.alternatives, second)


def _number(cell: Cell, context: Context, label: str) -> Parsed | None:
    text = cell.text
    black = _black_first(text)
    if black:
        return black
    match = re.match(
        r"[\s#:.\-(]*(?:(?:no|nr|num|n°|nº)[.:]?\s+)?(?P<v>[A-Za-z0-9ÄÖÜ][A-Za-z0-9ÄÖÜ/._\-–&()]*(?:[ ](?=[0-9])[0-9][0-9A-Za-z/.\-]*)*)",
        text,
    )
    if not match or sum(c.isdigit() for c in match["v"]) < 1:
        return None
    value = match["v"].rstrip("./-–(")
    if value.count("(") != value.count(")"):
        value = value.split("(")[0]
    digits = sum(c.isdigit() for c in value)
    date = find_dates(value, context.order)
    if date and date[0].end - date[0].start >= len(value) - 1:
        return None
    if re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})*\.[0-9]{2}", value):
        return None
    return Parsed(
        value, match.start("v"), match.start("v") + len(value), 1.0 if digits >= 3 else 0.85 if digits == 2 or len(value) >= 3 else 0.55
    )


def _tax_id(cell: Cell, context: Context, label: str) -> Parsed | None:
    text = cell.text
    if re.fullmatch(r"(?:[0-9](?: ?[-–])? ?){8,11}", text.strip()) and text.count(" ") >= 6:  # a digit in each box
        together = parse_identifier(text.replace(" ", ""), label, context.country)
        return Parsed(together.value, 0, len(text), 0.9) if together else None
    found = parse_identifier(text, label, context.country)
    if found is None:
        black = _black_first(text)
        tail = re.search(rf"{BLACK}[\s\-]*([0-9]{{3,6}})(?![0-9])", text)
        return Parsed("*" + tail[1], tail.start(), tail.end(), 0.9) if tail else black
    if BLACK in text and text.index(BLACK) < found.start:
        lead = text[text.index(BLACK) : found.start]
        if len(lead) > 6:
            return Parsed(None, text.index(BLACK), text.index(BLACK) + len(BLACK), 1.0)
        shown = re.sub(r"[^0-9A-Za-z]", "", found.value)
        return Parsed("*" + shown, found.start, found.end, 0.9)
    if found.start > 25 or (found.scheme is None and not found.masked and sum(c.isdigit() for c in found.value) < 5):
        return None
    if any(one.end - one.start >= len(found.value) - 1 for one in find_dates(found.value, context.order)):
        return None
    ssn = re.fullmatch(r"[0-9*]{3}-[0-9*]{2}-[0-9*]{4}", found.value)
    if ssn:  # a social security number is never needed and not kept
        return None
    if found.scheme is None and not found.masked and re.search(r"\b(?:employer|ein|fein|rfc|registro federal)\b", label):
        return None  # some other number: an EIN has nine digits, an RFC begins with letters
    score = {Standing.VALID: 1.0, Standing.PLAUSIBLE: 1.0, Standing.UNKNOWN: 0.85, Standing.IMPLAUSIBLE: 0.8}[found.standing]
    return Parsed(found.value, found.start, found.end, score if not found.masked else 0.97)


_MONTH_BEFORE = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? ?$", re.IGNORECASE)


def _money(cell: Cell, context: Context, label: str) -> Parsed | None:
    text = cell.text
    amounts = find_amounts(text, context.currency, decimal_comma=context.decimal_comma)
    found = [f for f in amounts if not _MONTH_BEFORE.search(text[: f.start])]  # "Deposit received June 2"
    if not found:
        return _black_first(text) if BLACK in text else None
    if BLACK in text and text.index(BLACK) < found[0].start:
        return Parsed(None, text.index(BLACK), text.index(BLACK) + len(BLACK), 1.0)
    best = next((f for f in found if f.marked), found[0])
    if not best.marked and re.match(r"\s*[A-Za-zÀ-ÿ]{3,}", text[best.end :]):
        return None  # "Net 45 Days"
    score = 1.0 if best.marked else 0.8
    return Parsed(best.money, best.start, best.end, score * (1.0 if best.start <= 15 else 0.8))


def _year(cell: Cell, context: Context, label: str) -> Parsed | None:
    text = cell.text
    dates = find_dates(text, context.order)
    if len(dates) >= 2 and dates[0].start < 30:  # "6 April 2024 to 5 April 2025" is named for the year it ends in
        return Parsed(str(dates[1].value.year), dates[1].start, dates[1].end, 0.95)
    match = re.search(r"(?<![0-9/])(19[89][0-9]|20[0-4][0-9])(?:\s?[-/]\s?(?:20)?([0-9]{2}))?(?![0-9])", text)
    if match is None:
        return _black_first(text)
    return Parsed(match[1], *match.span(1), 1.0 if match.start() < 12 else 0.8)


_STATES = frozenset(("registered", "active", "live", "current", "dissolved", "incorporated"))
"""States of an entry in a register that are labels elsewhere."""


def _word(cell: Cell, context: Context, label: str) -> Parsed | None:
    text = cell.text
    black = _black_first(text)
    further = r"(?:(?: [–—-] |[ -])[\w'&/-]+){0,7}" if "status" in label else r"(?:[ -][\w'&/-]+){0,4}"  # "Active – proposal to strike off"
    match = re.match(rf"[\s\W]*([A-Za-z0-9À-ÿ][\w'&/-]*{further})", text)
    if black or match is None:
        return black
    named = is_label(match[1]) and match[1].casefold() not in _STATES
    is_other = named or re.match(r"(?:data|date|datum|fecha|desde|since|as of)\b", match[1], re.IGNORECASE)
    return None if is_other else Parsed(match[1], match.start(1), match.end(1), 0.95)


def _text(cell: Cell, context: Context, label: str) -> Parsed | None:
    black = _black_first(cell.text)
    text = cell.text.strip(" ,;:")
    return black or (Parsed(text, 0, len(cell.text), 0.9) if any(c.isalpha() for c in text) and len(text) <= 160 else None)


def _count(cell: Cell, context: Context, label: str) -> Parsed | None:
    """A whole number that stands alone or before the next entry's number ("2 4 Federal income tax withheld")."""
    match = re.match(r"\W*([0-9]{1,5})(?=\W*$|\s+[0-9]{1,2}[a-z]?(?:$|\s+[A-Z]))", cell.text)
    return Parsed(match[1].lstrip("0") or "0", *match.span(1), 1.0) if match else _black_first(cell.text)


_PARSERS: Mapping[str, Callable[[Cell, Context, str], Parsed | None]] = {
    "name": _name,
    "date": _date,
    "period": _period,
    "number": _number,
    "tax_id": _tax_id,
    "money": _money,
    "year": _year,
    "word": _word,
    "text": _text,
    "count": _count,
}


def parse_value(sort: str, cell: Cell, context: Context, label: str = "") -> Parsed | None:
    """The value of a sort (name, date, period, number, tax_id, money, year, word, text, count) at a cell's start, or None."""
    if re.match(r"\W*(?:redacted|withheld|blacked out)\b", cell.text, re.IGNORECASE):
        return Parsed(None, 0, len(cell.text), 1.0)
    return None if is_empty_mark(cell.text) else _PARSERS[sort](cell, context, label)
