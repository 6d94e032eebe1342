"""From labels to values: the words after the label, right of it, below it or above it, the first place that holds a value.

A blackout where the value would stand answers like a value: the fact is withheld, not absent (R13).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.dates import DateFound
from pipeline.fields.labels import Hit, Lexicon, Role, find_hits, leads
from pipeline.fields.layout import Cell, PageLayout, Token
from pipeline.fields.values import Context, Parsed, is_empty_mark, parse_value
from pipeline.model import Value
from redaction.geometry import Box, bounding

__all__ = ["Found", "found_in", "labelled"]

_PLACE = {"after": 0.96, "right": 0.96, "below": 0.94, "above": 0.85}
_FORMS = re.compile(r"^(?:(?:private |pvt\.? |pte\.? |pty\.? )?(?:limited|ltd\.?|llc|l\.l\.c\.|inc\.?|incorporated|corp\.?|corporation|gmbh|llp|plc|company))$",
                    re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate for a role: `value` None where it is blacked out, `score` 0 to 1, `place` how it was found."""

    role: str
    value: Value | None
    page: int
    box: Box
    score: float
    place: str
    alternatives: tuple[Value, ...] = ()
    second: DateFound | None = None
    label: str = ""


def found_in(role: str, parsed: Parsed, cell: Cell, score: float, place: str, label: str = "") -> Found:
    """A parsed value with its place on the page; misread words (OCR) lower its score."""
    tokens = cell.covering(parsed.start, parsed.end)
    return found_at(role, parsed, cell.page, tokens, score, place, label)


def found_at(role: str, parsed: Parsed, page: int, tokens: Sequence[Token], score: float, place: str, label: str = "") -> Found:
    black = next((t.blackout for t in tokens if t.blackout is not None), None)
    box = black if parsed.value is None and black is not None else bounding(t.box for t in tokens)
    sure = [t.confidence for t in tokens if t.confidence is not None]
    reading = 1.0
    if sure:
        worst, mean = min(sure), sum(sure) / len(sure)
        reading = 1.0 if worst >= 0.85 else 0.93 if mean >= 0.85 else 0.85 if mean >= 0.6 else 0.7
    return Found(role, parsed.value, page, box or Box(0, 0, 0, 0), score * parsed.score * reading, place, parsed.alternatives, parsed.second, label)


def _span(hit: Hit) -> Box:
    return bounding(t.box for t in hit.cell.tokens[hit.first:hit.last]) or hit.cell.box


def _hint(text: str) -> bool:
    """Words beside a label that only say how to fill it in."""
    return is_empty_mark(text) or text.startswith("/") or bool(re.fullmatch(r"\W*\(?[^()]*(?:mm|dd|yy|if any|see instr|optional|required)[^()]*\)?\W*", text, re.IGNORECASE)
                                       or re.fullmatch(r"\s*\([^)]*\)\s*[:*]?", text))


_CONTINUES = re.compile(r"\b(?:street|address|city|zip|telephone|instr(?:uctions)?|mm|if any|including|first name|middle|as shown|not your|last name|suffix)\b",
                        re.IGNORECASE)


class _Page:
    """A page with its hits, ready to be asked for neighbours."""

    def __init__(self, layout: PageLayout, hits: Sequence[Hit]) -> None:
        self.layout = layout
        self.hits = hits
        self.starts: dict[tuple[int, float], int] = {}
        for hit in hits:
            if leads(hit.cell, hit.first):
                self.starts[self._key(hit.cell)] = hit.last
        stacked = {t.box for hit in hits if hit.cell.box.height > 1.6 * layout.row for t in hit.cell.tokens}
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

    def right(self, hit: Hit, money: bool = False) -> Iterator[Cell]:
        rest = " ".join(t.text for t in hit.cell.tokens[hit.last:])
        if rest and not _hint(rest) and not _CONTINUES.search(rest) and not (money and len(rest.split()) <= 4):
            return
        box, row = _span(hit), self.layout.row
        near = self.layout.lines[max(0, hit.cell.line - 1):hit.cell.line + 2]
        middle = box.centre[1]
        found = [c for line in near for c in line.cells
                 if c.box.x0 >= box.x1 - 1 and c is not hit.cell and abs(c.box.centre[1] - middle) < (0.5 if c.line == hit.cell.line else 0.8) * max(row, box.height)
                 and c.box.x0 - box.x1 < (0.85 if money or len(near[min(1, hit.cell.line)].cells) == 2 else 0.5) * self.layout.width]
        if money and not any(c.line == hit.cell.line for c in found):      # a total that slipped off its line
            found = [c for line in near for c in line.cells if c.box.x0 >= box.x1 - 1 and abs(c.box.centre[1] - middle) < 1.4 * max(row, box.height)
                     and any(ch.isdigit() for ch in c.text)]
        for cell in sorted(found, key=lambda c: (c.box.x0 - box.x1) + 3 * abs(c.box.centre[1] - middle))[:1]:
            if not self.starts_with_label(cell):
                part = self.up_to_label(cell)
                if part:
                    yield part

    def below(self, hit: Hit, reach: float) -> Iterator[Cell]:
        box, row, letter = _span(hit), self.layout.row, self.layout.letter
        cells = self.layout.lines[hit.cell.line].cells
        if len(cells) > 1 and sum(self.starts_with_label(c) for c in cells) == len(cells):      # a head over boxes: the label may stand in the middle
            left, right = [c.box.x1 for c in cells if c.box.x1 < box.x0], [c.box.x0 for c in cells if c.box.x0 > box.x1]
            wide = Box(max(left, default=0.0) + 3 * letter, box.top, min(right, default=self.layout.width) - 3 * letter, box.bottom)
            if not any(c.box.x0 < box.x1 and c.box.x1 > box.x0 for line in self.layout.lines[hit.cell.line + 1:hit.cell.line + 3] for c in line.cells):
                box = box.union(wide)
        seen = 0
        for line in self.layout.lines[hit.cell.line + 1:hit.cell.line + 14]:
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

    def hyphened(self, cell: Cell) -> Cell:
        """The cell with what follows its closing hyphen on the next line: "WC-2026-" / "118842"."""
        if not cell.text.endswith("-"):
            return cell
        for line in self.layout.lines[cell.line + 1:cell.line + 3]:
            for other in line.cells:
                if abs(other.box.x0 - cell.box.x0) < 2 * self.layout.letter:
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
        if hit.cell.line <= 0.5 * len(self.layout.lines):
            return False
        above = self.layout.lines[:hit.cell.line]
        if len(line.cells) > 1 and hit.cell.line > 0.7 * len(self.layout.lines) and any(len(other.text) > 60 for other in above):
            return True
        return len(line.cells) > 1 and len(line.text.split()) <= 12 and hit.cell.box.top > 0.2 * self.layout.height and not any(
            c.isdigit() for c in line.text) and sum(self.starts_with_label(c) for c in line.cells) >= 2

    def above(self, hit: Hit) -> Iterator[Cell]:
        box, row = _span(hit), self.layout.row
        for line in reversed(self.layout.lines[max(0, hit.cell.line - 3):hit.cell.line]):
            for cell in line.cells:
                if 0 <= box.top - cell.box.bottom < 2.0 * row and cell.box.x0 < box.x1 and cell.box.x1 > box.x0 and not self.starts_with_label(cell):
                    yield cell
                    return

    def continued(self, cell: Cell) -> Cell:
        """The cell with the legal form that was pushed to the next line, if so."""
        for line in self.layout.lines[cell.line + 1:cell.line + 3]:
            for other in line.cells:
                if abs(other.box.x0 - cell.box.x0) < 3 * self.layout.letter and 0 <= other.box.top - cell.box.top < 2 * self.layout.row \
                        and _FORMS.match(other.text.strip(" ,")):
                    return Cell(cell.page, cell.line, (*cell.tokens, *other.tokens))
        return cell


