"""One file from bytes to `Document`: open, examine, read, type, pull out facts, say what was noticed. Runs inside a worker.

Whatever goes wrong becomes a status with one sentence; no exception text of a decoder ever leaves.
"""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from classifiers.model import Guess
from pipeline.errors import DamagedInput, InputError, TooLargeInput
from pipeline.judged import judge
from pipeline.long_scan import read_all, read_as_needed
from pipeline.model import Document, Finding, PageSummary, Word
from pipeline.opening import Limits, Opened, open_input, too_many_bytes
from pipeline.reading import Glance, OcrDone, OcrJob, PageReading, covering, glance, run_ocr
from pipeline.upright import fields_back, findings_back, names_back
from pipeline.vocabulary import Depth, DocumentStatus, FindingCode
from redaction.geometry import Box
from redaction.model import RESIDUAL, Status

if TYPE_CHECKING:
    from pipeline.ocr.page import Readers
    from redaction.model import Leak, Region

Progress = Callable[[int, int], None]
"""Called with the number of pages done and the number of pages."""
OcrRunner = Callable[[Opened, Sequence[OcrJob]], Iterable[OcrDone]]
"""Does OCR jobs in any order; the worker's own spreads them over idle workers."""

_HARD_TO_READ = 0.55


@dataclass(frozen=True, slots=True)
class Options:
    """What is asked for beside the document: a day to check on, the respected copy's path, the words."""

    today: date | None = None
    sanitized: Path | None = None
    words: bool = False
    thorough: bool = False
    """Read every page of a long scan in full. Words and respected copies are of the whole file in any case."""

    @property
    def full(self) -> bool:
        return self.thorough or self.words or self.sanitized is not None


@dataclass(frozen=True, slots=True)
class Equipment:
    """What a worker has at hand: limits, engines, and a way to run OCR jobs."""

    limits: Limits
    readers: Readers
    run: OcrRunner | None = None
    progress: Progress = field(default=lambda _done, _pages: None)


def inspect_file(path: Path, options: Options, equipment: Equipment, *, name: str | None = None) -> Document:
    """The document; an unreadable file gives a status other than `read` and a sentence, never an exception."""
    started = perf_counter()
    name = name or path.name
    try:
        data = _read(path, equipment.limits)
    except InputError as error:
        return not_read(name, error)
    try:
        document = _inspect(data, options, equipment)
    except InputError as error:
        document = not_read(name, error)
    except MemoryError:
        document = not_read(name, TooLargeInput("Reading the file needs too much memory; please send a smaller copy."))
    except RecursionError:
        document = not_read(name, DamagedInput())
    except Exception as error:  # noqa: BLE001  its message may quote the document; its place may not
        document = not_read(name, DamagedInput(f"The file could not be read ({_place(error)}); please save or scan it again."))
    timings = {**document.timings, "total_s": perf_counter() - started}
    return replace(document, file=name, sha256=hashlib.sha256(data).hexdigest(), bytes=len(data), timings=timings)


def not_read(name: str, error: InputError, *, sha256: str = "", size: int = 0) -> Document:
    """The document of a file that cannot be read."""
    finding = Finding(FindingCode.FILE_NOT_READ, error.message)
    return Document(name, sha256, size, error.status, error.message, findings=(finding,), timings={"total_s": 0.0, "ocr_s": 0.0})


