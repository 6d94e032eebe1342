"""Values in running text: "between X (the Landlord) and Y (the Tenant)", "hereby certifies that X is this day incorporated".

The turns of phrase are data (`patterns` in the label files); a blackout inside one answers like a value.
"""

from __future__ import annotations

import re

from pipeline.fields.layout import Cell, PageLayout, Token
from pipeline.fields.lexicon import Lexicon, Pattern
from pipeline.fields.search import Found, found_at, found_in
from pipeline.fields.values import Context, parse_value

__all__ = ["in_prose"]

_IN_ONE_CELL = frozenset({"issuer", "form", "jurisdiction", "platform"})
"""Roles whose phrases are short and never run on from one cell to the next."""


def _one_line(layout: PageLayout, tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """A name that begins a line of its own ends with it: what follows is the next line of a certificate."""
    for line in layout.lines:
        if line.cells[0].tokens[0] is tokens[0]:
            own = {id(t) for t in line.whole.tokens}
            return tuple(t for t in tokens if id(t) in own) if len(line.whole.tokens) <= 6 else tokens
    return tokens


def _runs(layout: PageLayout, tokens: tuple[Token, ...]) -> bool:
    """Whether words stand in running text: in one cell, or in lines of one cell each."""
    ids = {id(t) for t in tokens}
    touched = [(line, sum(any(id(t) in ids for t in c.tokens) for c in line.cells)) for line in layout.lines]
    lines = [(line, cells) for line, cells in touched if cells]
    if len(lines) <= 1:
        return all(cells == 1 for _, cells in lines)
    return all(cells == 1 and len(line.cells[0].text) > 25 for line, cells in lines[:-1])


_REVISION = re.compile(r"\(?rev(?:ised|\.)? ?[a-z]* ?[0-9]{4}\)?", re.IGNORECASE)
"""A form's edition, which is not the year it is for."""


def _in_cells(layout: PageLayout, pattern: Pattern, context: Context) -> list[Found]:
    for cell in layout.cells:
        match = pattern.regex.search(cell.text)
        if match:
            part = Cell(cell.page, cell.line, cell.covering(*match.span("v")))
            parsed = parse_value(pattern.value, part, context, pattern.role)
            if parsed and not (isinstance(parsed.value, str) and parsed.value[0].islower()):
                weight = pattern.weight if pattern.in_cell or pattern.role == "form" else 0.84
                return [found_in(pattern.role, parsed, part, weight, "prose")]
    return []


def in_prose(layout: PageLayout, words: Lexicon, context: Context) -> list[Found]:
    """The values that the kind's turns of phrase give on a page."""
    text = layout.text.replace("\n", " ")
    found: list[Found] = []
    for pattern in words.patterns:
        if pattern.in_cell or pattern.role in _IN_ONE_CELL:
            found.extend(_in_cells(layout, pattern, context))
            continue
        for match in pattern.regex.finditer(_REVISION.sub(lambda m: " " * len(m[0]), text) if pattern.value == "year" else text):
            tokens = layout.covering(*match.span("v"))
            if not tokens or (pattern.value == "name" and match["v"][:1].islower()):
                continue
            if pattern.value == "name":
                tokens = _one_line(layout, tokens)
            cell = Cell(layout.number, 0, tokens)
            parsed = parse_value(pattern.value, cell, context, pattern.role)
            if parsed:
                box_tokens = cell.covering(parsed.start, parsed.end)
                weight = pattern.weight if _runs(layout, layout.covering(*match.span())) else min(pattern.weight, 0.78)
                found.append(found_at(pattern.role, parsed, layout.number, box_tokens, weight, "prose"))
                break
    return found
