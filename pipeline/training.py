"""From a file of samples to a model file and its card, with figures on wordings that were not learnt."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from importlib import resources
from pathlib import Path

from classifiers.anchors import anchors
from classifiers.kinds import Kind
from classifiers.training import EPOCHS, Lesson, folds, lessons_of, lessons_of_anchors, read_samples, share_right, teach
from classifiers.voice import ARCHITECTURE, MODEL_FILE, pack

FOLDS = 4
Figures = dict[tuple[Kind, str], tuple[int, int]]
CARD_FILE = "voice.md"


def train_from(samples: Path, out: Path | None = None, *, measure: bool = True, say: Callable[[str], None] = lambda _text: None) -> str:
    """Trains, writes `voice.bin` and `voice.md` into `out` (the package's data folder if None) and returns the card.

    Raises OSError, EOFError, ValueError or KeyError where the file is not one of samples.
    """
    folder = out or Path(str(resources.files("classifiers") / "data"))
    generated = [lesson for sample in read_samples(samples) for lesson in lessons_of(sample)]
    if not generated:
        raise ValueError("no samples")
    written = list(lessons_of_anchors())
    say(f"{len(generated)} pages of samples, {len(written)} texts from anchors")
    figures = _left_out(generated, written, say) if measure else {}
    say("teaching the model that is kept")
    model = pack(teach([*generated, *written]))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MODEL_FILE).write_bytes(model)
    card = _card(generated, written, figures, model)
    (folder / CARD_FILE).write_text(card, encoding="utf-8")
    return card


def _left_out(generated: Sequence[Lesson], written: Sequence[Lesson], say: Callable[[str], None]) -> Figures:
    """(right, asked) by kind and reading, each wording judged by a model that has not seen it."""
    figures: Figures = {}
    for number, held in enumerate(folds({lesson.wording for lesson in generated}, FOLDS), 1):
        say(f"wordings left out, {number} of {FOLDS}")
        speaker = teach([*(lesson for lesson in generated if lesson.wording not in held), *written])
        for reading in ("text_layer", "ocr"):
            asked = [lesson for lesson in generated if lesson.wording in held and lesson.reading == reading]
            for kind, (right, count) in (share_right(speaker, asked) if asked else {}).items():
                before = figures.get((kind, reading), (0, 0))
                figures[kind, reading] = (before[0] + right, before[1] + count)
    return figures


def _card(generated: Sequence[Lesson], written: Sequence[Lesson], figures: Figures, model: bytes) -> str:
    readings = Counter(lesson.reading for lesson in generated)
    lines = [
        "# The text classifier",
        "",
        "Written by `intake train`; the second voice beside the anchors (`classifiers/voice.py`).",
        "It has learnt from generated papers alone, from no document of a real person or firm.",
        "",
        f"- architecture: {ARCHITECTURE['@architectures']}, words without order, {EPOCHS} rounds, fixed seed",
        f"- learnt from: {readings['text_layer']} pages read from text layers and"
        f" {readings['ocr']} pages rendered, degraded and read by OCR,",
        f"  of {len({lesson.wording for lesson in generated})} wordings of generated papers; {len(written)} texts put together",
        f"  from the anchors of {anchors().dated}",
        "- leaves out: every number that is no anchor, every word that fewer than two wordings use",
        f"- size: {len(model):,} bytes, sha256 {hashlib.sha256(model).hexdigest()}",
        "",
    ]
    if figures:
        lines += [
            "Share of pages right, by the text classifier alone, on wordings that it has not seen (the anchors are not asked):",
            "",
            "| kind | text layer | degraded picture |",
            "| --- | --- | --- |",
        ]
        for kind in sorted({kind for kind, _ in figures}):
            lines.append(f"| {kind} | {_share(figures.get((kind, 'text_layer')))} | {_share(figures.get((kind, 'ocr')))} |")
        for reading in ("text_layer", "ocr"):
            right, asked = (sum(v[i] for (_, r), v in figures.items() if r == reading) for i in (0, 1))
            lines.append(f"\nAll, {reading.replace('_', ' ')}: {_share((right, asked))}")
    return "\n".join(lines) + "\n"


def _share(counts: tuple[int, int] | None) -> str:
    return "–" if not counts or not counts[1] else f"{counts[0] / counts[1]:.2f} ({counts[0]} of {counts[1]})"
