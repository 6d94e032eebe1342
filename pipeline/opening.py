"""Safe opening: the type is told by content, limits are checked before anything is decoded, then the decoder has the last word.

Everything here is meant to run inside a worker process; `sniff` alone is harmless anywhere.
A picture's points are its own DPI's (72 where it states none); its pixels come out upright, opaque, RGB.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pipeline.errors import DamagedInput, EmptyInput, EncryptedInput, TooLargeInput, UnsupportedInput

if TYPE_CHECKING:
    import pypdfium2
    from PIL import Image

    from redaction.model import Raster

PDF_HEADER_WITHIN = 1024  # bytes; ISO 32000-1, implementation note 13
_PDFIUM_PASSWORD, _PDFIUM_SECURITY = 4, 5
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_EXIF_ORIENTATION = 0x0112
_PLAUSIBLE_DPI = (20.0, 5000.0)


class FileType(StrEnum):
    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    TIFF = "tiff"
    WEBP = "webp"
    HEIC = "heic"
    BMP = "bmp"


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps on one file: bytes, pages (frames), and pixels of one page."""

    bytes: int = 25 * 1024 * 1024
    pages: int = 100
    pixels: int = 40_000_000


def sniff(head: bytes) -> FileType:
    """The type by content, from the first kilobyte or more. Raises EmptyInput or UnsupportedInput."""
    if not head:
        raise EmptyInput
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileType.PNG
    if head.startswith(b"\xff\xd8\xff"):
        return FileType.JPEG
    if head[:4] in (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+"):
        return FileType.TIFF
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return FileType.WEBP
    if head[4:8] == b"ftyp" and _HEIF_BRANDS & {head[8:12], *(head[i : i + 4] for i in range(16, 64, 4))}:
        return FileType.HEIC
    if head.startswith(b"BM") and len(head) >= 26 and int.from_bytes(head[14:18], "little") in (12, 16, 40, 52, 56, 64, 108, 124):
        return FileType.BMP
    if b"%PDF-" in head[:PDF_HEADER_WITHIN]:
        return FileType.PDF
    raise UnsupportedInput


@dataclass(frozen=True)
class OpenedPdf:
    """A PDF that pdfium could open; `data` are the bytes it was opened from (repaired ones where repair was needed)."""

    document: pypdfium2.PdfDocument
    data: bytes
    pages: int
    type: FileType = FileType.PDF

    def user_unit(self, index: int) -> float:
        """Points in one unit of page `index` (0-based), which pdfium does not tell: 1 for nearly every page."""
        return self._user_units.get(index, 1.0)

    @cached_property
    def _user_units(self) -> dict[int, float]:
        if b"/UserUnit" not in self.data and b"/ObjStm" not in self.data:
            return {}
        import pikepdf

        try:
            with pikepdf.open(io.BytesIO(self.data), suppress_warnings=True) as pdf:
                units = {index: float(page.obj.get("/UserUnit", 1)) for index, page in enumerate(pdf.pages)}
        except (pikepdf.PdfError, ValueError, RuntimeError, RecursionError, TypeError):
            return {}
        return {index: unit for index, unit in units.items() if 0.01 <= unit <= 100 and unit != 1}


@dataclass(frozen=True, slots=True)
class OpenedPicture:
    """A picture whose header is within the limits; frames are decoded one at a time, on demand."""

    image: Image.Image
    data: bytes
    pages: int
    limits: Limits
    type: FileType

    def frame(self, index: int) -> Raster:
        """Frame `index` (0-based) as displayed: upright, on white, RGB. Raises DamagedInput or TooLargeInput."""
        with _decoding():
            self.image.seek(index)
            _check_pixels(self.image, self.limits)
            return _raster(self.image)


Opened = OpenedPdf | OpenedPicture


@contextmanager
def open_input(data: bytes, limits: Limits) -> Iterator[Opened]:
    """The opened file. Raises an InputError: empty, unsupported, too_large, encrypted or damaged."""
    if len(data) > limits.bytes:
        raise TooLargeInput(too_many_bytes(len(data), limits))
    kind = sniff(data[: 2 * PDF_HEADER_WITHIN])
    if kind is FileType.PDF:
        with _open_pdf(data, limits) as pdf:
            yield pdf
    else:
        with _open_picture(data, kind, limits) as picture:
            yield picture


def too_many_bytes(size: int, limits: Limits) -> str:
    """The sentence for a file over the limit on bytes."""
    return f"The file has {size / 1e6:.1f} MB; at most {limits.bytes / 1e6:.1f} MB are accepted. Please send a smaller copy."


@contextmanager
def _open_pdf(data: bytes, limits: Limits) -> Iterator[OpenedPdf]:
    document, data = _load_pdf(data)
    try:
        pages = len(document)
        if pages < 1:
            raise DamagedInput("The PDF has no pages; please save or scan it again.")
        if pages > limits.pages:
            raise TooLargeInput(_too_many_pages(pages, limits))
        with suppress(Exception), warnings.catch_warnings():  # a form that cannot be set up is only not drawn
            warnings.simplefilter("ignore")
            document.init_forms()
        yield OpenedPdf(document, data, pages)
    finally:
        document.close()


def _load_pdf(data: bytes) -> tuple[pypdfium2.PdfDocument, bytes]:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data), data
    except pypdfium2.PdfiumError as error:
        if error.err_code in (_PDFIUM_PASSWORD, _PDFIUM_SECURITY):
            raise EncryptedInput from None
    repaired = _repair(data)
    try:
        return pypdfium2.PdfDocument(repaired), repaired
    except pypdfium2.PdfiumError:
        raise DamagedInput from None


