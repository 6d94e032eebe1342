"""The same bytes are read once; what is kept holds facts, no words and no names of files, and goes with its case."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pipeline.inspection import Options
from pipeline.kept import KeptResults, drop, kept_results, prune, results_folder
from pipeline.pool import InspectionPool, Item
from pipeline.settings import Settings
from pipeline.vocabulary import DocumentStatus
from tests.pipeline.papers import encoded, pdf, picture


def configured(home: Path, **changes: object) -> Settings:
    return Settings(home=home, ocr="tesserocr", results_days=30, **changes)  # type: ignore[arg-type]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("papers") / "certificate of Jane.pdf"
    path.write_bytes(pdf(["Certificate of Formation of Juniper Desk Studio LLC"]))
    return path


class Opened(InspectionPool):
    """Counts the files that a worker opens."""

    opened = 0

    def _read(self, *arguments: object) -> object:  # type: ignore[override]
        self.opened += 1
        return super()._read(*arguments)  # type: ignore[arg-type]


@pytest.fixture
def pool(home: Path) -> Iterator[Opened]:
    settings = configured(home)
    with Opened(1, settings, None, kept_results(settings)) as running:
        yield running


def kept(home: Path) -> list[Path]:
    return sorted(results_folder(home).glob("*"))


def test_the_same_bytes_are_read_once_under_any_name(pool: Opened, paper: Path, tmp_path: Path) -> None:
    first = pool.inspect_one(paper)
    twin = tmp_path / "twin.pdf"
    twin.write_bytes(paper.read_bytes())
    second = pool.inspect_one(twin)
    assert pool.opened == 1
    assert (second.file, first.file) == ("twin.pdf", paper.name)
    assert (second.kind, second.fields, second.text, second.regions) == (first.kind, first.fields, first.text, first.regions)


def test_another_day_another_content_words_and_copies_are_read(pool: Opened, paper: Path, tmp_path: Path) -> None:
    pool.inspect_one(paper)
    for options in (Options(today=date(2026, 1, 1)), Options(words=True), Options(sanitized=tmp_path / "copy.pdf")):
        pool.inspect_one(paper, options)
    other = tmp_path / "other.png"
    other.write_bytes(encoded(picture()))
    pool.inspect_one(other)
    assert pool.opened == 5


def test_another_reader_does_not_take_over(home: Path, paper: Path) -> None:
    for settings in (configured(home), configured(home, max_pages=3), configured(home, languages="eng+deu")):
        with Opened(1, settings, None, kept_results(settings)) as pool:
            pool.inspect_one(paper)
            assert pool.opened == 1
    assert len(kept(home)) == 3


def test_what_depends_on_the_settings_is_tried_again(home: Path, paper: Path) -> None:
    settings = configured(home, max_bytes=100)
    with InspectionPool(1, settings, None, kept_results(settings)) as pool:
        assert pool.inspect_one(paper).status is DocumentStatus.TOO_LARGE
    assert kept(home) == []


def test_no_words_no_names_of_files_and_for_the_owner_only(pool: Opened, paper: Path, home: Path) -> None:
    pool.inspect_one(paper)
    (path,) = kept(home)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    text = path.read_text()
    assert "Certificate of Formation" not in text.replace("title 'Certificate of Formation'", "")
    assert "Jane" not in text


def test_a_broken_result_is_read_again(pool: Opened, paper: Path, home: Path) -> None:
    pool.inspect_one(paper)
    for broken in (b"{", b"[]", b"\xff"):
        kept(home)[0].write_bytes(broken)
        assert pool.inspect_one(paper).status is DocumentStatus.READ
    assert pool.opened == 4


def test_old_ones_and_too_many_go(pool: Opened, home: Path, paper: Path) -> None:
    pool.inspect_one(Item(paper).path)
    for day in range(1, 4):
        pool.inspect_one(paper, Options(today=date(2026, 1, day)))
    files = kept(home)
    for age, path in enumerate(files):
        os.utime(path, (path.stat().st_mtime - age * 86_400, path.stat().st_mtime - age * 86_400))
    assert prune(results_folder(home), 2.5) == 1
    assert prune(results_folder(home), 30, most=1) == 2
    assert kept(home) == files[:1]


def test_dropping_takes_every_result_of_these_bytes(pool: Opened, home: Path, paper: Path) -> None:
    sha256 = pool.inspect_one(paper).sha256
    pool.inspect_one(paper, Options(today=date(2026, 1, 1)))
    assert drop(results_folder(home), ["0" * 64]) == 0
    assert drop(results_folder(home), [sha256]) == 2


def test_zero_days_keeps_nothing(home: Path) -> None:
    assert kept_results(Settings(home=home, results_days=0)) is None
    assert isinstance(kept_results(configured(home)), KeptResults)
