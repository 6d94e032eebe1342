"""Errors of the command line: one sentence, the contract's exit code, never a message that could quote a document."""

from __future__ import annotations

import errno

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
