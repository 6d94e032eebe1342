"""Many files, bounded: one worker process per core, answers in the order of the arguments, pages of a big file spread over idle workers.

No more files are taken in hand than can be worked on, so a list of a million paths holds no memory.
"""

from __future__ import annotations

import queue
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any

from pipeline.errors import DamagedInput, InputError, TimedOutInput
from pipeline.frames import BorderClosed, BorderTimeout
from pipeline.inspection import Options, not_read
from pipeline.intake_file import measure
from pipeline.job_wire import options_to_json, word_from_json
from pipeline.kept import KeptResults
from pipeline.model import Document
from pipeline.nursery_process import Nursery
from pipeline.settings import Settings
from pipeline.sharing import Helpers, Shared
from pipeline.wire import document_from_json
from pipeline.worker_process import WorkerProcess

PageProgress = Callable[[Path, int, int], None]
"""Called with the file, the pages done and its pages; from several threads."""

_FILES_PER_WORKER = 200  # then it is replaced: what C libraries leak does not add up
_FALSE_STARTS = 2


@dataclass(frozen=True, slots=True)
class Item:
    """One file to inspect; `name` and `options` as they should appear in its document."""

    path: Path
    options: Options = field(default_factory=Options)
    name: str | None = None


def respected_name(name: str, taken: set[str] | None = None) -> str:
    """`invoice.pdf` → `invoice.respected.pdf`; with `taken` (which is added to) the whole name or a number tells namesakes apart."""
    taken = set() if taken is None else taken
    candidates = [Path(name).stem, name, *(f"{name}-{number}" for number in range(2, len(taken) + 3))]
    chosen = next(f"{stem}.respected.pdf" for stem in candidates if f"{stem}.respected.pdf" not in taken)
    taken.add(chosen)
    return chosen


class InspectionPool:
    """`jobs` workers. Use as a context manager; `inspect` may be called many times, from one thread at a time.

    With `kept`, files that were read before are not opened again.
    """

    def __init__(self, jobs: int, settings: Settings, progress: PageProgress | None = None, kept: KeptResults | None = None) -> None:
        self._settings = settings
        self._kept = kept
        self._progress = progress or (lambda _path, _done, _pages: None)
        self._jobs = max(1, jobs)
        self._idle: queue.LifoQueue[WorkerProcess | None] = queue.LifoQueue()
        for _ in range(self._jobs):
            self._idle.put(None)  # started when first needed
        self._threads = ThreadPoolExecutor(self._jobs, thread_name_prefix="inspection")
        self._alive: set[WorkerProcess] = set()
        self._nursery = Nursery()
        self._helpers = Helpers(self._take_idle, self._give_back, self._lose)
        self._lock = threading.Lock()
        self._closed = False

    def __enter__(self) -> InspectionPool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End all workers, also those in the middle of a file."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        with self._lock:
            self._closed = True
            busy = list(self._alive)
        for worker in busy:
            worker.kill()
        self._threads.shutdown(wait=True, cancel_futures=True)
        if self._kept is not None:
            self._kept.close()
        with suppress(queue.Empty):
            while True:
                if (idle := self._idle.get_nowait()) is not None:
                    idle.kill()
        self._nursery.close()

    def inspect(self, paths: Iterable[Path | Item], options: Options | None = None) -> Iterator[Document]:
        """One document per path, in their order, each as soon as it and all before it are done."""
        ahead: deque[Future[Document]] = deque()
        for path in paths:
            item = path if isinstance(path, Item) else Item(path, options or Options())
            ahead.append(self._threads.submit(self._one, item))
            if len(ahead) > 2 * self._jobs:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()

    def inspect_one(self, path: Path, options: Options | None = None, *, name: str | None = None) -> Document:
        """The document of one file; may be called from several threads at once."""
        return self._threads.submit(self._one, Item(path, options or Options(), name)).result()

    def _one(self, item: Item) -> Document:
        name = item.name or item.path.name
        try:
            size, sha256 = measure(item.path, self._settings.max_bytes)
        except InputError as error:
            return not_read(name, error)
        if self._kept is not None and (known := self._kept.get(sha256, item.options, name)) is not None:
            return known
        document = self._read(item, name, sha256, size)
        if self._kept is not None:
            self._kept.put(document, item.options)
        return document

    def _read(self, item: Item, name: str, sha256: str, size: int) -> Document:
        false_starts = 0
        while True:
            worker = self._take()
            used_before = worker.files > 0
            try:
                answer = self._ask(worker, item, name)
            except BorderTimeout:
                self._lose(worker)
                return not_read(name, TimedOutInput(), sha256=sha256, size=size)
            except BorderClosed:
                gone, never_ready = worker.why_gone(), worker.pid is None
                self._lose(worker)
                false_starts += never_ready
                if (used_before or 0 < false_starts <= _FALSE_STARTS) and not self._closed:
                    continue  # an earlier file may have used the memory up, or the nursery was gone: once more in a fresh process
                return not_read(name, gone, sha256=sha256, size=size)
            except BaseException:
                self._lose(worker)
                raise
            self._give_back(worker)
            return _document(answer, name, sha256, size)

    def _ask(self, worker: WorkerProcess, item: Item, name: str) -> dict[str, Any]:
        worker.wait_until_ready()
        started = monotonic()
        deadline = started + self._settings.file_seconds
        worker.files += 1
        worker.tell({
            "do": "inspect", "path": str(item.path.absolute()), "name": name, "options": options_to_json(item.options),
            "share": self._jobs > 1,
        })  # fmt: skip
        while True:
            message = worker.hear(deadline)
            if "jobs" in message:
                deadline = started + self._settings.seconds_for(message["pages"])
                with Shared(str(item.path.absolute()), message["jobs"], deadline, self._helpers) as shared:
                    for left in shared.lead(worker):
                        self._progress(item.path, message["pages"] - left, message["pages"])
            elif "progress" in message:
                done, pages = message["progress"]
                deadline = started + self._settings.seconds_for(pages)
                self._progress(item.path, done, pages)
            else:
                return message

    def _take(self) -> WorkerProcess:
        return self._started(self._idle.get())

    def _take_idle(self) -> WorkerProcess | None:
        """A worker that nobody needs now; None where all are at work."""
        try:
            return None if self._closed else self._started(self._idle.get_nowait())
        except queue.Empty:
            return None

    def _started(self, worker: WorkerProcess | None) -> WorkerProcess:
        with self._lock:
            if self._closed:
                self._idle.put(worker)
                raise CancelledError
            try:
                worker = worker or WorkerProcess(self._settings, self._nursery)
            except BaseException:
                self._idle.put(None)
                raise
            self._alive.add(worker)
        return worker

    def _give_back(self, worker: WorkerProcess) -> None:
        with self._lock:
            self._alive.discard(worker)
        if worker.files >= _FILES_PER_WORKER:
            worker.kill()
            self._idle.put(None)
        else:
            self._idle.put(worker)

    def _lose(self, worker: WorkerProcess) -> None:
        """End a worker that overran or died; a new one is started when it is needed."""
        with self._lock:
            self._alive.discard(worker)
        worker.kill()
        self._idle.put(None)


def _document(answer: dict[str, Any], name: str, sha256: str, size: int) -> Document:
    """The worker's answer, checked by reading it into our own types; what it cannot know better is set here."""
    try:
        document = document_from_json(answer["document"])
        words = tuple(word_from_json(word) for word in answer["words"])
    except (KeyError, ValueError, TypeError, AttributeError):
        return not_read(name, DamagedInput(), sha256=sha256, size=size)
    return replace(document, file=name, sha256=sha256, bytes=size, words=words)
