"""`intake decide`: the reviewer's decision, the same as in the UI."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.vocabulary import Decision


def register(app: typer.Typer) -> None:
    @app.command()
    def decide(  # noqa: PLR0917
        case_id: Annotated[str, typer.Argument(help="The case.")],
        decision: Annotated[Decision, typer.Argument(help="approve, more-info or refer.")],
        by: Annotated[str, typer.Option("--by", help="Who decides.")],
        comment: Annotated[str, typer.Option("--comment", help="Why; needed against the proposal.")] = "",
        verdict: Annotated[int | None, typer.Option("--verdict", help="The number of the verdict that was looked at.")] = None,
        json: Annotated[bool, typer.Option("--json", help="Machine output.")] = False,
    ) -> None:
        """Record a reviewer's decision on the proposed verdict."""
        from pipeline.cli._show import opened, say, say_json

        with opened() as service:
            view = service.decide(case_id, decision, by=by, comment=comment, verdict_id=verdict)
        made = view.decisions[-1]
        if json:
            say_json(
                {
                    "schema": 1,
                    "case_id": case_id,
                    "state": view.row.state.value,
                    "decision": made.decision,
                    "by": made.decided_by,
                    "verdict_id": made.verdict_id,
                    "proposed": made.proposed,
                    "overrides": made.overrides,
                }
            )
        else:
            say(f"{case_id}: {made.decision} by {made.decided_by}, on the proposal {made.proposed}.")
