"""One file with papers of two kinds counts for both, each by its own pages; pages that merely look like another kind do not (R11)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pipeline.model import Alternative, Case, Counted, Segment, Submitted, Verdict
from pipeline.policy import load_policy
from pipeline.verdict import assess
from pipeline.vocabulary import FieldName, FindingCode, Grade, Kind, VerdictKind
from pipeline.wire import document_from_json, document_to_json
from tests.cases.build import GOOD, TODAY, case, d, fact, paper

K, C = Kind, FindingCode
POLICY = load_policy()


def segment(
    kind: Kind, first: int = 2, last: int | None = None, *, grade: Grade = Grade.HIGH, titled: bool = True, **changes: Any
) -> Segment:
    """The pages of a good paper of `kind` within a bundle, with `changes` to its facts."""
    fields = {FieldName(name): fact(value) for name, value in {**GOOD[kind], **changes}.items()}
    return Segment(first, last or first, kind, 0.95, grade, titled, fields=fields)


def bundle(main: Kind, *others: Segment, file: str = "bundle.pdf", **changes: Any) -> Submitted:
    return paper(main, file, segments=(Segment(1, 1, main, 0.95, Grade.HIGH, True), *others), **changes)


def judge(*papers: Submitted) -> Verdict:
    return assess(case(*papers), POLICY, TODAY)


def said(verdict: Verdict, code: FindingCode) -> list[str]:
    return [reason.message for reason in verdict.reasons if reason.code is code]


def test_two_papers_of_different_kinds_in_one_file_are_two() -> None:
    verdict = judge(bundle(K.TAX_ID_NOTICE, segment(K.LIABILITY_INSURANCE, 2, 3)))
    assert verdict.verdict is VerdictKind.QUALIFIES
    assert set(verdict.counted) == {Counted("bundle.pdf", K.TAX_ID_NOTICE), Counted("bundle.pdf", K.LIABILITY_INSURANCE)}
    assert "bundle.pdf (pages 2 to 3) counts as a liability insurance certificate until 2027-02-01." in said(verdict, C.COUNTED)
    assert [r.page for r in verdict.reasons if r.code is C.COUNTED] == [None, 2]
    assert str(verdict.valid_until) == "2027-02-01"
    assert not verdict.requests


def test_a_second_paper_is_checked_as_strictly_as_a_file_of_its_own() -> None:
    verdict = judge(bundle(K.TAX_ID_NOTICE, segment(K.LIABILITY_INSURANCE, expiry_date=d("2026-11-20"))))
    assert verdict.verdict is VerdictKind.NEEDS_MORE_INFO
    assert said(verdict, C.EXPIRED) == [
        "bundle.pdf (page 2) ran out on 2026-11-20; it would count if its expiry date were 2026-11-21 or later."
    ]
    assert verdict.requests[0] == "bundle.pdf (page 2): this ran out on 2026-11-20; please send the renewed one."
    other = judge(bundle(K.TAX_ID_NOTICE, segment(K.LIABILITY_INSURANCE, insured="Bramble Works Ltd")))
    assert other.verdict is VerdictKind.NEEDS_MORE_INFO
    assert said(other, C.NAME_DIFFERENT)


def test_two_papers_of_one_kind_in_one_file_are_one_kind() -> None:
    verdict = judge(bundle(K.CLIENT_INVOICE, segment(K.CLIENT_INVOICE, bill_to="Another Client Ltd")))
    assert verdict.verdict is VerdictKind.NEEDS_MORE_INFO
    assert verdict.counted == (Counted("bundle.pdf", K.CLIENT_INVOICE),)


def test_a_kind_that_comes_twice_besides_the_main_paper_counts_once() -> None:
    verdict = judge(
        bundle(K.TAX_ID_NOTICE, segment(K.CLIENT_INVOICE, 2, grade=Grade.MEDIUM), segment(K.CLIENT_INVOICE, 3, issue_date=d("2020-01-01")))
    )
    assert verdict.counted == (Counted("bundle.pdf", K.TAX_ID_NOTICE),)  # the surer one stands for its kind, and it is too old
    assert said(verdict, C.INVOICE_TOO_OLD)


@pytest.mark.parametrize("grade", [Grade.HIGH, Grade.MEDIUM])
def test_of_two_that_are_equally_sure_the_first_stands_for_the_kind(grade: Grade) -> None:
    good, old = segment(K.CLIENT_INVOICE, 2, grade=grade), segment(K.CLIENT_INVOICE, 3, grade=grade, issue_date=d("2020-01-01"))
    assert judge(bundle(K.TAX_ID_NOTICE, good, old)).verdict is VerdictKind.QUALIFIES
    assert (
        judge(bundle(K.TAX_ID_NOTICE, replace(old, first=2, last=2), replace(good, first=3, last=3))).verdict is VerdictKind.NEEDS_MORE_INFO
    )


@pytest.mark.parametrize(
    ("main", "other"),
    [
        (K.TAX_ID_NOTICE, segment(K.LIABILITY_INSURANCE, grade=Grade.MEDIUM, titled=False)),
        (K.BUSINESS_TAX_RETURN, segment(K.SCHEDULE_C)),
        (K.SCHEDULE_C, segment(K.BUSINESS_TAX_RETURN)),
        (K.CLIENT_INVOICE, segment(K.HIRING_PROOF)),
        (K.OFFICE_LEASE, segment(K.COWORKING_MEMBERSHIP)),
    ],
    ids=[
        "a page without a title",
        "a schedule in a return",
        "a return around a schedule",
        "terms behind an invoice",
        "a lease's other part",
    ],
)
def test_what_may_be_part_of_the_first_paper_is_for_a_reviewer(main: Kind, other: Segment) -> None:
    verdict = judge(bundle(main, other))
    assert verdict.verdict is VerdictKind.NEEDS_MORE_INFO
    assert verdict.counted == (Counted("bundle.pdf", main),)
    assert any("a reviewer looks whether they are two" in message for message in said(verdict, C.MORE_THAN_ONE_PAPER))
    assert verdict.shortest_path
    assert "bundle.pdf (page 2)" in verdict.shortest_path


@pytest.mark.parametrize(("grade", "titled"), [(Grade.HIGH, False), (Grade.MEDIUM, True)])
def test_a_sure_kind_or_a_title_makes_a_paper_of_its_own(grade: Grade, titled: bool) -> None:
    assert judge(bundle(K.TAX_ID_NOTICE, segment(K.LIABILITY_INSURANCE, grade=grade, titled=titled))).verdict is VerdictKind.QUALIFIES


def test_numbers_of_their_own_tell_papers_apart_that_often_go_together() -> None:
    def both(**changes: Any) -> Verdict:
        return judge(bundle(K.LIABILITY_INSURANCE, segment(K.OTHER_INSURANCE, policy_number="WC-9", **changes)))

    assert both().verdict is VerdictKind.QUALIFIES
    assert both(grade=Grade.MEDIUM).verdict is VerdictKind.NEEDS_MORE_INFO
    assert both(titled=False).verdict is VerdictKind.NEEDS_MORE_INFO
    assert judge(bundle(K.LIABILITY_INSURANCE, segment(K.OTHER_INSURANCE))).verdict is VerdictKind.NEEDS_MORE_INFO
    same = bundle(K.LIABILITY_INSURANCE, segment(K.OTHER_INSURANCE, policy_number="GM-441"))
    assert judge(same).verdict is VerdictKind.NEEDS_MORE_INFO


def test_what_opens_the_file_needs_no_title() -> None:
    opening = segment(K.LIABILITY_INSURANCE, 1, grade=Grade.MEDIUM, titled=False)
    for titled, verdict in ((True, VerdictKind.QUALIFIES), (False, VerdictKind.NEEDS_MORE_INFO)):
        behind = Segment(2, 2, K.TAX_ID_NOTICE, 0.95, Grade.HIGH, titled)
        assert judge(paper(K.TAX_ID_NOTICE, "bundle.pdf", segments=(opening, behind))).verdict is verdict


def test_pages_of_a_doubtful_kind_are_no_paper() -> None:
    verdict = judge(bundle(K.TAX_ID_NOTICE, segment(K.LIABILITY_INSURANCE, grade=Grade.LOW)))
    assert verdict.counted == (Counted("bundle.pdf", K.TAX_ID_NOTICE),)
    assert verdict.requests[0] == "bundle.pdf: this may hold more than one document; if so, please send each as a file of its own."


def test_one_number_on_both_makes_them_one_paper() -> None:
    main = bundle(K.ENTITY_REGISTRATION, segment(K.BUSINESS_LICENSE, registration_number="202300112233", issue_date=d("2023-03-01")))
    assert said(judge(main), C.DUPLICATE)
    assert judge(main).counted == (Counted("bundle.pdf", K.ENTITY_REGISTRATION),)
    apart = bundle(K.ENTITY_REGISTRATION, segment(K.BUSINESS_LICENSE, registration_number="BL-77", issue_date=d("2023-03-01")))
    assert judge(apart).verdict is VerdictKind.QUALIFIES


def test_the_same_bundle_sent_twice_counts_as_one() -> None:
    one = bundle(K.TAX_ID_NOTICE, segment(K.LIABILITY_INSURANCE), sha="1", file="a.pdf")
    two = bundle(K.TAX_ID_NOTICE, segment(K.LIABILITY_INSURANCE), sha="1", file="b.pdf")
    verdict = judge(one, two)
    assert set(verdict.counted) == {Counted("a.pdf", K.TAX_ID_NOTICE), Counted("a.pdf", K.LIABILITY_INSURANCE)}


def test_a_paper_behind_one_that_fails_still_counts() -> None:
    verdict = judge(bundle(K.TAX_ID_NOTICE, segment(K.LIABILITY_INSURANCE), findings=[C.BLANK_FORM]), paper(K.CLIENT_INVOICE, "i.pdf"))
    assert verdict.verdict is VerdictKind.QUALIFIES
    blank = replace(segment(K.LIABILITY_INSURANCE), findings=(paper(K.CLIENT_INVOICE, findings=[C.BLANK_FORM]).document.findings))
    assert judge(bundle(K.TAX_ID_NOTICE, blank)).verdict is VerdictKind.NEEDS_MORE_INFO


def test_a_trade_name_registered_in_a_bundle_links_it() -> None:
    from tests.cases.build import TRADE

    verdict = judge(bundle(K.TAX_ID_NOTICE, segment(K.DBA_REGISTRATION), business_name=TRADE))
    assert verdict.verdict is VerdictKind.QUALIFIES
    assert said(verdict, C.NAMES_LINKED) == [f"bundle.pdf (page 2) shows that the trade name {TRADE} is the freelancer's."]


def test_segments_survive_the_process_border() -> None:
    whole = replace(
        segment(K.LIABILITY_INSURANCE), alternatives=(Alternative(K.OTHER_INSURANCE, 0.1),), picture_hash="ffff0000ffff0000",
        findings=paper(K.CLIENT_INVOICE, findings=[C.BLANK_FORM]).document.findings,
    )  # fmt: skip
    document = bundle(K.TAX_ID_NOTICE, whole).document
    assert document_from_json(document_to_json(document)) == document
    stored = document_to_json(document)
    stored["segments"] = [{key: s[key] for key in ("first", "last", "kind", "score")} for s in stored["segments"]]
    assert document_from_json(stored).segments[1] == Segment(2, 2, K.LIABILITY_INSURANCE, 0.95)


def test_the_case_is_the_same_whatever_the_order_of_files() -> None:
    papers = (bundle(K.TAX_ID_NOTICE, segment(K.LIABILITY_INSURANCE)), paper(K.CLIENT_INVOICE, "i.pdf"))
    one: Case = case(*papers)
    assert assess(one, POLICY, TODAY) == assess(replace(one, documents=papers[::-1]), POLICY, TODAY)
