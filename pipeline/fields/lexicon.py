"""Labels as data: what stands beside a value and says what it is, per kind of paper and in six languages.

Each `labels/KIND.toml` has a table per role with `strong` and `fair` phrases and the sort of value that belongs to them.
Longest phrase wins ("due date" before "date"); on scanned pages a misread letter in a phrase is forgiven.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from classifiers.kinds import Kind
from pipeline.dates import plain

__all__ = ["Lexicon", "Pattern", "Role", "is_label", "lexicon", "normal"]

_GRADES = {"strong": 1.0, "good": 0.93, "fair": 0.8, "poor": 0.6}
_LONGEST_COMPOSED = 8
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
    words: frozenset[str]
    """All words that labels are made of: a phrase with another one in it is none."""

    def roles_of(self, phrase: str) -> tuple[tuple[str, float], ...]:
        """The roles of a label with their weights; nothing where the words are no label of this kind."""
        own = self.phrases.get(phrase)
        if own is not None or not self.subject or not self.words.issuperset(phrase.split(" ")):
            return own or ()
        bare = _bare(phrase)
        around = tuple((r, 0.95 * w) for r, w in self.phrases.get(bare, ()) if self.roles[r].value == "name") if bare else ()
        if around:
            return around
        sort = composed(phrase)
        role = _role_of_sort(sort, self.roles, self.subject) if sort else None
        return ((role, 0.9),) if role else ()


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
    return re.sub(r"(?<=[a-z]) s\b", "s", " ".join(w for w in map(normal, re.split(r"[\s/–-]+", text)) if w))


def _tables(name: str, seen: frozenset[str] = frozenset()) -> dict[str, Any]:
    """A label file with what it includes; its own tables come first, phrase lists are joined."""
    data = tomllib.loads((files("pipeline.fields") / "labels" / f"{name}.toml").read_text("utf-8"))
    for other in data.pop("include", ()):
        if other in seen:
            continue
        for key, table in _tables(other, seen | {name}).items():
            if isinstance(table, dict) and isinstance(data.get(key), dict):
                data[key] = {
                    **table,
                    **data[key],
                    **{k: [*data[key].get(k, ()), *table[k]] for k in ("strong", "good", "fair", "poor", "labels") if k in table},
                }
            else:
                data.setdefault(key, table)
    return data


_MACROS = {
    "<name>": r"(?P<v>[^\s:;][^:;]{1,110}?)",
    "<date>": r"(?P<v>[^;:]{6,70}?)",
    "<number>": r"(?P<v>[A-Za-z0-9*█][A-Za-z0-9*█/.\-]{2,30})",
    "<rest>": r"(?P<v>\S.{1,110})",
    "<year>": r"(?P<v>(?:19|20)\d{2})",
    "<word>": r"(?P<v>[A-Za-z][A-Za-z-]+)",
}


def _compile(text: str) -> re.Pattern[str]:
    for macro, regex in _MACROS.items():
        text = text.replace(macro, regex, 1)
    return re.compile(text, re.IGNORECASE)


@lru_cache(maxsize=1)
def _all_labels() -> frozenset[str]:
    folder = files("pipeline.fields") / "labels"
    tables = [t for f in folder.iterdir() if f.name.endswith(".toml") for t in tomllib.loads(f.read_text("utf-8")).values()]
    return frozenset(_phrase(x) for t in tables if isinstance(t, dict) for g in (*_GRADES, "labels") for x in t.get(g, ()))


def is_label(text: str) -> bool:
    """Whether the words are a label of some kind of paper as a whole, and so nobody's name."""
    phrase = _phrase(text)
    return phrase in _all_labels() or composed(phrase) is not None


