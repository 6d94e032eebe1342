"""Dates as papers write them, in six languages, with the day/month ambiguity kept.

`find_dates` gives every date of a text with its place; what a date is for is the business of the fields.
Month names come from babel's tables; a date that can be read both ways keeps both readings, the likelier one first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from anyascii import anyascii

__all__ = ["DateFound", "DateOrder", "Order", "Precision", "find_dates", "order_of", "plain"]

LANGUAGES = ("en", "de", "fr", "es", "pt", "nl", "it")


class Order(StrEnum):
    """Which number of a numeric date comes first."""

    MONTH_FIRST = "mdy"
    DAY_FIRST = "dmy"


@dataclass(frozen=True, slots=True)
class DateOrder:
    """The reading to prefer; `proven` when the paper itself leaves no doubt, so that no other reading is kept."""

    first: Order = Order.MONTH_FIRST
    proven: bool = False


class Precision(StrEnum):
    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date in a text: characters start to end (exclusive). With month precision the day is 1."""

    value: date
    start: int
    end: int
    alternatives: tuple[date, ...] = ()
    precision: Precision = Precision.DAY


def plain(text: str) -> str:
    """Lower-case plain letters, character by character, so that places stay the same."""
    if text.isascii():
        return text.lower()
    return "".join(c if c.isascii() else (anyascii(c)[:1] or " ") for c in text).lower()


_EXTRA_MONTHS = {
    "sept": 9,
    "maerz": 3,
    "jaenner": 1,
    "setiembre": 9,
    "mrz": 3,
    "okt": 10,
    "dez": 12,
    "mai": 5,
    "mei": 5,
    "mrt": 3,
    "ene": 1,
}


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    from babel import Locale

    names: dict[str, int] = {}
    for language in LANGUAGES:
        tables = Locale(language).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in tables[context][width].items():
                    names.setdefault(plain(name).rstrip("."), number)
    return {**_EXTRA_MONTHS, **names}


_UNITS = {
    w: n
    for n, w in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
        ],
        1,
    )
} | {"thirtieth": 30}
_CARDINALS = {
    w: n
    for n, w in enumerate(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ],
        1,
    )
} | {"thirty": 30, "forty": 40, "fifty": 50}
_DAY_WORDS = rf"(?:(?:twenty|thirty)[\s-]+(?:{'|'.join(list(_UNITS)[:9])})|{'|'.join(sorted(_UNITS, key=len, reverse=True))})"
_YEAR_WORDS = (
    r"two\s+thousand(?:\s+and)?(?:\s+(?:(?:twenty|thirty|forty)(?:[\s-]+(?:one|two|three|four|five|six|seven|eight|nine))?"
    rf"|{'|'.join(sorted(list(_CARDINALS)[:20], key=len, reverse=True))}))?"
)
_D = "[0-9ol|]"  # a scan writes o and l for 0 and 1


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    month = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    day = r"[0-3]?[0-9]"
    year = r"(?:(?:19|20)[0-9]{2})"
    sep = r"[\s,./-]{1,3}"
    nth = r"(?:\s?(?:(?:st|nd|rd|th|er|eme|o|a)(?![a-z])|\.))?"
    of = r"(?:\s*(?:day)?\s*(?:of|de|do|di|,)?\s*)"
    end = r"(?![0-9])"
    return tuple(
        (name, re.compile(text))
        for name, text in (
            ("iso", rf"(?<![0-9])(?P<y>{year})(?P<sep>\s?[-/.]\s?)(?P<m>[01]?[0-9])(?P=sep)(?P<d>{day}){end}"),
            ("cjk", r"(?P<y>(?:19|20)[0-9]{2})\s?年\s?(?P<m>[01]?[0-9])\s?月\s?(?P<d>[0-3]?[0-9])\s?日"),
            (
                "range",
                rf"\b(?P<mn>{month})(?![a-z])\.?\s+(?P<d>{day})(?:st|nd|rd|th)?\s*(?:-|–|—|to|"
                rf"through)\s*(?:(?P<mn2>{month})(?![a-z])\.?\s+)?"
                rf"(?P<d2>{day})(?:st|nd|rd|th)?,?\s+(?P<y>{year})",
            ),
            (
                "dmy",
                rf"(?<![0-9])(?P<d>{day}){nth}(?:{of}|{sep})(?P<mn>{month})(?![a-z])\.?(?:{sep}|\s*(?:de|do|del|of)\s+)?"
                rf"(?P<y>{year}|'?[0-9]{{2}}(?![0-9:]))",
            ),
            (
                "mdy",
                rf"\b(?P<mn>{month})(?![a-z])\.?{sep}?(?:the\s+)?(?P<d>{day}){nth}(?:{sep}|\s*(?:of)\s+)"
                rf"(?P<y>{year}|'[0-9]{{2}}(?![0-9:]))",
            ),
            (
                "words",
                rf"\b(?P<dw>{_DAY_WORDS})\s+(?:day\s+)?(?:of\s+)?(?P<mn>{month})(?![a-z]){sep}?(?:a\.?\s?d\.?\s+)?(?:in\s+the\s+year\s+)?"
                rf"(?P<y>{year}|{_YEAR_WORDS})",
            ),
            ("mdw", rf"\b(?P<mn>{month})\s+(?:the\s+)?(?P<dw>{_DAY_WORDS}){sep}(?P<y>{year}|{_YEAR_WORDS})"),
            ("dmw", rf"(?<![0-9])(?P<d>{day}){nth}{of}(?P<mn>{month})(?![a-z]){sep}(?:in\s+the\s+year\s+)?(?P<y>{_YEAR_WORDS})"),
            (
                "num",
                rf"(?<![0-9a-z/.,-])(?P<a>{_D}{{1,2}})\s?(?P<sep>[/.-])\s?(?P<b>{_D}{{1,2}})\s?(?P=sep)\s?(?P<y>{_D}{{4}}|{_D}{{2}})"
                rf"{end}(?![0-9a-z/-]|[.,][0-9])",
            ),
            ("month", rf"\b(?!set\b|out\b|ago\b)(?P<mn>{month})(?![a-z])\.?(?:{sep}|\s+(?:de|of)\s+)(?P<y>{year}){end}"),
        )
    )


