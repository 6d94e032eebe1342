"""In force today? Expiry, first day, issue date, windows of months and tax years (R12), each with the day on which it lapses.

A date that can be read two ways decides only where both readings agree; a badly read one is for a person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from pipeline.checks.notes import Effect, Inquiry, Lapse, Note, Said, about, text_of
from pipeline.model import Absent, Read, Withheld
from pipeline.vocabulary import FieldName, FindingCode, Kind
from pipeline.workdays import last_day_within, months_before

__all__ = ["days_of", "has_begun", "in_force", "not_future", "recent", "tax_year_end", "tax_year_plausible"]

F = FieldName
_ENDS = (F.EXPIRY_DATE, F.PERIOD_END)


def days_of(value: Read) -> tuple[date, ...]:
    """Every reading of a date; one where it is not ambiguous, none where the value is no date."""
    return tuple(v for v in (value.value, *value.alternatives) if isinstance(v, date))


def in_force(inquiry: Inquiry) -> Iterator[Said]:
    """`expired` where the expiry date or end of the period is before today (R12)."""
    found = inquiry.first_read(_ENDS)
    if found is None:
        return
    name, value = found
    yield from _judge(
        inquiry,
        name,
        value,
        lambda day: day >= inquiry.today,
        FindingCode.EXPIRED,
        "expired",
        lapse_key="lapse_expiry",
        lapse=lambda day: day,
    )


def has_begun(inquiry: Inquiry) -> Iterator[Said]:
    """`not_yet_in_force` where the first day is still to come (R12)."""
    value = inquiry.field(F.EFFECTIVE_DATE)
    if isinstance(value, Read):
        yield from _judge(
            inquiry, F.EFFECTIVE_DATE, value, lambda day: day <= inquiry.today, FindingCode.NOT_YET_IN_FORCE, "not_yet_in_force"
        )
        end = inquiry.first_read(_ENDS)
        if end and days_of(value) and days_of(end[1]) and min(days_of(value)) > max(days_of(end[1])):
            yield Note(FindingCode.LOW_CONFIDENCE_TEXT, Effect.LOOK, "ends_before_it_begins", {}, **about(end[0], end[1]))


def not_future(inquiry: Inquiry) -> Iterator[Said]:
    """`date_in_future` where the paper was issued after the day it was sent (R12).

    Where the issue date decides nothing else, a date that can also be read as a past one is taken as past: no paper is issued ahead.
    """
    value = inquiry.field(F.ISSUE_DATE)
    if isinstance(value, Read):
        decides = F.ISSUE_DATE in inquiry.row.dated_by and not _has_own_end(inquiry)
        if not decides and any(day <= inquiry.sent for day in days_of(value)):
            return
        yield from _judge(inquiry, F.ISSUE_DATE, value, lambda day: day <= inquiry.sent, FindingCode.DATE_IN_FUTURE, "date_in_future")


def recent(inquiry: Inquiry) -> Iterator[Said]:
    """A paper that proves something only for some months after its date (R12), unless its own end date is shown.

    `invoice_too_old` or `expired`; where the paper has no date at all, a person has to look.
    """
    months = inquiry.row.months
    if months is None or _has_own_end(inquiry):
        return
    found = _dated(inquiry)
    if found is None:
        yield from _undated(inquiry)
        return
    name, value, days = found
    earliest = months_before(inquiry.today, months)
    if F.EXPIRY_DATE in inquiry.row.checked and days and max(days) < earliest:  # its end is not on the paper: a person knows more
        yield Note(
            FindingCode.FIELD_ABSENT,
            Effect.LOOK,
            "no_end_shown",
            {"field": F.EXPIRY_DATE.value, "day": max(days).isoformat()},
            **about(F.EXPIRY_DATE, Absent()),
        )
        return
    old = FindingCode.INVOICE_TOO_OLD if inquiry.document.kind is Kind.CLIENT_INVOICE else FindingCode.EXPIRED
    yield from _judge(
        inquiry,
        name,
        value,
        lambda day: day >= earliest,
        old,
        "too_old",
        lapse_key="lapse_window",
        lapse=lambda day: last_day_within(day, months),
        days=days,
        facts={"earliest": earliest.isoformat(), "months": str(months)},
    )


def _has_own_end(inquiry: Inquiry) -> bool:
    """Papers of its kind have an end (judged by `in_force`), and it is on this one, be it blacked out (asked for by `facts_shown`)."""
    if any(name in inquiry.row.dated_by for name in _ENDS):
        return False
    expected = {*inquiry.row.checked, *(name for group in inquiry.row.must_show for name in group)}
    return any(name in expected and not isinstance(inquiry.field(name), Absent) for name in _ENDS)


def _dated(inquiry: Inquiry) -> tuple[FieldName, Read, tuple[date, ...]] | None:
    for name in inquiry.row.dated_by:
        value = inquiry.field(name)
        if isinstance(value, Read):
            days = days_of(value)
            if name is F.TAX_YEAR and (end := tax_year_end(text_of(value))):
                days = (end,)
            if days:
                return name, value, days
    return None


def _undated(inquiry: Inquiry) -> Iterator[Said]:
    if any(F.ISSUE_DATE in group for group in inquiry.row.must_show):
        return  # said by facts_shown
    for name in inquiry.row.dated_by:
        value = inquiry.field(name)
        if isinstance(value, Withheld):
            yield Note(FindingCode.FIELD_WITHHELD, Effect.ASKS, "field_withheld", {"field": name.value}, **about(name, value))
            return
    yield Note(
        FindingCode.FIELD_ABSENT,
        Effect.ASKS,
        "field_absent",
        {"field": inquiry.row.dated_by[0].value},
        **about(inquiry.row.dated_by[0], Absent()),
    )


_SELF_ASSESSMENT = re.compile(r"SA ?1[0-9]{2}", re.IGNORECASE)


def tax_year_end(text: str, *, british: bool = False) -> date | None:
    """The last day of a tax year as printed: "2025", "2024-25" (ends in 2025), "2024/2025". None where no year is there.

    `british`: of a form of the Self Assessment, whose single year is the one that the tax year ends in, on 5 April.
    """
    match = re.search(r"(?<!\d)((?:19|20)\d\d)(?:\s*[-/–]\s*((?:19|20)?\d\d)(?!\d))?(?!\d)", text)
    if not match:
        return None
    year = int(match[1])
    if match[2] and int(match[2]) % 100 == (year + 1) % 100:
        return date(year + 1, 6, 30)  # split years end between 31 March and 30 June
    return date(year, 4, 5) if british else date(year, 12, 31)


def tax_year_plausible(inquiry: Inquiry) -> Iterator[Said]:
    """`tax_year_implausible` for years to come or too long ago; a year that is not over is for a person (R12)."""
    found = inquiry.first_read((F.TAX_YEAR, F.PERIOD_END))
    if found is None or inquiry.row.years is None:
        return
    name, value = found
    form = inquiry.field(F.FORM)
    british = isinstance(form, Read) and _SELF_ASSESSMENT.match(text_of(form)) is not None
    end = value.value if isinstance(value.value, date) else tax_year_end(text_of(value), british=british)
    facts = {"year": text_of(value), "earliest": str(inquiry.today.year - inquiry.row.years)}
    if end is None:
        yield Note(FindingCode.LOW_CONFIDENCE_TEXT, Effect.LOOK, "tax_year_unclear", {}, **about(name, value))
    elif end.year > inquiry.today.year or (end > inquiry.today and name is F.PERIOD_END):
        yield Note(FindingCode.TAX_YEAR_IMPLAUSIBLE, Effect.STOPS, "tax_year_to_come", facts, **about(name, value))
    elif end > inquiry.today:
        yield Note(FindingCode.TAX_YEAR_IMPLAUSIBLE, Effect.LOOK, "tax_year_not_over", facts, **about(name, value))
    elif end.year < inquiry.today.year - inquiry.row.years:
        yield Note(FindingCode.TAX_YEAR_IMPLAUSIBLE, Effect.STOPS, "tax_year_too_old", facts, **about(name, value))
    elif value.confidence < inquiry.rules.reading.minimum_confidence:
        yield _hard_to_read(name, value)
    else:
        yield Lapse(date(end.year + inquiry.row.years, 12, 31), "lapse_tax_year")


def _hard_to_read(name: FieldName, value: Read) -> Note:
    return Note(FindingCode.LOW_CONFIDENCE_TEXT, Effect.LOOK, "date_hard_to_read", {"field": name.value}, **about(name, value))


def _judge(  # noqa: PLR0917
    inquiry: Inquiry,
    name: FieldName,
    value: Read,
    good: Callable[[date], bool],
    code: FindingCode,
    key: str,
    *,
    lapse_key: str = "",
    lapse: Callable[[date], date] | None = None,
    days: Iterable[date] | None = None,
    facts: dict[str, str] | None = None,
) -> Iterator[Said]:
    """All readings good: fine, with the earliest lapse. All bad: `code`. Mixed, badly read or no date: a person looks."""
    readings = tuple(days) if days is not None else days_of(value)
    passed = [day for day in readings if good(day)]
    shown = {"field": name.value, "day": readings[0].isoformat() if readings else "", "today": inquiry.today.isoformat(), **(facts or {})}
    if not readings or value.confidence < inquiry.rules.reading.minimum_confidence:
        yield _hard_to_read(name, value)
    elif not passed:
        yield Note(code, Effect.STOPS, key, shown, **about(name, value))
    elif len(passed) < len(readings):
        other = next(day for day in readings if day != readings[0])
        yield Note(FindingCode.DATE_AMBIGUOUS, Effect.LOOK, "date_ambiguous", {**shown, "other": other.isoformat()}, **about(name, value))
    elif lapse is not None:
        yield Lapse(min(lapse(day) for day in readings), lapse_key)
