"""The parent of a running system: Prefect's server and the resident worker as children, the receiver and the watcher as threads.

supervise ─┬─ child: Prefect server (SQLite, loopback), unless PREFECT_API_URL is set
           ├─ child: resident worker (drains, serves the deployments)
           ├─ thread: receiver (notifications, page pictures, metrics)
           └─ thread: watcher (finds uploads that no notification told of)
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic
from types import FrameType
from typing import TYPE_CHECKING

from flows.children import Child, stop_all, wait_for
from flows.watcher import Watcher
from pipeline.errors import ConfigurationError, PortTaken, PrefectUnreachable
from pipeline.links import reachable
from pipeline.service import Service
from pipeline.settings import Settings

if TYPE_CHECKING:
    import uvicorn

_READY_SECONDS = 200.0
_STOP_SECONDS = 12.0
_STOPPED = 130  # a shell's code for Ctrl-C
_HEALTHY_SECONDS = 30.0  # a child that dies sooner is not started again at once


def supervise(settings: Settings, *, samples: bool, once: bool) -> int:
    """Run until Ctrl-C or SIGTERM, or with `once` until the sample verdicts are there; the exit code."""
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    embedded = "PREFECT_API_URL" not in os.environ
    _check_port(settings.host, settings.receiver_port, "INTAKE_RECEIVER_PORT")
    if embedded:
        _check_port(settings.host, settings.ui_port, "INTAKE_UI_PORT")
    environment = child_environment(settings, embedded=embedded)
    stop = threading.Event()
    with ExitStack() as open_parts, _on_signals(stop):
        service = Service.open(settings)
        open_parts.callback(service.close)
        service.store.check()
        ready = settings.home / f"worker-{os.getpid()}.ready"
        ready.unlink(missing_ok=True)
        open_parts.callback(ready.unlink, missing_ok=True)
        children = _children(settings, environment | {"INTAKE_READY_FILE": str(ready.absolute())}, embedded=embedded)
        open_parts.callback(stop_all, children[::-1], _STOP_SECONDS)
        for child in children:
            child.start()
        open_parts.enter_context(_receiver(service))
        open_parts.enter_context(Watcher(service))
        if samples:
            from flows.samples import load_samples, report

            loaded = load_samples(service)
        _say("Starting Prefect and the worker …")
        _wait(ready, children, stop)
        code = report(service, loaded, stop) if samples and not stop.is_set() else 0
        if stop.is_set():
            return _STOPPED if once else 0
        _say(f"Reviewers' page: {ui_address(settings)}" + ("" if once else "   (Ctrl-C stops)"))
        if not once:
            _keep(children, stop)
    return code


def ui_address(settings: Settings) -> str:
    """Where people look: the embedded server, or the one that is configured."""
    url = os.environ.get("PREFECT_UI_URL") or os.environ.get("PREFECT_API_URL", "").removesuffix("/").removesuffix("/api")
    return url or f"http://{reachable(settings.host)}:{settings.ui_port}"


def child_environment(settings: Settings, *, embedded: bool) -> dict[str, str]:
    """What the children see: this process's variables, Prefect kept to this machine and quiet."""
    home = settings.home.absolute()
    ui = f"http://{reachable(settings.host)}:{settings.ui_port}"
    defaults = {
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_UI_V2_ENABLED": "false",
        "PREFECT_HOME": str(home / "prefect"),
        "PREFECT_RUNNER_POLL_FREQUENCY": "1",
        "PREFECT_LOGGING_LEVEL": "INFO",
        "PREFECT_SERVER_DATABASE_TIMEOUT": "60",
        "PREFECT_CLI_PROMPT": "false",
        "OMP_THREAD_LIMIT": "1",
    }
    fixed = {"INTAKE_HOME": str(home), "PYTHONUNBUFFERED": "1"}
    if embedded:
        outside = os.environ.get("PREFECT_UI_URL", "").rstrip("/") or ui  # where browsers reach it, behind a proxy say
        defaults |= {"PREFECT_UI_URL": outside, "PREFECT_SERVER_UI_API_URL": f"{outside}/api"}
        fixed |= {
            "PREFECT_API_URL": f"{ui}/api",
            "PREFECT_SERVER_API_HOST": settings.host,
            "PREFECT_SERVER_API_PORT": str(settings.ui_port),
        }
    return defaults | dict(os.environ) | fixed


def _children(settings: Settings, environment: dict[str, str], *, embedded: bool) -> list[Child]:
    logs = settings.home / "logs"
    worker = Child("worker", [sys.executable, "-m", "flows.resident"], environment, logs / "worker.log")
    if not embedded:
        return [worker]
    server = [sys.executable, "-m", "prefect", "server", "start", "--host", settings.host, "--port", str(settings.ui_port)]
    return [Child("Prefect server", server, environment, logs / "prefect-server.log"), worker]


def _check_port(host: str, port: int, variable: str) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if isinstance(error, socket.gaierror):
                raise ConfigurationError(f"INTAKE_HOST {host} is not an address of this machine.") from None
            raise PortTaken(f"Port {port} on {host} is taken; stop what uses it or set {variable} to another one.") from None


def _wait(ready: Path, children: list[Child], stop: threading.Event) -> None:
    until = monotonic() + _READY_SECONDS
    while not stop.is_set() and monotonic() < until:
        if wait_for(ready, children[-1], 1.0):
            return
        for child in children:
            if not child.alive:
                raise PrefectUnreachable(f"The {child.name} did not start; see {child.log} for why.")
    if not stop.is_set():
        raise PrefectUnreachable(f"Prefect was not ready after {_READY_SECONDS:.0f} s; see {children[0].log} for why.")


def _keep(children: list[Child], stop: threading.Event) -> None:
    """Until the end: a child that died is started again, one that dies at once not more often than every half minute."""
    while not stop.wait(1.0):
        for child in children:
            if not child.alive and monotonic() - child.started_at > _HEALTHY_SECONDS:
                _say(f"The {child.name} has ended; starting it again (see {child.log}).")
                child.start()


@contextmanager
def _receiver(service: Service) -> Iterator[None]:
    """The receiver's web server in a thread."""
    import uvicorn

    from flows.receiver import make_app

    config = uvicorn.Config(
        make_app(service),
        host=service.settings.host,
        port=service.settings.receiver_port,
        log_level="error",
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=2,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, name="receiver", daemon=True)
    thread.start()
    try:
        yield
    finally:
        _end(server, thread)


def _end(server: uvicorn.Server, thread: threading.Thread) -> None:
    server.should_exit = True
    thread.join(timeout=5)


@contextmanager
def _on_signals(stop: threading.Event) -> Iterator[None]:
    """Ctrl-C and SIGTERM set `stop`; a second Ctrl-C interrupts what waits."""

    def asked(number: int, _: FrameType | None) -> None:
        if stop.is_set() and number == signal.SIGINT:
            raise KeyboardInterrupt
        stop.set()

    before = {number: signal.signal(number, asked) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
