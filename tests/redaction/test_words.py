"""Sentences about leaky blackouts: for every channel, with the place, without the value."""

from __future__ import annotations

import pytest

from redaction.evidence import Trace
from redaction.examine import examine_picture, gather, settle
from redaction.files import examine_file
from redaction.geometry import Box
from redaction.model import Certainty, Channel, Leak, Region, Source, Status
from redaction.words import HOW, describe, describe_leak, where


def test_every_channel_has_its_words() -> None:
    assert set(HOW) == set(Channel)


@pytest.mark.parametrize("channel", list(Channel))
def test_a_sentence_names_page_and_place_and_what_to_do(channel: Channel) -> None:
    region = Region(3, Box(400, 30, 500, 44), Source.VECTOR, (Leak(channel, Certainty.STRONG, 3, None),))
    sentence = describe(region, 612, 792)
    assert "page 3 (top right)" in sentence
    assert sentence.endswith(".")
    assert "Please" in sentence
    assert describe_leak(Leak(channel)).endswith(".")


def test_a_blackout_that_holds_is_said_to_hold() -> None:
    region = Region(1, Box(10, 700, 60, 712), Source.VECTOR)
    assert describe(region, 612, 792) == "The blackout on page 1 (bottom left) holds."
    assert where(Region(1, Box(300, 390, 310, 400), Source.RASTER), 612, 792) == "middle"


def test_traces_of_one_place_become_one_region() -> None:
    page = Box(0, 0, 600, 800)
    regions, leaks = gather(
        1,
        [
            Trace(Box(10, 10, 90, 24), Source.VECTOR, None),
            Trace(Box(12, 12, 40, 22), Source.VECTOR, Channel.TEXT_LAYER),
            Trace(Box(45, 12, 80, 22), Source.VECTOR, Channel.TEXT_LAYER),
            Trace(Box(0, 0, 0, 0), Source.TEXT_STYLE, Channel.OUTSIDE_VIEW),
        ],
        page,
    )
    assert [region.status for region in regions] == [Status.LEAKY]
    assert [leak.channel for leak in regions[0].leaks] == [Channel.TEXT_LAYER]
    assert [leak.channel for leak in leaks] == [Channel.OUTSIDE_VIEW]


def test_a_residual_risk_alone_does_not_make_a_blackout_leaky() -> None:
    region = Region(1, Box(0, 0, 10, 10), Source.VECTOR, (Leak(Channel.GLYPH_GAP, Certainty.WEAK, 1, None),))
    assert region.status is Status.RESPECTED


def test_leaks_with_a_place_go_to_their_region() -> None:
    region = Region(2, Box(10, 10, 90, 24), Source.VECTOR)
    mine, other = Leak(Channel.LINK, Certainty.STRONG, 2, Box(20, 12, 60, 20)), Leak(Channel.METADATA)
    regions, rest = settle([region], [mine, other])
    assert regions[0].leaks == (mine,)
    assert rest == (other,)


@pytest.mark.parametrize("media", ["pdf", "png", "jpeg", "tiff", "webp", "bmp"])
def test_innards_that_cannot_be_taken_apart_raise_nothing(media: str) -> None:
    import numpy as np

    from redaction.model import Raster

    page = examine_picture(Raster(np.full((60, 60, 3), 255, np.uint8), 1.0), 1)
    for data in (b"", b"%PDF-1.7 nonsense", b"\xff\xd8\xff\xe0" + bytes(40), b"\x89PNG\r\n\x1a\n" + b"\x00" * 30, bytes(3000)):
        assert examine_file(data, media, [page]) == ()
