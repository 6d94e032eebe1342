"""Where the CPU of `inspect` goes, measured inside one process: recognition, blackout checks, all the rest.

python -m bench.inside FILE…   prints one JSON object: pages, and CPU seconds of total, recognise, examine
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import process_time
from typing import Any, ParamSpec, TypeVar

os.environ["OMP_THREAD_LIMIT"] = "1"

import redaction.examine
import redaction.files
import redaction.repeated
from pipeline.inspection import Equipment, Options, inspect_file
from pipeline.ocr.engine import Grey, Layout, OcrWord
from pipeline.ocr.page import Readers
from pipeline.ocr.tesseract import TesserocrEngine
from pipeline.opening import Limits

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Clock:
    """CPU seconds spent in the functions it wraps; calls within calls count once."""

    def __init__(self) -> None:
        self.used, self._depth = 0.0, 0

    def timed(self, function: Callable[_P, _T]) -> Callable[_P, _T]:
        def run(*arguments: _P.args, **named: _P.kwargs) -> _T:
            started, self._depth = process_time(), self._depth + 1
            try:
                return function(*arguments, **named)
            finally:
                self._depth -= 1
                if not self._depth:
                    self.used += process_time() - started

        return run


class TimedEngine(TesserocrEngine):
    """Tesseract with a clock on its recognition."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._read = clock.timed(super().read)

    def read(self, grey: Grey, layout: Layout = Layout.PAGE) -> list[OcrWord]:
        return self._read(grey, layout)


def measure(paths: list[Path]) -> dict[str, Any]:
    """CPU seconds; the first file is read once before, so that nothing is loaded on the clock."""
    recognise, examine = Clock(), Clock()
    for module, name in (
        (redaction.examine, "examine_pdf_page"),
        (redaction.examine, "examine_picture"),
        (redaction.files, "examine_file"),
        (redaction.repeated, "repeated_regions"),
    ):
        setattr(module, name, examine.timed(getattr(module, name)))
    equipment = Equipment(Limits(), Readers(TimedEngine(recognise)))
    options = Options(date(2026, 11, 25), thorough=True)
    inspect_file(paths[0], options, equipment)
    recognise.used = examine.used = 0.0
    started = process_time()
    pages = sum(inspect_file(path, options, equipment).pages for path in paths)
    return {"pages": pages, "total": process_time() - started, "recognise": recognise.used, "examine": examine.used}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure([Path(name) for name in sys.argv[1:]])) + "\n")
