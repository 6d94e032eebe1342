"""Every pair of cases: the code is said in the one and not in its twin; every code and every row of the kinds table has a pair."""

from __future__ import annotations

import random
from collections import Counter
from functools import lru_cache
from importlib.resources import files

import pytest

from pipeline.model import Case, Verdict
from pipeline.policy import Policy, parse_policy
from pipeline.verdict import assess
from pipeline.vocabulary import EXPLAINED, FindingCode, Kind, VerdictKind
from pipeline.wire import verdict_from_json, verdict_to_json
from tests.cases.pairs import PAIRS, Pair


@lru_cache
def policy_with(changes: tuple[tuple[str, str], ...]) -> Policy:
    text = (files("pipeline") / "policy.toml").read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return parse_policy(text.encode())


def verdict_of(pair: Pair, case: Case) -> Verdict:
    return assess(case, policy_with(pair.policy), pair.today)


def says(pair: Pair, verdict: Verdict) -> bool:
    return any(reason.code is pair.code and (not pair.of_paper or reason.file == "paper.pdf") for reason in verdict.reasons)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_the_case_says_the_code_and_its_twin_does_not(pair: Pair) -> None:
    failing, passing = verdict_of(pair, pair.fails), verdict_of(pair, pair.passes)
    assert says(pair, failing)
    assert not says(pair, passing)
    assert (failing.verdict, passing.verdict) == (pair.outcome, pair.twin)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_what_stops_a_paper_is_asked_for_or_for_a_reviewer(pair: Pair) -> None:
    verdict = verdict_of(pair, pair.fails)
    if verdict.verdict is VerdictKind.NEEDS_MORE_INFO and pair.code is not FindingCode.CLIENT_UNKNOWN:
        assert verdict.requests
        assert verdict.shortest_path
    assert all(reason.message.endswith((".", "!")) and "{" not in reason.message for reason in verdict.reasons)
    assert verdict_from_json(verdict_to_json(verdict)) == verdict


def test_every_code_has_a_pair() -> None:
    covered = {pair.code for pair in PAIRS}
    assert not [code for code in FindingCode if code in EXPLAINED and code not in covered]


def test_every_row_of_the_kinds_table_has_pairs() -> None:
    rows = Counter(pair.row for pair in PAIRS)
    assert all(rows[kind] >= 1 for kind in Kind)
    assert all(rows[kind] >= 4 for kind in Kind if kind.is_evidence and kind is not Kind.OTHER_BUSINESS_EVIDENCE)
    assert len(PAIRS) >= 60


def test_names_of_pairs_are_unique() -> None:
    assert max(Counter(pair.name for pair in PAIRS).values()) == 1


@pytest.mark.parametrize("pair", PAIRS[::5], ids=lambda pair: pair.name)
def test_the_order_of_the_papers_makes_no_difference(pair: Pair) -> None:
    from dataclasses import replace

    papers = list(pair.fails.documents)
    random.Random(7).shuffle(papers)
    assert verdict_of(pair, replace(pair.fails, documents=tuple(reversed(papers)))) == verdict_of(pair, pair.fails)
