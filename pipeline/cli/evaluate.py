"""`intake evaluate`: how well papers are typed and blackouts are found, over a folder with a labelled manifest."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli._show import say_json

if TYPE_CHECKING:
    from pipeline.evaluate import Evaluation


def register(app: typer.Typer) -> None:
    app.command(name="evaluate")(evaluate)


def evaluate(
    manifest: Annotated[Path, typer.Argument(help="A CSV with the columns file and label.", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of tables.")] = False,
    jobs: Annotated[int | None, typer.Option("--jobs", min=1, metavar="N", help="Worker processes; else one a core.")] = None,
) -> None:
    """Measure typing and redaction on a labelled folder: confusion, precision and recall, calibration, by source."""
    from pipeline.evaluate import evaluate as measure
    from pipeline.evaluate import judged, read_manifest
    from pipeline.pool import InspectionPool, Item
    from pipeline.settings import settings

    rows = read_manifest(manifest)
    configured = settings()
    with InspectionPool(jobs or configured.jobs, configured) as pool:
        documents = pool.inspect(Item(row.path) for row in rows)
        answers = [judged(row, document) for row, document in zip(rows, documents, strict=True)]
    result = measure(answers)
    if as_json:
        say_json(result.to_json())
    else:
        _print(result)


def _print(result: Evaluation) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    summary = Table(show_header=False, box=None)
    for name, value in result.summary.items():
        summary.add_row(name.replace("_", " "), "–" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value))
    console.print(summary)
    kinds = Table("kind", "papers", "precision", "recall", "F1", title="by kind")
    for line in result.kinds:
        kinds.add_row(line.name, str(line.papers), *(f"{v:.2f}" for v in (line.precision, line.recall, line.f1)))
    console.print(kinds)
    if result.confusions:
        confusion = Table("is", "was called", "times", title="confusions")
        for truth, guess, times in result.confusions:
            confusion.add_row(truth, guess, str(times))
        console.print(confusion)
    grades = Table("grade", "answers", "right", "mean score", title="calibration")
    for grade in result.grades:
        grades.add_row(grade.name, str(grade.answers), f"{grade.right:.3f}", f"{grade.score:.3f}")
    console.print(grades)
    for title, groups in (("sent as", result.sent_as), ("source", result.sources)):
        if groups:
            table = Table(title, "papers", "strict", title=f"by {title}" if title == "source" else "by how it was sent")
            for name, papers, strict in groups:
                table.add_row(name, str(papers), f"{strict:.2f}")
            console.print(table)
