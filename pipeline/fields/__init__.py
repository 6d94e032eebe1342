"""Facts of a paper: every field that its kind can show, each read, withheld (blacked out) or absent (R12, R13).

Labels and turns of phrase are data; what they cannot say (a letterhead, a table of amounts) is in the modules of this package.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from classifiers.kinds import Kind
from classifiers.model import PageText, Segment
from pipeline.model import Field
from pipeline.vocabulary import FieldName

__all__ = ["extract_fields"]


def extract_fields(kind: Kind, pages: Sequence[PageText], today: date | None = None, segments: Sequence[Segment] = ()) -> dict[FieldName, Field]:
    """The facts of a file of a kind. Every FieldName is a key; `today` only ranks candidates, it never makes one.

    `segments`: the papers of a bundle; with them, pages of the file's kind are read first and the rest only where those are silent.
    """
    from pipeline.fields.assembly import assemble

    return assemble(kind, pages, today, segments)
