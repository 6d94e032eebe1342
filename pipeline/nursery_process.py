"""The nursery as its pool sees it: started with the first worker, started anew when it is gone."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

from pipeline.frames import BorderClosed

_PASSED_ON = ("PATH", "HOME", "LANG", "TMPDIR", "TESSDATA_PREFIX", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "TZ")
_ONE_THREAD = dict.fromkeys(("OMP_THREAD_LIMIT", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1")
_PATIENCE = 10.0


class Nursery:
    """Where workers come from: `pipeline.nursery` in a process of its own. May be used by several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def fork(self) -> tuple[int, int]:
        """Ask for a worker: descriptors to write requests to and to read answers from. Raises BorderClosed where none can be started."""
        requests, to_worker = os.pipe()
        from_worker, answers = os.pipe()
        try:
            with self._lock:
                for _ in range(2):
                    with suppress(OSError):
                        socket.send_fds(self._running(), [b"fork"], [requests, answers])
                        return to_worker, from_worker
                    self._end()
        finally:
            os.close(requests)
            os.close(answers)
        os.close(to_worker)
        os.close(from_worker)
        raise BorderClosed

    def wait(self, pid: int) -> int | None:
        """How a worker ended: its exit code or the negative number of a signal; None where that is not known. Waits some seconds."""
        with self._lock:
            if self._control is None:
                return None
            with suppress(OSError, ValueError, IndexError):
                self._control.send(b"wait %d" % pid)
                answer = self._control.recv(64)
                while answer and not answer.startswith(b"%d " % pid):  # asked before and given up
                    answer = self._control.recv(64)
                return int(answer.split()[1])
            return None

    def close(self) -> None:
        """End it; workers that are left end by themselves."""
        with self._lock:
            self._end()

    def _running(self) -> socket.socket:
        if self._control is None:
            ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            ours.settimeout(_PATIENCE)
            with theirs:
                self._process = subprocess.Popen(
                    [sys.executable, "-P", "-m", "pipeline.nursery"],
                    stdin=theirs.fileno(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=_environment(), start_new_session=True,
                )  # fmt: skip
            self._control = ours
        return self._control

    def _end(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._control = self._process = None


def _environment() -> dict[str, str]:
    """What a worker needs and no more: secrets of the configuration stay outside."""
    kept = {name: value for name, value in os.environ.items() if name in _PASSED_ON or name.startswith("LC_")}
    root = str(Path(__file__).resolve().parent.parent)
    return {
        **kept,
        **_ONE_THREAD,
        "PYTHONPATH": root,
        "MALLOC_ARENA_MAX": "2",
        "MALLOC_MMAP_THRESHOLD_": "33554432",
        "MALLOC_TRIM_THRESHOLD_": "134217728",
        "PYTHONWARNINGS": "ignore",
    }
