"""Typing beside the usual ways, learnt from the same samples: TF-IDF + linear SVM, and paperless-ngx's (word pairs + a small net).

    python bench/typing_baseline.py SAMPLES.jsonl.gz [--manifest MANIFEST.csv --answers ANSWERS.jsonl]

SAMPLES comes from `python -m fixtures.training`; ANSWERS from `intake inspect --json --words FILE…` over the manifest's files, so that all
read the same words. Needs scikit-learn in the Python that runs it (`pip install scikit-learn`); the product does not use it.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

Model = Any


def samples(path: Path) -> Iterator[tuple[str, str, str]]:
    """(kind, wording, text) of each sample."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            entry = json.loads(line)
            yield entry["kind"], entry["wording"], " ".join(w[0] for page in entry["pages"] for w in page[3])


def svm() -> Model:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline
    from sklearn.svm import LinearSVC

    return make_pipeline(
        TfidfVectorizer(strip_accents="unicode", ngram_range=(1, 2), min_df=2, sublinear_tf=True), LinearSVC(class_weight="balanced")
    )


def paperless() -> Model:
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.neural_network import MLPClassifier
    from sklearn.pipeline import make_pipeline

    return make_pipeline(CountVectorizer(analyzer="word", ngram_range=(1, 2), min_df=0.01), MLPClassifier(tol=0.01, random_state=0))


WAYS: dict[str, Callable[[], Model]] = {"TF-IDF + linear SVM": svm, "the paperless-ngx way": paperless}


def left_out(items: Sequence[tuple[str, str, str]], make: Callable[[], Model], count: int = 4) -> float:
    """Share right on wordings that were not learnt."""
    wordings = sorted({w for _, w, _ in items})
    Random(1).shuffle(wordings)
    right = 0
    for i in range(count):
        held = set(wordings[i::count])
        model = make().fit([t for _, w, t in items if w not in held], [k for k, w, _ in items if w not in held])
        asked = [(k, t) for k, w, t in items if w in held]
        right += sum(guess == kind for guess, (kind, _) in zip(model.predict([t for _, t in asked]), asked, strict=True))
    return right / len(items)


def ours_left_out(path: Path, count: int = 4) -> Iterator[str]:
    """The product's share right by reading, each wording judged with a voice that has not learnt it; the anchors know them all."""
    import classifiers.voice
    from classifiers import classify
    from classifiers.kinds import Grade, Kind
    from classifiers.training import folds, lessons_of, lessons_of_anchors, page_of, read_samples, teach

    entries = list(read_samples(path))
    lessons = [lesson for entry in entries for lesson in lessons_of(entry)]
    written = list(lessons_of_anchors())
    seen: list[tuple[str, str, bool, bool]] = []
    for held in folds({lesson.wording for lesson in lessons}, count):
        speaker = teach([*(lesson for lesson in lessons if lesson.wording not in held), *written])
        classifiers.voice.voice = lambda speaker=speaker: speaker
        for entry in (entry for entry in entries if entry["wording"] in held):
            guess = classify([page_of(page) for page in entry["pages"]])
            seen.append((entry["reading"], entry["kind"], guess.kind is Kind(entry["kind"]), guess.grade is Grade.HIGH))
    for reading in ("text_layer", "ocr"):
        answers = [(right, high) for known, _, right, high in seen if known == reading]
        sure = [right for right, high in answers if high]
        yield f"{reading}: {sum(r for r, _ in answers)} of {len(answers)} right, high {sum(sure)} of {len(sure)}"
    for kind in sorted({kind for _, kind, _, _ in seen}):
        shares = [[right for known, of, right, _ in seen if of == kind and known == reading] for reading in ("text_layer", "ocr")]
        yield f"{kind}: {' and '.join(f'{sum(rights)} of {len(rights)}' for rights in shares)}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("samples", type=Path)
    parser.add_argument("--manifest", type=Path)
    parser.add_argument("--answers", type=Path)
    arguments = parser.parse_args()
    items = list(samples(arguments.samples))
    print(f"{len(items)} samples, {len({w for _, w, _ in items})} wordings")
    for line in ours_left_out(arguments.samples):
        print(f"this product, wordings left out, {line}")
    for name, make in WAYS.items():
        print(f"{name}: wordings left out {left_out(items, make):.3f}")
    if arguments.manifest and arguments.answers:
        labels = {row["file"]: row["label"] for row in csv.DictReader(arguments.manifest.open(newline="", encoding="utf-8"))}
        answers = [json.loads(line) for line in arguments.answers.read_text(encoding="utf-8").splitlines()]
        texts = [" ".join(w[5] for w in answer.get("words", ())) for answer in answers]
        truth = [labels[answer["file"]] for answer in answers]
        print(f"this product on the manifest: {sum(a['kind'] == t for a, t in zip(answers, truth, strict=True)) / len(truth):.3f}")
        for name, make in WAYS.items():
            model = make().fit([t for _, _, t in items], [k for k, _, _ in items])
            print(f"{name} on the manifest: {sum(g == t for g, t in zip(model.predict(texts), truth, strict=True)) / len(truth):.3f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
