"""Channels that are tied to the whole file: history, metadata, attachments, thumbnails, trailing bytes, further frames.

One small function each, all with the same signature, in one tuple per kind of file.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence

from redaction.examine import PageExamination
from redaction.files import echoes, history, notes, objects, pictures, strings
from redaction.files.evidence import FileEvidence
from redaction.model import Certainty, Channel, Leak

FileDetector = Callable[[FileEvidence], Iterable[Leak]]

PDF_CHANNELS: tuple[FileDetector, ...] = (
    history.earlier_revision,
    history.hidden_layer,
    echoes.metadata,
    echoes.outline,
    echoes.attachment,
    echoes.form_value,
    echoes.actual_text,
    echoes.link,
    echoes.script,
    strings.scattered,
    history.former_content,
    objects.page_thumbnail,
    objects.stray_image,
)
PICTURE_CHANNELS: tuple[FileDetector, ...] = (
    pictures.exif_thumbnail,
    pictures.trailing_data,
    pictures.hidden_alpha,
    pictures.extra_frame,
    notes.metadata,
)


def examine_file(data: bytes, media: str, pages: Sequence[PageExamination], words: Sequence[str] = ()) -> tuple[Leak, ...]:
    """Leaks of a file beyond what its pages show. `media`: pdf, png, jpeg, tiff, webp, heic or bmp. `words`: visible words known from OCR.

    A leak with a page and a box belongs to the region there (`redaction.examine.settle`). A part of the file that cannot be taken apart
    is passed over: the page channels have judged what is shown.
    """
    evidence = FileEvidence(data, media, pages, words)
    found: dict[tuple[Channel, int | None, object], Leak] = {}
    for detector in PDF_CHANNELS if media == "pdf" else PICTURE_CHANNELS:
        try:
            for leak in detector(evidence):
                key = (leak.channel, leak.page, leak.box)
                if key not in found or leak.certainty is Certainty.STRONG:
                    found[key] = leak
        except Exception as error:  # noqa: BLE001  hostile innards raise anything; nothing of them may reach a log
            logging.getLogger(__name__).info("%s could not be examined (%s)", detector.__name__, type(error).__name__)
    return tuple(found.values())
