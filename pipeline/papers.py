"""All papers of a case through all checks: trade names first, then each paper, then what only shows between them (R11, R12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from pipeline.checks.across import distinct_payers, linked_names, with_duplicates, with_rivals, with_tax_ids
from pipeline.checks.bundle import sheets_of
from pipeline.checks.notes import Effect, Note
from pipeline.checks.single import Checked, check_paper
from pipeline.model import Case, Submitted
from pipeline.policy import Rules
from pipeline.vocabulary import FindingCode, Kind

__all__ = ["Papers", "check_papers"]


@dataclass(frozen=True)
class Papers:
    """The papers of a case after all checks, in an order that does not depend on how they came."""

    checked: tuple[Checked, ...]
    linked: tuple[str, ...] = ()
    agreeing: tuple[Checked, ...] = ()
    payers: tuple[str, ...] = ()

    @cached_property
    def counting(self) -> tuple[Checked, ...]:
        return tuple(paper for paper in self.checked if paper.counts)

    @cached_property
    def kinds(self) -> frozenset[Kind]:
        return frozenset(paper.document.kind for paper in self.counting)


def check_papers(case: Case, rules: Rules, today: date) -> Papers:
    """Check everything submitted so far. The order of the papers makes no difference."""
    submitted = sorted(case.documents, key=lambda s: (s.document.file, s.document.sha256, s.uploaded or date.max))
    first = _single(submitted, case, rules, today, ())
    linked = linked_names(with_tax_ids(first, rules)[0])
    checked = _single(submitted, case, rules, today, linked) if linked else first
    checked = with_duplicates(checked, rules)
    checked, agreeing = with_tax_ids(checked, rules)
    checked = with_rivals(checked, rules)
    return Papers(tuple(checked), linked, agreeing, distinct_payers(checked))


def _single(submitted: Sequence[Submitted], case: Case, rules: Rules, today: date, linked: tuple[str, ...]) -> list[Checked]:
    shut = {kind for row in rules.for_place(case.freelancer.country, case.freelancer.region) for kind in row.not_counted}
    papers = [
        check_paper(sheet, one.uploaded, case, rules, today=today, linked=linked)
        for one in submitted
        for sheet in sheets_of(one.document, rules)
    ]
    if not shut:
        return papers
    note = Note(FindingCode.KIND_NOT_ACCEPTED, Effect.STOPS, "kind_not_accepted_here")
    return [replace(paper, notes=(*paper.notes, note)) if paper.document.kind in shut else paper for paper in papers]
