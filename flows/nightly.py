"""`nightly-recheck`: every case is assessed again as of today, from stored facts; then what is no longer kept is deleted."""

from __future__ import annotations

from datetime import date

from prefect import flow

from flows.parts import service
from flows.publish import publish_queue, publish_sheet
from pipeline.processing import clean
from pipeline.registry.model import CaseState
from pipeline.retention import apply_retention

_STALE_SECONDS = 6 * 3600.0


@flow(name="nightly-recheck", persist_result=False, log_prints=False)
def nightly_recheck(today: date | None = None) -> dict[str, int]:
    """How many cases were checked, how many verdicts are new, what was deleted. New sheets carry new picture links."""
    checked = changed = 0
    for one in service().recheck(today):
        checked, changed = checked + 1, changed + one.changed
    for row in service().list_cases(CaseState.NEEDS_REVIEW):
        publish_sheet(row.case_id)
    publish_queue()
    kept = apply_retention(service())
    clean(service().home_tmp, _STALE_SECONDS, service().registry.now().timestamp())
    return {
        "checked": checked,
        "changed": changed,
        "originals_deleted": kept.originals,
        "copies_deleted": kept.copies,
        "cases_deleted": kept.cases,
    }
