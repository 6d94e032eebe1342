"""The cells around a label: after it, right of it, below it in its column, above it; and what of them belongs to one value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.fields.labels import Hit, leads
from pipeline.fields.layout import Cell, PageLayout, Token
from pipeline.fields.name_text import is_empty_mark
from redaction.geometry import Box, bounding

__all__ = ["CONTINUES", "FORM_ALONE", "Neighbourhood", "is_hint", "span_of"]

FORM_ALONE = re.compile(
    r"^(?:(?:private |pvt\.? |pte\.? |pty\.? )?(?:limited|ltd\.?|llc|l\.l\.c\.|inc\.?|incorporated|corp\.?|corporation|gmbh|llp|plc|"
    r"company))$",
    re.IGNORECASE,
)


def span_of(hit: Hit) -> Box:
    return bounding(t.box for t in hit.cell.tokens[hit.first : hit.last]) or hit.cell.box


def is_hint(text: str) -> bool:
    """Words beside a label that only say how to fill it in."""
    return (
        is_empty_mark(text)
        or text.startswith("/")
        or bool(
            re.fullmatch(
                r"\W*\(?[^()]*(?:\b(?:mm|dd|yy|yyyy|mmddyyyy|ddmmyyyy)\b|if any|see instr|\boptional\b|\brequired\b)[^()]*\)?\W*",
                text,
                re.IGNORECASE,
            )
            or re.fullmatch(r"\s*\([^)]*\)\s*[:*]?", text)
        )
    )


_NEVER_SIGNED = frozenset(
    {"trade_name", "registration_number", "tax_id", "invoice_number", "policy_number", "expiry_date", "effective_date", "period", "total"}
)
"""Facts in one row with a name: boxes of a form, not the foot of a contract."""
CONTINUES = re.compile(
    r"\b(?:street|address|city|zip|telephone|instr(?:uctions)?|mm|if any|including|first name|middle|as shown|not your|last name|suffix)\b",
    re.IGNORECASE,
)


class Neighbourhood:
    """A page with its hits, ready to be asked for neighbours."""

    def __init__(self, layout: PageLayout, hits: Sequence[Hit]) -> None:
        self.layout = layout
        self.hits = hits
        self.starts: dict[tuple[int, float], int] = {}
        for hit in hits:
            if leads(hit.cell, hit.first):
                self.starts[self._key(hit.cell)] = hit.last
        stacked = {t.box for hit in hits if hit.cell.box.height > 1.6 * layout.tall for t in hit.cell.tokens}
        self.starts.update({self._key(c): 1 for c in layout.cells if c.tokens[0].box in stacked})
        self.cuts: dict[tuple[int, float], list[int]] = {}
        for hit in hits:
            self.cuts.setdefault(self._key(hit.cell), []).append(hit.first)

    @staticmethod
    def _key(cell: Cell) -> tuple[int, float]:
        return cell.line, cell.tokens[0].box.x0

    def starts_with_label(self, cell: Cell) -> bool:
        return self._key(cell) in self.starts

    def up_to_label(self, cell: Cell, first: int = 0) -> Cell | None:
        """Tokens from `first` up to the next label within the cell."""
        later = [c for c in self.cuts.get(self._key(cell), ()) if c > first or (c == first and first > 0)]
        return cell.part(first, min(later, default=len(cell.tokens)))

    def after(self, hit: Hit) -> Cell | None:
        return self.up_to_label(hit.cell, hit.last) if hit.last < len(hit.cell.tokens) else None

    def heads_columns(self, hit: Hit) -> bool:
        """Whether the label is one of a row of small captions with larger values below each: right of it stands the next caption."""
        lines, box = self.layout.lines, span_of(hit)
        captions = lines[hit.cell.line].cells
        if len(captions) < 2 or hit.last < len(hit.cell.tokens) or hit.colon or hit.cell.line + 1 >= len(lines):
            return False
        values = lines[hit.cell.line + 1].cells
        under = [next((v for v in values if abs(v.box.x0 - c.box.x0) < 2 * self.layout.letter), None) for c in captions]
        own = next((v for v in values if abs(v.box.x0 - hit.cell.box.x0) < 2 * self.layout.letter), None)
        if own is None or None in under or self.starts_with_label(own) or own.box.top - box.bottom > 1.6 * self.layout.row:
            return False
        alike = all(0.8 < c.height / hit.cell.height < 1.25 and c.text.isupper() == hit.cell.text.isupper() for c in captions)
        return alike and own.height > 1.12 * hit.cell.height

    def right(self, hit: Hit, money: bool = False, word: bool = False) -> Iterator[Cell]:
        rest = " ".join(t.text for t in hit.cell.tokens[hit.last :])
        if rest and not is_hint(rest) and not CONTINUES.search(rest) and not (money and len(rest.split()) <= 4):
            return
        box, row = span_of(hit), self.layout.row
        near = self.layout.lines[max(0, hit.cell.line - 1) : hit.cell.line + 2]
        middle = box.centre[1]
        alone = sum(c.box.x0 >= box.x1 - 1 for c in self.layout.lines[hit.cell.line].cells) == 1
        found = [
            c
            for line in near
            for c in line.cells
            if c.box.x0 >= box.x1 - 1
            and c is not hit.cell
            and abs(c.box.centre[1] - middle) < (0.5 if c.line == hit.cell.line else 0.8) * max(row, box.height)
            and c.box.x0 - box.x1 < (0.85 if money or alone else 0.5) * self.layout.width
        ]
        if money and not any(c.line == hit.cell.line for c in found):  # a total that slipped off its line
            found = [
                c
                for line in near
                for c in line.cells
                if c.box.x0 >= box.x1 - 1
                and abs(c.box.centre[1] - middle) < 1.4 * max(row, box.height)
                and any(ch.isdigit() for ch in c.text)
            ]
        for cell in sorted(found, key=lambda c: (c.box.x0 - box.x1) + 3 * abs(c.box.centre[1] - middle))[:1]:
            if word and len(cell.tokens) == 1 and cell.line == hit.cell.line:  # "Status: Registered", itself a label elsewhere
                yield cell
            elif not self.starts_with_label(cell):
                part = self.up_to_label(cell)
                if part:
                    yield part

    def below(self, hit: Hit, reach: float) -> Iterator[Cell]:
        box, row, letter = span_of(hit), self.layout.row, self.layout.letter
        cells = self.layout.lines[hit.cell.line].cells
        if len(cells) > 1 and sum(self.starts_with_label(c) for c in cells) == len(
            cells
        ):  # a head over boxes: the label may stand in the middle
            left, right = [c.box.x1 for c in cells if c.box.x1 < box.x0], [c.box.x0 for c in cells if c.box.x0 > box.x1]
            wide = Box(max(left, default=0.0) + 3 * letter, box.top, min(right, default=self.layout.width) - 3 * letter, box.bottom)
            if not any(
                c.box.x0 < box.x1 and c.box.x1 > box.x0
                for line in self.layout.lines[hit.cell.line + 1 : hit.cell.line + 3]
                for c in line.cells
            ):
                box = box.union(wide)
        seen = 0
        for line in self.layout.lines[hit.cell.line + 1 : hit.cell.line + 14]:
            for cell in line.cells:
                if cell.box.top < box.bottom - 0.6 * row or cell.box.top - box.bottom > reach * row:
                    continue
                if cell.box.x0 > box.x1 + 2 * letter or cell.box.x1 < box.x0 - 2 * letter:
                    continue
                if self.starts_with_label(cell) and cell.box.x0 < box.x1:
                    return
                part = self._column(cell, hit, box)
                if part:
                    yield part
                    seen += 1
                    if seen == 2:
                        return

    def _column(self, cell: Cell, hit: Hit, box: Box) -> Cell | None:
        """The cell up to its first label; where another column's words run into it, only what stands below this label."""
        part = self.up_to_label(cell)
        if part is None or part.box.x0 >= box.x0 - 4 * self.layout.letter:
            return part
        left = [c for c in self.layout.lines[hit.cell.line].cells if c is not hit.cell and c.box.x1 <= box.x0 and c.box.x1 > part.box.x0]
        if not left:
            return part
        for index, token in enumerate(part.tokens):
            if token.box.x0 > box.x0 - 2 * self.layout.letter:
                follows = part.tokens[index + 1].text if index + 1 < len(part.tokens) else ""
                short = len(token.text) <= 4 and any(ch.isdigit() for ch in follows)
                if token.blackout is not None or short or any(ch.isdigit() for ch in token.text):
                    return part.part(index)
        return None

    def completed(self, cell: Cell, sort: str) -> Cell:
        """The cell with what belongs to a value of its sort but stands in the next line or column."""
        match sort:
            case "name":
                return self.continued(cell)
            case "number":
                return self.hyphened(cell)
            case "period":
                return self.row_from(cell)
            case "tax_id" if all(len(t.text) <= 2 for t in cell.tokens):  # one digit a box
                return self.row_from(cell)
        return cell

    def hyphened(self, cell: Cell, left: float | None = None) -> Cell:
        """The cell with what follows its closing hyphen on the next line: "WC-2026-" / "118842"; `left`: where that line begins."""
        if not cell.text.endswith("-"):
            return cell
        left = cell.box.x0 if left is None else left
        for line in self.layout.lines[cell.line + 1 : cell.line + 3]:
            for other in line.cells:
                if abs(other.box.x0 - left) < 2 * self.layout.letter:
                    last = cell.tokens[-1]
                    first = other.tokens[0]
                    joined = Token(last.text + first.text, last.box.union(first.box), last.confidence)
                    return Cell(cell.page, cell.line, (*cell.tokens[:-1], joined))
        return cell

    def row_from(self, cell: Cell) -> Cell:
        """The cell with the rest of its line: the two days of a period may stand in two columns."""
        tokens = [t for c in self.layout.lines[cell.line].cells for t in c.tokens if t.box.x0 >= cell.box.x0 - 0.1]
        return Cell(cell.page, cell.line, tuple(tokens))

    def signature_row(self, hit: Hit) -> bool:
        """Whether the label stands beside another one low on the page: the names below are those who sign."""
        line = self.layout.lines[hit.cell.line]
        beside = {role for other in self.hits if other.cell.line == hit.cell.line for role, _ in other.roles}
        if hit.cell.line <= 0.5 * len(self.layout.lines) or beside & _NEVER_SIGNED:
            return False
        above = self.layout.lines[: hit.cell.line]
        if len(line.cells) > 1 and hit.cell.line > 0.7 * len(self.layout.lines) and any(len(other.text) > 60 for other in above):
            return True
        return (
            len(line.cells) > 1
            and len(line.text.split()) <= 12
            and hit.cell.box.top > 0.2 * self.layout.height
            and not any(c.isdigit() for c in line.text)
            and sum(self.starts_with_label(c) for c in line.cells) >= 2
        )

    def above(self, hit: Hit) -> Iterator[Cell]:
        box, row = span_of(hit), self.layout.row
        for line in reversed(self.layout.lines[max(0, hit.cell.line - 3) : hit.cell.line]):
            for cell in line.cells:
                if (
                    0 <= box.top - cell.box.bottom < 2.0 * row
                    and cell.box.x0 < box.x1
                    and cell.box.x1 > box.x0
                    and not self.starts_with_label(cell)
                ):
                    yield cell
                    return

    def continued(self, cell: Cell) -> Cell:
        """The cell with the legal form that was pushed to the next line, if so."""
        for line in self.layout.lines[cell.line + 1 : cell.line + 3]:
            for other in line.cells:
                if (
                    abs(other.box.x0 - cell.box.x0) < 3 * self.layout.letter
                    and 0 <= other.box.top - cell.box.top < 2 * self.layout.row
                    and FORM_ALONE.match(other.text.strip(" ,"))
                ):
                    return Cell(cell.page, cell.line, (*cell.tokens, *other.tokens))
        return cell
