"""`intake verify`: a folder with `case.json` and the documents beside it gives a verdict. No server, no case is kept.

One bad folder never stops the rest; an out-of-scope case's documents are not opened (R1).
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli._show import say_json
from pipeline.errors import IntakeError, UsageError

if TYPE_CHECKING:
    from contextlib import ExitStack

    from rich.console import Console

    from pipeline.model import Case, Document, Verdict
    from pipeline.policy import Policy
    from pipeline.pool import InspectionPool, Item, PageProgress

CASE_FILE = "case.json"


@dataclass(frozen=True, slots=True)
class _Plan:
    """A case and the files that may be opened for it."""

    case: Case
    files: tuple[Path, ...]


def register(app: typer.Typer) -> None:
    app.command(name="verify")(verify)


def verify(
    folders: Annotated[list[Path], typer.Argument(metavar="CASE_DIR…", help="Folders with case.json and documents.", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line, in the order of the folders.")] = False,
    today: Annotated[str | None, typer.Option("--today", metavar="YYYY-MM-DD", help="The day to check on.")] = None,
    jobs: Annotated[int | None, typer.Option("--jobs", min=1, metavar="N", help="Worker processes; by default one a core.")] = None,
) -> None:
    """Say of each case whether its documents show a business, why, and what is still needed."""
    from pipeline.cli.inspect import reporting
    from pipeline.model import Submitted
    from pipeline.policy import load_policy
    from pipeline.settings import settings
    from pipeline.verdict import assess

    configured = settings()
    policy = load_policy(configured.policy)
    day = _day(today, configured.time_zone)
    policy.on(day)
    failures: list[int] = []
    with reporting(quiet=as_json) as (console, progress):
        for plan, documents in _inspected(_plans(folders, policy, day, failures), day, jobs or configured.jobs, progress):
            case = replace(plan.case, documents=tuple(Submitted(document) for document in documents))
            verdict = assess(case, policy, day)
            if console is None:
                _print_line(verdict, documents)
            else:
                _print_verdict(console, verdict, documents)
    if failures:
        raise typer.Exit(max(failures))


def _day(text: str | None, zone: str) -> date:
    from zoneinfo import ZoneInfo

    if text is None:
        return datetime.now(ZoneInfo(zone)).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--today takes a day as YYYY-MM-DD, not {text!r}.") from None


def _plans(folders: Iterable[Path], policy: Policy, day: date, failures: list[int]) -> Iterator[_Plan]:
    """What to open, folder by folder; a bad folder is said on stderr and remembered in `failures`."""
    from pipeline.case_file import load_case
    from pipeline.verdict import in_scope

    for folder in folders:
        try:
            if not folder.is_dir():
                raise UsageError(f"{folder} is not a folder; give the folder that holds {CASE_FILE} and the documents.")
            case = load_case(folder / CASE_FILE)
            files = tuple(_documents_in(folder)) if in_scope(case, policy, day) else ()
        except IntakeError as error:
            failures.append(error.exit_code)
            print(error.message, file=sys.stderr)  # noqa: T201
            continue
        except OSError as error:
            failures.append(3)
            print(f"{folder} cannot be read: {error.strerror}.", file=sys.stderr)  # noqa: T201
            continue
        yield _Plan(case, files)


def _documents_in(folder: Path) -> Iterator[Path]:
    """Every regular file beside the case file, by name; hidden files and sub-folders are left alone."""
    for path in sorted(folder.iterdir(), key=lambda p: p.name):
        if path.name != CASE_FILE and not path.name.startswith(".") and path.is_file():
            yield path


def _inspected(plans: Iterable[_Plan], day: date, jobs: int, progress: PageProgress | None) -> Iterator[tuple[_Plan, tuple[Document, ...]]]:
    """Each plan with its documents, in order, as soon as they are there; files of several cases are read side by side."""
    from contextlib import ExitStack

    from pipeline.kept import kept_results
    from pipeline.pool import InspectionPool
    from pipeline.settings import settings

    waiting: deque[_Plan] = deque()
    here: list[Document] = []
    with ExitStack() as stack:
        for document in _stream(plans, waiting, day, stack, lambda: InspectionPool(jobs, settings(), progress, kept_results(settings()))):
            while not waiting[0].files:
                yield waiting.popleft(), ()
            here.append(document)
            while waiting and len(here) == len(waiting[0].files):
                yield waiting.popleft(), tuple(here)
                here = []
        while waiting:
            yield waiting.popleft(), ()


def _stream(
    plans: Iterable[_Plan], waiting: deque[_Plan], day: date, stack: ExitStack, start: Callable[[], InspectionPool]
) -> Iterator[Document]:
    """The documents of all plans. Workers start with the first file; plans join `waiting` as their files are taken in hand."""
    from pipeline.inspection import Options
    from pipeline.pool import Item

    def items() -> Iterator[Item]:
        for plan in ahead:
            waiting.append(plan)
            for path in plan.files:
                yield Item(path, Options(day), path.name)

    ahead = iter(plans)
    for plan in ahead:
        if plan.files:
            ahead = _again(plan, ahead)
            yield from stack.enter_context(start()).inspect(items())
            return
        waiting.append(plan)


def _again(first: _Plan, rest: Iterator[_Plan]) -> Iterator[_Plan]:
    yield first
    yield from rest


def _print_line(verdict: Verdict, documents: tuple[Document, ...]) -> None:
    from pipeline.wire import verified_case_to_json

    say_json(verified_case_to_json(verdict, documents))


_COLOUR = {"qualifies": "green", "needs_more_info": "yellow", "out_of_scope": "dim"}


def _print_verdict(console: Console, verdict: Verdict, documents: tuple[Document, ...]) -> None:
    from rich.markup import escape
    from rich.table import Table

    colour = _COLOUR[verdict.verdict.value]
    console.print(
        f"[bold]{escape(verdict.case_id)}[/bold]: [{colour}]{verdict.verdict.value.replace('_', ' ')}[/{colour}]"
        + (f" until {verdict.valid_until}" if verdict.valid_until else "")
        + f", as of {verdict.as_of}"
        + (f"; review due {verdict.review_due}" if verdict.review_due else "")
    )
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    counted = {c.file for c in verdict.counted}
    for document in documents:
        state = "counts" if document.file in counted else document.status.value if document.status.value != "read" else "does not count"
        table.add_row("document", escape(f"{document.file}: {document.kind.value.replace('_', ' ')} ({document.grade.value}), {state}"))
    for reason in verdict.reasons:
        table.add_row(f"why {reason.rule or ''}", escape(reason.message))
    for request in verdict.requests:
        table.add_row("please", escape(request))
    if verdict.shortest_path:
        table.add_row("shortest path", escape(verdict.shortest_path))
    console.print(table)
    console.print()
