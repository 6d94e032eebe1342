"""Papers of insurance: who is insured and by whom, the covers of a table, the year of an employer's notice.

A certificate of several covers runs until the first of them ends; an insurer's name is never the insured's for standing in the head.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from classifiers.kinds import Kind
from pipeline.dates import find_dates
from pipeline.fields.descriptions import is_insurer
from pipeline.fields.guesses import addressee, names, period, split_alias
from pipeline.fields.hidden import unless_hidden
from pipeline.fields.letterhead import letterhead, with_legal_form
from pipeline.fields.search import Found, found_in
from pipeline.fields.values import Parsed

if TYPE_CHECKING:
    from pipeline.fields.assembly import Draft
    from pipeline.fields.layout import PageLayout

__all__ = ["insurance"]

_INSURER = re.compile(
    r"insur|assur|mutual|indemnity|casualty|underwrit|versicher|segur|verzeker|kasse|berufsgenossenschaft|mutuelle|fund|lloyd|agency|life|board",
    re.IGNORECASE,
)


_RATE_YEAR = re.compile(
    r"\b(?:rate|contribution|tax|assessment|premium|coverage|cover)s?\b[^.;:]{0,40}?"
    r"\b(?:for|in)(?: calendar| rate)?(?: year)? (?P<v>20[0-4][0-9])\b"
    r"|\b(?:calendar|rate|policy|contribution) year:? (?P<w>20[0-4][0-9])\b",
    re.IGNORECASE,
)
"""An employer's notice of its unemployment or accident contributions is for a calendar year."""


def _year_of_rate(draft: Draft) -> None:
    if draft.best("expiry_date") is not None:
        return
    for page in draft.pages[:1]:
        for line in page.lines[:20]:
            match = _RATE_YEAR.search(line.text)
            if match:
                group = "v" if match["v"] else "w"
                parsed = Parsed(date(int(match[group]), 12, 31), *match.span(group), 0.85)
                draft.put("expiry_date", found_in("expiry_date", parsed, line.whole, 1.0, "year"))
                return


def _row_of_cover(draft: Draft) -> None:
    """The two days of a row of cover that no head names: about a year apart, side by side; one that is known is among them."""
    known = {role: draft.best(role) for role in ("effective_date", "expiry_date")}
    if all(known.values()):
        return
    for page in draft.pages[:2]:
        for line in page.lines:
            found = find_dates(line.text, draft.context.order)
            pairs = list(zip(known.values(), found, strict=False))
            fits = all(k is None or k.value == one.value for k, one in pairs)
            if len(found) == 2 and fits and 80 <= (found[1].value - found[0].value).days <= 800:
                for role, one in zip(known, found, strict=True):
                    parsed = Parsed(one.value, one.start, one.end, 0.75, one.alternatives)
                    draft.put(role, found_in(role, parsed, line.whole, 1.0, "row"))
                return


def _rows_of_cover(draft: Draft) -> list[Found]:
    """The last days of the further rows of a table of cover, each below the one that is known and beside its first day."""
    known = draft.best("expiry_date")
    page = next((p for p in draft.pages if known is not None and p.number == known.page), None)
    if known is None or page is None or known.place != "below":
        return []
    rows: list[Found] = []
    for line in page.lines:
        if line.box.top < known.box.bottom:
            continue
        found = find_dates(line.text, draft.context.order)
        if len(found) < 2 or not 80 <= (found[1].value - found[0].value).days <= 800:
            continue
        one = found_in(
            "expiry_date", Parsed(found[1].value, found[1].start, found[1].end, 0.94, found[1].alternatives), line.whole, 1.0, "row"
        )
        if one.box.x0 < known.box.x1 and one.box.x1 > known.box.x0:
            rows.append(one)
    return rows


_GUESSED = frozenset({"legal_form", "address", "letterhead", "prose", "ceremony"})
"""Where a name stands that no label of the insured says is theirs."""


def _not_the_insurer(draft: Draft) -> None:
    """An insurer's name is not the insured's for standing in the head or in a sentence; another candidate takes its place."""
    found = draft.chosen.get("insured")
    if found is None or found.place not in _GUESSED or not isinstance(found.value, str) or not is_insurer(found.value):
        return
    draft.chosen.pop("insured")
    draft.put("insurer", replace(found, role="insurer", score=0.7))
    others = [f for f in draft.candidates.get("insured", ()) if isinstance(f.value, str) and not is_insurer(f.value)]
    draft.put("insured", max(others, key=lambda f: f.score, default=None))


def _insured_without_label(draft: Draft, page: PageLayout) -> None:
    """The addressee or a name with a legal form, where no label tells who is insured; never an insurer."""
    _not_the_insurer(draft)
    insurers = [cell.text for cell in page.cells if is_insurer(cell.text)]
    if draft.best("insured") is None:
        addressee(draft, "insured", 0.72)
        _not_the_insurer(draft)
        draft.put("insured", with_legal_form(page, "insured", [*names(draft, "insurer"), *insurers]))
        _not_the_insurer(draft)


def insurance(draft: Draft) -> None:
    """Fill in who is insured, by whom and until when: the earliest day of several covers."""
    period(draft, "effective_date", "expiry_date")
    candidates = (*draft.candidates.get("expiry_date", ()), *_rows_of_cover(draft))
    expiries = [f for f in candidates if isinstance(f.value, date) and f.score >= 0.9]
    if expiries:
        draft.put("expiry_date", min(expiries, key=lambda f: (str(f.value), -f.score)), over=True)
    split_alias(draft, "insured")
    _row_of_cover(draft)
    if draft.kind is Kind.OTHER_INSURANCE:
        _year_of_rate(draft)
    if draft.pages:
        _insured_without_label(draft, draft.pages[0])
    insurer = draft.best("insurer")
    if draft.pages and (insurer is None or (isinstance(insurer.value, str) and not _INSURER.search(insurer.value))):
        skip = names(draft, "insured")
        head = letterhead(draft.pages[0], "insurer", skip, share=0.2)
        if insurer is None and (hidden := unless_hidden(draft, "insurer", head, 0.15)) is not None and hidden.value is None:
            draft.put("insurer", hidden)
        elif head is not None and isinstance(head.value, str) and (insurer is None or _INSURER.search(head.value)):
            draft.put("insurer", head, over=True)
