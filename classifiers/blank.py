"""Blank forms: the printed words are all there, the values are not.

What somebody writes into a form stands apart from its print: an amount alone in its box, a date or number at the end of a rule, an address,
a name, digits one to a box. Thresholds within sentences ("more than $400") do not stand apart. A blackout counts as a value (R13).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from classifiers.anchors import anchors
from classifiers.cells import LONGEST_LABEL, Cell, Filling, Part, cells, filling, part
from classifiers.model import Mark, Noted
from classifiers.text import NormalPage, plain

AMOUNT = re.compile(
    r"^\(?-?[£€₹]?\s?(\d{1,3}(,\d{2,3})+(\.\d{2})?\.?|\d+\.\d{2}|\d{4,}\.)\)?-?$"
    r"|^\$\d[\d,]*\.\d{2}$|^\$\d{1,3}(,\d{3}){2,}$"
    r"|^\d{1,3}([ .]\d{3})+(,\d{2})?$|^\d+,\d{2}$|^(?:€|R\$)\s?\d[\d.,]*$|^\d[\d., ]*\s?(?:€|EUR|CHF)$"
)
DATE = re.compile(r"(?<!\d)\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}(?!\d)")
_MONTH = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    "janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[ûu]t|septembre|octobre|novembre|d[ée]cembre|"
    "Januar|Februar|M[äa]rz|Juni|Juli|Oktober|Dezember|"
    "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|"
    "janeiro|fevereiro|mar[çc]o|maio|junho|julho|setembro|outubro|novembro|dezembro|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre)"
)
LONG_DATE = re.compile(
    rf"\b(?:\d{{1,2}}|1er)\.? (?:de )?{_MONTH} (?:de )?\d{{4}}\b"
    r"|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2},? \d{4}\b"
)
"""Counts only where it stands apart: sentences of instructions quote dates of laws."""
NUMBER = re.compile(
    r"(?<![\d-])(\d{2}-\d{7}|\d{3}-\d{2}-\d{4}|[X*•]{2,3}-[X*•\d-]*\d{2,4}|\(?\d{3}\)?[ -]\d{3}-\d{4}"
    r"|[\w.+-]+@[\w-]+\.\w{2,})(?!\d)"
)
_STREET = "(?:St|Street|Ave|Avenue|Rd|Road|Dr|Drive|Blvd|Boulevard|Ln|Lane|Way|Ct|Court|Pl|Place|Pkwy|Hwy|Terrace|Close)"
ADDRESS = re.compile(
    rf"^\d{{1,5}}[a-z]? [A-Z][\w.']+( [A-Z][\w.']+)* {_STREET}\b|\b[A-Z][a-zA-Z]+,? [A-Z]{{2}},? \d{{5}}(-\d{{4}})?$", re.MULTILINE
)
ZIP = re.compile(r"\b[A-Z][a-zA-Z]+,? [A-Z]{2},? \d{5}\b")
GAP = re.compile(
    r"_{5,}|\.{12,}|\[(?!signature|typed|printed|seal|stamp)[^\]\d]{3,60}\]"
    r"|<(?:insert|name|date|company|your)[^>]{0,30}>|\{\{[^}]+\}\}",
    re.IGNORECASE,
)
"""A gap or what stands in for a value; '[signature of the tenant]' below a line is a caption and remains when the line is filled."""
DIGITS_IN_BOXES = 7
PROSE = 14
"""A cell of more words is a sentence; an address in it may be the office's own."""
STATED = re.compile(
    r"\b(?:is|are|of|at|by|named|called|known as|:)\s+"
    r"(?P<value>(?:[A-Z][\w'&-]+,? ){1,6}(?:LLC|L\.L\.C\.|Inc|Ltd|Limited|Corp|GmbH|LLP|PLLC)\b"
    rf"|\d{{1,5}} (?:[A-Z][\w.']+ ){{1,4}}{_STREET}\b)"
)
"""What a sentence of the form says of its writer: 'The name of the company is Alder Row LLC', 'its office is 12 Elm Street'."""
TO_THE_OFFICE = re.compile(r"\b(?:mail|send|submit|return|deliver|write|e\.? ?g)\b", re.IGNORECASE)
SCAN_PAGES = 4
WRITTEN_AT_LEAST = 2
WRITTEN_IN_LONG_FORM = 4
LEGIBLE = 0.7
LONG_FORM = 600
"""Words from which on a form's print itself holds a few things that look written."""
WORDS_AT_LEAST = 100
CUES_AT_LEAST = 4
LABELS_AT_LEAST = 5
MANY_LABELS = 7
VALUES_OF_A_FILLED_FORM = 6
COLONS_AT_LEAST = 4
WORDS_PER_CUE = 60
"""A form says 'if any', 'see instructions', 'attach' every few lines; a contract does not."""


@dataclass(frozen=True, slots=True)
class Written:
    """What stands apart from the print; `score` weighs it."""

    amounts: int = 0
    dated: int = 0
    addresses: int = 0
    names: int = 0
    boxed: int = 0

    @property
    def score(self) -> int:
        return self.amounts + 2 * self.dated + 2 * self.addresses + self.names + 3 * self.boxed


def _is_name(cell: Cell) -> bool:
    """Two to five capitalised words, none of which is a word of forms."""
    if not 2 <= len(cell) <= 5 or not all(w.text[:1].isupper() and w.text.strip(".,&").isalpha() for w in cell):
        return False
    known = anchors().words
    return all(token not in known for w in cell for token in plain(w.text) if len(token) > 1)


