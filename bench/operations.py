"""Measures the running system on real servers (Ceph's S3 gateway, PostgreSQL, a Prefect server) and writes `bench/results/operations.md`.

.venv/bin/python -m bench operations                       all of it
.venv/bin/python -m bench operations burst [UPLOADS]       two machines, one machine, and a flow-run process per upload beside them
.venv/bin/python -m bench operations kill [UPLOADS] [KILLS]
.venv/bin/python -m bench operations outages [UPLOADS]     store, database, Prefect's server and a machine away for 20 s each

Papers are small and digital, two to a case. Every measurement first proves that each upload ended once and none is lost.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from bench.child import tree_cpu
from bench.table import write_section
from pipeline.registry.schema import uploads as upload_table
from pipeline.service import Service
from tests.integration.machines import PrefectServer, machine, machines, prefect_server
from tests.integration.servers import Gateway, Postgres, gateway, postgres
from tests.integration.system import System
from tests.integration.workers import Crew, assert_each_ended_once, burst, ended, environment, settings, wait_for_all

AWAY_SECONDS = 20.0
_LEASE_SECONDS = "15"
_NAIVE = "from flows.drain import _one; from flows.parts import service; [_one(claim) for claim in service().claim(1)]; service().close()"


@dataclass
class Team:
    """The servers that machines share, and one registry and bucket."""

    folder: Path
    store: Gateway
    database: Postgres
    prefect: PrefectServer
    shared: Mapping[str, str]
    service: Service


@contextmanager
def team() -> Iterator[Team]:
    with tempfile.TemporaryDirectory() as name, gateway() as store, postgres() as database:
        folder = Path(name)
        with prefect_server(folder / "server", database.database("postgresql+asyncpg")) as prefect:
            yield _fresh(folder, store, database, prefect)


def _fresh(folder: Path, store: Gateway, database: Postgres, prefect: PrefectServer) -> Team:
    """An empty registry and bucket on the same servers."""
    own = Path(tempfile.mkdtemp(dir=folder))
    bucket = f"b{time.time_ns()}"
    store.store(bucket)
    more = {**store.environment(bucket), "INTAKE_LEASE_SECONDS": _LEASE_SECONDS, "INTAKE_SWEEP_SECONDS": "3600"}
    values = environment(own / "home", database.database(), **more)
    shared = {name: value for name, value in values.items() if name.startswith("INTAKE_") and name != "INTAKE_HOME"}
    return Team(own, store, database, prefect, shared, Service.open(settings(values)))


def measure_burst(uploads: int = 500) -> None:
    """Throughput from the first claim to the last end."""
    with team() as on:
        two = _burst(on, 2, uploads)
        one = _burst(_fresh(on.folder, on.store, on.database, on.prefect), 1, max(20, uploads * 2 // 5))
        each = _process_each(_fresh(on.folder, on.store, on.database, on.prefect), 12)
    rows = [
        ("two machines, one drain each", two, f"{two.rate / one.rate:.2f} × one machine"),
        ("one machine", one, f"{one.rate / each.rate:.1f} × a process per upload"),
        ("a flow-run process per upload, two at a time", each, f"two machines are {two.rate / each.rate:.1f} × this"),
    ]
    lines = ["| | uploads | seconds | uploads a minute | CPU seconds an upload | |", "| --- | --- | --- | --- | --- | --- |"]
    lines += [f"| {name} | {run.uploads} | {run.seconds:.0f} | {run.rate:.0f} | {run.cpu:.2f} | {said} |" for name, run, said in rows]
    write_section(
        "operations",
        "A burst of uploads",
        [*lines, "", "Every upload ended in a verdict, none twice, none lost: checked in each run. CPU: machines and Prefect's server."],
    )


@dataclass(frozen=True, slots=True)
class Burst:
    uploads: int
    seconds: float
    cpu: float
    """Seconds an upload."""

    @property
    def rate(self) -> float:
        """Uploads a minute."""
        return 60 * self.uploads / self.seconds


def _burst(on: Team, workers: int, uploads: int) -> Burst:
    cases = uploads // 2
    with machines(on.folder, workers, on.prefect, on.shared):
        before = tree_cpu()
        papers = burst(on.service, on.folder, cases)
        wait_for_all(on.service, cases, 3600)
        cpu = tree_cpu() - before
        assert_each_ended_once(on.service, cases)
        return _told(Burst(papers, _working_seconds(on.service), cpu / papers))


def _working_seconds(service: Service) -> float:
    with service.registry.read() as db:
        first, last = db.execute(select(func.min(upload_table.c.claimed_at), func.max(upload_table.c.finished_at))).one()
    return float((last - first).total_seconds())


def _process_each(on: Team, uploads: int) -> Burst:
    """What is compared with: each upload its own flow run in a process of its own, two at a time, nothing else running."""
    burst(on.service, on.folder, uploads, each=1)
    values = {**os.environ, **on.shared, "INTAKE_HOME": str(on.folder / "naive"), "PREFECT_API_URL": on.prefect.api}
    before, started, running, left = tree_cpu(), time.monotonic(), list[subprocess.Popen[bytes]](), uploads
    while left or running:
        running = [process for process in running if process.poll() is None]
        while left and len(running) < 2:
            quiet = subprocess.DEVNULL
            running.append(subprocess.Popen([sys.executable, "-c", _NAIVE], env=values, stdout=quiet, stderr=quiet))
            left -= 1
        time.sleep(0.05)
    assert ended(on.service) == uploads
    return _told(Burst(uploads, time.monotonic() - started, (tree_cpu() - before) / uploads))


def _told(run: Burst) -> Burst:
    """Printed at once, so that a run that is broken off has not measured for nothing."""
    sys.stdout.write(f"{run.uploads} uploads, {run.rate:.0f} a minute, {run.cpu:.2f} CPU seconds each\n")
    sys.stdout.flush()
    return run


def measure_kills(uploads: int = 100, kills: int = 20) -> None:
    """Workers without Prefect's book-keeping, killed with all their reading processes at random moments."""
    with gateway() as store, postgres() as database, tempfile.TemporaryDirectory() as folder:
        store.store("killed")
        crew = Crew(environment(Path(folder) / "home", database.database(), **store.environment("killed")))
        service = Service.open(settings(crew.environment))
        cases = uploads // 2
        try:
            burst(service, Path(folder), cases)
            crew.add()
            crew.add()
            chance, started, ended_before = random.Random(20), time.monotonic(), list[int]()
            while crew.killed < kills:
                time.sleep(chance.uniform(1.0, 3.0))
                ended_before.append(ended(service))
                crew.kill(chance.randrange(2))
            wait_for_all(service, cases, 1800)
            seconds = time.monotonic() - started
            assert_each_ended_once(service, cases)
            attempts = [upload.attempts for row in service.list_cases() for upload in service.view(row.case_id).uploads]
        finally:
            crew.stop()
            service.close()
    lines = [
        "| uploads | workers killed with SIGKILL | while work was left | seconds | ended once | taken over | most attempts |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        f"| {uploads} | {kills} | {sum(n < cases for n in ended_before)} | {seconds:.0f} "
        f"| all | {sum(a > 1 for a in attempts)} | {max(attempts)} |",
    ]
    write_section("operations", "Workers killed", lines)


