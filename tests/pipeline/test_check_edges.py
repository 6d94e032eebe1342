"""Edges of single checks, seen in the verdict: the last day, the last digit, the second remark."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from pipeline.model import Case, Document, Leak, Read, Region, Submitted
from pipeline.policy import load_policy
from pipeline.verdict import assess
from pipeline.vocabulary import Channel, DocumentStatus, FindingCode, Grade, Kind, Source, VerdictKind
from tests.cases.build import ABSENT, ENTITY, HIDDEN, PERSON, PLACE, TODAY, TRADE, alone, case, companion, d, paper, renamed

C, K = FindingCode, Kind
POLICY = load_policy()


def counts(one: Case, day: date = TODAY) -> bool:
    return any(c.file == "paper.pdf" for c in assess(one, POLICY, day).counted)


def messages(one: Case, code: FindingCode, day: date = TODAY) -> list[str]:
    return [r.message for r in assess(one, POLICY, day).reasons if r.code is code and r.file in (None, "paper.pdf")]


def sure(value: Any, confidence: float) -> Read:
    return Read(value, 1, PLACE, confidence)


def test_cover_for_a_single_day_is_in_force_on_it() -> None:
    assert counts(alone(K.LIABILITY_INSURANCE, effective_date=TODAY, expiry_date=TODAY))


def test_an_old_issue_date_does_not_matter_where_the_end_is_shown() -> None:
    assert counts(alone(K.BUSINESS_LICENSE, issue_date=d("2001-01-01")))
    assert counts(alone(K.COWORKING_MEMBERSHIP, effective_date=d("2001-01-01")))


def test_a_blacked_out_end_is_asked_for_however_old_the_paper_is() -> None:
    one = alone(K.BUSINESS_LICENSE, issue_date=d("2001-01-01"), expiry_date=HIDDEN)
    assert messages(one, C.FIELD_WITHHELD)
    assert not messages(one, C.FIELD_ABSENT)


@pytest.mark.parametrize(
    ("change", "day", "says"),
    [
        ({"tax_year": "2026"}, TODAY, "is not over yet"),
        ({"tax_year": "2027"}, TODAY, "is still to come"),
        ({"tax_year": ABSENT, "period_end": d("2026-11-22")}, TODAY, "is still to come"),
        ({"tax_year": ABSENT, "period_end": TODAY}, TODAY, None),
        ({"tax_year": "2026"}, d("2026-12-31"), None),
        ({"tax_year": "2025-26"}, TODAY, None),
        ({"tax_year": "2026-27"}, TODAY, "is still to come"),
    ],
)
def test_tax_years_at_their_end(change: dict[str, Any], day: date, says: str | None) -> None:
    one = alone(K.SCHEDULE_C, **change)
    assert counts(one, day) is (says is None)
    assert [says in message for message in messages(one, C.TAX_YEAR_IMPLAUSIBLE, day)] == ([] if says is None else [True])


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        (K.SCHEDULE_C, "tax_year", "2025"),
        (K.LIABILITY_INSURANCE, "expiry_date", d("2027-02-01")),
        (K.CLIENT_INVOICE, "issue_date", d("2026-06-15")),
    ],
)
def test_a_date_has_to_be_read_with_some_confidence(kind: Kind, field: str, value: object) -> None:
    assert counts(alone(kind, **{field: sure(value, 0.5)}))
    unsure = alone(kind, **{field: sure(value, 0.49)})
    assert not counts(unsure)
    assert "is hard to read" in messages(unsure, C.LOW_CONFIDENCE_TEXT)[0]


def test_both_readings_of_an_ambiguous_date_are_said() -> None:
    one = alone(K.CLIENT_INVOICE, issue_date=(d("2025-12-10"), d("2025-10-12")))
    assert "can be read as 2025-12-10 or as 2025-10-12" in messages(one, C.DATE_AMBIGUOUS)[0]


def test_a_missing_issuer_is_only_noted_where_typing_is_sure() -> None:
    assert "was sure without it" in messages(alone(K.BUSINESS_LICENSE, issuer=ABSENT), C.FIELD_ABSENT)[0]
    assert "is needed for" in messages(alone(K.BUSINESS_LICENSE, issuer=ABSENT, grade=Grade.MEDIUM), C.FIELD_ABSENT)[0]


def test_the_closest_name_is_the_one_that_is_shown() -> None:
    one = alone(K.TAX_ID_NOTICE, business_name="Bramble Works Ltd", person_name="Mila Tanaka")
    assert messages(one, C.NAME_SIMILAR) == [
        f"paper.pdf names Mila Tanaka, which is close to {PERSON} but not the same; a reviewer looks at it."
    ]
    assert not messages(one, C.NAME_DIFFERENT)


@pytest.mark.parametrize(
    ("freelancer", "own"), [(renamed(), ENTITY), (renamed(entity_name=None), PERSON), (renamed(person_name=None), ENTITY)]
)
def test_a_different_name_is_held_against_the_freelancers_own(freelancer: Any, own: str) -> None:
    one = replace(alone(K.LIABILITY_INSURANCE, insured="Bramble Works Ltd"), freelancer=freelancer)
    assert messages(one, C.NAME_DIFFERENT) == [f"paper.pdf names Bramble Works Ltd, not {own}."]


def test_why_a_file_was_not_read_is_passed_on() -> None:
    locked = alone(K.TAX_ID_NOTICE, status=DocumentStatus.ENCRYPTED, reason="It is locked.")
    assert messages(locked, C.FILE_NOT_READ) == ["paper.pdf was not read: It is locked."]
    silent = alone(K.TAX_ID_NOTICE, status=DocumentStatus.DAMAGED)
    assert messages(silent, C.FILE_NOT_READ) == ["paper.pdf was not read: The file could not be opened."]


def leaking(leaks: tuple[Leak, ...] = (), regions: tuple[Region, ...] = (), **more: Any) -> Case:
    one = paper(K.CLIENT_INVOICE, "paper.pdf", **more)
    document: Document = replace(one.document, leaks=leaks, regions=regions)
    return case(Submitted(document), companion(K.CLIENT_INVOICE))


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (leaking(), 0),
        (leaking(leaks=(Leak(Channel.EARLIER_REVISION),)), 1),
        (leaking(leaks=(Leak(Channel.GLYPH_GAP),)), 0),
        (leaking(regions=(Region(1, PLACE, Source.VECTOR),)), 0),
        (leaking(regions=(Region(1, PLACE, Source.VECTOR, (Leak(Channel.TEXT_LAYER),)),)), 1),
        (leaking(leaks=(Leak(Channel.EARLIER_REVISION),), findings=[C.LEAKY_REDACTION]), 1),
        (leaking(leaks=(Leak(Channel.EARLIER_REVISION),), findings=[C.PAGES_NOT_READ]), 1),
    ],
)
def test_a_leak_is_said_once_and_never_counts_against_the_paper(one: Case, said: int) -> None:
    verdict = assess(one, POLICY, TODAY)
    assert verdict.verdict is VerdictKind.QUALIFIES
    assert len(messages(one, C.LEAKY_REDACTION)) == said
    assert len(verdict.requests) == said


def test_what_the_reading_has_said_is_not_said_twice() -> None:
    assert len(messages(alone(K.NOT_EVIDENCE, findings=[C.NOT_EVIDENCE]), C.NOT_EVIDENCE)) == 1
    assert len(messages(alone(K.NOT_EVIDENCE, findings=[C.PAGES_NOT_READ]), C.NOT_EVIDENCE)) == 1
    from pipeline.model import Segment

    bundle = [Segment(1, 1, K.TAX_ID_NOTICE, 0.9), Segment(2, 2, K.OFFICE_LEASE, 0.9)]
    assert len(messages(alone(K.TAX_ID_NOTICE, segments=bundle, findings=[C.MORE_THAN_ONE_PAPER]), C.MORE_THAN_ONE_PAPER)) == 1
    assert len(messages(alone(K.TAX_ID_NOTICE, segments=bundle, findings=[C.PAGES_NOT_READ]), C.MORE_THAN_ONE_PAPER)) == 1


@pytest.mark.parametrize("remark", [C.LEAKY_REDACTION, C.LOW_CONFIDENCE_TEXT, C.PAGES_NOT_READ])
def test_a_remark_keeps_no_check_from_being_made(remark: FindingCode) -> None:
    assert not counts(alone(K.CLIENT_INVOICE, findings=[remark], issue_date=d("2020-01-01")))
    assert not counts(alone(K.CLIENT_INVOICE, findings=[remark], bill_to=PERSON))


def test_a_paper_that_proves_nothing_is_not_checked_further() -> None:
    one = alone(K.SCHEDULE_C, findings=[C.BLANK_FORM], person_name=ABSENT)
    assert not messages(one, C.FIELD_ABSENT)


def test_repeats_are_found_whatever_else_is_said_of_them() -> None:
    first = paper(K.TAX_ID_NOTICE, "a.pdf", sha="same", findings=[C.LEAKY_REDACTION])
    second = paper(K.BUSINESS_LICENSE, "paper.pdf", sha="same", findings=[C.LOW_CONFIDENCE_TEXT])
    assert messages(case(first, second), C.DUPLICATE) == ["paper.pdf is the same paper as a.pdf; it counts once."]


def test_a_sure_kind_has_no_rival() -> None:
    assert counts(alone(K.BUSINESS_LICENSE, alternatives=[(K.ENTITY_REGISTRATION, 0.4)]))


def test_a_reviewer_alone_cannot_complete_a_case_that_lacks_two_kinds() -> None:
    one = case(paper(K.BUSINESS_LICENSE, "paper.pdf", business_name="Mila Tanaka"))
    path = assess(one, POLICY, TODAY).shortest_path
    assert path is not None
    assert path.startswith("2 documents of different kinds")


def test_a_landlords_close_name_is_no_reason() -> None:
    assert counts(alone(K.OFFICE_LEASE, landlord="Mila Tanaka"))
    assert not counts(alone(K.OFFICE_LEASE, landlord=f"{PERSON}"))


def test_a_trade_name_of_the_case_with_its_own_legal_form_is_taken_as_it_is() -> None:
    one = replace(alone(K.LIABILITY_INSURANCE, insured=f"{TRADE} Inc."), freelancer=renamed(trade_names=(f"{TRADE} Inc.",)))
    assert counts(one)


def test_the_entity_itself_matches_whatever_its_trade_name() -> None:
    one = replace(alone(K.LIABILITY_INSURANCE, insured="Tanaka Type L.L.C."), freelancer=renamed(trade_names=("Tanaka Type",)))
    assert counts(one)
    other_form = replace(alone(K.LIABILITY_INSURANCE, insured="Tanaka Type Inc"), freelancer=renamed(trade_names=("Tanaka Type",)))
    assert not counts(other_form)


@pytest.mark.parametrize(
    ("status", "fine"),
    [
        ("ACTIVO", True),
        ("Good Standing", True),
        ("Active/Compliance", True),
        ("ATIVA", True),
        ("In Existence", True),
        ("Not in good standing", False),
        ("Inactive", False),
        ("INAPTA", False),
        ("Active - Proposal to Strike off", False),
        ("Forfeited Existence", False),
        ("Tax forfeited", False),
        ("Administratively Dissolved", False),
        ("Deregistered", False),
        ("Not active", False),
        ("42", False),
    ],
)
def test_status_words(status: str, fine: bool) -> None:
    assert counts(alone(K.ENTITY_REGISTRATION, entity_status=status)) is fine


def test_an_issue_date_that_may_be_today_is_no_future_date() -> None:
    assert counts(alone(K.BUSINESS_LICENSE, issue_date=(d("2026-12-01"), TODAY)))
    assert not counts(alone(K.BUSINESS_LICENSE, issue_date=(d("2026-12-01"), d("2026-11-22"))))


@pytest.mark.parametrize(
    ("number", "country", "fine"),
    [
        ("12-3456789", "US", True),
        ("00-1234567", "US", False),
        ("12-345678", "US", False),
        ("07-1234567", "US", False),
        ("51 824 753 556", "AU", True),
        ("51 824 753 557", "AU", False),
        ("12-3456789", "AU", True),
        ("1234", "AU", True),
        ("NL004495445B01", "NL", True),
        ("NL004495446B01", "NL", False),
        ("004495445", "NL", True),
        ("ABC-77", "XX", True),
        ("99", "ZZ", True),
    ],
)
def test_numbers_by_country(number: str, country: str, fine: bool) -> None:
    one = replace(alone(K.SELF_EMPLOYMENT_REGISTRATION, tax_id=number), freelancer=renamed(country=country, region=None))
    assert counts(one) is fine


@pytest.mark.parametrize(("number", "country", "fine"), [("00-1234567", "US", False), ("51 824 753 557", "AU", True)])
def test_on_a_tax_notice_a_foreign_check_digit_is_a_remark(number: str, country: str, fine: bool) -> None:
    one = replace(alone(K.TAX_ID_NOTICE, tax_id=number), freelancer=renamed(country=country, region=None))
    assert counts(one) is fine
    assert messages(one, C.TAX_ID_IMPLAUSIBLE)
