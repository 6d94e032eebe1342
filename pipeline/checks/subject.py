"""Whose paper is it? The names on a paper against the freelancer's (R7).

A name that is merely close is for a person to judge: it never counts by itself, and never counts against anyone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from pipeline.checks.notes import Effect, Inquiry, Note, about, text_of
from pipeline.model import Freelancer, Read, Withheld
from pipeline.names import NameMatch, best_match, has_legal_form, is_label, misread, named_after, trades_under_own_name
from pipeline.own_names import initials_of, without_roles
from pipeline.vocabulary import FieldName, FindingCode, Kind

__all__ = ["HOLDER", "named", "own_paper", "stands_elsewhere", "state_of"]

F = FieldName

HOLDER: Mapping[Kind, tuple[FieldName, ...]] = {
    Kind.BUSINESS_LICENSE: (F.BUSINESS_NAME, F.PERSON_NAME, F.TRADE_NAME),
    Kind.ENTITY_REGISTRATION: (F.BUSINESS_NAME,),
    Kind.SELF_EMPLOYMENT_REGISTRATION: (F.PERSON_NAME, F.BUSINESS_NAME),
    Kind.DBA_REGISTRATION: (F.PERSON_NAME, F.BUSINESS_NAME),
    Kind.TAX_ID_NOTICE: (F.BUSINESS_NAME, F.PERSON_NAME),
    Kind.MARKETING_MATERIAL: (F.BUSINESS_NAME, F.PERSON_NAME, F.TRADE_NAME),
    Kind.SERVICE_PROFILE: (F.PERSON_NAME, F.BUSINESS_NAME),
    Kind.LIABILITY_INSURANCE: (F.INSURED,),
    Kind.OTHER_INSURANCE: (F.INSURED,),
    Kind.CLIENT_INVOICE: (F.BUSINESS_NAME, F.PERSON_NAME, F.TRADE_NAME),
    Kind.SCHEDULE_C: (F.PERSON_NAME, F.BUSINESS_NAME),
    Kind.BUSINESS_TAX_RETURN: (F.BUSINESS_NAME,),
    Kind.PROFESSIONAL_CERTIFICATION: (F.PERSON_NAME, F.BUSINESS_NAME),
    Kind.OFFICE_LEASE: (F.TENANT,),
    Kind.COWORKING_MEMBERSHIP: (F.TENANT, F.BUSINESS_NAME, F.PERSON_NAME),
    Kind.HIRING_PROOF: (F.HIRER,),
}
"""The facts that name the holder of a paper: one of them has to be the subject's."""

OWN_NAME_SUFFICES = frozenset(
    {
        Kind.BUSINESS_LICENSE,
        Kind.SELF_EMPLOYMENT_REGISTRATION,
        Kind.DBA_REGISTRATION,
        Kind.TAX_ID_NOTICE,
        Kind.SERVICE_PROFILE,
        Kind.SCHEDULE_C,
        Kind.PROFESSIONAL_CERTIFICATION,
    }
)
"""Kinds issued to a person: beside the subject's own name, an unknown trade name does no harm (an unknown company does)."""

_SURE_ENOUGH, _CLEAR = 0.5, 0.8
_NAMES = (F.BUSINESS_NAME, F.PERSON_NAME, F.TRADE_NAME)
"""Roles that say whose name it is, and nothing of the side it stands on."""
OTHER_SIDE: Mapping[Kind, FieldName] = {Kind.OFFICE_LEASE: F.LANDLORD, Kind.COWORKING_MEMBERSHIP: F.LANDLORD}
"""The party that the subject must not be: who lets a place proves no business in it."""


