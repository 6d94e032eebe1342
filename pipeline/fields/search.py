"""From labels to values: the words after the label, right of it, below it or above it, the first place that holds a value.

A blackout where the value would stand answers like a value: the fact is withheld, not absent (R13).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.dates import DateFound, find_dates
from pipeline.fields.labels import Hit, leads
from pipeline.fields.layout import Cell, PageLayout, Token
from pipeline.fields.lexicon import Lexicon, Role
from pipeline.fields.neighbours import CONTINUES, Neighbourhood, is_hint
from pipeline.fields.values import Context, Parsed, parse_value
from pipeline.model import Value
from pipeline.names import has_legal_form
from redaction.geometry import Box, bounding

__all__ = ["Found", "found_in", "labelled"]

_PLACE = {"after": 0.96, "right": 0.96, "below": 0.94, "above": 0.85}


_ENTRY = re.compile(r"\(?[1-9][.)] [A-ZÀ-Þ█]")
_NUMBERED = re.compile(r"[0-9]{1,2}[a-z]?[.)]? [^\W\d]")


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


def found_in(role: str, parsed: Parsed, cell: Cell, score: float, place: str, label: str = "") -> Found:  # noqa: PLR0917
    """A parsed value with its place on the page; misread words (OCR) lower its score."""
    tokens = cell.covering(parsed.start, parsed.end)
    return found_at(role, parsed, cell.page, tokens, score, place, label)


def found_at(  # noqa: PLR0917
    role: str, parsed: Parsed, page: int, tokens: Sequence[Token], score: float, place: str, label: str = ""
) -> Found:
    black = next((t.blackout for t in tokens if t.blackout is not None), None)
    box = black if parsed.value is None and black is not None else bounding(t.box for t in tokens)
    sure = [t.confidence for t in tokens if t.confidence is not None]
    reading = 1.0
    if sure:
        worst, mean = min(sure), sum(sure) / len(sure)
        reading = 1.0 if worst >= 0.85 else 0.93 if mean >= 0.85 else 0.85 if mean >= 0.6 else 0.7
    return Found(
        role, parsed.value, page, box or Box(0, 0, 0, 0), score * parsed.score * reading, place, parsed.alternatives, parsed.second, label
    )


def labelled(layout: PageLayout, hits: Sequence[Hit], words: Lexicon, context: Context) -> list[Found]:
    """Every value that stands with one of the page's labels `hits`, blacked-out ones included."""
    page = Neighbourhood(layout, hits)
    found: list[Found] = []
    for hit in page.hits:
        for name, weight in hit.roles:
            role = words.roles[name]
            if role.value != "stop":
                candidate = _value_of(page, hit, role, weight, context)
                public = name in words.subject and candidate is not None and _PUBLIC.match(str(candidate.value))
                if candidate and not public and not _signs(layout, hit):
                    found.append(candidate)
    return found


_SIGNATURE = re.compile(r"signator(?:y|ies)|signature|unterschrift", re.IGNORECASE)


def _signs(layout: PageLayout, hit: Hit) -> bool:
    """Whether "For Bright Pixel" stands over the line where somebody signs for that firm."""
    if hit.phrase != "for":
        return False
    near = (cell for line in layout.lines[hit.cell.line + 1 : hit.cell.line + 5] for cell in line.cells)
    return any(_SIGNATURE.search(cell.text) and cell.box.x0 < hit.cell.box.x1 and cell.box.x1 > hit.cell.box.x0 for cell in near)


_PUBLIC = re.compile(
    r"(?:the )?(?:state|commonwealth|city|county|town|province|republic|government|department|ministry) of\b", re.IGNORECASE
)
"""Bodies that issue papers: never whose business a paper is about."""
_ENDS = frozenset({"expiry_date", "period_end"})
_PERIOD = re.compile(
    r"[\s,)]*(?:to|through|thru|until|till|/|-|–|—|bis(?: zum)?|au|hasta(?: el)?|al|a|ate|até|tot(?: en met)?|t/m)[\s(]*(?:the )?",
    re.IGNORECASE,
)


def _parsed(role: Role, cell: Cell, context: Context, label: str) -> Parsed | None:
    """The value of a role in a cell; of a period behind the label of an end ("Validity: from … to …") its last day."""
    parsed = parse_value(role.value, cell, context, label)
    if role.name not in _ENDS or parsed is None or parsed.value is None:
        return parsed
    both = parse_value("period", cell, context, label)
    first = [one for one in find_dates(cell.text, context.order) if both and one.value == both.value]
    if both is None or both.second is None or not first or not _PERIOD.fullmatch(cell.text[first[0].end : both.second.start]):
        return parsed
    return Parsed(both.second.value, both.second.start, both.second.end, 1.0, both.second.alternatives)


