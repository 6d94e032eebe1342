"""Files go through workers: in order, one bad file never touching the next, nothing but JSON across the border."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pipeline.inspection import Options
from pipeline.model import Document
from pipeline.pool import InspectionPool, Item, respected_name
from pipeline.settings import Settings
from pipeline.vocabulary import DocumentStatus
from tests.pipeline.papers import SENTENCE, encoded, locked, pdf, picture, scanned_pdf


def configured(**changes: object) -> Settings:
    return Settings(ocr="tesserocr", **changes)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def pool() -> Iterator[InspectionPool]:
    with InspectionPool(2, configured()) as running:
        yield running


def write(folder: Path, **files: bytes) -> list[Path]:
    paths = []
    for name, data in files.items():
        path = folder / name.replace("__", ".")
        path.write_bytes(data)
        paths.append(path)
    return paths


def text_of(document: Document) -> str:
    return " ".join(word.text for word in document.words)


def test_answers_come_in_order_and_bad_files_touch_no_other(pool: InspectionPool, tmp_path: Path) -> None:
    paths = write(
        tmp_path, a__pdf=pdf(), b__pdf=b"", c__png=encoded(picture()), d__pdf=locked(pdf(), user="x"), e__pdf=pdf()[:200],
        f__docx=b"PK\x03\x04", g__pdf=pdf(["one"] * 3, ["two"]),
    )  # fmt: skip
    paths.insert(3, tmp_path / "missing.pdf")
    documents = list(pool.inspect(paths))
    assert [document.file for document in documents] == [path.name for path in paths]
    assert [document.status.value for document in documents] == [
        "read", "empty", "read", "damaged", "encrypted", "damaged", "unsupported", "read",
    ]  # fmt: skip
    assert [document.pages for document in documents if document.status is DocumentStatus.READ] == [1, 1, 2]
    for document in documents:
        if document.status is not DocumentStatus.READ:
            assert document.reason is not None and document.reason.endswith(".")
            assert document.findings[0].code.value == "file_not_read"


def test_words_are_handed_back_only_on_request(pool: InspectionPool, tmp_path: Path) -> None:
    (path,) = write(tmp_path, a__pdf=pdf())
    with_words, without = pool.inspect([Item(path, Options(words=True)), Item(path, Options(today=date(2026, 1, 1)))])
    assert text_of(with_words) == SENTENCE
    assert without.words == () and without.text[0].words == len(SENTENCE.split())


def test_what_is_not_a_file_gets_a_sentence(pool: InspectionPool, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    folder, pipe = pool.inspect([tmp_path, tmp_path / "pipe.pdf"])
    assert "folder" in (folder.reason or "") and "ordinary file" in (pipe.reason or "")


def test_pages_of_one_file_are_spread_and_keep_their_places(pool: InspectionPool, tmp_path: Path) -> None:
    names = ["Alpha", "Bravo", "Charlie", "Delta", "Echo"]
    pages = [picture([f"{name} Trading Company Limited", "Statement of account"], size=(1100, 300)) for name in names]
    (path,) = write(tmp_path, long__pdf=scanned_pdf(*pages))
    seen: list[tuple[int, int]] = []
    pool._progress = lambda _path, done, whole: seen.append((done, whole))
    (document,) = pool.inspect([path], Options(words=True))
    assert [next(w.text for w in document.words if w.page == page) for page in range(1, 6)] == names
    assert seen and seen[-1] == (5, 5)


def test_the_respected_copy_is_written_for_pdfs_and_pictures(pool: InspectionPool, tmp_path: Path) -> None:
    paths = write(tmp_path, a__pdf=pdf(), a__png=encoded(picture()))
    taken: set[str] = set()
    targets = [tmp_path / "out" / respected_name(path.name, taken) for path in paths]
    assert [target.name for target in targets] == ["a.respected.pdf", "a.png.respected.pdf"]
    list(pool.inspect([Item(path, Options(sanitized=target)) for path, target in zip(paths, targets, strict=True)]))
    again = list(pool.inspect(targets, Options(words=True)))
    assert [document.status.value for document in again] == ["read", "read"]
    assert not list((tmp_path / "out").glob(".*"))


@pytest.mark.slow
def test_a_file_that_takes_too_long_is_stopped_and_the_next_goes_on(tmp_path: Path) -> None:
    paths = write(tmp_path, slow__pdf=scanned_pdf(*[picture(["word " * 60] * 20, size=(3000, 3000))] * 24), next__pdf=pdf())
    with InspectionPool(1, configured(file_seconds=2.0, page_seconds=0.0)) as pool:
        slow, after = pool.inspect(paths)
    assert slow.status is DocumentStatus.TIMED_OUT and slow.sha256 and slow.bytes
    assert after.status is DocumentStatus.READ


@pytest.mark.slow
def test_a_file_that_needs_too_much_memory_is_too_large_and_the_next_goes_on(tmp_path: Path) -> None:
    paths = write(tmp_path, big__png=encoded(picture(size=(9000, 9000))), next__pdf=pdf())
    with InspectionPool(1, configured(max_pixels=100_000_000, worker_memory=700 * 1024**2)) as pool:
        big, after = pool.inspect(paths)
    assert big.status is DocumentStatus.TOO_LARGE
    assert after.status is DocumentStatus.READ


@pytest.mark.slow
def test_a_worker_that_dies_is_replaced(tmp_path: Path) -> None:
    (path,) = write(tmp_path, a__pdf=pdf())
    with InspectionPool(1, configured()) as pool:
        assert next(pool.inspect([path])).status is DocumentStatus.READ
        worker = pool._idle.get()
        assert worker is not None
        assert worker.pid is not None
        os.kill(worker.pid, signal.SIGKILL)
        pool._idle.put(worker)
        assert next(pool.inspect([path])).status is DocumentStatus.READ


@pytest.mark.slow
def test_a_nursery_that_dies_is_replaced_with_its_workers(tmp_path: Path) -> None:
    (path,) = write(tmp_path, a__pdf=pdf())
    with InspectionPool(1, configured()) as pool:
        assert next(pool.inspect([path])).status is DocumentStatus.READ
        nursery = pool._nursery._process
        assert nursery is not None
        nursery.kill()
        nursery.wait()
        assert next(pool.inspect([path])).status is DocumentStatus.READ


@pytest.mark.slow
def test_no_worker_outlives_its_pool(tmp_path: Path) -> None:
    (path,) = write(tmp_path, a__pdf=pdf())
    with InspectionPool(1, configured()) as pool:
        assert next(pool.inspect([path])).status is DocumentStatus.READ
        worker = pool._idle.get()
        assert worker is not None and worker.pid is not None
        os.kill(worker.pid, 0)
        pool._idle.put(worker)
    with pytest.raises(ProcessLookupError):
        os.kill(worker.pid, 0)


def test_secrets_of_the_configuration_do_not_reach_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTAKE_S3_SECRET_KEY", "hush")
    from pipeline.nursery_process import _environment

    assert "hush" not in _environment().values()
