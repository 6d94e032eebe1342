"""Where Tesseract's language data lies, and which of the configured languages are there.

The wheel of tesserocr brings no data: it reads that of the system's packages.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pipeline.errors import SystemPackageMissing

_USUAL = ("/usr/share/tesseract-ocr/*/tessdata", "/usr/share/tessdata", "/usr/local/share/tessdata", "/opt/homebrew/share/tessdata")


@cache
def tessdata_folder() -> Path:
    """The folder with `*.traineddata`. Raises SystemPackageMissing."""
    for folder in _candidates():
        if any(folder.glob("*.traineddata")):
            return folder
    raise SystemPackageMissing("Tesseract's language data is missing; install it with: apt-get install tesseract-ocr tesseract-ocr-eng.")


@cache
def available(languages: str) -> str:
    """Those of `languages` (`eng+deu`) that are installed, in the same form. Raises SystemPackageMissing where none is."""
    wanted = [name for name in languages.replace(",", "+").split("+") if name]
    there = [name for name in wanted if (tessdata_folder() / f"{name}.traineddata").is_file()]
    if not there:
        packages = " ".join(f"tesseract-ocr-{name.replace('_', '-')}" for name in wanted)
        raise SystemPackageMissing(f"None of the languages {languages} is installed; install them with: apt-get install {packages}.")
    return "+".join(there)


def _candidates() -> Iterator[Path]:
    if prefix := os.environ.get("TESSDATA_PREFIX"):
        yield Path(prefix)
        yield Path(prefix) / "tessdata"
    for pattern in _USUAL:
        yield from sorted(Path("/").glob(pattern.lstrip("/")), reverse=True)
    yield from _told_by_program()


def _told_by_program() -> Iterator[Path]:
    try:
        said = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, timeout=20, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return
    if '"' in said:
        yield Path(said.split('"')[1])
