"""Figures for Prometheus, read from the registry when asked for, so that every process tells the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from pipeline.registry import cases, marks, queue
from pipeline.registry.schema import documents, uploads, verdicts

if TYPE_CHECKING:
    from pipeline.registry import Registry

_SAMPLE = 200  # latest documents over which the seconds per page are averaged


def exposition(registry: Registry) -> bytes:
    """The metrics in Prometheus's text format."""
    from prometheus_client import CollectorRegistry, Gauge, generate_latest

    page = CollectorRegistry()

    def gauge(name: str, text: str, values: dict[str, float] | float, label: str = "state") -> None:
        if isinstance(values, dict):
            made = Gauge(name, text, [label], registry=page)
            for key, value in values.items():
                made.labels(key).set(value)
        else:
            Gauge(name, text, registry=page).set(values)

    with registry.read() as db:
        now = registry.now()
        depth, age = queue.depth(db, now)
        gauge("intake_queue_depth", "Uploads that wait or are being read", depth)
        gauge("intake_queue_oldest_seconds", "Age of the oldest of them", age)
        gauge("intake_cases", "Cases by state", {k: float(v) for k, v in cases.counts(db).items()})
        gauge(
            "intake_uploads",
            "Uploads by state",
            {r[0]: r[1] for r in db.execute(select(uploads.c.state, func.count()).group_by(uploads.c.state))},
        )
        gauge(
            "intake_verdicts",
            "Verdicts in the histories",
            {r[0]: r[1] for r in db.execute(select(verdicts.c.verdict, func.count()).group_by(verdicts.c.verdict))},
            "verdict",
        )
        latest = list(db.scalars(select(documents.c.facts).order_by(documents.c.read_at.desc()).limit(_SAMPLE)))
        pages = sum(facts["pages"] for facts in latest)
        seconds = sum(facts.get("timings", {}).get("total_s", 0.0) for facts in latest)
        gauge("intake_seconds_per_page", f"Over the latest {_SAMPLE} documents", seconds / pages if pages else 0.0)
        last = marks.at(db, "recheck")
        gauge("intake_recheck_age_seconds", "Since the last re-check of all cases", (now - last).total_seconds() if last else -1.0)
    return generate_latest(page)
