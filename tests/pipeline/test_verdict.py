"""The verdict in detail: reasons with places and counterfactuals, requests, shortest path, end date, due day, policy switches."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from importlib.resources import files
from typing import Any

import pytest

from pipeline.model import Case, Engagement, PlatformStanding, Reason, Task, Verdict
from pipeline.policy import Policy, load_policy, parse_policy
from pipeline.verdict import assess, in_scope
from pipeline.vocabulary import FindingCode, Grade, Kind, VerdictKind
from tests.cases.build import ABSENT, CLIENT, ENTITY, HIDDEN, PERSON, PLACE, TODAY, TRADE, alone, case, companion, d, paper, renamed

C, K = FindingCode, Kind
POLICY = load_policy()
TEXT = (files("pipeline") / "policy.toml").read_text("utf-8")


def changed(*changes: tuple[str, str]) -> Policy:
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return parse_policy(text.encode())


def verdict(one: Case, policy: Policy = POLICY) -> Verdict:
    return assess(one, policy, TODAY)


def reason(one: Verdict, code: FindingCode) -> Reason:
    return next(r for r in one.reasons if r.code is code)


def codes(one: Verdict) -> set[FindingCode]:
    return {r.code for r in one.reasons}


GOOD = case(paper(K.TAX_ID_NOTICE), paper(K.CLIENT_INVOICE))


def test_a_verdict_names_policy_day_due_day_and_what_counts() -> None:
    result = verdict(GOOD)
    assert result.verdict is VerdictKind.QUALIFIES
    assert result.policy == POLICY.ref
    assert (result.as_of, result.review_due) == (TODAY, d("2026-11-24"))
    assert [(c.file, c.kind) for c in result.counted] == [("client_invoice.pdf", K.CLIENT_INVOICE), ("tax_id_notice.pdf", K.TAX_ID_NOTICE)]
    assert result.requests == ()


def test_a_reason_carries_the_place_on_the_page_and_the_date_that_would_do() -> None:
    old = reason(verdict(alone(K.CLIENT_INVOICE, issue_date=d("2025-11-20"))), C.INVOICE_TOO_OLD)
    assert (old.file, old.page, old.box, old.rule) == ("paper.pdf", 1, PLACE, "R12")
    assert "it would count if dated on or after 2025-11-21" in old.message
    assert verdict(alone(K.CLIENT_INVOICE, issue_date=d("2025-11-21"))).verdict is VerdictKind.QUALIFIES


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"expiry_date": d("2026-11-20")}, "would count if its expiry date were 2026-11-21 or later"),
        ({"effective_date": d("2026-12-01")}, "counts from that day on"),
    ],
)
def test_counterfactuals_of_insurance(change: dict[str, Any], says: str) -> None:
    assert any(says in r.message for r in verdict(alone(K.LIABILITY_INSURANCE, **change)).reasons)


def test_everything_is_asked_for_at_once_and_only_the_hidden_value() -> None:
    one = case(paper(K.TAX_ID_NOTICE, "a.pdf", tax_id=HIDDEN), paper(K.LIABILITY_INSURANCE, "b.pdf", insured=HIDDEN, expiry_date=HIDDEN))
    result = verdict(one)
    assert result.requests[:3] == (
        "a.pdf: please send a copy on which the tax number (its last four digits are enough) can be read; "
        "everything else may stay blacked out.",
        "b.pdf: please send a copy on which the insured's name can be read; everything else may stay blacked out.",
        "b.pdf: please send a copy on which the expiry date can be read; everything else may stay blacked out.",
    )
    assert result.requests[3].startswith("If that is not possible, please send 2 documents")
    assert result.shortest_path == "Sending a.pdf and b.pdf again so that what is asked for can be read completes the case."


def test_what_is_enough_is_not_asked_for_again_but_a_leak_is() -> None:
    one = case(*GOOD.documents, paper(K.BUSINESS_LICENSE, expiry_date=d("2020-01-01")))
    assert verdict(one).requests == ()
    leaky = case(paper(K.TAX_ID_NOTICE, findings=[C.LEAKY_REDACTION]), paper(K.CLIENT_INVOICE))
    result = verdict(leaky)
    assert result.verdict is VerdictKind.QUALIFIES
    assert len(result.requests) == 1
    assert "can still be recovered" in result.requests[0]


def test_a_second_paper_of_a_kind_that_counts_is_not_asked_for_again() -> None:
    one = case(paper(K.CLIENT_INVOICE, "a.pdf"), paper(K.CLIENT_INVOICE, "b.pdf", issue_date=d("2020-01-01"), invoice_number="1"))
    assert not any(request.startswith("b.pdf") for request in verdict(one).requests)


@pytest.mark.parametrize(
    ("one", "says"),
    [
        (case(), "2 documents of different kinds complete the case, for example a business tax number notice, "),
        (
            case(paper(K.CLIENT_INVOICE)),
            "One document of another kind completes the case, for example a business tax number notice, a business l",
        ),
        (case(paper(K.CLIENT_INVOICE), paper(K.BUSINESS_LICENSE, "b.pdf", expiry_date=HIDDEN)), "Sending b.pdf again"),
        (
            case(paper(K.BUSINESS_LICENSE, "b.pdf", expiry_date=HIDDEN)),
            "Sending b.pdf again so that what is asked for can be read, and one doc",
        ),
        (
            case(paper(K.CLIENT_INVOICE), paper(K.BUSINESS_LICENSE, "b.pdf", business_name="Mila Tanaka")),
            "If the reviewer accepts b.pdf, nothing",
        ),
        (case(paper(K.ENTITY_REGISTRATION), paper(K.MARKETING_MATERIAL, "b.pdf", business_name=TRADE)), "One document of another kind"),
        (
            case(paper(K.CLIENT_INVOICE, "b.pdf", business_name=TRADE)),
            f"A trade name registration that links {TRADE} with {PERSON} completes",
        ),
        (case(paper(K.CLIENT_INVOICE, "b.pdf", business_name="Bramble Works Ltd")), "2 documents of different kinds complete"),
        (
            case(paper(K.SERVICE_PROFILE), paper(K.MARKETING_MATERIAL)),
            "One document of another kind completes the case, for example a business",
        ),
        (
            case(
                paper(K.SERVICE_PROFILE),
                paper(K.MARKETING_MATERIAL, "m.pdf", business_name=HIDDEN),
                paper(K.TAX_ID_NOTICE, "t.pdf", tax_id=HIDDEN),
            ),
            "Sending t.pdf again so that what is asked for can be read completes the case.",
        ),
    ],
)
def test_the_shortest_path(one: Case, says: str) -> None:
    path = verdict(one).shortest_path
    assert path is not None
    assert path.startswith(says)


def test_the_shortest_path_by_a_trade_name_registration_really_completes_the_case() -> None:
    invoice = paper(K.CLIENT_INVOICE, business_name=TRADE)
    assert verdict(case(invoice)).verdict is VerdictKind.NEEDS_MORE_INFO
    result = verdict(case(invoice, paper(K.DBA_REGISTRATION)))
    assert result.verdict is VerdictKind.QUALIFIES
    assert [r.file for r in result.reasons if r.code is C.NAMES_LINKED] == ["dba_registration.pdf"]


def test_a_trade_name_registration_of_somebody_else_links_nothing() -> None:
    one = case(
        paper(K.CLIENT_INVOICE, business_name=TRADE), paper(K.DBA_REGISTRATION, person_name="Helena Quist"), companion(K.CLIENT_INVOICE)
    )
    result = verdict(one)
    assert [c.kind for c in result.counted] == [K.ENTITY_REGISTRATION]
    assert C.NAMES_LINKED not in codes(result)


def test_the_end_date_leaves_out_papers_that_are_not_needed() -> None:
    papers = (
        paper(K.TAX_ID_NOTICE),
        paper(K.CLIENT_INVOICE, issue_date=d("2026-01-10")),
        paper(K.LIABILITY_INSURANCE, expiry_date=d("2027-03-01")),
    )
    result = verdict(case(*papers))
    assert result.valid_until == d("2027-03-01")  # the notice and the certificate are enough when the invoice is too old
    assert "liability_insurance.pdf" in reason(result, C.VALID_UNTIL).message
    assert verdict(case(*papers[:2])).valid_until == d("2027-01-10")
    assert verdict(case(papers[0], paper(K.ENTITY_REGISTRATION))).valid_until is None


def test_the_end_date_knows_weak_kinds() -> None:
    one = case(paper(K.MARKETING_MATERIAL), paper(K.SERVICE_PROFILE), paper(K.SCHEDULE_C))
    assert verdict(one).valid_until == d("2028-12-31")


@pytest.mark.parametrize(
    ("change", "until"),
    [({"expiry_date": (d("2027-03-02"), d("2027-02-03"))}, "2027-02-03"), ({"expiry_date": d("2026-11-21")}, "2026-11-21")],
)
def test_the_end_date_takes_the_earlier_reading(change: dict[str, Any], until: str) -> None:
    assert verdict(alone(K.LIABILITY_INSURANCE, **change)).valid_until == d(until)


@pytest.mark.parametrize(
    ("change", "due"),
    [
        ({"opened": d("2026-11-20")}, "2026-11-24"),
        (
            {"opened": d("2026-11-20"), "tasks": (Task("agreement", True, d("2026-11-23")), Task("check", True, d("2026-11-20")))},
            "2026-11-25",
        ),
        ({"opened": d("2026-11-20"), "tasks": (Task("agreement", False, d("2026-11-23")),)}, "2026-11-24"),
        ({"opened": None}, "2026-11-24"),
        ({"opened": d("2026-11-24"), "freelancer": renamed(country="DE", region="BE")}, "2026-11-26"),
        ({"opened": d("2026-11-24"), "freelancer": renamed(country=None, region=None)}, "2026-11-27"),  # the policy's region: Thanksgiving
    ],
)
def test_the_review_is_due_two_business_days_after_the_last_task(change: dict[str, Any], due: str) -> None:
    assert verdict(case(*GOOD.documents, **change)).review_due == d(due)


def test_a_review_is_overdue_from_the_day_after_it_was_due() -> None:
    due = verdict(GOOD).review_due
    assert due is not None
    assert C.REVIEW_OVERDUE not in codes(assess(GOOD, POLICY, due))
    assert C.REVIEW_OVERDUE in codes(assess(GOOD, POLICY, due + timedelta(days=1)))


def test_without_opening_day_the_last_upload_counts() -> None:
    one = case(paper(K.TAX_ID_NOTICE, uploaded=d("2026-11-10")), paper(K.CLIENT_INVOICE, uploaded=d("2026-11-12")), opened=None)
    assert verdict(one).review_due == d("2026-11-16")


@pytest.mark.parametrize(
    ("client", "scope"),
    [
        ("Upwork Talent Group", True),
        ("upwork  talent-group, inc. / Harrow", True),
        ("Harrow (UTG)", True),
        ("UTG/Harrow", True),
        ("Outgoing Mail", False),
        ("Harrow", False),
        ("Upwork Talent", False),
        ("Upwork", False),
        ("UTGX", False),
    ],
)
def test_scope_by_the_clients_name(client: str, scope: bool) -> None:
    one = replace(GOOD, engagement=Engagement("e", client))
    assert (verdict(one).verdict is not VerdictKind.OUT_OF_SCOPE) is scope
    assert in_scope(one, POLICY, TODAY) is scope


@pytest.mark.parametrize(
    ("setting", "outcome", "opened"),
    [
        ("review", VerdictKind.NEEDS_MORE_INFO, True),
        ("in_scope", VerdictKind.QUALIFIES, True),
        ("out_of_scope", VerdictKind.OUT_OF_SCOPE, False),
    ],
)
def test_a_client_that_is_not_known(setting: str, outcome: VerdictKind, opened: bool) -> None:
    policy = changed(('unknown_client = "review"', f'unknown_client = "{setting}"'))
    one = replace(GOOD, engagement=Engagement(None, "  "))
    result = verdict(one, policy)
    assert result.verdict is outcome
    if outcome is VerdictKind.OUT_OF_SCOPE:
        assert "names no client" in result.reasons[0].message
    assert in_scope(one, policy, TODAY) is opened


def test_papers_of_an_unknown_client_are_checked_all_the_same() -> None:
    result = verdict(replace(GOOD, engagement=Engagement()))
    assert len(result.counted) == 2
    assert result.shortest_path == "The papers are enough; only the name of the contract's client is missing."
    assert result.valid_until is None


def test_two_weak_kinds_go_to_the_reviewer_unless_the_policy_accepts_them() -> None:
    weak = case(paper(K.MARKETING_MATERIAL), paper(K.SERVICE_PROFILE))
    assert verdict(weak).requests[0].startswith("Please add one document of another kind")
    assert verdict(weak, changed(('weak_only = "review"', 'weak_only = "accept"'))).verdict is VerdictKind.QUALIFIES


def test_platform_history_waives_only_where_the_policy_says_so() -> None:
    one = case(platform=PlatformStanding(clients=10))
    assert verdict(one).verdict is VerdictKind.NEEDS_MORE_INFO
    policy = changed(("platform_history_may_waive = false", "platform_history_may_waive = true"))
    assert verdict(one, policy).verdict is VerdictKind.QUALIFIES
    assert "is enough" in reason(verdict(one, policy), C.PLATFORM_HISTORY).message
    assert verdict(case(platform=PlatformStanding(clients=9)), policy).verdict is VerdictKind.NEEDS_MORE_INFO
    assert verdict(case(), policy).verdict is VerdictKind.NEEDS_MORE_INFO


def test_a_questionnaire_stands_for_kinds_only_where_the_policy_says_so() -> None:
    one = case(paper(K.TAX_ID_NOTICE), questionnaire={"clients": "three"})
    assert verdict(one).verdict is VerdictKind.NEEDS_MORE_INFO
    assert "do not replace documents" in reason(verdict(one), C.QUESTIONNAIRE).message
    policy = changed(("questionnaire_replaces_kinds = 0", "questionnaire_replaces_kinds = 1"))
    assert verdict(one, policy).verdict is VerdictKind.QUALIFIES
    assert "stand for 1" in reason(verdict(one, policy), C.QUESTIONNAIRE).message
    assert verdict(replace(one, questionnaire={}), policy).verdict is VerdictKind.NEEDS_MORE_INFO


def test_a_place_may_ask_for_more_or_not_take_a_kind() -> None:
    row = '[[jurisdiction]]\ncountry = "US"\nregion = "CA"\nsince = 2020-01-01\nnote = "Stricter."\n'
    three = changed(("[[fee]]", f"{row}kinds = 3\n[[fee]]"))
    assert verdict(GOOD, three).verdict is VerdictKind.NEEDS_MORE_INFO
    assert verdict(case(*GOOD.documents, paper(K.OFFICE_LEASE)), three).verdict is VerdictKind.QUALIFIES
    shut = changed(("[[fee]]", f'{row}not_counted = ["client_invoice"]\n[[fee]]'))
    assert reason(verdict(GOOD, shut), C.KIND_NOT_ACCEPTED).file == "client_invoice.pdf"
    assert verdict(replace(GOOD, freelancer=renamed(region="NV")), shut).verdict is VerdictKind.QUALIFIES
    fewer = changed(("[[fee]]", f"{row}kinds = 1\n[[fee]]"))
    assert verdict(case(paper(K.TAX_ID_NOTICE)), fewer).verdict is VerdictKind.NEEDS_MORE_INFO  # a place never asks for less


def test_a_profile_on_the_home_platform_counts_where_the_policy_says_so() -> None:
    one = alone(K.SERVICE_PROFILE, platform="Upwork")
    assert verdict(one).verdict is VerdictKind.NEEDS_MORE_INFO
    assert verdict(one, changed(("home_profile_counts = false", "home_profile_counts = true"))).verdict is VerdictKind.QUALIFIES


def test_distinct_payers_are_counted_over_invoices_that_count() -> None:
    def invoice(number: int, client: str, **more: Any) -> Any:
        return paper(K.CLIENT_INVOICE, f"{number}.pdf", bill_to=client, invoice_number=str(number), **more)

    one = case(
        invoice(1, "Oakline GmbH"),
        invoice(2, "OAKLINE GMBH"),
        invoice(3, "Sunfall BV"),
        invoice(4, "Old Client Oy", issue_date=d("2020-02-02")),
    )
    assert reason(verdict(one), C.DISTINCT_PAYERS).message == (
        "The accepted invoices show 2 different clients within 12 months: Oakline GmbH; Sunfall BV."
    )


def test_an_entity_only_case_takes_the_entitys_papers_and_no_certification_of_a_person() -> None:
    one = replace(alone(K.PROFESSIONAL_CERTIFICATION), freelancer=renamed(person_name=None))
    assert verdict(one).verdict is VerdictKind.NEEDS_MORE_INFO
    assert verdict(replace(GOOD, freelancer=renamed(person_name=None))).verdict is VerdictKind.QUALIFIES


def test_declared_trade_names_are_the_freelancers() -> None:
    one = alone(K.CLIENT_INVOICE, business_name=TRADE)
    assert verdict(one).verdict is VerdictKind.NEEDS_MORE_INFO
    assert verdict(replace(one, freelancer=renamed(trade_names=(TRADE,)))).verdict is VerdictKind.QUALIFIES


def test_an_invoice_is_not_billed_to_another_client_of_the_same_contract() -> None:
    one = replace(alone(K.CLIENT_INVOICE, bill_to="Harrow Foods Inc"), engagement=Engagement("e", "UTG on behalf of Harrow Foods, Inc"))
    assert C.BILL_TO_NOT_A_CLIENT in codes(verdict(one))


def test_a_repeat_that_counts_stands_in_for_one_that_does_not() -> None:
    unsure = paper(K.BUSINESS_LICENSE, "a.pdf", grade=Grade.LOW, sha="same")
    sure = paper(K.BUSINESS_LICENSE, "b.pdf", sha="same")
    assert verdict(case(unsure, sure, companion(K.BUSINESS_LICENSE))).verdict is VerdictKind.QUALIFIES


def test_a_retyped_number_on_one_paper_does_not_hide_a_mismatch() -> None:
    one = case(paper(K.TAX_ID_NOTICE, tax_id="12-3456789"), paper(K.BUSINESS_TAX_RETURN, tax_id="98-7654321"), paper(K.CLIENT_INVOICE))
    result = verdict(one)
    assert [c.kind for c in result.counted] == [K.CLIENT_INVOICE]
    assert sum(r.code is C.TAX_ID_MISMATCH for r in result.reasons) == 2


def test_the_same_number_of_another_sort_is_no_mismatch() -> None:
    one = case(
        paper(K.TAX_ID_NOTICE, tax_id="GB 980 7806 84"), paper(K.BUSINESS_TAX_RETURN, tax_id="98-7654321"), freelancer=renamed(country="GB")
    )
    assert C.TAX_ID_MISMATCH not in codes(verdict(one))


def test_reasons_start_with_the_outcome_and_put_obstacles_before_what_counts() -> None:
    result = verdict(alone(K.CLIENT_INVOICE, issue_date=d("2020-01-01")))
    assert [r.code for r in result.reasons][:4] == [C.ONE_MORE_KIND_NEEDED, C.IN_SCOPE, C.INVOICE_TOO_OLD, C.COUNTED]


def test_the_subject_may_be_named_by_either_name() -> None:
    for name in (PERSON, ENTITY, "TANAKA, Mira", "Tanaka Type L.L.C."):
        assert verdict(alone(K.LIABILITY_INSURANCE, insured=name)).verdict is VerdictKind.QUALIFIES
    assert verdict(alone(K.LIABILITY_INSURANCE, insured=CLIENT)).verdict is VerdictKind.NEEDS_MORE_INFO
    assert verdict(alone(K.LIABILITY_INSURANCE, insured=ABSENT, business_name=ENTITY)).verdict is VerdictKind.NEEDS_MORE_INFO
