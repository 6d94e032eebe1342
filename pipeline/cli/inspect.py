"""`intake inspect`: what is each file, what can be read, what is blacked out. No server, no case."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli._show import say_json
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from pipeline.model import Document
    from pipeline.pool import Item, PageProgress


def register(app: typer.Typer) -> None:
    app.command(name="inspect")(inspect)


def inspect(  # noqa: PLR0917  a command's parameters are its options
    files: Annotated[list[Path], typer.Argument(help="PDFs or pictures.", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line, in the order of the files.")] = False,
    today: Annotated[str | None, typer.Option("--today", metavar="YYYY-MM-DD", help="The day to check on.")] = None,
    sanitized: Annotated[Path | None, typer.Option("--sanitized", metavar="DIR", help="Write each file's respected copy there.")] = None,
    words: Annotated[bool, typer.Option("--words", help="Add the visible words with their places (with --json).")] = False,
    jobs: Annotated[int | None, typer.Option("--jobs", min=1, metavar="N", help="Worker processes (default: one per core).")] = None,
) -> None:
    """Say of each file what it is, what can be read, and what is blacked out."""
    from pipeline.kept import kept_results
    from pipeline.pool import InspectionPool
    from pipeline.settings import settings

    items = _items(files, _day(today), sanitized, words)
    configured = settings()
    unreadable = 0
    workers, kept = jobs or configured.jobs, kept_results(configured)
    with reporting(quiet=as_json) as (console, progress), InspectionPool(workers, configured, progress, kept) as pool:
        for document in pool.inspect(items):
            unreadable += document.status.value != "read"
            if as_json:
                _print_line(document, words)
            else:
                _print_table(document, console)
    if unreadable:
        raise typer.Exit(3)


def _items(files: Iterable[Path], today: str | None, sanitized: Path | None, words: bool) -> list[Item]:
    from datetime import date

    from pipeline.inspection import Options
    from pipeline.pool import Item, respected_name

    taken: set[str] = set()
    items = []
    for path in files:
        target = None
        if sanitized is not None:
            target = sanitized.absolute() / respected_name(path.name, taken)
        items.append(Item(path, Options(date.fromisoformat(today) if today else None, target, words), path.name))
    if sanitized is not None:
        try:
            sanitized.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"The folder {sanitized} cannot be made: {error.strerror}.") from None
    return items


def _day(text: str | None) -> str | None:
    from datetime import date

    if text is None:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise UsageError(f"--today takes a day as YYYY-MM-DD, not {text!r}.") from None


def _print_line(document: Document, words: bool) -> None:
    from pipeline.wire import document_to_json

    say_json(document_to_json(document, words=words))


@contextmanager
def reporting(*, quiet: bool) -> Iterator[tuple[Console | None, PageProgress | None]]:
    """A console for tables (None with --json), and a progress bar on stderr where that is a terminal."""
    console = None
    if not quiet:
        from rich.console import Console

        console = Console()
    if not sys.stderr.isatty():
        yield console, None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("pages"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[Path, int] = {}

        def progress(path: Path, done: int, pages: int) -> None:
            if path not in tasks:
                tasks[path] = bar.add_task(path.name[:40], total=pages)
            bar.update(tasks[path], completed=done, total=pages, visible=done < pages)  # type: ignore[arg-type]

        yield bar.console if console is not None and sys.stdout.isatty() else console, progress


def _print_table(document: Document, console: Console | None) -> None:
    from rich.markup import escape
    from rich.table import Table

    from pipeline.cli.field_text import field_text

    assert console is not None
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    title = escape(document.file)
    if document.status.value != "read":
        console.print(f"[bold]{title}[/bold]: {document.status.value.replace('_', ' ')}. {escape(document.reason or '')}")
        return
    table.add_row("kind", f"{document.kind.value.replace('_', ' ')} ({document.grade.value})")
    for why in document.why[:3]:
        table.add_row("why", escape(why))
    sources = sorted({page.source.value.replace("_", " ") for page in document.text})
    coarse = sum(page.depth.value == "coarse" for page in document.text)
    rest = f"; only the heads of {coarse} of them, --words reads all" if coarse else ""
    table.add_row("pages", f"{document.pages}, {sum(page.words for page in document.text)} words from {', '.join(sources)}{rest}")
    for name, value in document.fields.items():
        if text := field_text(value):
            table.add_row(name.value.replace("_", " "), escape(text))
    if document.regions:
        count, leaky = len(document.regions), sum(region.status.value == "leaky" for region in document.regions)
        table.add_row("blacked out", f"{count} {'place' if count == 1 else 'places'}" + (f", leaking: {leaky}" if leaky else ""))
    for finding in document.findings:
        table.add_row("note", escape(finding.message))
    console.print(f"[bold]{title}[/bold]")
    console.print(table)
    console.print()
