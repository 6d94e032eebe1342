"""Policy diff: which stored cases would change under another policy, and how fast that is known."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files

from pipeline.model import Case, Verdict
from pipeline.policy import load_policy, parse_policy
from pipeline.policy_diff import diff_cases
from pipeline.verdict import assess
from pipeline.vocabulary import FindingCode, Kind, VerdictKind
from tests.cases.build import TODAY, case, companion, d, paper, renamed
from tests.cases.pairs import PAIRS

OLD = load_policy()
TEXT = (files("pipeline") / "policy.toml").read_text("utf-8")
ALL = [one for pair in PAIRS for one in (pair.fails, pair.passes)]


def stored(*cases: Case) -> list[tuple[Case, Verdict]]:
    return [(one, assess(one, OLD, TODAY)) for one in cases]


def test_the_same_rows_under_another_hash_change_nothing() -> None:
    assert list(diff_cases(stored(*ALL), parse_policy((TEXT + "\n# a remark\n").encode()))) == []


def test_a_shorter_window_names_the_cases_and_says_why() -> None:
    new = parse_policy(TEXT.replace('months = 12\ndated_by = ["issue_date"]', 'months = 3\ndated_by = ["issue_date"]').encode())
    old_invoice = case(paper(Kind.CLIENT_INVOICE, "old.pdf"), companion(Kind.CLIENT_INVOICE))
    fresh = replace(case(paper(Kind.CLIENT_INVOICE, issue_date=d("2026-11-01")), companion(Kind.CLIENT_INVOICE)), case_id="c-2")
    other = replace(case(paper(Kind.TAX_ID_NOTICE), companion(Kind.TAX_ID_NOTICE)), case_id="c-3")
    changes = {change.case_id: change for change in diff_cases(stored(old_invoice, fresh, other), new)}
    assert set(changes) == {"c-1", "c-2"}
    first = changes["c-1"]
    assert (first.before, first.after) == (VerdictKind.QUALIFIES, VerdictKind.NEEDS_MORE_INFO)
    assert first.verdict_changes
    assert [c.file for c in first.no_longer_counted] == ["old.pdf"]
    assert FindingCode.INVOICE_TOO_OLD in {reason.code for reason in first.reasons}
    assert not changes["c-2"].verdict_changes  # only its end date moves
    assert changes["c-2"].valid_until_after == d("2027-02-01")
    assert changes["c-2"].valid_until_before == d("2027-11-01")


def test_each_case_is_replayed_as_of_its_own_day_unless_told_otherwise() -> None:
    one = case(paper(Kind.CLIENT_INVOICE), companion(Kind.CLIENT_INVOICE))
    pairs = stored(one)
    assert list(diff_cases(pairs, OLD)) == []
    later = list(diff_cases(pairs, OLD, d("2027-06-16")))
    assert [change.after for change in later] == [VerdictKind.NEEDS_MORE_INFO]


def test_of_many_cases_those_are_named_that_change() -> None:
    pairs = stored(*(replace(one, freelancer=renamed(person_name=f"Mira Tanaka{i}")) for i, one in enumerate(ALL)))
    stricter = parse_policy(TEXT.replace("kinds = 2 ", "kinds = 3 ").encode())
    changes = list(diff_cases(pairs, stricter))
    assert 0 < len(changes) <= len(pairs)
    assert all(change.after is not VerdictKind.QUALIFIES for change in changes if change.verdict_changes)
