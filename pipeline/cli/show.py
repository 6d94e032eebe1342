"""`intake show`: one case with its documents, findings, verdict history and decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pipeline.model import Document
    from pipeline.service import CaseView


def register(app: typer.Typer) -> None:
    @app.command()
    def show(
        case_id: Annotated[str, typer.Argument(help="The case.")],
        json: Annotated[bool, typer.Option("--json", help="Machine output.")] = False,
    ) -> None:
        """Show one case with its documents, findings, verdict history and decisions."""
        from pipeline.cli._show import opened, say_json
        from pipeline.service import case_to_json

        with opened() as service:
            view = service.view(case_id)
        if json:
            say_json(case_to_json(view))
        else:
            _print(view)


def _print(view: CaseView) -> None:
    from pipeline.cli._show import say, table

    verdict = view.verdict
    proposed = f", proposed verdict {verdict.verdict.value} as of {verdict.as_of}" if verdict else ""
    say(f"Case {view.row.case_id}: {view.row.state.value}{proposed}")
    if view.row.error_code:
        say(f"Problem: {view.row.error_code}")
    if verdict:
        if verdict.review_due:
            say(f"Review due: {verdict.review_due}")
        say("\nReasons")
        for reason in verdict.reasons:
            say(f"  {reason.message} [{reason.code.value}{', ' + reason.rule if reason.rule else ''}]")
        if verdict.requests:
            say("\nTo ask the freelancer for")
            for request in verdict.requests:
                say(f"  {request}")
        if verdict.shortest_path:
            say(f"\nShortest path: {verdict.shortest_path}")
    kinds = {d.file: d for d in view.documents}
    say("")
    table(
        ("upload", "state", "read", "kind", "grade", "findings"),
        ((u.filename, u.error_code or u.state.value, *_read(kinds.get(u.filename))) for u in view.uploads),
    )
    say("\nHistory")
    for row in view.history:
        say(f"  {row.made_at:%Y-%m-%d %H:%M}  {row.verdict} (verdict {row.id}, {row.trigger}, policy {row.policy_sha256[:12]})")
    for decision in view.decisions:
        say(
            f"  {decision.decided_at:%Y-%m-%d %H:%M}  {decision.decision} by {decision.decided_by} on verdict {decision.verdict_id}"
            + (f": {decision.comment}" if decision.comment else "")
        )


def _read(document: Document | None) -> tuple[str, ...]:
    if document is None:
        return ("", "", "", "")
    return (document.status.value, document.kind.value, document.grade.value, ", ".join(sorted({f.code.value for f in document.findings})))
