"""The review sheet of a case and the queue of what waits, as markdown for the Prefect UI.

A sheet lives in Prefect's database, so it holds ids, codes and their general meaning. Names, values and file names are in the
pictures and on the case's own page, both behind signed links.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from html import escape
from textwrap import wrap
from urllib.parse import quote

from pipeline.model import Document, PlatformStanding, Read, Reason, Verdict, Withheld
from pipeline.registry.model import CaseRow, CaseState, UploadState
from pipeline.service import CaseView
from pipeline.standing import assess_programs
from pipeline.vocabulary import EXPLAINED, DocumentStatus
from redaction.geometry import Box
from redaction.model import Status

Signed = Callable[[str], str]
"""A path of the image route → its signed address."""

_LINE = 58  # characters; the UI breaks no line of a table, and at 1280 pixels the place must still be seen
_VERDICTS = {"qualifies": "qualifies", "needs_more_info": "needs more information", "out_of_scope": "is out of scope"}


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a sheet's links lead: `sign` for pictures and the case's page, `decide` the prefilled form (None: by command)."""

    sign: Signed
    decide: str | None = None
    sheet: Callable[[str], str] = lambda case_id: "#" + case_id


def page_path(case_id: str, document: Document, page: int) -> str:
    return f"/cases/{case_id}/pages/{document.sha256}/{page}"


def crop_path(case_id: str, document: Document, page: int, box: Box) -> str:
    return page_path(case_id, document, page) + "/" + ",".join(f"{v:.1f}" for v in box)


def review_sheet(view: CaseView, to: Addresses) -> str:
    """The whole sheet of one case."""
    return "\n".join(_sheet(view, to)) + "\n"


def _sheet(view: CaseView, to: Addresses) -> Iterator[str]:
    case_id, verdict = view.row.case_id, view.verdict
    name = escape(case_id)
    if verdict is None:
        yield f"# {name}: no verdict yet\n"
        yield f"State: {view.row.state.value}" + (f", problem `{view.row.error_code}`" if view.row.error_code else "")
        return
    yield f"# {name} {_VERDICTS[verdict.verdict.value]}"
    yield f"\n*A proposal for a person to decide.* {_standing(view, verdict)}\n"
    yield _actions(view, to)
    yield from _problems(view)
    yield "\n## Reasons\n"
    yield "| | meaning | rule | place |\n| --- | --- | --- | --- |"
    for number, reason in enumerate(verdict.reasons, 1):
        said = "<br>".join(wrap(f"{EXPLAINED[reason.code].meaning} `{reason.code.value}`", _LINE, break_on_hyphens=False))
        yield f"| {number} | {said} | {reason.rule or ''} | {_place(view, reason, to)} |"
    if verdict.requests:
        yield f"\nThe freelancer is asked for {_number(len(verdict.requests), 'thing')}; the wording is on the case's page."
    yield from _documents(view, to)
    yield from _programs(view, verdict)
    yield from _history(view)


def _standing(view: CaseView, verdict: Verdict) -> str:
    parts = [f"State **{view.row.state.value.replace('_', ' ')}**", f"checked as of {verdict.as_of}"]
    if verdict.review_due:
        parts.append(f"review due **{verdict.review_due}**")
    if verdict.valid_until:
        parts.append(f"holds until {verdict.valid_until}")
    return ", ".join(parts) + f", policy {escape(verdict.policy.name)} `{verdict.policy.sha256[:12]}`, verdict no. {view.row.verdict_id}."


def _actions(view: CaseView, to: Addresses) -> str:
    case_page = f"[Open the case's page with names and values]({to.sign('/cases/' + view.row.case_id)})"
    if to.decide is None:
        return case_page
    return f"**[Decide on this case →]({to.decide})** · {case_page}"


def form_parameters(values: Mapping[str, object]) -> str:
    """What fills in a form of the Prefect UI, as a link's parameter. The UI decodes it once more than the browser does."""
    return quote(json.dumps(values).replace("%", "%25"))


def _problems(view: CaseView) -> Iterator[str]:
    dead = [u for u in view.uploads if u.state in (UploadState.DEAD, UploadState.FAILED)]
    if dead:
        codes = ", ".join(sorted({f"`{u.error_code or u.state.value}`" for u in dead}))
        yield f"\n> **{_number(len(dead), 'upload')} could not be worked on** ({codes}); try again with `intake recheck --retry`."


def _place(view: CaseView, reason: Reason, to: Addresses) -> str:
    """The document by its number, linked to its place on the page."""
    for number, document in enumerate(view.documents, 1):
        if document.file == reason.file:
            if document.status is not DocumentStatus.READ:
                return f"document {number}"
            if reason.page is None:
                return f"[document {number}]({to.sign(page_path(view.row.case_id, document, 1))})"
            place = page_path(view.row.case_id, document, reason.page)
            if reason.box is not None:
                place = crop_path(view.row.case_id, document, reason.page, reason.box)
            return f"[document {number}, page {reason.page}]({to.sign(place)})"
    return ""


