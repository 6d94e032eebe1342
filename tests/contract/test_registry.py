"""The registry on SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.registry import Registry, open_registry
from pipeline.settings import Settings
from tests.contract.registry import Clock, RegistryContract


class TestSqlite(RegistryContract):
    @pytest.fixture
    def registry(self, tmp_path: Path, clock: Clock) -> Iterator[Registry]:
        registry = open_registry(Settings(home=tmp_path), clock)
        yield registry
        registry.close()
