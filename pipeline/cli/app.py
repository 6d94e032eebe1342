"""Assembles the commands and turns every error into one sentence on stderr and the contract's exit code."""

from __future__ import annotations

import errno
import importlib
import io
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

import typer

from pipeline.errors import DiskFull, IntakeError

COMMAND_MODULES: tuple[str, ...] = (
    "inspect",
    "verify",
    "submit",
    "cases",
    "show",
    "store",
    "recheck",
    "decide",
    "doctor",
    "audit",
    "forget",
    "evaluate",
    "train",
    "policy",
)
"""In the order of `intake --help`."""

HELP = "Reads business proof, respects what was blacked out, and proposes a verdict to a reviewer."


def build(*more: Callable[[typer.Typer], None]) -> typer.Typer:
    """The command line with all commands of the pipeline and `more` of the caller's."""
    app = typer.Typer(name="intake", help=HELP, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
    for name in COMMAND_MODULES:
        importlib.import_module(f"pipeline.cli.{name}").register(app)
    for register in more:
        register(app)
    return app


def run(app: typer.Typer, arguments: Sequence[str] | None = None) -> int:
    """Run one command line; the exit code of the contract (0 done, 2 usage or configuration, 3 input, 4 service)."""
    for stream in (sys.stdout, sys.stderr):  # a file name or a letter that the terminal cannot show stops no batch
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        app(args=None if arguments is None else list(arguments), standalone_mode=True)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    except IntakeError as error:
        return _say(error.message, error.exit_code)
    except KeyboardInterrupt:
        return _say("Stopped.", 130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        if error.errno == errno.ENOSPC:
            return _say("The disk is full; free some space or move INTAKE_HOME, then run the command again.", DiskFull.exit_code)
        return _say(f"The system refused: {error.strerror or type(error).__name__}.", 1)
    except Exception as error:  # noqa: BLE001  the last line of defence: messages of unknown errors may quote a document
        return _say(f"Something went wrong inside ({type(error).__name__} at {_place(error)}); please report this.", 1)
    return 0


def _place(error: BaseException) -> str:
    """File and line only, never the message."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "unknown place"


def _say(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)  # noqa: T201
    return code
