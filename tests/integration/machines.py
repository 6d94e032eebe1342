"""Several machines simulated on one: each has its own folder and runs `intake serve` on one Prefect server, registry and bucket.

The Prefect server is a process of its own here, as a team runs it, so that it can be taken away and brought back.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx

from flows.supervisor import child_environment
from pipeline.settings import Settings
from tests.integration.servers import free_port, wait_until
from tests.integration.system import System, started


class PrefectServer:
    """`prefect server start` with its own database; `stop` is a power cut."""

    def __init__(self, home: Path, database: str | None, more: Mapping[str, str] | None = None) -> None:
        self.port = free_port()
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("INTAKE_", "PREFECT_"))}
        own = {"PREFECT_API_DATABASE_CONNECTION_URL": database} if database else {}
        embedded = child_environment(Settings(home=home, ui_port=self.port), embedded=True)
        self.environment = {k: v for k, v in embedded.items() if not k.startswith("INTAKE_")} | clean | own | dict(more or {})
        self.log = home / "prefect-server.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self.port}/api"

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(self.port)]
        with self.log.open("ab") as out:
            self._process = subprocess.Popen(command, env=self.environment, stdout=out, stderr=out, start_new_session=True)
        wait_until(self._healthy, 200, "Prefect's server")

    def stop(self) -> None:
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def _healthy(self) -> bool:
        assert self._process is not None and self._process.poll() is None, self.log.read_text()[-2000:]
        try:
            return httpx.get(f"{self.api}/health", timeout=5).status_code == 200
        except httpx.HTTPError:
            return False


@contextmanager
def prefect_server(home: Path, database: str | None, more: Mapping[str, str] | None = None) -> Iterator[PrefectServer]:
    server = PrefectServer(home, database, more)
    try:
        server.start()
        yield server
    finally:
        server.stop()


def machine(home: Path, server: PrefectServer, shared: Mapping[str, str]) -> System:
    """One machine of a team, not started; `shared` holds what all have in common: registry, bucket, secrets."""
    made = System(home, {"PREFECT_API_URL": server.api, "INTAKE_LINK_SECRET": "the same on every machine", "INTAKE_JOBS": "1", **shared})
    made.ui_port = server.port
    return made


@contextmanager
def machines(folder: Path, count: int, server: PrefectServer, shared: Mapping[str, str]) -> Iterator[list[System]]:
    """`count` machines, up and idle."""
    with ExitStack() as up:
        yield [up.enter_context(started(machine(folder / f"machine-{number}", server, shared))) for number in range(count)]
