"""What is read in the measurements: generated scans and photos with their words, and the real pages where they may be kept."""

from __future__ import annotations

import csv
import json
import string
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from fixtures.degrade import bundle, photo, picture, scan
from fixtures.documents import catalogue, find

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus" / "ocr"
_EDGE = string.punctuation + "‘’“”–—•·…«»°©®™|"
_ENGLISH = {"US", "GB", "CA", "AU"}


@dataclass(frozen=True, slots=True)
class Page:
    """A file of one page and the words that stand on it."""

    path: Path
    words: Counter[str]


def bag(text: str) -> Counter[str]:
    """Words case-folded, without punctuation at their edges."""
    return Counter(word for raw in text.casefold().split() if (word := raw.strip(_EDGE)))


def f1(pages: Sequence[Page], read: Sequence[Counter[str]]) -> float:
    """Bag-of-words F1, micro-averaged over the pages."""
    common = sum((page.words & got).total() for page, got in zip(pages, read, strict=True))
    return 2 * common / max(1, sum(page.words.total() for page in pages) + sum(got.total() for got in read))


def generated(folder: Path, kind: str, count: int) -> list[Page]:
    """`kind`: scan200, scan300, skew0, skew3, skew7, photo or digital; spread evenly over the catalogue of layouts."""
    layouts = [layout for layout in catalogue() if layout.country.upper() in _ENGLISH]
    pages = []
    for number, layout in enumerate(layouts[7 :: max(1, len(layouts) // count)][:count]):
        pdf = layout.render(number)
        document = pypdfium2.PdfDocument(pdf)
        text = document[0].get_textpage().get_text_range()
        single = len(document) == 1
        document.close()
        if not single:
            continue
        match kind:
            case "photo":
                path, data = folder / f"{kind}-{number}.jpg", photo(pdf, number)
            case "skew0" | "skew3" | "skew7":
                path, data = folder / f"{kind}-{number}.png", _turned(pdf, float(kind.removeprefix("skew")))
            case "digital":
                path, data = folder / f"{kind}-{number}.pdf", pdf
            case _:
                path, data = folder / f"{kind}-{number}.pdf", scan(pdf, number, dpi=int(kind.removeprefix("scan")))
        path.write_bytes(data)
        pages.append(Page(path, bag(text)))
    return pages


def _turned(pdf: bytes, degrees: float) -> bytes:
    """The page at 200 dpi, laid askew on the scanner."""
    image = Image.fromarray(picture(pdf, 200)).rotate(-degrees, Image.Resampling.BICUBIC, expand=True, fillcolor="white")
    buffer = BytesIO()
    image.save(buffer, "PNG", dpi=(200, 200))
    return buffer.getvalue()


def long_scans(folder: Path) -> Iterator[Page]:
    """Scans of 8 to 16 pages: papers with pages of rules behind them, behind a cover sheet, and bundles of two kinds."""
    lease, invoice, licence, policy = (
        find(name).render(5)
        for name in ("office_lease/office_lease/1", "client_invoice/plain_text_invoice/2", "business_license/home_occupation/1",
                     "liability_insurance/boxed_certificate/1")
    )  # fmt: skip
    for name, papers in {
        "lease": (lease, rules(10)),
        "policy": (policy, rules(14)),
        "cover sheet": (rules(1), lease, rules(8)),
        "two kinds": (invoice, rules(9), licence),
        "late": (rules(7), licence),
    }.items():
        path = folder / f"{name}.pdf"
        path.write_bytes(scan(bundle(*papers), 7, dpi=200))
        yield Page(path, Counter())


_RULES = [
    "doors",
    "and",
    "windows",
    "are",
    "shut",
    "at",
    "dusk",
    "and",
    "nobody",
    "is",
    "to",
    "leave",
    "bicycles",
    "in",
    "the",
    "yard",
    "nor",
    "in",
    "the",
    "passage",
    "where",
    "they",
    "stand",
    "in",
    "the",
    "way",
    "of",
    "others",
    "the",
    "stairs",
    "are",
    "swept",
    "by",
    "turns",
    "on",
    "Saturdays",
    "and",
    "in",
    "winter",
    "the",
    "path",
    "is",
    "kept",
    "free",
    "of",
    "snow",
    "and",
    "ice",
    "from",
    "seven",
    "in",
    "the",
    "morning",
    "until",
    "eight",
    "in",
    "the",
    "evening",
]


def rules(pages: int) -> bytes:
    """Full pages of the rules of a house, which are no paper of their own."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(612, 792), invariant=1)
    for number in range(pages):
        canvas.setFont("Times-Roman", 10.5)
        for line in range(46):
            start = (7 * line + 3 * number) % len(_RULES)
            text = " ".join((_RULES + _RULES)[start : start + 15])
            canvas.drawString(66, 720 - 14 * line, f"{line // 5 + 1}. {text}" if line % 5 == 0 else text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def funsd() -> Iterator[Page]:
    for image in sorted((CORPUS / "funsd" / "images").glob("*.png")):
        note = json.loads((CORPUS / "funsd" / "annotations" / f"{image.stem}.json").read_text("utf-8"))
        yield Page(image, bag(" ".join(word["text"] for part in note["form"] for word in part["words"])))


def sroie() -> Iterator[Page]:
    for image in sorted((CORPUS / "sroie" / "img").glob("*.jpg")):
        with (CORPUS / "sroie" / "box" / f"{image.stem}.csv").open(encoding="utf-8", errors="replace") as file:
            lines = [",".join(row[8:]) for row in csv.reader(file, quoting=csv.QUOTE_NONE) if len(row) > 8]
        yield Page(image, bag(" ".join(lines)))
