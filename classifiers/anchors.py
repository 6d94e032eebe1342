"""Anchors: what papers call themselves, kept as dated TOML data and matched with spaCy's PhraseMatcher.

Each `[[paper]]` lists form identifiers, titles, labels, telling sentences and phrases that speak against it. A phrase that several
kinds share tells less, so its weight is divided among them. `anchors()` loads everything once a process.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from classifiers.kinds import Kind
from classifiers.text import plain

if TYPE_CHECKING:
    from spacy.matcher import PhraseMatcher
    from spacy.vocab import Vocab


class Role(StrEnum):
    """What finding a phrase means."""

    IDENTIFIER = "ids"
    TITLE = "titles"
    LABEL = "labels"
    SENTENCE = "strong"
    AGAINST = "against"
    NEEDED = "needs"
    BRAND = "brands"


@dataclass(frozen=True, slots=True)
class Paper:
    """A sort of paper; several belong to one kind.

    `form`: it is an official form, so it can be blank. `doubt`: what it proves depends on whose paper it is, so it is never graded high.
    `needs`: without one of the phrases listed as needed it is hardly this paper. `denies`: sorts of paper that its title rules out.
    """

    id: str
    name: str
    kind: Kind
    form: bool = False
    doubt: bool = False
    needs: bool = False
    denies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Use:
    """One paper's use of a phrase; `weight` is its share, smaller the more kinds use the phrase in that role."""

    paper: int
    role: Role
    weight: float


@dataclass(frozen=True, slots=True)
class Anchors:
    """All papers and phrases with the matcher over them. `dated` is the newest file's date, `sha256` covers all of them."""

    papers: tuple[Paper, ...]
    phrases: tuple[tuple[str, ...], ...]
    uses: tuple[tuple[Use, ...], ...]
    vocab: Vocab
    matcher: PhraseMatcher
    number_of: Mapping[tuple[str, ...], int]
    """A phrase -> its index; the matcher, which loads twice as fast with one key for all, tells only where a phrase is."""
    near: Mapping[str, Sequence[str]]
    """A word with one letter left out -> the anchor words it may stand for."""
    words: frozenset[str]
    long_titles: tuple[tuple[str, int], ...]
    """(text without spaces, index of the phrase) of titles long enough to be recognised misspelt."""
    dated: str
    sha256: str


ANCHOR_FILES = ("business.toml", "personal.toml", "registrations.toml", "tax.toml")
SHORTEST_CORRECTED = 5
LONG = 13


def without_one(word: str) -> set[str]:
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


def _tokens(text: str) -> tuple[str, ...]:
    return tuple(token for word in text.split() for token in plain(word))


def _shared(role: Role, kinds: int, phrase: Sequence[str]) -> float:
    """A phrase's weight: shared phrases tell less, and so do single short words used as labels."""
    weight: float = 1.0 / kinds**0.7
    if role is Role.LABEL and len(phrase) == 1:
        weight *= 0.35 if len(phrase[0]) <= 4 else 0.55 if len(phrase[0]) <= 9 else 0.9
    return weight


def read_papers() -> tuple[list[Paper], dict[tuple[str, ...], set[tuple[int, Role]]], str, str]:
    """The TOML files as papers and a phrase table, with the newest date and a hash over all files."""
    papers: list[Paper] = []
    table: dict[tuple[str, ...], set[tuple[int, Role]]] = defaultdict(set)
    digest = hashlib.sha256()
    dated = ""
    folder = resources.files("classifiers") / "data"
    for name in ANCHOR_FILES:
        file = folder / name
        raw = file.read_bytes()
        digest.update(raw)
        data = tomllib.loads(raw.decode())
        dated = max(dated, str(data["dated"]))
        for entry in data["paper"]:
            form, doubt, needs = (bool(entry.get(flag, False)) for flag in ("form", "doubt", "needs"))
            denies = tuple(entry.get("denies", ()))
            papers.append(Paper(entry["id"], entry["name"], Kind(entry["kind"]), form, doubt, needs, denies))
            for role in Role:
                for text in entry.get(role.value) or ():
                    if phrase := _tokens(text):
                        table[phrase].add((len(papers) - 1, role))
    return papers, table, dated, digest.hexdigest()


@lru_cache(maxsize=1)
def anchors() -> Anchors:
    """The anchors of this version, loaded once a process (about a second, most of it spaCy's import)."""
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    papers, table, dated, sha256 = read_papers()
    vocab = Vocab()
    matcher = PhraseMatcher(vocab)
    phrases: list[tuple[str, ...]] = []
    uses: list[tuple[Use, ...]] = []
    near: dict[str, list[str]] = defaultdict(list)
    words: set[str] = set()
    for phrase, users in sorted(table.items()):
        phrases.append(phrase)
        kinds: dict[Role, set[Kind]] = defaultdict(set)
        for index, role in users:
            kinds[role].add(papers[index].kind)
        uses.append(tuple(Use(p, role, _shared(role, len(kinds[role]), phrase)) for p, role in sorted(users)))
        words.update(phrase)
    matcher.add("phrase", [Doc(vocab, words=list(phrase)) for phrase in phrases])
    for word in sorted(words):
        if len(word) >= SHORTEST_CORRECTED and word.isalpha():
            for part in without_one(word):
                near[part].append(word)
    titles = tuple(
        ("".join(phrase), n)
        for n, phrase in enumerate(phrases)
        if sum(map(len, phrase)) >= LONG and any(u.role in (Role.TITLE, Role.SENTENCE) for u in uses[n])
    )
    return Anchors(
        tuple(papers),
        tuple(phrases),
        tuple(uses),
        vocab,
        matcher,
        {phrase: number for number, phrase in enumerate(phrases)},
        near,
        frozenset(words),
        titles,
        dated,
        sha256,
    )


@lru_cache(maxsize=50_000)
def corrected(token: str) -> str:
    """The token, or the one anchor word that it is a single misread letter away from. Words of five letters and more only."""
    known = anchors()
    if token in known.words or len(token) < SHORTEST_CORRECTED or token.isdigit():
        return token
    candidates = {word for part in without_one(token) for word in known.near.get(part, ())}
    close = [word for word in candidates if OSA.distance(token, word) == 1]
    return min(close) if len(close) == 1 or (close and len(token) >= 7) else token
