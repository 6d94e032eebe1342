"""Facts of a paper: every field that its kind can show, each read, withheld (blacked out) or absent (R12, R13).

Labels and turns of phrase are data; what they cannot say (a letterhead, a table of amounts) is in the modules of this package.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from classifiers.kinds import Kind
from classifiers.model import PageText, Segment
from pipeline.model import Field, Finding, NameSeen
from pipeline.vocabulary import FieldName

__all__ = ["Facts", "extract", "extract_fields"]


@dataclass(frozen=True, slots=True)
class Facts:
    """What a paper says: its fields, findings on its words (`totals_disagree`, `residential_lease`, `not_signed`), all names in a role."""

    fields: Mapping[FieldName, Field]
    findings: tuple[Finding, ...] = ()
    names_seen: tuple[NameSeen, ...] = ()


def extract(kind: Kind, pages: Sequence[PageText], today: date | None = None, segments: Sequence[Segment] = ()) -> Facts:
    """The facts of a file of a kind. Every FieldName is a key; `today` only ranks candidates, it never makes one.

    `segments`: the papers of a bundle; with them, only pages of the file's kind are read.
    """
    from pipeline.fields.assembly import assemble

    return Facts(*assemble(kind, pages, today, segments))


def extract_fields(
    kind: Kind, pages: Sequence[PageText], today: date | None = None, segments: Sequence[Segment] = ()
) -> Mapping[FieldName, Field]:
    """The fields of `extract` alone."""
    return extract(kind, pages, today, segments).fields
