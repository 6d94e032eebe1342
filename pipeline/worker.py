"""The worker: a process with limits in which hostile files are opened. Forked from the nursery, kept and reused.

Requests come on one pipe, answers go out on another. Files are named, never handed over as objects.
"""

from __future__ import annotations

import os
import resource
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.frames import BorderClosed, Message, receive, send

if TYPE_CHECKING:
    from pipeline.opening import Limits, Opened
    from pipeline.reading import OcrDone, OcrJob

_LARGEST_FILE_WRITTEN = 512 * 1024 * 1024
_OPEN_FILES = 256


def serve(requests: int, answers: int, parent: int) -> None:
    """Answer requests until the other side closes or the process `parent` is gone. The first answer tells the process id."""
    threading.Thread(target=_end_with_parent, args=(parent,), daemon=True).start()
    try:
        hello = receive(requests)
        _limit(hello)
        worker = Worker(requests, answers, hello)
        send(answers, {"ready": os.getpid()})
        while True:
            answer = worker.answer(receive(requests))
            send(answers, answer)
    except BorderClosed:
        return


class Worker:
    """Answers one request at a time; keeps the engines and the last file opened for OCR."""

    def __init__(self, requests: int, answers: int, hello: Message) -> None:
        from pipeline.ocr.choice import readers
        from pipeline.opening import Limits

        self._requests, self._answers = requests, answers
        self._limits: Limits = Limits(**hello["limits"])
        self._readers = readers(hello["ocr"], hello["languages"])
        self._cpu_seconds: float = hello["file_seconds"]
        self._kept = ExitStack()
        self._kept_path: str | None = None
        self._kept_file: Opened | None = None

    def answer(self, request: Message) -> Message:
        _allow_cpu(self._cpu_seconds)
        match request["do"]:
            case "inspect":
                return self._inspect(request)
            case "ocr":
                return self._ocr(request)
        return {"failed": "unknown request"}

    def _inspect(self, request: Message) -> Message:
        from pipeline.inspection import Equipment, inspect_file
        from pipeline.job_wire import options_from_json, word_to_json
        from pipeline.wire import document_to_json

        equipment = Equipment(self._limits, self._readers, self._spread if request["share"] else None, self._progress)
        document = inspect_file(Path(request["path"]), options_from_json(request["options"]), equipment, name=request["name"])
        return {"document": document_to_json(document), "words": [word_to_json(word) for word in document.words]}

    def _ocr(self, request: Message) -> Message:
        from pipeline.errors import InputError
        from pipeline.job_wire import done_to_json, job_from_json
        from pipeline.reading import run_ocr

        try:
            return {"done": done_to_json(run_ocr(self._opened(request["path"]), job_from_json(request["job"]), self._readers))}
        except (InputError, MemoryError, RecursionError) as error:
            return {"failed": type(error).__name__}

    def _opened(self, path: str) -> Opened:
        from pipeline.opening import open_input

        if self._kept_file is None or self._kept_path != path:
            self._kept.close()
            self._kept_file = self._kept.enter_context(open_input(Path(path).read_bytes(), self._limits))
            self._kept_path = path
        return self._kept_file

    def _spread(self, opened: Opened, jobs: Sequence[OcrJob]) -> Iterator[OcrDone]:
        """Do the jobs that the pool hands back one by one; take the results of those that other workers did."""
        from pipeline.job_wire import done_from_json, job_to_json
        from pipeline.reading import run_ocr

        send(self._answers, {"jobs": [job_to_json(job) for job in jobs], "pages": opened.pages})
        while "next" in (reply := receive(self._requests)):
            _allow_cpu(self._cpu_seconds)
            yield run_ocr(opened, jobs[reply["next"]], self._readers)
            send(self._answers, {"did": reply["next"]})
        yield from (done_from_json(result) for result in reply["results"])

    def _progress(self, done: int, pages: int) -> None:
        send(self._answers, {"progress": [done, pages]})


def _limit(hello: Message) -> None:
    for what, wanted in (
        (resource.RLIMIT_AS, hello["memory"]),
        (resource.RLIMIT_FSIZE, _LARGEST_FILE_WRITTEN),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
    ):
        hard = resource.getrlimit(what)[1]
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(what, (most, most))


def _allow_cpu(seconds: float) -> None:
    """Let this process use `seconds` more of CPU; the system ends it after that."""
    used = time.process_time()
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    soft = int(used + seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _end_with_parent(parent: int) -> None:
    """A worker whose pool was killed in the middle of a file must not go on."""
    while os.getppid() == parent:
        time.sleep(1.0)
    os._exit(1)
