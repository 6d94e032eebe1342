"""Residual risks are told and never make a blackout leaky: no program shows what they hold."""

from __future__ import annotations

import io
from random import Random

import pikepdf

from fixtures.leaks.digital import COVERS, saved
from fixtures.leaks.model import a_paper
from fixtures.leaks.structure import in_former_content
from redaction.model import Channel
from redaction.words import describe
from tests.redaction.looking import look


def test_page_contents_that_no_page_uses_any_more_are_a_note() -> None:
    paper = a_paper(Random(3), 0)
    base = paper.write(secret=False, after=COVERS["rect"])
    with pikepdf.open(io.BytesIO(base)) as pdf:
        in_former_content(pdf, paper.spot.text, paper)
        seen = look(saved(pdf), "pdf")
    assert not seen.leaky
    assert Channel.FORMER_CONTENT in seen.channels
    assert "holds, but the page as it was before" in describe(seen.regions[0], 612, 792)
    assert Channel.FORMER_CONTENT not in look(base, "pdf").channels
