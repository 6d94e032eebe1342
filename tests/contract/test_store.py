"""The stores that need no server."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.store import Store
from pipeline.store.folder import FolderStore
from pipeline.store.memory import MemoryStore
from tests.contract.store import StoreContract


class TestMemoryStore(StoreContract):
    @pytest.fixture
    def store(self) -> Store:
        return MemoryStore()


class TestFolderStore(StoreContract):
    @pytest.fixture
    def store(self, tmp_path: Path) -> Store:
        return FolderStore(tmp_path / "store")
