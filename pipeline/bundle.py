"""A file that holds several papers: each segment typed by its own pages alone, with its own facts and marks (R11).

The file's own kind and facts are those of its strongest paper; whether another segment counts besides is for the checks to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from classifiers import classify
from classifiers.model import Guess, PageText
from classifiers.model import Segment as Run
from pipeline.fields import extract
from pipeline.model import Finding, Segment
from pipeline.upright import Turned, fields_back, findings_back, names_back
from pipeline.vocabulary import FindingCode, Grade

__all__ = ["segments_of"]


def segments_of(guess: Guess, pages: Sequence[PageText], today: date | None, turned: Turned) -> tuple[Segment, ...]:
    """The segments of a bundle, in page order; empty where the file is one paper.

    Business papers of another kind than the file's are read by themselves; of the others only kind and pages are kept.
    """
    return tuple(
        _alone(run, pages, today, turned)
        if run.kind.is_evidence and run.kind is not guess.kind
        else Segment(run.first, run.last, run.kind, run.score, guess.grade if run.kind is guess.kind else Grade.LOW, run.titled)
        for run in guess.segments
    )


def _alone(run: Run, pages: Sequence[PageText], today: date | None, turned: Turned) -> Segment:
    own = [page for page in pages if run.first <= page.number <= run.last]
    guess = classify(own)
    if guess.kind is not run.kind:  # its neighbours alone made it what it is
        return Segment(run.first, run.last, run.kind, run.score, Grade.LOW, run.titled)
    facts = extract(run.kind, own, today=today)
    marks = tuple(Finding(FindingCode(noted.mark.value), noted.message, noted.page) for noted in guess.noted)
    return Segment(
        run.first,
        run.last,
        run.kind,
        run.score,
        guess.grade,
        run.titled,
        guess.alternatives,
        (*marks, *findings_back(facts.findings, turned)),
        fields_back(facts.fields, turned),
        names_seen=names_back(facts.names_seen, turned),
    )
