"""What the table beside other programs does not show: where the time goes, digital pages, skew, long scans."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.child import run
from bench.material import Page, f1, generated, long_scans
from bench.ours import inspect, words_read
from bench.peers import Peers

_PLUMBER = """
import sys, time, pdfplumber
with pdfplumber.open(sys.argv[1]) as book:
    [(page.extract_words(), page.rects) for page in book.pages]
started, pages = time.process_time(), 0
for name in sys.argv[1:]:
    with pdfplumber.open(name) as book:
        for page in book.pages:
            page.extract_words(), page.rects
            page.close()
            pages += 1
print((time.process_time() - started) / pages)
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure beside its bar."""

    name: str
    value: float
    bar: str
    note: str = ""


def figures(folder: Path, peers: Peers) -> Iterator[Figure]:
    """All of them, one by one."""
    for found in (_digital(folder, peers), _overhead(folder), _skew(folder), _long(folder)):
        for figure in found:
            print(f"{figure.name:70s} {figure.value:8.3g}  {figure.bar:8s} {figure.note}", flush=True)
            yield figure


def _inside(pages: list[Page]) -> dict[str, float]:
    done = run([sys.executable, "-m", "bench.inside", *(page.path for page in pages)])
    return dict(json.loads(done.output))


def _digital(folder: Path, peers: Peers) -> Iterator[Figure]:
    pages = generated(folder, "digital", 20)
    spent = _inside(pages)
    own = spent["total"] / spent["pages"]
    plumber = float(run([peers.python, "-c", _PLUMBER, *(page.path for page in pages)]).output or "nan")
    yield Figure("digital page, all in: CPU ms", 1000 * own, "≤ 65", f"blackout checks {1000 * spent['examine'] / spent['pages']:.0f}")
    yield Figure(
        "digital page: pdfplumber's words and rects over intake, all in", plumber / own, "≥ 5", f"pdfplumber {1000 * plumber:.0f} ms"
    )


def _overhead(folder: Path) -> Iterator[Figure]:
    for dpi in (200, 300):
        spent = _inside(generated(folder, f"scan{dpi}", 8))
        rest = spent["total"] - spent["recognise"]
        yield Figure(f"scan at {dpi} dpi: all but recognition, % of recognition", 100 * rest / spent["recognise"], "≤ 15")
        bare = 100 * (rest - spent["examine"]) / spent["recognise"]
        yield Figure(
            f"scan at {dpi} dpi: the same without blackout checks, %",
            bare,
            "≤ 8",
            f"recognition {spent['recognise'] / spent['pages']:.2f} s a page",
        )


def _skew(folder: Path) -> Iterator[Figure]:
    straight = None
    for degrees in (0, 3, 7):
        pages = generated(folder, f"skew{degrees}", 6)
        score = f1(pages, words_read(pages, "tesserocr")[1])
        straight = score if straight is None else straight
        yield Figure(f"page turned by {degrees}°: F1", score, "" if not degrees else f"≥ {straight - 0.02:.3f}")


def _long(folder: Path) -> Iterator[Figure]:
    """CPU of the usual reading over that of everything (`--words`), and whether type and facts are alike."""
    for page in long_scans(folder):
        some, everything = (inspect([page], "tesserocr", "--today", "2026-11-25", *more) for more in ([], ["--words"]))
        one, two = json.loads(some.output), json.loads(everything.output)
        alike = one["kind"] == two["kind"] and _values(one) == _values(two)
        yield Figure(
            f"long scan {page.path.stem}: CPU over reading everything",
            some.cpu / everything.cpu,
            "≤ 0.5",
            "same type and facts" if alike else "type or facts differ",
        )


def _values(document: dict[str, Any]) -> dict[str, Any]:
    return {name: (field["state"], field.get("value")) for name, field in document["fields"].items()}


def table(found: list[Figure]) -> str:
    rows = "".join(f"| {f.name} | {f.value:.3g} | {f.bar} | {f.note} |\n" for f in found)
    return f"| figure | measured | bar | |\n| --- | --- | --- | --- |\n{rows}"
