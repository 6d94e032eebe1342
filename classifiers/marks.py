"""What makes a paper prove nothing although its kind is clear: specimen, draft, instructions, blank form, the end of what it was for.

A mark is taken from headings, overprints and fixed wordings, never from a word in running text ("work samples", "draft a plan").
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import resources
from typing import Any

from classifiers.blank import blank_form
from classifiers.cells import cells
from classifiers.kinds import Kind
from classifiers.mashed import mashed_entries
from classifiers.model import Mark, Noted
from classifiers.scoring import PageScore
from classifiers.text import NormalPage

UNLABELLED = frozenset((Kind.MARKETING_MATERIAL, Kind.SERVICE_PROFILE, Kind.NOT_EVIDENCE, Kind.UNKNOWN))
"""Kinds whose papers are not forms: words without values mean nothing there."""
LARGE = 1.5
"""An overprint is larger than the page's usual word by this much."""


@lru_cache(maxsize=1)
def wordings() -> dict[str, Any]:
    """The tables of `data/marks.toml`."""
    data: dict[str, Any] = tomllib.loads((resources.files("classifiers") / "data" / "marks.toml").read_text(encoding="utf-8"))
    return data


@lru_cache(maxsize=16)
def _phrases(section: str, name: str, *, begins: bool = False) -> re.Pattern[str]:
    return re.compile(("^" if begins else r"\b") + "(?:" + "|".join(re.escape(p) for p in wordings()[section][name]) + r")\b")


def _heads(page: NormalPage, words: frozenset[str]) -> str | None:
    """A word of the set that begins a short heading and goes on with a paper's name or a remark: "SAMPLE INVOICE", "DRAFT – NOT SENT"."""
    beside = frozenset(wordings()["beside"]["words"])
    for line in page.lines:
        tokens = page.tokens[line.start : line.end]
        if 2 <= len(tokens) <= 5 and tokens[0] in words and all(t in beside for t in tokens[1:]):
            printed = {page.page.words[n].text for n in page.word_of[line.start : line.end]}
            if line.size >= LARGE or all(text == text.upper() for text in printed):
                return tokens[0]
    return None


def _alone(page: NormalPage, words: frozenset[str]) -> str | None:
    """A word of the set that stands alone on its line (no more than three tokens), large or in capitals."""
    for line in page.lines:
        tokens = page.tokens[line.start : line.end]
        if len(tokens) > 3 or not (hit := next((t for t in tokens if t in words), None)):
            continue
        printed = page.page.words[page.word_of[line.start + tokens.index(hit)]].text
        if (len(set(tokens)) == 1 and (line.size >= LARGE or printed.isupper())) or (line.size >= 1.8 and len(tokens) <= 2):
            return hit
    return None


