"""Labels as data: what stands beside a value and says what it is, per kind of paper and in six languages.

Each `labels/KIND.toml` has a table per role with `strong` and `fair` phrases and the sort of value that belongs to them.
Longest phrase wins ("due date" before "date"); on scanned pages a misread letter in a phrase is forgiven.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from rapidfuzz import fuzz, process

from classifiers.kinds import Kind
from pipeline.dates import plain
from pipeline.fields.layout import Cell, PageLayout

__all__ = ["Hit", "Lexicon", "Pattern", "Role", "find_hits", "leads", "lexicon"]

STOP = "stop"
"""The role of labels that only end other values (telephone, address, ship to …)."""


@dataclass(frozen=True, slots=True)
class Role:
    """What a label stands for: the sort of its value, where the value may stand, and how much a hit is worth."""

    name: str
    value: str
    places: tuple[str, ...]
    reach: float
    """How far below the label the value may stand, in rows."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A turn of phrase with the value as its group `v`; `in_cell`: it never runs on from one cell to the next."""

    role: str
    value: str
    regex: re.Pattern[str]
    weight: float
    in_cell: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All labels of one kind: phrase (normal words, one blank between) to its roles with their weights."""

    roles: Mapping[str, Role]
    phrases: Mapping[str, tuple[tuple[str, float], ...]]
    by_length: Mapping[int, tuple[str, ...]]
    patterns: tuple[Pattern, ...]
    subject: tuple[str, ...]
    rules: Mapping[str, Any]
    longest: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A label on a page: tokens first to last (exclusive) of its cell; `roles` with weights; `colon` when one ends it."""

    cell: Cell
    first: int
    last: int
    roles: tuple[tuple[str, float], ...]
    phrase: str
    colon: bool


_SIGNS = {"#": "no", "№": "no", "n°": "no", "nº": "no", "n2": "no", "no": "no", "num": "no", "nbr": "no", "&": "and"}


@lru_cache(maxsize=8192)
def normal(word: str) -> str:
    """A word for comparison: plain lower-case letters and digits; "#", "№" and "No." are all "no"."""
    bare = word.strip(" :;,.*()[]|•\"'“”").casefold()
    if bare in _SIGNS:
        return _SIGNS[bare]
    return re.sub(r"[^a-z0-9]+", "", plain(bare))


def _phrase(text: str) -> str:
    """A phrase in normal words; "payer s name" stands for "payer's name", "name s" for "name(s)"."""
    return re.sub(r"(?<=[a-z]) s\b", "s", " ".join(w for w in map(normal, re.split(r"[\s/]+", text)) if w))


def _tables(name: str, seen: frozenset[str] = frozenset()) -> dict[str, Any]:
    """A label file with what it includes; its own tables come first, phrase lists are joined."""
    data = tomllib.loads((files("pipeline.fields") / "labels" / f"{name}.toml").read_text("utf-8"))
    for other in data.pop("include", ()):
        if other in seen:
            continue
        for key, table in _tables(other, seen | {name}).items():
            if isinstance(table, dict) and isinstance(data.get(key), dict):
                data[key] = {**table, **data[key], **{k: [*data[key].get(k, ()), *table[k]] for k in ("strong", "good", "fair", "poor", "labels") if k in table}}
            else:
                data.setdefault(key, table)
    return data


_MACROS = {"<name>": r"(?P<v>[^\s:;][^:;]{1,110}?)", "<date>": r"(?P<v>[^;:]{6,70}?)", "<number>": r"(?P<v>[A-Za-z0-9*█][A-Za-z0-9*█/.\-]{2,30})",
           "<rest>": r"(?P<v>\S.{1,110})", "<year>": r"(?P<v>(?:19|20)\d{2})", "<word>": r"(?P<v>[A-Za-z][A-Za-z-]+)"}


def _compile(text: str) -> re.Pattern[str]:
    for macro, regex in _MACROS.items():
        text = text.replace(macro, regex, 1)
    return re.compile(text, re.IGNORECASE)


@lru_cache(maxsize=32)
def lexicon(kind: Kind) -> Lexicon:
    """The labels of a kind of paper; kinds without a file of their own use the common ones."""
    return _load(kind.value)


def _load(name: str) -> Lexicon:
    if not (files("pipeline.fields") / "labels" / f"{name}.toml").is_file():
        name = "common"
    data = _tables(name)
    roles: dict[str, Role] = {}
    phrases: dict[str, dict[str, float]] = {}
    patterns: list[Pattern] = []
    for key, table in data.items():
        if key in ("subject", "rules"):
            continue
        roles[key] = Role(key, table.get("value", "name"), tuple(table.get("places", ("after", "right", "below"))), table.get("reach", 2.6))
        for grade, weight in (("strong", 1.0), ("labels", 1.0), ("good", 0.93), ("fair", 0.8), ("poor", 0.6)):
            for text in table.get(grade, ()):
                phrases.setdefault(_phrase(text), {}).setdefault(key, weight)
        patterns.extend(Pattern(key, roles[key].value, _compile(text), 0.95) for text in table.get("patterns", ()))
        patterns.extend(Pattern(key, roles[key].value, _compile(text), 0.75) for text in table.get("weak_patterns", ()))
        patterns.extend(Pattern(key, roles[key].value, _compile(text), 0.93, in_cell=True) for text in table.get("cell_patterns", ()))
    by_length: dict[int, list[str]] = {}
    for phrase in phrases:
        by_length.setdefault(phrase.count(" ") + 1, []).append(phrase)
    return Lexicon(roles, {p: tuple(r.items()) for p, r in phrases.items()}, {n: tuple(p) for n, p in by_length.items()},
                   tuple(patterns), tuple(data.get("subject", ())), data.get("rules", {}), max(by_length, default=0))


