"""The office's stamp on a filing: "FILED", the office and a day below each other, apart from the form's own print."""

from __future__ import annotations

import re
from collections.abc import Iterator

from classifiers.kinds import Kind
from pipeline.dates import find_dates
from pipeline.fields.layout import Cell, PageLayout
from pipeline.fields.search import Found, found_in
from pipeline.fields.values import Context, Parsed

__all__ = ["stamped"]

_KINDS = frozenset({Kind.ENTITY_REGISTRATION, Kind.DBA_REGISTRATION})
_FILED = re.compile(r"\W*(?:endorsed\W+)?(?:filed|filed and recorded|recorded|accepted for filing)\W*", re.IGNORECASE)
_OFFICE = re.compile(r"secretary of (?:the )?state|county (?:clerk|recorder)|division of corporations|department of state", re.IGNORECASE)
_LINES = 6


def stamped(kind: Kind, page: PageLayout, context: Context) -> Iterator[Found]:
    """The day of filing and the office in the column of a stamp that says FILED in large or small letters."""
    if kind not in _KINDS:
        return
    for cell in page.cells:
        if not _FILED.fullmatch(cell.text):
            continue
        for other in _below(page, cell):
            dates = find_dates(other.text, context.order)
            if dates and dates[0].start <= 2:
                day = dates[0]
                yield found_in("issue_date", Parsed(day.value, day.start, day.end, 1.0, day.alternatives), other, 0.8, "stamp")
                return
            office = _OFFICE.search(other.text)
            if office:
                yield found_in("issuer", Parsed(other.text.strip(" ,;"), 0, len(other.text), 1.0), other, 0.7, "stamp")


def _below(page: PageLayout, cell: Cell) -> Iterator[Cell]:
    """The cells under a cell, in its column, near enough to be one stamp."""
    reach = cell.box.bottom + _LINES * page.row
    for line in page.lines[cell.line + 1 : cell.line + 1 + 2 * _LINES]:
        for other in line.cells:
            middle = other.box.centre[0]
            if other.box.top < reach and cell.box.x0 - 12 * page.letter < middle < cell.box.x1 + 12 * page.letter:
                yield other
