"""Whatever stage breaks, and whatever its error says, no text of a document leaves the worker: not as reason, log or traceback."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest

import pipeline.inspection
import pipeline.reading
from pipeline.inspection import Options, inspect_file
from pipeline.opening import Limits
from pipeline.vocabulary import DocumentStatus
from pipeline.wire import document_to_json
from tests.canary.papers import PAPERS
from tests.canary.traces import encodings

SECRET = "604-19-7732"

STAGES = (
    "redaction.examine.examine_pdf_page",
    "redaction.examine.settle",
    "redaction.files.examine_file",
    "redaction.paint.paint",
    "redaction.words.describe",
    "redaction.words.describe_leak",
    "pipeline.reading.words_of_chars",
    "pipeline.long_scan.finish",
    "pipeline.inspection.judge",
    "pipeline.provenance.origin_of",
    "pipeline.provenance.notes",
    "pipeline.inspection._write_respected",
    "classifiers.classify",
    "pipeline.fields.extract",
)


@pytest.fixture(scope="module")
def equipment() -> pipeline.inspection.Equipment:
    from pipeline.ocr.choice import readers

    return pipeline.inspection.Equipment(Limits(), readers("auto", "eng"))


def _explode(*_: object, **__: object) -> object:
    raise ValueError(f"could not handle {SECRET!r}")


@pytest.mark.parametrize("stage", STAGES)
def test_an_error_says_where_and_never_what(
    stage: str, equipment: pipeline.inspection.Equipment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(PAPERS["in_the_title.pdf"](SECRET))
    monkeypatch.setattr(stage, _explode)
    document = inspect_file(paper, Options(words=True, sanitized=tmp_path / "copy.pdf"), equipment)
    assert document.status is DocumentStatus.DAMAGED
    assert document.reason and document.reason.endswith("please save or scan it again.")
    printed = "".join(capfd.readouterr()) + caplog.text + repr(document) + json.dumps(document_to_json(document, words=True))
    assert not any(form in printed.encode() for form in encodings(SECRET))


def test_the_same_paper_is_read_when_nothing_breaks(equipment: pipeline.inspection.Equipment, tmp_path: Path) -> None:
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(PAPERS["in_the_title.pdf"](SECRET))
    document = inspect_file(paper, Options(words=True, sanitized=tmp_path / "copy.pdf"), equipment)
    assert document.status is DocumentStatus.READ and (tmp_path / "copy.pdf").exists()
