"""What the freelancer is asked for, all at once (R14), and the shortest path to enough papers.

Both are remarks, not words; a blacked-out value is asked for by itself (R13), and a leak always asks for a better copy.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.checks.notes import Effect
from pipeline.checks.single import Checked
from pipeline.explain import Remark, Wording
from pipeline.model import Case
from pipeline.names import has_legal_form
from pipeline.papers import Papers
from pipeline.vocabulary import FindingCode, Kind
from pipeline.weighing import Bar

__all__ = ["remarks_on", "requests_for", "shortest_path"]

_ALWAYS_ASKED = frozenset({FindingCode.LEAKY_REDACTION})
_ASKED_WHILE_SHORT = frozenset({FindingCode.MORE_THAN_ONE_PAPER})
"""Asked of a paper that counts, too: the rest of its file may be what is missing."""


def remarks_on(paper: Checked) -> Iterator[Remark]:
    """The notes on one paper as remarks, each once."""
    seen: set[tuple[str, int | None, object]] = set()
    for note in paper.notes:
        mark = (note.key, note.page, note.about)
        if mark not in seen:
            seen.add(mark)
            yield Remark(note.code, note.key, note.facts, paper.document.file, paper.document.kind, note.page, note.box, paper.part)


def requests_for(papers: Papers, bar: Bar, wording: Wording) -> tuple[str, ...]:
    """Everything that is asked for, each thing once, papers first; only leaks where the papers are enough."""
    enough = bar.met_by(papers.kinds)
    asked = [request for paper in papers.checked for request in _of_paper(paper, papers, enough, wording)]
    if not enough:
        asked.append(_more(papers, bar, wording))
    return tuple(dict.fromkeys(asked))


def _of_paper(paper: Checked, papers: Papers, enough: bool, wording: Wording) -> Iterator[str]:
    spare = enough or (paper.document.kind.is_evidence and paper.document.kind in papers.kinds)
    for remark in remarks_on(paper):
        wanted = remark.code in _ALWAYS_ASKED or not spare or (remark.code in _ASKED_WHILE_SHORT and not enough)
        if wanted and (request := wording.request(remark)):
            yield request


def _more(papers: Papers, bar: Bar, wording: Wording) -> str:
    """Papers that are asked for again may do: other kinds are then asked for besides, or as another way."""
    if bar.only_weak(papers.kinds):
        return wording.say("request", "stronger_kind", {"examples": _examples(papers, wording)})
    again = _smallest(papers, bar, _repairable(papers, {Effect.ASKS})).kinds
    left = bar.missing(papers.kinds | again)
    key = "more_kinds" if left else "other_kinds_instead"
    return wording.say_counted("request", key, left or bar.missing(papers.kinds), {"examples": _examples(papers, wording, again)})


def _examples(papers: Papers, wording: Wording, besides: frozenset[Kind] = frozenset()) -> str:
    taken = papers.kinds | besides
    return wording.kinds([kind for kind in wording.examples if kind not in taken][:3], either=True)


@dataclass(frozen=True, slots=True)
class _Repair:
    """Papers of new kinds that would count after one sort of repair, one per kind."""

    papers: tuple[Checked, ...]

    @property
    def kinds(self) -> frozenset[Kind]:
        return frozenset(paper.document.kind for paper in self.papers)

    def files(self, wording: Wording) -> str:
        return wording.together(wording.place(paper.document.file, paper.part) for paper in self.papers)


def shortest_path(case: Case, papers: Papers, bar: Bar, wording: Wording) -> str | None:
    """The least that would make the papers enough, as one sentence; None where they are."""
    if bar.met_by(papers.kinds):
        return None
    again = _smallest(papers, bar, _repairable(papers, {Effect.ASKS}))
    if again.papers and bar.met_by(papers.kinds | again.kinds):
        return wording.say("path", "show_again", {"files": again.files(wording)})
    look = _smallest(papers, bar, _repairable(papers, {Effect.LOOK}))
    short = max(1, bar.missing(papers.kinds))
    if look.papers and bar.met_by(papers.kinds | look.kinds):
        return wording.say_counted("path", "reviewer", short, {"files": look.files(wording), "examples": _examples(papers, wording)})
    if link := _by_linking(case, papers, bar, wording):
        return link
    if again.papers and (left := bar.missing(papers.kinds | again.kinds)):
        return wording.say_counted(
            "path", "show_again_and", left, {"files": again.files(wording), "examples": _examples(papers, wording, again.kinds)}
        )
    return wording.say_counted("path", "more", short, {"examples": _examples(papers, wording)})


def _repairable(papers: Papers, effects: set[Effect]) -> list[Checked]:
    """One paper of each new kind whose only obstacles have one of `effects`."""
    found: dict[Kind, Checked] = {}
    for paper in papers.checked:
        obstacles = {note.effect for note in paper.notes} - {Effect.NOTE}
        kind = paper.document.kind
        if obstacles and obstacles <= effects and kind.is_evidence and kind not in papers.kinds:
            found.setdefault(kind, paper)
    return list(found.values())


def _smallest(papers: Papers, bar: Bar, candidates: Sequence[Checked]) -> _Repair:
    """As few of the candidates as reach the bar, strong kinds first; all of them where none do."""
    chosen: list[Checked] = []
    for paper in sorted(candidates, key=lambda p: p.document.kind in bar.weak):
        if bar.met_by(papers.kinds | {p.document.kind for p in chosen}):
            break
        chosen.append(paper)
    return _Repair(tuple(chosen))


def _by_linking(case: Case, papers: Papers, bar: Bar, wording: Wording) -> str | None:
    """A dba registration counts itself and lets papers count that name only the trade name."""
    own = case.freelancer.person_name or case.freelancer.entity_name or ""
    for paper in papers.checked:
        obstacles = [note for note in paper.notes if note.effect is not Effect.NOTE]
        kinds = papers.kinds | {Kind.DBA_REGISTRATION, paper.document.kind}
        if (
            len(obstacles) == 1
            and obstacles[0].code is FindingCode.NAME_DIFFERENT
            and bar.met_by(kinds)
            and not bar.met_by(papers.kinds | {Kind.DBA_REGISTRATION})
            and Kind.DBA_REGISTRATION not in papers.kinds
            and not has_legal_form(obstacles[0].facts["name"])
        ):
            return wording.say(
                "path", "link", {"name": obstacles[0].facts["name"], "own": own, "files": wording.place(paper.document.file, paper.part)}
            )
    return None
