"""Teaching the text classifier: generated papers as they are read, and texts put together from the anchors.

Deterministic: fixed seeds, one thread, samples in file order. About a minute on one core once the samples are there.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from classifiers.anchors import Role, anchors
from classifiers.kinds import Kind
from classifiers.model import PageText
from classifiers.reading_matter import reading_matter
from classifiers.text import normalise
from classifiers.voice import Voice, new_pipeline, opinions

SEED = 20261122
EPOCHS = 6
BATCH = 32
DROPOUT = 0.3
WORDS_LEFT_OUT = 0.15
TEXTS_PER_PAPER = 80
WORDINGS_AT_LEAST = 2
"""A word is learnt when this many wordings use it: names and places of single papers are not."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One page to learn from. `wording` groups the pages that share their words; `reading` is text_layer, ocr or anchors."""

    kind: Kind
    wording: str
    reading: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    box: tuple[float, float, float, float]
    confidence: float | None


def page_of(data: Sequence[Any]) -> PageText:
    """A page of a sample as it came from JSON: [number, width, height, [[text, x0, top, x1, bottom, confidence], …]]."""
    number, width, height, words = data
    return PageText(number, width, height, [_Word(w[0], (w[1], w[2], w[3], w[4]), w[5]) for w in words])


def read_samples(path: Path) -> Iterator[Mapping[str, Any]]:
    """The samples of a gzipped JSON-lines file. Raises OSError or ValueError for another file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def lessons_of(sample: Mapping[str, Any]) -> Iterator[Lesson]:
    """The pages of a sample as lessons."""
    for page in sample["pages"]:
        words = reading_matter(normalise(page_of(page)))
        if words:
            yield Lesson(Kind(sample["kind"]), sample["wording"], sample["reading"], tuple(words))


def lessons_of_anchors(texts: int = TEXTS_PER_PAPER) -> Iterator[Lesson]:
    """Texts put together from each sort of paper's anchors: a title, some labels, perhaps an identifier and telling sentences."""
    known = anchors()
    by_paper: dict[int, dict[Role, list[tuple[str, ...]]]] = defaultdict(lambda: defaultdict(list))
    for phrase, uses in zip(known.phrases, known.uses, strict=True):
        for use in uses:
            by_paper[use.paper][use.role].append(phrase)
    rng = Random(SEED)  # noqa: S311  repeatable, not secret
    for index, paper in enumerate(known.papers):
        mine = by_paper[index]
        for number in range(texts):
            head = [rng.choice(mine[Role.TITLE])] if mine[Role.TITLE] and rng.random() < 0.8 else []
            head += [rng.choice(mine[Role.IDENTIFIER])] if mine[Role.IDENTIFIER] and rng.random() < 0.4 else []
            labels = rng.sample(mine[Role.LABEL], min(len(mine[Role.LABEL]), rng.randint(3, 14)))
            sentences = rng.sample(mine[Role.SENTENCE], min(len(mine[Role.SENTENCE]), rng.randint(0, 3)))
            body = [*labels, *sentences]
            rng.shuffle(body)
            words = tuple(word for phrase in (*head, *body) for word in phrase)
            yield Lesson(paper.kind, f"anchors/{paper.id}/{number % 40}", "anchors", words)


def words_worth_learning(lessons: Iterable[Lesson]) -> frozenset[str]:
    """Words that several wordings use."""
    users: dict[str, set[str]] = defaultdict(set)
    for lesson in lessons:
        for word in set(lesson.words):
            users[word].add(lesson.wording)
    return frozenset(word for word, wordings in users.items() if len(wordings) >= WORDINGS_AT_LEAST)


def _balanced(lessons: Sequence[Lesson], rng: Random) -> list[Lesson]:
    """As many lessons of every kind as the median kind has, shuffled."""
    by_kind: dict[Kind, list[Lesson]] = defaultdict(list)
    for lesson in lessons:
        by_kind[lesson.kind].append(lesson)
    size = int(median(len(group) for group in by_kind.values()))
    chosen: list[Lesson] = []
    for kind in sorted(by_kind):
        group = by_kind[kind]
        chosen += rng.sample(group, size) if len(group) >= size else group + rng.choices(group, k=size - len(group))
    rng.shuffle(chosen)
    return chosen


def teach(lessons: Sequence[Lesson]) -> Voice:
    """A voice taught with these lessons."""
    from spacy.tokens import Doc
    from spacy.training import Example
    from thinc.api import fix_random_seed

    fix_random_seed(SEED)
    vocabulary = words_worth_learning(lessons)
    kinds = tuple(sorted({lesson.kind for lesson in lessons}))
    nlp = new_pipeline(kinds)
    optimiser = nlp.create_optimizer()  # type: ignore[no-untyped-call]
    rng = Random(SEED)  # noqa: S311
    for _ in range(EPOCHS):
        chosen = _balanced(lessons, rng)
        for start in range(0, len(chosen), BATCH):
            examples = []
            for lesson in chosen[start : start + BATCH]:
                words = [w for w in lesson.words if w in vocabulary and rng.random() > WORDS_LEFT_OUT]
                if words:
                    truth = {"cats": {k.value: float(k is lesson.kind) for k in kinds}}
                    examples.append(Example.from_dict(Doc(nlp.vocab, words=words), truth))
            if examples:
                nlp.update(examples, sgd=optimiser, drop=DROPOUT)
    return Voice(nlp, vocabulary, kinds)


def share_right(speaker: Voice, lessons: Sequence[Lesson]) -> dict[Kind, tuple[int, int]]:
    """(right, asked) of each kind; a page too short to judge counts as wrong."""
    texts = [[w for w in lesson.words if w in speaker.vocabulary] for lesson in lessons]
    right: Counter[Kind] = Counter()
    for lesson, opinion in zip(lessons, opinions(speaker, texts), strict=True):
        right[lesson.kind] += bool(opinion) and max(opinion, key=lambda k: opinion[k]) is lesson.kind
    asked = Counter(lesson.kind for lesson in lessons)
    return {kind: (right[kind], asked[kind]) for kind in sorted(asked)}


def folds(wordings: Collection[str], count: int) -> list[frozenset[str]]:
    """The wordings dealt into `count` groups, for figures on wordings that were not learnt."""
    order = sorted(wordings)
    Random(SEED).shuffle(order)  # noqa: S311
    return [frozenset(order[i::count]) for i in range(count)]
