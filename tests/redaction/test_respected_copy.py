"""The respected copy: painted pixels and the words outside the regions, and nothing else."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path
from random import Random

import numpy as np
import pikepdf
import pytest
from PIL import Image

from fixtures.leaks import digital
from fixtures.leaks.model import a_paper
from redaction.geometry import Box
from redaction.model import Raster, Region, Source
from redaction.paint import paint
from redaction.rendering import open_pdf, render_page
from redaction.respected import RespectedCopy
from tests.redaction.looking import look

WORD = "Zażółć"


@pytest.fixture(scope="module")
def copied() -> tuple[bytes, str, int]:
    """A copy of a leaky paper, the secret in the paper, and the size of a sensible JPEG of the page."""
    paper = a_paper(Random(5), 0)
    data = paper.write(secret=True, after=digital.COVERS["rect"])
    seen = look(data, "pdf")
    document = open_pdf(data)
    raster = paint(render_page(document, 0, 150 / 72), seen.regions)
    document.close()
    out = RespectedCopy()
    chars = seen.pages[0].chars
    out.add_page(raster, [*((char.text, char.box) for char in chars), (WORD, chars[0].box)])
    jpeg = io.BytesIO()
    Image.fromarray(raster.pixels).save(jpeg, "JPEG", quality=80)
    return out.to_bytes(), paper.spot.text, len(jpeg.getvalue())


def test_the_detectors_find_no_leak_on_it(copied: tuple[bytes, str, int]) -> None:
    seen = look(copied[0], "pdf")
    assert not seen.leaky
    assert len(seen.regions) == 1


def test_it_holds_the_visible_words_and_not_the_secret(copied: tuple[bytes, str, int]) -> None:
    text = look(copied[0], "pdf").text
    assert copied[1] not in text
    assert len(text) > 200


def test_it_holds_nothing_but_pictures_and_words(copied: tuple[bytes, str, int]) -> None:
    with pikepdf.open(io.BytesIO(copied[0])) as pdf:
        assert set(pdf.Root.keys()) == {"/Type", "/Pages"}
        assert len(pdf.docinfo) == 0
        assert set(pdf.pages[0].obj.keys()) <= {"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents"}


def test_it_is_not_much_larger_than_a_jpeg(copied: tuple[bytes, str, int]) -> None:
    assert len(copied[0]) <= 3 * copied[2]


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not here")
def test_other_programs_can_search_it(copied: tuple[bytes, str, int], tmp_path: Path) -> None:
    (tmp_path / "copy.pdf").write_bytes(copied[0])
    out = subprocess.run(["pdftotext", str(tmp_path / "copy.pdf"), "-"], capture_output=True, text=True, check=True)
    assert WORD in out.stdout
    assert copied[1] not in out.stdout


def test_painting_covers_the_region_and_leaves_the_original_alone() -> None:
    raster = Raster(np.full((100, 200, 3), 255, np.uint8), 1.0)
    painted = paint(raster, [Region(1, Box(20, 30, 60, 50), Source.VECTOR)])
    assert painted.pixels[30:50, 20:60].max() == 0
    assert painted.pixels[60:, :].min() == 255
    assert raster.pixels.min() == 255


def test_painting_a_region_beyond_the_page_does_no_harm() -> None:
    raster = Raster(np.full((50, 50, 3), 255, np.uint8), 1.0)
    assert paint(raster, [Region(1, Box(-20, -20, 500, 10), Source.RASTER)]).pixels[:10].max() == 0
