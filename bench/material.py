"""What is read in the measurements: generated scans and photos with their words, and the real pages where they may be kept."""

from __future__ import annotations

import csv
import json
import string
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from fixtures.degrade import photo, scan
from fixtures.documents import catalogue

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
    """`kind`: scan200, scan300, photo or digital; spread evenly over the catalogue of layouts."""
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
            case "digital":
                path, data = folder / f"{kind}-{number}.pdf", pdf
            case _:
                path, data = folder / f"{kind}-{number}.pdf", scan(pdf, number, dpi=int(kind.removeprefix("scan")))
        path.write_bytes(data)
        pages.append(Page(path, bag(text)))
    return pages


def funsd() -> Iterator[Page]:
    for image in sorted((CORPUS / "funsd" / "images").glob("*.png")):
        note = json.loads((CORPUS / "funsd" / "annotations" / f"{image.stem}.json").read_text("utf-8"))
        yield Page(image, bag(" ".join(word["text"] for part in note["form"] for word in part["words"])))


def sroie() -> Iterator[Page]:
    for image in sorted((CORPUS / "sroie" / "img").glob("*.jpg")):
        with (CORPUS / "sroie" / "box" / f"{image.stem}.csv").open(encoding="utf-8", errors="replace") as file:
            lines = [",".join(row[8:]) for row in csv.reader(file, quoting=csv.QUOTE_NONE) if len(row) > 8]
        yield Page(image, bag(" ".join(lines)))
