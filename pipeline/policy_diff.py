"""Which stored cases would change under another policy, and why: a replay from stored facts, without opening a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from pipeline.model import Case, Counted, Reason, Verdict
from pipeline.policy import Policy
from pipeline.verdict import assess
from pipeline.vocabulary import VerdictKind

__all__ = ["Change", "change_of", "diff_cases"]


@dataclass(frozen=True, slots=True)
class Change:
    """A case whose verdict or counted papers differ. `reasons` are those that the new policy gives and the old one did not."""

    case_id: str
    before: VerdictKind
    after: VerdictKind
    no_longer_counted: tuple[Counted, ...]
    newly_counted: tuple[Counted, ...]
    reasons: tuple[Reason, ...]
    valid_until_before: date | None
    valid_until_after: date | None

    @property
    def verdict_changes(self) -> bool:
        return self.before is not self.after


def diff_cases(stored: Iterable[tuple[Case, Verdict]], new: Policy, today: date | None = None) -> Iterator[Change]:
    """Every change, case by case, in the order given. Each case is assessed as of the day of its verdict unless `today` is given,

    so that what time alone has changed is not laid at the policy's door.
    """
    for case, before in stored:
        change = change_of(before, assess(case, new, today or before.as_of))
        if change is not None:
            yield change


def change_of(before: Verdict, after: Verdict) -> Change | None:
    """What differs between two verdicts of one case; None where verdict, counted papers and end date are the same."""
    if (before.verdict, before.valid_until, set(before.counted)) == (after.verdict, after.valid_until, set(after.counted)):
        return None
    known = {(reason.code, reason.file, reason.message) for reason in before.reasons}
    return Change(
        before.case_id,
        before.verdict,
        after.verdict,
        tuple(c for c in before.counted if c not in after.counted),
        tuple(c for c in after.counted if c not in before.counted),
        tuple(reason for reason in after.reasons if (reason.code, reason.file, reason.message) not in known),
        before.valid_until,
        after.valid_until,
    )
