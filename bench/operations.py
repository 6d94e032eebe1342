"""Measures the running system: a burst with one and two workers, workers killed in the middle. Prints tables.

.venv/bin/python -m bench.operations burst [UPLOADS]     throughput of one and of two workers, beside a flow-run process per upload
.venv/bin/python -m bench.operations kill [UPLOADS] [KILLS]
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pipeline.service import Service
from tests.integration.servers import postgres
from tests.integration.workers import Crew, assert_each_ended_once, burst, environment, settings, wait_for_all

_PER_UPLOAD = "import prefect; from pipeline.service import Service; s = Service.open(); next(s.drain(), None)"


def measure_burst(uploads: int) -> None:
    """Registry on PostgreSQL, store in a folder; the workers are the resident worker's drain without Prefect's own book-keeping."""
    cases, figures = uploads // 2, {}
    with postgres() as database:
        for workers in (1, 2):
            figures[f"{workers} worker{'s' * (workers > 1)}"] = _run(database.database(), cases, workers)
        figures["a process per case (import prefect, one case)"] = _process_each(database.database(), 6)
    print(f"\n{2 * cases} uploads in {cases} cases, each once: yes")
    print(f"{'':<48}{'uploads/min':>12}")
    for name, (papers, seconds) in figures.items():
        print(f"{name:<48}{60 * papers / seconds:>12.0f}")


def _run(database: str, cases: int, workers: int) -> tuple[int, float]:
    with tempfile.TemporaryDirectory() as folder:
        crew = Crew(environment(Path(folder) / "home", database))
        service = Service.open(settings(crew.environment))
        try:
            papers = burst(service, Path(folder), cases)
            for _ in range(workers):
                crew.add()
            seconds = wait_for_all(service, cases, 3600)
            assert_each_ended_once(service, cases)
            return papers, seconds
        finally:
            crew.stop()
            service.close()


def _process_each(database: str, cases: int) -> tuple[int, float]:
    with tempfile.TemporaryDirectory() as folder:
        values = environment(Path(folder) / "home", database)
        service = Service.open(settings(values))
        papers = burst(service, Path(folder), cases)
        started = time.monotonic()
        running = [subprocess.Popen([sys.executable, "-c", _PER_UPLOAD], env=values) for _ in range(2)]
        for _ in range(cases - 2):
            running.pop(0).wait()
            running.append(subprocess.Popen([sys.executable, "-c", _PER_UPLOAD], env=values))
        for process in running:
            process.wait()
        service.close()
        return papers, time.monotonic() - started


def measure_kills(uploads: int, kills: int) -> None:
    with postgres() as database, tempfile.TemporaryDirectory() as folder:
        crew = Crew(environment(Path(folder) / "home", database.database()))
        service = Service.open(settings(crew.environment))
        cases = uploads // 2
        try:
            burst(service, Path(folder), cases)
            crew.add()
            crew.add()
            chance, started = random.Random(20), time.monotonic()
            while crew.killed < kills:
                time.sleep(chance.uniform(2.0, 6.0))
                crew.kill(chance.randrange(2))
            wait_for_all(service, cases, 1800)
            assert_each_ended_once(service, cases)
            attempts = [upload.attempts for row in service.list_cases() for upload in service.view(row.case_id).uploads]
            print(
                f"{uploads} uploads, {crew.killed} workers killed, {time.monotonic() - started:.0f} s: every upload ended once; "
                f"{sum(a > 1 for a in attempts)} were taken over, at most {max(attempts)} attempts"
            )
        finally:
            crew.stop()
            service.close()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that servers and workers are stopped then too
    what, *numbers = sys.argv[1:] or ["burst"]
    if what == "burst":
        measure_burst(*map(int, numbers or [500]))
    else:
        measure_kills(*(int(n) for n in [*numbers, *[100, 20][len(numbers) :]]))
