"""What can be said of serving without a server: the deployments, ports, children that end, folders that are watched."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from flows.catalogue import DEPLOYMENTS
from flows.children import Child
from flows.supervisor import child_environment, supervise
from flows.watcher import Watcher
from pipeline.errors import ConfigurationError, PortTaken
from pipeline.service import Service
from pipeline.settings import Settings

ROOT = Path(__file__).resolve().parents[2]


def test_prefect_yaml_declares_what_is_served() -> None:
    declared = yaml.safe_load((ROOT / "prefect.yaml").read_text())["deployments"]
    assert [(d["name"], d["entrypoint"], d["tags"], d["concurrency_limit"]) for d in declared] == [
        (s.name, s.entrypoint, list(s.tags), {"limit": s.concurrency, "collision_strategy": s.collision}) for s in DEPLOYMENTS
    ]
    nightly = declared[2]["schedules"][0]
    assert (nightly["cron"], nightly["timezone"]) == (Settings().nightly_cron, Settings().time_zone)


def test_the_command_line_does_not_load_prefect() -> None:
    code = (
        "import sys; from pipeline.cli.app import build; from flows.serve import register_serve; build(register_serve); "
        "sys.exit('prefect' in sys.modules or 'sqlalchemy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_taken_port_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken, match=rf"Port {port} .* INTAKE_RECEIVER_PORT") as error:
            supervise(Settings(home=tmp_path, receiver_port=port), samples=False, once=False)
    assert error.value.exit_code == 2


def test_a_host_that_is_not_ours_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"INTAKE_HOST|taken"):
        supervise(Settings(home=tmp_path, host="192.0.2.1"), samples=False, once=False)


def test_children_are_kept_to_this_machine_and_quiet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_LOGGING_LEVEL", "DEBUG")
    made = child_environment(Settings(home=tmp_path, ui_port=4999), embedded=True)
    assert made["PREFECT_API_URL"] == "http://127.0.0.1:4999/api"
    assert (made["PREFECT_SERVER_ANALYTICS_ENABLED"], made["PREFECT_SERVER_UI_V2_ENABLED"], made["DO_NOT_TRACK"]) == ("false", "false", "1")
    assert made["PREFECT_LOGGING_LEVEL"] == "DEBUG"
    assert "PREFECT_SERVER_API_PORT" not in child_environment(Settings(home=tmp_path), embedded=False)


@pytest.mark.parametrize(
    ("configured", "outside"), [(None, "http://127.0.0.1:4200"), ("https://review.example/", "https://review.example")]
)
def test_browsers_are_sent_where_they_can_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, configured: str | None, outside: str) -> None:
    monkeypatch.delenv("PREFECT_UI_URL", raising=False)
    monkeypatch.delenv("PREFECT_SERVER_UI_API_URL", raising=False)
    if configured:
        monkeypatch.setenv("PREFECT_UI_URL", configured)
    made = child_environment(Settings(home=tmp_path, host="0.0.0.0"), embedded=True)
    assert made["PREFECT_SERVER_API_HOST"] == "0.0.0.0"
    assert made["PREFECT_API_URL"] == "http://127.0.0.1:4200/api"
    assert (made["PREFECT_UI_URL"].rstrip("/"), made["PREFECT_SERVER_UI_API_URL"]) == (outside, f"{outside}/api")


def child(tmp_path: Path, code: str) -> Child:
    made = Child("test", [sys.executable, "-c", code], {}, tmp_path / "log")
    made.start()
    until = time.monotonic() + 10
    while "up" not in made.log.read_text() and time.monotonic() < until:
        time.sleep(0.02)
    return made


def test_a_child_that_obeys_is_asked_and_one_that_does_not_is_killed(tmp_path: Path) -> None:
    obeys = child(tmp_path, "import time; print('up', flush=True); time.sleep(60)")
    deaf = child(tmp_path / "deaf", "import signal, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True); time.sleep(60)")
    started = time.monotonic()
    obeys.stop(5)
    assert time.monotonic() - started < 4
    assert deaf.alive
    deaf.stop(0.3)
    assert not obeys.alive and not deaf.alive


def test_a_child_dies_with_its_parent(tmp_path: Path) -> None:
    code = f"""
import os, sys, time
sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from flows.children import Child
sleeper = "import os, time; print('up', os.getpid(), flush=True); time.sleep(60)"
c = Child("c", [sys.executable, "-c", sleeper], dict(os.environ), Path({str(tmp_path)!r}) / "log")
c.start()
while "up" not in c.log.read_text(): time.sleep(0.02)
os.kill(os.getpid(), 9)
"""
    subprocess.run([sys.executable, "-c", code], check=False, timeout=30)
    pid = int((tmp_path / "log").read_text().split()[1])
    until = time.monotonic() + 5
    while Path(f"/proc/{pid}/status").exists() and "Z (zombie)" not in Path(f"/proc/{pid}/status").read_text():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_the_watch_finds_what_is_copied_into_the_folder(tmp_path: Path) -> None:
    service = Service.open(Settings(home=tmp_path))
    try:
        with Watcher(service):
            target = tmp_path / "store/uploads/c-1"
            target.mkdir(parents=True)
            (target / "a.pdf").write_bytes(b"x")
            until = time.monotonic() + 6
            while not service.list_cases():
                assert time.monotonic() < until
                time.sleep(0.1)
    finally:
        service.close()