def _behind_colon(hit: Hit, rest: Cell) -> Cell:
    """What follows a label that goes on up to a colon: "Policy number of the entity in box 1a: DBL 4481"."""
    if hit.colon or not re.match(r"(?:of|for|in|on)\b[^:]{2,60}: *\S", rest.text):
        return rest
    return rest.part(next(i for i, t in enumerate(rest.tokens, 1) if t.text.endswith(":"))) or rest


def _one_title(hit: Hit, rest: str) -> bool:
    """Whether a loose word and what follows it are written alike and so may be one title: "BUSINESS LICENSING SERVICE"."""
    label = hit.cell.tokens[hit.first].text
    return label.isupper() == rest.isupper() and label[:1].isupper() and not has_legal_form(rest)


def _value_of(page: Neighbourhood, hit: Hit, role: Role, weight: float, context: Context) -> Found | None:
    label = hit.phrase
    for place in role.places:
        if place == "after":
            rest = page.after(hit)
            if rest is None or is_hint(rest.text):
                if rest is not None and re.search(r"(?i)\bn/?a\b|none|not (?:applicable|provided)", rest.text):
                    return None
                continue
            if not hit.colon and CONTINUES.search(rest.text) and not any(c.isdigit() for c in rest.text):
                continue  # "…, street address, city or town": still the label
            if not hit.colon and (
                rest.text.rstrip().endswith((":", "?")) or (role.value in ("name", "text", "word") and rest.text[:1].islower())
            ):
                return None  # the beginning of a longer label, or a sentence
            if role.value == "name" and not hit.colon and weight < 1 and " " not in label and _one_title(hit, rest.text):
                return None
            if role.value == "count" and len(rest.tokens) == 1 and rest.tokens[-1] is not hit.cell.tokens[-1]:
                continue  # "Total number of forms 4 Federal income tax withheld": the next entry's number
            if role.value == "name":
                rest = page.continued(rest)
            if role.value == "number":
                rest = page.hyphened(_behind_colon(hit, rest), hit.cell.box.x0)
            parsed = _parsed(role, rest, context, label)
            if parsed:
                loose = not hit.colon and role.value in ("name", "text", "word", "year")
                short = leads(hit.cell, hit.first) and len(rest.tokens) <= 8
                factor = 1.0 if not loose else 0.92 if short and " " in hit.phrase else 0.88 if short else 0.75
                return found_in(role.name, parsed, rest, weight * _PLACE["after"] * factor, "after", label)
            if role.value == "money" and len(rest.tokens) <= 4:
                continue  # "Total AUD", "VAT 19 %", "Valor total da nota"
            if not hit.colon and role.value in ("name", "word", "text"):
                return None
            continue
        if place == "right" and role.value == "name" and page.heads_columns(hit):
            continue
        beside = page.right(hit, role.value == "money", role.name == "entity_status")
        cells = {"right": beside, "below": page.below(hit, role.reach), "above": page.above(hit)}[place]
        for cell in cells:
            whole = page.completed(cell, role.value)
            if role.value == "name" and _ENTRY.match(whole.text) and not _NUMBERED.match(hit.cell.text):
                whole = whole.part(1) or whole  # "1. BEATRIX CALLOWAY" in a list of owners
            if re.fullmatch(r"(?i)\W*(?:n/?a|none|not (?:applicable|provided|stated))\W*", whole.text):
                return None
            parsed = _parsed(role, whole, context, label)
            if parsed and role.value == "name" and _NUMBERED.match(whole.text) and _NUMBERED.match(hit.cell.text):
                continue  # the next entry of a numbered form
            if parsed:
                signed = place in ("below", "right") and role.value == "name" and not hit.colon and page.signature_row(hit)
                return found_in(
                    role.name,
                    parsed,
                    whole,
                    weight * _PLACE[place] * (1.0 if leads(hit.cell, hit.first) else 0.9) * (0.7 if signed else 1.0),
                    place,
                    label,
                )
            if place == "right":
                break
    if role.value == "date" and not hit.colon and hit.first == 0:
        for cell in page.above(hit):
            parsed = parse_value("date", cell, context, label)
            centred = abs(cell.box.centre[0] - hit.cell.box.centre[0]) < 3 * page.layout.letter
            if (
                parsed
                and parsed.value is not None
                and centred
                and len(cell.tokens) <= 3
                and hit.cell.box.top - cell.box.bottom < 2.2 * page.layout.row
            ):
                return found_in(role.name, parsed, cell, weight * 0.8, "above", label)
    if role.value == "name" and not hit.colon and hit.first == 0 and hit.last == len(hit.cell.tokens):
        for cell in page.above(hit):
            parsed = parse_value("name", cell, context, label)
            if (
                parsed
                and abs(cell.box.x0 - hit.cell.box.x0) < 2.5 * page.layout.letter
                and hit.cell.box.top - cell.box.bottom < page.layout.row
            ):
                return found_in(role.name, parsed, cell, weight * 0.72, "above", label)
    return None
