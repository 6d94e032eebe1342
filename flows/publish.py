"""Puts sheets and the queue into the Prefect UI: artifacts with stable keys, links that stay good, names and tags of runs."""

from __future__ import annotations

import hashlib
import re
import time
from dataclasses import replace
from functools import lru_cache
from uuid import UUID

from prefect import get_run_logger
from prefect.artifacts import create_markdown_artifact
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactCollectionFilter, ArtifactCollectionFilterKey
from prefect.exceptions import ObjectNotFound
from prefect.runtime import flow_run
from prefect.settings import PREFECT_UI_URL

from flows.parts import service
from flows.sheet import Addresses, form_parameters, review_queue, review_sheet, urgency
from pipeline.links import Links
from pipeline.registry.model import CaseState
from pipeline.service import CaseView

QUEUE_KEY = "review-queue"


def sheet_key(case_id: str) -> str:
    """The artifact's key: lower-case letters, digits and dashes; a short hash tells case ids apart that differ elsewhere."""
    slug = re.sub(r"[^a-z0-9]+", "-", case_id.lower()).strip("-")[:80]
    return f"case-{slug}" if slug == case_id else f"case-{slug}-{hashlib.sha256(case_id.encode()).hexdigest()[:8]}"


@lru_cache(maxsize=1)
def _decide_deployment() -> UUID | None:
    with get_client(sync_client=True) as client:
        try:
            return client.read_deployment_by_name("decide/decide").id
        except ObjectNotFound:
            return None


def decide_link(view: CaseView) -> str | None:
    """The form of the `decide` deployment, filled in with the case and the verdict that was looked at."""
    deployment = _decide_deployment()
    if deployment is None:
        _decide_deployment.cache_clear()
        return None
    review = {
        "case_id": view.row.case_id,
        "verdict": view.row.verdict_id,
        "decision": "approve" if view.row.verdict == "qualifies" else "more-info",
        "comment": "",
    }
    return f"{_ui()}/deployments/deployment/{deployment}/run?parameters={form_parameters({'review': review})}"


def _ui() -> str:
    return str(PREFECT_UI_URL.value() or "").rstrip("/")


def _addresses(decide: str | None = None) -> Addresses:
    links = _links()
    return Addresses(lambda path: links.sign(path, time.time()), decide)


@lru_cache(maxsize=1)
def _links() -> Links:
    return Links.of(service().settings)


def publish_sheet(case_id: str) -> CaseView:
    """Write the case's sheet anew; belongs to the running flow."""
    view = service().view(case_id)
    made = create_markdown_artifact(
        review_sheet(view, _addresses(decide_link(view))),
        key=sheet_key(case_id),
        description=f"Review sheet of {case_id}: {view.row.verdict or view.row.state.value}",
    )
    get_run_logger().info("Review sheet of %s: %s", case_id, _artifact(made))  # the UI makes the address a link: a run is a click away
    service().sheet_written(view)
    return view


def publish_due() -> int:
    """Write the sheets that could not be written when their cases changed; how many."""
    due = service().sheets_due()
    for case_id in due:
        publish_sheet(case_id)
    return len(due)


def publish_missing() -> None:
    """Write the sheets that Prefect does not have, of cases that wait for a reviewer (its database was lost, say)."""
    sheets = _latest_sheets()
    for row in service().list_cases(CaseState.NEEDS_REVIEW):
        if sheet_key(row.case_id) not in sheets:
            publish_sheet(row.case_id)


def publish_queue() -> None:
    """Write the queue of what waits anew."""
    sheets = _latest_sheets()
    to = replace(_addresses(), sheet=lambda case_id: _artifact(sheets.get(sheet_key(case_id))))
    made = create_markdown_artifact(
        review_queue([*service().list_cases(CaseState.NEEDS_REVIEW), *service().list_cases(CaseState.FAILED)], to, service().today()),
        key=QUEUE_KEY,
        description="What waits for a reviewer, oldest due first",
    )
    get_run_logger().info("What waits for a reviewer: %s", _artifact(made))


def _artifact(artifact_id: object) -> str:
    """Where an artifact's content is shown; the list of all where there is none."""
    return f"{_ui()}/artifacts/artifact/{artifact_id}" if artifact_id else f"{_ui()}/artifacts"


def _latest_sheets() -> dict[str, UUID]:
    """The newest sheet under each key."""
    found: dict[str, UUID] = {}
    wanted = ArtifactCollectionFilter(key=ArtifactCollectionFilterKey(like_="case-%"))
    with get_client(sync_client=True) as client:
        while page := client.read_latest_artifacts(artifact_filter=wanted, limit=200, offset=len(found)):
            found |= {made.key: made.latest_id for made in page if made.key}
    return found


def name_run(name: str) -> None:
    """Name the running flow."""
    with get_client(sync_client=True) as client:
        client.update_flow_run(UUID(str(flow_run.id)), name=name)


def label_run(view: CaseView, *more: str) -> None:
    """Name and tag the running flow: case, verdict, urgency; a list of runs reads like a list of cases."""
    verdict = view.row.verdict or view.row.state.value
    late = urgency(view.row.review_due, service().today())
    name = " · ".join(part for part in (view.row.case_id, verdict, *more, late) if part)
    tags = [part for part in (verdict, late, f"case:{view.row.case_id}") if part]
    with get_client(sync_client=True) as client:
        client.update_flow_run(UUID(str(flow_run.id)), name=name, tags=tags)
