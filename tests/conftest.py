"""Shared fixtures: where the measuring material is, and a clean home for everything a test writes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("ci", derandomize=True, print_blob=True)
settings.load_profile(
    "ci" if os.environ.get("CI") else "default"
)  # new examples are looked for at the desk, the same ones on every landing
os.environ["OMP_THREAD_LIMIT"] = "1"  # Tesseract reads as fast, at a third of the processor time
SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real documents; the test is skipped, saying so, where it is absent."""
    folder = SHARED / "corpus"
    if not folder.is_dir():
        pytest.skip("../shared/corpus is not here: real documents are measured only where they may be kept")
    return folder
