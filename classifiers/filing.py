"""From pages to the file: which pages belong together, and which paper the file stands for.

Pages are labelled by the best path (Viterbi) through their scores with a cost for changing the kind, so that a page without anchors
stays with its neighbours. The file takes the kind of its strongest segment; personal papers do not hide a business paper behind them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from classifiers.kinds import Kind

CHANGE = 3.5
"""Score it costs to begin another paper on a page that has no title."""
CHANGE_AT_TITLE = 2.0
MOST = 12.0
"""A page's score counts up to here: ten strong labels prove no more than six."""
CARRY = 0.3
"""What further pages of a segment add to its best page, as a share of their score."""
CLEAR = 4.5
"""A business paper within a bundle of other papers counts from this score on."""

KINDS: tuple[Kind, ...] = tuple(k for k in Kind if k is not Kind.UNKNOWN)
Scores = Mapping[Kind, float]


@dataclass(frozen=True, slots=True)
class Run:
    """Pages first..last (indices) with one kind; `scores` are the segment's for every kind."""

    first: int
    last: int
    kind: Kind
    scores: dict[Kind, float]


def _clip(value: float) -> float:
    return max(-3.0, min(MOST, value))


def label_pages(pages: Sequence[Scores], titled: Sequence[bool]) -> list[Kind]:
    """The best kind of each page, all pages together. Empty for no pages."""
    if not pages:
        return []
    best: dict[Kind, float] = {k: _clip(pages[0].get(k, 0.0)) for k in KINDS}
    back: list[dict[Kind, Kind]] = []
    for scores, begins in zip(pages[1:], titled[1:], strict=True):
        leader = max(best, key=lambda k: best[k])
        cost = CHANGE_AT_TITLE if begins else CHANGE
        step: dict[Kind, Kind] = {}
        after: dict[Kind, float] = {}
        for k in KINDS:
            stay = best[k] >= best[leader] - cost
            step[k] = k if stay else leader
            after[k] = (best[k] if stay else best[leader] - cost) + _clip(scores.get(k, 0.0))
        best = after
        back.append(step)
    path = [max(best, key=lambda k: best[k])]
    for step in reversed(back):
        path.append(step[path[-1]])
    return path[::-1]


def _sum_up(pages: Sequence[Scores]) -> dict[Kind, float]:
    result: dict[Kind, float] = {}
    for k in KINDS:
        values = sorted((_clip(p.get(k, 0.0)) for p in pages), reverse=True)
        result[k] = values[0] + CARRY * min(MOST, sum(v for v in values[1:] if v > 0))
    return result


def segments(pages: Sequence[Scores], titled: Sequence[bool]) -> list[Run]:
    """Runs of pages with one kind, in page order."""
    runs: list[Run] = []
    path = label_pages(pages, titled)
    start = 0
    for index in range(1, len(path) + 1):
        if index == len(path) or path[index] is not path[start]:
            runs.append(Run(start, index - 1, path[start], _sum_up(pages[start:index])))
            start = index
    return runs


def main_run(runs: Sequence[Run]) -> Run | None:
    """The segment that the file stands for: the strongest business paper if it is clear, else the strongest of all."""
    if not runs:
        return None
    business = [r for r in runs if r.kind.is_evidence and r.scores[r.kind] >= CLEAR]
    return max(business or runs, key=lambda r: (r.scores[r.kind], -r.first))
