"""Layout hints: what the look of a page says where its words say little (business cards, till receipts, slides).

Each hint is one small function in a tuple; it names the paper it speaks for (or against, with a negative weight).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from classifiers.composed import composed_titles
from classifiers.text import CONTACT, LINK, NormalPage

PHONE = re.compile(r"\+\d[\d ().-]{7,}|\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}")
MONEY = re.compile(r"^[$€£₹¥]?\d{1,3}([.,' ]?\d{3})*[.,]\d{2}[$€£]?$")


CAREER_SPAN = re.compile(
    r"\((?:less than a year|\d+ years?(?: \d+ months?)?|\d+ months?"
    r"|\d+ (?:yrs?|mos?)(?: \d+ mos?)?)\)"
)
TILL_STAMP = re.compile(r"\b\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},? +\d{1,2}:\d{2}(:\d{2})?\b")
ACCOUNT = frozenset(("checking", "account", "current", "savings", "advantage", "banking", "essential", "select", "premium"))
FIRM = frozenset(("llc", "inc", "corp", "corporation", "ltd", "limited", "gmbh", "ug", "sarl", "sas", "plc", "pty", "llp"))
SOLE_TRADER = frozenset((("sole", "prop"), ("sole", "proprietor"), ("sole", "proprietorship"), ("sole", "trader"), ("trading", "as")))
SECTION = frozenset(
    (
        "experience",
        "employment",
        "education",
        "skills",
        "references",
        "qualifications",
        "berufserfahrung",
        "ausbildung",
        "kenntnisse",
        "formation",
        "competences",
        "experiencia",
        "formacion",
        "educacion",
        "habilidades",
        "formacao",
        "esperienza",
        "istruzione",
        "competenze",
        "werkervaring",
        "opleiding",
    )
)
"""Headings of a résumé."""
CAREER_YEARS = re.compile(
    r"\b(?:19|20)\d\d\s*(?:[-–—]|to|until|bis|à|a)?\s*"
    r"(?:(?:[A-Z][a-z]{2,8}\.? )?(?:19|20)\d\d|present|now|today|current|heute|aujourd|actualidad|presente)\b"
)
VOICE = frozenset(
    (
        "we",
        "our",
        "us",
        "your",
        "you",
        "unsere",
        "wir",
        "ihre",
        "ihr",
        "nous",
        "notre",
        "nos",
        "votre",
        "vos",
        "nuestro",
        "nuestra",
        "nuestros",
        "nossos",
        "nossa",
        "nosso",
    )
)


@dataclass(frozen=True, slots=True)
class Hint:
    """Speaks for the paper with this id by `weight`; `text` says what was seen."""

    paper: str
    weight: float
    text: str
    fallback: bool = False
    """Says little where the words already speak for another kind: counts the less, the more they do."""
    title: bool = False
    """Stands for a title: says nothing more where a listed title stands."""


@dataclass(frozen=True, slots=True)
class Look:
    """Counts that hints decide on."""

    words: int
    contacts: int
    phones: int
    amounts: int
    aspect: float
    """Height over width."""
    first_words: tuple[str, ...]
    size: float
    """Width in points."""


def look(page: NormalPage) -> Look:
    """Counts of one page."""
    texts = [w.text for w in page.page.words]
    lines = [" ".join(texts[i] for i in dict.fromkeys(page.word_of[line.start : line.end])) for line in page.lines]
    return Look(
        words=len(page.tokens),
        contacts=sum(bool(CONTACT.match(t) or LINK.match(t.strip("|•·,;()"))) for t in texts),
        phones=sum(PHONE.search(line) is not None for line in lines),
        amounts=sum(bool(MONEY.match(t.strip())) for t in texts),
        aspect=(page.page.height or 1.0) / (page.page.width or 1.0),
        first_words=page.tokens[:12],
        size=page.page.width,
    )


def business_card(page: NormalPage, seen: Look) -> Iterator[Hint]:
    """Few words, a way to reach somebody, and nothing else: a card, on its own or photographed."""
    if 4 <= seen.words <= 70 and (seen.contacts + seen.phones) >= 2 and seen.amounts == 0:
        yield Hint("marketing", 5.0, "few words with ways to reach the business, as on a business card", fallback=True)


def few_words_with_link(page: NormalPage, seen: Look) -> Iterator[Hint]:
    """A banner or poster: little text and an address on the web."""
    if 4 <= seen.words <= 160 and (seen.contacts or seen.phones) and seen.amounts <= 4:
        yield Hint("marketing", 2.0, "little text with a web address, e-mail or telephone number", fallback=True)


def till_roll(page: NormalPage, seen: Look) -> Iterator[Hint]:
    """A long narrow strip with amounts: a till receipt."""
    if seen.aspect >= 1.9 and seen.amounts >= 2 and 10 <= seen.words <= 250:
        yield Hint("receipt", 2.5, "a long narrow strip with amounts, as from a till")


def slide(page: NormalPage, seen: Look) -> Iterator[Hint]:
    """A wide page with large, sparse text: a slide or banner."""
    if seen.aspect <= 0.72 and 5 <= seen.words <= 220 and seen.amounts <= 3:
        yield Hint("marketing", 1.0, "a wide page with sparse text, as in a slide deck", fallback=True)


def dated_career(page: NormalPage, seen: Look) -> Iterator[Hint]:
    """Jobs with their length in brackets, as networks print them in the PDF of a profile."""
    text = " ".join(w.text for w in page.page.words)
    spans = len(CAREER_SPAN.findall(text))
    if spans >= 2:
        yield Hint("profile", 4.0 + min(3.0, 0.5 * spans), f"{spans} positions with their length in brackets, as in a network profile")


def _is_export(page: NormalPage) -> bool:
    return "linkedin" in page.tokens and ("top", "skills") in pairwise(page.tokens)


def exported_profile(page: NormalPage, seen: Look) -> Iterator[Hint]:
    """The margin of a network's PDF: ways to reach somebody, the network's name, top skills."""
    if _is_export(page):
        yield Hint("profile", 3.0, "contact and top skills in the margin, as in the PDF of a network profile")


def sections_of_a_life(page: NormalPage, seen: Look) -> Iterator[Hint]:
    """Two headings or more such as 'Education' on lines of their own, and two spans of years or more: a résumé.

    Not so where the lengths stand beside them in brackets, see `dated_career`.
    """
    headings = {t for line in page.lines if line.end - line.start <= 3 for t in page.tokens[line.start : line.end] if t in SECTION}
    text = " ".join(w.text for w in page.page.words)
    if _is_export(page):
        return
    if len(headings) >= 2 and len(CAREER_YEARS.findall(text)) >= 2 and len(CAREER_SPAN.findall(text)) < 2:
        yield Hint("resume", 4.0, "headings and spans of years as in a résumé")


def addressed_to_a_reader(page: NormalPage, seen: Look) -> Iterator[Hint]:
    """Sentences about 'us' and 'you': advertising speaks to its reader."""
    voice = sum(token in VOICE for token in page.tokens)
    if seen.words >= 40 and voice >= 4 and voice / seen.words >= 0.012:
        reachable = 1.0 if seen.contacts or seen.phones else 0.0
        yield Hint("marketing", 1.5 + reachable, "text that speaks of 'us' to 'you', as advertising does", fallback=True)


def banner(page: NormalPage, seen: Look) -> Iterator[Hint]:
    """A wide picture with a few large words: the banner of a site."""
    if page.ocr and seen.aspect <= 0.7 and 5 <= seen.words <= 60 and seen.amounts == 0:
        yield Hint("marketing", 1.5, "a wide picture with few words, as the banner of a website", fallback=True)


def stamped_with_the_minute(page: NormalPage, seen: Look) -> Iterator[Hint]:
    """Date and time of day side by side with amounts: printed at a till."""
    text = " ".join(w.text for w in page.page.words)
    if seen.words <= 250 and seen.amounts >= 1 and TILL_STAMP.search(text):
        yield Hint("receipt", 1.5, "date and time of day as a till prints them")


def message(page: NormalPage, seen: Look) -> Iterator[Hint]:
    """The head of an e-mail, with no more than one amount: talk about a paper is not the paper, unless its terms are all there."""
    starts = {page.tokens[line.start] for line in page.lines if line.top < 0.5 and line.end > line.start}
    if "from" in starts and starts & {"to", "sent", "subject", "date", "re", "inbox"} and seen.amounts <= 1:
        yield Hint("letter", 3.5, "the head of an e-mail")


def firm_s_account(page: NormalPage, seen: Look) -> Iterator[Hint]:
    """A bank statement that names a firm in its head or calls the account a business account."""
    head = page.tokens[:70]
    named = any(t in FIRM for t in head) or any(t == "business" and ACCOUNT & set(head[i + 1 : i + 4]) for i, t in enumerate(head))
    named = named or any(pair in SOLE_TRADER for pair in pairwise(head))
    if named and "statement" in head and "balance" in page.tokens and not {"invoice", "insured"} & set(page.tokens):
        yield Hint("other-plan", 5.0, "a business account's statement")
        yield Hint("personal-bank", -5.0, "a business account's statement")


def title_of_usual_words(page: NormalPage, seen: Look) -> Iterator[Hint]:
    """A heading that no list holds, made of the words that such titles are made of."""
    for paper, weight, text in composed_titles(page):
        yield Hint(paper, weight, text, title=True)


def machine_readable_zone(page: NormalPage, seen: Look) -> Iterator[Hint]:
    """The filler characters of a travel document's machine-readable lines."""
    if any(w.text.count("<") >= 4 for w in page.page.words):
        yield Hint("passport", 7.0, "machine-readable lines of a travel document")


HINTS: tuple[Callable[[NormalPage, Look], Iterator[Hint]], ...] = (
    business_card,
    few_words_with_link,
    till_roll,
    slide,
    dated_career,
    exported_profile,
    sections_of_a_life,
    addressed_to_a_reader,
    banner,
    stamped_with_the_minute,
    message,
    firm_s_account,
    machine_readable_zone,
    title_of_usual_words,
)


def hints(page: NormalPage) -> list[Hint]:
    """All hints of a page."""
    seen = look(page)
    return [hint for function in HINTS for hint in function(page, seen)]
