"""`intake train`: teach the text classifier from samples that `python -m fixtures.training` wrote."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.errors import UsageError


def register(app: typer.Typer) -> None:
    app.command(name="train")(train)


def train(
    samples: Annotated[Path, typer.Argument(help="Gzipped JSON lines, written by python -m fixtures.training.", show_default=False)],
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Where to write the model and its card.")] = None,
    figures: Annotated[bool, typer.Option("--figures/--no-figures", help="Also measure on wordings left out.")] = True,
) -> None:
    """Teach the text classifier and write the model and its card. Deterministic; a few minutes on one core."""
    from pipeline.training import train_from

    try:
        card = train_from(samples, out, measure=figures, say=lambda text: typer.echo(text, err=True))
    except (OSError, ValueError, KeyError, EOFError):
        mend = "write one with: python -m fixtures.training FILE.jsonl.gz"
        raise UsageError(f"{samples} is not a file of training samples; {mend}") from None
    typer.echo(card)
