"""`decide`: a reviewer's decision. Its parameters become the form in the UI, and a sheet's link fills it in."""

from __future__ import annotations

from typing import Any

from prefect import flow
from pydantic import BaseModel, ConfigDict, Field

from flows.parts import fail, service
from flows.publish import label_run, publish_queue, publish_sheet
from pipeline.errors import IntakeError
from pipeline.vocabulary import Decision


def _in_order(schema: dict[str, Any]) -> None:
    """The form shows fields by their position; PostgreSQL's JSON forgets the order they were declared in."""
    for position, field in enumerate(schema["properties"].values()):
        field["position"] = position


class Review(BaseModel):
    """What the reviewer fills in. Please write nothing private into the comment."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=_in_order)

    case_id: str = Field(min_length=1, max_length=240, title="Case")
    decision: Decision = Field(title="Decision", description="approve, ask for more information, or refer to staffing")
    by: str = Field(min_length=1, max_length=200, title="Your name")
    comment: str = Field(default="", max_length=4000, title="Comment", description="Needed when you decide against the proposal")
    verdict: int | None = Field(default=None, title="Verdict", description="The number of the verdict you looked at")


@flow(name="decide", flow_run_name="{review.case_id} · {review.decision.value}", persist_result=False, log_prints=False)
def decide(review: Review) -> str:
    """Record the decision; a sheet that has been overtaken by new papers is refused."""
    try:
        service().decide(review.case_id, review.decision, by=review.by, comment=review.comment, verdict_id=review.verdict)
    except IntakeError as error:
        fail(f"{review.case_id}: {error.message}", error)
    view = publish_sheet(review.case_id)
    label_run(view, review.decision.value)
    publish_queue()
    return review.decision.value
