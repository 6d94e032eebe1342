"""What a date is for, from the words just before it: "commencing on …", "gültig bis …", "valid until …".

Works across running text and tables alike; the cue nearest to the date decides. Cues are data, one list per role.
"""

from __future__ import annotations

import re
from functools import lru_cache

from classifiers.kinds import Kind
from pipeline.dates import Precision, find_dates, plain
from pipeline.fields.layout import BLACK, PageLayout
from pipeline.fields.lexicon import lexicon
from pipeline.fields.search import Found, found_at
from pipeline.fields.values import Context, Parsed

__all__ = ["cued_dates"]

REACH = 48
"""Characters before a date in which its cue must stand."""


@lru_cache(maxsize=32)
def _cues(kind: Kind) -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = lexicon(kind).rules.get("cues", {})
    return tuple(
        (role, re.compile(rf"(?<![a-z])(?:{'|'.join(plain(c) for c in sorted(cues, key=len, reverse=True))})(?![a-z])"))
        for role, cues in table.items()
    )


def _runs_on(layout: PageLayout, start: int) -> bool:
    """Whether the date at a place of the page's text begins a line of running text."""
    tokens = layout.covering(start, start + 1)
    for index, line in enumerate(layout.lines):
        if tokens and line.cells[0].tokens[0] is tokens[0]:
            return index > 0 and len(layout.lines[index - 1].cells) == 1 and len(layout.lines[index - 1].text) > 40
    return False


def cued_dates(kind: Kind, layout: PageLayout, context: Context) -> list[Found]:
    """Dates of a page with the role that their cue gives them; a blackout right after a cue is a date withheld."""
    cues = _cues(kind)
    if not cues:
        return []
    broken = layout.text
    text = broken.replace("\n", " ")
    low = plain(text)
    found: list[Found] = []
    last_end = 0
    told = False  # whether the date before has a cue
    for date in find_dates(text, context.order):
        before = low[max(last_end, date.start - REACH) : date.start]
        nearest: tuple[int, str] | None = None
        for role, pattern in cues:
            for match in pattern.finditer(before):
                if nearest is None or match.end() > nearest[0]:
                    nearest = match.end(), role
        if (
            nearest is None
            and last_end
            and told
            and re.fullmatch(r"[\s,)]*(?:to|through|thru|until|till|-|–|—|and|bis|au|hasta|al|ate|tot|t/m|and ending)[\s(]*", before)
        ):
            nearest = len(before), "expiry_date" if any(r == "expiry_date" for r, _ in cues) else "period_end"
        if nearest is not None and "\n" in broken[date.start - len(before) + nearest[0] : date.start] and not _runs_on(layout, date.start):
            nearest = None  # a cue above the date in another row of a table
        last_end = date.end
        told = nearest is not None
        if nearest is None or date.precision is not Precision.DAY:
            continue
        gap = len(before) - nearest[0]
        tokens = layout.covering(date.start, date.end)
        if tokens:
            parsed = Parsed(date.value, date.start, date.end, 0.85 if date.alternatives else 1.0, date.alternatives)
            found.append(found_at(nearest[1], parsed, layout.number, tokens, 0.93 if gap <= 12 else 0.85 if gap <= 25 else 0.72, "cue"))
    if BLACK in text:
        for role, pattern in cues:
            for match in pattern.finditer(low):
                after = re.match(rf"[\s:]*(?:on|the|am|le|el)?\s*{BLACK}", text[match.end() : match.end() + 14])
                tokens = layout.covering(match.end() + after.end() - len(BLACK), match.end() + after.end()) if after else ()
                if tokens:
                    found.append(found_at(role, Parsed(None, 0, 1, 1.0), layout.number, tokens, 0.93, "cue"))
    return found
