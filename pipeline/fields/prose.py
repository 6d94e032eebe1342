"""Values in running text: "between X (the Landlord) and Y (the Tenant)", "hereby certifies that X is this day incorporated".

The turns of phrase are data (`patterns` in the label files); a blackout inside one answers like a value.
"""

from __future__ import annotations

from pipeline.fields.labels import Lexicon
from pipeline.fields.layout import Cell, PageLayout
from pipeline.fields.search import Found, found_at
from pipeline.fields.values import Context, parse_value

__all__ = ["in_prose"]


def in_prose(layout: PageLayout, words: Lexicon, context: Context) -> list[Found]:
    """The values that the kind's turns of phrase give on a page."""
    text = layout.text.replace("\n", " ")
    found: list[Found] = []
    for pattern in words.patterns:
        for match in pattern.regex.finditer(text):
            tokens = layout.covering(*match.span("v"))
            if not tokens or (pattern.value == "name" and match["v"][:1].islower()):
                continue
            cell = Cell(layout.number, 0, tokens)
            parsed = parse_value(pattern.value, cell, context, pattern.role)
            if parsed:
                box_tokens = cell.covering(parsed.start, parsed.end)
                found.append(found_at(pattern.role, parsed, layout.number, box_tokens, pattern.weight, "prose"))
                break
    return found
