"""The marketplace's service fee (R40): marginal bands per client relationship, from dated rows of the policy.

An earnings statement whose fee agrees gets a supporting note; a mismatch says nothing, and a withheld term is never worked out.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from pipeline.model import Field, Money, Read
from pipeline.policy import FeeRow, load_policy

__all__ = ["fee", "statement_agrees"]

_CENT = Decimal("0.01")


def fee(earned: Decimal | int, row: FeeRow | None = None) -> Decimal:
    """The fee on what one client has paid in all, in the same currency, to the cent; `row` defaults to the latest of the package.

    Raises ValueError for a negative amount.
    """
    amount = Decimal(earned)
    if amount < 0:
        raise ValueError("earnings are not negative")
    total, below = Decimal(0), Decimal(0)
    for band in (row or _shipped()).bands:
        upper = amount if band.upto is None else min(amount, band.upto)
        total += band.rate * max(Decimal(0), upper - below)
        below = upper
    return total.quantize(_CENT, ROUND_HALF_UP)


def statement_agrees(earned: Field, charged: Field, row: FeeRow | None = None) -> bool | None:
    """Whether a statement's fee fits its earnings; None (nothing to say) where a term is withheld, absent or of another currency."""
    match earned, charged:
        case Read(value=Money(amount=gross, currency=a)), Read(value=Money(amount=taken, currency=b)) if a == b and gross >= 0:
            return abs(fee(gross, row) - abs(taken)) <= _CENT
        case _:
            return None


@lru_cache(maxsize=1)
def _shipped() -> FeeRow:
    return max(load_policy().file.fee, key=lambda row: row.since)
