"""What the whole-file channels may ask: the file's bytes, its structure, what is visible and what was found hidden."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import pikepdf

from redaction.examine import PageExamination
from redaction.geometry import Box
from redaction.hidden import SHORTEST, HiddenText, tokens
from redaction.model import Certainty, Region

IDENTIFIERS = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.]+"  # e-mail address
    r"|(?<![\w/.-])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?![\w])"  # bank account
    r"|(?<![\w/.:-])\+?\(?\d[\d ()-]{5,20}\d(?![\w/.:-])"  # tax, social security, account, telephone number
    r"|(?<![\w/.:-])(?=(?:[A-Z]*\d){4})(?=(?:\d*[A-Z]){2})[A-Z0-9]{9,20}(?![\w/.-])"  # national and document numbers
    r"|[$€£] ?\d[\d,.]{3,}"
)  # amount
DATE = re.compile(r"^(?:19|20)\d{2}[ -]?[01]\d[ -]?[0-3]\d|^[0-3]?\d[ -][01]?\d[ -](?:19|20)?\d{2}$")
COMMON = frozenset(
    {
        "account",
        "address",
        "agreement",
        "amount",
        "annual",
        "application",
        "approval",
        "articles",
        "attachment",
        "back",
        "blank",
        "cancel",
        "certificate",
        "click",
        "client",
        "close",
        "code",
        "company",
        "confidential",
        "contact",
        "contract",
        "copy",
        "cover",
        "customer",
        "data",
        "date",
        "department",
        "design",
        "details",
        "document",
        "draft",
        "email",
        "enter",
        "entry",
        "error",
        "exhibit",
        "export",
        "field",
        "file",
        "final",
        "first",
        "form",
        "general",
        "help",
        "home",
        "index",
        "info",
        "information",
        "insurance",
        "internal",
        "invalid",
        "invoice",
        "item",
        "last",
        "lease",
        "letter",
        "licence",
        "license",
        "list",
        "main",
        "media",
        "member",
        "message",
        "microsoft",
        "missing",
        "name",
        "new",
        "next",
        "note",
        "notice",
        "number",
        "office",
        "online",
        "order",
        "original",
        "page",
        "paper",
        "payment",
        "permit",
        "phone",
        "please",
        "policy",
        "print",
        "privacy",
        "profile",
        "project",
        "proof",
        "public",
        "publication",
        "receipt",
        "record",
        "redacted",
        "reference",
        "registration",
        "report",
        "required",
        "reset",
        "sample",
        "save",
        "scan",
        "select",
        "send",
        "service",
        "sheet",
        "sign",
        "signature",
        "software",
        "standard",
        "state",
        "statement",
        "submit",
        "summary",
        "table",
        "tax",
        "template",
        "terms",
        "title",
        "total",
        "type",
        "untitled",
        "update",
        "user",
        "value",
        "version",
        "view",
        "warning",
        "web",
        "website",
        "welcome",
        "word",
        "year",
        "your",
    }
)
"""Words that titles, buttons and messages are made of: capitalised, but nobody's name."""
MACHINE = re.compile(
    r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-\S+|[0-9a-fA-F]{24,}|\S+\.(?:docx?|pdf|indd|xlsx?|pptx?|jpe?g|png|tiff?)\b|https?://\S+", re.IGNORECASE
)
ENOUGH_VISIBLE = 8
"""Visible words without which nothing can be called "gone from the page"."""


@dataclass(frozen=True)
class FileEvidence:
    """One file. `words`: what else is known to be visible, such as words read by OCR."""

    data: bytes = field(repr=False)
    media: str
    pages: Sequence[PageExamination] = field(repr=False)
    words: Sequence[str] = field(repr=False, default=())

    @cached_property
    def regions(self) -> tuple[Region, ...]:
        return tuple(region for page in self.pages for region in page.regions)

    @cached_property
    def structure(self) -> pikepdf.Pdf | None:
        """The PDF's objects; None where pikepdf refuses the file (pdfium opens more)."""
        try:
            return pikepdf.open(io.BytesIO(self.data))
        except (pikepdf.PdfError, ValueError, RuntimeError):
            return None

    @cached_property
    def visible(self) -> frozenset[str]:
        """Every visible word, lower case, with the pieces that punctuation cuts it into."""
        found: set[str] = set()
        for text in self._visible_texts():
            found.update(tokens(text))
            found.add("".join(tokens(text)))
        return frozenset(found)

    def _visible_texts(self) -> Iterator[str]:
        for page in self.pages:
            word = ""
            for char in page.chars:
                if char.space_before and word:
                    yield word
                    word = ""
                word += char.text
            if word:
                yield word
        yield from self.words

    @cached_property
    def _run_together(self) -> str:
        return "".join("".join(tokens(text)) for text in self._visible_texts())

    @cached_property
    def hidden(self) -> HiddenText:
        """What was found hidden and cannot be read on the pages anyway."""
        everything = HiddenText()
        for page in self.pages:
            everything = everything | page.hidden
        return everything.without(self.visible)

    def echo(self, text: str, alone: bool = False) -> Certainty | None:
        """Whether a text of the file's innards tells something that is blacked out.

        Strong: a word found hidden on a page. Weak: there are blackouts, and the text holds an identifier, or a person's name among words
        that are visible (with `alone`: or nothing but a name), which can be seen nowhere. An ordinary title tells nothing.
        """
        if not text:
            return None
        if self.hidden.echoes(text):
            return Certainty.STRONG
        if not self.regions or len(self.visible) < ENOUGH_VISIBLE:
            return None
        plain = MACHINE.sub(" ", text[:200_000])
        if any(self._gone(match.group()) for match in IDENTIFIERS.finditer(plain)):
            return Certainty.WEAK
        return Certainty.WEAK if any(self._names_somebody(line, alone) for line in plain.splitlines()[:2000]) else None

    def _names_somebody(self, line: str, alone: bool) -> bool:
        """Two capitalised words in a row that can be seen nowhere, next to words that can."""
        words = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", line)
        unseen = [
            len(word) > 2 and word[0].isupper() and word[1:].islower() and word.lower() not in self.visible and word.lower() not in COMMON
            for word in words
        ]
        name = any(a and b for a, b in pairwise(unseen))
        rest = [word.lower() for word, odd in zip(words, unseen, strict=True) if not odd and len(word) >= SHORTEST]
        if not name or (not rest and not (alone and len(words) <= 4)):
            return False
        return all(word in self.visible for word in rest)

    def shows(self, text: str) -> bool:
        """Whether every longer word of a text can be read on the pages (or it has none)."""
        return all(word in self.visible or word in self._run_together for word in tokens(text) if len(word) >= SHORTEST)

    def _gone(self, identifier: str) -> bool:
        value = identifier.strip()
        digits = re.sub(r"\D", "", value)
        if "@" not in value and (len(digits) < 4 or DATE.match(value) or (value[0] not in "$€£" and len(digits) < 6)):
            return False
        if "@" not in value and value[0].isdigit() and len(digits) in (8, 14) and digits[:2] in ("19", "20"):
            return False  # a time stamp
        return "".join(tokens(value)) not in self._run_together


def overlapping(regions: Iterable[Region], page: int, box: Box) -> Region | None:
    """The region of a page that a box shares most of the smaller of the two with."""
    best: Region | None = None
    for region in regions:
        common = region.box.intersect(box).area
        if (
            region.page == page
            and common > 0.35 * min(region.box.area, box.area)
            and (best is None or common > best.box.intersect(box).area)
        ):
            best = region
    return best
