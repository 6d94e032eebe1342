"""Worker processes that can be killed: each drains one registry with real reading workers, as the resident worker does."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from fixtures.cases import SAMPLES, write_sample
from pipeline.registry import cases
from pipeline.service import Service
from pipeline.settings import Settings
from pipeline.store import upload_key

ROOT = Path(__file__).resolve().parents[2]

_DRAIN = """
import time
from pipeline.errors import IntakeError
from pipeline.service import Service
service = Service.open()
while True:
    try:
        for outcome in service.drain(): pass
    except IntakeError: time.sleep(0.5)
    time.sleep(0.1)
"""


@dataclass
class Crew:
    """Some workers on one registry; `kill` ends one as a power cut would, with its reading workers, and starts another."""

    environment: Mapping[str, str]
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    killed: int = 0

    def add(self) -> None:
        self.workers.append(
            subprocess.Popen(
                [sys.executable, "-c", _DRAIN],
                env=dict(self.environment),
                cwd=ROOT,
                start_new_session=True,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )

    def kill(self, number: int) -> None:
        self._end(self.workers.pop(number % len(self.workers)))
        self.killed += 1
        self.add()

    def stop(self) -> None:
        while self.workers:
            self._end(self.workers.pop())

    def _end(self, worker: subprocess.Popen[bytes]) -> None:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()


def environment(home: Path, database: str | None = None, **more: str) -> dict[str, str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("INTAKE_", "PREFECT_"))}
    return clean | {
        "INTAKE_HOME": str(home),
        "INTAKE_JOBS": "1",
        "INTAKE_LEASE_SECONDS": "4",
        "OMP_THREAD_LIMIT": "1",
        **({"INTAKE_DATABASE_URL": database} if database else {}),
        **more,
    }


def settings(values: Mapping[str, str]) -> Settings:
    """The settings that such an environment gives."""
    return Settings(**{k.removeprefix("INTAKE_").lower(): v for k, v in values.items() if k.startswith("INTAKE_")})


def burst(service: Service, folder: Path, number_of_cases: int, each: int = 2) -> int:
    """Put and record `number_of_cases` cases of `each` (two are enough) small digital papers, all different; the number of papers."""
    sample = write_sample(SAMPLES[0], folder, date.today())
    facts = json.loads((sample / "case.json").read_text())
    papers = {path.name: path.read_bytes() for path in sorted(sample.glob("*.pdf"))[:each]}
    for number in range(number_of_cases):
        case_id = f"b-{number:04d}"
        for name, data in papers.items():
            service.store.put(upload_key(case_id, name), data + b"\n%% %d\n" % number)
        service.store.put(upload_key(case_id, "case.json"), json.dumps(facts | {"case_id": case_id}).encode())
    service.sweep()
    return number_of_cases * len(papers)


def wait_for_all(service: Service, wanted: int, seconds: float) -> float:
    """Until `wanted` cases have their verdict; the seconds it took."""
    started = time.monotonic()
    while ended(service) < wanted:
        assert time.monotonic() - started < seconds, {row.case_id: (row.state.value, row.error_code) for row in service.list_cases()}
        time.sleep(0.2)
    return time.monotonic() - started


def ended(service: Service) -> int:
    """How many cases have a verdict and nothing left to read."""
    with service.registry.read() as db:
        return cases.counts(db).get("needs_review", 0)


def assert_each_ended_once(service: Service, wanted: int) -> None:
    """Nothing lost, nothing twice: every upload done, one verdict a case, the same for all, and the audit log whole."""
    rows = service.list_cases()
    assert len(rows) == wanted
    for row in rows:
        view = service.view(row.case_id)
        assert {upload.state.value for upload in view.uploads} == {"done"}, row.case_id
        assert [verdict.verdict for verdict in view.history] == ["qualifies"], row.case_id
        assert len(view.documents) == 2
    assert service.verify_audit().problem is None
