"""Parts of a form with a heading that says whose they are and plain labels inside.

PRESTADOR DE SERVIÇOS                    EMPLOYER INFORMATION
CPF/CNPJ: 36.120.477/0001-58             Name:     Bright Pixel LLC
Nome/Razão Social: X                     Address:  12 Harbour Street
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.fields.labels import Hit
from pipeline.fields.layout import Cell, PageLayout
from pipeline.fields.lexicon import Lexicon, composed, normal
from pipeline.fields.search import Found, found_in
from pipeline.fields.values import Context, parse_value

__all__ = ["sectioned"]

_LINES = 7
_PLAIN = frozenset(
    {
        "name",
        "nome",
        "nombre",
        "nom",
        "naam",
        "namn",
        "navn",
        "full name",
        "nome empresarial",
        "company",
        "company name",
        "firma",
        "razao social",
        "razon social",
    }
)
_NOUNS = re.compile(r"s?(?: )?(?:information|details|data|section|daten|angaben|datos|dados|dati|gegevens)")


def sectioned(layout: PageLayout, hits: Sequence[Hit], words: Lexicon, context: Context) -> list[Found]:
    """The names that stand behind a plain label in the part of a form that their role's heading opens; `hits` are the page's labels."""
    return [found for hit in hits if _is_heading(hit, words) for found in _named(layout, hit, hits, words, context)]


def _is_heading(hit: Hit, words: Lexicon) -> bool:
    """Whether a label of a name fills its cell, but for words such as "details" or "data"."""
    rest = " ".join(normal(t.text) for t in hit.cell.tokens[hit.last :])
    fills = hit.first == 0 and (not rest or _NOUNS.fullmatch(rest) is not None)
    return fills and hit.phrase not in _PLAIN and any(words.roles[r].value == "name" for r, _ in hit.roles)


def _named(layout: PageLayout, hit: Hit, hits: Sequence[Hit], words: Lexicon, context: Context) -> Iterator[Found]:
    headings = [other for other in hits if _is_heading(other, words)]
    left, right = hit.cell.box.x0 - 3 * layout.letter, _right_edge(layout, hit, headings)
    labels = {id(other.cell) for other in hits if other.first == 0}
    for line in layout.lines[hit.cell.line + 1 : hit.cell.line + 1 + _LINES]:
        cells = [c for c in line.cells if left <= c.box.x0 < right]
        if any(other.cell in cells for other in headings):
            return
        if line.index == hit.cell.line + 1 and cells and not any(":" in c.text or _labelled(c, c) or id(c) in labels for c in cells):
            return  # the heading has its value right below: it opens no part of a form
        for index, cell in enumerate(cells):
            value = _labelled(cell, cells[index + 1] if index + 1 < len(cells) else _under(layout, cell))
            if value is None:
                continue
            parsed = parse_value("name", value, context)
            if parsed is not None:
                for role, weight in hit.roles:
                    if words.roles[role].value == "name":
                        yield found_in(role, parsed, value, 0.95 * weight, "section", hit.phrase)
            return


def _under(layout: PageLayout, cell: Cell) -> Cell | None:
    """What stands below a cell, at its left edge."""
    lines = layout.lines[cell.line + 1 : cell.line + 2]
    return next((c for line in lines for c in line.cells if abs(c.box.x0 - cell.box.x0) < 2 * layout.letter), None)


def _right_edge(layout: PageLayout, hit: Hit, headings: list[Hit]) -> float:
    """Where the next part on the same line begins."""
    later = [h.cell.box.x0 for h in headings if h.cell.line == hit.cell.line and h.cell.box.x0 > hit.cell.box.x1]
    return min(later, default=layout.width) - 2 * layout.letter


def _labelled(cell: Cell, beside: Cell | None) -> Cell | None:
    """What a plain label of names is followed by, in its cell or the next one."""
    text = cell.text
    head, colon, _ = text.partition(":")
    parts = [" ".join(filter(None, map(normal, part.split()))) for part in (head, *head.split("/"))]
    if not any(p in _PLAIN or composed(p) for p in parts):
        return None
    if colon and len(head) + 1 < len(text.rstrip()):
        tokens = cell.covering(len(head) + 1, len(text))
        first = 1 if tokens and tokens[0].text.endswith(":") else 0
        return Cell(cell.page, cell.line, tokens[first:]) if tokens[first:] else None
    return beside
