"""The second voice: a spaCy text classifier over a page's words, loaded from the file in `data/`, offline.

It hears what no anchor names (the run of the words), so it speaks up where anchors are few; its word counts less than theirs.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from math import log
from typing import TYPE_CHECKING, Any

from classifiers.kinds import Kind
from classifiers.reading_matter import reading_matter
from classifiers.text import NormalPage

if TYPE_CHECKING:
    from spacy.language import Language

MODEL_FILE = "voice.bin"
ARCHITECTURE: dict[str, Any] = {
    "@architectures": "spacy.TextCatBOW.v3",
    "exclusive_classes": True,
    "length": 32768,
    "ngram_size": 1,
    "no_output_layer": False,
}
FEWEST_WORDS = 6
"""Below, the voice says nothing."""
FLOOR = 0.005


@dataclass(frozen=True, slots=True)
class Voice:
    """The trained classifier with the words it knows."""

    nlp: Language
    vocabulary: frozenset[str]
    kinds: tuple[Kind, ...]


def new_pipeline(kinds: Sequence[Kind]) -> Language:
    """An untrained pipeline with one label a kind."""
    import spacy

    nlp = spacy.blank("xx")
    categoriser: Any = nlp.add_pipe("textcat", config={"model": ARCHITECTURE})
    for kind in kinds:
        categoriser.add_label(kind.value)
    nlp.initialize()
    return nlp


def pack(voice: Voice) -> bytes:
    """The voice as bytes for `data/voice.bin`; the same training gives the same bytes."""
    import srsly

    content = {
        "kinds": [k.value for k in voice.kinds],
        "vocabulary": " ".join(sorted(voice.vocabulary)),
        "textcat": voice.nlp.get_pipe("textcat").to_bytes(exclude=["vocab"]),  # type: ignore[attr-defined]
    }
    return zlib.compress(srsly.msgpack_dumps(content), 9)


def unpack(data: bytes) -> Voice:
    """The voice that `pack` wrote."""
    import srsly

    content: Any = srsly.msgpack_loads(zlib.decompress(data))
    kinds = tuple(Kind(k) for k in content["kinds"])
    nlp = new_pipeline(kinds)
    nlp.get_pipe("textcat").from_bytes(content["textcat"], exclude=["vocab"])  # type: ignore[attr-defined]
    return Voice(nlp, frozenset(content["vocabulary"].split()), kinds)


@lru_cache(maxsize=1)
def voice() -> Voice | None:
    """The committed voice, loaded once a process; None where the file is missing (before the first training)."""
    file = resources.files("classifiers") / "data" / MODEL_FILE
    return unpack(file.read_bytes()) if file.is_file() else None


def opinions(speaker: Voice, texts: Sequence[Sequence[str]]) -> list[dict[Kind, float]]:
    """Log of (probability × number of kinds) for each text: above 0 speaks for the kind. Empty for texts too short to judge."""
    from spacy.tokens import Doc

    categoriser: Any = speaker.nlp.get_pipe("textcat")
    long_enough = [i for i, text in enumerate(texts) if len(text) >= FEWEST_WORDS]
    result: list[dict[Kind, float]] = [{} for _ in texts]
    if not long_enough:
        return result
    rows = categoriser.predict([Doc(speaker.nlp.vocab, words=list(texts[i])) for i in long_enough])
    order = [Kind(label) for label in categoriser.labels]
    for i, row in zip(long_enough, rows, strict=True):
        result[i] = {kind: log(max(FLOOR, float(p)) * len(order)) for kind, p in zip(order, row, strict=True)}
    return result


def listen(pages: Sequence[NormalPage]) -> list[dict[Kind, float]]:
    """What the committed voice thinks of each page; empty opinions where there is no voice."""
    speaker = voice()
    if speaker is None:
        return [{} for _ in pages]
    return opinions(speaker, [reading_matter(page, speaker.vocabulary) for page in pages])
