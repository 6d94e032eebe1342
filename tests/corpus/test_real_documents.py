"""Figures on real documents that nobody here wrote, by the programs that come with them. They measure; nothing is tuned or copied here."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.corpus, pytest.mark.slow, pytest.mark.timeout(1200)]
INTAKE = Path(sys.executable).with_name("intake")


def _score(program: Path, *bars: str) -> subprocess.CompletedProcess[str]:
    run = subprocess.run(
        [sys.executable, str(program), "--intake", str(INTAKE), "--verbose", *bars],
        capture_output=True, text=True, check=False, timeout=1100, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    print(run.stdout.strip().splitlines()[-1])  # noqa: T201  the figures are what the run is for
    return run


def test_papers_are_typed_and_their_facts_read(corpus: Path) -> None:
    bars = ["--min-strict", "0.88", "--min-lenient", "0.93", "--min-macro-f1", "0.80", "--min-high-acc", "0.98", "--min-high-share", "0.55"]
    bars += ["--min-blank-found", "0.85", "--max-blank-false", "0.02", "--min-fields", "0.85"]
    run = _score(corpus / "documents" / "score.py", *bars)
    assert run.returncode == 0, run.stdout + run.stderr


def test_leaks_are_found_and_nothing_else_is_called_one(corpus: Path) -> None:
    """One file has more pages than the default limit: it is refused, and counts as wrong in every figure."""
    bars = ["--min-recall", "0.95", "--min-precision", "0.85", "--min-respected", "0.8", "--max-false-region-files", "1"]
    run = _score(corpus / "redaction" / "score.py", *bars)
    assert run.returncode == 0, run.stdout + run.stderr


def test_no_hidden_text_comes_out(corpus: Path) -> None:
    """The words that the manifest says are hidden, on pages where they can be seen nowhere else."""
    with (corpus / "redaction" / "manifest.csv").open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if "under" in row["channel"] and row["label"] == "leaky"]
    assert rows
    paths = [str(corpus / "redaction" / row["file"]) for row in rows]
    run = subprocess.run([str(INTAKE), "inspect", *paths, "--json", "--words"], capture_output=True, text=True, check=False, timeout=600)
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    assert len(lines) == len(rows)
    for row, line in zip(rows, lines, strict=True):
        hidden = row["hidden_text_or_chars"].split("(")[0].strip()
        shown = " ".join(word[5] for word in line["words"])
        assert hidden and hidden not in shown, row["file"]
