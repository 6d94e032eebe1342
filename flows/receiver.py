"""The small web server beside Prefect: bucket notifications in, page pictures and case pages out, metrics, health.

Pictures and pages need a signed link that has not lapsed, and show respected copies only. Nothing is written to a log but codes.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse

from flows.case_page import case_page
from pipeline.errors import IntakeError, NotFound, ServiceError
from pipeline.events import NotAnEvent, carries_secret, created_keys
from pipeline.links import Links
from pipeline.metrics import exposition
from pipeline.model import Document
from pipeline.pictures import crop_picture, page_picture
from pipeline.service import Service
from redaction.geometry import Box

_BODY_BYTES = 1 << 20
_BOX = re.compile(r"-?\d{1,6}(\.\d{1,3})?(,-?\d{1,6}(\.\d{1,3})?){3}")
_PRIVATE = {
    "Cache-Control": "private, max-age=3600",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; img-src 'self' http: https:; style-src 'unsafe-inline'",
}


def make_app(service: Service, wake: Callable[[], None] = lambda: None, clock: Callable[[], float] = time.time) -> FastAPI:
    """The application; `wake` is called after something was recorded."""
    app = FastAPI(title="intake", docs_url=None, redoc_url=None, openapi_url=None)
    links = Links.of(service.settings)

    @app.exception_handler(IntakeError)
    async def said(_: Request, error: IntakeError) -> JSONResponse:
        status = 404 if isinstance(error, NotFound) else 503 if isinstance(error, ServiceError) else 400
        return JSONResponse({"code": error.code}, status)

    @app.post("/events")
    async def events(request: Request) -> Response:
        """2xx only when everything is recorded: until then the store sends the notification again."""
        body = await _json(request)
        secret = service.settings.events_secret
        if secret is None:
            return JSONResponse({"code": "no_secret_configured"}, 503)
        if not carries_secret(secret.get_secret_value(), request.headers, body):
            return JSONResponse({"code": "wrong_secret"}, 401)
        recorded = await run_in_threadpool(_record, service, body)
        if recorded:
            wake()
        return JSONResponse({"recorded": recorded})

    def signed(request: Request) -> None:
        until, signature = request.query_params.get("until", ""), request.query_params.get("signature", "")
        if (
            not until.isascii()
            or not until.isdigit()
            or len(until) > 12
            or not links.allows(request.scope["path"], int(until), signature, clock())
        ):
            raise NotFound("The link is not valid or has lapsed.")

    @app.get("/cases/{case_id}", response_class=HTMLResponse)
    def case(case_id: str, request: Request) -> HTMLResponse:
        signed(request)
        return HTMLResponse(case_page(service.view(case_id), lambda path: links.sign(path, clock())), headers=_PRIVATE)

    @app.get("/cases/{case_id}/pages/{sha256}/{page}")
    def picture(case_id: str, sha256: str, page: int, request: Request) -> Response:
        signed(request)
        drawn = page_picture(service.store, case_id, _document(service, case_id, sha256), page)
        return Response(drawn, media_type="image/jpeg", headers=_PRIVATE)

    @app.get("/cases/{case_id}/pages/{sha256}/{page}/{box}")
    def crop(case_id: str, sha256: str, page: int, box: str, request: Request) -> Response:
        signed(request)
        if not _BOX.fullmatch(box):
            raise NotFound("There is no such place.")
        place = Box(*(float(v) for v in box.split(",")))
        found = _document(service, case_id, sha256)
        drawn = crop_picture(service.store, case_id, found, page, place)
        return Response(drawn, media_type="image/png", headers=_PRIVATE)

    @app.get("/metrics", response_class=PlainTextResponse)
    def metrics() -> Response:
        return Response(exposition(service.registry), media_type="text/plain; version=0.0.4")

    @app.get("/health")
    def health() -> dict[str, str]:
        return {"status": "ok"}

    return app


def _record(service: Service, body: object) -> int:
    """Record what the store says of each object that was told of; how many were new."""
    recorded = 0
    for key in created_keys(body, getattr(service.store, "bucket", None)):
        if not key.startswith("uploads/"):
            continue
        try:
            found = service.store.stat(key)
        except ServiceError:
            raise
        except IntakeError:  # a key that no store can hold
            continue
        if found is not None:
            recorded += service.record(found)
    return recorded


async def _json(request: Request) -> Any:
    data = b""
    async for part in request.stream():
        data += part
        if len(data) > _BODY_BYTES:
            raise NotAnEvent("The body is too large for a notification.")
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise NotAnEvent("The body is not JSON.") from None


def _document(service: Service, case_id: str, sha256: str) -> Document:
    for document in service.view(case_id).documents:
        if document.sha256 == sha256:
            return document
    raise NotFound("The case has no such document.")