def own_paper(inquiry: Inquiry) -> Iterator[Note]:
    """`name_different` or `name_similar` unless a holder's name on the paper is the subject's."""
    found = [
        (name, value, *named(inquiry, text_of(value)))
        for name in HOLDER[inquiry.document.kind]
        if isinstance(value := inquiry.field(name), Read)
    ]
    matched = [entry for entry in found if entry[2] is NameMatch.MATCH]
    hidden = next(((name, value) for name in HOLDER[inquiry.document.kind] if isinstance(value := inquiry.field(name), Withheld)), None)
    if not matched and not hidden and (elsewhere := stands_elsewhere(inquiry, found)):
        matched = [elsewhere]
        found = [*(entry for entry in found if entry[0] is not elsewhere[0]), elsewhere]
    if not found:
        return  # absent or withheld: said by facts_shown
    if not matched and hidden:  # the name may stand under the blackout: it is asked for, nothing else is concluded
        yield Note(FindingCode.FIELD_WITHHELD, Effect.ASKS, "field_withheld", {"field": hidden[0].value}, **about(*hidden))
        return
    if not matched:
        similar = [entry for entry in found if entry[2] is NameMatch.SIMILAR]
        name, value, state, own = (similar or found)[0]
        close = state is NameMatch.SIMILAR
        code, effect = (FindingCode.NAME_SIMILAR, Effect.LOOK) if close else (FindingCode.NAME_DIFFERENT, Effect.STOPS)
        yield Note(code, effect, code.value, {"name": text_of(value), "own": own or _own_name(inquiry)}, **about(name, value))
        return
    yield from _on_the_other_side(inquiry, matched)
    yield from _holder_is_the_person(inquiry, matched)
    yield from _another_business_named(inquiry, found, matched)
    other = OTHER_SIDE.get(inquiry.document.kind)
    if other and isinstance(value := inquiry.field(other), Read) and state_of(inquiry, value) is NameMatch.MATCH:
        yield Note(FindingCode.WRONG_DIRECTION, Effect.STOPS, "wrong_direction_lets", {"name": text_of(value)}, **about(other, value))


Compared = tuple[FieldName, Read, NameMatch, str | None]


def stands_elsewhere(inquiry: Inquiry, found: Sequence[Compared] = ()) -> Compared | None:
    """The subject's own name in a holder's place where no holder was found, or nobody's name: a label, or another party's.

    Never where the subject also stands in another party's place, and never against a name that may be the real holder's.
    """
    if inquiry.document.kind is Kind.CLIENT_INVOICE and not _client_is_clear(inquiry):
        return None
    holder = HOLDER.get(inquiry.document.kind, ())
    # the client is clear: an address with the subject's name is the sender's
    own_address = inquiry.document.kind is Kind.CLIENT_INVOICE
    others = [
        one
        for one in inquiry.document.names_seen
        if one.role not in {*holder, *_NAMES} and not (own_address and one.role is None and one.place == "address")
    ]
    texts = [(text_of(entry[1]), entry[1].confidence) for entry in found]
    taken = [(text, sure) for text, sure in texts if not is_label(text) and not _is_part(text, inquiry.case.freelancer)]
    if not all(any(one.value == text and one.confidence >= sure for one in others) for text, sure in taken):
        return None
    seen = [one for one in inquiry.document.names_seen if one.confidence >= _SURE_ENOUGH]
    own = [(one, name) for one in seen for state, name in (named(inquiry, one.value),) if state is NameMatch.MATCH]
    if any(one in others for one, _ in own):
        return None
    one, name = next(((one, name) for one, name in own if one.role in holder), (None, None))
    if one is None or one.role is None:
        return None
    return one.role, Read(one.value, one.page, one.box, one.confidence), NameMatch.MATCH, name


def _is_part(text: str, freelancer: Freelancer) -> bool:
    """A word or two of one of the subject's names: a given name under a signature, a firm called after its owner."""
    if freelancer.person_name and named_after(text, freelancer.person_name):
        return True
    words = set(misread(text))
    names = (freelancer.person_name, freelancer.entity_name, *freelancer.trade_names)
    return bool(words) and any(words < set(misread(name)) for name in names if name)


def _client_is_clear(inquiry: Inquiry) -> bool:
    """An invoice names two parties: a name in its head is the sender's only where it is known who pays, and that it is somebody else."""
    value = inquiry.field(F.BILL_TO)
    if not isinstance(value, Read) or value.confidence < _CLEAR or is_label(text_of(value)):
        return False
    return state_of(inquiry, value) is NameMatch.DIFFERENT


OTHER_PARTY: Mapping[Kind, FieldName | None] = {Kind.CLIENT_INVOICE: F.BILL_TO, Kind.LIABILITY_INSURANCE: None, Kind.OTHER_INSURANCE: None}
"""Kinds on which the subject may be the other party (client, certificate holder), and the place of that party's name."""


