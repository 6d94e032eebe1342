"""Standing in the platform's programs (R30-R38): evidence for the reviewer, with how certain each criterion is.

Three answers (met, not met, unknown), because facts of the platform may be missing. Never decides a case.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pipeline.model import PlatformStanding
from pipeline.workdays import months_before

__all__ = ["Answer", "Certainty", "Criterion", "Program", "ProgramAnswer", "assess_programs", "is_exclusive"]


class Program(StrEnum):
    RISING_TALENT = "rising_talent"
    TOP_RATED = "top_rated"
    PREMIUM = "premium"


class Answer(StrEnum):
    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


class Certainty(StrEnum):
    """How sure it is that the criterion is one: the source's table has lost its tick marks."""

    STATED = "stated"
    INFERRED = "inferred"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of a program; `doubt` says what the reading rests on where it is not stated."""

    rule: str
    name: str
    answer: Answer
    certainty: Certainty
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class ProgramAnswer:
    program: Program
    answer: Answer
    criteria: tuple[Criterion, ...]


def assess_programs(standing: PlatformStanding, today: date) -> tuple[ProgramAnswer, ...]:
    """The answer for each program, criterion by criterion. An exclusive agency contractor meets none (R8, R31)."""
    shared = _shared(standing, today)
    rising = (Criterion("R30", "no Job Success Score is needed", Answer.MET, Certainty.STATED), *shared)
    top = (_score(standing), *shared, *_experience(standing, today))
    either = any_of((all_of(rising), all_of(top)))
    premium = (
        Criterion("R30", "meets Rising Talent or Top Rated", either, Certainty.STATED),
        shared[0],
        Criterion("R38", "interview passed", _flag(standing, "interview_passed"), Certainty.STATED),
    )
    table = ((Program.RISING_TALENT, rising), (Program.TOP_RATED, top), (Program.PREMIUM, premium))
    return tuple(ProgramAnswer(program, all_of(criteria), criteria) for program, criteria in table)


def all_of(criteria: Sequence[Criterion]) -> Answer:
    """Met only where all are; not met where one is not, whatever is unknown."""
    answers = {criterion.answer for criterion in criteria}
    if Answer.NOT_MET in answers:
        return Answer.NOT_MET
    return Answer.UNKNOWN if Answer.UNKNOWN in answers else Answer.MET


def any_of(answers: Sequence[Answer]) -> Answer:
    """Met where one is; unknown where none is met and one is unknown."""
    if Answer.MET in answers:
        return Answer.MET
    return Answer.UNKNOWN if Answer.UNKNOWN in answers else Answer.NOT_MET


def is_exclusive(agency: str | None) -> bool:
    """Whether an agency entry says exclusive member (R8)."""
    return (agency or "").strip().casefold().replace("-", "_").startswith("exclusive")


def _shared(standing: PlatformStanding, today: date) -> tuple[Criterion, ...]:
    agency = Answer.UNKNOWN if standing.agency is None else _yes(not is_exclusive(standing.agency))
    complete = standing.extra.get("profile_complete")
    return (
        Criterion("R31", "independent or non-exclusive agency contractor", agency, Certainty.INFERRED),
        Criterion(
            "R32", "profile 100 % complete", _yes(complete >= 100) if isinstance(complete, int) else Answer.UNKNOWN, Certainty.INFERRED
        ),
        Criterion("R33", "no terms-of-service violation in the last 3 months", _no_violation(standing, today), Certainty.INFERRED),
        Criterion("R34", "regularly submits relevant proposals", _flag(standing, "submits_proposals"), Certainty.INFERRED),
        Criterion("R35", "passed the readiness test", _flag(standing, "readiness_test"), Certainty.WEAK),
    )


def _score(standing: PlatformStanding) -> Criterion:
    """R30 with R37: the footnote on 13 of 16 weeks reads as maintenance or entry; taken as "or" for both."""
    weeks = standing.extra.get("rising_talent_weeks")
    by_score = Answer.UNKNOWN if standing.jss is None else _yes(standing.jss >= 90)
    by_weeks = _yes(weeks >= 13) if isinstance(weeks, int) else Answer.UNKNOWN
    if by_score is not Answer.MET and by_weeks is Answer.MET:
        return Criterion(
            "R37",
            "Rising Talent in 13 of the last 16 weeks",
            Answer.MET,
            Certainty.WEAK,
            "the footnote may mean keeping the badge, not earning it",
        )
    return Criterion(
        "R30",
        "Job Success Score of 90 % or more, or Rising Talent in 13 of the last 16 weeks",
        any_of((by_score, by_weeks)),
        Certainty.STATED,
    )


def _experience(standing: PlatformStanding, today: date) -> tuple[Criterion, ...]:
    first, earned = standing.extra.get("first_contract"), standing.extra.get("earned_12_months")
    long_ago = _yes((today - first).days > 90) if isinstance(first, date) else Answer.UNKNOWN
    enough = _yes(earned >= 1000) if isinstance(earned, int | float) else Answer.UNKNOWN
    return (
        Criterion("R36", "first contract more than 90 days ago", long_ago, Certainty.WEAK),
        Criterion("R36", "$1,000 or more earned in the last 12 months", enough, Certainty.WEAK),
    )


def _no_violation(standing: PlatformStanding, today: date) -> Answer:
    """Three calendar months, which is not the 90 days of R36."""
    last, number = standing.extra.get("last_violation"), standing.extra.get("violations")
    if isinstance(last, date):
        return _yes(last < months_before(today, 3))
    return _yes(number == 0) if isinstance(number, int) and number == 0 else Answer.UNKNOWN


def _flag(standing: PlatformStanding, name: str) -> Answer:
    value = standing.extra.get(name)
    return _yes(value) if isinstance(value, bool) else Answer.UNKNOWN


def _yes(value: bool) -> Answer:
    return Answer.MET if value else Answer.NOT_MET
