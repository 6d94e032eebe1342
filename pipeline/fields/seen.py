"""Every name that stands in a position of some role, not only the best of each: what a check may compare with the subject's names.

Only names that are visible as a whole; a name that its label gives to somebody else (certificate holder, witness) has no role.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.fields.address import address_blocks
from pipeline.fields.letterhead import heads
from pipeline.fields.search import Found
from pipeline.model import NameSeen
from pipeline.vocabulary import FieldName

if TYPE_CHECKING:
    from pipeline.fields.assembly import Draft

__all__ = ["OTHER_PARTY", "names_seen"]

OTHER_PARTY = "other_party"
"""The role of a name that its label gives to somebody whom no field names."""
_FIELDS = frozenset(name.value for name in FieldName)
_LEAST, _MOST = 0.35, 24
_PLACES = {"after": "label", "right": "label", "below": "label", "above": "label", "legal_form": "letterhead", "authority": "letterhead"}
_ATTENTION = frozenset({"attn", "attention", "contact person", "contact name"})
_LOOKS = frozenset({"letterhead", "address"})
_LETTERHEAD_NAMES = frozenset({"client_invoice", "marketing_material", "service_profile", "hiring_proof"})
"""Kinds whose author is their holder; on the others the letterhead is an authority's or a provider's."""


def names_seen(draft: Draft) -> tuple[NameSeen, ...]:
    """The names of a draft by role, surest first, each role and spelling once."""
    best: dict[tuple[FieldName | None, str], NameSeen] = {}
    told = {(_spelled(f), f.role) for found in draft.candidates.values() for f in found if isinstance(f.value, str)}
    for found in _all(draft):
        if found.place in _LOOKS and any(name == _spelled(found) and role != found.role for name, role in told):
            continue  # its label says whose name it is
        if not isinstance(found.value, str) or found.score < _LEAST:
            continue
        if found.role == OTHER_PARTY and found.label in _ATTENTION and draft.kind.value not in _LETTERHEAD_NAMES:
            continue  # whom to write to at the holder's
        for role in _fields_of(draft, found.role):
            key = role, _spelled(found)
            if key not in best or best[key].confidence < found.score:
                confidence = round(min(0.99, found.score), 3)
                best[key] = NameSeen(role, found.value, found.page, found.box, confidence, _PLACES.get(found.place, found.place))
    return tuple(sorted(best.values(), key=lambda n: (-n.confidence, n.page, n.box.top, n.box.x0))[:_MOST])


def _spelled(found: Found) -> str:
    return " ".join(str(found.value).casefold().split())


def _fields_of(draft: Draft, role: str) -> tuple[FieldName | None, ...]:
    """The field of a role of the label files, (None,) for somebody else, nothing where the role names nobody."""
    known = draft.words.roles.get(role)
    if role == OTHER_PARTY:
        return (None,)
    if known is not None and known.value != "name":
        return ()
    if role in draft.words.subject and (role == "issuer" or role not in _FIELDS):
        return (FieldName.BUSINESS_NAME,)
    return (FieldName(role),) if role in _FIELDS else ()


def _all(draft: Draft) -> Iterator[Found]:
    for candidates in draft.candidates.values():
        yield from candidates
    yield from draft.chosen.values()
    if not draft.pages or not draft.words.subject:
        return
    subject = draft.words.subject[0]
    first = draft.pages[0]
    if draft.kind.value in _LETTERHEAD_NAMES:
        yield from heads(first, subject)
    for block in address_blocks(first):
        # On an invoice an address is the sender's or the payer's: it speaks for neither.
        yield block.found(OTHER_PARTY if draft.kind.value == "client_invoice" else subject, 0.6)
