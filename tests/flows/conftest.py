from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.registry.world import EIN, INVOICE, World, make_world


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A case `c-1` with two read papers."""
    made = make_world(tmp_path)
    made.submit({"ein notice of Jane.pdf": EIN, "invoice.pdf": INVOICE})
    made.drain()
    yield made
    made.service.close()
