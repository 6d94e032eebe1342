"""Are the papers enough, and for how long? Two distinct kinds, not all of them weak (R11), until the last day on which that holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from pipeline.checks.notes import Lapse
from pipeline.checks.single import Checked
from pipeline.model import Case
from pipeline.policy import Rules
from pipeline.vocabulary import Kind

__all__ = ["Bar", "Ending", "bar_for", "ending"]


@dataclass(frozen=True, slots=True)
class Bar:
    """How many distinct kinds this case needs, and which kinds are too weak to be enough alone."""

    kinds: int
    weak: frozenset[Kind]
    waived: bool = False

    def missing(self, kinds: AbstractSet[Kind]) -> int:
        """How many kinds are short; 0 where the number is reached, even by weak ones."""
        return max(0, self.kinds - len(kinds))

    def only_weak(self, kinds: AbstractSet[Kind]) -> bool:
        """The number is reached, but by weak kinds alone: a person decides."""
        return self.kinds > 0 and len(kinds) >= self.kinds and kinds <= self.weak

    def met_by(self, kinds: AbstractSet[Kind]) -> bool:
        return not self.missing(kinds) and not self.only_weak(kinds)


@dataclass(frozen=True, slots=True)
class Ending:
    """The last day on which the papers are enough, and the paper whose lapse ends it."""

    day: date
    paper: Checked
    lapse: Lapse


def bar_for(case: Case, rules: Rules) -> Bar:
    """The bar of a case: the requirement, raised where the place asks for more (R6), lowered only by policy switches (R9, R10)."""
    here = rules.for_place(case.freelancer.country, case.freelancer.region)
    kinds = max([rules.requirement.kinds, *(row.kinds for row in here if row.kinds)])
    weak = frozenset(kind for kind, row in rules.kinds.items() if row.weak) if rules.requirement.weak_only == "review" else frozenset()
    if rules.evidence.platform_history_may_waive and (case.platform.clients or 0) >= rules.evidence.many_clients:
        return Bar(0, weak, waived=True)
    if case.questionnaire:
        kinds = max(0, kinds - rules.evidence.questionnaire_replaces_kinds)
    return Bar(kinds, weak)


def ending(counting: Sequence[Checked], bar: Bar) -> Ending | None:
    """When papers that are enough today stop being enough; None where that is never."""
    lapsing = sorted(((paper.lapse, paper) for paper in counting if paper.lapse), key=lambda pair: (pair[0].day, pair[1].document.file))
    for lapse, paper in lapsing:
        if not bar.met_by(_alive_after(counting, lapse.day)):
            return Ending(lapse.day, paper, lapse)
    return None


def _alive_after(counting: Iterable[Checked], day: date) -> frozenset[Kind]:
    return frozenset(paper.document.kind for paper in counting if paper.lapse is None or paper.lapse.day > day)
