"""The judge: pages in, one graded guess out. `classify` is the package's entry point.

Two voices are heard on each page: the anchors, and the text classifier, whose opinion counts less and is limited, so that it can tip
a close call and never outvote a form identifier.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from classifiers.anchors import Paper, anchors
from classifiers.filing import KINDS, Run, main_run, segments
from classifiers.grading import grade, probabilities
from classifiers.kinds import Grade, Kind
from classifiers.marks import marks
from classifiers.model import Alternative, Guess, PageText, Segment
from classifiers.scoring import PageScore, score_page
from classifiers.voice import listen

REASONS = 4
VOICE = 0.35
CONTRADICTS = 0.0
SURE_OF_ANOTHER = 1.5
VOICE_AGAINST, VOICE_FOR = -0.5, 2.0
SMALLEST_ALTERNATIVE = 0.01
WORDS_OF_A_PAPER = 20
"""A paper with fewer words that speaks for nothing cannot be told; with more, it is likely one of the many sorts that prove nothing."""


def weigh(anchors_say: Mapping[Kind, float], voice_says: Mapping[Kind, float]) -> dict[Kind, float]:
    """A page's scores with the text classifier's limited opinion added."""
    return {k: anchors_say.get(k, 0.0) + VOICE * max(VOICE_AGAINST, min(VOICE_FOR, voice_says.get(k, 0.0))) for k in KINDS}


def _why(run: Run, scores: Sequence[PageScore], heard: Sequence[Mapping[Kind, float]], kind: Kind) -> tuple[str, ...]:
    found: list[tuple[float, str]] = []
    likely = max(range(run.first, run.last + 1), key=lambda i: heard[i].get(kind, 0.0))
    if heard[likely].get(kind, 0.0) > 1.0:
        found.append((VOICE * VOICE_FOR, f"wording as in other papers of this kind on page {scores[likely].page.page.number}"))
    for score in scores[run.first : run.last + 1]:
        paper = score.best_paper(kind)
        if paper is not None:
            found += [(r.weight, f"{r.text} on page {score.page.page.number}") for r in score.reasons[paper] if r.weight > 0]
    return tuple(text for _, text in sorted(found, key=lambda f: -f[0])[:REASONS])


def classify(pages: Sequence[PageText]) -> Guess:
    """The kind of paper that these pages are, with grade, alternatives, reasons, marks and segments. Pure; never raises on odd text.

    A file without words is `unknown`; where the evidence is thin or divided, the likeliest kind is given as a low guess. The first call in
    a process loads the anchors.
    """
    scores = [score_page(page) for page in pages]
    heard = listen([s.page for s in scores])
    runs = segments([weigh(s.kinds, opinion) for s, opinion in zip(scores, heard, strict=True)], [s.titled for s in scores])
    run = main_run(runs)
    if run is None or not any(s.page.tokens for s in scores):
        return Guess(Kind.UNKNOWN, Grade.LOW, 0.0, why=("the pages have no readable words",))
    chances = probabilities({k: run.scores[k] for k in KINDS})
    order = sorted(KINDS, key=lambda k: -chances[k])
    if run.scores[order[0]] <= 0:
        return _nothing_found(scores, round(chances[order[0]], 4))
    kind = order[0]
    alternatives = tuple(Alternative(k, round(chances[k], 4)) for k in order[1:4] if chances[k] >= SMALLEST_ALTERNATIVE)
    own = scores[run.first : run.last + 1]
    papers = [anchors().papers[i] for s in own if (i := s.best_paper(kind)) is not None]
    noted = marks(own, kind, form=any(p.form for p in papers[:1]))
    parts = tuple(_segment(r, scores) for r in runs) if len(runs) > 1 else ()
    sure = grade(chances[kind], run.scores[kind])
    if sure is Grade.HIGH and (any(p.doubt for p in _leading(own, kind)) or _contradicted(kind, heard[run.first : run.last + 1])):
        sure = Grade.MEDIUM
    return Guess(kind, sure, round(chances[kind], 4), alternatives, _why(run, scores, heard, kind), noted, parts)


def _nothing_found(scores: Sequence[PageScore], chance: float) -> Guess:
    kind = Kind.NOT_EVIDENCE if sum(len(s.page.tokens) for s in scores) >= WORDS_OF_A_PAPER else Kind.UNKNOWN
    return Guess(
        kind,
        Grade.LOW,
        chance,
        why=("nothing on the pages speaks for any of the kinds of business proof",),
        noted=marks(scores, kind, form=False),
    )


def _contradicted(kind: Kind, heard: Sequence[Mapping[Kind, float]]) -> bool:
    """Whether the text classifier, on the page where it says most for the kind, clearly hears another one."""
    opinion = max(heard, key=lambda o: o.get(kind, 0.0))
    return bool(opinion) and opinion.get(kind, 0.0) < CONTRADICTS and max(opinion.values()) > SURE_OF_ANOTHER


def _leading(scores: Sequence[PageScore], kind: Kind) -> tuple[Paper, ...]:
    """The sort of paper that the strongest page of the kind is."""
    best = max(scores, key=lambda s: s.kinds.get(kind, 0.0))
    index = best.best_paper(kind)
    return () if index is None else (anchors().papers[index],)


def _segment(run: Run, scores: Sequence[PageScore]) -> Segment:
    chances = probabilities(run.scores)
    kind = run.kind if chances[run.kind] >= chances[Kind.UNKNOWN] else Kind.UNKNOWN
    first, last = scores[run.first], scores[run.last]
    return Segment(first.page.page.number, last.page.page.number, kind, round(chances[kind], 4), first.titled)
