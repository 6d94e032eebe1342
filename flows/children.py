"""Child processes that end: in sessions of their own, told to stop once, killed when they do not, and never left behind.

Only the supervisor hears Ctrl-C. A child asks the kernel for a SIGTERM when its parent dies, however it dies.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep

_DIES_WITH_PARENT = """
import ctypes, os, signal, sys
ctypes.CDLL(None, use_errno=True).prctl(1, signal.SIGTERM)
if os.getppid() != int(sys.argv[1]): sys.exit(0)
os.execv(sys.argv[2], sys.argv[2:])
"""


class Child:
    """One child process, its output in a log file, started again when it dies while it should not."""

    def __init__(self, name: str, command: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
        self.name = name
        self.log = log
        self._command = [sys.executable, "-c", _DIES_WITH_PARENT, str(os.getpid()), *command]
        self._environment = dict(environment)
        self._process: subprocess.Popen[bytes] | None = None
        self.started_at = 0.0

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as out:
            self._process = subprocess.Popen(
                self._command, env=self._environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
            )
        self.started_at = monotonic()

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def stop(self, seconds: float) -> None:
        """SIGTERM, then SIGKILL to the whole group after `seconds`."""
        process = self._process
        if process is None:
            return
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)  # the leader may be gone and have left helpers in its group
        process.wait()


def stop_all(children: Sequence[Child], seconds: float) -> None:
    """Stop children one after the other, within `seconds` in all where they obey."""
    until = monotonic() + seconds
    for child in children:
        child.stop(max(1.0, until - monotonic()))


def wait_for(ready: Path, child: Child, seconds: float) -> bool:
    """Wait until a child has made its ready file; False when it died or took too long."""
    until = monotonic() + seconds
    while not ready.exists():
        if not child.alive or monotonic() > until:
            return False
        sleep(0.1)
    return True
