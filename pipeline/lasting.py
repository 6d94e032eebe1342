"""How long a verdict holds: the next day on which time alone can change it, so that a nightly run looks only at what is due.

Every date on a paper is a border: the day itself (it begins), the day after (it ran out), the day after its window of months, the
turn of a year for tax years. Between two borders the same facts under the same policy say the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from pipeline.checks.bundle import sheets_of
from pipeline.checks.dates import days_of, tax_year_end
from pipeline.checks.notes import text_of
from pipeline.model import Case, Document, Read
from pipeline.policy import Policy, Rules
from pipeline.verdict import review_due
from pipeline.vocabulary import FieldName, FindingCode
from pipeline.wire import Json
from pipeline.workdays import last_day_within

__all__ = ["next_change", "substance"]

_PASSING = frozenset({FindingCode.REVIEW_OVERDUE})
_DAY = timedelta(days=1)
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def substance(body: Json) -> Json:
    """A verdict (JSON of the contract) without what changes merely because a day has passed; two with the same substance are one."""
    return {
        "verdict": body["verdict"],
        "policy": body["policy"],
        "counted": body["counted"],
        "requests": [_DATE.sub("", request) for request in body["requests"]],
        "reasons": [(r["code"], r["file"], r["page"]) for r in body["reasons"] if r["code"] not in _PASSING],
    }


def next_change(case: Case, policy: Policy, today: date) -> date | None:
    """The first day after `today` on which the verdict on the same papers can be another one; None where time changes nothing."""
    rules = policy.on(today)
    days = {review_due(case, rules, today) + _DAY, *policy.days}
    for one in case.documents:
        if one.uploaded:
            days.add(one.uploaded)
        for sheet in sheets_of(one.document, rules):
            days.update(_borders(sheet.document, rules, today))
    return min((day for day in days if day > today), default=None)


def _borders(document: Document, rules: Rules, today: date) -> Iterator[date]:
    row = rules.kinds.get(document.kind)
    if row is None:
        return
    if row.years is not None:
        yield date(today.year + 1, 1, 1)
    for name, value in document.fields.items():
        if not isinstance(value, Read):
            continue
        days = days_of(value)
        if name is FieldName.TAX_YEAR and (end := tax_year_end(text_of(value))):
            days = (end,)
        for day in days:
            yield from (day, day + _DAY)
            if row.months is not None:
                yield last_day_within(day, row.months) + _DAY
