"""A whole running system for the tests: `intake serve` in a process of its own, asked over its command line and over HTTP."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.integration.servers import free_port, wait_until

INTAKE = str(Path(sys.executable).with_name("intake"))
EVENTS_SECRET = "correct horse battery staple"


class System:
    """One `intake serve` and what belongs to it."""

    def __init__(self, home: Path, more: Mapping[str, str] | None = None) -> None:
        self.home, self.ui_port, self.port = home, free_port(), free_port()
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("INTAKE_", "PREFECT_"))}
        self.environment = clean | {
            "INTAKE_HOME": str(home),
            "INTAKE_UI_PORT": str(self.ui_port),
            "INTAKE_RECEIVER_PORT": str(self.port),
            "INTAKE_EVENTS_SECRET": EVENTS_SECRET,
            "INTAKE_JOBS": "2",
            **(more or {}),
        }
        self.output = home / "serve.txt"
        self.process: subprocess.Popen[bytes] | None = None
        self.prefect_database = ""

    @property
    def ui(self) -> str:
        return f"http://127.0.0.1:{self.ui_port}"

    @property
    def receiver(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        with self.output.open("wb") as out:
            self.process = subprocess.Popen([INTAKE, "serve"], env=self.environment, stdout=out, stderr=out)
        wait_until(self._is_up, 200, "intake serve")

    def _is_up(self) -> bool:
        assert self.process is not None and self.process.poll() is None, self.output.read_text()
        return "Reviewers' page" in self.output.read_text()

    def stop(self) -> int:
        """Ctrl-C; the exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)

    def run(self, *arguments: str, code: int = 0) -> list[dict[str, Any]]:
        """An `intake … --json` command; its lines."""
        command = [INTAKE, *arguments, "--json"]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == code, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    def show(self, case_id: str) -> dict[str, Any]:
        return self.run("show", case_id)[0]

    def states(self) -> dict[str, str]:
        return {row["case_id"]: row["state"] for row in self.run("cases")}

    def wait_for(self, case_id: str, state: str, seconds: float = 180) -> dict[str, Any]:
        until = time.monotonic() + seconds
        while (found := self.states().get(case_id)) != state:
            assert time.monotonic() < until, f"{case_id} is {found}, not {state}, after {seconds} s; {self.log()}"
            time.sleep(0.3)
        return self.show(case_id)

    def log(self) -> str:
        path = self.home / "logs/worker.log"
        return path.read_text()[-2000:] if path.exists() else ""

    def prefect(self, path: str, body: object | None = None) -> Any:
        answer = httpx.post(f"{self.ui}/api/{path}", json=body or {}, timeout=30)
        answer.raise_for_status()
        return answer.json()

    def sheet(self, key: str) -> str:
        return str(httpx.get(f"{self.ui}/api/artifacts/{key}/latest", timeout=30).raise_for_status().json()["data"])

    def deployment(self, name: str) -> str:
        return str(httpx.get(f"{self.ui}/api/deployments/name/{name}/{name}", timeout=30).raise_for_status().json()["id"])


@contextmanager
def started(running: System) -> Iterator[System]:
    """Started on entry, stopped by Ctrl-C on leaving, killed if that does not help."""
    try:
        running.start()
        yield running
    finally:
        process = running.process
        if process is not None and process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(40)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
