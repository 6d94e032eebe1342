"""The nursery: one process that loads libraries and models once and forks a worker whenever its pool asks for one.

Started as `python -m pipeline.nursery` with a socket as standard input. It never opens a file, so every worker begins clean. A packet
`fork` carries the worker's two pipe ends; `wait PID` is answered with `PID CODE`: how that worker ended, the negative number of a
signal or its exit code; None where that is not known.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import socket
import sys
from time import monotonic, sleep

from pipeline.worker import serve

FORK, WAIT = b"fork", b"wait"
LARGEST_PACKET = 64
_PATIENCE = 5.0  # seconds that a worker whose pipe has closed may take to end
_MOST_REMEMBERED = 1000


def main() -> None:
    """Serve the pool until it closes its end of the socket."""
    control = socket.socket(fileno=os.dup(0))
    _silence()
    _warm_up()
    gc.collect()
    gc.freeze()  # what is loaded stays shared with the workers
    ended: dict[int, int] = {}
    while True:
        packet = _next_packet(control, ended)
        if packet is None:
            return
        command, ends = packet
        if command == FORK and len(ends) == 2:
            _fork(control, *ends)
        elif command.startswith(WAIT):
            pid = int(command.removeprefix(WAIT))
            control.send(b"%d %s" % (pid, str(_wait_for(pid, ended)).encode()))


def _next_packet(control: socket.socket, ended: dict[int, int]) -> tuple[bytes, list[int]] | None:
    """The pool's next packet; workers that end meanwhile are reaped. None once the pool is gone."""
    waiting = select.poll()
    waiting.register(control, select.POLLIN)
    while not waiting.poll(1000):
        _reap(ended)
    try:
        command, ends, _, _ = socket.recv_fds(control, LARGEST_PACKET, 2)
    except OSError:
        return None
    return (command, ends) if command else None


def _fork(control: socket.socket, requests: int, answers: int) -> None:
    nursery = os.getpid()
    if os.fork():
        os.close(requests)
        os.close(answers)
        return
    try:
        os.setsid()
        control.close()
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        serve(requests, answers, nursery)
    finally:
        os._exit(0)


def _wait_for(pid: int, ended: dict[int, int]) -> int | None:
    until = monotonic() + _PATIENCE
    while _reap(ended) and pid not in ended and monotonic() < until:
        sleep(0.01)
    return ended.pop(pid, None)


def _reap(ended: dict[int, int]) -> bool:
    """Take note of the workers that have ended; False where no other is left."""
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return False
        if not pid:
            return True
        ended[pid] = os.waitstatus_to_exitcode(status)
        if len(ended) > _MOST_REMEMBERED:
            del ended[next(iter(ended))]


def _silence() -> None:
    """Standard input, output and error lead nowhere, here and in every worker: C libraries print what they meet."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(nowhere, fd)
    sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115, PTH123


def _warm_up() -> None:
    """Load what every file needs (libraries, anchors, models), so that no file pays for it out of its own time."""
    import redaction.examine
    import redaction.files  # noqa: F401
    from classifiers import classify
    from classifiers.model import PageText
    from pipeline.fields import extract_fields

    blank = [PageText(1, 612.0, 792.0, ())]
    extract_fields(classify(blank).kind, blank)


if __name__ == "__main__":
    main()
