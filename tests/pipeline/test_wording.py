"""The words: every key a check can use has its sentence, every sentence can be filled in, and `docs/reasons.md` is current."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import pipeline
from pipeline.checks.paper import EFFECT_OF_FINDING
from pipeline.errors import ConfigurationError
from pipeline.explain import load_wording
from pipeline.reasons_doc import reasons_markdown
from pipeline.vocabulary import FieldName, FindingCode, Kind
from tests.cases.build import alone
from tests.cases.pairs import PAIRS, Pair
from tests.pipeline.test_verdict_pairs import verdict_of

SOURCE = Path(pipeline.__file__).parent
KNOWN_FACTS = {
    "file",
    "kind",
    "other_kind",
    "why",
    "fee",
    "gross",
    "field",
    "name",
    "own",
    "platform",
    "day",
    "today",
    "other",
    "months",
    "earliest",
    "year",
    "status",
    "form",
    "said",
    "count",
    "kinds",
    "matched",
    "names",
    "note",
    "clients",
    "answers",
    "tasks",
    "files",
    "examples",
}


def test_kinds_and_fields_have_names() -> None:
    wording = load_wording()
    assert set(wording.sections["kind"]) == {kind.value for kind in Kind}
    assert set(wording.sections["field"]) == {name.value for name in FieldName}
    assert set(wording.sections["keep"]) == set(wording.sections["safe"]) == {kind.value for kind in Kind if kind.is_evidence}


def test_every_key_of_the_checks_has_a_sentence() -> None:
    reasons = load_wording().sections["reason"]
    keys = set()
    for path in [*(SOURCE / "checks").glob("*.py"), SOURCE / "papers.py"]:
        keys |= set(re.findall(r'Effect\.[A-Z]+,\s*"([a-z_]+)"', path.read_text("utf-8")))
    assert len(keys) > 25
    assert not keys - set(reasons)


@pytest.mark.parametrize("code", EFFECT_OF_FINDING)
def test_every_finding_of_the_reading_can_be_said(code: FindingCode) -> None:
    one = Pair("", code, alone(Kind.CLIENT_INVOICE, findings=[code]), alone(Kind.CLIENT_INVOICE))
    reason = next(r for r in verdict_of(one, one.fails).reasons if r.code is code)
    assert "paper.pdf" in reason.message
    assert f"Seen on the page: {code.value}." in reason.message


def test_every_placeholder_is_a_fact_that_checks_give() -> None:
    for section in ("reason", "request", "path"):
        for key, sentence in load_wording().sections[section].items():
            assert set(re.findall(r"{(\w+)}", sentence)) <= KNOWN_FACTS, key


def test_every_request_belongs_to_a_reason() -> None:
    sections = load_wording().sections
    of_the_case = {"more_kinds_one", "more_kinds_many", "other_kinds_instead_one", "other_kinds_instead_many", "stronger_kind"}
    assert set(sections["request"]) - of_the_case <= set(sections["reason"])


def test_most_sentences_are_met_in_the_pairs() -> None:
    """A sentence nobody can provoke is a sentence nobody has read."""
    said = {reason.message for pair in PAIRS for case in (pair.fails, pair.passes) for reason in verdict_of(pair, case).reasons}
    unmet = [
        key
        for key, sentence in load_wording().sections["reason"].items()
        if not any(re.fullmatch(re.sub(r"\\{\w+\\}", ".*", re.escape(sentence)), message) for message in said)
    ]
    assert len(unmet) <= 25, unmet


def test_a_language_that_does_not_ship_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="available: en"):
        load_wording("tlh")


def test_the_document_of_all_reasons_is_current() -> None:
    document = SOURCE.parent / "docs" / "reasons.md"
    assert document.read_text("utf-8") == reasons_markdown(), "run: python -m pipeline.reasons_doc > docs/reasons.md"
