"""Pages that lie on their side or head, seen upright for typing and facts, and everything found carried back to the page as displayed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.model import Field, Finding, NameSeen, Read, Withheld, Word
from pipeline.vocabulary import FieldName
from redaction.geometry import Box

_FEWEST, _MAJORITY = 4, 0.7  # pairs of words that must agree


def turns_to_upright(words: Sequence[Word]) -> int:
    """Clockwise quarter turns (0 to 3) after which the words run from left to right; 0 where they do not agree."""
    votes = [0, 0, 0, 0]
    for before, word in pairwise(words):
        if min(len(before.text), len(word.text)) < 3:
            continue
        a, b = before.box, word.box
        (ax, ay), (bx, by) = a.centre, b.centre
        if a.width > a.height and b.width > b.height and _share(a.top, a.bottom, b.top, b.bottom) > 0.5:
            votes[0 if bx > ax else 2] += 1
        elif a.height > a.width and b.height > b.width and _share(a.x0, a.x1, b.x0, b.x1) > 0.5:
            votes[3 if by > ay else 1] += 1
    best = max(range(4), key=lambda turns: votes[turns])
    return best if votes[best] >= max(_FEWEST, _MAJORITY * sum(votes)) else 0


def turned_box(box: Box, turns: int, width: float, height: float) -> Box:
    """The box after clockwise quarter turns of a page of that size (before turning)."""
    match turns % 4:
        case 1:
            return Box(height - box.bottom, box.x0, height - box.top, box.x1)
        case 2:
            return Box(width - box.x1, height - box.bottom, width - box.x0, height - box.top)
        case 3:
            return Box(box.top, width - box.x1, box.bottom, width - box.x0)
    return box


def turned_words(words: Sequence[Word], turns: int, width: float, height: float) -> tuple[Word, ...]:
    return tuple(replace(word, box=turned_box(word.box, turns, width, height)) for word in words)


Turned = Mapping[int, tuple[int, float, float]]
"""For pages that were turned: clockwise quarter turns, and width and height as displayed, by page number."""


def fields_back(fields: Mapping[FieldName, Field], pages: Turned) -> Mapping[FieldName, Field]:
    """Fields found on turned pages with boxes on the pages as displayed."""
    if not pages:
        return fields
    out: dict[FieldName, Field] = {}
    for name, value in fields.items():
        match value:
            case Read(page=page, box=box) | Withheld(page=page, box=box) if page in pages:
                out[name] = replace(value, box=_back(box, *pages[page]))
            case _:
                out[name] = value
    return out


def names_back(names: Sequence[NameSeen], pages: Turned) -> tuple[NameSeen, ...]:
    """Names seen on turned pages with boxes on the pages as displayed."""
    return tuple(replace(n, box=_back(n.box, *pages[n.page])) if n.page in pages else n for n in names)


def findings_back(findings: Sequence[Finding], pages: Turned) -> tuple[Finding, ...]:
    """Findings on turned pages with boxes on the pages as displayed."""
    out = []
    for finding in findings:
        turned = pages.get(finding.page) if finding.page is not None else None
        out.append(finding if turned is None or finding.box is None else replace(finding, box=_back(finding.box, *turned)))
    return tuple(out)


def _back(box: Box, turns: int, width: float, height: float) -> Box:
    return turned_box(box, -turns, *((height, width) if turns % 2 else (width, height)))


def _share(a0: float, a1: float, b0: float, b1: float) -> float:
    return (min(a1, b1) - max(a0, b0)) / max(1e-6, min(a1 - a0, b1 - b0))
