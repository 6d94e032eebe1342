"""Labels on a page: the phrases of a kind, found in its cells, over several lines and, on scans, with a misread letter.

Longest phrase wins ("due date" before "date"); a phrase in the middle of words is only a label where something sets it apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from pipeline.fields.layout import Cell, PageLayout
from pipeline.fields.lexicon import Lexicon, normal

__all__ = ["Hit", "find_hits", "leads"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A label on a page: tokens first to last (exclusive) of its cell; `roles` with weights; `colon` when one ends it."""

    cell: Cell
    first: int
    last: int
    roles: tuple[tuple[str, float], ...]
    phrase: str
    colon: bool


def _normal_tokens(cell: Cell) -> list[tuple[str, int, int]]:
    """Normal words of a cell with the token range each comes from; "and/or" gives two words of one token."""
    words: list[tuple[str, int, int]] = []
    for index, token in enumerate(cell.tokens):
        parts = [token.text] if token.blackout is not None else re.split(r"[/–-]", token.text)
        for part in parts:
            word = normal(part)
            if word == "s" and token.text.startswith("(") and words:  # "Nombre (s):"
                words[-1] = (f"{words[-1][0]}s", words[-1][1], index + 1)
            elif word:
                words.append((word, index, index + 1))
    return words


_OTHER_WORDS = frozenset(
    {
        "license",
        "licence",
        "freelance",
        "miete",
        "insure",
        "employ",
        "contract",
        "invoices",
        "register",
        "policies",
        "dates",
        "member",
        "members",
    }
)
"""Words one letter from a label that are words of their own."""


def _fuzzy(candidate: str, phrases: Sequence[str]) -> str | None:
    """The phrase that a scan has misread by a letter in a word or two; short words must be right."""
    if len(candidate) < 4 or candidate in _OTHER_WORDS:
        return None
    best = process.extractOne(candidate, phrases, scorer=fuzz.ratio, score_cutoff=86)
    if best is None:
        return None
    pairs = zip(candidate.split(), str(best[0]).split(), strict=True)
    return str(best[0]) if all(a == b or (len(a) >= 4 and OSA.distance(a, b) <= 1 + (len(a) >= 9)) for a, b in pairs) else None


def find_hits(page: PageLayout, words: Lexicon) -> list[Hit]:
    """All labels of a page, in reading order; they do not overlap."""
    hits = _stacked(page, words)
    heads = _head_cells(page, words)
    inside = {id(t) for h in hits for t in h.cell.tokens}
    for cell in page.cells:
        if id(cell.tokens[0]) in inside:
            continue
        tokens = _normal_tokens(cell)
        at = 0
        ended = -1
        head = _last_label(tokens, words) if id(cell) in heads else -1
        while at < len(tokens):
            hit = _hit_at(cell, tokens, at, words, scanned=page.scanned, follows=tokens[at][1] == ended or at == head)
            if hit is None:
                at += 1
                continue
            hits.append(hit)
            ended = hit.last
            while at < len(tokens) and tokens[at][1] < hit.last:
                at += 1
    return hits


def _stacked(page: PageLayout, words: Lexicon) -> list[Hit]:
    """Labels broken over two or three short lines of one column: "Expiry date of / registration (unless / revoked)"."""
    hits: list[Hit] = []
    used: set[int] = set()
    for line in page.lines:
        for cell in line.cells:
            if len(cell.tokens) > 9 or id(cell) in used:
                continue
            column = [cell]
            for _ in range(2):
                below = next(
                    (
                        c
                        for near in page.lines[column[-1].line + 1 : column[-1].line + 4]
                        for c in near.cells
                        if abs(c.box.x0 - cell.box.x0) < page.letter and 0 <= c.box.top - column[-1].box.top < 1.9 * page.row
                    ),
                    None,
                )
                if below is None or len(below.tokens) > 9:
                    break
                column.append(below)
            for size in range(len(column), 1, -1):
                tokens = tuple(t for c in column[:size] for t in c.tokens)
                phrase = " ".join(w for w, _, _ in _normal_tokens(Cell(cell.page, cell.line, tokens)))
                if (
                    phrase.count(" ") >= 2
                    and words.roles_of(phrase)
                    and not any(words.roles_of(" ".join(w for w, _, _ in _normal_tokens(c))) for c in column[:size])
                ):
                    hits.append(Hit(Cell(cell.page, cell.line, tokens), 0, len(tokens), words.roles_of(phrase), phrase, False))
                    used.update(id(c) for c in column[:size])
                    break
    return hits


def _head_cells(page: PageLayout, words: Lexicon) -> frozenset[int]:
    """Cells of a table's head, where columns may run into one another: "ADDL SUBR POLICY NUMBER | POLICY EFF | POLICY EXP"."""
    found: set[int] = set()
    for line in page.lines:
        labels = [bool(words.roles_of(" ".join(w for w, _, _ in _normal_tokens(c)))) for c in line.cells]
        if sum(labels) >= 2 and len(labels) > sum(labels) and not any(c.isdigit() for c in line.text):
            found.update(id(c) for c, label in zip(line.cells, labels, strict=True) if not label)
    return frozenset(found)