def _overprint(page: NormalPage, words: frozenset[str]) -> str | None:
    """A word of the set far larger than the text around it, or printed in capitals three times or more."""
    heights = sorted(w.box[3] - w.box[1] for w in page.page.words)
    if not heights:
        return None
    usual = heights[len(heights) // 2]
    for position, token in enumerate(page.tokens):
        if token in words:
            word = page.page.words[page.word_of[position]]
            if word.box[3] - word.box[1] >= 3.0 * usual:
                return token
    capitals = [t for i, t in enumerate(page.tokens) if t in words and page.page.words[page.word_of[i]].text.isupper()]
    return next((word for word in sorted(words) if capitals.count(word) >= 3), None)


def specimen(score: PageScore) -> Iterator[Noted]:
    """A sample, specimen, mock-up or try-out."""
    page = score.page
    text = " ".join(page.tokens)
    alone = frozenset(wordings()["specimen"]["alone"])
    if found := _phrases("specimen", "phrases").search(text):
        yield Noted(Mark.SPECIMEN, page.page.number, f"the paper says '{found.group(0)}'")
    elif found_word := _alone(page, alone) or _heads(page, alone) or _overprint(page, alone):
        yield Noted(Mark.SPECIMEN, page.page.number, f"'{found_word}' is printed across the page")
    elif count := mashed_entries(page):
        yield Noted(Mark.SPECIMEN, page.page.number, f"{count} entries are letters typed at random, as in a try-out")


def draft(score: PageScore) -> Iterator[Noted]:
    """Marked as a draft."""
    page = score.page
    alone = frozenset(wordings()["draft"]["alone"])
    if found := _phrases("draft", "phrases").search(" ".join(page.tokens)):
        yield Noted(Mark.DRAFT, page.page.number, f"the paper says '{found.group(0)}'")
    elif found_word := _alone(page, alone) or _heads(page, alone) or _overprint(page, alone):
        yield Noted(Mark.DRAFT, page.page.number, f"'{found_word}' is printed across the page")


_CONDITIONAL = frozenset(
    ("if", "unless", "until", "when", "where", "any", "may", "shall", "should", "not", "never", "wenn", "si", "se", "tenzij")
)
"""Before a wording of the end these make it a clause of a contract."""
_STAMPS = frozenset(
    [
        "REJECTED",
        "NOTFILED",
        "NOTFILEDRETURNED",
        "RETURNEDUNFILED",
        "REJECTEDNOTFILED",
        "REVOKED",
        "REFUSED",
        "DENIED",
        "CANCELLED",
        "CANCELED",
    ]
)
"""An office's stamp, its letters run together."""
_CHOICES = frozenset(("approved", "accepted", "granted"))
"""Beside one of these such a word is a box to tick."""
_HEAD_OF_ENDING, _WORDS_OF_A_TITLE = 0.45, 16


def ended(score: PageScore) -> Iterator[Noted]:
    """Says that the registration, licence or cover is over: by its title, or in a sentence that is no condition."""
    page = score.page
    for line in page.lines:
        text = " ".join(page.tokens[line.start : line.end])
        title = _phrases("ended", "titles", begins=True).match(text)
        if title and line.top < _HEAD_OF_ENDING and line.end - line.start <= _WORDS_OF_A_TITLE:
            yield Noted(Mark.ENDED, page.page.number, f"the paper is headed '{title.group(0)}'")
            return
    stamp = None if _CHOICES & set(page.tokens) else _stamp(page)
    if stamp is not None:
        yield Noted(Mark.ENDED, page.page.number, f"the paper is stamped '{stamp}'")
        return
    joined = " ".join(page.tokens)
    for found in _phrases("ended", "phrases").finditer(joined):
        if not _CONDITIONAL & set(joined[: found.start()].split()[-6:]):
            yield Noted(Mark.ENDED, page.page.number, f"the paper says '{found.group(0)}'")
            return


def _stamp(page: NormalPage) -> str | None:
    """The words of a stamp that stand alone in capitals: REJECTED, NOT FILED."""
    for line in cells(page.page.words):
        for cell in line:
            letters = re.sub(r"[^A-Za-z]", "", "".join(word.text for word in cell))
            if letters in _STAMPS:
                return " ".join(word.text for word in cell)
    return None


def is_instructions(page: NormalPage) -> str | None:
    """The heading that makes it a page of instructions, if it is one: in the page's head or repeated, with long running text below."""
    if len(page.tokens) < 120:
        return None
    for line in page.lines:
        text = " ".join(page.tokens[line.start : line.end])
        if line.top > 0.2 or line.end - line.start > 12 or re.search(r" on page| page \d|see ", text):
            continue
        if _phrases("instructions", "begins", begins=True).match(text):
            return text
    return None


def instructions(scores: Sequence[PageScore]) -> Iterator[Noted]:
    """Instructions instead of the form: only when the first page already is one."""
    if scores and (heading := is_instructions(scores[0].page)):
        yield Noted(Mark.INSTRUCTIONS, scores[0].page.page.number, f"the page is headed '{heading}'")


def marks(scores: Sequence[PageScore], kind: Kind, form: bool) -> tuple[Noted, ...]:
    """All marks of one paper's pages; `form`: the paper is of a sort that exists as an unfilled form."""
    noted: list[Noted] = []
    for function in (specimen, draft):
        noted += [n for score in scores for n in function(score)][:1]
    noted += [n for score in scores[:1] for n in ended(score)]
    noted += instructions(scores)
    filled_in = [s.page for s in scores if not is_instructions(s.page)]
    if noted and not filled_in:
        return (
            *noted,
            Noted(Mark.BLANK_FORM, scores[0].page.page.number, "the pages are instructions; there is no filled-in form with them"),
        )
    noted += blank_form(
        filled_in, form, labelled=kind not in UNLABELLED, cues=_phrases("blank", "cues"), stand_ins=_phrases("blank", "placeholders")
    )
    return tuple(noted)
