"""The nightly flow for real, on a Prefect server of its own: what is due is checked once, and the run leaves its summary."""

from __future__ import annotations

from datetime import timedelta

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey
from prefect.testing.utilities import prefect_test_harness

import flows.nightly
import flows.publish
from flows.nightly import SUMMARY_KEY, nightly_recheck
from tests.registry.world import EIN, LICENCE, World

pytestmark = pytest.mark.slow


def summaries() -> list[str]:
    with get_client(sync_client=True) as client:
        found = client.read_artifacts(artifact_filter=ArtifactFilter(key=ArtifactFilterKey(any_=[SUMMARY_KEY])))
        return [str(one.data) for one in sorted(found, key=lambda one: str(one.created))]


def test_one_run_checks_what_is_due_and_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.submit({"licence.pdf": LICENCE, "ein.pdf": EIN}, "c-2")
    world.drain()
    for module in (flows.nightly, flows.publish):
        monkeypatch.setattr(module, "service", lambda: world.service)
    flows.publish._links.cache_clear()
    world.clock.turn(timedelta(days=30).total_seconds())
    with prefect_test_harness(server_startup_timeout=120):
        first = nightly_recheck()
        second = nightly_recheck()
        said = summaries()
    flows.publish._links.cache_clear()
    assert first["changed"] == 1
    assert second["checked"] == second["changed"] == 0
    assert "| c-2 | qualifies | needs_more_info | " in said[0]
    assert "| cases that were due | 0 |" in said[1]
    assert "licence.pdf" not in said[0]
