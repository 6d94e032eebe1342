"""The deployments, once: `intake serve` serves them, `prefect.yaml` declares the same for a work pool (a test compares the two)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.settings import Settings

if TYPE_CHECKING:
    from prefect.deployments.runner import RunnerDeployment


@dataclass(frozen=True, slots=True)
class Served:
    """One deployment: how many runs at a time, and what becomes of one too many."""

    name: str
    entrypoint: str
    concurrency: int
    collision: str
    tags: tuple[str, ...]
    cron: Callable[[Settings], str] | None = None

    def flow(self) -> Any:
        from importlib import import_module

        module, name = self.entrypoint.rsplit(".", 1)
        return getattr(import_module(module), name)


DEPLOYMENTS: tuple[Served, ...] = (
    # One run drains all that waits, so a run too many has nothing to do and is dropped.
    Served("drain-uploads", "flows.drain.drain_uploads", 8, "CANCEL_NEW", ("intake",)),
    Served("decide", "flows.decide.decide", 8, "ENQUEUE", ("intake", "review")),
    # ENQUEUE, not CANCEL_NEW: a stranded run must not block all nights to come; re-checking twice is harmless.
    Served("nightly-recheck", "flows.nightly.nightly_recheck", 1, "ENQUEUE", ("intake",), lambda settings: settings.nightly_cron),
)


async def deployments(settings: Settings) -> list[RunnerDeployment]:
    """The deployments for a runner, schedules from the settings."""
    from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
    from prefect.client.schemas.schedules import CronSchedule
    from prefect.types.entrypoint import EntrypointType

    made = []
    for served in DEPLOYMENTS:
        schedule = CronSchedule(cron=served.cron(settings), timezone=settings.time_zone) if served.cron else None
        limit = ConcurrencyLimitConfig(limit=served.concurrency, collision_strategy=ConcurrencyLimitStrategy(served.collision))
        made.append(
            await served.flow().ato_deployment(
                served.name, tags=list(served.tags), schedule=schedule, concurrency_limit=limit, entrypoint_type=EntrypointType.MODULE_PATH
            )
        )
    return made
