"""Pages of one file spread over idle workers: one list of jobs, from which the file's own worker and its helpers take the next.

A helper that dies or refuses puts its job back and helps no more; the file's own worker then meets the page itself.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import Any, NamedTuple

from pipeline.frames import BorderClosed, BorderTimeout
from pipeline.worker_process import WorkerProcess

Json = dict[str, Any]


class Helpers(NamedTuple):
    """Where helpers come from and go to: `take` gives an idle worker or None, `lose` ends a broken one."""

    take: Callable[[], WorkerProcess | None]
    give_back: Callable[[WorkerProcess], None]
    lose: Callable[[WorkerProcess], None]


class Shared:
    """The OCR jobs of one file. Leaving the context waits for helpers still at work."""

    def __init__(self, path: str, jobs: Sequence[Json], deadline: float, helpers: Helpers) -> None:
        self._path, self._jobs, self._deadline, self._pool = path, jobs, deadline, helpers
        self._todo = deque(range(len(jobs)))
        self._results: list[Json] = []
        self._done = 0
        self._change = threading.Condition()
        self._helpers: list[threading.Thread] = []
        self._over = False

    def __enter__(self) -> Shared:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        with self._change:
            self._over = True
            self._todo.clear()
        for helper in self._helpers:
            helper.join()

    def lead(self, worker: WorkerProcess) -> Iterator[int]:
        """Hand jobs to the file's own worker, then what the helpers read; yields the number of jobs left. Raises what `hear` raises."""
        while True:
            self._call_helpers()
            index = self._next(wait=True)
            if index is None:
                worker.tell({"results": self._results})
                yield 0
                return
            worker.tell({"next": index})
            while "did" not in (message := worker.hear(self._deadline)):
                if "progress" not in message:
                    raise BorderClosed
            self._finished(None)
            yield len(self._jobs) - self._done

    def _call_helpers(self) -> None:
        while len(self._todo) > 1 + sum(thread.is_alive() for thread in self._helpers) and (helper := self._pool.take()) is not None:
            thread = threading.Thread(target=self._help, args=(helper,), daemon=True)
            self._helpers.append(thread)
            thread.start()

    def _help(self, helper: WorkerProcess) -> None:
        while (index := self._next(wait=False)) is not None:
            try:
                helper.wait_until_ready()
                helper.tell({"do": "ocr", "path": self._path, "job": self._jobs[index]})
                answer = helper.hear(self._deadline)
                result = answer["done"]
            except (BorderClosed, BorderTimeout, KeyError):
                self._put_back(index)
                self._pool.lose(helper)
                return
            self._finished(result)
        self._pool.give_back(helper)

    def _next(self, *, wait: bool) -> int | None:
        """The next job; None where there is none left. With `wait`: only once all others are done, as a job may come back."""
        with self._change:
            while wait and not self._todo and self._done < len(self._jobs):
                self._change.wait(0.5)
            return self._todo.popleft() if self._todo and not self._over else None

    def _put_back(self, index: int) -> None:
        with self._change:
            if not self._over:
                self._todo.append(index)
            self._change.notify_all()

    def _finished(self, result: Json | None) -> None:
        with self._change:
            self._done += 1
            if result is not None:
                self._results.append(result)
            self._change.notify_all()
