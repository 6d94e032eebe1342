"""Notifications in every known shape, the secret, signed links, and nothing served without one."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from PIL import Image
from pydantic import SecretStr

from flows.receiver import make_app
from pipeline.errors import StoreUnreachable
from pipeline.events import NotAnEvent, carries_secret, created_keys
from pipeline.links import Links
from pipeline.store import respected_key
from tests.registry.world import EIN, World, case_file

SECRET = "correct horse"


def record(key: str, name: str = "ObjectCreated:Put", bucket: str = "intake", **more: object) -> dict[str, Any]:
    place = {"bucket": {"name": bucket}, "object": {"key": key}}
    return {"eventVersion": "2.2", "eventSource": "aws:s3", "eventName": name, "s3": place, **more}


CEPH = {"Records": [record("uploads/c-1/a%2Bb%20c.pdf", eventSource="ceph:s3", opaqueData=SECRET)]}
CEPH_RAW = {"Records": [record("uploads/c-1/a+b c.pdf", eventSource="ceph:s3", opaqueData="correct%20horse")]}
AWS = {"Records": [record("uploads/c-1/a%2Bb+c.pdf")]}
SNS = {"Type": "Notification", "Message": json.dumps(AWS)}
BRIDGE = {
    "detail-type": "Object Created",
    "source": "aws.s3",
    "detail": {"bucket": {"name": "intake"}, "object": {"key": "uploads/c-1/a+b c.pdf"}},
}
MINIO = {
    "EventName": "s3:ObjectCreated:Put",
    "Key": "intake/uploads/c-1/a+b c.pdf",
    "Records": [record("uploads%2Fc-1%2Fa%2Bb%20c.pdf", "s3:ObjectCreated:Put")],
}


@pytest.mark.parametrize("body", [CEPH, CEPH_RAW, AWS, SNS, BRIDGE, MINIO], ids=["ceph", "ceph-raw", "aws", "sns", "eventbridge", "minio"])
def test_every_shape_names_the_key(body: object) -> None:
    assert "uploads/c-1/a+b c.pdf" in created_keys(body, "intake")
    assert created_keys(body, "another") == []


@pytest.mark.parametrize(
    "body",
    [
        {"Records": [record("k", "ObjectRemoved:Delete")]},
        {"Records": []},
        {"Event": "s3:TestEvent"},
        {"detail-type": "Object Deleted", "detail": {"bucket": {"name": "b"}, "object": {"key": "k"}}},
        {"Type": "SubscriptionConfirmation", "SubscribeURL": "http://x"},
    ],
)
def test_what_tells_of_no_upload_is_taken_quietly(body: object) -> None:
    assert created_keys(body) == []


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        "x",
        {"Records": [1]},
        {"Records": [{"s3": {}}]},
        {"Type": "Notification", "Message": "{"},
        {"Type": "Notification", "Message": json.dumps({"Type": "Notification", "Message": json.dumps(SNS)})},
    ],
)
def test_what_is_no_notification_is_refused(body: object) -> None:
    with pytest.raises(NotAnEvent):
        created_keys(body)


@pytest.mark.parametrize(
    ("headers", "body", "allowed"),
    [
        ({"authorization": f"Bearer {SECRET}"}, AWS, True),
        ({"authorization": SECRET}, AWS, True),
        ({"x-intake-secret": SECRET}, AWS, True),
        ({}, CEPH, True),
        ({}, CEPH_RAW, True),
        ({}, AWS, False),
        ({"authorization": "Bearer wrong"}, AWS, False),
        ({"x-intake-secret": ""}, AWS, False),
        ({}, {"Records": [*CEPH["Records"], record("x")]}, False),
        ({"x-intake-secret": "é"}, AWS, False),
    ],
)
def test_the_secret_may_come_three_ways(headers: dict[str, str], body: object, allowed: bool) -> None:
    assert carries_secret(SECRET, headers, body) is allowed


class Web:
    """Asks the application itself, without a port."""

    def __init__(self, app: FastAPI) -> None:
        self._transport = httpx.ASGITransport(app, raise_app_exceptions=False)

    def get(self, path: str) -> httpx.Response:
        return asyncio.run(self._ask("GET", path))

    def post(self, path: str, **more: Any) -> httpx.Response:
        return asyncio.run(self._ask("POST", path, **more))

    async def _ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        async with httpx.AsyncClient(transport=self._transport, base_url="http://intake") as client:
            return await client.request(method, path, **more)


class Receiver:
    def __init__(self, world: World) -> None:
        world.service.settings = world.service.settings.model_copy(update={"events_secret": SecretStr(SECRET)})
        self.world, self.woken, self.now = world, 0, 1_800_000_000.0
        self.web = Web(make_app(world.service, self._wake, lambda: self.now))

    def _wake(self) -> None:
        self.woken += 1

    def post(self, body: object, **headers: str) -> int:
        return self.web.post("/events", json=body, headers=headers or {"authorization": f"Bearer {SECRET}"}).status_code


@pytest.fixture
def receiver(world: World) -> Iterator[Receiver]:
    yield Receiver(world)


def test_an_upload_is_recorded_once_however_often_it_is_told_of(receiver: Receiver) -> None:
    receiver.world.service.store.put("uploads/c-5/a b.pdf", EIN)
    receiver.world.service.store.put("uploads/c-5/case.json", case_file("c-5"))
    keys = ("uploads/c-5/a+b.pdf", "uploads/c-5/a+b.pdf", "uploads/c-5/case.json", "respected/x")
    body = {"Records": [record(key) for key in keys]}
    assert [receiver.post(body), receiver.post(body)] == [200, 200]
    assert receiver.woken == 1
    assert sorted(receiver.world.uploads("c-5")) == ["a b.pdf", "case.json"]


def test_a_notification_of_an_object_that_is_not_there_invents_nothing(receiver: Receiver) -> None:
    keys = ("uploads/c-6/forged.pdf", "uploads/../x", "uploads/c-6/" + "x" * 2000)
    assert receiver.post({"Records": [record(key) for key in keys]}) == 200
    assert receiver.woken == 0
    assert "c-6" not in {row.case_id for row in receiver.world.service.list_cases()}


def test_refusals(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    body = {"Records": [record("uploads/c-1/a.pdf")]}
    assert receiver.post(body, authorization="Bearer wrong") == 401
    assert receiver.post([1, 2]) == 400
    assert receiver.web.post("/events", content=b"{", headers={"authorization": SECRET}).status_code == 400
    assert receiver.web.post("/events", content=b"x" * (2 << 20), headers={"authorization": SECRET}).status_code == 400
    assert receiver.web.get("/docs").status_code == 404

    def away(_: str) -> None:
        raise StoreUnreachable("away")

    monkeypatch.setattr(receiver.world.service.store, "stat", away)
    assert receiver.post(body) == 503  # not recorded: the store sends it again
    receiver.world.service.settings = receiver.world.service.settings.model_copy(update={"events_secret": None})
    assert receiver.post(body) == 503


def respected(world: World) -> str:
    """Put a real one-page respected copy in the place of the canned one; the page's signed path."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument.new()
    pdf.new_page(612, 792)
    out = io.BytesIO()
    pdf.save(out)
    document = world.service.view("c-1").documents[0]
    world.service.store.put(respected_key("c-1", document.sha256), out.getvalue())
    return f"/cases/c-1/pages/{document.sha256}/1"


