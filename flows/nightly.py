"""`nightly-recheck`: the cases that are due are assessed again as of today, from stored facts; then what is no longer kept is deleted."""

from __future__ import annotations

from datetime import date

from prefect import flow
from prefect.artifacts import create_markdown_artifact

from flows.night import Night, night_summary
from flows.parts import service
from flows.publish import publish_missing, publish_queue, publish_sheet
from pipeline.processing import clean
from pipeline.registry.model import CaseState
from pipeline.retention import apply_retention

_STALE_SECONDS = 6 * 3600.0
SUMMARY_KEY = "nightly-recheck"


@flow(name="nightly-recheck", persist_result=False, log_prints=False)
def nightly_recheck(today: date | None = None) -> dict[str, int]:
    """How many cases were checked, how many verdicts are new, what was deleted. New sheets carry new picture links."""
    night = Night(today or service().today())
    for one in service().recheck(today):
        night.add(one)
        if one.state is CaseState.NEEDS_REVIEW:
            publish_sheet(one.case_id)
    publish_missing()
    publish_queue()
    kept = apply_retention(service())
    clean(service().home_tmp, _STALE_SECONDS, service().registry.now().timestamp())
    create_markdown_artifact(night_summary(night, kept), key=SUMMARY_KEY, description=f"Nightly re-check of {night.day}")
    return {
        "checked": night.checked,
        "changed": night.changed,
        "originals_deleted": kept.originals,
        "copies_deleted": kept.copies,
        "cases_deleted": kept.cases,
    }
