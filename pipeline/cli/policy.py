"""`intake policy`: check a policy file, and say which registered cases would change under it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pipeline.policy_diff import Change

Json = dict[str, object]


def register(app: typer.Typer) -> None:
    group = typer.Typer(no_args_is_help=True, help="Check a policy file; say which cases another policy would change.")
    app.add_typer(group, name="policy")

    @group.command()
    def check(
        file: Annotated[Path | None, typer.Argument(help="A policy file; the one in force if not given.", show_default=False)] = None,
        as_json: Annotated[bool, typer.Option("--json", help="Machine output.")] = False,
    ) -> None:
        """Say whether a policy file is usable, its name and its hash."""
        from pipeline.cli._show import say, say_json
        from pipeline.policy import load_policy
        from pipeline.settings import settings

        policy = load_policy(file or settings().policy)
        if as_json:
            say_json({"schema": 1, "name": policy.ref.name, "sha256": policy.ref.sha256})
        else:
            say(f"{policy.ref.name} is usable. SHA-256 {policy.ref.sha256}")

    @group.command()
    def diff(
        new: Annotated[Path, typer.Argument(metavar="NEW.toml", help="The policy to compare with the one in force.", show_default=False)],
        as_json: Annotated[bool, typer.Option("--json", help="One JSON object a changed case, then one summary.")] = False,
        today: Annotated[str | None, typer.Option("--today", metavar="YYYY-MM-DD", help="Check all on this day, not on their own.")] = None,
    ) -> None:
        """Say which registered cases would change under another policy, and why. No file is opened, nothing is kept."""
        from pipeline.cli._show import day, opened, say_json
        from pipeline.policy import load_policy
        from pipeline.policy_diff import diff_cases
        from pipeline.stored_cases import stored_cases

        policy, on = load_policy(new), day(today)
        seen = 0

        def counted() -> Iterable[tuple[object, object]]:
            nonlocal seen
            for pair in stored_cases(db):
                seen += 1
                yield pair

        changes: Counter[str] = Counter()
        with opened() as service, service.registry.read() as db:
            for change in diff_cases(counted(), policy, on):  # type: ignore[arg-type]
                changes[f"{change.before.value} -> {change.after.value}"] += 1
                if as_json:
                    say_json(change_to_json(change))
                else:
                    _print(change)
        if as_json:
            say_json({"schema": 1, "summary": {"cases": seen, "changed": changes.total(), "moves": dict(sorted(changes.items()))}})
        else:
            _summary(seen, changes)


def change_to_json(change: Change) -> Json:
    """One line of `intake policy diff --json`."""
    return {
        "schema": 1,
        "case_id": change.case_id,
        "before": change.before.value,
        "after": change.after.value,
        "no_longer_counted": [{"file": c.file, "kind": c.kind.value} for c in change.no_longer_counted],
        "newly_counted": [{"file": c.file, "kind": c.kind.value} for c in change.newly_counted],
        "valid_until": {
            "before": change.valid_until_before.isoformat() if change.valid_until_before else None,
            "after": change.valid_until_after.isoformat() if change.valid_until_after else None,
        },
        "reasons": [{"code": r.code.value, "rule": r.rule, "file": r.file, "message": r.message} for r in change.reasons],
    }


def _print(change: Change) -> None:
    from pipeline.cli._show import say

    move = f"{change.before.value} -> {change.after.value}" if change.verdict_changes else f"still {change.after.value}"
    say(f"{change.case_id}: {move.replace('_', ' ')}")
    for reason in change.reasons:
        say(f"    {reason.rule or '':4} {reason.message}")


def _summary(seen: int, changes: Counter[str]) -> None:
    from pipeline.cli._show import say

    say(f"{changes.total()} of {seen} cases would change.")
    for move, number in sorted(changes.items()):
        say(f"    {number:>6}  {move.replace('_', ' ')}")
