"""`intake policy`: check a file, and say which registered cases another policy would change."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import pytest

from pipeline.cli.app import build, run

TEXT = (files("pipeline") / "policy.toml").read_text("utf-8")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTAKE_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("INTAKE_POLICY", raising=False)


def test_a_usable_and_an_unusable_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    good.write_text(TEXT)
    bad.write_text(TEXT.replace("weak = true", "week = true", 1))
    assert run(build(), ["policy", "check", str(good), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["name"].startswith("worker-classification")
    assert run(build(), ["policy", "check", str(bad)]) == 2
    err = capsys.readouterr().err
    assert "this key is not known" in err
    assert f"line {TEXT[: TEXT.index('weak = true')].count(chr(10)) + 1}:" in err


def test_a_diff_over_an_empty_registry(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = tmp_path / "new.toml"
    new.write_text(TEXT.replace("kinds = 2 ", "kinds = 3 "))
    assert run(build(), ["policy", "diff", str(new), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"schema": 1, "summary": {"cases": 0, "changed": 0, "moves": {}}}
    assert run(build(), ["policy", "diff", str(new)]) == 0
    assert "0 of 0 cases would change." in capsys.readouterr().out