def _documents(view: CaseView, to: Addresses) -> Iterator[str]:
    for number, document in enumerate(view.documents, 1):
        yield f"\n## Document {number}: {_kind(document)}\n"
        if document.status is not DocumentStatus.READ:
            yield f"Not read: `{document.status.value}`."
            continue
        yield _redactions(document)
        for finding in document.findings:
            page = f" (page {finding.page})" if finding.page else ""
            yield f"- {EXPLAINED[finding.code].meaning}{page} `{finding.code.value}`"
        yield from _facts(view.row.case_id, document, to)
        yield "\nBlue outlines hold, red ones leak, green ones are the facts above.\n"
        for sheet in range(1, document.pages + 1):
            address = to.sign(page_path(view.row.case_id, document, sheet))
            yield f'<a href="{escape(address)}"><img src="{escape(address)}" width="640" alt="document {number}, page {sheet}"></a>\n'


def _kind(document: Document) -> str:
    return document.kind.value.replace("_", " ") + (f", {document.grade.value} certainty" if document.status is DocumentStatus.READ else "")


def _redactions(document: Document) -> str:
    leaky = sum(region.status is Status.LEAKY for region in document.regions)
    if not document.regions and not document.leaks:
        return "Nothing is blacked out.\n"
    said = f"{_number(len(document.regions), 'place')} blacked out, {leaky} of them leaking"
    return said + (f", and {_number(len(document.leaks), 'leak')} of the file as a whole.\n" if document.leaks else ".\n")


def _facts(case_id: str, document: Document, to: Addresses) -> Iterator[str]:
    shown = list(document.facts())
    if not shown:
        return
    yield "\n| fact | state | as it stands on the paper | certainty |\n| --- | --- | --- | --- |"
    for name, value in shown:
        address = escape(to.sign(crop_path(case_id, document, value.page, value.box)))
        picture = f'<img src="{address}" height="34" alt="{name.value}">'
        match value:
            case Read():
                yield f"| {name.value.replace('_', ' ')} | read | {picture} | {value.confidence:.0%} |"
            case Withheld():
                yield f"| {name.value.replace('_', ' ')} | withheld | {picture} | |"


def _programs(view: CaseView, verdict: Verdict) -> Iterator[str]:
    """Standing in the platform's programs (R30-R38) with the certainty of each criterion: evidence, decides nothing."""
    if view.case is None or view.case.platform == PlatformStanding():
        return
    yield "\n## Platform standing\n\n*Evidence only; the criteria's certainty is that of the source.*\n"
    yield "| program | | criterion | answer | rule | certainty |\n| --- | --- | --- | --- | --- | --- |"
    for program in assess_programs(view.case.platform, verdict.as_of):
        name = program.program.value.replace("_", " ")
        for criterion in program.criteria:
            doubt = f" ({criterion.doubt})" if criterion.doubt else ""
            yield (
                f"| {name} | {program.answer.value.replace('_', ' ')} | {criterion.name} | {criterion.answer.value.replace('_', ' ')} "
                f"| {criterion.rule} | {criterion.certainty.value}{doubt} |"
            )
            name = ""


def _history(view: CaseView) -> Iterator[str]:
    yield "\n## History\n\n| when (UTC) | what | policy |\n| --- | --- | --- |"
    entries = [(v.made_at, f"proposed: {_VERDICTS[v.verdict]} (no. {v.id}, {v.trigger})", v.policy_sha256) for v in view.history]
    entries += [
        (
            d.decided_at,
            f"**{d.decision}** by {escape(d.decided_by)} on no. {d.verdict_id}" + ", against the proposal" * d.overrides,
            d.policy_sha256,
        )
        for d in view.decisions
    ]
    for when, what, policy in sorted(entries):
        yield f"| {when:%Y-%m-%d %H:%M} | {what.replace('|', '/')} | `{policy[:12]}` |"


def review_queue(rows: list[CaseRow], to: Addresses, today: date) -> str:
    """What waits for a reviewer, oldest due first, then what has failed."""
    lines = ["# What waits for a reviewer\n"]
    waiting = sorted((r for r in rows if r.state is CaseState.NEEDS_REVIEW), key=lambda r: (r.review_due or "9999", r.created_at))
    lines.append("| case | proposed | review due | |\n| --- | --- | --- | --- |" if waiting else "Nothing waits.")
    lines += [
        f"| [{escape(row.case_id)}]({to.sheet(row.case_id)}) | {_VERDICTS[row.verdict or '']} | {row.review_due or ''} "
        f"| {urgency(row.review_due, today)} |"
        for row in waiting
    ]
    failed = [row for row in rows if row.state is CaseState.FAILED]
    if failed:
        lines += ["\n## Could not be worked on\n", "| case | problem |\n| --- | --- |"]
        lines += [f"| [{escape(row.case_id)}]({to.sheet(row.case_id)}) | `{row.error_code or 'gave_up'}` |" for row in failed]
    return "\n".join(lines) + "\n"


def urgency(review_due: str | None, today: date) -> str:
    """`overdue`, `due today` or nothing."""
    if review_due is None or review_due > today.isoformat():
        return ""
    return "overdue" if review_due < today.isoformat() else "due today"


def _number(count: int, thing: str) -> str:
    return f"{count} {thing}" + ("" if count == 1 else "s")