def labelled(layout: PageLayout, words: Lexicon, context: Context) -> list[Found]:
    """Every value that stands with one of its labels on a page, blacked-out ones included."""
    page = _Page(layout, find_hits(layout, words))
    found: list[Found] = []
    for hit in page.hits:
        for name, weight in hit.roles:
            role = words.roles[name]
            if role.value != "stop":
                candidate = _value_of(page, hit, role, weight, context)
                if candidate:
                    found.append(candidate)
    return found


def _value_of(page: _Page, hit: Hit, role: Role, weight: float, context: Context) -> Found | None:
    label = hit.phrase
    for place in role.places:
        if place == "after":
            rest = page.after(hit)
            if rest is None or _hint(rest.text):
                if rest is not None and re.search(r"(?i)\bn/?a\b|none|not (?:applicable|provided)", rest.text):
                    return None
                continue
            if not hit.colon and _CONTINUES.search(rest.text) and not any(c.isdigit() for c in rest.text):
                continue      # "…, street address, city or town": still the label
            if not hit.colon and (rest.text.rstrip().endswith((":", "?")) or (role.value in ("name", "text", "word") and rest.text[:1].islower())):
                return None      # the beginning of a longer label, or a sentence
            if role.value == "name":
                rest = page.continued(rest)
            parsed = parse_value(role.value, rest, context, label)
            if parsed:
                loose = not hit.colon and role.value in ("name", "text", "word", "year")
                short = leads(hit.cell, hit.first) and len(rest.tokens) <= 8
                factor = 1.0 if not loose else 0.92 if short and " " in hit.phrase else 0.88 if short else 0.75
                return found_in(role.name, parsed, rest, weight * _PLACE["after"] * factor, "after", label)
            if role.value == "money" and len(rest.tokens) <= 4:
                continue      # "Total AUD", "VAT 19 %", "Valor total da nota"
            if not hit.colon and role.value in ("name", "word", "text"):
                return None
            continue
        cells = {"right": page.right(hit, role.value == "money"), "below": page.below(hit, role.reach), "above": page.above(hit)}[place]
        for cell in cells:
            if role.value == "period":
                cell = page.row_from(cell)
            whole = page.continued(cell) if role.value == "name" else page.hyphened(cell) if role.value == "number" else cell
            if re.fullmatch(r"(?i)\W*(?:n/?a|none|not (?:applicable|provided|stated))\W*", whole.text):
                return None
            parsed = parse_value(role.value, whole, context, label)
            if parsed:
                signed = place in ("below", "right") and role.value == "name" and not hit.colon and page.signature_row(hit)
                return found_in(role.name, parsed, whole, weight * _PLACE[place] * (1.0 if leads(hit.cell, hit.first) else 0.9) * (0.7 if signed else 1.0), place, label)
            if place == "right":
                break
    if role.value == "name" and not hit.colon and hit.first == 0 and hit.last == len(hit.cell.tokens):
        for cell in page.above(hit):
            parsed = parse_value("name", cell, context, label)
            if parsed and abs(cell.box.x0 - hit.cell.box.x0) < 2.5 * page.layout.letter and hit.cell.box.top - cell.box.bottom < page.layout.row:
                return found_in(role.name, parsed, cell, weight * 0.72, "above", label)
    return None

