"""What holds for every case: determinism, order, monotony, end dates, and that nothing unsure ever counts."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import Case, Submitted, Verdict, Withheld
from pipeline.policy import load_policy
from pipeline.verdict import assess
from pipeline.vocabulary import DocumentStatus, FindingCode, Grade, Kind, VerdictKind
from pipeline.wire import verdict_from_json, verdict_to_json
from tests.cases.build import ABSENT, ENGAGEMENT, ENTITY, HIDDEN, PERSON, TODAY, TRADE, case, d, paper

POLICY = load_policy()
EVIDENCE = [kind for kind in Kind if kind.is_evidence]
WEAK = {Kind.MARKETING_MATERIAL, Kind.SERVICE_PROFILE}

names = st.sampled_from([PERSON, ENTITY, TRADE, "Mila Tanaka", "Bramble Works Ltd", HIDDEN, ABSENT])
dates = st.dates(d("2023-01-01"), d("2028-12-31")) | st.sampled_from(
    [HIDDEN, ABSENT, TODAY, TODAY - timedelta(days=1), TODAY + timedelta(days=1)]
)


@st.composite
def papers(draw: st.DrawFn, number: int = 0) -> Submitted:
    kind = draw(st.sampled_from(list(Kind)))
    good = draw(st.booleans())
    changes: dict[str, Any] = {}
    if not good:
        for field, values in (
            ("business_name", names),
            ("person_name", names),
            ("insured", names),
            ("tenant", names),
            ("issue_date", dates),
            ("expiry_date", dates),
            ("effective_date", dates),
            ("bill_to", st.sampled_from(["Oakline GmbH", PERSON, "oDesk"])),
            ("tax_id", st.sampled_from(["12-3456789", "XX-XXX6789", "98-7654321", "00-1111111"])),
        ):
            if draw(st.integers(0, 3)) == 0:
                changes[field] = draw(values)
    return paper(
        kind,
        f"{number}.pdf",
        grade=draw(st.sampled_from(Grade)) if not good else Grade.HIGH,
        status=draw(st.sampled_from([DocumentStatus.READ] * 9 + [DocumentStatus.ENCRYPTED])),
        reason="It is locked.",
        findings=draw(st.lists(st.sampled_from([FindingCode.BLANK_FORM, FindingCode.LEAKY_REDACTION, FindingCode.NOT_SIGNED]), max_size=1))
        if not good
        else (),
        sha=draw(st.sampled_from([None, None, None, "same"])),
        **changes,
    )


@st.composite
def cases(draw: st.DrawFn, most: int = 5) -> Case:
    return case(*(draw(papers(number)) for number in range(draw(st.integers(0, most)))))


def counted_kinds(verdict: Verdict) -> set[Kind]:
    return {c.kind for c in verdict.counted}


def frozen(verdict: Verdict) -> str:
    return json.dumps(verdict_to_json(verdict))


@settings(max_examples=60, deadline=None)
@given(cases(), st.randoms(use_true_random=False))
def test_same_bytes_whatever_the_order(one: Case, random: Any) -> None:
    shuffled = list(one.documents)
    random.shuffle(shuffled)
    verdict = assess(one, POLICY, TODAY)
    assert frozen(assess(replace(one, documents=tuple(shuffled)), POLICY, TODAY)) == frozen(verdict)
    assert verdict_from_json(verdict_to_json(verdict)) == verdict


@settings(max_examples=60, deadline=None)
@given(cases())
def test_it_qualifies_exactly_by_two_distinct_kinds_not_all_weak(one: Case) -> None:
    verdict = assess(one, POLICY, TODAY)
    kinds = counted_kinds(verdict)
    assert (verdict.verdict is VerdictKind.QUALIFIES) == (len(kinds) >= 2 and not kinds <= WEAK)
    assert kinds <= set(EVIDENCE) - {Kind.OTHER_BUSINESS_EVIDENCE}
    assert (verdict.shortest_path is None) == (verdict.verdict is VerdictKind.QUALIFIES)
    if verdict.verdict is VerdictKind.NEEDS_MORE_INFO:
        assert verdict.requests


@settings(max_examples=50, deadline=None)
@given(cases())
def test_what_counts_is_read_sure_and_named_for_the_freelancer(one: Case) -> None:
    verdict = assess(one, POLICY, TODAY)
    by_name = {s.document.file: s.document for s in one.documents}
    for counted in verdict.counted:
        document = by_name[counted.file]
        assert document.status is DocumentStatus.READ
        assert document.grade is not Grade.LOW
        assert not any(finding.code is FindingCode.BLANK_FORM for finding in document.findings)
    assert len({by_name[c.file].sha256 for c in verdict.counted}) == len(verdict.counted)


@settings(max_examples=50, deadline=None)
@given(cases(4), st.sampled_from([Kind.NOT_EVIDENCE, Kind.UNKNOWN]))
def test_a_paper_that_proves_nothing_changes_nothing(one: Case, kind: Kind) -> None:
    more = replace(one, documents=(*one.documents, paper(kind, "zz.pdf")))
    before, after = assess(one, POLICY, TODAY), assess(more, POLICY, TODAY)
    assert (before.verdict, before.counted, before.valid_until) == (after.verdict, after.counted, after.valid_until)


@settings(max_examples=50, deadline=None)
@given(cases(4), st.sampled_from([kind for kind in EVIDENCE if kind is not Kind.OTHER_BUSINESS_EVIDENCE]))
def test_one_more_good_paper_never_takes_a_kind_away(one: Case, kind: Kind) -> None:
    added = paper(kind, "zz.pdf", tax_id=ABSENT) if kind is not Kind.TAX_ID_NOTICE else paper(Kind.OFFICE_LEASE, "zz.pdf")
    before = assess(one, POLICY, TODAY)
    after = assess(replace(one, documents=(*one.documents, added)), POLICY, TODAY)
    # An unsure paper may lose its place to a sure one of its likeliest other kind; these papers have no other kind.
    assert counted_kinds(before) <= counted_kinds(after)
    assert before.verdict is not VerdictKind.QUALIFIES or after.verdict is VerdictKind.QUALIFIES


@settings(max_examples=50, deadline=None)
@given(cases(4))
def test_the_end_date_is_the_last_day_on_which_the_papers_are_enough(one: Case) -> None:
    verdict = assess(one, POLICY, TODAY)
    if verdict.valid_until is None:
        return
    assert verdict.verdict is VerdictKind.QUALIFIES
    assert verdict.valid_until >= TODAY
    last = assess(one, POLICY, verdict.valid_until)
    lapsed = assess(one, POLICY, verdict.valid_until + timedelta(days=1))
    assert last.verdict is VerdictKind.QUALIFIES
    assert lapsed.verdict is VerdictKind.NEEDS_MORE_INFO or counted_kinds(lapsed) - counted_kinds(verdict)


@settings(max_examples=50, deadline=None)
@given(st.sampled_from([k for k in EVIDENCE if k is not Kind.OTHER_BUSINESS_EVIDENCE]), st.data())
def test_blacking_out_a_fact_is_never_worse_than_leaving_it_out(kind: Kind, data: st.DataObject) -> None:
    """R13: where a blacked-out fact is needed it is asked for by itself; a paper that lacks it does no better, but for facts
    that are only checked where a paper has them."""
    good = paper(kind, "paper.pdf")
    name = data.draw(st.sampled_from(sorted(good.document.fields)))
    hidden = paper(kind, "paper.pdf", **{name.value: HIDDEN})
    other = Kind.ENTITY_REGISTRATION if kind is not Kind.ENTITY_REGISTRATION else Kind.LIABILITY_INSURANCE
    verdict = assess(case(hidden, paper(other, "other.pdf")), POLICY, TODAY)
    remarks = (FindingCode.COUNTED, FindingCode.VALID_UNTIL, FindingCode.NAMES_LINKED)
    about_paper = [r for r in verdict.reasons if r.file == "paper.pdf" and r.code not in remarks]
    assert {reason.code for reason in about_paper} <= {FindingCode.FIELD_WITHHELD}
    if about_paper:
        assert verdict.requests[0].startswith("paper.pdf: please send a copy on which the ")
    assert isinstance(hidden.document.field(name), Withheld)


@settings(max_examples=60, deadline=None)
@given(cases(3), st.dates(date(2016, 1, 1), date(2040, 1, 1)))
def test_any_day_can_be_replayed(one: Case, day: date) -> None:
    verdict = assess(one, POLICY, day)
    assert verdict.as_of == day
    assert frozen(assess(one, POLICY, day)) == frozen(verdict)


@settings(max_examples=60, deadline=None)
@given(cases(3), st.sampled_from(["Harrow & Finch Inc", "Outgoing Ltd", "Talent Group"]))
def test_out_of_scope_looks_at_nothing(one: Case, client: str) -> None:
    verdict = assess(replace(one, engagement=replace(ENGAGEMENT, client_name=client)), POLICY, TODAY)
    assert verdict.verdict is VerdictKind.OUT_OF_SCOPE
    assert [reason.code for reason in verdict.reasons] == [FindingCode.OUT_OF_SCOPE]
    assert not verdict.counted
    assert not verdict.requests
