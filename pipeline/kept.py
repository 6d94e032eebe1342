"""Results of `inspect` and `verify` kept by content: the same bytes are not read twice by the same reader.

What the registry would keep of a file is kept, no more: its facts, findings and regions, respected content only; no words, no file
name. One small file each under `home/results`, for the owner's eyes, the oldest deleted first. (The running system has its registry.)
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from time import time
from typing import TYPE_CHECKING

from pipeline.vocabulary import LASTING
from pipeline.wire import document_from_json, document_to_json

if TYPE_CHECKING:
    from pipeline.inspection import Options
    from pipeline.model import Document
    from pipeline.settings import Settings

MOST = 5_000  # results, some 3 kB each
_DAY = 86_400.0


class KeptResults:
    """Results under `home`, by hash. `days`: how long each is kept. Losing them loses nothing but time: no error leaves here."""

    def __init__(self, settings: Settings) -> None:
        from pipeline.reader import reader_of

        self._folder, self._days = results_folder(settings.home), settings.results_days
        limits = (settings.max_bytes, settings.max_pages, settings.max_pixels)
        self._reader = f"{reader_of(settings)}/{limits}"
        self._added = False

    def get(self, sha256: str, options: Options, name: str) -> Document | None:
        """The document of these bytes under the name they have now; None where they must be read."""
        if not _keepable(options):
            return None
        try:
            document = document_from_json(json.loads(self._path(sha256, options).read_text("utf-8")))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        return replace(document, file=name) if document.sha256 == sha256 else None

    def put(self, document: Document, options: Options) -> None:
        """Keep a document, unless its outcome depends on more than its bytes."""
        if not _keepable(options) or document.status not in LASTING or not document.sha256:
            return
        body = json.dumps(document_to_json(replace(document, file="", words=(), timings={})), ensure_ascii=False)
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, part = tempfile.mkstemp(dir=self._folder, prefix=".", suffix=".part")  # for the owner's eyes (0600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(body)
            Path(part).replace(self._path(document.sha256, options))
            self._added = True

    def close(self) -> None:
        """Delete what is too old or too much."""
        if self._added:
            prune(self._folder, self._days, most=MOST)

    def _path(self, sha256: str, options: Options) -> Path:
        variant = hashlib.sha256(f"{self._reader}/{options.today}".encode()).hexdigest()[:16]
        return self._folder / f"{sha256}.{variant}.json"


def kept_results(settings: Settings) -> KeptResults | None:
    """None where `INTAKE_RESULTS_DAYS` is 0: nothing is kept."""
    return KeptResults(settings) if settings.results_days > 0 else None


def results_folder(home: Path) -> Path:
    return home / "results"


def drop(folder: Path, hashes: Iterable[str]) -> int:
    """Delete all results of these bytes; how many."""
    return sum(_deleted(path) for sha256 in hashes for path in list(folder.glob(f"{sha256}.*.json")))


def prune(folder: Path, days: float, *, most: int | None = None) -> int:
    """Delete results older than `days`, and the oldest where there are more than `most`; how many."""
    ages: list[tuple[float, Path]] = []
    for path in folder.glob("*") if folder.is_dir() else ():
        with suppress(OSError):
            ages.append((time() - path.stat().st_mtime, path))
    ages.sort()
    return sum(_deleted(path) for number, (age, path) in enumerate(ages) if age > days * _DAY or (most is not None and number >= most))


def _deleted(path: Path) -> bool:
    try:
        path.unlink()
    except OSError:
        return False
    return True


def _keepable(options: Options) -> bool:
    return options.sanitized is None and not options.words
