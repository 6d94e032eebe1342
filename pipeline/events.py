"""Bucket notifications: which objects they speak of, in the shapes of Ceph, AWS (S3, SNS, EventBridge) and older MinIO.

A notification is a hint, no more: what is recorded is what the store itself says of the object, so a notification that
comes twice, late or out of order does no harm, and a forged one cannot invent an upload.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote_plus

from pipeline.errors import UsageError

_DEPTH = 2  # an SNS envelope around the records, no deeper


class NotAnEvent(UsageError):
    """A body that is none of the known shapes."""

    code = "not_an_event"


def created_keys(body: object, bucket: str | None = None) -> list[str]:
    """Keys of created objects, in order, each once; those of another bucket are left out. Raises NotAnEvent.

    AWS and MinIO URL-encode keys in records, Ceph does so in some versions: where it matters both readings are given, and the
    store knows which object there is.
    """
    return list(dict.fromkeys(key for found, key in _created(body, _DEPTH) if bucket is None or found == bucket))


def _created(body: object, depth: int) -> Iterator[tuple[str, str]]:
    match body:
        case {"Records": list(records)}:
            for record in records:
                yield from _record(record)
        case {"Type": "Notification", "Message": str(message)} if depth:
            try:
                yield from _created(json.loads(message), depth - 1)
            except (json.JSONDecodeError, RecursionError):
                raise NotAnEvent("The notification's message is not JSON.") from None
        case {"detail-type": str(what), "detail": {"bucket": {"name": str(bucket)}, "object": {"key": str(key)}}}:
            if what == "Object Created":  # EventBridge does not URL-encode keys
                yield bucket, key
        case {"Event": "s3:TestEvent"} | {"Type": "SubscriptionConfirmation"}:
            return
        case _:
            raise NotAnEvent("The body is not a bucket notification.")


def _record(record: object) -> Iterator[tuple[str, str]]:
    match record:
        case {"eventName": str(name), "s3": {"bucket": {"name": str(bucket)}, "object": {"key": str(key)}}}:
            if name.removeprefix("s3:").startswith("ObjectCreated"):
                yield bucket, unquote_plus(key)
                yield bucket, key
        case _:
            raise NotAnEvent("A record of the notification has no bucket and key.")


def carries_secret(secret: str, headers: Mapping[str, str], body: object) -> bool:
    """Whether a notification shows the shared secret: as a bearer token, in X-Intake-Secret, or (Ceph) as every record's opaqueData.

    Every place is compared in constant time.
    """
    bearer = headers.get("authorization", "")
    shown = [bearer[7:] if bearer[:7].lower() == "bearer " else bearer, headers.get("x-intake-secret", "")]
    records: Any = body.get("Records") if isinstance(body, Mapping) else None
    if isinstance(records, list) and records:
        carried = {str(r.get("opaqueData", "")) if isinstance(r, Mapping) else "" for r in records}
        shown += [text for one in carried for text in (one, unquote_plus(one))] if len(carried) == 1 else []
    return any(
        [  # noqa: C419  every place is looked at, whatever the first says
            hmac.compare_digest(candidate.encode(), secret.encode()) for candidate in shown
        ]
    )
