"""The case's own page: what the sheet in the Prefect UI leaves out, names, values and sentences, behind a signed link."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from flows.sheet import Signed, crop_path, page_path
from pipeline.followup import followup_for
from pipeline.model import Document, Field, Money, Read
from pipeline.service import CaseView
from redaction.model import Status

if TYPE_CHECKING:
    from jinja2 import Template


@lru_cache(maxsize=1)
def _template() -> Template:
    from jinja2 import Environment

    return Environment(autoescape=True, trim_blocks=True).from_string((files("flows") / "case_page.html").read_text("utf-8"))


def case_page(view: CaseView, sign: Signed) -> str:
    """The page as HTML; every text is escaped."""
    verdict = view.verdict
    message = followup_for(view.case, verdict) if view.case and verdict else None
    return _template().render(
        view=view, verdict=verdict, message=message, documents=[_document(view.row.case_id, d, sign) for d in view.documents]
    )


def _document(case_id: str, document: Document, sign: Signed) -> dict[str, Any]:
    leaky = sum(r.status is Status.LEAKY for r in document.regions)
    return {
        "file": document.file,
        "kind": document.kind.value.replace("_", " "),
        "grade": document.grade.value,
        "status": document.status.value,
        "reason": document.reason,
        "why": document.why,
        "findings": [f.message for f in document.findings],
        "facts": [
            {
                "name": name.value.replace("_", " "),
                "value": _value(value),
                "picture": sign(crop_path(case_id, document, value.page, value.box)),
            }
            for name, value in document.facts()
        ],
        "blackouts": f"{len(document.regions)} blacked-out places, {leaky} of them leaking." if document.regions else "",
        "pages": [sign(page_path(case_id, document, n)) for n in range(1, document.pages + 1)],
    }


def _value(value: Field) -> str:
    match value:
        case Read(Money(amount, currency)):
            return f"{amount} {currency or ''}"
        case Read():
            return str(value.value)
        case _:
            return "(blacked out)"
