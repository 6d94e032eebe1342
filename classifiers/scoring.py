"""How strongly a page's anchors speak for each sort of paper, and what to say about it.

Scores add up like log-odds: a title in the page's head weighs most, identifiers next, labels saturate, contrary phrases subtract.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

from classifiers.anchors import Anchors, Role, anchors
from classifiers.hints import hints
from classifiers.kinds import Kind
from classifiers.matching import Hit, find_anchors
from classifiers.model import PageText
from classifiers.text import NormalPage, normalise

TITLE_BY_LETTERS = ((9, 2.2), (13, 3.6), (18, 4.4))
"""(fewer letters than, weight): a long title is no accident, a single short word may be one."""
TITLE = 5.0
IDENTIFIER = 5.5
SENTENCE = 2.4
BRAND = 3.0
SITE_HEAD = 8
"""A site's name stands among the first words of its pages; elsewhere it is only mentioned."""
LABELS_AT_MOST = 6.5
LABELS_HALF = 4.5
AGAINST = 1.6
MISSING = 8.0
"""What a paper loses that lacks everything it needs."""
FOREMOST = 1.2
"""What the largest title of the head adds, the first of several: a form names other papers further down."""
DENIED = 14.0
"""What a paper loses that a title rules out, larger or earlier than its own."""
LENT = 0.3
"""Share of its score that the other takes over: the terms of an invoice are those of an estimate too."""
FAINT = 1.5
"""Words that score less speak for nothing yet; a hint that is a fallback then counts in full."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a page speaks for a paper: sentence without the page number, and what it weighed."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class PageScore:
    """Scores of one page per sort of paper (index into `Anchors.papers`) and per kind, with the reasons of each paper."""

    page: NormalPage
    papers: dict[int, float]
    kinds: dict[Kind, float]
    reasons: dict[int, tuple[Reason, ...]]
    titled: bool
    """A title stands in the page's head: a paper may begin here."""

    def best_paper(self, kind: Kind) -> int | None:
        known = anchors()
        mine = [(score, index) for index, score in self.papers.items() if known.papers[index].kind is kind]
        return max(mine)[1] if mine else None


def _title_weight(phrase: Sequence[str]) -> float:
    letters = sum(map(len, phrase))
    return next((weight for limit, weight in TITLE_BY_LETTERS if letters < limit), TITLE)


def _place_factor(hit: Hit, role: Role) -> float:
    if hit.running:
        return 0.15
    if role is Role.IDENTIFIER:
        return 1.0 if hit.heading and hit.top else 0.8 if hit.top or hit.foot else 0.45 if hit.heading else 0.15
    if hit.top and hit.heading:
        return 1.0
    return 0.6 if hit.heading else 0.5 if hit.top else 0.18


def _printed(page: NormalPage, hit: Hit) -> str:
    """The phrase as the page prints it."""
    numbers = dict.fromkeys(page.word_of[hit.start : hit.end])
    return " ".join(page.page.words[n].text for n in numbers).strip(" :;,.*_-")


