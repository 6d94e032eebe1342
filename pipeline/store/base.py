"""What every store can do, and the shape of its keys.

A key is `/`-separated segments. Segments that could climb out of a folder are refused at the door, in every store alike,
so that a key that one store takes never surprises another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol, runtime_checkable

from pipeline.errors import UsageError

UPLOADS = "uploads"
RESPECTED = "respected"
CASE_FILE = "case.json"
_SEGMENT_BYTES = 240  # file systems allow 255; a temporary name needs a few more
_KEY_BYTES = 1024  # the limit of S3


@dataclass(frozen=True, slots=True)
class StoredObject:
    """One object as listed: `etag` changes whenever the content does, `changed` is in UTC, `size` in bytes."""

    key: str
    etag: str
    size: int
    changed: datetime


class Upload(NamedTuple):
    """The case and the file name that an upload's key stands for."""

    case_id: str
    filename: str


@runtime_checkable
class Store(Protocol):
    """Keeps bytes under keys. Raises StoreUnreachable when it cannot be reached, NotFound for a key that is not there."""

    name: str

    def put(self, key: str, data: bytes | Path) -> StoredObject:
        """Write an object whole or not at all; an object of that key is replaced."""

    def get(self, key: str, limit: int | None = None) -> bytes:
        """The bytes of an object. Raises TooLargeInput beyond `limit` bytes."""

    def fetch(self, key: str, target: Path, limit: int | None = None) -> StoredObject:
        """Copy an object into a local file. Raises TooLargeInput beyond `limit` bytes."""

    def stat(self, key: str) -> StoredObject | None:
        """What is known of an object, None where there is none."""

    def list(self, prefix: str) -> Iterator[StoredObject]:
        """Every object below a prefix, which ends at a segment's border."""

    def delete(self, key: str) -> bool:
        """Remove an object; whether there was one."""

    def check(self) -> None:
        """Raises ServiceError or ConfigurationError, with the mend, where the store cannot be used."""


def checked_key(key: str) -> str:
    """The key itself. Raises UsageError for one that is empty, too long, or holds a segment that is not a plain name."""
    if len(key.encode("utf-8", "surrogatepass")) > _KEY_BYTES:
        raise UsageError("An object's name is too long; use a shorter file name.")
    for segment in key.split("/"):
        _checked_segment(segment)
    return key


def _checked_segment(segment: str) -> str:
    if segment in ("", ".", "..") or "\\" in segment or any(ord(c) < 32 or ord(c) == 127 or 0xD800 <= ord(c) < 0xE000 for c in segment):
        raise UsageError("An object's name may not hold empty parts, '.', '..', backslashes or control characters; rename the file.")
    if len(segment.encode()) > _SEGMENT_BYTES:
        raise UsageError("A file name is too long; use one of at most 240 bytes.")
    return segment


def upload_key(case_id: str, filename: str) -> str:
    """`uploads/<case_id>/<filename>`. Raises UsageError for names that hold a slash or cannot be a key."""
    for part in (case_id, filename):
        if "/" in part:
            raise UsageError("A case id or file name may not hold a slash.")
    return checked_key(f"{UPLOADS}/{case_id}/{filename}")


def upload_of(key: str) -> Upload | None:
    """The case and file that a key stands for; None for keys that are no upload (other prefixes, deeper folders, hidden files)."""
    parts = key.split("/")
    if len(parts) != 3 or parts[0] != UPLOADS or parts[2].startswith("."):
        return None
    try:
        checked_key(key)
    except UsageError:
        return None
    return Upload(parts[1], parts[2])


def respected_key(case_id: str, sha256: str) -> str:
    """Where the respected copy of a case's document is kept."""
    return checked_key(f"{RESPECTED}/{case_id}/{sha256}.pdf")


def read_limited(stream: BinaryIO, limit: int | None) -> bytes:
    """The rest of a stream. Raises TooLargeInput beyond `limit` bytes."""
    from pipeline.errors import TooLargeInput

    if limit is None:
        return stream.read()
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise TooLargeInput
    return data
