"""The product as the measurements call it: its command line in a process of its own, nothing kept between runs."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence

from bench.child import Run, run
from bench.material import Page, bag

_INTAKE = "from pipeline.cli.app import build, run; import sys; sys.exit(run(build()))"


def inspect(pages: Sequence[Page], ocr: str, *options: str) -> Run:
    """`intake inspect --json` with these options."""
    return run([sys.executable, "-c", _INTAKE, "inspect", "--json", *options, *(p.path for p in pages)], INTAKE_OCR=ocr)


def words_read(pages: Sequence[Page], ocr: str, *options: str) -> tuple[Run, list[Counter[str]]]:
    """The run and the words of each file."""
    done = inspect(pages, ocr, "--words", *options)
    words = [json.loads(line).get("words", []) for line in done.output.splitlines()]
    return done, [bag(" ".join(word[5] for word in page)) for page in words]
