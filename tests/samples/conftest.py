"""The sample cases, written and verified once a session through the command line, as a user would."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fixtures.cases import SAMPLES, write_samples

TODAY = date(2026, 11, 23)
INTAKE = Path(sys.executable).with_name("intake")


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    write_samples(folder, TODAY)
    return folder


@pytest.fixture(scope="session")
def verify_output(sample_folder: Path) -> str:
    """What `intake verify --json` prints for all samples."""
    folders = [str(sample_folder / sample.case_id) for sample in SAMPLES]
    done = subprocess.run(
        [str(INTAKE), "verify", *folders, "--json", "--today", TODAY.isoformat()], capture_output=True, text=True, timeout=280, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="session")
def verdicts(verify_output: str) -> dict[str, dict[str, Any]]:
    """The verdict of each sample case, by case id."""
    found = [json.loads(line) for line in verify_output.splitlines() if line.startswith("{")]
    return {verdict["case_id"]: verdict for verdict in found}
