"""Standing in the platform's programs (R30-R38, R8): three answers with their certainty."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from pipeline.model import PlatformStanding
from pipeline.standing import Answer, Certainty, Program, assess_programs, is_exclusive

TODAY = date(2026, 11, 21)
GOOD = {
    "profile_complete": 100,
    "violations": 0,
    "submits_proposals": True,
    "readiness_test": True,
    "first_contract": date(2026, 8, 22),
    "earned_12_months": 1000.0,
    "interview_passed": True,
}


def standing(jss: int | None = 90, agency: str | None = "none", **changes: Any) -> PlatformStanding:
    return PlatformStanding(clients=3, jss=jss, agency=agency, extra={k: v for k, v in {**GOOD, **changes}.items() if v is not None})


def answers(one: PlatformStanding) -> dict[Program, Answer]:
    return {a.program: a.answer for a in assess_programs(one, TODAY)}


MET, NOT, UNKNOWN = Answer.MET, Answer.NOT_MET, Answer.UNKNOWN


@pytest.mark.parametrize(
    ("change", "rising", "top", "premium"),
    [
        ({}, MET, MET, MET),
        ({"jss": 89}, MET, UNKNOWN, MET),
        ({"jss": 89, "rising_talent_weeks": 12}, MET, NOT, MET),
        ({"jss": 89, "rising_talent_weeks": 13}, MET, MET, MET),
        ({"jss": None}, MET, UNKNOWN, MET),
        ({"profile_complete": 99}, NOT, NOT, NOT),
        ({"profile_complete": None}, UNKNOWN, UNKNOWN, UNKNOWN),
        ({"last_violation": date(2026, 8, 21)}, NOT, NOT, NOT),  # three months to the day are within
        ({"last_violation": date(2026, 8, 20)}, MET, MET, MET),
        ({"violations": None}, UNKNOWN, UNKNOWN, UNKNOWN),
        ({"violations": 2}, UNKNOWN, UNKNOWN, UNKNOWN),
        ({"submits_proposals": False}, NOT, NOT, NOT),
        ({"readiness_test": False}, NOT, NOT, NOT),
        ({"first_contract": date(2026, 8, 23)}, MET, NOT, MET),  # 90 days are not more than 90
        ({"earned_12_months": 999.99}, MET, NOT, MET),
        ({"earned_12_months": None}, MET, UNKNOWN, MET),
        ({"interview_passed": False}, MET, MET, NOT),
        ({"interview_passed": None}, MET, MET, UNKNOWN),
        ({"agency": "exclusive"}, NOT, NOT, NOT),
        ({"agency": "non_exclusive"}, MET, MET, MET),
        ({"agency": None}, UNKNOWN, UNKNOWN, UNKNOWN),
    ],
)
def test_each_criterion(change: dict[str, Any], rising: Answer, top: Answer, premium: Answer) -> None:
    assert answers(standing(**change)) == {Program.RISING_TALENT: rising, Program.TOP_RATED: top, Program.PREMIUM: premium}


def test_the_doubtful_reading_is_shown_with_its_doubt() -> None:
    top = assess_programs(standing(jss=80, rising_talent_weeks=13), TODAY)[1]
    by_weeks = next(c for c in top.criteria if c.rule == "R37")
    assert by_weeks.certainty is Certainty.WEAK
    assert by_weeks.doubt


def test_every_criterion_has_its_rule_and_certainty() -> None:
    rules = {c.rule: c.certainty for program in assess_programs(standing(), TODAY) for c in program.criteria}
    assert rules == {
        "R30": Certainty.STATED,
        "R31": Certainty.INFERRED,
        "R32": Certainty.INFERRED,
        "R33": Certainty.INFERRED,
        "R34": Certainty.INFERRED,
        "R35": Certainty.WEAK,
        "R36": Certainty.WEAK,
        "R38": Certainty.STATED,
    }


def test_nothing_known_is_nothing_said() -> None:
    assert set(answers(PlatformStanding()).values()) == {UNKNOWN}
    assert replace(standing(), extra={}).jss == 90


@pytest.mark.parametrize(
    ("agency", "exclusive"),
    [
        ("exclusive", True),
        ("Exclusive", True),
        ("exclusive-member", True),
        ("non_exclusive", False),
        ("non-exclusive", False),
        ("none", False),
        (None, False),
    ],
)
def test_exclusive_agency_members(agency: str | None, exclusive: bool) -> None:
    assert is_exclusive(agency) is exclusive
