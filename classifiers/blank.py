"""Blank forms: the printed words are all there, the values are not.

Three signs, any of which shows that somebody wrote into the form: amounts and numbers that no form prints by itself, words right after
or under a name label that are not themselves labels, and blackouts. A paper that still shows its placeholders is blank as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from classifiers.model import Mark, Noted
from classifiers.text import NormalPage

AMOUNT = re.compile(r"^\(?-?\d{1,3}(,\d{3})+(\.\d{2})?\.?\)?$|^\(?-?\d+\.\d{2}\)?$|^\d{5,}\.?$|^[£€₹]\d[\d.,]*$|^\$\d[\d,]*\.\d{2}$|^\$\d{1,3}(,\d{3})+$")
DATE = re.compile(r"^\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}$")
TAX_NUMBER = re.compile(r"^(\d{2}-\d{7}|\d{3}-\d{2}-\d{4}|[X*]{2,3}-[X*\d-]+\d{2,4})$")
MAIL = re.compile(r"^[\w.+-]+@[\w-]+\.\w+")
PLACEHOLDER = re.compile(
    r"_{5,}|\.{12,}|\[(your|company|client|name|date|address|insert|business|landlord|tenant|contractor|amount|state|city|enter)[^\]]{0,40}\]|<(insert|name|date|company|your)[^>]{0,30}>|\{\{[^}]+\}\}|"
    r"\b(your name|your company|company name here|your business name|insert name|lorem ipsum|jane q\.? public|mm/dd/yyyy|dd/mm/yyyy|name surname|your logo|your address|first last)\b",
    re.IGNORECASE)
UNPRINTED = frozenset({"omb", "cat", "no", "form", "rev", "section", "sections", "pub", "publication", "notice", "irc"})
FILLED_AMOUNTS = 4
FILLED_MARKS = 2


def values(page: NormalPage) -> tuple[int, int]:
    """(amounts, dates/tax numbers/e-mails) on the page, thresholds and form numbers of the print left out."""
    amounts = marks = 0
    words = page.page.words
    for index, word in enumerate(words):
        text = word.text.strip(" :;|")
        before = words[index - 1].text.lower().strip(".:()") if index else ""
        if before in UNPRINTED:
            continue
        if TAX_NUMBER.match(text) or DATE.match(text) or MAIL.match(text):
            marks += 1
        elif AMOUNT.match(text):
            amounts += 1
    return amounts, marks


def placeholders(page: NormalPage) -> int:
    """Unfilled gaps and stand-in wordings."""
    return len(PLACEHOLDER.findall(" ".join(w.text for w in page.page.words)))


def blank_form(pages: Sequence[NormalPage], form: bool) -> list[Noted]:
    """A `blank_form` mark if the pages show a form that nobody filled in."""
    pages = [p for p in pages if len(p.tokens) >= 3]
    if not pages or any(p.page.blackouts for p in pages):
        return []
    first = pages[0]
    counted = [values(p) for p in pages]
    amounts, others = sum(a for a, _ in counted), sum(m for _, m in counted)
    gaps = sum(placeholders(p) for p in pages)
    words = sum(len(p.tokens) for p in pages)
    if form and amounts < FILLED_AMOUNTS and others < FILLED_MARKS and words >= 120 and not filled_names(first):
        return [Noted(Mark.BLANK_FORM, first.page.number, "the form's labels are there and nothing is written beside them")]
    if gaps >= 3 and amounts + others <= gaps // 3:
        return [Noted(Mark.BLANK_FORM, first.page.number, f"{gaps} places to fill in are still empty or hold placeholders")]
    if gaps and len(first.tokens) < 80 and re.search(r"\byour (name|company)\b", " ".join(first.tokens)):
        return [Noted(Mark.BLANK_FORM, first.page.number, "the paper still shows 'your name' where a name belongs")]
    return []


def filled_names(page: NormalPage) -> bool:
    """Somebody's name stands after or under a name label. Placeholder for the label geometry."""
    return False
