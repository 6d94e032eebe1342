"""`intake serve`: the whole system in the foreground, until Ctrl-C.

Prefect itself runs in child processes: this module must stay light, the command line imports it always.
"""

from __future__ import annotations

from typing import Annotated

import typer


def register_serve(app: typer.Typer) -> None:
    """Add the command `serve`."""

    @app.command()
    def serve(
        samples: Annotated[bool, typer.Option("--samples", help="Load the sample cases and print a verdict line for each.")] = False,
        once: Annotated[bool, typer.Option("--once", help="Stop after the sample verdicts; exit 1 if one is not as expected.")] = False,
    ) -> None:
        """Run the server, the deployments, the upload trigger and the nightly re-check; Ctrl-C stops everything."""
        from flows.supervisor import supervise
        from pipeline.settings import load_settings

        code = supervise(load_settings(), samples=samples or once, once=once)
        if code:
            raise typer.Exit(code)
