"""Finding anchors on one page: exactly, with single misread letters, run together, and misspelt in headings.

A match that lies inside a longer one says nothing of its own ('certificate' in 'certificate of incorporation') and is left out.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

from rapidfuzz import fuzz, process

from classifiers.anchors import LONG, Anchors, Role, anchors, corrected
from classifiers.text import NormalPage

TOP = 0.28
"""Share of the page's height that is its head, where titles stand."""
FOOT = 0.92
LARGE = 1.3
HEADING_SHARE = 0.5
APART = 2.5
"""Blanks of so many letter heights part columns."""
SENTENCE_WORDS = 7
WORDS_OF_A_HEADING = 3
"""A capitalised phrase of so many words that begins a line is a heading, whatever follows ('… according to section 27a')."""
RUNNING = frozenset(
    (
        "a",
        "an",
        "the",
        "with",
        "of",
        "for",
        "your",
        "our",
        "my",
        "this",
        "that",
        "see",
        "on",
        "in",
        "by",
        "and",
        "or",
        "to",
        "under",
        "from",
        "via",
        "use",
        "file",
        "all",
        "its",
        "his",
        "her",
        "their",
        "any",
        "each",
        "per",
        "attach",
        "complete",
        "submit",
        "der",
        "die",
        "das",
        "den",
        "dem",
        "eine",
        "einer",
        "la",
        "le",
        "les",
        "un",
        "une",
        "el",
        "los",
        "una",
        "o",
        "os",
        "uma",
        "du",
        "de",
        "del",
        "do",
        "da",
    )
)
MISSPELT = 86.0


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found: index of the phrase, token range, and where it stands."""

    phrase: int
    start: int
    end: int
    top: bool
    heading: bool
    foot: bool
    running: bool = False
    """Within a sentence: in the midst of a long line of the usual size."""
    exact: bool = True
    size: float = 1.0
    """Height of its line's letters in the page's usual ones."""


def _place(page: NormalPage, phrase: int, start: int, end: int, exact: bool) -> Hit:
    line = page.lines[page.line_of[start]]
    inside = min(end, line.end) - start
    large = line.size >= LARGE
    in_sentence = _in_sentence(page, start)
    leads = start == line.start and end - start >= WORDS_OF_A_HEADING and not in_sentence
    alone = not _labels(page, start + inside) and (
        leads or inside / (line.end - line.start) >= HEADING_SHARE or (not in_sentence and _stands_apart(page, start, start + inside))
    )
    running = not large and not alone and line.end - line.start >= SENTENCE_WORDS and in_sentence
    return Hit(phrase, start, end, line.top < TOP or start < 25, large or alone, line.top > FOOT, running, exact, line.size)


def _labels(page: NormalPage, end: int) -> bool:
    """Whether a colon and a value follow the phrase on its line: a label rather than a heading."""
    line = page.line_of[end - 1]
    return end < page.lines[line].end and page.page.words[page.word_of[end - 1]].text.endswith(":")


def _stands_apart(page: NormalPage, start: int, end: int) -> bool:
    """Whether wide blanks (or the line's ends) part a phrase of two words or more from the rest of its line: a title beside a date."""
    if end - start < 2:
        return False
    line = page.line_of[start]
    words = page.page.words
    first, last = words[page.word_of[start]].box, words[page.word_of[end - 1]].box
    blank = APART * (last[3] - last[1])
    before = words[page.word_of[start - 1]].box if start > page.lines[line].start else None
    after = words[page.word_of[end]].box if end < page.lines[line].end else None
    return (before is None or first[0] - before[2] > blank) and (after is None or after[0] - last[2] > blank)


def _in_sentence(page: NormalPage, start: int) -> bool:
    """Whether the word before is a word of running text, or the phrase itself is not capitalised."""
    first = page.page.words[page.word_of[start]].text.strip("\"'“”‘’([")
    before = page.page.words[page.word_of[start - 1]].text if start and page.line_of[start - 1] == page.line_of[start] else ""
    return (first[:1].isalpha() and first[:1].islower()) or (before.isalpha() and before.islower()) or before.lower() in RUNNING


def _spelt(page: NormalPage, known: Anchors) -> list[Hit]:
    from spacy.tokens import Doc

    tokens = [corrected(t) for t in page.tokens] if page.tokens else []
    doc = Doc(known.vocab, words=tokens)
    return [_place(page, known.number_of[tuple(tokens[start:end])], start, end, exact=True) for _, start, end in known.matcher(doc)]


def _run_together(page: NormalPage, known: Anchors, found: set[int]) -> list[Hit]:
    """Titles and telling sentences whose spaces were lost."""
    ends = list(accumulate(len(t) for t in page.tokens))
    hits = []
    beginnings = {page.compact[at : at + LONG] for at in range(len(page.compact))}
    for text, number in known.long_titles:
        if text[:LONG] in beginnings and number not in found and (at := page.compact.find(text)) >= 0:
            start, end = bisect_right(ends, at), bisect_right(ends, at + len(text) - 1) + 1
            if end - start < len(known.phrases[number]):
                hits.append(_place(page, number, start, end, exact=True))
    return hits


def _misspelt(page: NormalPage, known: Anchors, found: set[int]) -> list[Hit]:
    """Titles in the lines of an OCR page that look like headings, allowing a few wrong letters."""
    if not page.ocr:
        return []
    texts = [text for text, _ in known.long_titles]
    hits = []
    heads = [line for line in page.lines if (line.top < TOP or line.size >= LARGE) and line.end - line.start <= 12]
    for line in heads[:14]:
        text = "".join(page.tokens[line.start : line.end])
        if len(text) < LONG:
            continue
        best = process.extractOne(text, texts, scorer=fuzz.ratio, score_cutoff=MISSPELT)
        if best is not None and (number := known.long_titles[best[2]][1]) not in found:
            hits.append(_place(page, number, line.start, line.end, exact=False))
    return hits


def _outermost(hits: list[Hit], known: Anchors) -> list[Hit]:
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h.start, -(h.end - h.start))):
        length = hit.end - hit.start
        if not _is_needed(hit, known) and any(
            k.start <= hit.start and hit.end <= k.end and k.end - k.start > length and _speaks_for(k, known) for k in kept[-6:]
        ):
            continue
        kept.append(hit)
    return kept


def _is_needed(hit: Hit, known: Anchors) -> bool:
    return any(use.role is Role.NEEDED for use in known.uses[hit.phrase])


def _speaks_for(hit: Hit, known: Anchors) -> bool:
    return any(use.role not in (Role.AGAINST, Role.NEEDED) for use in known.uses[hit.phrase])


def find_anchors(page: NormalPage) -> list[Hit]:
    """All anchors on the page in reading order. Pure; about 2 to 8 ms a page."""
    known = anchors()
    if not page.tokens:
        return []
    hits = _spelt(page, known)
    found = {h.phrase for h in hits}
    hits += _run_together(page, known, found)
    hits += _misspelt(page, known, found | {h.phrase for h in hits})
    return _outermost(hits, known)
