"""The sample cases of `intake serve --samples`: put into the store as an upload page would, reported as their verdicts come."""

from __future__ import annotations

import hashlib
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from fixtures.cases import SAMPLES, SampleCase, write_samples
from pipeline.errors import NotFound
from pipeline.registry.model import CaseState, UploadState
from pipeline.service import CaseView, Service
from pipeline.store import CASE_FILE, upload_key

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_SECONDS = 900.0
_LOOK_SECONDS = 0.2
_UNENDED = (UploadState.PENDING, UploadState.CLAIMED)


def load_samples(service: Service) -> list[SampleCase]:
    """Write the sample cases and upload what is new of them; safe to repeat."""
    with _said("Making the sample cases"):
        folders = write_samples(service.settings.home / "samples", service.today())
    for folder in folders:
        papers = sorted(path for path in folder.iterdir() if path.name != CASE_FILE)
        for path in [*papers, folder / CASE_FILE]:  # case.json last: a new case starts when its papers are there
            _upload(service, upload_key(folder.name, path.name), path)
    service.sweep()
    ours = {sample.case_id for sample in SAMPLES}
    known = [row.case_id for row in service.list_cases() if row.case_id in ours]
    service.reread(known)
    list(service.recheck(only=known))  # up to date with today and its policy
    return list(SAMPLES)


def _upload(service: Service, key: str, path: Path) -> None:
    data = path.read_bytes()
    try:
        if hashlib.sha256(service.store.get(key)).digest() == hashlib.sha256(data).digest():
            return
    except NotFound:
        pass
    service.store.put(key, data)


def report(service: Service, samples: list[SampleCase], stop: threading.Event) -> int:
    """Print one line for each sample as its verdict comes, in their order; 1 where one is missing or not the expected one."""
    wrong = 0
    until = monotonic() + _SECONDS
    with _bar(len(samples)) as advance:
        for sample in samples:
            view = _verdict_of(service, sample.case_id, stop, until)
            if stop.is_set():
                return 1
            line, right = _line(sample, view)
            wrong += not right
            advance(line)
    if wrong:
        sys.stdout.write(f"{wrong} of {len(samples)} sample verdicts are not the expected ones.\n")
    return int(wrong > 0)


def _verdict_of(service: Service, case_id: str, stop: threading.Event, until: float) -> CaseView | None:
    while not stop.is_set() and monotonic() < until:
        try:
            view = service.view(case_id)
        except NotFound:
            view = None
        if view is not None and _ended(view):
            return view
        stop.wait(_LOOK_SECONDS)
    return None


def _ended(view: CaseView) -> bool:
    ended = view.row.state in (CaseState.NEEDS_REVIEW, CaseState.DECIDED, CaseState.FAILED)
    return ended and bool(view.uploads) and not any(upload.state in _UNENDED for upload in view.uploads)


def _line(sample: SampleCase, view: CaseView | None) -> tuple[str, bool]:
    """The line of a sample, and whether its verdict and first reason are the expected ones."""
    if view is None or view.verdict is None:
        return f"{sample.case_id:<32} {'no verdict':<16} see: intake show {sample.case_id}", False
    verdict = view.verdict
    first = verdict.reasons[0] if verdict.reasons else None
    right = verdict.verdict == sample.verdict and sample.first_reason in (None, first.code if first else None)
    unexpected = "" if right else f"   (expected {sample.verdict}, {sample.first_reason})"
    return f"{sample.case_id:<32} {verdict.verdict.value:<16} {first.message if first else ''}{unexpected}", right


class _Advance:
    """Prints a line and moves the bar, if there is one."""

    def __init__(self, progress: Progress | None, task: TaskID | None) -> None:
        self._progress, self._task = progress, task

    def __call__(self, line: str) -> None:
        if self._progress is None or self._task is None:
            sys.stdout.write(line + "\n")
            sys.stdout.flush()
        else:
            from rich.text import Text

            self._progress.console.print(Text(line), soft_wrap=True)
            self._progress.advance(self._task)


@contextmanager
def _bar(total: int) -> Iterator[_Advance]:
    """A progress bar on a terminal, nothing elsewhere."""
    if not sys.stdout.isatty():
        yield _Advance(None, None)
        return
    from rich.progress import Progress

    with Progress(transient=True) as progress:
        yield _Advance(progress, progress.add_task("Sample cases", total=total))


@contextmanager
def _said(text: str) -> Iterator[None]:
    if not sys.stdout.isatty():
        yield
        return
    from rich.console import Console

    with Console().status(text):
        yield
