"""Tables of measurements, kept in `bench/results/` and printed: one file of sections, each replaced when it is measured anew."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

RESULTS = Path(__file__).resolve().parent / "results"


def write_section(name: str, title: str, lines: Sequence[str]) -> None:
    """Put a section into `results/<name>.md`, in the place it has already or at the end, and print it."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.md"
    section = f"## {title}\n\nMeasured {datetime.now(UTC):%Y-%m-%d}.\n\n" + "\n".join(lines).strip() + "\n"
    old = re.split(r"(?m)^(?=## )", path.read_text("utf-8")) if path.exists() else []
    kept = [part.strip() + "\n" for part in old if part.strip()]
    places = [part.startswith(f"## {title}\n") for part in kept]
    if any(places):
        kept[places.index(True)] = section
    else:
        kept.append(section)
    path.write_text("\n".join(kept), "utf-8")
    sys.stdout.write(section + "\n")
