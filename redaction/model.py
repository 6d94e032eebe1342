"""The words and shapes of redaction: where something was blacked out, and by which channel it still leaks."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from redaction.geometry import Box

Pixels = npt.NDArray[np.uint8]


class Source(StrEnum):
    """What the blackout was made with."""

    VECTOR = "vector"
    RASTER = "raster"
    ANNOTATION = "annotation"
    IMAGE = "image"
    TEXT_STYLE = "text_style"


class Status(StrEnum):
    RESPECTED = "respected"
    LEAKY = "leaky"


class Certainty(StrEnum):
    """How sure a leak finding is: `strong` was proven on the file's own objects, `weak` is inferred from pixels."""

    STRONG = "strong"
    WEAK = "weak"


class Channel(StrEnum):
    """Every way in which a blackout is known to leak."""

    TEXT_LAYER = "text_layer"
    SAME_COLOUR_TEXT = "same_colour_text"
    IMAGE_OVERLAY = "image_overlay"
    HIDDEN_OCR = "hidden_ocr"
    UNAPPLIED_REDACT = "unapplied_redact"
    ANNOTATION_COVER = "annotation_cover"
    SEE_THROUGH = "see_through"
    IMAGE_PIXELS = "image_pixels"
    EARLIER_REVISION = "earlier_revision"
    HIDDEN_LAYER = "hidden_layer"
    OUTSIDE_VIEW = "outside_view"
    METADATA = "metadata"
    OUTLINE = "outline"
    ATTACHMENT = "attachment"
    FORM_VALUE = "form_value"
    ACTUAL_TEXT = "actual_text"
    LINK = "link"
    SCRIPT = "script"
    PAGE_THUMBNAIL = "page_thumbnail"
    EXIF_THUMBNAIL = "exif_thumbnail"
    TRAILING_DATA = "trailing_data"
    HIDDEN_ALPHA = "hidden_alpha"
    EXTRA_FRAME = "extra_frame"
    PIXELATED = "pixelated"
    FORMER_CONTENT = "former_content"
    GLYPH_GAP = "glyph_gap"


RESIDUAL = frozenset({Channel.FORMER_CONTENT, Channel.GLYPH_GAP})
"""Channels that are a residual-risk note and never make a blackout `leaky` by themselves: no program shows or copies what they hold."""


@dataclass(frozen=True, slots=True)
class Leak:
    """One channel by which something hidden can be recovered. Never holds the hidden value.

    `page` (1-based) and `box` are None for channels tied to the whole file, such as an earlier revision.
    """

    channel: Channel
    certainty: Certainty = Certainty.STRONG
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """One blacked-out place on a page, with the channels by which it leaks (none: it holds)."""

    page: int
    box: Box
    source: Source
    leaks: tuple[Leak, ...] = ()

    @property
    def status(self) -> Status:
        return Status.LEAKY if any(leak.channel not in RESIDUAL for leak in self.leaks) else Status.RESPECTED


@dataclass(frozen=True, slots=True)
class Raster:
    """Pixels of a page as displayed: RGB, shape (height, width, 3); `scale` is pixels per point."""

    pixels: Pixels = field(repr=False)
    scale: float

    @property
    def width_pt(self) -> float:
        return float(self.pixels.shape[1] / self.scale)

    @property
    def height_pt(self) -> float:
        return float(self.pixels.shape[0] / self.scale)


class Char(NamedTuple):
    """One character that a person can see on the page (the ink-visible rule has been applied)."""

    text: str
    box: Box
    space_before: bool = False
