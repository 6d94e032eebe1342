"""Files made to crash, hang or swell a reader end as a status with one sentence, and the next file is read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.pool import InspectionPool
from pipeline.settings import Settings
from pipeline.vocabulary import DocumentStatus
from tests.pipeline.hostile import HOSTILE
from tests.pipeline.papers import encoded, pdf, picture, scanned_pdf

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def pool() -> Iterator[InspectionPool]:
    with InspectionPool(1, Settings(ocr="tesserocr", file_seconds=30)) as running:
        yield running


@pytest.mark.parametrize("make", HOSTILE, ids=lambda make: make.__name__)
def test_hostile_file_then_an_ordinary_one(make: object, pool: InspectionPool, tmp_path: Path) -> None:
    bad, good = tmp_path / "bad", tmp_path / "good.pdf"
    bad.write_bytes(make())  # type: ignore[operator]
    good.write_bytes(pdf())
    hostile, ordinary = pool.inspect([bad, good])
    assert ordinary.status is DocumentStatus.READ
    assert hostile.status is DocumentStatus.READ or (hostile.reason or "").endswith(".")


WHOLE = [
    pdf(["Invoice 4711", "Total 99.00"], ["Page two"]),
    scanned_pdf(picture(size=(600, 200))),
    encoded(picture(size=(600, 200)), "JPEG"),
]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(whole=st.sampled_from(WHOLE), data=st.data())
def test_a_mutated_file_always_has_a_status(whole: bytes, data: st.DataObject, pool: InspectionPool, tmp_path: Path) -> None:
    broken = bytearray(whole[: data.draw(st.integers(1, len(whole)), label="cut")] if data.draw(st.booleans()) else whole)
    for _ in range(data.draw(st.integers(0, 12), label="changes")):
        place = data.draw(st.integers(0, len(broken)))
        broken[place : place + data.draw(st.integers(1, 6))] = data.draw(st.binary(max_size=8))
    path = tmp_path / "mutated"
    path.write_bytes(bytes(broken))
    (document,) = pool.inspect([path])
    assert document.status in DocumentStatus
    if document.status is not DocumentStatus.READ:
        assert document.reason is not None and document.reason.endswith(".")
        assert "Error at" not in document.reason
