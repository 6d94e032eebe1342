"""A child process measured: wall clock, CPU of it and all its children, peak memory of the whole tree."""

from __future__ import annotations

import os
import resource
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Run:
    """`cpu` and `wall` in seconds, `memory` the peak in MB of all processes together, `output` what it printed."""

    wall: float
    cpu: float
    memory: float
    output: str
    code: int


def run(command: Sequence[str | Path], timeout: float = 1800.0, **variables: str) -> Run:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    with tempfile.TemporaryFile() as out:
        child = subprocess.Popen(
            [str(part) for part in command],
            stdout=out,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "INTAKE_RESULTS_DAYS": "0", **variables},
        )
        peak = [0.0]
        watcher = threading.Thread(target=_watch, args=(child, peak), daemon=True)
        watcher.start()
        code = child.wait(timeout)
        wall = time.perf_counter() - started
        watcher.join()
        out.seek(0)
        text = out.read().decode("utf-8", "replace")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(wall, cpu, peak[0], text, code)


def _watch(child: subprocess.Popen[bytes], peak: list[float]) -> None:
    while child.poll() is None:
        peak[0] = max(peak[0], _tree_memory(child.pid) / 1e6)
        time.sleep(0.2)


def tree_cpu() -> float:
    """CPU seconds so far of all processes below this one, ended ones included, without its own; what left the tree is not counted."""
    parents: dict[int, int] = {}
    used: dict[int, tuple[int, int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        parents[int(folder.name)] = int(fields[1])
        used[int(folder.name)] = (int(fields[11]) + int(fields[12]), int(fields[13]) + int(fields[14]))
    total = used[os.getpid()][1]
    for pid, (own, ended) in used.items():
        ancestor: int | None = parents[pid]
        while ancestor and ancestor != os.getpid():
            ancestor = parents.get(ancestor)
        total += own + ended if ancestor == os.getpid() else 0
    return total / os.sysconf("SC_CLK_TCK")


def _tree_memory(root: int) -> int:
    """Resident bytes of a process and all below it; shared pages count once for each, so the figure errs upwards."""
    parents: dict[int, int] = {}
    resident: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            pid = int(folder.name)
            parents[pid] = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
            resident[pid] = int((folder / "statm").read_text().split()[1]) * _PAGE
        except (OSError, IndexError, ValueError):
            continue
    total = 0
    for pid, size in resident.items():
        ancestor: int | None = pid
        while ancestor and ancestor != root:
            ancestor = parents.get(ancestor)
        total += size if ancestor == root else 0
    return total
