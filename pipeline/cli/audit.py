"""`intake audit`: the append-only log and its verification."""

from __future__ import annotations

from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    audit = typer.Typer(help="The append-only, hash-chained log of uploads, verdicts, decisions and deletions.", no_args_is_help=True)
    app.add_typer(audit, name="audit")

    @audit.command()
    def verify(json: Annotated[bool, typer.Option("--json", help="Machine output.")] = False) -> None:
        """Walk the chain; exit code 1 where an entry was changed, is missing, or the end was cut off."""
        from pipeline.cli._show import opened, say, say_json

        with opened() as service:
            found = service.verify_audit()
        if json:
            say_json({"schema": 1, "entries": found.entries, "head": found.head, "broken_at": found.broken_at, "problem": found.problem})
        elif found.broken_at is None:
            say(f"The audit log is whole: {found.entries} entries, last hash {found.head}.")
        else:
            say(f"The audit log is broken at entry {found.broken_at}: {found.problem}.")
        if found.broken_at is not None:
            raise typer.Exit(1)

    @audit.command("list")
    def entries(
        case_id: Annotated[str | None, typer.Argument(help="Only this case.")] = None,
        json: Annotated[bool, typer.Option("--json", help="Machine output: one object per line.")] = False,
    ) -> None:
        """Print the log."""
        from dataclasses import asdict

        from pipeline import audit as log
        from pipeline.cli._show import opened, say_json, table

        with opened() as service, service.registry.read() as db:
            found = list(log.entries(db, case_id))
        if json:
            for entry in found:
                say_json(asdict(entry))
        else:
            table(("entry", "time", "event", "case", "detail"), ((e.seq, e.at[:19], e.event, e.case_id, e.detail) for e in found))