def test_pictures_need_a_good_link(receiver: Receiver) -> None:
    path = respected(receiver.world)
    links = Links.of(receiver.world.service.settings)
    good = links.sign(path, receiver.now).removeprefix(links.base)
    answer = receiver.web.get(good)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
    assert Image.open(io.BytesIO(answer.content)).width == 980
    crop = receiver.web.get(links.sign(path + "/10.0,10.0,90.0,20.0", receiver.now).removeprefix(links.base))
    assert crop.status_code == 200 and Image.open(io.BytesIO(crop.content)).width < 300
    for bad in (
        path,
        good.replace("signature=", "signature=0"),
        good.replace("/1?", "/2?"),
        good.replace("until=", "until=9"),
        path + "?until=99999999999&signature=",
        path + "?until=²&signature=x",
    ):
        assert receiver.web.get(bad).status_code == 404
    receiver.now += 40 * 86_400
    assert receiver.web.get(good).status_code == 404


def test_a_signed_link_shows_its_own_case_only(receiver: Receiver) -> None:
    links = Links.of(receiver.world.service.settings)
    for path in ("/cases/c-1/pages/" + "0" * 64 + "/1", "/cases/c-9", "/cases/c-1/pages/x/1"):
        assert receiver.web.get(links.sign(path, receiver.now).removeprefix(links.base)).status_code == 404
    assert receiver.web.get(links.sign("/cases/c-1", receiver.now).removeprefix(links.base)).status_code == 200


def test_another_key_signs_other_links(receiver: Receiver) -> None:
    links = Links.of(receiver.world.service.settings)
    forged = replace(links, key=b"x").sign("/cases/c-1", receiver.now).removeprefix(links.base)
    assert receiver.web.get(forged).status_code == 404
    assert (receiver.world.service.settings.home / "secrets/links.key").stat().st_mode & 0o077 == 0


def test_metrics_speak_prometheus(receiver: Receiver) -> None:
    text = receiver.web.get("/metrics").text
    assert "intake_queue_depth 0.0" in text
    assert 'intake_verdicts{verdict="qualifies"} 1.0' in text
    assert 'intake_cases{state="needs_review"} 1.0' in text
