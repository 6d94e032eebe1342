"""The sample cases give the verdicts they were made to show, and nothing that was blacked out comes out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from fixtures.cases import SAMPLES, SampleCase, rendered_papers
from tests.samples.conftest import TODAY

pytestmark = pytest.mark.slow

Verdicts = dict[str, dict[str, Any]]
BY_ID = {sample.case_id: sample for sample in SAMPLES}


def documents(verdicts: Verdicts, case_id: str) -> dict[str, dict[str, Any]]:
    return {document["file"]: document for document in verdicts[case_id]["documents"]}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: str(sample.case_id))
def test_the_sample_shows_what_it_was_made_for(sample: SampleCase, verdicts: Verdicts) -> None:
    verdict = verdicts[sample.case_id]
    codes = [reason["code"] for reason in verdict["reasons"]]
    assert verdict["verdict"] == sample.verdict, codes
    assert codes[0] == sample.first_reason
    assert sample.reasons <= set(codes)


def test_every_reason_has_a_sentence(verdicts: Verdicts) -> None:
    for verdict in verdicts.values():
        for reason in verdict["reasons"]:
            assert len(reason["message"]) > 10, reason["code"]


def test_whoever_needs_more_is_told_what_and_whoever_qualifies_until_when(verdicts: Verdicts) -> None:
    for verdict in verdicts.values():
        if verdict["verdict"] == "needs_more_info":
            assert verdict["requests"]
            assert verdict["shortest_path"]
            assert not verdict["valid_until"]
    assert date.fromisoformat(verdicts["s01-two-digital-papers"]["valid_until"]) > TODAY


def test_no_document_is_opened_out_of_scope(verdicts: Verdicts) -> None:
    assert not any(document["fields"] for document in verdicts["s11-another-client"]["documents"])


def test_a_leaky_blackout_asks_for_a_safe_copy_and_counts_all_the_same(verdicts: Verdicts) -> None:
    verdict = verdicts["s07-leaky-blackout"]
    assert {"schedule_c", "tax_id_notice"} == {counted["kind"] for counted in verdict["counted"]}
    assert verdict["requests"]
    redactions = documents(verdicts, "s07-leaky-blackout")["schedule-c.pdf"]["redactions"]
    assert redactions
    assert {redaction["status"] for redaction in redactions} == {"leaky"}


def test_blackouts_that_hold_are_called_so_and_are_no_finding(verdicts: Verdicts) -> None:
    for document in documents(verdicts, "s08-numbers-blacked-out").values():
        assert document["redactions"]
        assert {redaction["status"] for redaction in document["redactions"]} == {"respected"}
        assert not {finding["code"] for finding in document["findings"]} & {"leaky_redaction", "blank_form"}


def test_a_blacked_out_name_is_withheld_not_absent(verdicts: Verdicts) -> None:
    paper = documents(verdicts, "s09-name-blacked-out")["dba-statement.pdf"]
    assert "withheld" in {paper["fields"][name]["state"] for name in ("person_name", "business_name")}


def test_nothing_that_was_blacked_out_comes_out(verify_output: str) -> None:
    """Secrets of the samples: what stood under a black box or a felt pen, live under it or not."""
    secrets = {secret for sample in SAMPLES for _, _, hidden in rendered_papers(sample, TODAY) for secret in hidden}
    assert len(secrets) > 10
    assert not [secret for secret in secrets if secret in verify_output]
