"""`intake forget`: remove everything of a person but the audit skeleton."""

from __future__ import annotations

from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    @app.command()
    def forget(
        freelancer: Annotated[str, typer.Argument(help="The freelancer's id, as in case.json.")],
        yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
        json: Annotated[bool, typer.Option("--json", help="Machine output.")] = False,
    ) -> None:
        """Remove uploads, respected copies, facts, verdicts and decisions of a person; the audit log keeps ids and hashes."""
        from pipeline.cli._show import opened, say, say_json
        from pipeline.errors import NotFound

        with opened() as service:
            if not yes and not json:
                typer.confirm(f"Remove everything of freelancer {freelancer} for good?", abort=True)
            gone = service.forget(freelancer)
        if not gone:
            raise NotFound(f"There is no case of freelancer {freelancer}; see the list with: intake cases")
        if json:
            say_json({"schema": 1, "freelancer": freelancer, "cases": gone})
        else:
            say(f"Removed {len(gone)} cases: {', '.join(gone)}")
