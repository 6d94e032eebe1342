"""Reading measured beside the programs that people pick today, all in one run: pages per CPU second, wall clock, memory, F1.

    .venv/bin/python -m bench reading [--pages 8] [--sets scan200,scan300,photo,funsd,sroie] [--no-growth] [--no-parts]

Tables and a plot go to bench/results/. CPU seconds are compared, as wall clock swings on a shared machine.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench import parts
from bench.child import Run
from bench.material import CORPUS, Page, f1, funsd, generated, sroie
from bench.ours import words_read
from bench.peers import PEERS, Peers, bare_tesseract
from bench.plot import plot

RESULTS = Path(__file__).resolve().parent / "results"


@dataclass(frozen=True, slots=True)
class Row:
    """One program on one set; `f1` is None where only the time was measured."""

    set: str
    program: str
    pages: int
    f1: float | None
    cpu_page: float
    wall_page: float
    memory: float


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(prog="python -m bench reading", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--pages", type=int, default=8)
    options.add_argument("--sets", default="scan200,scan300,photo,funsd,sroie")
    options.add_argument("--no-growth", action="store_true")
    options.add_argument("--no-parts", action="store_true")
    options.add_argument("--no-peers", action="store_true")
    chosen = options.parse_args(arguments)
    RESULTS.mkdir(exist_ok=True)
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        peers = Peers(RESULTS.parent.parent / "var" / "bench")
        for name in filter(None, chosen.sets.split(",")):
            rows += measure(name, _pages(name, folder, chosen.pages), folder, None if chosen.no_peers else peers)
        figures = [] if chosen.no_parts else list(parts.figures(folder, peers))
        growth = [] if chosen.no_growth else list(measure_growth(folder, peers))
    (RESULTS / "reading.json").write_text(json.dumps([asdict(row) for row in rows + growth], indent=1) + "\n")
    (RESULTS / "reading.md").write_text(table(rows + growth) + "\n" + parts.table(figures))
    plot(peers.python, RESULTS / "reading.json", RESULTS / "reading.png")
    return 0


def _pages(name: str, folder: Path, count: int) -> list[Page]:
    if name in ("funsd", "sroie"):
        return list(funsd() if name == "funsd" else sroie()) if CORPUS.is_dir() else []
    return generated(folder, name, count)


def measure(name: str, pages: Sequence[Page], folder: Path, peers: Peers | None) -> list[Row]:
    """Every program on the same pages."""
    if not pages:
        print(f"{name}: the pages are not here", flush=True)
        return []
    rows = []
    for ocr in ("tesserocr", "auto"):
        done, read = words_read(pages, ocr)
        rows.append(_row(name, f"intake ({ocr})", pages, done, read))
    bare = bare_tesseract(pages)
    rows.append(Row(name, "Tesseract, recognition alone", len(pages), None, bare / len(pages), bare / len(pages), 0.0))
    print(_line(rows[-1]), flush=True)
    if peers is not None:
        book = peers.book(pages, folder / f"{name}.pdf")
        for program, call in PEERS:
            done, read = call(peers, book, folder)
            read = (read + [Counter()] * len(pages))[: len(pages)]
            rows.append(_row(name, program, pages, done, read))
    return rows


def measure_growth(folder: Path, peers: Peers) -> list[Row]:
    """One scan of 1, 10 and 50 pages, and 20 single pages, with one worker and with two."""
    pages = generated(folder, "scan200", 60)[:50]
    rows = []
    for count in (1, 10, 50):
        book = Page(peers.book(pages[:count], folder / f"growth-{count}.pdf"), Counter())
        for jobs in ("1", "2"):
            done, _ = words_read([book], "tesserocr", "--jobs", jobs)
            rows.append(_row(f"one scan of {count}", f"intake, {jobs} workers", pages[:count], done, None))
    for jobs in ("1", "2"):
        done, _ = words_read(pages[:20], "tesserocr", "--jobs", jobs)
        rows.append(_row("20 scans of one page", f"intake, {jobs} workers", pages[:20], done, None))
    return rows


def _row(name: str, program: str, pages: Sequence[Page], done: Run, read: Sequence[Counter[str]] | None) -> Row:
    score = None if read is None else f1(pages, read)
    row = Row(name, program, len(pages), score, done.cpu / len(pages), done.wall / len(pages), done.memory)
    print(_line(row), flush=True)
    return row


def _line(row: Row) -> str:
    score = "     " if row.f1 is None else f"{row.f1:.3f}"
    cost = f"CPU {row.cpu_page:6.2f} s/page wall {row.wall_page:6.2f} s/page {row.memory:6.0f} MB"
    return f"{row.set:22s} {row.program:30s} F1 {score} {cost}"


def table(rows: Sequence[Row]) -> str:
    columns = ("set", "program", "pages", "F1", "CPU s/page", "pages per CPU s", "wall s/page", "peak MB")
    head = f"| {' | '.join(columns)} |\n|{' --- |' * len(columns)}\n"
    body = "".join(
        f"| {r.set} | {r.program} | {r.pages} | {'' if r.f1 is None else f'{r.f1:.3f}'} | {r.cpu_page:.2f} | {1 / r.cpu_page:.2f} | "
        f"{r.wall_page:.2f} | {r.memory:.0f} |\n"
        for r in rows
    )
    return head + body


if __name__ == "__main__":
    sys.exit(main())
