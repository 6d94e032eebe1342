"""What makes a paper prove nothing although its kind is clear: specimen, draft, instructions, blank form.

A mark is taken from headings, overprints and fixed wordings, never from a word in running text ("work samples", "draft a plan").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from classifiers.blank import blank_form
from classifiers.model import Mark, Noted
from classifiers.scoring import PageScore
from classifiers.text import NormalPage

SPECIMEN_ALONE = frozenset({"specimen", "sample", "muster", "mock", "ejemplo", "muestra", "exemplo", "void"})
SPECIMEN_PHRASES = re.compile(
    r"\b(this is (only )?an? (sample|specimen|mock|example)|sample (for testing )?only|for testing only|specimen only|sample document|not legally binding|"
    r"for (demonstration|illustration|illustrative|training|demo) purposes( only)?|not a (valid|real|legal) (document|certificate|policy|license|licence)|"
    r"(fictitious|fictional) (document|company|data)|specimen copy|sample (certificate|policy|invoice|license|copy|form)\b(?= only| not)|mock (company|document|certificate)|"
    r"this is a (mock|test) (document|order|certificate|invoice)|nur zu testzwecken|document (is )?not valid|sample not valid|without legal value|no legal value|sans valeur|sin valor legal|sem valor legal)\b")
DRAFT_PHRASES = re.compile(
    r"\b(draft as of|draft do not file|do not file draft|draft not for filing|early release draft|this is a draft|draft for discussion|draft only|draft copy|unsigned draft|draft not filed|caution draft|not yet filed|entwurf nicht gultig|borrador sin|draft version)\b")
DRAFT_ALONE = frozenset({"draft", "entwurf", "borrador", "rascunho", "brouillon", "projet"})
INSTRUCTIONS_TITLES = re.compile(
    r"^((general |specific |line |separate )?instructions( for| to)?\b.*|how to (fill|complete|file|apply)\b.*|filing instructions.*|purpose of form|notes for (completing|applicants).*|guidance notes.*|"
    r"instructions for (form|schedule|recipient|payer|employee).*|what s new.*|whats new.*|guide to (completing|filling).*|completion notes.*|ausfullhinweise.*|notice explicative.*|instrucciones.*)$")
LARGE = 1.5
"""An overprint is larger than the page's usual word by this much."""


def _alone(page: NormalPage, words: frozenset[str]) -> str | None:
    """A word of the set that stands alone on its line (no more than three tokens), large or in capitals."""
    for line in page.lines:
        tokens = page.tokens[line.start:line.end]
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
    return next((w for w in words if sum(page.page.words[page.word_of[i]].text.isupper() for i, t in enumerate(page.tokens) if t == w) >= 3), None)


def specimen(score: PageScore) -> Iterator[Noted]:
    """A sample, specimen or mock-up."""
    page = score.page
    text = " ".join(page.tokens)
    if found := SPECIMEN_PHRASES.search(text):
        yield Noted(Mark.SPECIMEN, page.page.number, f"the paper says '{found.group(0)}'")
    elif found_word := _alone(page, SPECIMEN_ALONE - {"void"}) or _overprint(page, SPECIMEN_ALONE - {"void"}):
        yield Noted(Mark.SPECIMEN, page.page.number, f"'{found_word}' is printed across the page")


def draft(score: PageScore) -> Iterator[Noted]:
    """Marked as a draft."""
    page = score.page
    if found := DRAFT_PHRASES.search(" ".join(page.tokens)):
        yield Noted(Mark.DRAFT, page.page.number, f"the paper says '{found.group(0)}'")
    elif found_word := _alone(page, DRAFT_ALONE) or _overprint(page, DRAFT_ALONE):
        yield Noted(Mark.DRAFT, page.page.number, f"'{found_word}' is printed across the page")


def is_instructions(page: NormalPage) -> str | None:
    """The heading that makes it a page of instructions, if it is one: in the page's head or repeated, with long running text below."""
    if len(page.tokens) < 120:
        return None
    for line in page.lines:
        text = " ".join(page.tokens[line.start:line.end])
        if line.top < 0.2 and line.end - line.start <= 12 and INSTRUCTIONS_TITLES.match(text):
            return text
    return None


def instructions(scores: Sequence[PageScore]) -> Iterator[Noted]:
    """Instructions instead of the form: only when the first page already is one."""
    if scores and (heading := is_instructions(scores[0].page)):
        yield Noted(Mark.INSTRUCTIONS, scores[0].page.page.number, f"the page is headed '{heading}'")


def marks(scores: Sequence[PageScore], form: bool) -> tuple[Noted, ...]:
    """All marks of one paper's pages; `form`: the paper is of a sort that exists as an unfilled form."""
    noted: list[Noted] = []
    for function in (specimen, draft):
        noted += [n for score in scores for n in function(score)][:1]
    noted += instructions(scores)
    noted += blank_form([s.page for s in scores if not is_instructions(s.page)] or [s.page for s in scores], form)
    return tuple(noted)