def _repair(data: bytes) -> bytes:
    """The file rewritten by qpdf, which rebuilds a lost cross-reference table. Raises EncryptedInput or DamagedInput."""
    import pikepdf

    out = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(data), attempt_recovery=True, suppress_warnings=True) as pdf:
            pdf.save(out)
    except pikepdf.PasswordError:
        raise EncryptedInput from None
    except (pikepdf.PdfError, ValueError, RuntimeError, RecursionError):
        raise DamagedInput from None
    return out.getvalue()


@contextmanager
def _open_picture(data: bytes, kind: FileType, limits: Limits) -> Iterator[OpenedPicture]:
    from PIL import Image

    if kind is FileType.HEIC:
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)
    usual, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, limits.pixels
    try:
        with _decoding():
            image = Image.open(io.BytesIO(data), formats=["HEIF" if kind is FileType.HEIC else kind.value.upper()])
        with image:
            _check_pixels(image, limits)
            with _decoding():
                pages = getattr(image, "n_frames", 1) if kind is FileType.TIFF else 1
            if pages > limits.pages:
                raise TooLargeInput(_too_many_pages(pages, limits))
            yield OpenedPicture(image, data, pages, limits, kind)
    finally:
        Image.MAX_IMAGE_PIXELS = usual


@contextmanager
def _decoding() -> Iterator[None]:
    """Whatever a decoder raises becomes a status; Pillow's warning of a bomb is an error."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise TooLargeInput("The picture has too many pixels; please send a smaller copy.") from None
    except (OSError, ValueError, SyntaxError, EOFError, KeyError, IndexError, TypeError, ArithmeticError, RuntimeError, AttributeError):
        raise DamagedInput from None
    except Exception as error:
        if type(error).__module__.split(".")[0] in ("PIL", "pillow_heif", "struct", "zlib"):
            raise DamagedInput from None
        raise


def _check_pixels(image: Image.Image, limits: Limits) -> None:
    pixels = image.width * image.height
    if pixels > limits.pixels:
        raise TooLargeInput(
            f"A page has {pixels / 1e6:.0f} megapixels; at most {limits.pixels / 1e6:.0f} are accepted. Please send a smaller copy."
        )
    if not pixels:
        raise DamagedInput


def _too_many_pages(pages: int, limits: Limits) -> str:
    return f"The file has {pages} pages; at most {limits.pages} are accepted. Please send only the pages that matter."


def _raster(image: Image.Image) -> Raster:
    import numpy as np
    from PIL import Image, ImageOps

    from redaction.model import Raster

    dpi_x, dpi_y = _dpi(image)
    image.load()  # before the orientation is asked for: some plugins turn the picture while loading
    turn = image.getexif().get(_EXIF_ORIENTATION, 1)
    upright = _to_rgb(image)
    if turn in range(2, 9):
        upright.getexif()[_EXIF_ORIENTATION] = turn
        upright = ImageOps.exif_transpose(upright)
        if turn >= 5:
            dpi_x, dpi_y = dpi_y, dpi_x
    if abs(dpi_x - dpi_y) > 0.02 * dpi_x:  # a fax: 204 by 98 dots an inch
        best = max(dpi_x, dpi_y)
        upright = upright.resize((round(upright.width * best / dpi_x), round(upright.height * best / dpi_y)), Image.Resampling.BICUBIC)
        dpi_x = best
    return Raster(np.asarray(upright, dtype=np.uint8), dpi_x / 72)


def _dpi(image: Image.Image) -> tuple[float, float]:
    """Dots an inch across and down; 72 where the picture states none or nonsense."""
    stated: Any = image.info.get("dpi")
    try:
        across, down = (float(v) for v in stated)
    except (TypeError, ValueError, ZeroDivisionError):
        return 72.0, 72.0
    low, high = _PLAUSIBLE_DPI
    if not (low <= across <= high and low <= down <= high and 0.25 <= across / down <= 4):
        return 72.0, 72.0
    return across, down


def _to_rgb(image: Image.Image) -> Image.Image:
    """A new opaque RGB picture: alpha on white, 16-bit and float greys brought to 8 bits."""
    import numpy as np
    from PIL import Image

    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        grey = np.asarray(image, dtype=np.float64)
        brightest = float(np.nanmax(grey, initial=0.0))
        top = next((full for full in (1.0, 255.0, 65535.0) if brightest <= full), brightest)
        out = Image.fromarray(np.clip(np.nan_to_num(grey) * (255.0 / top), 0, 255).astype(np.uint8)).convert("RGB")
    elif image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        rgba = image.convert("RGBA")
        out = Image.new("RGB", rgba.size, "white")
        out.paste(rgba, mask=rgba.getchannel("A"))
    else:
        out = image.convert("RGB")
    return Image.fromarray(np.asarray(out))  # without EXIF and other baggage