def measure_outages(uploads: int = 80) -> None:
    """Each part is away for a while in the middle of a run; nobody helps."""
    cases = uploads // 2
    with team() as on, machines(on.folder, 2, on.prefect, on.shared) as running:
        burst(on.service, on.folder, cases)
        rows = []
        for number, (what, take_away, bring_back) in enumerate(_outages(on, running), 1):
            wait_for_all(on.service, cases * number // 8, 600)
            take_away()
            time.sleep(AWAY_SECONDS)
            bring_back()
            back, before = time.monotonic(), _ended_patiently(on.service)
            wait_for_all(on.service, min(before + 1, cases), 600)
            rows.append(f"| {what} | {AWAY_SECONDS:.0f} | {before} of {cases} | {time.monotonic() - back:.1f} |")
            sys.stdout.write(rows[-1] + "\n")
            sys.stdout.flush()
        wait_for_all(on.service, cases, 1800)
        sheets = _wait_for_sheets(on, cases)
        assert_each_ended_once(on.service, cases)
        for each in running[1:]:
            each.stop()
    head = ["| away | seconds | cases ended when it came back | seconds until the next verdict |", "| --- | --- | --- | --- |"]
    said = f"{uploads} uploads in {cases} cases on two machines: each ended once, {sheets} review sheets in the UI, audit log whole."
    write_section("operations", "Outages", [*head, *rows, "", said])


def _outages(on: Team, running: list[System]) -> list[tuple[str, Callable[[], None], Callable[[], None]]]:
    first = running[0]

    def fail() -> None:
        assert first.process is not None
        first.process.kill()  # its children end because their parent has
        first.process.wait()

    def replace() -> None:
        running.append(machine(on.folder / "machine-new", on.prefect, on.shared))
        running[-1].start()

    return [
        ("the store (gateway killed)", on.store.stop_gateway, on.store.start_gateway),
        ("the database (registry's and Prefect's)", on.database.stop, on.database.start),
        ("Prefect's server (killed)", on.prefect.stop, on.prefect.start),
        ("one of two machines (killed, then another started)", fail, replace),
    ]


def _ended_patiently(service: Service) -> int:
    until = time.monotonic() + 60
    while True:
        try:
            return ended(service)
        except Exception:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def _wait_for_sheets(on: Team, wanted: int) -> int:
    """Until every case has its sheet in Prefect; how many."""
    import httpx

    until = time.monotonic() + 300
    wish = {"artifacts": {"key": {"like_": "case-b-%"}}}
    while (found := httpx.post(f"{on.prefect.api}/artifacts/latest/count", json=wish, timeout=30).raise_for_status().json()) < wanted:
        assert time.monotonic() < until, f"{found} of {wanted} sheets"
        time.sleep(1)
    return int(found)


MEASURES: Mapping[str, Callable[..., None]] = {"burst": measure_burst, "kill": measure_kills, "outages": measure_outages}


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that servers and workers are stopped then too
    what, *numbers = sys.argv[1:] or ["all"]
    for name in MEASURES if what == "all" else [what]:
        MEASURES[name](*map(int, numbers))


if __name__ == "__main__":
    main()