def _states(cell: Cell, text: str) -> bool:
    """A sentence with a firm's name, or a street and number, that the print does not know."""
    found = STATED.search(text) if len(cell) > LONGEST_LABEL and not TO_THE_OFFICE.search(text) else None
    return found is not None and any(token not in anchors().words for token in plain(found["value"]) if token.isalpha() and len(token) > 1)


def written(lines: Sequence[Sequence[Cell]]) -> Written:
    """Counts of what was written into a page, given as lines of cells."""
    amounts = dated = addresses = names = boxed = 0
    for line in lines:
        singles = 0
        for cell in line:
            text = " ".join(w.text for w in cell).strip(" :;|,")
            singles = singles + 1 if len(text) == 1 and text.isdigit() else 0
            boxed += singles == DIGITS_IN_BOXES
            short = len(cell) <= 6 or (len(cell) <= PROSE and part(cell) is Part.VALUE)
            found = len(DATE.findall(text)) + (short and LONG_DATE.search(text) is not None)
            found += len(cell) <= 12 and NUMBER.search(text) is not None
            if AMOUNT.match(text):
                amounts += 1
            elif found:
                dated += found
            elif ADDRESS.search(text) if len(cell) <= 8 else len(cell) <= PROSE and ZIP.search(text):
                addresses += 1
            elif _is_name(cell) or _states(cell, text):
                names += 1
    return Written(amounts, dated, addresses, names, boxed)


def _hard_to_read(page: NormalPage) -> bool:
    """Whether values may be there that OCR did not see."""
    sure = [w.confidence for w in page.page.words if w.confidence is not None]
    return bool(sure) and sum(sure) / len(sure) < LEGIBLE


def placeholders(page: NormalPage, stand_ins: re.Pattern[str]) -> int:
    """Unfilled gaps and stand-in wordings."""
    return len(GAP.findall(" ".join(w.text for w in page.page.words))) + len(stand_ins.findall(" ".join(page.tokens)))


def blank_form(
    pages: Sequence[NormalPage], form: bool, *, labelled: bool, cues: re.Pattern[str], stand_ins: re.Pattern[str]
) -> list[Noted]:
    """A `blank_form` mark if the pages show a form that nobody filled in.

    `form`: the paper exists as an official form. `labelled`: papers of its kind have labels (advertising has not). `cues`: what forms say
    to the one who fills them in. `stand_ins`: 'your name' and the like.
    """
    pages = [p for p in pages if len(p.tokens) >= 3][:SCAN_PAGES]
    if not pages or any(p.page.blackouts for p in pages) or any(_hard_to_read(p) for p in pages):
        return []
    first = pages[0]
    boxes = [cells(p.page.words) for p in pages]
    found = [written(lines) for lines in boxes]
    score = sum(w.score for w in found)
    fill = sum((filling(lines) for lines in boxes), Filling())
    gaps = sum(placeholders(p, stand_ins) for p in pages)
    if not gaps and fill.values >= VALUES_OF_A_FILLED_FORM and 2 * fill.filled > fill.labels:
        return []
    words = sum(len(p.tokens) for p in pages)
    cued = len(cues.findall(" ".join(t for p in pages for t in p.tokens)))
    looks_like_a_form = form or (cued >= CUES_AT_LEAST and cued * WORDS_PER_CUE >= words)
    untouched_rules = (
        score == found[0].addresses * 2 == 2 and gaps >= 2 and 10 * fill.filled <= fill.labels and fill.labels >= 2 * LABELS_AT_LEAST
    )
    enough = WRITTEN_IN_LONG_FORM if words >= LONG_FORM or untouched_rules else WRITTEN_AT_LEAST
    untouched = form and words >= WORDS_AT_LEAST and score < enough
    little = enough if untouched_rules else WRITTEN_AT_LEAST
    if untouched or (score < little and ((looks_like_a_form and words >= WORDS_AT_LEAST) or _empty(fill, form, labelled))):
        return [Noted(Mark.BLANK_FORM, first.page.number, "the form's labels are there and nothing is written beside them")]
    if gaps >= 4 and score <= gaps // 4:
        return [Noted(Mark.BLANK_FORM, first.page.number, f"{gaps} places to fill in are still empty or hold placeholders")]
    if gaps and not form and len(first.tokens) < 80 and re.search(r"\byour (name|company|logo)\b", " ".join(first.tokens)):
        return [Noted(Mark.BLANK_FORM, first.page.number, "the paper still shows 'your name' where a name belongs")]
    return []


def _empty(fill: Filling, form: bool, labelled: bool) -> bool:
    """Labels without values: nearly all of a form's, or of those that end with a colon."""
    by_label = form and fill.labels >= LABELS_AT_LEAST and fill.filled <= 0.15 * fill.labels and fill.values <= 0.12 * fill.labels + 2.5
    few_values = fill.values <= max(2.0, 0.08 * fill.labels + 1)
    by_any_label = labelled and fill.labels >= MANY_LABELS and fill.filled <= 0.15 * fill.labels and few_values
    by_colon = fill.open_colons >= COLONS_AT_LEAST and fill.open_colons >= 0.8 * fill.colons
    return by_label or by_any_label or by_colon