def _on_the_other_side(inquiry: Inquiry, matched: list[Compared]) -> Iterator[Note]:
    """The subject's name stands, more surely than as the holder's, where the client's or the certificate holder's belongs."""
    kind = inquiry.document.kind
    if kind not in OTHER_PARTY:
        return
    sure = max(entry[1].confidence for entry in matched)
    for one in inquiry.document.names_seen:
        surer = one.role is OTHER_PARTY[kind] and one.place == "label" and one.confidence > sure
        if surer and named(inquiry, one.value)[0] is NameMatch.MATCH:
            yield Note(FindingCode.REVIEWER_MUST_LOOK, Effect.LOOK, "also_other_party", {"name": one.value}, one.page, one.box)
            return


def _holder_is_the_person(inquiry: Inquiry, matched: list[Compared]) -> Iterator[Note]:
    """A professional certification belongs to a person, not to a firm (R12)."""
    person = inquiry.case.freelancer.person_name
    if inquiry.document.kind is Kind.PROFESSIONAL_CERTIFICATION and not any(entry[3] == person for entry in matched):
        name, value, _, _ = matched[0]
        yield Note(FindingCode.NAME_SIMILAR, Effect.LOOK, "holder_not_a_person", {"name": text_of(value)}, **about(name, value))


def _another_business_named(inquiry: Inquiry, found: list[Compared], matched: list[Compared]) -> Iterator[Note]:
    """The subject's own name beside somebody else's business: an employee's or officer's paper, perhaps."""
    business = next((entry for entry in found if entry[0] is F.BUSINESS_NAME), None)
    if business is None or business in matched:
        return
    name, value, _, _ = business
    person = inquiry.case.freelancer.person_name
    if person and named_after(text_of(value), person):
        return
    if inquiry.document.kind not in OWN_NAME_SUFFICES or has_legal_form(text_of(value)):
        yield Note(
            FindingCode.NAME_SIMILAR,
            Effect.LOOK,
            "another_business_named",
            {"name": text_of(value), "own": text_of(matched[0][1])},
            **about(name, value),
        )


def named(inquiry: Inquiry, text: str) -> tuple[NameMatch, str | None]:
    """How a name on a paper relates to the subject's names, and the one it is nearest to.

    A trade name with a legal form behind it ("Bright Pixel Inc") is a company: it matches as the subject's own entity or is for a person.
    """
    freelancer = inquiry.case.freelancer
    state, own = best_match(text, freelancer, inquiry.linked)
    by_trade_name = own not in (freelancer.person_name, freelancer.entity_name)
    if state is NameMatch.MATCH and own and by_trade_name and has_legal_form(text) and not has_legal_form(own):
        return NameMatch.SIMILAR, own
    if state is not NameMatch.MATCH and (bare := _without_surroundings(text)):
        alone, own_alone = named(inquiry, bare)
        if alone is NameMatch.MATCH:
            return alone, own_alone
    if state is NameMatch.SIMILAR and freelancer.person_name and _as_the_person(inquiry, text, freelancer.person_name):
        return NameMatch.MATCH, freelancer.person_name
    if state is not NameMatch.MATCH and (made_of := without_roles(text, freelancer, inquiry.linked)):
        return NameMatch.MATCH, made_of
    return state, own


def _as_the_person(inquiry: Inquiry, text: str, person: str) -> bool:
    """The person with their trade behind the name, or with initials on a kind of paper whose issuers print them."""
    initials = inquiry.document.kind in inquiry.rules.names.initials_suffice and initials_of(text, person)
    return initials or trades_under_own_name(text, person)


_OWNED_BY = re.compile(r"\s(?:di|inh\.?|inhaber(?:in)?|titolare|proprietor|prop\.|owner)[:\s]+(\S+(?:\s\S+){1,3})$", re.IGNORECASE)
"""A one-person business that names its owner behind its own name: "Studio Airone di Bassi Matilde", "Tuchwerk, Inh. Jana Voss"."""


def _without_surroundings(text: str) -> str | None:
    """The name without a label before it ("Raison sociale: X") or an address behind it ("X GmbH,
    Hauptstr. 4"); None where neither is there."""
    if owner := _OWNED_BY.search(text):
        return owner[1].strip()
    label, colon, name = text.rpartition(":")
    if colon and label.strip() and name.strip():
        return name.strip()
    name, comma, address = text.partition(",")
    return name.strip() if comma and name.strip() and any(sign.isdigit() for sign in address) else None


def state_of(inquiry: Inquiry, value: Read) -> NameMatch:
    """How the name in a fact relates to the subject's."""
    return named(inquiry, text_of(value))[0]


def _own_name(inquiry: Inquiry) -> str:
    freelancer = inquiry.case.freelancer
    return freelancer.entity_name or freelancer.person_name or ""
