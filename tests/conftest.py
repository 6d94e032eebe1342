"""Shared fixtures: where the measuring material is, and a clean home for everything a test writes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is no fault of the code: no deadlines. The same examples on every run; `HYPOTHESIS_PROFILE=search` looks for new ones.
settings.register_profile("repeatable", derandomize=True, print_blob=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("search", settings.get_profile("repeatable"), derandomize=False, max_examples=300)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))
os.environ["INTAKE_RESULTS_DAYS"] = "0"  # every test reads for itself
os.environ["OMP_THREAD_LIMIT"] = "1"  # Tesseract reads as fast, at a third of the processor time
SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real documents; the test is skipped, saying so, where it is absent."""
    folder = SHARED / "corpus"
    if not folder.is_dir():
        pytest.skip("../shared/corpus is not here: real documents are measured only where they may be kept")
    return folder
