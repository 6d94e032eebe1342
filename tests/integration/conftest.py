from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.integration import servers
from tests.integration.system import System, started
from tests.registry.world import case_file


@pytest.fixture(scope="session")
def gateway() -> Iterator[servers.Gateway]:
    """Ceph's S3 gateway, one for the whole run."""
    with servers.gateway() as running:
        yield running


@pytest.fixture(scope="session")
def postgres() -> Iterator[servers.Postgres]:
    """A PostgreSQL cluster, one for the whole run."""
    with servers.postgres() as running:
        yield running


@pytest.fixture(scope="session")
def team(gateway: servers.Gateway, postgres: servers.Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """The system as a team runs it: bucket with notifications, registry and Prefect's own database on PostgreSQL."""
    home = tmp_path_factory.mktemp("team")
    prefect = postgres.database("postgresql+asyncpg")
    more = {
        "INTAKE_DATABASE_URL": postgres.database(),
        "PREFECT_API_DATABASE_CONNECTION_URL": prefect,
        "INTAKE_SWEEP_SECONDS": "600",
        **gateway.environment("team-uploads"),
    }
    running = System(home, more)
    running.prefect_database = prefect
    assert running.run("setup-store", "--endpoint", running.receiver)[0]["topic"]
    with started(running):
        gateway.store("team-uploads").put("uploads/first/case.json", case_file("first"))
        running.wait_for("first", "needs_review")  # a new topic's first notification takes Ceph half a minute, the next ones none
        yield running
