"""The papers of one file: its strongest paper, and each segment of another kind that is a paper of its own (R11).

A page that merely looks like another kind (a clause, a schedule, the small print) is no second paper: it has to be typed by
itself, begin with a title or leave no doubt, and be of a kind that is not usually part of the first. Else a person looks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.checks.notes import Effect, Note, text_of
from pipeline.model import Document, Read, Segment
from pipeline.policy import Rules
from pipeline.vocabulary import FieldName, FindingCode, Grade

__all__ = ["NUMBERS", "Sheet", "sheets_of"]

NUMBERS = (FieldName.REGISTRATION_NUMBER, FieldName.POLICY_NUMBER, FieldName.INVOICE_NUMBER)
"""Numbers that tell one paper from another."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One paper of a file as a document of its own; `part` is its segment, None for the file's main paper."""

    document: Document
    part: Segment | None = None
    doubts: tuple[Note, ...] = ()


def sheets_of(document: Document, rules: Rules) -> tuple[Sheet, ...]:
    """The file's main paper first, then at most one paper of each other kind: the surest, then the first."""
    best: dict[str, Segment] = {}
    for segment in document.segments:
        if segment.kind.is_evidence and segment.kind is not document.kind and segment.grade is not Grade.LOW:
            known = best.get(segment.kind)
            if known is None or (known.grade is not Grade.HIGH and segment.grade is Grade.HIGH):
                best[segment.kind] = segment
    found = sorted(best.values(), key=lambda segment: segment.first)
    return (Sheet(document), *(_sheet(document, segment, rules) for segment in found))


def _sheet(document: Document, segment: Segment, rules: Rules) -> Sheet:
    own = replace(
        document,
        kind=segment.kind,
        grade=segment.grade,
        alternatives=segment.alternatives,
        segments=(),
        findings=segment.findings,
        fields=segment.fields,
        regions=(),
        leaks=(),
        picture_hash=segment.picture_hash,
        names_seen=segment.names_seen,
    )
    return Sheet(own, segment, tuple(_doubts(document, segment, rules)))


def _begins(document: Document, segment: Segment) -> bool:
    """Whether the segment is a beginning: it has a title, or it opens the file and the main paper has one."""
    opens = segment.first == min(s.first for s in document.segments)
    return segment.titled or (opens and any(s.kind is document.kind and s.titled for s in document.segments))


def _apart(document: Document, segment: Segment) -> bool:
    """Whether two papers of kinds that often go together are two: sure of kind, with titles, and with numbers of their own."""
    numbers = ((document.field(name), segment.fields.get(name)) for name in NUMBERS)
    differ = any(isinstance(a, Read) and isinstance(b, Read) and text_of(a) != text_of(b) for a, b in numbers)
    return differ and segment.grade is Grade.HIGH and _begins(document, segment)


def _doubts(document: Document, segment: Segment, rules: Rules) -> Iterator[Note]:
    kinds = {document.kind, segment.kind}
    together = any(kinds <= set(pair) for pair in rules.bundle.one_paper)
    if (together and not _apart(document, segment)) or (segment.grade is not Grade.HIGH and not _begins(document, segment)):
        yield Note(FindingCode.MORE_THAN_ONE_PAPER, Effect.LOOK, "may_be_one_paper", {"other_kind": document.kind.value}, segment.first)
