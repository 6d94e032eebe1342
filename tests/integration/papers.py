"""Papers of a case that qualifies and of one that does not, generated; with a secret under a blackout on request."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from fixtures.cases import SAMPLES, write_sample


def sample_case(folder: Path, sample_id: str, case_id: str) -> Path:
    """A sample case under another id; its folder."""
    sample = next(s for s in SAMPLES if s.case_id.startswith(sample_id))
    made = write_sample(sample, folder, date.today())
    target = folder / case_id
    made.rename(target)
    facts = json.loads((target / "case.json").read_text())
    facts["case_id"] = case_id
    (target / "case.json").write_text(json.dumps(facts))
    return target


def papers(folder: Path) -> list[str]:
    return sorted(str(path) for path in folder.iterdir() if path.name != "case.json")
