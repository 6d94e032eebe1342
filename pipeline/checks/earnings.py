"""A platform's earnings statement: a fee that fits the marketplace's rates supports it (R40). A mismatch says nothing.

Only figures that can be seen are compared; where one of the terms is blacked out, nothing is worked out from the others (R13).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pipeline.checks.clients import names_marketplace
from pipeline.checks.notes import Effect, Inquiry, Note, about, text_of
from pipeline.fees import statement_agrees
from pipeline.model import Money, Read, Withheld
from pipeline.vocabulary import FieldName, FindingCode

__all__ = ["fee_fits"]

F = FieldName
_TERMS = (F.GROSS_EARNINGS, F.SERVICE_FEE, F.NET_EARNINGS)
_CENT = Decimal("0.01")


def fee_fits(inquiry: Inquiry) -> Iterator[Note]:
    """`fee_agrees` on a statement of the marketplace whose fee is the one of the policy's rates for its earnings."""
    gross, fee, net = (inquiry.field(name) for name in _TERMS)
    if inquiry.rules.fee is None or any(isinstance(term, Withheld) for term in (gross, fee, net)) or not _of_marketplace(inquiry):
        return
    if not isinstance(gross, Read) or not isinstance(fee, Read) or not statement_agrees(gross, fee, inquiry.rules.fee):
        return
    if isinstance(net, Read) and not _remains(gross, fee, net):
        return
    yield Note(
        FindingCode.FEE_AGREES, Effect.NOTE, "fee_agrees", {"fee": text_of(fee), "gross": text_of(gross)}, **about(F.SERVICE_FEE, fee)
    )


def _remains(gross: Read, fee: Read, net: Read) -> bool:
    match gross.value, fee.value, net.value:
        case Money(amount=earned, currency=a), Money(amount=taken), Money(amount=left, currency=b):
            return a == b and abs(earned - abs(taken) - left) <= _CENT
        case _:
            return False


def _of_marketplace(inquiry: Inquiry) -> bool:
    named = (inquiry.field(name) for name in (F.PLATFORM, F.ISSUER))
    return any(isinstance(value, Read) and names_marketplace(text_of(value), inquiry.rules.marketplace.names) for value in named)
