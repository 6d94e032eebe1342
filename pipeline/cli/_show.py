"""What the commands share: the service from the settings, JSON on stdout, tables for people."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.service import Service


@contextmanager
def opened() -> Iterator[Service]:
    """The service of the configured registry and store, closed afterwards."""
    from pipeline.service import Service

    service = Service.open()
    try:
        yield service
    finally:
        service.close()


def say_json(value: Any) -> None:
    """One JSON object on one line of stdout: always UTF-8, a file name's odd bytes as JSON escapes, whatever the terminal speaks."""
    line = json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
    sys.stdout.flush()
    sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()


def say(text: str) -> None:
    """A sentence for a person, as it stands: ids from outside are never read as markup."""
    sys.stdout.write(text + "\n")


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table on the terminal; plain enough to read in a pipe."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = Table(*headings, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        shown.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    Console(width=None if sys.stdout.isatty() else 160).print(shown)


def day(text: str | None) -> date | None:
    """`--today`. Raises UsageError for what is no ISO date."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--today {text} is not a date; write it as YYYY-MM-DD.") from None
