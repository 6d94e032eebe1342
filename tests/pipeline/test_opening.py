"""Files are told apart by content, and limits hold before anything is decoded."""

from __future__ import annotations

import struct
import zlib

import numpy as np
import pillow_heif
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from pipeline.errors import DamagedInput, EmptyInput, EncryptedInput, InputError, TooLargeInput, UnsupportedInput
from pipeline.opening import FileType, Limits, OpenedPdf, OpenedPicture, open_input, sniff
from tests.pipeline.papers import encoded, locked, pdf, picture

SMALL = Limits(bytes=2_000_000, pages=4, pixels=2_000_000)


def opened_type(data: bytes, limits: Limits = SMALL) -> FileType:
    with open_input(data, limits) as opened:
        return opened.type


def frame(data: bytes, index: int = 0) -> np.ndarray:
    with open_input(data, SMALL) as opened:
        assert isinstance(opened, OpenedPicture)
        return opened.frame(index).pixels


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "WEBP", "BMP"])
def test_pictures_are_told_by_content(kind: str) -> None:
    assert opened_type(encoded(picture(size=(300, 80)), kind)).value == kind.lower()


def test_heic_is_opened() -> None:
    pillow_heif.register_heif_opener()
    assert opened_type(encoded(picture(size=(320, 160)).convert("RGB"), "HEIF")) is FileType.HEIC


def test_pdf_header_may_stand_within_the_first_kilobyte() -> None:
    assert opened_type(b"\n" * 900 + pdf()) is FileType.PDF
    with pytest.raises(UnsupportedInput):
        opened_type(b"\n" * 1100 + pdf())


@pytest.mark.parametrize(
    "data", [b"GIF89a" + b"\0" * 50, b"PK\x03\x04word", b"<html>", b"\x00" * 100, b"BM and then prose that is no picture"]
)
def test_other_content_is_unsupported(data: bytes) -> None:
    with pytest.raises(UnsupportedInput):
        opened_type(data)


def test_empty_file() -> None:
    with pytest.raises(EmptyInput):
        opened_type(b"")


def test_password_empty_or_not() -> None:
    assert opened_type(locked(pdf(), user="")) is FileType.PDF
    with pytest.raises(EncryptedInput):
        opened_type(locked(pdf(), user="secret"))


def test_limits_on_bytes_and_pages() -> None:
    two = pdf(["one"], ["two"])
    assert opened_type(two, Limits(pages=2)) is FileType.PDF
    with pytest.raises(TooLargeInput):
        opened_type(two, Limits(pages=1))
    with pytest.raises(TooLargeInput):
        opened_type(two, Limits(bytes=len(two) - 1))
    frames = encoded(picture(size=(50, 50)), "TIFF", save_all=True, append_images=[picture(size=(50, 50))] * 4)
    with pytest.raises(TooLargeInput):
        opened_type(frames, SMALL)


def test_a_picture_of_900_megapixels_is_refused_by_its_header() -> None:
    def chunk(tag: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + tag + body + struct.pack(">I", zlib.crc32(tag + body))

    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)) + chunk(b"IDAT", b"")
    with pytest.raises(TooLargeInput):
        opened_type(bomb)


def test_all_frames_of_a_tiff_are_pages() -> None:
    shades = [Image.new("L", (40, 30), shade) for shade in (10, 120, 240)]
    data = encoded(shades[0], "TIFF", save_all=True, append_images=shades[1:])
    with open_input(data, SMALL) as opened:
        assert isinstance(opened, OpenedPicture)
        assert [int(opened.frame(i).pixels[0, 0, 0]) for i in range(opened.pages)] == [10, 120, 240]


def test_transparency_is_put_on_white() -> None:
    image = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    image.paste((0, 0, 0, 255), (5, 5, 10, 10))
    pixels = frame(encoded(image))
    assert pixels[0, 0].tolist() == [255, 255, 255] and pixels[7, 7].tolist() == [0, 0, 0]


@pytest.mark.parametrize("mode", ["1", "P", "CMYK", "I;16", "LA"])
def test_every_mode_becomes_rgb(mode: str) -> None:
    grey = Image.fromarray(np.tile(np.linspace(0, 255, 64, dtype=np.uint8), (32, 1)))
    image = Image.fromarray(np.asarray(grey, dtype=np.uint16) * 257) if mode == "I;16" else grey.convert(mode)
    pixels = frame(encoded(image, "TIFF"))
    assert pixels.shape == (32, 64, 3) and pixels.dtype == np.uint8
    assert pixels[:, :8].mean() < 60 < 190 < pixels[:, -8:].mean()


def test_exif_orientation_is_applied() -> None:
    image = Image.new("RGB", (60, 30), "white")
    image.paste((255, 0, 0), (0, 0, 20, 10))
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera lay on its side: turn clockwise
    pixels = frame(encoded(image, "PNG", exif=exif))
    assert pixels.shape[:2] == (60, 30)
    assert pixels[5, 25].tolist() == [255, 0, 0]


@pytest.mark.parametrize(("dpi", "scale"), [((200, 200), 200 / 72), (None, 1.0), ((1, 1), 1.0)])
def test_points_are_the_pictures_own(dpi: tuple[int, int] | None, scale: float) -> None:
    data = encoded(picture(size=(100, 50)), "PNG", **({"dpi": dpi} if dpi else {}))
    with open_input(data, SMALL) as opened:
        assert isinstance(opened, OpenedPicture)
        assert opened.frame(0).scale == pytest.approx(scale, rel=0.01)


def test_a_fax_with_flat_pixels_comes_out_square() -> None:
    data = encoded(picture(size=(204, 98)), "TIFF", dpi=(204, 98))
    with open_input(data, SMALL) as opened:
        assert isinstance(opened, OpenedPicture)
        raster = opened.frame(0)
    assert raster.pixels.shape[:2] == (204, 204) and raster.height_pt == pytest.approx(72, abs=1)


def test_a_lost_cross_reference_table_is_rebuilt() -> None:
    whole = pdf(["first"], ["second"])
    broken = whole[: whole.rindex(b"xref\n")]
    with open_input(broken, SMALL) as opened:
        assert isinstance(opened, OpenedPdf) and opened.pages == 2


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200), st.sampled_from([b"", b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"II*\0", b"BM"]))
def test_any_bytes_open_or_give_a_status(tail: bytes, head: bytes) -> None:
    try:
        with open_input(head + tail, SMALL) as opened:
            if isinstance(opened, OpenedPicture):
                opened.frame(0)
    except InputError as error:
        assert error.message.endswith(".")


WHOLE = [pdf(), encoded(picture(size=(200, 100)), "PNG"), encoded(picture(size=(200, 100)), "JPEG"),
         encoded(picture(size=(200, 100)), "TIFF", compression="tiff_lzw"), encoded(picture(size=(200, 100)), "WEBP")]  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(WHOLE), st.data())
def test_damaged_files_open_or_give_a_status(whole: bytes, data: st.DataObject) -> None:
    broken = bytearray(whole[: data.draw(st.integers(1, len(whole)), label="cut")])
    for _ in range(data.draw(st.integers(0, 6), label="flips")):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    try:
        with open_input(bytes(broken), SMALL) as opened:
            if isinstance(opened, OpenedPicture):
                opened.frame(0)
    except InputError as error:
        assert error.message.endswith(".")


def test_sniff_never_takes_names_or_trailing_bytes_into_account() -> None:
    assert sniff(b"\xff\xd8\xff%PDF-1.7") is FileType.JPEG
    with pytest.raises(DamagedInput):
        opened_type(b"\xff\xd8\xff%PDF-1.7")
