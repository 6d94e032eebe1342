"""Words for people: one sentence per leaky region or leak, saying where it is and what to do instead, never what is there."""

from __future__ import annotations

from redaction.model import RESIDUAL, Channel, Leak, Region, Status

AGAIN = "use the redaction tool of your PDF program and save a copy, or print the page to an image and send that"
BURN = "draw a solid black box over it in an image editor, save the picture as a new PNG or JPEG, and send that"

HOW: dict[Channel, tuple[str, str]] = {
    Channel.TEXT_LAYER: ("the text under it is still in the file", AGAIN),
    Channel.SAME_COLOUR_TEXT: ("the text is only coloured like what lies behind it", AGAIN),
    Channel.IMAGE_OVERLAY: ("the text under the picture laid over it is still in the file", AGAIN),
    Channel.HIDDEN_OCR: (
        "the scan's invisible text still holds it",
        "remove the recognised text before you send the scan, or print it to an image",
    ),
    Channel.UNAPPLIED_REDACT: (
        "it is marked for redaction, but the redaction was not applied",
        "choose “Apply redactions” in your PDF program and save a copy",
    ),
    Channel.ANNOTATION_COVER: ("the cover is an annotation that anyone can move away", AGAIN),
    Channel.SEE_THROUGH: ("what is under it still shows through", "use a fully opaque black box instead of a marker"),
    Channel.IMAGE_PIXELS: ("the picture under it is still whole", BURN),
    Channel.EARLIER_REVISION: (
        "the file still contains its earlier version",
        "use “Save as” or print to a new PDF, so that no history is kept",
    ),
    Channel.HIDDEN_LAYER: ("a layer that is switched off still holds it", "flatten the layers or print to a new PDF"),
    Channel.OUTSIDE_VIEW: (
        "what was cropped or clipped away is still in the file",
        "print to a new PDF, so that only the visible part is kept",
    ),
    Channel.METADATA: ("the file's properties repeat it", "remove the document properties before you send the file"),
    Channel.OUTLINE: ("a bookmark repeats it", "remove the bookmarks or print to a new PDF"),
    Channel.ATTACHMENT: ("a file attached inside repeats it", "remove the attachments or print to a new PDF"),
    Channel.FORM_VALUE: ("a form field still holds it", "clear the field or print the form to a new PDF"),
    Channel.ACTUAL_TEXT: ("the accessibility text repeats it", "print to a new PDF"),
    Channel.LINK: ("a link under it repeats it", "remove the link or print to a new PDF"),
    Channel.SCRIPT: ("a script in the file repeats it", "print to a new PDF"),
    Channel.PAGE_THUMBNAIL: ("the page's built-in thumbnail still shows it", "print to a new PDF"),
    Channel.EXIF_THUMBNAIL: ("the picture's built-in preview still shows it", "save the picture as a new file without its metadata"),
    Channel.TRAILING_DATA: ("parts that were cut away are still in the file", "take the screenshot again or save it as a new picture"),
    Channel.HIDDEN_ALPHA: ("what was erased is only transparent", BURN),
    Channel.EXTRA_FRAME: ("another frame of the file still shows it", "send a file with that one page only"),
    Channel.PIXELATED: ("blurring or pixelation can often be undone", BURN),
    Channel.FORMER_CONTENT: (
        "the page as it was before is still stored in the file, where no program shows it",
        "print to a new PDF, so that only what is shown is kept",
    ),
    Channel.GLYPH_GAP: ("the width of the gap may hint at what was there", "make the box wider than the word, if that matters to you"),
}
"""For every channel: why the blackout does not hold, and what to do instead."""


def describe(region: Region, width: float, height: float) -> str:
    """One sentence about a leaky region of a page of that size in points, for the person who sent it. Never the value."""
    telling = [leak for leak in region.leaks if leak.channel not in RESIDUAL] or list(region.leaks)
    place = f"The blackout on page {region.page} ({where(region, width, height)})"
    if not telling:
        return f"{place} holds."
    why, instead = HOW[telling[0].channel]
    if region.status is Status.RESPECTED:
        return f"{place} holds, but {why}. Please {instead}."
    return f"{place} does not hold: {why}. Please {instead}."


def describe_leak(leak: Leak) -> str:
    """One sentence about a leak that is tied to no blackout on a page."""
    why, instead = HOW[leak.channel]
    page = f" (page {leak.page})" if leak.page else ""
    return f"Something that was taken out can still be recovered from this file{page}: {why}. Please {instead}."


def where(region: Region, width: float, height: float) -> str:
    """Place on the page in words: `top left`, `middle`, `bottom right` …"""
    x, y = region.box.centre
    row = ("top", "upper half", "middle", "lower half", "bottom")[min(4, max(0, int(5 * y / max(1.0, height))))]
    column = ("left", "", "right")[min(2, max(0, int(3 * x / max(1.0, width))))]
    return f"{row} {column}".strip()
