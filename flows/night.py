"""What a nightly re-check did, as markdown for the Prefect UI: numbers, and the cases whose verdict changed. Ids and codes only."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from html import escape

from pipeline.retention import Retained
from pipeline.service import Rechecked
from pipeline.vocabulary import EXPLAINED, FindingCode

__all__ = ["Night", "night_summary"]

_MOST = 200


@dataclass(frozen=True, slots=True)
class Change:
    """A case whose verdict is new, with the codes that the one before did not say."""

    case_id: str
    before: str
    after: str
    codes: tuple[FindingCode, ...]


@dataclass(slots=True)
class Night:
    """One run, added up case by case; of the changes only the first ones are kept."""

    day: date
    checked: int = 0
    changed: int = 0
    lapsed: int = 0
    changes: list[Change] = field(default_factory=list)

    def add(self, one: Rechecked) -> None:
        self.checked += 1
        if not one.changed:
            return
        self.changed += 1
        after = one.verdict.verdict.value
        self.lapsed += one.before.verdict == "qualifies" and after != "qualifies"
        if len(self.changes) < _MOST:
            known = {reason["code"] for reason in one.before.body["reasons"]}
            new = dict.fromkeys(reason.code for reason in one.verdict.reasons if reason.code.value not in known)
            self.changes.append(Change(one.case_id, one.before.verdict, after, tuple(new)))


def night_summary(night: Night, kept: Retained) -> str:
    """The summary of one run."""
    lines = [
        f"# Nightly re-check of {night.day}\n",
        "| | |\n| --- | --- |",
        f"| cases that were due | {night.checked} |",
        f"| new verdicts | {night.changed} |",
        f"| proofs that lapsed (back to the reviewer) | {night.lapsed} |",
        f"| deleted by age: originals, respected copies, cases | {kept.originals}, {kept.copies}, {kept.cases} |",
    ]
    if night.changes:
        lines.append("\n| case | before | now | because |\n| --- | --- | --- | --- |")
        lines += [_row(change) for change in night.changes]
    if night.changed > len(night.changes):
        lines.append(f"\nAnd {night.changed - len(night.changes)} more.")
    return "\n".join(lines) + "\n"


def _row(change: Change) -> str:
    because = "; ".join(f"{EXPLAINED[code].meaning} `{code.value}`" for code in change.codes)
    return f"| {escape(change.case_id).replace('|', '/')} | {change.before} | {change.after} | {because} |"
