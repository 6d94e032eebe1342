"""Long scans: every page is looked at, few are read in full.

    first page in full, the heads of all others ─▶ what may begin another paper ─▶ what the file's own paper still lacks ─▶ settled
Reading costs time by the letter, so a page's letters are counted on the picture that the blackout checks have drawn anyway.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from classifiers.model import Guess, PageText
from pipeline.model import Absent, Field
from pipeline.reading import Glance, OcrDone, OcrJob, letters_of
from pipeline.vocabulary import FieldName, Grade, Kind
from redaction.geometry import Box

LONG = 5
"""Scanned pages up to which a file is simply read."""
BUDGET = 0.45
"""Share of the cost of reading everything that the file's own paper may take; what may begin another paper is read all the same."""
HEAD_LETTERS = 350
"""Letters of a head at most: six lines or so, letterhead and title."""
_HEAD_SHARE, _HEAD_FEWEST = 0.3, 80  # of sparse pages a share of the letters
_HEAD_LEAST, _HEAD_MOST = 0.10, 0.40  # of the page's height
_GLANCE, _FULL, _HEAD = 150, 250, 120  # what looking at a page, reading it and reading its head cost beside the letters, in letters
_LARGE = 1.4  # times the height of the page's usual words: a heading
_TALL = re.compile(r"[A-Zbdfhkl]")  # words with a letter that reaches the full height
_FEWEST_WORDS, _HARD = 5, 0.60  # heads with fewer words, or read worse, say nothing
_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Head:
    """A page to be read and the job that reads its head; `letters` of the page, `cost` of head and page in letters."""

    whole: OcrJob
    head: OcrJob
    letters: int
    head_letters: int

    @property
    def covers_all(self) -> bool:
        return self.head_letters >= self.letters


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the file so far: each page's words, the guess, the fields, and the pages (1-based) read in full."""

    pages: Sequence[PageText]
    guess: Guess
    fields: Mapping[FieldName, Field]
    full: frozenset[int] = field(default_factory=frozenset)


def is_long(jobs: Sequence[OcrJob]) -> bool:
    return sum(not job.parts for job in jobs) > LONG


def head_of(seen: Glance) -> Head:
    """The head of a page that has a job: as far down as its first letters go."""
    assert seen.job is not None
    examination = seen.examination
    places = letters_of(examination.raster, Box(0.0, 0.0, examination.width, examination.height), ())
    height = examination.height
    first = float(places[0]) if len(places) else 0.0
    count = max(_HEAD_FEWEST, min(HEAD_LETTERS, round(_HEAD_SHARE * len(places))))
    until = float(places[count]) if len(places) > count else height
    bottom = min(max(until, first + _HEAD_LEAST * height), first + _HEAD_MOST * height, height)
    band = Box(0.0, 0.0, examination.width, bottom)
    head = replace(seen.job, parts=(band,), dpi=round(72 * examination.raster.scale), coarse=True)
    return Head(seen.job, head, len(places), int((places <= bottom).sum()))


def trimmed(done: OcrDone, head: Head) -> OcrDone:
    """Without the words that the lower edge of the head cuts through."""
    edge = head.head.parts[0].bottom - 1.5
    return replace(done, words=tuple(word for word in done.words if word.box.bottom < edge))


def next_pages(heads: Mapping[int, Head], known: Known) -> list[int]:
    """The pages (1-based) to read in full next, most telling first; empty: type, fields and boundaries are settled, or enough was spent."""
    left = [number for number in sorted(heads) if number not in known.full]
    if starts := _starts(left, known):
        return starts
    spent = sum(_GLANCE + (head.letters + _FULL if n in known.full else head.head_letters + _HEAD) for n, head in heads.items())
    allowed = BUDGET * sum(_GLANCE + _FULL + head.letters for head in heads.values())
    chosen: list[int] = []
    for number in _ranked(left, heads, known) if not _settled(known) else ():
        spent += heads[number].letters + _FULL
        if spent > allowed or len(chosen) == _AT_ONCE:
            break
        chosen.append(number)
    return chosen


def _starts(left: Collection[int], known: Known) -> list[int]:
    """Pages that may begin a paper of a kind that is not yet among those read: the most telling page of each such kind,
    pages with another letterhead or title, and pages whose head says nothing."""
    from classifiers import classify

    pages = {page.number: page for page in known.pages}
    kinds = {classify([pages[n]]).kind for n in known.full if n in pages} | {known.guess.kind}
    seen = {word.text.casefold() for n in known.full if n in pages for word in pages[n].words}
    heights = [height for page in known.pages for height, _ in _tall_words(page)]
    usual = median(heights) if heights else 0.0
    starts: set[int] = set()
    telling: dict[Kind, tuple[float, int]] = {}
    for number in left:
        if (page := pages.get(number)) is None:
            continue
        guess = classify([page])
        if _says_nothing(page) or (guess.kind not in kinds and _new_heading(page, seen, usual)):
            starts.add(number)
        elif guess.kind.is_evidence and guess.kind not in kinds and guess.grade is not Grade.LOW:
            telling[guess.kind] = max(telling.get(guess.kind, (0.0, 0)), (guess.score, -number))
    for segment in known.guess.segments:
        if (
            segment.kind.is_evidence
            and segment.kind not in kinds | telling.keys()
            and not known.full & set(range(segment.first, segment.last + 1))
        ):
            telling[segment.kind] = (segment.score, -segment.first)
    return sorted(starts | ({-number for _, number in telling.values()} & set(left)))


def _says_nothing(page: PageText) -> bool:
    confidences = [word.confidence for word in page.words if word.confidence is not None]
    return len(page.words) < _FEWEST_WORDS or (bool(confidences) and sum(confidences) / len(confidences) < _HARD)


def _new_heading(page: PageText, seen: Collection[str], usual: float) -> bool:
    """Large words that no page read so far has: the title of another paper, or another letterhead."""
    return any(
        height > _LARGE * usual and len(text) > 3 and text.isalpha() and text.casefold() not in seen for height, text in _tall_words(page)
    )


def _tall_words(page: PageText) -> list[tuple[float, str]]:
    """Height and text of words with a letter of full height."""
    return [(word.box[3] - word.box[1], word.text) for word in page.words if _TALL.search(word.text)]


def _ranked(left: Collection[int], heads: Mapping[int, Head], known: Known) -> list[int]:
    """Blacked-out pages first, then the second page of each paper and the last of the file's own (signatures), then as they come.

    A head says little of what it continues, so only pages of a paper of another kind, read as such, are kept for the end.
    """
    others = [s for s in known.guess.segments if s.kind.is_evidence and s.kind is not known.guess.kind]
    others = [s for s in others if known.full & set(range(s.first, s.last + 1))]
    first = min((s.first for s in known.guess.segments if s.kind is known.guess.kind), default=0)
    own = [n for n in heads if not any(s.first <= n <= s.last for s in others)]
    own.sort(key=lambda n: (n < first, n))
    seconds = [s.first + 1 for s in others if s.last > s.first]
    order = [n for n in dict.fromkeys((*own[1:2], *seconds, max(own, default=0), *own, *sorted(heads))) if n in left]
    blackouts = {page.number for page in known.pages if page.blackouts}
    return sorted(order, key=lambda n: n not in blackouts)


def _settled(known: Known) -> bool:
    """The type is sure and every fact that its kind has labels for is there."""
    from pipeline.fields.lexicon import lexicon

    if known.guess.grade is not Grade.HIGH:
        return False
    names = [name for name in FieldName if name.value in lexicon(known.guess.kind).roles]
    return not any(isinstance(known.fields.get(name, Absent()), Absent) for name in names)
