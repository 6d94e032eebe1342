"""OCR jobs, their results and inspection requests as JSON, for the border between a pool and its workers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.inspection import Options
from pipeline.model import Word
from pipeline.reading import OcrDone, OcrJob
from pipeline.wire import region_from_json, region_to_json
from redaction.geometry import Box

Json = dict[str, Any]


def word_to_json(word: Word) -> list[Any]:
    return [word.page, *(round(float(v), 2) for v in word.box), word.text, word.confidence]


def word_from_json(data: Sequence[Any]) -> Word:
    page, x0, top, x1, bottom, text, confidence = data
    return Word(int(page), Box(float(x0), float(top), float(x1), float(bottom)), str(text), confidence)


def job_to_json(job: OcrJob) -> Json:
    parts, regions = [list(part) for part in job.parts], [region_to_json(region) for region in job.regions]
    return {"page": job.page, "parts": parts, "regions": regions, "dpi": job.dpi, "coarse": job.coarse}


def job_from_json(data: Mapping[str, Any]) -> OcrJob:
    parts = tuple(Box(*part) for part in data["parts"])
    return OcrJob(data["page"], parts, tuple(region_from_json(r) for r in data["regions"]), data["dpi"], data["coarse"])


def done_to_json(done: OcrDone) -> Json:
    return {"page": done.page, "words": [word_to_json(w) for w in done.words], "confidence": done.confidence, "seconds": done.seconds}


def done_from_json(data: Mapping[str, Any]) -> OcrDone:
    return OcrDone(data["page"], tuple(word_from_json(w) for w in data["words"]), data["confidence"], data["seconds"])


def options_to_json(options: Options) -> Json:
    return {
        "today": options.today.isoformat() if options.today else None,
        "sanitized": str(options.sanitized) if options.sanitized else None,
        "words": options.words,
        "thorough": options.thorough,
    }


def options_from_json(data: Mapping[str, Any]) -> Options:
    today, sanitized = data["today"], data["sanitized"]
    return Options(
        date.fromisoformat(today) if today else None, Path(sanitized) if sanitized else None, bool(data["words"]), bool(data["thorough"])
    )