def _number(text: str) -> int:
    return int(text.replace("o", "0").replace("l", "1").replace("|", "1"))


def _year(text: str) -> int:
    if text[0].isalpha() and text.startswith("two"):
        words = [w for w in re.split(r"[\s-]+", text)[2:] if w != "and"]
        return 2000 + sum(_CARDINALS[w] for w in words)
    number = _number(text.lstrip("'"))
    return number if number > 99 else number + (2000 if number < 70 else 1900)


def _ordinal(text: str) -> int:
    return sum({"twenty": 20, "thirty": 30}.get(w) or _UNITS[w] for w in re.split(r"[\s-]+", text))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1900 <= year <= 2100 else None
    except ValueError:
        return None


def _numeric(match: re.Match[str], order: DateOrder) -> tuple[date, ...]:
    first, second, year = _number(match["a"]), _number(match["b"]), _year(match["y"])
    by_order = {Order.MONTH_FIRST: _date(year, first, second), Order.DAY_FIRST: _date(year, second, first)}
    likely = Order.DAY_FIRST if match["sep"] == "." else order.first
    readings = [by_order[likely], *(value for key, value in by_order.items() if key is not likely)]
    found = tuple(dict.fromkeys(r for r in readings if r is not None))
    return found[:1] if order.proven or match["sep"] == "." else found


def find_dates(text: str, order: DateOrder = DateOrder()) -> list[DateFound]:
    """All dates of a text in the order they stand; never two for the same characters. Impossible dates are skipped."""
    low = plain(text)
    found: list[DateFound] = []
    taken: list[tuple[int, int]] = []
    for name, pattern in _patterns():
        for match in pattern.finditer(low):
            if any(match.start() < b and a < match.end() for a, b in taken):
                continue
            parts = match.groupdict()
            if name == "range":  # "Sep 1 - Sep 30, 2026": the year stands once
                for month_name, number, end in (
                    (parts["mn"], parts["d"], match.end("d")),
                    (parts["mn2"] or parts["mn"], parts["d2"], match.end()),
                ):
                    one = _date(_year(parts["y"]), _months()[month_name], int(number))
                    start = (
                        match.start() if number is parts["d"] and end == match.end("d") else match.start("mn2" if parts["mn2"] else "d2")
                    )
                    if one is not None:
                        found.append(DateFound(one, start, end))
                taken.append(match.span())
                continue
            alternatives: tuple[date, ...] = ()
            value: date | None
            if name == "num":
                if sum(c.isdigit() for c in match[0]) < 4:
                    continue
                readings = _numeric(match, order)
                value, alternatives = (readings[0], readings[1:]) if readings else (None, ())
            else:
                month = _months()[parts["mn"]] if parts.get("mn") else int(parts["m"])
                day = _ordinal(parts["dw"]) if parts.get("dw") else int(parts.get("d") or 1)
                value = _date(_year(parts["y"]), month, day)
            if value is None:
                taken.append(match.span())  # an impossible day is not a month either
                continue
            taken.append(match.span())
            found.append(DateFound(value, *match.span(), alternatives, Precision.MONTH if name == "month" else Precision.DAY))
    return sorted(found, key=lambda f: f.start)


