"""Figures of typing and redaction over labelled papers: strict and lenient accuracy, per kind, calibration, coverage, by source.

Reads the manifest (columns `file` and `label`; optional `alt_labels`, `is_blank_form`, `provenance`, `source_repo`, and `kind` for how
the paper was sent: digital PDF, scan, photo, screenshot). Labels of the redaction sort (leaky, respected, no_redaction) are scored as
such, so one command serves both. Pure beside reading the manifest.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.model import Document
from pipeline.vocabulary import FindingCode, Grade, Kind
from redaction.model import Status

REDACTION_LABELS = ("leaky", "respected", "no_redaction")


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled paper; `blank` is None where the manifest does not say."""

    path: Path
    label: str
    also: tuple[str, ...] = ()
    blank: bool | None = None
    published: bool = False
    """Really published, so that calling it a specimen is wrong."""
    source: str = ""
    sent_as: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said of a labelled paper."""

    row: Row
    kind: str
    grade: Grade
    score: float
    """Weight of the best alternative taken from 1: how far ahead the answer was."""
    blank: bool
    specimen: bool
    leaky: bool
    regions: int
    read: bool


@dataclass(frozen=True, slots=True)
class KindLine:
    name: str
    papers: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class GradeLine:
    name: str
    answers: int
    right: float
    score: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures; `summary` values are shares (0 to 1), counts, or None where nothing could be measured."""

    summary: dict[str, float | int | None]
    kinds: tuple[KindLine, ...]
    confusions: tuple[tuple[str, str, int], ...]
    grades: tuple[GradeLine, ...]
    sources: tuple[tuple[str, int, float], ...]
    sent_as: tuple[tuple[str, int, float], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """JSON shape of `intake evaluate --json`."""
        return {
            "schema": 1,
            "summary": self.summary,
            "kinds": [{"kind": k.name, "papers": k.papers, "precision": k.precision, "recall": k.recall, "f1": k.f1} for k in self.kinds],
            "confusions": [{"is": t, "called": g, "times": n} for t, g, n in self.confusions],
            "calibration": [{"grade": g.name, "answers": g.answers, "right": g.right, "mean_score": g.score} for g in self.grades],
            "sources": [{"source": s, "papers": n, "strict": a} for s, n, a in self.sources],
            "sent_as": [{"sent_as": s, "papers": n, "strict": a} for s, n, a in self.sent_as],
        }


def read_manifest(manifest: Path) -> list[Row]:
    """The labelled papers, paths relative to the manifest. Raises UsageError for a missing file, column or unknown label."""
    try:
        with manifest.open(newline="", encoding="utf-8") as file:
            table = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error):
        raise UsageError(f"{manifest} cannot be read as a CSV file.") from None
    if not table or not {"file", "label"} <= set(table[0]):
        raise UsageError(f"{manifest} needs the columns file and label.")
    known = {*(k.value for k in Kind), *REDACTION_LABELS}
    rows = []
    for entry in table:
        if entry["label"] not in known:
            raise UsageError(f"{manifest} has the unknown label {entry['label']!r} for {entry['file']}.")
        also = tuple(filter(None, (entry.get("alt_labels") or "").split("|")))
        blank = {"yes": True, "no": False}.get(entry.get("is_blank_form") or "")
        rows.append(
            Row(
                manifest.parent / entry["file"],
                entry["label"],
                also,
                blank,
                (entry.get("provenance") or "").startswith("real_"),
                entry.get("source_repo") or "",
                entry.get("kind") or "",
            )
        )
    return rows


def judged(row: Row, document: Document) -> Answer:
    """What the inspection said, in the terms that are scored."""
    codes = {f.code for f in document.findings}
    leaky = bool(document.leaks) or any(r.status is Status.LEAKY for r in document.regions) or FindingCode.LEAKY_REDACTION in codes
    best = max((a.score for a in document.alternatives), default=0.0)
    return Answer(
        row,
        document.kind.value,
        document.grade,
        1.0 - best,
        FindingCode.BLANK_FORM in codes,
        FindingCode.SPECIMEN in codes,
        leaky,
        len(document.regions),
        document.status.value == "read",
    )