@lru_cache(maxsize=1)
def _grammar() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Labels of names as a pattern with the noun in a group, and what each noun or whole label asks for."""
    table = tomllib.loads((files("pipeline.fields") / "name_labels.toml").read_text("utf-8"))
    sorts = {_phrase(noun): sort for key in ("nouns", "whole") for sort, nouns in table[key].items() for noun in nouns}

    def either(texts: Sequence[str]) -> str:
        return "|".join(sorted(map(_phrase, texts), key=len, reverse=True))

    nouns = either([n for group in table["nouns"].values() for n in group])
    forms = "|".join(_phrase(form).replace("noun", f"(?P<n{i}>{nouns})s?") for i, form in enumerate(table["forms"]))
    whole = either([w for group in table["whole"].values() for w in group])
    text = rf"(?:(?:{either(table['before'])}) )?(?:{forms}|(?P<whole>{whole}))(?: (?:{either(table['behind'])}))?"
    return re.compile(text), sorts


@lru_cache(maxsize=8192)
def composed(phrase: str) -> str | None:
    """Whose name a label asks for that is put together from usual words (business, legal, person, trade); None where it is none.

    "Legal name(s)", "Exact name of the corporation", "Business name and mailing address": there is no end of them.
    """
    pattern, sorts = _grammar()
    match = pattern.fullmatch(phrase)
    return None if match is None else sorts[next(v for v in match.groupdict().values() if v)]


_BEFORE = re.compile(r"^(?:the|legal name of|full name of|name of|name and address of|details of|company name of|signature of)(?: the)? ")
_BEHIND = re.compile(
    r" (?:(?:full |legal |company |business )?names?|entity|party|company|business|organi[sz]ation|person|information|details|"
    r"(?:name )?and (?:mailing )?address|entity name)$"
)


_AROUND = frozenset(re.findall(
    "[a-z]+", "the legal full name names of and address details company signature business entity party organization organisation "
    "person information mailing",
))  # fmt: skip
"""The words of the two patterns above."""


def _words_of_labels(phrases: Iterable[str]) -> frozenset[str]:
    """Every word that `Lexicon.roles_of` may meet in a label, with its plural."""
    table = tomllib.loads((files("pipeline.fields") / "name_labels.toml").read_text("utf-8"))
    groups = [table["before"], table["behind"], table["forms"], *table["nouns"].values(), *table["whole"].values()]
    composing = (_phrase(text) for group in groups for text in group)
    words = _AROUND | {word for phrase in (*phrases, *composing) for word in phrase.split(" ")}
    return words | {f"{word}s" for word in words}


def _bare(phrase: str) -> str | None:
    """A party's label without what people put around it: "name of the insured", "insured party", "the client"; None where nothing is."""
    bare = _BEHIND.sub("", _BEFORE.sub("", phrase))
    if bare == phrase and phrase.endswith("s") and len(phrase) > 6:
        bare = phrase[:-1]
    return bare if bare != phrase and len(bare) > 3 else None


def _role_of_sort(sort: str, roles: Mapping[str, Role], subject: Sequence[str]) -> str | None:
    """Which role of a kind a composed label fills."""
    wanted = {
        "business": ("holder", "insured", "tenant", *(("trade_name",) if "person_name" in subject else ())),
        "legal": ("holder", "insured", "tenant", "person_name"),
        "person": ("person_name", "holder"),
        "trade": ("trade_name",),
    }[sort]
    return next((r for r in wanted if r in roles), None)


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
        for grade, weight in (*_GRADES.items(), ("labels", 1.0)):
            for text in table.get(grade, ()):
                phrases.setdefault(_phrase(text), {}).setdefault(key, weight)
        patterns.extend(Pattern(key, roles[key].value, _compile(text), 0.95) for text in table.get("patterns", ()))
        patterns.extend(Pattern(key, roles[key].value, _compile(text), 0.75) for text in table.get("weak_patterns", ()))
        patterns.extend(Pattern(key, roles[key].value, _compile(text), 0.93, in_cell=True) for text in table.get("cell_patterns", ()))
    by_length: dict[int, list[str]] = {}
    for phrase in phrases:
        by_length.setdefault(phrase.count(" ") + 1, []).append(phrase)
    subject = tuple(data.get("subject", ()))
    return Lexicon(
        roles,
        {p: tuple(r.items()) for p, r in phrases.items()},
        {n: tuple(p) for n, p in by_length.items()},
        tuple(patterns),
        subject,
        data.get("rules", {}),
        max(_LONGEST_COMPOSED, *by_length),
        _words_of_labels(phrases),
    )
