"""The verdict: `assess(case, policy, today)`, pure; the same case, policy and day give the same bytes.

Scope first (R1), then the papers (R11, R12), then words. Only proposes to a reviewer (R5); what is unsure never counts by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pipeline.asking import remarks_on, requests_for, shortest_path
from pipeline.checks.across import linked_name
from pipeline.explain import Remark, Wording, load_wording
from pipeline.model import Case, Counted, Reason, Verdict
from pipeline.papers import Papers, check_papers
from pipeline.policy import Policy, Rules
from pipeline.scope import InScope, ScopeAnswer, scope_of
from pipeline.standing import is_exclusive
from pipeline.vocabulary import FindingCode, Kind, VerdictKind
from pipeline.weighing import Bar, Ending, bar_for, ending
from pipeline.workdays import add_business_days, country_code

__all__ = ["assess", "in_scope", "review_due"]

C = FindingCode


def in_scope(case: Case, policy: Policy, today: date) -> bool:
    """Whether documents of this case may be opened at all (R1)."""
    rules = policy.on(today)
    return _scope_state(scope_of(case.engagement.client_name, rules.scope), rules) is not InScope.NO


def assess(case: Case, policy: Policy, today: date, language: str = "en") -> Verdict:
    """The proposal for a case as of `today`, with reasons, requests, shortest path and end date (R1-R17).

    Pure: no clock, no files, no network. Raises PolicyError where the policy has no rows in force on `today`.
    """
    rules, wording = policy.on(today), load_wording(language)
    scope = scope_of(case.engagement.client_name, rules.scope)
    state = _scope_state(scope, rules)
    if state is InScope.NO:
        reason = wording.reason(_out_of_scope(scope, rules, wording))
        return Verdict(case.case_id, VerdictKind.OUT_OF_SCOPE, policy.ref, today, None, None, (), (reason,), (), None)
    papers, bar = check_papers(case, rules, today), bar_for(case, rules)
    enough = bar.met_by(papers.kinds)
    qualifies = enough and state is InScope.YES
    end = ending(papers.counting, bar) if qualifies else None
    due = review_due(case, rules, today)
    remarks = [
        *_on_outcome(papers, bar, wording),
        *_on_scope(scope, state),
        *_on_papers(papers),
        *_between_papers(papers, end, wording),
        *_on_case(case, rules, bar=bar, due=due, today=today, wording=wording),
    ]
    return Verdict(
        case_id=case.case_id,
        verdict=VerdictKind.QUALIFIES if qualifies else VerdictKind.NEEDS_MORE_INFO,
        policy=policy.ref,
        as_of=today,
        valid_until=end.day if end else None,
        review_due=due,
        counted=tuple(dict.fromkeys(Counted(paper.document.file, paper.document.kind) for paper in papers.counting)),
        reasons=_reasons(remarks, wording),
        requests=requests_for(papers, bar, wording),
        shortest_path=(wording.sections["path"]["client"] if enough and not qualifies else shortest_path(case, papers, bar, wording)),
    )


def review_due(case: Case, rules: Rules, today: date) -> date:
    """The 2nd business day after the last finished task, or after the case was opened (R17); a minimum, not a promise."""
    done = [task.done_on for task in case.tasks if task.done and task.done_on]
    sent = [one.uploaded for one in case.documents if one.uploaded]
    start = max(done, default=None) or case.opened or max(sent, default=today)
    country = country_code(case.freelancer.country) or rules.review.region_default
    return add_business_days(start, rules.review.business_days, country, case.freelancer.region)


def _scope_state(answer: ScopeAnswer, rules: Rules) -> InScope:
    """What the policy makes of a client that is not named; `UNKNOWN` goes on, but never qualifies."""
    if answer.state is not InScope.UNKNOWN:
        return answer.state
    return {"review": InScope.UNKNOWN, "in_scope": InScope.YES, "out_of_scope": InScope.NO}[rules.scope.unknown_client]


def _out_of_scope(scope: ScopeAnswer, rules: Rules, wording: Wording) -> Remark:
    if scope.state is InScope.UNKNOWN:
        return Remark(C.OUT_OF_SCOPE, "out_of_scope_no_client")
    names = wording.together((f'"{name}"' for name in (*rules.scope.full_names, *rules.scope.short_names)), either=True)
    return Remark(C.OUT_OF_SCOPE, "out_of_scope", {"names": names})


def _reasons(remarks: list[Remark], wording: Wording) -> tuple[Reason, ...]:
    return tuple(wording.reason(remark) for remark in remarks)


def _on_outcome(papers: Papers, bar: Bar, wording: Wording) -> Iterator[Remark]:
    kinds = papers.kinds
    named = wording.kinds(sorted(kinds, key=list(Kind).index))
    missing = bar.missing(kinds)
    if bar.only_weak(kinds):
        yield Remark(C.TWO_WEAK_KINDS, "two_weak_kinds", {"kinds": named})
    elif missing:
        code = C.ONE_MORE_KIND_NEEDED if missing == 1 else C.TWO_KINDS_NEEDED
        yield Remark(code, f"{code.value}_have" if kinds else code.value, {"kinds": named, "count": str(missing)})
        for kind in sorted(kinds, key=list(Kind).index):
            if sum(paper.document.kind is kind for paper in papers.counting) > 1:
                yield Remark(C.SAME_KIND_TWICE, "same_kind_twice", kind=kind)
    elif kinds:
        yield Remark(C.TWO_KINDS_ACCEPTED, "two_kinds_accepted", {"kinds": named, "count": str(len(kinds))})
    else:
        yield Remark(C.TWO_KINDS_ACCEPTED, "requirement_waived")


def _on_scope(scope: ScopeAnswer, state: InScope) -> Iterator[Remark]:
    if scope.matched:
        yield Remark(C.IN_SCOPE, "in_scope", {"matched": scope.matched})
    elif state is InScope.UNKNOWN:
        yield Remark(C.CLIENT_UNKNOWN, "client_unknown")


def _on_papers(papers: Papers) -> Iterator[Remark]:
    """What keeps papers from counting first, then the papers that count."""
    for paper in papers.checked:
        if not paper.counts:
            yield from remarks_on(paper)
    for paper in papers.counting:
        until = {"day": paper.lapse.day.isoformat()} if paper.lapse else {}
        yield Remark(C.COUNTED, "counted_until" if until else "counted", until, paper.document.file, paper.document.kind, part=paper.part)
        yield from remarks_on(paper)


def _between_papers(papers: Papers, end: Ending | None, wording: Wording) -> Iterator[Remark]:
    for paper in papers.counting:
        if (name := linked_name(paper)) is not None:
            yield Remark(C.NAMES_LINKED, "names_linked", {"name": name}, paper.document.file, paper.document.kind, part=paper.part)
    if papers.agreeing:
        files = wording.together(wording.place(p.document.file, p.part) for p in papers.agreeing)
        yield Remark(C.TAX_IDS_AGREE, "tax_ids_agree", {"files": files})
    if papers.payers:
        yield Remark(
            C.DISTINCT_PAYERS,
            "distinct_payers_one" if len(papers.payers) == 1 else "distinct_payers_many",
            {"count": str(len(papers.payers)), "names": "; ".join(papers.payers)},
        )
    if end:
        yield Remark(
            C.VALID_UNTIL,
            f"valid_until_{end.lapse.key}",
            {"day": end.day.isoformat()},
            end.paper.document.file,
            end.paper.document.kind,
            part=end.paper.part,
        )


def _on_case(case: Case, rules: Rules, *, bar: Bar, due: date, today: date, wording: Wording) -> Iterator[Remark]:
    """Evidence and status beside the papers (R2, R6, R8, R9, R10, R17): shown, never decides."""
    for row in rules.for_place(case.freelancer.country, case.freelancer.region):
        yield Remark(C.STRICTER_RULES, "stricter_rules", {"note": row.note})
    if is_exclusive(case.platform.agency):
        yield Remark(C.EXCLUSIVE_AGENCY_MEMBER, "exclusive_agency_member")
    if (case.platform.clients or 0) >= rules.evidence.many_clients:
        yield Remark(
            C.PLATFORM_HISTORY, "platform_history_waives" if bar.waived else "platform_history", {"clients": str(case.platform.clients)}
        )
    if case.questionnaire:
        replaced = rules.evidence.questionnaire_replaces_kinds
        yield Remark(
            C.QUESTIONNAIRE,
            "questionnaire_replaces" if replaced and not bar.waived else "questionnaire",
            {"answers": str(len(case.questionnaire)), "count": str(replaced)},
        )
    still_open = [task.name for task in case.tasks if not task.done and "document" not in task.name.casefold()]
    if still_open:
        yield Remark(C.TASKS_OPEN, "tasks_open", {"tasks": wording.together(still_open)})
    elif today > due and case.opened:
        yield Remark(C.REVIEW_OVERDUE, "review_overdue", {"day": due.isoformat()})
