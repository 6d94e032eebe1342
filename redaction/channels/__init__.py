"""The channels by which a page's blackouts can leak: one small function each, all with the same signature, in one tuple.

A detector gets a page's evidence and yields traces; adding a channel means writing one function and naming it here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from redaction.channels import annotated, covered, pixels, unseen
from redaction.evidence import Evidence, Trace

Detector = Callable[[Evidence], Iterable[Trace]]

PAGE_CHANNELS: tuple[Detector, ...] = (
    covered.text_layer,
    covered.image_overlay,
    covered.hidden_ocr,
    covered.same_colour_text,
    annotated.unapplied_redact,
    annotated.annotation_cover,
    annotated.covered_field,
    pixels.see_through,
    pixels.image_pixels,
    pixels.pixelated,
    unseen.hidden_layer,
    unseen.outside_view,
    covered.glyph_gap,
)
"""Every channel that is tied to a place on a page, in the order in which they are asked."""