def share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def evaluate(answers: Iterable[Answer]) -> Evaluation:
    """All figures over the answers; either sort of label may be missing."""
    every = list(answers)
    typed = [a for a in every if a.row.label not in REDACTION_LABELS]
    redacted = [a for a in every if a.row.label in REDACTION_LABELS]
    kinds = _by_kind(typed)
    summary: dict[str, float | int | None] = {"papers": len(every), "unreadable": sum(not a.read for a in every)}
    if typed:
        summary |= _typing(typed, kinds)
    if redacted:
        summary |= _redaction(redacted)
    wrong = Counter((a.row.label, a.kind) for a in typed if a.kind != a.row.label)
    confusions = tuple((t, g, n) for (t, g), n in wrong.most_common())
    sources, ways = (_grouped(typed, [getattr(a.row, name) for a in typed]) for name in ("source", "sent_as"))
    return Evaluation(summary, kinds, confusions, _by_grade(typed), sources, ways)


def _right(answer: Answer) -> bool:
    return answer.kind == answer.row.label


def _typing(typed: Sequence[Answer], kinds: Sequence[KindLine]) -> dict[str, float | int | None]:
    high = [a for a in typed if a.grade is Grade.HIGH]
    blanks = [a for a in typed if a.row.blank]
    filled = [a for a in typed if a.row.blank is False]
    groups = _grouped(typed, [a.row.source for a in typed])
    sure = [a for a in typed if a.grade is not Grade.LOW]
    return {
        "strict": share(sum(map(_right, typed)), len(typed)),
        "lenient": share(sum(a.kind != Kind.UNKNOWN and a.kind in (a.row.label, *a.row.also) for a in typed), len(typed)),
        "macro_f1": share(sum(k.f1 for k in kinds), len(kinds)),
        "coverage": share(len(sure), len(typed)),
        "covered_right": share(sum(map(_right, sure)), len(sure)),
        "high_right": share(sum(map(_right, high)), len(high)),
        "high_share": share(len(high), len(typed)),
        "blank_found": share(sum(a.blank or a.specimen for a in blanks), len(blanks)),
        "blank_false": share(sum(a.blank or (a.specimen and a.row.published) for a in filled), len(filled)),
        "strict_mean_of_sources": share(sum(g[2] for g in groups), len(groups)),
    }


def _redaction(redacted: Sequence[Answer]) -> dict[str, float | int | None]:
    true = sum(a.leaky and a.row.label == "leaky" for a in redacted)
    holds = [a for a in redacted if a.row.label == "respected"]
    return {
        "leaky_precision": share(true, sum(a.leaky for a in redacted)),
        "leaky_recall": share(true, sum(a.row.label == "leaky" for a in redacted)),
        "respected_found": share(sum(a.regions > 0 for a in holds), len(holds)),
    }


def _by_kind(typed: Sequence[Answer]) -> tuple[KindLine, ...]:
    lines = []
    for name in sorted({a.row.label for a in typed}):
        papers = sum(a.row.label == name for a in typed)
        called = sum(a.kind == name for a in typed)
        both = sum(a.row.label == name == a.kind for a in typed)
        lines.append(KindLine(name, papers, both / called if called else 0.0, both / papers, 2 * both / (papers + called)))
    return tuple(lines)


def _by_grade(typed: Sequence[Answer]) -> tuple[GradeLine, ...]:
    lines = []
    for grade in Grade:
        mine = [a for a in typed if a.grade is grade]
        if mine:
            lines.append(GradeLine(grade.value, len(mine), sum(map(_right, mine)) / len(mine), sum(a.score for a in mine) / len(mine)))
    return tuple(lines)


def _grouped(typed: Sequence[Answer], names: Sequence[str]) -> tuple[tuple[str, int, float], ...]:
    """(name, papers, strict) of the papers that have a name, by name."""
    groups: dict[str, list[bool]] = defaultdict(list)
    for answer, name in zip(typed, names, strict=True):
        if name:
            groups[name].append(_right(answer))
    return tuple((name, len(group), sum(group) / len(group)) for name, group in sorted(groups.items()))