def _score_paper(index: int, hits: Sequence[tuple[Hit, Role, float]], page: NormalPage, known: Anchors) -> tuple[float, tuple[Reason, ...]]:
    titles: list[tuple[float, Hit]] = []
    marks: list[tuple[float, Hit]] = []
    labels: dict[int, float] = {}
    sentences: dict[int, tuple[float, Hit]] = {}
    against: set[int] = set()
    needed = not known.papers[index].needs
    for hit, role, weight in hits:
        match role:
            case Role.TITLE:
                exactness = 1.0 if hit.exact else 0.8
                titles.append((_title_weight(known.phrases[hit.phrase]) * weight * _place_factor(hit, role) * exactness, hit))
            case Role.IDENTIFIER:
                marks.append((IDENTIFIER * weight * _place_factor(hit, role), hit))
            case Role.LABEL:
                labels[hit.phrase] = weight
            case Role.SENTENCE:
                sentences[hit.phrase] = (SENTENCE * weight, hit)
            case Role.AGAINST:
                against.add(hit.phrase)
            case Role.NEEDED:
                needed = True
            case Role.BRAND:
                if hit.start < SITE_HEAD:
                    marks.append((BRAND, hit))
    titles.sort(key=lambda t: -t[0])
    marks.sort(key=lambda t: -t[0])
    label_sum = sum(labels.values())
    label_score = LABELS_AT_MOST * (1 - exp(-label_sum / LABELS_HALF))
    title_score = titles[0][0] + 0.25 * min(4.0, sum(t for t, _ in titles[1:])) if titles else 0.0
    mark_score = marks[0][0] if marks else 0.0
    sentence_score = min(6.0, sum(w for w, _ in sentences.values()))
    total = title_score + mark_score + sentence_score + label_score - min(6.0, AGAINST * len(against)) - (0.0 if needed else MISSING)
    reasons = []
    if marks and marks[0][0] > 1:
        what = "name of the site or provider" if marks[0][0] == BRAND else "form identifier"
        reasons.append(Reason(f"{what} '{_printed(page, marks[0][1])}'", marks[0][0]))
    if titles and titles[0][0] > 1:
        reasons.append(Reason(f"title '{_printed(page, titles[0][1])}'", titles[0][0]))
    if sentences:
        weight, hit = max(sentences.values(), key=lambda s: s[0])
        reasons.append(Reason(f"wording '{_printed(page, hit)}'", weight))
    if len(labels) >= 2:
        named = sorted(labels, key=lambda n: -labels[n])[:3]
        examples = ", ".join(f"'{' '.join(known.phrases[n])}'" for n in named)
        reasons.append(Reason(f"{len(labels)} labels such as {examples} ({known.papers[index].name})", label_score))
    return total, tuple(sorted(reasons, key=lambda r: -r.weight))


def score_page(text: PageText) -> PageScore:
    """Scores of a page for every paper that some anchor or layout hint speaks for."""
    known = anchors()
    page = normalise(text)
    hits = find_anchors(page)
    by_paper: dict[int, list[tuple[Hit, Role, float]]] = defaultdict(list)
    headed: dict[int, tuple[float, int]] = {}
    for hit in hits:
        for use in known.uses[hit.phrase]:
            by_paper[use.paper].append((hit, use.role, use.weight))
            if use.role is Role.TITLE and hit.top and hit.heading and not hit.running:
                headed[use.paper] = max(headed.get(use.paper, (0.0, 0)), (round(hit.size, 1), -hit.start))
    papers: dict[int, float] = {}
    reasons: dict[int, tuple[Reason, ...]] = {}
    numbers = {paper.id: index for index, paper in enumerate(known.papers)}
    for index, found in by_paper.items():
        papers[index], reasons[index] = _score_paper(index, found, page, known)
    foremost = max(headed.values(), default=None)
    for index, place in headed.items():
        papers[index] += FOREMOST if place == foremost else 0.0
    for index, place in headed.items():  # "Credit note" over the terms of an invoice
        for denied in (numbers[name] for name in known.papers[index].denies):
            if denied in papers and place > headed.get(denied, (0.0, 0)):
                papers[index] += LENT * max(0.0, papers[denied])
                papers[denied] -= DENIED
    for hint in hints(page):
        index = numbers[hint.paper]
        if hint.title and index in headed:
            continue
        other = max((v for i, v in papers.items() if known.papers[i].kind is not known.papers[index].kind), default=0.0)
        weight = hint.weight / (1 + max(0.0, other - FAINT) / FAINT) if hint.fallback else hint.weight
        papers[index] = papers.get(index, 0.0) + weight
        reasons[index] = tuple(sorted((*reasons.get(index, ()), Reason(hint.text, weight)), key=lambda r: -r.weight))
    kinds: dict[Kind, float] = {}
    for kind in {known.papers[i].kind for i in papers}:
        mine = sorted((papers[i] for i in papers if known.papers[i].kind is kind), reverse=True)
        kinds[kind] = mine[0] + 0.15 * sum(max(0.0, s) for s in mine[1:3])
    return PageScore(page, papers, kinds, reasons, bool(headed))
