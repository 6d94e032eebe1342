"""A field in a few words, for tables."""

from __future__ import annotations

from datetime import date

from pipeline.model import Field, Money, Read, Withheld


def field_text(field: Field) -> str | None:
    """The value, `blacked out`, or None where the paper does not show the fact."""
    match field:
        case Read(value=Money(amount, currency)):
            return f"{amount} {currency or ''}".strip()
        case Read(value=date() as day):
            return day.isoformat()
        case Read(value=value):
            return str(value)
        case Withheld():
            return "blacked out"
    return None
