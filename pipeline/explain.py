"""Remarks into sentences: every word a person meets is data (`pipeline/wording/LANGUAGE.toml`), filled with visible facts only."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

from pipeline.errors import ConfigurationError
from pipeline.model import Box, Reason, Segment
from pipeline.vocabulary import EXPLAINED, FindingCode, Kind

__all__ = ["Remark", "Wording", "load_wording"]


@dataclass(frozen=True, slots=True)
class Remark:
    """A reason before it is put into words. `part`: the pages of the file that it is about, where the file holds several papers."""

    code: FindingCode
    key: str
    facts: Mapping[str, str] = field(default_factory=dict)
    file: str | None = None
    kind: Kind | None = None
    page: int | None = None
    box: Box | None = None
    part: Segment | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """The sentences of one language, by section and key."""

    language: str
    sections: Mapping[str, Mapping[str, str]]
    both: str
    either: str
    examples: tuple[Kind, ...]

    def kind(self, kind: Kind | str) -> str:
        return self.sections["kind"][str(kind)]

    def has(self, section: str, key: str) -> bool:
        return key in self.sections[section]

    def say(self, section: str, key: str, facts: Mapping[str, str]) -> str:
        """One sentence; facts called `field`, `kind` or `other_kind` are looked up in this language first."""
        named = dict(facts)
        for name, table in (("field", "field"), ("kind", "kind"), ("other_kind", "kind")):
            if name in named:
                named[name] = self.sections[table].get(named[name], named[name])
        return self.sections[section][key].format_map(named)

    def say_counted(self, section: str, key: str, count: int, facts: Mapping[str, str]) -> str:
        """A sentence with a number in it, in its form for one or for many."""
        return self.say(section, f"{key}_one" if count == 1 else f"{key}_many", {**facts, "count": str(count)})

    def reason(self, remark: Remark) -> Reason:
        """The reason of a verdict: code, rule, document, place and sentence."""
        sentence = self.say("reason", remark.key, self._facts(remark))
        page = remark.page if remark.page is not None or remark.part is None else remark.part.first
        return Reason(remark.code, EXPLAINED[remark.code].rule, sentence, remark.file, page, remark.box)

    def request(self, remark: Remark) -> str | None:
        """What to ask for because of a remark; None where there is nothing to ask."""
        if not self.has("request", remark.key):
            return None
        return self.say("request", remark.key, self._facts(remark))

    def place(self, file: str, part: Segment | None) -> str:
        """A file, with the pages that are meant where it holds several papers."""
        if part is None:
            return file
        key = "page" if part.first == part.last else "pages"
        return self.sections["part"][key].format_map({"file": file, "first": part.first, "last": part.last})

    def _facts(self, remark: Remark) -> dict[str, str]:
        kind = remark.kind.value if remark.kind else ""
        return {**remark.facts, "file": self.place(remark.file or "", remark.part), "kind": kind}

    def together(self, parts: Iterable[str], *, either: bool = False) -> str:
        """ "a, b and c" (or "a, b or c")."""
        items = list(parts)
        word = self.either if either else self.both
        return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {word} {items[-1]}" if items else ""

    def kinds(self, kinds: Iterable[Kind], *, either: bool = False) -> str:
        return self.together((self.kind(kind) for kind in kinds), either=either)


@lru_cache(maxsize=8)
def load_wording(language: str = "en") -> Wording:
    """The sentences of a language that ships with the package. Raises ConfigurationError for one that does not."""
    folder = files("pipeline") / "wording"
    known = sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml"))
    if language not in known:
        raise ConfigurationError(f"There are no sentences in {language!r}; available: {', '.join(known)}.")
    data = tomllib.loads((folder / f"{language}.toml").read_text("utf-8"))
    sections = {name: table for name, table in data.items() if isinstance(table, dict) and name != "examples"}
    return Wording(data["language"], sections, data["and"], data["or"], tuple(Kind(name) for name in data["examples"]["order"]))
