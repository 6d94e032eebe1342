"""The follow-up: one message with everything, plain words, safe advice, nothing promised and nothing rejected."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from pipeline.followup import FollowUp, advice_on, compose_followup
from pipeline.model import Case, Engagement
from pipeline.policy import load_policy
from pipeline.verdict import assess
from pipeline.vocabulary import FindingCode, Kind, VerdictKind
from tests.cases.build import HIDDEN, TODAY, case, d, paper
from tests.cases.pairs import PAIRS, Pair

K = Kind
POLICY = load_policy()


def message(one: Case, **more: str) -> FollowUp:
    found = compose_followup(one, POLICY, TODAY, **more)  # type: ignore[arg-type]
    assert found is not None
    return found


SHORT = case(
    paper(K.TAX_ID_NOTICE, "notice.pdf", tax_id=HIDDEN),
    paper(K.LIABILITY_INSURANCE, "cover.pdf", effective_date=d("2025-01-01"), expiry_date=d("2026-01-01")),
    paper(K.CLIENT_INVOICE, "invoice.pdf"),
)


def test_one_message_lists_everything_at_once() -> None:
    body = message(SHORT).body
    requests = assess(SHORT, POLICY, TODAY).requests
    assert len(requests) == 3
    assert [f"{n}. {request}" for n, request in enumerate(requests, 1)] == re.findall(r"^\d\. .*$", body, re.MULTILINE)
    assert "- invoice.pdf: an invoice to a client" in body
    assert body.startswith("Hello Mira Tanaka,")
    assert "Sending notice.pdf again" in body


def test_advice_is_on_the_kinds_that_matter_and_says_what_may_be_hidden() -> None:
    body = message(SHORT).body
    assert "On a business tax number notice: keep the name and the last four digits of the number readable; you may black out" in body
    assert "On a liability insurance certificate: keep" in body
    assert "On an invoice to a client: keep" not in body  # it counts already


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind.is_evidence])
def test_there_is_advice_on_every_kind(kind: Kind) -> None:
    assert re.fullmatch(r"On .+: keep .+ readable; you may black out .+\.", advice_on(kind))


def test_nothing_to_ask_gives_no_message() -> None:
    assert compose_followup(case(paper(K.TAX_ID_NOTICE), paper(K.CLIENT_INVOICE)), POLICY, TODAY) is None
    assert compose_followup(replace(SHORT, engagement=Engagement("e", "Somebody Inc")), POLICY, TODAY) is None


def test_enough_papers_and_a_leak_ask_for_the_better_copy_only() -> None:
    leaky = case(paper(K.TAX_ID_NOTICE, "notice.pdf", findings=[FindingCode.LEAKY_REDACTION]), paper(K.CLIENT_INVOICE))
    found = message(leaky)
    assert "Nothing more is needed to show your business" in found.body
    assert len(re.findall(r"^\d\. ", found.body, re.MULTILINE)) == 1
    assert "quickest" not in found.body
    assert found.subject != message(SHORT).subject


def test_the_help_address_is_configuration() -> None:
    assert "write to help@example.org and mention c-1" in message(SHORT, help_address="help@example.org").body
    assert "@" not in message(SHORT).body


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_no_message_judges_or_promises(pair: Pair) -> None:
    for one in (pair.fails, pair.passes):
        found = compose_followup(one, POLICY, TODAY)
        verdict = assess(one, POLICY, TODAY)
        if verdict.verdict is VerdictKind.NEEDS_MORE_INFO and verdict.requests:
            assert found is not None
        if found is not None:
            assert not re.search(r"reject|an employee|independent contractor|fraud|suspicious|forg|{|}", found.body, re.IGNORECASE)
            assert "at least two business days" in found.body
