"""The ink-visible rule: what may be read, and what may never be."""

from __future__ import annotations

import copy
import io
import pickle
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from fixtures.leaks import digital, traps
from fixtures.leaks.model import Sheet, a_paper
from redaction.hidden import HiddenText
from redaction.rendering import frame_of, open_pdf
from tests.redaction.looking import look


def squeezed(text: str) -> str:
    return text.replace(" ", "")


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10_000), st.sampled_from(sorted(set(digital.COVERS) - {"hatch"})))
def test_a_covered_value_is_never_read_and_an_open_one_always_is(seed: int, cover: str) -> None:
    paper = a_paper(Random(seed))
    secret = squeezed(paper.spot.text)
    assert secret in squeezed(look(paper.write(secret=True), "pdf").text)
    seen = look(paper.write(secret=True, after=digital.COVERS[cover]), "pdf")
    assert secret not in squeezed(seen.text)
    assert "onfile" in squeezed(seen.text)


def test_white_print_on_a_black_header_is_read() -> None:
    paper = a_paper(Random(1), 0)
    seen = look(paper.write(secret=False, before=traps.header), "pdf")
    assert "Quantity" in seen.text or paper.spot.baseline < 160


def test_the_value_of_a_filled_in_form_is_read() -> None:
    case = next(case for case in traps.structural(Random(3)) if "form" in case.name)
    assert squeezed(case.secret) in squeezed(look(case.data, "pdf").text)


def test_text_that_runs_off_the_paper_is_no_leak() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(300, 200), invariant=1)
    canvas.drawString(20, 100, "a long line of print " * 8)
    canvas.save()
    seen = look(out.getvalue(), "pdf")
    assert not seen.leaky
    assert not seen.regions


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("kind", ["origin", "crop", "unit"])
def test_places_are_given_as_displayed(rotation: int, kind: str) -> None:
    paper = a_paper(Random(4), rotation)
    data, box = digital.moved(paper, paper.write(secret=True, after=digital.COVERS["rect"]), kind)
    assert any(region.box.iou(box) > 0.8 for region in look(data, "pdf").regions)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_the_frame_of_a_page_agrees_with_its_rotation(rotation: int) -> None:
    paper = a_paper(Random(6), rotation)
    document = open_pdf(paper.write(secret=False))
    page = document[0]
    frame = frame_of(page)
    page.close()
    document.close()
    box = frame.box(100, 200, 150, 230)
    expected = Sheet(paper.sheet.width, paper.sheet.height, rotation).display(100, 200, 50, 30)
    assert box.iou(expected) > 0.99


def test_hidden_text_shows_nothing_of_itself() -> None:
    hidden = HiddenText(["secret 512-84-9920"])
    assert "512" not in repr(hidden)
    assert "secret" not in repr(hidden)
    assert hidden.echoes("SSN 512849920")
    assert hidden.echoes("the Secret")
    assert not hidden.echoes("an ordinary title")
    assert not hidden.without(["secret 512-84-9920"])
    assert not pickle.loads(pickle.dumps(hidden))
    assert not copy.deepcopy(hidden)


def test_an_examination_shows_no_text_of_the_page() -> None:
    paper = a_paper(Random(7), 0)
    seen = look(paper.write(secret=True, after=digital.COVERS["rect"]), "pdf")
    assert paper.spot.text not in repr(seen.pages[0])
    assert paper.spot.text not in repr(seen.regions)