_MONTH_FIRST_MARKS = re.compile(
    r"\b(?:acord|internal revenue|irs|omb no|form (?:1040|1065|1120|1099|94[0-5]|w-?[0-9])|mm\s?/\s?dd\s?/\s?yy)|secretary of state|"
    r"department of the treasury"
)
_DAY_FIRST_MARKS = re.compile(
    r"\b(?:companies house|dd\s?/\s?mm\s?/\s?yy|hm revenue|hmrc|gstin|abn\b|australian business|rechnung|factura|facture|fattura|fatura|"
    r"factuur|revenue commissioners|ros/myaccount|irish tax|baile [aá]tha cliath|"
    r"umsatzsteuer|mwst|btw\b|iva\b|tva\b|vat (?:reg|no|number)|government of india|pan\b)"
)
_US_MARKS = re.compile(
    r"\b(?:usd|u\.s\.|united states|[a-z]{2},? [0-9]{5}(?:-[0-9]{4})?)\b|(?<![a-z])\$\s?[0-9]|"
    r"\([0-9]{3}\) ?[0-9]{3}-[0-9]{4}"
)
_NOT_US_MARKS = re.compile(r"[£€₹]|\b(?:eur|gbp|inr|aud|chf|united kingdom|india|australia|deutschland|germany|france|espana|nederland)\b")
_DAY_FIRST_COUNTRIES = frozenset({"GB", "IE", "AU", "NZ", "IN", "DE", "AT", "CH", "FR", "BE", "ES", "PT", "BR", "MX", "NL", "IT"})
"""Countries in which nobody writes the month first; Canada writes both ways."""
_FOREIGN = re.compile(
    r"\b(?:le|la|les|du|des|au|pour|est|und|der|die|das|fur|von|mit|el|los|del|para|por|van|het|een|voor|della|per|il|che|nao|sao|os|da|och|att)\b"
)
_ENGLISH = re.compile(r"\b(?:the|and|of|to|is|for|this|that|with|by|on|are|or|in)\b")
_NUMERIC = re.compile(r"(?<![0-9/.-])([0-9]{1,2})\s?[/-]\s?([0-9]{1,2})\s?[/-]\s?(?:[0-9]{4}|[0-9]{2})(?![0-9/-])")

_NUMERIC_YEAR = re.compile(r"(?<![0-9/.-])([0-9]{1,2})\s?[/-]\s?([0-9]{1,2})\s?[/-]\s?([0-9]{4})(?![0-9/-])")


def _written_out(text: str) -> tuple[int, int]:
    """How many numeric dates are, day first and month first, a date that the paper also writes in words."""
    words = {
        f.value
        for f in find_dates(text)
        if f.precision is Precision.DAY and not f.alternatives and re.search(r"[a-z]{3}", text[f.start : f.end])
    }
    read = [(int(a), int(b), int(y)) for a, b, y in _NUMERIC_YEAR.findall(text) if a != b] if words else []
    return sum(_date(y, b, a) in words for a, b, y in read), sum(_date(y, a, b) in words for a, b, y in read)


def order_of(texts: Iterable[str], country: str | None = None) -> DateOrder:
    """Which way round a paper writes numeric dates: by its other dates, then its marks, then its country or currency."""
    raw = "\n".join(texts).lower()
    text = plain(raw)
    pairs = [(int(a), int(b)) for a, b in _NUMERIC.findall(text)]
    days_first = sum(1 for a, b in pairs if 12 < a <= 31 and b <= 12)
    months_first = sum(1 for a, b in pairs if a <= 12 < b <= 31)
    if not days_first and not months_first:
        days_first, months_first = _written_out(text)
    if bool(days_first) != bool(months_first):
        return DateOrder(Order.DAY_FIRST if days_first else Order.MONTH_FIRST, proven=True)
    if len(_FOREIGN.findall(text)) > max(2, len(_ENGLISH.findall(text))):
        return DateOrder(Order.DAY_FIRST, proven=True)
    month_mark, day_mark = bool(_MONTH_FIRST_MARKS.search(text)), bool(_DAY_FIRST_MARKS.search(text))
    if month_mark != day_mark:
        return DateOrder(Order.MONTH_FIRST if month_mark else Order.DAY_FIRST, proven=True)
    us, other = len(_US_MARKS.findall(text)), len(_NOT_US_MARKS.findall(raw))
    if country:
        american = country.upper() in {"US", "PH", "PR"}
        sure = us >= 2 and not other if american else country.upper() in _DAY_FIRST_COUNTRIES and other >= 1 and not us
        return DateOrder(Order.MONTH_FIRST if american else Order.DAY_FIRST, proven=sure)
    return DateOrder(Order.DAY_FIRST if other > us else Order.MONTH_FIRST, proven=us >= 2 and not other)
