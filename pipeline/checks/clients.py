"""The other side of a paper: whom an invoice is billed to (R4, R43), who is hired, which site a profile is on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.checks.notes import Effect, Inquiry, Note, about, text_of
from pipeline.checks.subject import state_of
from pipeline.model import Engagement, Read
from pipeline.names import NameMatch, compare_names, is_label, misread
from pipeline.vocabulary import FieldName, FindingCode

__all__ = ["billed_to_another_client", "engaging_names", "hires_and_pays", "names_marketplace", "own_profile"]

F = FieldName

_WORD = re.compile(r"[^\W_]+")
_JOINED = re.compile(
    r"\s*(?:\bc/o\b|\bvia\b|\bthrough\b|:|/|\||;|\(|\)|\s[-–—]\s|\bon behalf of\b|\bfor\b|,(?!\s*(?:inc|llc|ltd|corp|co|gmbh|s\.?a)\b))\s*",
    re.IGNORECASE,
)


def names_marketplace(text: str, names: tuple[str, ...]) -> bool:
    """Whether a word of `text` is one of the marketplace's names, former ones included, however they are parted (R4, R43)."""
    known = {word for name in names for word in misread(name)}
    words = misread(text)
    joined = {a + b for a, b in pairwise(words)} | {"".join(run) for run in _single_letters(words)}
    return not known.isdisjoint(words) or not known.isdisjoint(joined)


def _single_letters(words: list[str]) -> list[list[str]]:
    """Runs of single letters: "U. T. G."."""
    runs: list[list[str]] = [[]]
    for word in words:
        if len(word) == 1:
            runs[-1].append(word)
        elif runs[-1]:
            runs.append([])
    return runs


def engaging_names(engagement: Engagement, marketplace: tuple[str, ...]) -> tuple[str, ...]:
    """The engaging client's names: as given, and the parts of the contract's client name that are not the marketplace (R4)."""
    parts = [part.strip() for part in _JOINED.split(engagement.client_name or "") if part.strip()]
    names = [engagement.engaging_client or "", *(part for part in parts if not names_marketplace(part, marketplace))]
    return tuple(dict.fromkeys(name for name in names if len(_WORD.findall(name)) > 0))


def billed_to_another_client(inquiry: Inquiry) -> Iterator[Note]:
    """R4: the subject, the engaging client and the marketplace are no other clients; what is close to one of them is for a person."""
    value = inquiry.field(F.BILL_TO)
    if not isinstance(value, Read):
        return
    text, place = text_of(value), about(F.BILL_TO, value)
    hardly = is_label(text) or value.confidence < inquiry.rules.reading.minimum_confidence
    if hardly or (_is_sender(inquiry, text) and state_of(inquiry, value) is NameMatch.DIFFERENT):
        yield Note(FindingCode.BILL_TO_UNCLEAR, Effect.LOOK, "bill_to_hard_to_read", {"name": text}, **place)
        return
    if names_marketplace(text, inquiry.rules.marketplace.names):
        yield Note(FindingCode.BILL_TO_NOT_A_CLIENT, Effect.STOPS, "billed_to_marketplace", {"name": text}, **place)
        return
    engaging = engaging_names(inquiry.case.engagement, inquiry.rules.marketplace.names)
    client = compare_names(text, *engaging) if engaging else NameMatch.DIFFERENT
    own = state_of(inquiry, value)
    if client is NameMatch.MATCH:
        yield Note(FindingCode.BILL_TO_NOT_A_CLIENT, Effect.STOPS, "billed_to_engaging_client", {"name": text}, **place)
    elif own is NameMatch.MATCH:
        yield Note(FindingCode.BILLED_TO_SELF, Effect.STOPS, "billed_to_self", {"name": text}, **place)
    elif NameMatch.SIMILAR in (client, own):
        yield Note(FindingCode.BILL_TO_UNCLEAR, Effect.LOOK, "bill_to_unclear", {"name": text}, **place)


def _is_sender(inquiry: Inquiry, text: str) -> bool:
    """The name read as the client's was read as the sender's, too: which of the two it is cannot be told."""
    sender = inquiry.field(F.BUSINESS_NAME)
    return isinstance(sender, Read) and compare_names(text, text_of(sender)) is NameMatch.MATCH


def hires_and_pays(inquiry: Inquiry) -> Iterator[Note]:
    """`wrong_direction` where the subject is the one hired or paid (R12)."""
    value = inquiry.field(F.HIRED)
    if not isinstance(value, Read):
        return
    match state_of(inquiry, value):
        case NameMatch.MATCH:
            yield Note(FindingCode.WRONG_DIRECTION, Effect.STOPS, "wrong_direction", {"name": text_of(value)}, **about(F.HIRED, value))
        case NameMatch.SIMILAR:
            yield Note(FindingCode.NAME_SIMILAR, Effect.LOOK, "hired_similar", {"name": text_of(value)}, **about(F.HIRED, value))
        case NameMatch.DIFFERENT:
            return


def own_profile(inquiry: Inquiry) -> Iterator[Note]:
    """A profile on the home platform does not count unless the policy says so (R12)."""
    value = inquiry.field(F.PLATFORM)
    place = inquiry.rules.marketplace
    if isinstance(value, Read) and not place.home_profile_counts and names_marketplace(text_of(value), place.home_platforms):
        yield Note(
            FindingCode.HOME_PLATFORM_PROFILE,
            Effect.STOPS,
            "home_platform_profile",
            {"platform": text_of(value)},
            **about(F.PLATFORM, value),
        )
