"""A worker as its pool sees it: started, asked, and ended. Every way of dying has a meaning for the file it died on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from time import monotonic

from pipeline.errors import DamagedInput, InputError, TimedOutInput, TooLargeInput
from pipeline.frames import BorderClosed, Message, receive, send
from pipeline.settings import Settings

_PASSED_ON = ("PATH", "HOME", "LANG", "TMPDIR", "TESSDATA_PREFIX", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "TZ")
_ONE_THREAD = dict.fromkeys(("OMP_THREAD_LIMIT", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1")
_OUT_OF_MEMORY = {signal.SIGABRT, signal.SIGTRAP, signal.SIGILL, signal.SIGKILL}  # how C and C++ libraries end when they get none
_PATIENCE, _START_SECONDS = 5.0, 120.0


class WorkerProcess:
    """One process of `pipeline.worker`. Not for use by two threads at once."""

    def __init__(self, settings: Settings) -> None:
        self.files = 0
        self._ready = False
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "pipeline.worker"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env=_environment(), start_new_session=True, bufsize=0,
        )  # fmt: skip
        assert self._process.stdin is not None and self._process.stdout is not None
        self._to, self._from = self._process.stdin.fileno(), self._process.stdout.fileno()
        limits = {"bytes": settings.max_bytes, "pages": settings.max_pages, "pixels": settings.max_pixels}
        with suppress(BorderClosed):  # told at the first request
            self.tell({
                "limits": limits, "memory": settings.worker_memory, "file_seconds": settings.file_seconds,
                "ocr": settings.ocr, "languages": settings.languages,
            })  # fmt: skip

    def wait_until_ready(self) -> None:
        """Return once the worker has loaded what it needs. Raises BorderClosed or BorderTimeout."""
        if not self._ready:
            self.hear(monotonic() + _START_SECONDS)
            self._ready = True

    def tell(self, message: Message) -> None:
        """Send one message. Raises BorderClosed."""
        send(self._to, message)

    def hear(self, deadline: float) -> Message:
        """The next message; `deadline` on the monotonic clock. Raises BorderClosed or BorderTimeout."""
        return receive(self._from, deadline)

    def kill(self) -> None:
        """End the process and all it started, at once."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_PATIENCE)

    def why_gone(self) -> InputError:
        """What the death of the process says of the file that it was reading."""
        try:
            code = self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            return DamagedInput()
        if code == -signal.SIGXCPU:
            return TimedOutInput()
        if -code in _OUT_OF_MEMORY:
            return TooLargeInput("Reading the file needs too much memory; please send a smaller copy.")
        return DamagedInput()


def _environment() -> dict[str, str]:
    """What a worker needs and no more: secrets of the configuration stay outside."""
    kept = {name: value for name, value in os.environ.items() if name in _PASSED_ON or name.startswith("LC_")}
    root = str(Path(__file__).resolve().parent.parent)
    return {**kept, **_ONE_THREAD, "PYTHONPATH": root, "MALLOC_ARENA_MAX": "2", "PYTHONWARNINGS": "ignore"}