def _place(error: BaseException) -> str:
    """Kind of error, file and line: enough to find the fault, nothing of the document."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "site-packages" not in frame.filename] or frames
    return f"{type(error).__name__} at {Path(own[-1].filename).name}:{own[-1].lineno}"


def _read(path: Path, limits: Limits) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(limits.bytes + 1)
    except OSError:
        raise DamagedInput("The file could not be read from the disk.") from None
    if len(data) > limits.bytes:
        raise TooLargeInput(too_many_bytes(path.stat().st_size, limits))
    return data


def _inspect(data: bytes, options: Options, equipment: Equipment) -> Document:
    from pipeline.provenance import notes, origin_of
    from redaction.examine import settle
    from redaction.files import examine_file
    from redaction.repeated import repeated_regions

    with open_input(data, equipment.limits) as opened:
        glances = list(_glances(opened, equipment))
        if not glances:
            raise DamagedInput
        repeated = repeated_regions([seen.examination for seen in glances])
        glances = [covering(seen, repeated) for seen in glances] if repeated else glances
        run = partial(_run, opened, equipment=equipment)
        readings = read_all(glances, run) if options.full else read_as_needed(glances, run, options.today)
        examinations = [seen.examination for seen in glances]
        leaks = examine_file(opened.data, opened.type.value, examinations, _ocr_words(readings))
        if leaks and any(reading.depth is Depth.COARSE for reading in readings):  # what is visible further down hides nothing
            readings = read_all(glances, run)
            leaks = examine_file(opened.data, opened.type.value, examinations, _ocr_words(readings))
        page_leaks = [leak for examination in examinations for leak in examination.leaks]
        regions, rest = settle([region for examination in examinations for region in examination.regions], [*page_leaks, *leaks])
        if options.sanitized is not None:
            _write_respected(opened, readings, regions, options.sanitized)
        pages = opened.pages
        document = _conclude(readings, tuple(regions), tuple(rest), options)
        provenance = () if document.segments else tuple(notes(origin_of(opened, document.fields), document.kind, document.fields))
    by_page = {seen.examination.number: seen for seen in glances}
    return replace(
        document,
        pages=pages,
        picture_hash=_picture_hash(glances[0]),
        segments=tuple(replace(segment, picture_hash=_picture_hash(by_page[segment.first])) for segment in document.segments),
        findings=(*document.findings, *provenance, *_lost(pages, readings)),
    )


def _glances(opened: Opened, equipment: Equipment) -> Iterator[Glance]:
    """Every page that can be looked at; a lost page does not take the others with it."""
    from pipeline.ocr.lines import read_each

    done = 0
    for index in range(opened.pages):
        try:
            seen = glance(opened, index, partial(read_each, equipment.readers.first))
        except DamagedInput:
            continue
        yield seen
        done += seen.job is None
        equipment.progress(done, opened.pages)


def _ocr_words(readings: Iterable[PageReading]) -> list[str]:
    return [word.text for reading in readings for word in reading.words if word.confidence is not None]


def _run(opened: Opened, jobs: Sequence[OcrJob], *, equipment: Equipment) -> Iterable[OcrDone]:
    if not jobs:
        return ()
    if equipment.run is not None:
        return equipment.run(opened, jobs)
    return _run_here(opened, jobs, equipment)


def _run_here(opened: Opened, jobs: Sequence[OcrJob], equipment: Equipment) -> Iterator[OcrDone]:
    for left, job in zip(range(len(jobs) - 1, -1, -1), jobs, strict=True):
        yield run_ocr(opened, job, equipment.readers)
        equipment.progress(opened.pages - left, opened.pages)


def _conclude(readings: Sequence[PageReading], regions: tuple[Region, ...], leaks: tuple[Leak, ...], options: Options) -> Document:
    from pipeline.bundle import segments_of

    judged = judge(readings, regions, options.today)
    guess, facts, turned = judged.guess, judged.facts, judged.turned
    return Document(
        file="", sha256="", bytes=0, status=DocumentStatus.READ,
        kind=guess.kind, grade=guess.grade, alternatives=guess.alternatives, why=guess.why,
        segments=segments_of(guess, judged.pages, options.today, turned),
        findings=(*_findings(guess, readings, regions, leaks), *findings_back(facts.findings, turned)),
        fields=fields_back(facts.fields, turned), names_seen=names_back(facts.names_seen, turned), regions=regions, leaks=leaks,
        text=tuple(PageSummary(r.page, r.source, len(r.words), r.confidence, r.width, r.height, r.depth) for r in readings),
        timings={"ocr_s": sum(r.seconds for r in readings)},
        words=tuple(word for r in readings for word in r.words) if options.words else (),
    )  # fmt: skip


def _lost(pages: int, readings: Sequence[PageReading]) -> Iterator[Finding]:
    missing = sorted(set(range(1, pages + 1)) - {reading.page for reading in readings})
    if missing:
        named = ", ".join(map(str, missing[:10])) + (" …" if len(missing) > 10 else "")
        sentence = f"{'Page' if len(missing) == 1 else 'Pages'} {named} could not be read; please send the file again."
        yield Finding(FindingCode.PAGES_NOT_READ, sentence, missing[0])


def _findings(guess: Guess, readings: Sequence[PageReading], regions: Sequence[Region], leaks: Sequence[Leak]) -> Iterator[Finding]:
    from redaction.words import describe, describe_leak

    sizes = {reading.page: (reading.width, reading.height) for reading in readings}
    for region in regions:
        if region.leaks:
            code = FindingCode.LEAKY_REDACTION if region.status is Status.LEAKY else FindingCode.RESIDUAL_RISK
            yield Finding(code, describe(region, *sizes[region.page]), region.page, region.box)
    for leak in leaks:
        code = FindingCode.RESIDUAL_RISK if leak.channel in RESIDUAL else FindingCode.LEAKY_REDACTION
        yield Finding(code, describe_leak(leak), leak.page, leak.box)
    for noted in guess.noted:
        yield Finding(FindingCode(noted.mark.value), noted.message, noted.page)
    for reading in readings:
        if reading.confidence is not None and reading.confidence < _HARD_TO_READ:
            yield Finding(FindingCode.LOW_CONFIDENCE_TEXT, f"Page {reading.page} is hard to read; a sharper copy would help.", reading.page)


def _picture_hash(seen: Glance) -> str | None:
    from pipeline.picture_hash import picture_hash
    from redaction.paint import paint

    raster = seen.examination.raster
    return None if raster is None else picture_hash(paint(raster, seen.examination.regions).pixels)


def _write_respected(opened: Opened, readings: Sequence[PageReading], regions: Sequence[Region], target: Path) -> None:
    from pipeline.reading import page_raster
    from redaction.paint import paint
    from redaction.respected import RespectedCopy

    copy = RespectedCopy()
    for reading in readings:
        own = [region for region in regions if region.page == reading.page]
        copy.add_page(paint(page_raster(opened, reading.page - 1), own), _texts(reading.words))
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part")
    part.write_bytes(copy.to_bytes())
    part.replace(target)


def _texts(words: Iterable[Word]) -> list[tuple[str, Box]]:
    return [(word.text, word.box) for word in words]