def _last_label(tokens: list[tuple[str, int, int]], words: Lexicon) -> int:
    """Where the label begins that ends a cell's words, -1 where none of two words or more does."""
    starts = range(1, len(tokens) - 1)
    return next((at for at in starts if words.roles_of(" ".join(t[0] for t in tokens[at:]))), -1)


_JOINS = frozenset({"of", "&", "and", "de", "du", "des", "del", "di", "do", "da"})
_NUMBERING = re.compile(r"[\[(|]?(?:[0-9]{1,3}[a-z]?|[a-zA-Z]{1,2}|[ivxIVX]{1,4})[.):]?|[•*·§o✓-]")


def leads(cell: Cell, first: int) -> bool:
    """Whether only the number of an entry stands before the token: "3. Registered owner(s)"."""
    return first == 0 or (first <= 2 and all(_NUMBERING.fullmatch(t.text) for t in cell.tokens[:first]))


def _hit_at(cell: Cell, tokens: list[tuple[str, int, int]], at: int, words: Lexicon, *, scanned: bool, follows: bool) -> Hit | None:
    first = tokens[at][1]
    lead = leads(cell, first)
    before = cell.tokens[first - 1].text if first else ""
    fresh = lead or follows or before.endswith((":", ";", "|", "•", "·", "/", "-", "–", "—")) or any(c.isdigit() for c in before)
    most = min(words.longest, len(tokens) - at)
    known = next((size for size in range(most) if tokens[at + size][0] not in words.words), most)
    passes = [(size, False) for size in range(known, 0, -1)] + [(size, True) for size in range(most, 0, -1) if scanned and fresh]
    for size, misread in passes:
        phrase = " ".join(t[0] for t in tokens[at : at + size])
        last = tokens[at + size - 1][2]
        if last < len(cell.tokens) and at + size < len(tokens) and tokens[at + size][1] < last:
            continue  # would end in the middle of a token
        found = (_fuzzy(phrase, words.by_length.get(size, ())) if misread else phrase) or ""
        if not words.roles_of(found):
            continue
        if found not in words.phrases and any(t.text.endswith(":") for t in cell.tokens[first : last - 1]):
            continue  # "From: Company ABC": the colon ended the label
        colon, end = _colon(cell, last, words)
        sentence = before.endswith(".") and cell.tokens[first].text[:1].isupper()  # "Licensor: X. Licensee: Y"
        if not fresh and not ((size >= 2 or sentence) and colon):
            continue
        if not lead and (not follows or before == "/") and size == 1 and not colon:  # "9 de abril": not a label "de"
            continue
        if size == 1 and not colon and end < len(cell.tokens) and cell.tokens[end].text.casefold() in _JOINS:  # "City of San Tan Springs"
            continue
        if len(found) == 1 and not colon and end < len(cell.tokens):  # "A. Brandt": an initial
            continue
        return Hit(cell, first, end, words.roles_of(found), found, colon)
    return None


def _colon(cell: Cell, last: int, words: Lexicon) -> tuple[bool, int]:
    """Whether a colon ends the label, and the token after it (a lone ":", "#" or "-" is skipped)."""
    colon = cell.tokens[last - 1].text.rstrip(").").endswith((":", ";", "#", "::"))
    if (
        not colon and last < len(cell.tokens) and re.fullmatch(r"\([A-Z./]{2,8}\):?", cell.tokens[last].text)
    ):  # "Business Identification Number (BIN):"
        colon = cell.tokens[last].text.endswith(":")
        last += 1
    if last < len(cell.tokens) and cell.tokens[last].text in ("/", "|") and not colon:  # "Business name / Raison sociale:"
        ends = next((i for i in range(last + 1, min(last + 6, len(cell.tokens))) if cell.tokens[i].text.endswith(":")), None)
        if ends is not None:
            return True, ends + 1
        ahead = [normal(t.text) for t in cell.tokens[last + 1 : last + 4]]
        if any(words.roles_of(" ".join(ahead[:n])) for n in range(1, len(ahead) + 1)):
            return False, last + 1
        skip = 2 if last + 1 < len(cell.tokens) and _NUMBERING.fullmatch(cell.tokens[last + 1].text) else 1
        end = min(last + 1 + skip, len(cell.tokens))
        while end < len(cell.tokens) and cell.tokens[end].text[:1].islower():  # "Corporation name / Dénomination sociale"
            end += 1
        return False, end
    while last < len(cell.tokens) and cell.tokens[last].text in (":", "::", "#", "-", "–", ".", ":-", "=", "*", "()", "No.", "#:"):
        colon = colon or cell.tokens[last].text not in (".", "-", "–", "*", "()")
        last += 1
    return colon, last
