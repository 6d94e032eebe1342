"""What a check is given and what it may say: a note with its effect, or the day on which the paper stops proving anything.

A note names its sentence by key; the words are data (`pipeline/wording`), so that a check holds no prose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from pipeline.model import Absent, Box, Case, Document, Field, Money, Read, Withheld
from pipeline.policy import KindRow, Rules
from pipeline.vocabulary import FieldName, FindingCode

__all__ = ["Check", "Effect", "Inquiry", "Lapse", "Note", "Said", "about", "form_number", "is_form", "text_of"]


class Effect(StrEnum):
    """What a note does to its paper. Only a paper with nothing but `note` counts."""

    STOPS = "stops"
    """The paper does not count."""
    ASKS = "asks"
    """It does not count until one value can be seen."""
    LOOK = "look"
    """Only a person can tell; it does not count by itself."""
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Note:
    """One remark on one paper; `facts` fill the sentence that `key` names."""

    code: FindingCode
    effect: Effect
    key: str
    facts: Mapping[str, str] = field(default_factory=dict)
    page: int | None = None
    box: Box | None = None
    about: FieldName | None = None


@dataclass(frozen=True, slots=True)
class Lapse:
    """The last day on which the paper proves anything, and the key of the reason."""

    day: date
    key: str


Said = Note | Lapse


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One paper, the case it belongs to, and the rules of the day. `linked` are trade names proven by a dba registration."""

    document: Document
    sent: date
    today: date
    case: Case
    rules: Rules
    row: KindRow
    linked: tuple[str, ...] = ()

    def field(self, name: FieldName) -> Field:
        return self.document.field(name)

    def first_read(self, names: Iterable[FieldName]) -> tuple[FieldName, Read] | None:
        """The first of `names` that could be read."""
        for name in names:
            match self.document.field(name):
                case Read() as found:
                    return name, found
                case Withheld() | Absent():
                    continue
        return None


Check = Callable[[Inquiry], Iterable[Said]]


def about(name: FieldName, value: Field) -> dict[str, Any]:
    """The place of a fact, as keyword arguments of `Note`."""
    match value:
        case Read(page=page, box=box) | Withheld(page=page, box=box):
            return {"about": name, "page": page, "box": box}
        case Absent():
            return {"about": name}


def text_of(read: Read) -> str:
    """A visible value as people write it."""
    match read.value:
        case Money(amount, currency):
            return f"{amount} {currency}" if currency else str(amount)
        case date() as day:
            return day.isoformat()
        case str() as text:
            return " ".join(text.split())


def is_form(read: Read, numbers: Iterable[str]) -> bool:
    """Whether a fact names one of these forms: "IRS Form 1120-S" is "1120S"."""
    return form_number(text_of(read)) in {number.upper() for number in numbers}


def form_number(text: str) -> str:
    """A form's number without what stands around it: "IRS Form 1120-S" → "1120S"."""
    return "".join(sign for sign in text.upper().removeprefix("IRS").strip().removeprefix("FORM") if sign.isalnum())
