"""`intake doctor`: checks every part it needs, each with the mend."""

from __future__ import annotations

from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    @app.command()
    def doctor(json: Annotated[bool, typer.Option("--json", help="Machine output: one object per part.")] = False) -> None:
        """Check every part the system needs, and say the mend for what is not well."""
        from pipeline.cli._show import say, say_json
        from pipeline.doctor import Checked, examine, worst
        from pipeline.settings import load_settings

        found: list[Checked] = []
        for checked in examine(load_settings()):
            found.append(checked)
            if json:
                say_json({"schema": 1, "part": checked.part, "ok": checked.ok, "found": checked.found, "mend": checked.mend})
            else:
                say(f"{'ok ' if checked.ok else 'NOT'}  {checked.part}: {checked.found}" + (f"; {checked.mend}" if checked.mend else ""))
        if code := worst(found):
            raise typer.Exit(code)
