"""`intake cases`: the list of cases, those whose review is due first leading."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.states import CaseState


def register(app: typer.Typer) -> None:
    @app.command()
    def cases(
        status: Annotated[CaseState | None, typer.Option("--status", help="Only cases in this state.")] = None,
        json: Annotated[bool, typer.Option("--json", help="Machine output: one object per line.")] = False,
    ) -> None:
        """List the cases, those whose review is due first leading."""
        from pipeline.cli._show import opened, say_json, table

        with opened() as service:
            rows = service.list_cases(status)
        if json:
            for row in rows:
                say_json(
                    {
                        "schema": 1,
                        "case_id": row.case_id,
                        "state": row.state.value,
                        "verdict": row.verdict,
                        "review_due": row.review_due,
                        "error": row.error_code,
                        "created_at": row.created_at.isoformat(timespec="seconds"),
                        "updated_at": row.updated_at.isoformat(timespec="seconds"),
                    }
                )
            return
        table(
            ("case", "state", "verdict", "review due", "problem"),
            ((row.case_id, row.state.value, row.verdict, row.review_due, row.error_code) for row in rows),
        )
