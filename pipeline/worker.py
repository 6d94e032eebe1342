"""The worker: a process with limits in which hostile files are opened. Started as `python -m pipeline.worker`, kept and reused.

Requests come on standard input, answers go out on what was standard output; both outputs are closed to everything else, as C
libraries print what they meet. Files are named, never handed over as objects.
"""

from __future__ import annotations

import os
import resource
import sys
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


def main() -> None:
    """Serve requests until the other side closes."""
    requests, answers = _take_over_pipes()
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    try:
        hello = receive(requests)
        _limit(hello)
        worker = Worker(requests, answers, hello)
        _warm_up()
        send(answers, {"ready": True})
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


def _take_over_pipes() -> tuple[int, int]:
    """Private ends of the pipes; standard input, output and error then lead nowhere."""
    requests, answers = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(nowhere, fd)
    sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115, PTH123
    return requests, answers


def _warm_up() -> None:
    """Load what every file needs (libraries, anchors, models), so that no file pays for it out of its own time."""
    import redaction.examine
    import redaction.files  # noqa: F401
    from classifiers import classify
    from classifiers.model import PageText
    from pipeline.fields import extract_fields

    blank = [PageText(1, 612.0, 792.0, ())]
    extract_fields(classify(blank).kind, blank)


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


if __name__ == "__main__":
    main()
