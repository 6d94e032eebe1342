"""A secret under a blackout is in nothing that the command line prints or writes, whatever the channel."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.canary.papers import PAPERS
from tests.canary.traces import encodings, traces

SECRET = "831-47-2965"


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("papers")
    for name, paper in PAPERS.items():
        (folder / name).write_bytes(paper(SECRET))
    return folder


def _run(*arguments: str, home: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [str(Path(sys.executable).with_name("intake")), *arguments],
        env={**os.environ, "INTAKE_HOME": str(home), "TMPDIR": str(home / "tmp"), "PYTHONFAULTHANDLER": "1", "INTAKE_RESULTS_DAYS": "30"},
        capture_output=True, timeout=280, check=False,
    )  # fmt: skip


def _assert_silent(run: subprocess.CompletedProcess[bytes], *folders: Path) -> None:
    for form in encodings(SECRET):
        assert form not in run.stdout, "on stdout"
        assert form not in run.stderr, "on stderr"
    for folder in folders:
        assert traces(folder, SECRET) == []


def test_the_search_itself_finds_the_secret(papers: Path) -> None:
    assert traces(papers, SECRET, look=False) == sorted(PAPERS)
    assert "see_through.pdf" in traces(papers, SECRET, look=True)


@pytest.mark.slow
def test_inspect_shows_nothing_hidden(papers: Path, tmp_path: Path) -> None:
    home, copies = tmp_path / "home", tmp_path / "copies"
    (home / "tmp").mkdir(parents=True)
    run = _run("inspect", *map(str, sorted(papers.iterdir())), "--json", "--words", "--sanitized", str(copies), home=home)
    assert run.returncode == 0, run.stderr.decode()
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    assert [line["status"] for line in lines] == ["read"] * len(PAPERS)
    assert len(list(copies.glob("*.respected.pdf"))) == len(PAPERS)
    for line in lines:  # what is not hidden is read all the same
        assert "juniper" in " ".join(word[5] for word in line["words"]).casefold(), line["file"]
    _assert_silent(run, home, copies)


@pytest.mark.slow
def test_inspect_calls_every_leak_a_leak(papers: Path, tmp_path: Path) -> None:
    run = _run("inspect", *map(str, sorted(papers.iterdir())), "--json", home=tmp_path)
    silent = [
        line["file"] for line in map(json.loads, run.stdout.splitlines())
        if not line["leaks"] and not any(r["status"] == "leaky" for r in line["redactions"])
    ]  # fmt: skip
    # nothing in the pixels tells that the note of a picture is what the box hides
    assert [Path(name).name for name in silent] in ([], ["behind_a_marker_in_a_picture.png"])


@pytest.mark.slow
def test_verify_shows_nothing_hidden(papers: Path, tmp_path: Path) -> None:
    home, case = tmp_path / "home", tmp_path / "case"
    (home / "tmp").mkdir(parents=True)
    case.mkdir()
    (case / "case.json").write_text(json.dumps({"case_id": "canary", "freelancer": {"entity_name": "Juniper Desk Studio LLC"}}))
    for name in PAPERS:
        (case / name).write_bytes((papers / name).read_bytes())
    for output in ("--json", None):
        run = _run("verify", str(case), *([output] if output else []), home=home)
        assert run.returncode == 0, run.stderr.decode()
        _assert_silent(run, home)
    assert list((home / "results").iterdir())  # what is kept was searched, too
