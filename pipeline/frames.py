"""Messages between a process and its workers: four bytes of length, then JSON. Nothing else crosses the border."""

from __future__ import annotations

import json
import os
import select
from collections.abc import Mapping
from time import monotonic
from typing import Any

Message = dict[str, Any]
MOST_BYTES = 64 * 1024 * 1024
_HEADER = 4


class BorderClosed(Exception):
    """The other side is gone, or what it sends is no message."""


class BorderTimeout(Exception):
    """No whole message arrived in time."""


def send(fd: int, message: Mapping[str, Any]) -> None:
    """Write one message. Raises BorderClosed."""
    body = json.dumps(message, ensure_ascii=True, separators=(",", ":")).encode()
    view = memoryview(len(body).to_bytes(_HEADER, "big") + body)
    try:
        while view:
            view = view[os.write(fd, view) :]
    except OSError:
        raise BorderClosed from None


def receive(fd: int, deadline: float | None = None) -> Message:
    """Read one message; `deadline` on the monotonic clock. Raises BorderClosed or BorderTimeout."""
    size = int.from_bytes(_exactly(fd, _HEADER, deadline), "big")
    if size > MOST_BYTES:
        raise BorderClosed
    try:
        message = json.loads(_exactly(fd, size, deadline))
    except (ValueError, RecursionError):
        raise BorderClosed from None
    if not isinstance(message, dict):
        raise BorderClosed
    return message


def _exactly(fd: int, size: int, deadline: float | None) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        if deadline is not None and not _readable(fd, max(0.0, deadline - monotonic())):
            raise BorderTimeout
        try:
            part = os.read(fd, min(size - len(parts), 1 << 20))
        except OSError:
            raise BorderClosed from None
        if not part:
            raise BorderClosed
        parts += part
    return bytes(parts)


def _readable(fd: int, seconds: float) -> bool:
    waiting = select.poll()
    waiting.register(fd, select.POLLIN)
    return bool(waiting.poll(seconds * 1000))
