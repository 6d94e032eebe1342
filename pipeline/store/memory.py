"""A store in memory, for tests and for trying things out; it forgets everything when the process ends."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from pipeline.errors import NotFound, TooLargeInput
from pipeline.store.base import StoredObject, checked_key


class MemoryStore:
    """Objects in a dictionary."""

    name = "memory"

    def __init__(self) -> None:
        self._objects: dict[str, tuple[bytes, StoredObject]] = {}

    def put(self, key: str, data: bytes | Path) -> StoredObject:
        content = data.read_bytes() if isinstance(data, Path) else data
        found = StoredObject(checked_key(key), hashlib.sha256(content).hexdigest(), len(content), datetime.now(UTC))
        self._objects[key] = (content, found)
        return found

    def get(self, key: str, limit: int | None = None) -> bytes:
        content, _ = self._found(key)
        if limit is not None and len(content) > limit:
            raise TooLargeInput
        return content

    def fetch(self, key: str, target: Path, limit: int | None = None) -> StoredObject:
        target.write_bytes(self.get(key, limit))
        return self._found(key)[1]

    def stat(self, key: str) -> StoredObject | None:
        entry = self._objects.get(checked_key(key))
        return entry[1] if entry else None

    def list(self, prefix: str) -> Iterator[StoredObject]:
        within = checked_key(prefix) + "/"
        yield from (found for key, (_, found) in sorted(self._objects.items()) if key.startswith(within))

    def delete(self, key: str) -> bool:
        return self._objects.pop(checked_key(key), None) is not None

    def check(self) -> None:
        """Always usable."""

    def _found(self, key: str) -> tuple[bytes, StoredObject]:
        try:
            return self._objects[checked_key(key)]
        except KeyError:
            raise NotFound("The object is not in the store.") from None
