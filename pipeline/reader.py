"""What reads: a name for this version of the code, its models, its engines and its settings. What another reader read is not taken over."""

from __future__ import annotations

import hashlib
import shutil
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

from pipeline.errors import SystemPackageMissing
from pipeline.settings import Settings

_ENGINES = (
    "pypdfium2",
    "pikepdf",
    "pillow",
    "pillow-heif",
    "opencv-python-headless",
    "tesserocr",
    "pytesseract",
    "rapidocr",
    "onnxruntime",
    "spacy",
)


def reader_of(settings: Settings) -> str:
    """The reader's name under these settings, at most 60 characters."""
    digest = hashlib.sha256(f"{reader_fingerprint()}/{_engines()}/{_language_data(settings.languages)}".encode())
    return f"{digest.hexdigest()[:16]}/{settings.ocr}/{settings.languages}"[:60]


@lru_cache(maxsize=1)
def reader_fingerprint() -> str:
    """A hash over the code and data that read files."""
    digest = hashlib.sha256()
    for package in ("classifiers", "redaction", "pipeline"):
        root = Path(str(files(package)))
        for path in sorted(p for p in root.rglob("*") if p.is_file() and p.suffix != ".pyc"):
            digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@lru_cache(maxsize=1)
def _engines() -> str:
    return ",".join(f"{name} {_version(name)}" for name in _ENGINES)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "-"


@lru_cache(maxsize=4)
def _language_data(languages: str) -> str:
    """Sizes and days of Tesseract's program and models: they change with the system's packages."""
    from pipeline.ocr.tessdata import available, tessdata_folder

    try:
        models = [tessdata_folder() / f"{name}.traineddata" for name in available(languages).split("+")]
    except SystemPackageMissing:
        models = []
    program = shutil.which("tesseract")
    stats = [path.stat() for path in (*models, *([Path(program)] if program else []))]
    return ",".join(f"{stat.st_size}:{stat.st_mtime_ns}" for stat in stats)
