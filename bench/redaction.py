"""Leaks measured beside x-ray 0.4.0, on the same PDFs in one run: precision, recall and CPU a page.

    .venv/bin/python -m bench redaction [--seed 7]

x-ray (AGPL through PyMuPDF) lives in a throwaway environment of its own under `var/bench` and is never imported by the product.
"""

from __future__ import annotations

import argparse
import csv
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bench.child import run
from bench.material import CORPUS
from fixtures.leaks import digital, scans, structure, traps

ROOT = Path(__file__).resolve().parent
_XRAY = """
import asyncio, json, sys, time, xray
for name in sys.argv[1:]:
    started = time.process_time()
    try:
        found = any(asyncio.run(xray.inspect(name)).values())
    except Exception:
        found = None
    print(json.dumps([found, time.process_time() - started, 0.0, 0.0]), flush=True)
"""
_OURS = """
import json, sys, time
from redaction.examine import DETECTION_SCALE, examine_pdf_page, settle
from redaction.files import examine_file
from redaction.model import RESIDUAL, Status
from redaction.rendering import frame_of, open_pdf, render_page
from redaction.textlayer import read_characters
for name in sys.argv[1:]:
    data = open(name, 'rb').read()
    document = open_pdf(data)
    started = time.process_time()
    for index in range(len(document)):
        render_page(document, index, DETECTION_SCALE)
    rendering = time.process_time() - started
    started = time.process_time()
    for index in range(len(document)):
        page = document[index]
        read_characters(page, frame_of(page))
        page.close()
    characters = time.process_time() - started
    started = time.process_time()
    pages = [examine_pdf_page(document, index) for index in range(len(document))]
    leaks = [leak for page in pages for leak in page.leaks] + list(examine_file(data, 'pdf', pages))
    regions, rest = settle([region for page in pages for region in page.regions], leaks)
    leaky = any(region.status is Status.LEAKY for region in regions) or any(leak.channel not in RESIDUAL for leak in rest)
    print(json.dumps([leaky, time.process_time() - started, rendering, characters]), flush=True)
"""


@dataclass(frozen=True, slots=True)
class Paper:
    path: Path
    leaks: bool
    pages: int


@dataclass(frozen=True, slots=True)
class Row:
    """One program on one set; CPU is the median over files, in milliseconds a page; `drawing` and `characters` are the parts
    that reading pays anyway."""

    set: str
    program: str
    files: int
    precision: float
    recall: float
    cpu_ms: float
    drawing_ms: float
    characters_ms: float


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(prog="python -m bench redaction", description=__doc__)
    options.add_argument("--seed", type=int, default=7)
    chosen = options.parse_args(arguments)
    python = _environment(ROOT.parent / "var" / "bench" / "xray")
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as scratch:
        sets = {"real": list(_real()), "generated": list(_generated(Path(scratch), chosen.seed))}
        for name, papers in sets.items():
            if not papers:
                print(f"{name}: the papers are not here", flush=True)
                continue
            rows += [_measure(name, "intake", sys.executable, _OURS, papers), _measure(name, "x-ray 0.4.0", python, _XRAY, papers)]
    text = table(rows)
    (ROOT / "results").mkdir(exist_ok=True)
    (ROOT / "results" / "redaction.md").write_text(text)
    print(text)
    return 0


def table(rows: Sequence[Row]) -> str:
    """The rows as a Markdown table."""
    lines = ["| set | program | PDFs | precision | recall | CPU ms/page | of it drawing | characters |", "| --- |" + " --- |" * 7]
    lines += [
        f"| {r.set} | {r.program} | {r.files} | {r.precision:.3f} | {r.recall:.3f} | {r.cpu_ms:.0f} | {r.drawing_ms:.0f} | "
        f"{r.characters_ms:.0f} |"
        for r in rows
    ]
    return "\n".join(lines) + "\n"


def _environment(folder: Path) -> Path:
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "x-ray==0.4.0"], check=True)
    return python


def _real() -> Iterator[Paper]:
    """Real blacked-out files, where they may be kept."""
    manifest = CORPUS.parent / "redaction" / "manifest.csv"
    if not manifest.is_file():
        return
    with manifest.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["kind"] == "pdf" and row["ambiguous"] != "1":
                yield Paper(manifest.parent / row["file"], row["label"] == "leaky", int(row["pages"]))


def _generated(folder: Path, seed: int) -> Iterator[Paper]:
    """Every channel's PDFs with their twins, and the traps."""
    rng = Random(seed)
    for generate in (*digital.ALL, *structure.ALL, *scans.ALL, *traps.ALL):
        for number, case in enumerate(generate(rng)):
            if case.media == "pdf":
                path = folder / f"{generate.__module__.rsplit('.', 1)[-1]}-{generate.__name__}-{number}.pdf"
                path.write_bytes(case.data)
                yield Paper(path, case.channel is not None, 1)


def _measure(name: str, program: str, python: Path | str, script: str, papers: Sequence[Paper]) -> Row:
    answers: list[tuple[bool | None, float, float, float]] = []
    crashed = 0
    while len(answers) < len(papers):
        done = run([python, "-c", script, *(paper.path for paper in papers[len(answers) :])], OMP_THREAD_LIMIT="1")
        answers += [json.loads(line) for line in done.output.splitlines() if line.startswith("[")]
        if len(answers) < len(papers):  # the file it died on counts as not found
            answers.append((None, 0.0, 0.0, 0.0))
            crashed += 1
    called = [bool(answer[0]) for answer in answers]
    right = sum(paper.leaks and said for paper, said in zip(papers, called, strict=True))
    cost, drawing, characters = (
        statistics.median(1000 * answer[part] / paper.pages for answer, paper in zip(answers, papers, strict=True)) for part in (1, 2, 3)
    )
    row = Row(
        name, program, len(papers), right / max(1, sum(called)), right / max(1, sum(p.leaks for p in papers)), cost, drawing, characters
    )
    print(f"{name}: {program} done, {crashed} files it died on", flush=True)
    return row


if __name__ == "__main__":
    sys.exit(main())
