"""Errors of the command line: one sentence, the contract's exit code, never a message that could quote a document."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from pipeline.cli.app import run
from pipeline.errors import CaseFileError, EncryptedInput, StoreUnreachable


def _app(error: BaseException | None) -> typer.Typer:
    app = typer.Typer(pretty_exceptions_enable=False)

    @app.command()
    def work() -> None:
        if error is not None:
            raise error

    return app


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (None, 0),
        (CaseFileError("case.json is not JSON."), 2),
        (EncryptedInput(), 3),
        (StoreUnreachable("The store does not answer; check INTAKE_STORE."), 4),
        (OSError(errno.ENOSPC, "No space left on device"), 2),
        (typer.Exit(3), 3),
    ],
)
def test_exit_codes(error: BaseException | None, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(_app(error), []) == code
    err = capsys.readouterr().err
    assert "Traceback" not in err
    assert len(err.strip().splitlines()) == (0 if error is None or isinstance(error, typer.Exit) else 1)


def test_bad_usage_is_2() -> None:
    assert run(_app(None), ["--no-such-option"]) == 2


def test_an_unknown_error_never_shows_its_message(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(_app(ValueError("SECRET 123-45-6789")), []) == 1
    err = capsys.readouterr().err
    assert "SECRET" not in err and "ValueError" in err


def _inspected(name: bytes, folder: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    path = os.fsencode(folder) + b"/" + name
    with open(path, "wb") as file:  # noqa: PTH123  the name is no text
        file.write(b"not a document")
    command = [sys.executable, "-c", "from flows.cli import main; raise SystemExit(main())", "inspect", *options, path]
    return subprocess.run(command, capture_output=True, env={**os.environ, **environment}, check=False)


@pytest.mark.parametrize("name", [b"plain.pdf", b"na\xc3\xafve.pdf", b"odd-\xff.pdf"])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_any_file_name_gives_a_line_of_utf8_json_on_any_terminal(name: bytes, encoding: str, tmp_path: Path) -> None:
    done = _inspected(name, tmp_path, "--json", PYTHONIOENCODING=encoding)
    assert done.returncode == 3, done.stderr
    assert json.loads(done.stdout.decode("utf-8"))["file"] == os.fsdecode(name)


def test_a_table_shows_a_name_that_the_terminal_cannot_spell(tmp_path: Path) -> None:
    done = _inspected(b"odd-\xff.pdf", tmp_path, PYTHONIOENCODING="ascii")
    assert done.returncode == 3
    assert b"odd-" in done.stdout and b"went wrong" not in done.stderr
