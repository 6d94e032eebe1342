"""`intake recheck`: what the nightly deployment does, now."""

from __future__ import annotations

from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    @app.command()
    def recheck(
        today: Annotated[str | None, typer.Option("--today", help="Check as of this day, YYYY-MM-DD.")] = None,
        retry: Annotated[str | None, typer.Option("--retry", help="Give the given-up uploads of this case another chance instead.")] = None,
        reread: Annotated[bool, typer.Option("--reread", help="Have papers read anew that an older version read.")] = False,
        json: Annotated[bool, typer.Option("--json", help="Machine output: one object per case.")] = False,
    ) -> None:
        """Assess the cases that are due again from their stored facts, and delete what the policy no longer keeps."""
        from pipeline.cli._show import day, opened, say, say_json
        from pipeline.retention import apply_retention

        as_of = day(today)
        with opened() as service:
            if retry is not None:
                service.view(retry)
                number = service.retry_dead(retry)
                if json:
                    say_json({"schema": 1, "case_id": retry, "retried": number})
                else:
                    say(f"{number} uploads of {retry} will be tried again.")
                return
            if reread:
                number = service.reread([row.case_id for row in service.list_cases()])
                if not json:
                    say(f"{number} papers will be read anew by the running system.")
            changed = total = 0
            for one in service.recheck(as_of):
                total, changed = total + 1, changed + one.changed
                if json:
                    say_json(
                        {
                            "schema": 1,
                            "case_id": one.case_id,
                            "changed": one.changed,
                            "before": one.before.verdict,
                            "verdict": one.verdict.verdict.value,
                            "as_of": one.verdict.as_of.isoformat(),
                        }
                    )
                elif one.changed:
                    say(f"{one.case_id}: {one.before.verdict} → {one.verdict.verdict.value}")
            kept = apply_retention(service) if as_of is None else None
            if not json:
                deleted = (
                    f" Deleted by age: {kept.originals} originals, {kept.copies} respected copies, {kept.cases} cases."
                    if kept and any(kept)
                    else ""
                )
                say(f"{total} cases checked, {changed} changed.{deleted}")
