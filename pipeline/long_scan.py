"""Reading what is left for OCR: short files in full, of long scans only what settles type, facts and the bounds of a bundle.

The plan is `pipeline.coarse`; here it is carried out, round by round. What stays coarse says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from pipeline.coarse import Head, Known, head_of, is_long, next_pages, trimmed
from pipeline.judged import judge
from pipeline.reading import Glance, OcrDone, OcrJob, PageReading, finish
from pipeline.vocabulary import Depth

Run = Callable[[Sequence[OcrJob]], Iterable[OcrDone]]


def read_all(glances: Sequence[Glance], run: Run) -> list[PageReading]:
    """Every page in full."""
    done = {result.page: result for result in run([seen.job for seen in glances if seen.job is not None])}
    return [finish(seen, done.get(seen.examination.number)) for seen in glances]


def read_as_needed(glances: Sequence[Glance], run: Run, today: date | None) -> list[PageReading]:
    """Short files in full; of a long scan the first page, the heads of the others, and what `next_pages` asks for."""
    jobs = [seen.job for seen in glances if seen.job is not None]
    if not is_long(jobs):
        return read_all(glances, run)
    heads = {seen.examination.number: head_of(seen) for seen in glances if seen.job is not None and not seen.job.parts}
    whole = {min(heads), *(number for number, head in heads.items() if head.covers_all)}
    first = [job if job.page in whole or job.page not in heads else heads[job.page].head for job in jobs]
    done = {result.page: _uncut(result, heads, whole) for result in run(first)}
    while True:
        readings = [finish(seen, done.get(n), _depth(n, heads, whole)) for seen in glances if (n := seen.examination.number)]
        judged = judge(readings, [region for seen in glances for region in seen.examination.regions], today)
        wanted = next_pages(heads, Known(judged.pages, judged.guess, judged.facts.fields, frozenset(whole)))
        if not wanted:
            return readings
        done |= {result.page: result for result in run([heads[number].whole for number in wanted])}
        whole |= set(wanted)


def _uncut(done: OcrDone, heads: dict[int, Head], whole: set[int]) -> OcrDone:
    return done if done.page in whole or done.page not in heads else trimmed(done, heads[done.page])


def _depth(number: int, heads: dict[int, Head], whole: set[int]) -> Depth:
    return Depth.COARSE if number in heads and number not in whole else Depth.FULL
