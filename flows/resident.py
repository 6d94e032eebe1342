"""The resident worker: one process that has Prefect loaded, serves the deployments and drains the registry as work comes.

A run in a fresh process costs seconds before its first line, so drains run in here, as runs of the `drain-uploads` deployment;
the runner starts `decide`, `nightly-recheck` and drains asked for from outside in processes of their own.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import anyio
import anyio.to_thread
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterId,
    FlowRunFilterState,
    FlowRunFilterStateType,
    FlowRunFilterTags,
)
from prefect.client.schemas.objects import StateType
from prefect.flow_engine import run_flow
from prefect.runner import Runner
from prefect.states import Crashed, Pending

from flows.catalogue import deployments
from flows.drain import drain_tag, drain_uploads, stopping
from flows.parts import service
from pipeline.errors import IntakeError

log = logging.getLogger("intake")
_LOOK_SECONDS = 0.25
_PAUSE_SECONDS = 2.0
_SERVER_SECONDS = 180
_LAST_CASE_SECONDS = 6.0
_WATCHDOG_SECONDS = 300.0
STRANDED = timedelta(hours=2)
_UNENDED = FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.PENDING, StateType.RUNNING]))
_broken_off: list[UUID] = []
"""Drains of this process that Prefect was told nothing of any more."""


def drain_loop(deployment: UUID | None, stop: threading.Event) -> None:
    """Start a drain whenever something waits; a service that is away is tried again until it is back."""
    while not stop.wait(_LOOK_SECONDS):
        try:
            if service().work_waits():
                service().store.check()
                drain_once(deployment)
        except IntakeError as error:
            log.warning("drain: %s", error.code)
            stop.wait(_PAUSE_SECONDS)
        except Exception as error:  # noqa: BLE001  Prefect away, or a fault: the text may quote anything
            log.warning("drain: %s", type(error).__name__)
            stop.wait(_PAUSE_SECONDS)


def drain_once(deployment: UUID | None) -> None:
    """One run of `drain-uploads` in this process, shown under its deployment."""
    if deployment is None:
        drain_uploads(sweep=False)
        return
    with get_client(sync_client=True) as client:
        while _broken_off:
            _end_drain(client, _broken_off[-1])
            _broken_off.pop()
        made = client.create_flow_run_from_deployment(deployment, parameters={"sweep": False}, state=Pending())
    _broken_off.append(made.id)
    run_flow(drain_uploads, flow_run=made, parameters={"sweep": False})
    _broken_off.pop()


def _end_drain(client: SyncPrefectClient, run_id: UUID) -> None:
    """Set a drain that broke off, and its cases' runs that never ended, to crashed."""
    below = FlowRunFilter(tags=FlowRunFilterTags(all_=[drain_tag(run_id)]), state=_UNENDED)
    itself = FlowRunFilter(id=FlowRunFilterId(any_=[run_id]), state=_UNENDED)
    for run in [*client.read_flow_runs(flow_run_filter=below), *client.read_flow_runs(flow_run_filter=itself)]:
        client.set_flow_run_state(run.id, Crashed(message="broken off"), force=True)


def watchdog(stop: threading.Event) -> None:
    """End runs that a dead worker left behind as pending or running, so that they block nothing."""
    while not stop.wait(_WATCHDOG_SECONDS):
        try:
            end_stranded()
        except Exception as error:  # noqa: BLE001
            log.warning("watchdog: %s", type(error).__name__)


def end_stranded(older_than: timedelta = STRANDED) -> int:
    """Set our runs that have been pending or running for long to crashed; how many. The work itself is in the registry.

    The age is that of the run's state: a run that was due long ago and could start only now is left alone.
    """
    before = datetime.now(UTC) - older_than
    wanted = FlowRunFilter(tags=FlowRunFilterTags(all_=["intake"]), state=_UNENDED)
    with get_client(sync_client=True) as client:
        found = [run for run in client.read_flow_runs(flow_run_filter=wanted) if run.state and run.state.timestamp < before]
        for run in found:
            client.set_flow_run_state(run.id, Crashed(message="stranded"), force=True)
    return len(found)


async def _wait_for_server() -> None:
    async with get_client() as client:
        with anyio.fail_after(_SERVER_SECONDS):
            while await client.api_healthcheck() is not None:
                await anyio.sleep(0.3)


async def _serve(stop: threading.Event) -> None:
    await _wait_for_server()
    settings = service().settings
    runner = Runner(name="intake", pause_on_shutdown=False, limit=None)
    ids = {made.name: await runner.aadd_deployment(made) for made in await deployments(settings)}
    drains = threading.Thread(target=drain_loop, args=(ids["drain-uploads"], stop), daemon=True)
    drains.start()
    threading.Thread(target=watchdog, args=(stop,), daemon=True).start()
    if ready := os.environ.get("INTAKE_READY_FILE"):
        Path(ready).touch()
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(runner.start)
        while not runner.started:
            await anyio.sleep(0.05)
        with anyio.open_signal_receiver(signal.SIGTERM, signal.SIGINT) as asked:  # after the runner has set its own
            async for _ in asked:
                stop.set()
                await anyio.to_thread.run_sync(drains.join, _LAST_CASE_SECONDS)
                tasks.cancel_scope.cancel()
                break


def main() -> None:
    """Until SIGTERM. Reading workers end with this process."""
    logging.basicConfig(format="%(asctime)s %(name)s %(message)s", level=os.environ.get("INTAKE_LOG_LEVEL", "INFO"))
    try:
        anyio.run(_serve, stopping)
    finally:
        stopping.set()
        service().close()


if __name__ == "__main__":
    main()
