from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.integration import servers


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
