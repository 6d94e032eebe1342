"""A worker as its pool sees it: started, asked, and ended. Every way of dying has a meaning for the file it died on."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from time import monotonic

from pipeline.errors import DamagedInput, InputError, TimedOutInput, TooLargeInput
from pipeline.frames import BorderClosed, Message, receive, send
from pipeline.nursery_process import Nursery
from pipeline.settings import Settings

_OUT_OF_MEMORY = {signal.SIGABRT, signal.SIGTRAP, signal.SIGILL, signal.SIGKILL}  # how C and C++ libraries end when they get none
_START_SECONDS = 120.0


class WorkerProcess:
    """One worker. Not for use by two threads at once."""

    def __init__(self, settings: Settings, nursery: Nursery) -> None:
        self.files = 0
        self.pid: int | None = None
        """None until it has told that it is ready."""
        self._nursery = nursery
        self._asked = False
        self._ended: int | None = None
        self._to, self._from = nursery.fork()
        limits = {"bytes": settings.max_bytes, "pages": settings.max_pages, "pixels": settings.max_pixels}
        with suppress(BorderClosed):  # told at the first request
            self.tell({
                "limits": limits, "memory": settings.worker_memory, "file_seconds": settings.file_seconds,
                "ocr": settings.ocr, "languages": settings.languages,
            })  # fmt: skip

    def wait_until_ready(self) -> None:
        """Return once the worker can be asked. Raises BorderClosed or BorderTimeout."""
        if self.pid is None:
            self.pid = int(self.hear(monotonic() + _START_SECONDS)["ready"])

    def tell(self, message: Message) -> None:
        """Send one message. Raises BorderClosed."""
        send(self._to, message)

    def hear(self, deadline: float) -> Message:
        """The next message; `deadline` on the monotonic clock. Raises BorderClosed or BorderTimeout."""
        return receive(self._from, deadline)

    def kill(self) -> None:
        """End the process and all it started, at once. One that was never ready ends by itself: its pipes close."""
        if self.pid is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)
        for pipe in (self._to, self._from):
            with suppress(OSError):
                os.close(pipe)
        self._to = self._from = -1
        self._code()

    def why_gone(self) -> InputError:
        """What the death of the process says of the file that it was reading."""
        code = self._code()
        if code is None:
            return DamagedInput()
        if code == -signal.SIGXCPU:
            return TimedOutInput()
        if -code in _OUT_OF_MEMORY:
            return TooLargeInput("Reading the file needs too much memory; please send a smaller copy.")
        return DamagedInput()

    def _code(self) -> int | None:
        """Exit code or negative signal; None where it never was ready or nobody knows."""
        if self.pid is not None and not self._asked:
            self._asked, self._ended = True, self._nursery.wait(self.pid)
        return self._ended
