"""The parties of a contract: "between X (the Landlord) and Y (the Tenant)", "zwischen X – nachfolgend Vermieter – und Y".

A party is the text before the word that names its role, back to "between", "and" or the party before. Role words are data.
"""

from __future__ import annotations

import re

from pipeline.fields.layout import Cell, PageLayout
from pipeline.fields.lexicon import Lexicon
from pipeline.fields.search import Found, found_at
from pipeline.fields.values import Context, parse_value

__all__ = ["parties"]

_FILLER = (
    r"(?:(?:the|a|an|as|le|la|les|l'|der|die|das|el|de|het|o|un|une|eine[nr]?|hereinafter|hereafter|herein|referred|called|known|to|"
    r"individually|collectively|"
    r"nachfolgend|nachstehend|im|folgenden|genannt|hierna|te|noemen|genoemd|en|adelante|denominad[oa]|doravante|ci-apr[eè]s|"
    r"d[eé]nomm[eé]e?|d[eé]sign[eé]e?|"
    r"independent|commercial|sub)[\s,\-–]+)"
)
_OPEN = re.compile(
    r"\b(?:by and between|between|by and among|among|zwischen|de una parte|"
    r"entre(?: les soussign[eé]s| as partes| las partes)?|tussen|tra|made by|"
    r"parties)\b[\s:,;]*(?:\(?1\)?[.)]\s)?",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"^[\s,;.)\]\"“”'’–—-]*(?:(?:and|und|et|y de otra(?: parte)?|y|e|en|and between|on the one (?:part|hand)|"
    r"of the other part)\b[\s,:;]*)?(?:\(?[12]\)[.)]?\s*)?",
    re.IGNORECASE,
)


def _markers(words: Lexicon) -> re.Pattern[str] | None:
    groups = [
        f"(?P<r_{name}>{'|'.join(sorted(map(re.escape, terms), key=len, reverse=True))})"
        for name, terms in words.rules.get("parties", {}).items()
    ]
    if not groups:
        return None
    role = "|".join(groups)
    return re.compile(
        rf"(?:[\s,]*(?:\(|[\"“„«]|,|[–—]|\s-\s|\bas\s|\bals\s|\bcomo\s|\bhereinafter\b|"
        rf"\bhereafter\b))[\s\"“„«'(]*{_FILLER}{{0,6}}[\"“”„«'’]*(?:{role})s?\b[\"“”»'’]*[^\S\n]*(?:\)|,|[–—]|;|\.|$)?",
        re.IGNORECASE,
    )


def parties(layout: PageLayout, words: Lexicon, context: Context) -> list[Found]:
    """The parties that a page's opening words name, each with its role; a blacked-out name is withheld."""
    marker = _markers(words)
    text = layout.text.replace("\n", " ")[:4000]
    opened = _OPEN.search(text)
    if marker is None or opened is None:
        return []
    found: list[Found] = []
    at = opened.end()
    for match in marker.finditer(text, at):
        if match.start() - at > 450 or len(found) == 2:
            break
        role = next(name[2:] for name, value in match.groupdict().items() if value)
        link = _LINK.match(text[at : match.start()])
        start = at + (link.end() if link else 0)
        tokens = layout.covering(start, match.start())
        at = match.end()
        if not tokens or role in {f.role for f in found}:
            continue
        cell = Cell(layout.number, 0, tokens)
        parsed = parse_value("name", cell, context)
        if parsed and parsed.start <= 6:
            found.append(found_at(role, parsed, layout.number, cell.covering(parsed.start, parsed.end), 0.97, "parties"))
    return found