def _normal_tokens(cell: Cell) -> list[tuple[str, int, int]]:
    """Normal words of a cell with the token range each comes from; "and/or" gives two words of one token."""
    words = []
    for index, token in enumerate(cell.tokens):
        parts = [token.text] if token.blackout is not None else re.split(r"/", token.text)
        for part in parts:
            word = normal(part)
            if word:
                words.append((word, index, index + 1))
    return words


_OTHER_WORDS = frozenset({"license", "licence", "freelance", "miete", "insure", "employ", "contract", "invoices", "register", "policies", "dates", "member", "members"})
"""Words one letter from a label that are words of their own."""


def _fuzzy(candidate: str, phrases: Sequence[str]) -> str | None:
    if len(candidate) < 4 or candidate in _OTHER_WORDS:
        return None
    best = process.extractOne(candidate, phrases, scorer=fuzz.ratio, score_cutoff=86)
    return str(best[0]) if best else None


def find_hits(page: PageLayout, words: Lexicon) -> list[Hit]:
    """All labels of a page, in reading order; they do not overlap."""
    hits = _stacked(page, words)
    inside = {id(t) for h in hits for t in h.cell.tokens}
    for cell in page.cells:
        if id(cell.tokens[0]) in inside:
            continue
        tokens = _normal_tokens(cell)
        at = 0
        ended = -1
        while at < len(tokens):
            hit = _hit_at(cell, tokens, at, words, page.scanned, tokens[at][1] == ended)
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
                below = next((c for near in page.lines[column[-1].line + 1:column[-1].line + 4] for c in near.cells
                              if abs(c.box.x0 - cell.box.x0) < page.letter and 0 <= c.box.top - column[-1].box.top < 1.9 * page.row), None)
                if below is None or len(below.tokens) > 9:
                    break
                column.append(below)
            for size in range(len(column), 1, -1):
                tokens = tuple(t for c in column[:size] for t in c.tokens)
                phrase = " ".join(w for w, _, _ in _normal_tokens(Cell(cell.page, cell.line, tokens)))
                if phrase.count(" ") >= 2 and phrase in words.phrases and not any(
                        " ".join(w for w, _, _ in _normal_tokens(c)) in words.phrases for c in column[:size]):
                    hits.append(Hit(Cell(cell.page, cell.line, tokens), 0, len(tokens), words.phrases[phrase], phrase, False))
                    used.update(id(c) for c in column[:size])
                    break
    return hits


_NUMBERING = re.compile(r"[\[(|]?(?:[0-9]{1,3}[a-z]?|[a-zA-Z]{1,2}|[ivxIVX]{1,4})[.):]?|[•*·§o✓-]")


def leads(cell: Cell, first: int) -> bool:
    """Whether only the number of an entry stands before the token: "3. Registered owner(s)"."""
    return first == 0 or (first <= 2 and all(_NUMBERING.fullmatch(t.text) for t in cell.tokens[:first]))


def _hit_at(cell: Cell, tokens: list[tuple[str, int, int]], at: int, words: Lexicon, scanned: bool, follows: bool) -> Hit | None:
    first = tokens[at][1]
    lead = leads(cell, first)
    before = cell.tokens[first - 1].text if first else ""
    fresh = lead or follows or before.endswith((":", ";", "|", "•")) or any(c.isdigit() for c in before)
    for size in range(min(words.longest, len(tokens) - at), 0, -1):
        phrase = " ".join(t[0] for t in tokens[at:at + size])
        last = tokens[at + size - 1][2]
        if last < len(cell.tokens) and at + size < len(tokens) and tokens[at + size][1] < last:
            continue      # would end in the middle of a token
        found = phrase if phrase in words.phrases else None
        if found is None and scanned and fresh:
            found = _fuzzy(phrase, words.by_length.get(size, ()))
        if found is None:
            continue
        colon, end = _colon(cell, last)
        if not fresh and not (size >= 2 and colon):
            continue
        if not lead and not follows and size == 1 and not colon:      # "9 de abril": not a label "de"
            continue
        return Hit(cell, first, end, words.phrases[found], found, colon)
    return None


def _colon(cell: Cell, last: int) -> tuple[bool, int]:
    """Whether a colon ends the label, and the token after it (a lone ":", "#" or "-" is skipped)."""
    colon = cell.tokens[last - 1].text.rstrip(").").endswith((":", ";", "#", "::"))
    if not colon and last < len(cell.tokens) and re.fullmatch(r"\([A-Z./]{2,8}\):?", cell.tokens[last].text):      # "Business Identification Number (BIN):"
        colon = cell.tokens[last].text.endswith(":")
        last += 1
    if last < len(cell.tokens) and cell.tokens[last].text in ("/", "|") and not colon:      # "Business name / Raison sociale:"
        ends = next((i for i in range(last + 1, min(last + 6, len(cell.tokens))) if cell.tokens[i].text.endswith(":")), None)
        if ends is not None:
            return True, ends + 1
    while last < len(cell.tokens) and cell.tokens[last].text in (":", "::", "#", "-", "–", ".", ":-", "=", "*", "()", "No.", "#:"):
        colon = colon or cell.tokens[last].text not in (".", "-", "–", "*", "()")
        last += 1
    return colon, last
