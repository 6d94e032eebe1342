"""A small world for tests of the use cases: a service over a temporary folder, with a reader that reads at once.

The canned reader stands in for worker processes only: files, store, registry, policy and verdict are the real ones.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.model import Document, PageSummary, Read
from pipeline.policy import load_policy
from pipeline.pool import Item
from pipeline.registry import open_registry
from pipeline.registry.model import UploadRow
from pipeline.service import Service
from pipeline.settings import Settings
from pipeline.store import upload_key
from pipeline.store.memory import MemoryStore
from pipeline.vocabulary import DocumentStatus, FieldName, Grade, Kind, TextSource
from redaction.geometry import Box
from tests.contract.registry import Clock

TODAY = date(2026, 11, 20)
TALENT_GROUP = {"client_name": "Upwork Talent Group / Acme", "engaging_client": "Acme"}


@dataclass
class CannedReader:
    """Reads `kind|field=value|…`; counts what it was asked to read; `fault` is raised instead, once per entry."""

    read: list[str] = field(default_factory=list)
    faults: list[BaseException] = field(default_factory=list)

    def __call__(self, items: Sequence[Item]) -> Iterable[Document]:
        return self._each(items)

    def _each(self, items: Sequence[Item]) -> Iterator[Document]:
        for item in items:
            if self.faults:
                raise self.faults.pop(0)
            data = item.path.read_bytes()
            self.read.append(item.name or "")
            if item.options.sanitized is not None:
                item.options.sanitized.write_bytes(b"%PDF respected")
            yield document(data, item.name or "")


def document(data: bytes, name: str) -> Document:
    kind, *facts = data.decode().split("|")
    box = Box(10, 10, 90, 20)
    fields: dict[FieldName, Any] = {}
    for fact in facts:
        key, value = fact.split("=", 1)
        fields[FieldName(key)] = Read(date.fromisoformat(value) if key.endswith("_date") else value, 1, box, 0.99)
    return Document(
        name,
        hashlib.sha256(data).hexdigest(),
        len(data),
        DocumentStatus.READ,
        pages=1,
        kind=Kind(kind),
        grade=Grade.HIGH,
        fields=fields,
        text=(PageSummary(1, TextSource.TEXT_LAYER, 9, None, 612, 792),),
    )


EIN = b"tax_id_notice|business_name=Bright Pixel LLC|tax_id=12-3456789"
INVOICE = b"client_invoice|business_name=Bright Pixel LLC|bill_to=Oak Bank|issue_date=2026-10-01|invoice_number=7"
LICENCE = b"business_license|business_name=Bright Pixel LLC|issuer=City of Reno|expiry_date=2026-12-01"


def case_file(case_id: str = "c-1", **more: object) -> bytes:
    return json.dumps(
        {
            "case_id": case_id,
            "freelancer": {"id": "f-1", "person_name": "Jane Doe", "entity_name": "Bright Pixel LLC", "country": "US"},
            "engagement": TALENT_GROUP,
            **more,
        }
    ).encode()


@dataclass
class World:
    """A service with a clock that is turned by hand."""

    service: Service
    clock: Clock
    reader: CannedReader

    def put(self, name: str, data: bytes, case_id: str = "c-1") -> None:
        found = self.service.store.put(upload_key(case_id, name), data)
        self.service.record(found)

    def submit(self, papers: dict[str, bytes], case_id: str = "c-1", **more: object) -> None:
        for name, data in papers.items():
            self.put(name, data, case_id)
        self.put("case.json", case_file(case_id, **more), case_id)

    def drain(self) -> list[str | None]:
        """Error codes of what was worked off."""
        return [outcome.error_code for outcome in self.service.drain()]

    def uploads(self, case_id: str = "c-1") -> dict[str, UploadRow]:
        return {row.filename: row for row in self.service.view(case_id).uploads}


def make_world(home: Path) -> World:
    clock, reader, settings = Clock(), CannedReader(), Settings(home=home)
    return World(Service(settings, open_registry(settings, clock), MemoryStore(), load_policy(), reader, "worker"), clock, reader)
