"""A verdict holds until the next border among the dates of its papers, and not a day less than that is looked at in vain."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.lasting import next_change, substance
from pipeline.model import Case
from pipeline.policy import load_policy
from pipeline.verdict import assess
from pipeline.vocabulary import Kind
from pipeline.wire import verdict_to_json
from tests.cases.build import TODAY, case, d, paper
from tests.cases.pairs import PAIRS
from tests.pipeline.test_verdict_properties import cases as some_cases

POLICY = load_policy()


def said_on(one: Case, day: date) -> Any:
    return json.dumps(substance(verdict_to_json(assess(one, POLICY, day))))


def sent(one: Case) -> Case:
    return replace(one, documents=tuple(replace(s, uploaded=s.uploaded or TODAY) for s in one.documents))


@settings(max_examples=150, deadline=None)
@given(some_cases(), st.data())
def test_between_two_borders_the_verdict_says_the_same(one: Case, data: st.DataObject) -> None:
    one = sent(one)
    following = next_change(one, POLICY, TODAY) or TODAY + timedelta(days=4000)
    assert following > TODAY
    day = data.draw(st.dates(TODAY, following - timedelta(days=1)))
    assert said_on(one, day) == said_on(one, TODAY)


def test_every_pair_holds_until_its_next_border() -> None:
    for pair in PAIRS:
        if pair.policy or pair.today != TODAY:
            continue
        for one in (sent(pair.fails), sent(pair.passes)):
            following = next_change(one, POLICY, TODAY) or TODAY + timedelta(days=4000)
            assert said_on(one, following - timedelta(days=1)) == said_on(one, TODAY), pair.name


def test_a_border_is_the_day_after_the_last_good_one() -> None:
    licence = paper(Kind.BUSINESS_LICENSE, issue_date=d("2026-01-05"), expiry_date=d("2026-12-31"), uploaded=TODAY)
    lasting = paper(Kind.ENTITY_REGISTRATION, uploaded=TODAY)
    one = case(licence, lasting, opened=d("2026-11-20"))
    assert next_change(one, POLICY, TODAY) == d("2026-11-25")  # the day after the review is due
    assert next_change(one, POLICY, d("2026-12-01")) == d("2026-12-31")
    assert next_change(one, POLICY, d("2026-12-31")) == d("2027-01-01")
    assert next_change(case(lasting), POLICY, d("2026-12-01")) is None
