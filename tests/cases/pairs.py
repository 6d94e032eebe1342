"""The pairs: a case in which a code is said, and a twin that differs in one thing and in which it is not.

`row` names the kind whose row of the kinds table the pair is about. Codes whose twin does not qualify say so with `twin`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from pipeline.model import Case, Engagement, Money, PlatformStanding, Segment, Task
from pipeline.vocabulary import DocumentStatus, FindingCode, Grade, Kind, VerdictKind
from tests.cases.build import (
    ABSENT,
    CLIENT,
    ENTITY,
    HIDDEN,
    PERSON,
    TODAY,
    TRADE,
    alone,
    case,
    companion,
    d,
    fact,
    name_seen,
    paper,
    renamed,
)

C, K = FindingCode, Kind
QUALIFIES, MORE, OUT = VerdictKind.QUALIFIES, VerdictKind.NEEDS_MORE_INFO, VerdictKind.OUT_OF_SCOPE


@dataclass(frozen=True)
class Pair:
    """`fails` says `code` (of `paper.pdf` where `of_paper`), `passes` does not; the verdicts are `outcome` and `twin`."""

    name: str
    code: FindingCode
    fails: Case
    passes: Case
    row: Kind | None = None
    outcome: VerdictKind = MORE
    twin: VerdictKind = QUALIFIES
    of_paper: bool = True
    policy: tuple[tuple[str, str], ...] = ()
    """Changes to the text of the policy that ships."""
    today: date = TODAY


def row(kind: Kind, name: str, code: FindingCode, fails: dict[str, Any], passes: dict[str, Any] | None = None, **more: Any) -> Pair:
    return Pair(f"{kind.value}: {name}", code, alone(kind, **fails), alone(kind, **(passes or {})), kind, **more)


def evidence(name: str, code: FindingCode, fails: dict[str, Any], passes: dict[str, Any], **more: Any) -> Pair:
    """Something of the case that is shown and decides nothing."""
    papers = (paper(K.TAX_ID_NOTICE, "paper.pdf"), companion(K.TAX_ID_NOTICE))
    return Pair(name, code, case(*papers, **fails), case(*papers, **passes), outcome=more.pop("outcome", QUALIFIES), of_paper=False, **more)


def usd(amount: str, currency: str = "USD") -> Money:
    return Money(Decimal(amount), currency)


STATEMENT: dict[str, Any] = {
    "platform": "Upwork",
    "gross_earnings": usd("1000.00"),
    "service_fee": usd("150.01"),
    "net_earnings": usd("850.00"),
}
SOMEBODY = "Helena Quist"
OTHER_FIRM = "Bramble Works Ltd"

HOLDERS: dict[Kind, str] = {
    K.BUSINESS_LICENSE: "business_name",
    K.ENTITY_REGISTRATION: "business_name",
    K.SELF_EMPLOYMENT_REGISTRATION: "person_name",
    K.DBA_REGISTRATION: "person_name",
    K.TAX_ID_NOTICE: "business_name",
    K.MARKETING_MATERIAL: "business_name",
    K.SERVICE_PROFILE: "person_name",
    K.LIABILITY_INSURANCE: "insured",
    K.OTHER_INSURANCE: "insured",
    K.CLIENT_INVOICE: "business_name",
    K.SCHEDULE_C: "person_name",
    K.BUSINESS_TAX_RETURN: "business_name",
    K.PROFESSIONAL_CERTIFICATION: "person_name",
    K.OFFICE_LEASE: "tenant",
    K.COWORKING_MEMBERSHIP: "tenant",
    K.HIRING_PROOF: "hirer",
}

NAMES = [
    pair
    for kind, holder in HOLDERS.items()
    for pair in (
        row(kind, "names somebody else", C.NAME_DIFFERENT, {holder: OTHER_FIRM if holder != "person_name" else SOMEBODY}),
        row(kind, "name is close", C.NAME_SIMILAR, {holder: "Mila Tanaka"}, {holder: PERSON}),
        row(kind, "name blacked out", C.FIELD_WITHHELD, {holder: HIDDEN}),
        row(kind, "name missing", C.FIELD_ABSENT, {holder: ABSENT}),
    )
    if not (kind is K.ENTITY_REGISTRATION and pair.code is C.NAME_SIMILAR)
]

FACTS = [
    row(K.BUSINESS_LICENSE, "dates blacked out", C.FIELD_WITHHELD, {"expiry_date": HIDDEN}),
    row(K.BUSINESS_LICENSE, "no date at all", C.FIELD_ABSENT, {"expiry_date": ABSENT, "issue_date": ABSENT}, {"expiry_date": ABSENT}),
    row(K.BUSINESS_LICENSE, "issuer missing, noted only", C.FIELD_ABSENT, {"issuer": ABSENT}, outcome=QUALIFIES),
    row(
        K.BUSINESS_LICENSE,
        "issuer missing on a paper of unsure kind",
        C.FIELD_ABSENT,
        {"issuer": ABSENT, "grade": Grade.MEDIUM},
        {"grade": Grade.MEDIUM},
    ),
    row(K.ENTITY_REGISTRATION, "jurisdiction blacked out", C.FIELD_WITHHELD, {"jurisdiction": HIDDEN}),
    row(K.ENTITY_REGISTRATION, "status blacked out", C.FIELD_WITHHELD, {"entity_status": HIDDEN}, {"entity_status": ABSENT}),
    row(K.SELF_EMPLOYMENT_REGISTRATION, "authority blacked out", C.FIELD_WITHHELD, {"issuer": HIDDEN}),
    row(K.DBA_REGISTRATION, "trade name blacked out", C.FIELD_WITHHELD, {"trade_name": HIDDEN}),
    row(K.DBA_REGISTRATION, "trade name missing", C.FIELD_ABSENT, {"trade_name": ABSENT}),
    row(K.TAX_ID_NOTICE, "number blacked out", C.FIELD_WITHHELD, {"tax_id": HIDDEN}, {"tax_id": "**-***4321"}),
    row(K.TAX_ID_NOTICE, "three digits to see", C.FIELD_WITHHELD, {"tax_id": "XX-XXXX321"}, {"tax_id": "XX-XXX4321"}),
    row(K.TAX_ID_NOTICE, "number missing", C.FIELD_ABSENT, {"tax_id": ABSENT}),
    row(K.SERVICE_PROFILE, "site blacked out", C.FIELD_WITHHELD, {"platform": HIDDEN}),
    row(K.LIABILITY_INSURANCE, "expiry blacked out", C.FIELD_WITHHELD, {"expiry_date": HIDDEN}),
    row(K.LIABILITY_INSURANCE, "start missing", C.FIELD_ABSENT, {"effective_date": ABSENT}),
    row(
        K.OTHER_INSURANCE, "period missing", C.FIELD_ABSENT, {"expiry_date": ABSENT}, {"expiry_date": ABSENT, "period_end": d("2026-12-31")}
    ),
    row(K.OTHER_INSURANCE, "start blacked out", C.FIELD_WITHHELD, {"effective_date": HIDDEN}, {"effective_date": ABSENT}),
    row(K.CLIENT_INVOICE, "client blacked out", C.FIELD_WITHHELD, {"bill_to": HIDDEN}, {"total": HIDDEN}),
    row(K.CLIENT_INVOICE, "date missing", C.FIELD_ABSENT, {"issue_date": ABSENT}),
    row(K.SCHEDULE_C, "year missing", C.FIELD_ABSENT, {"tax_year": ABSENT}, {"tax_year": ABSENT, "period_end": d("2025-12-31")}),
    row(K.BUSINESS_TAX_RETURN, "form blacked out", C.FIELD_WITHHELD, {"form": HIDDEN}),
    row(K.BUSINESS_TAX_RETURN, "year blacked out", C.FIELD_WITHHELD, {"tax_year": HIDDEN}),
    row(K.PROFESSIONAL_CERTIFICATION, "expiry blacked out", C.FIELD_WITHHELD, {"expiry_date": HIDDEN}, {"expiry_date": ABSENT}),
    row(K.OFFICE_LEASE, "end blacked out", C.FIELD_WITHHELD, {"expiry_date": HIDDEN}),
    row(K.OFFICE_LEASE, "end missing", C.FIELD_ABSENT, {"expiry_date": ABSENT}),
    row(
        K.COWORKING_MEMBERSHIP, "no date at all", C.FIELD_ABSENT, {"expiry_date": ABSENT, "effective_date": ABSENT}, {"expiry_date": ABSENT}
    ),
    row(K.HIRING_PROOF, "one hired is missing", C.FIELD_ABSENT, {"hired": ABSENT}),
    row(K.HIRING_PROOF, "a return on nobody", C.FIELD_ABSENT, {"hired": "0 employees"}),
    row(
        K.HIRING_PROOF,
        "one hired is missing, but for an employer's own return",
        C.FIELD_ABSENT,
        {"hired": ABSENT, "form": "1099-NEC"},
        {"hired": ABSENT, "form": "Form 941"},
    ),
    row(
        K.HIRING_PROOF,
        "one hired is blacked out on an employer's own return",
        C.FIELD_WITHHELD,
        {"hired": HIDDEN, "form": "941"},
        {"form": "941"},
    ),
    row(K.HIRING_PROOF, "no date", C.FIELD_ABSENT, {"issue_date": ABSENT}, {"issue_date": ABSENT, "tax_year": "2025"}),
    row(K.HIRING_PROOF, "date blacked out", C.FIELD_WITHHELD, {"issue_date": HIDDEN}),
]

DATES = [
    row(K.BUSINESS_LICENSE, "ran out yesterday", C.EXPIRED, {"expiry_date": d("2026-11-20")}, {"expiry_date": TODAY}),
    row(
        K.BUSINESS_LICENSE,
        "no expiry, issued long ago",
        C.FIELD_ABSENT,
        {"expiry_date": ABSENT, "issue_date": d("2021-11-20")},
        {"expiry_date": ABSENT, "issue_date": d("2021-11-21")},
    ),
    row(K.SELF_EMPLOYMENT_REGISTRATION, "ran out", C.EXPIRED, {"expiry_date": d("2026-11-20")}, {"expiry_date": TODAY}),
    row(K.DBA_REGISTRATION, "ran out", C.EXPIRED, {"expiry_date": d("2026-11-20")}, {"expiry_date": TODAY}),
    row(K.LIABILITY_INSURANCE, "ran out yesterday", C.EXPIRED, {"expiry_date": d("2026-11-20")}, {"expiry_date": TODAY}),
    row(K.LIABILITY_INSURANCE, "begins tomorrow", C.NOT_YET_IN_FORCE, {"effective_date": d("2026-11-22")}, {"effective_date": TODAY}),
    row(
        K.LIABILITY_INSURANCE,
        "ends before it begins",
        C.LOW_CONFIDENCE_TEXT,
        {
            "effective_date": (d("2026-10-10"), d("2026-11-10")),
            "expiry_date": (d("2026-11-21"), d("2026-12-12")),
            "findings": [C.LOW_CONFIDENCE_TEXT],
        },
        {"effective_date": d("2026-10-10"), "expiry_date": d("2026-11-21")},
        outcome=QUALIFIES,
    ),
    row(K.OTHER_INSURANCE, "ran out", C.EXPIRED, {"expiry_date": d("2026-11-20")}, {"expiry_date": TODAY}),
    row(K.OTHER_INSURANCE, "begins tomorrow", C.NOT_YET_IN_FORCE, {"effective_date": d("2026-11-22")}, {"effective_date": TODAY}),
    row(K.CLIENT_INVOICE, "a day too old", C.INVOICE_TOO_OLD, {"issue_date": d("2025-11-20")}, {"issue_date": d("2025-11-21")}),
    row(K.CLIENT_INVOICE, "dated tomorrow", C.DATE_IN_FUTURE, {"issue_date": d("2026-11-22")}, {"issue_date": TODAY}),
    row(
        K.CLIENT_INVOICE,
        "dated after it was sent",
        C.DATE_IN_FUTURE,
        {"issue_date": d("2026-11-10"), "uploaded": d("2026-11-09")},
        {"issue_date": d("2026-11-10"), "uploaded": d("2026-11-10")},
    ),
    row(
        K.CLIENT_INVOICE,
        "day and month both ways",
        C.DATE_AMBIGUOUS,
        {"issue_date": (d("2025-12-10"), d("2025-10-12"))},
        {"issue_date": (d("2026-02-03"), d("2026-03-02"))},
    ),
    row(K.CLIENT_INVOICE, "date hardly readable", C.LOW_CONFIDENCE_TEXT, {"issue_date": "June"}),
    row(
        K.BUSINESS_LICENSE,
        "issue date in the future",
        C.DATE_IN_FUTURE,
        {"issue_date": d("2026-12-01")},
        {"issue_date": (d("2026-12-01"), d("2026-01-12"))},
    ),
    row(
        K.BUSINESS_LICENSE,
        "issue date decides, and can be read both ways",
        C.DATE_AMBIGUOUS,
        {"expiry_date": ABSENT, "issue_date": (d("2026-12-01"), d("2026-01-12"))},
        {"expiry_date": ABSENT, "issue_date": (d("2026-02-01"), d("2026-01-02"))},
    ),
    row(K.SCHEDULE_C, "year to come", C.TAX_YEAR_IMPLAUSIBLE, {"tax_year": "2027"}),
    row(K.SCHEDULE_C, "year not over", C.TAX_YEAR_IMPLAUSIBLE, {"tax_year": "2026"}),
    row(K.SCHEDULE_C, "year too long ago", C.TAX_YEAR_IMPLAUSIBLE, {"tax_year": "2022"}, {"tax_year": "2023"}),
    row(K.SCHEDULE_C, "split year", C.TAX_YEAR_IMPLAUSIBLE, {"tax_year": "2021-22"}, {"tax_year": "2022-23"}),
    row(K.SCHEDULE_C, "year not made out", C.LOW_CONFIDENCE_TEXT, {"tax_year": "20Z5"}),
    row(K.BUSINESS_TAX_RETURN, "year too long ago", C.TAX_YEAR_IMPLAUSIBLE, {"tax_year": "2022"}, {"tax_year": "2023"}),
    row(K.PROFESSIONAL_CERTIFICATION, "ran out", C.EXPIRED, {"expiry_date": d("2026-11-20")}, {"expiry_date": TODAY}),
    row(K.OFFICE_LEASE, "term is over", C.EXPIRED, {"expiry_date": d("2026-11-20")}, {"expiry_date": TODAY}),
    row(K.OFFICE_LEASE, "term has not begun", C.NOT_YET_IN_FORCE, {"effective_date": d("2026-12-01")}),
    row(K.COWORKING_MEMBERSHIP, "term is over", C.EXPIRED, {"expiry_date": d("2026-11-20")}, {"expiry_date": TODAY}),
    row(
        K.COWORKING_MEMBERSHIP,
        "no end, begun long ago",
        C.FIELD_ABSENT,
        {"expiry_date": ABSENT, "effective_date": d("2025-11-20")},
        {"expiry_date": ABSENT, "effective_date": d("2025-11-21")},
    ),
    row(K.HIRING_PROOF, "too long ago", C.EXPIRED, {"issue_date": d("2025-11-20")}, {"issue_date": d("2025-11-21")}),
]

SIDES = [
    row(
        K.TAX_ID_NOTICE,
        "own name may stand under the blackout",
        C.FIELD_WITHHELD,
        {"business_name": HIDDEN, "person_name": SOMEBODY},
        {"business_name": HIDDEN, "person_name": PERSON},
    ),
    row(K.CLIENT_INVOICE, "billed to the marketplace", C.BILL_TO_NOT_A_CLIENT, {"bill_to": "Upwork Global Inc."}),
    row(K.CLIENT_INVOICE, "billed to the talent group", C.BILL_TO_NOT_A_CLIENT, {"bill_to": "UTG"}),
    row(
        K.CLIENT_INVOICE,
        "billed to the marketplace's former name",
        C.BILL_TO_NOT_A_CLIENT,
        {"bill_to": "Elance-oDesk, Inc."},
        {"bill_to": "Elan Desks, Inc."},
    ),
    row(K.CLIENT_INVOICE, "billed to the engaging client", C.BILL_TO_NOT_A_CLIENT, {"bill_to": "Harrow and Finch, Inc."}),
    Pair(
        "client_invoice: engaging client known from the contract's name only",
        C.BILL_TO_NOT_A_CLIENT,
        case(
            paper(K.CLIENT_INVOICE, "paper.pdf", bill_to=CLIENT),
            companion(K.CLIENT_INVOICE),
            engagement=Engagement("e-1", f"Upwork Talent Group / {CLIENT}"),
        ),
        case(
            paper(K.CLIENT_INVOICE, "paper.pdf", bill_to=CLIENT),
            companion(K.CLIENT_INVOICE),
            engagement=Engagement("e-1", "Upwork Talent Group / Someone Else Inc"),
        ),
        K.CLIENT_INVOICE,
    ),
    row(K.CLIENT_INVOICE, "billed to the freelancer", C.BILLED_TO_SELF, {"bill_to": PERSON}),
    *(
        row(
            K.CLIENT_INVOICE,
            f"another name taken for the holder's: {name}",
            C.NAME_DIFFERENT,
            {"business_name": fact(OTHER_FIRM, 0.7), "seen": fails},
            {"business_name": fact(OTHER_FIRM, 0.7), "seen": [name_seen(ENTITY, "business_name"), name_seen(OTHER_FIRM, "bill_to", 0.7)]},
        )
        for name, fails in {
            "it is nobody else's": [name_seen(ENTITY, "business_name"), name_seen(OTHER_FIRM, "business_name")],
            "it is the client's, but less surely": [name_seen(ENTITY, "business_name"), name_seen(OTHER_FIRM, "bill_to", 0.69)],
            "the own one is somebody's, too": [
                name_seen(ENTITY, "business_name"),
                name_seen(ENTITY, None, 0.5),
                name_seen(OTHER_FIRM, "bill_to"),
            ],
            "the own one is not there": [name_seen(SOMEBODY, "business_name"), name_seen(OTHER_FIRM, "bill_to")],
            "none is seen": [],
        }.items()
    ),
    *(
        row(
            K.CLIENT_INVOICE,
            f"a label taken for the holder, {name}",
            C.NAME_DIFFERENT,
            {"business_name": "Nome", "bill_to": client, "seen": [name_seen(ENTITY, "business_name")]},
            {"business_name": "Nome", "bill_to": fact("Oakline", 0.8), "seen": [name_seen(ENTITY, "business_name")]},
        )
        for name, client in {
            "the client not sure": fact("Oakline", 0.79),
            "the client a label": "Cliente",
            "the client close to the own name": "Tanaka Type Works",
            "the client blacked out": HIDDEN,
        }.items()
    ),
    row(
        K.CLIENT_INVOICE,
        "a given name taken for the holder",
        C.NAME_DIFFERENT,
        {"business_name": "Mila", "seen": [name_seen(ENTITY, "business_name")]},
        {"business_name": "Mira", "seen": [name_seen(ENTITY, "business_name")]},
    ),
    row(
        K.CLIENT_INVOICE,
        "one name read for both parties",
        C.BILL_TO_UNCLEAR,
        {"business_name": "Oakline GmbH", "person_name": PERSON},
        {"business_name": ENTITY, "person_name": PERSON},
    ),
    row(
        K.DBA_REGISTRATION,
        "the holder not found in its field, but in its place",
        C.FIELD_ABSENT,
        {"person_name": ABSENT, "seen": [name_seen(SOMEBODY, "person_name")]},
        {"person_name": ABSENT, "seen": [name_seen(PERSON, "person_name")]},
    ),
    row(
        K.DBA_REGISTRATION,
        "the holder blacked out, its name elsewhere",
        C.FIELD_WITHHELD,
        {"person_name": HIDDEN, "seen": [name_seen(PERSON, "person_name")]},
        {"person_name": PERSON, "seen": [name_seen(PERSON, "person_name")]},
    ),
    row(
        K.LIABILITY_INSURANCE,
        "the insured not found in its field",
        C.FIELD_ABSENT,
        {"insured": ABSENT, "seen": [name_seen(ENTITY, "business_name")]},
        {"insured": ABSENT, "seen": [name_seen(ENTITY, "insured"), name_seen(ENTITY, "business_name")]},
    ),
    row(
        K.ENTITY_REGISTRATION,
        "a status that is not known",
        C.REVIEWER_MUST_LOOK,
        {"entity_status": "Datenbank"},
        {"entity_status": "Data de Início da Situação"},
    ),
    row(
        K.CLIENT_INVOICE,
        "a label taken for the holder",
        C.NAME_DIFFERENT,
        {"business_name": "Invoice no", "seen": [name_seen(ENTITY, "business_name", 0.49)]},
        {"business_name": "Invoice no", "seen": [name_seen(ENTITY, "business_name", 0.5)]},
    ),
    row(
        K.CLIENT_INVOICE,
        "the own name stands where the client's belongs",
        C.REVIEWER_MUST_LOOK,
        {"business_name": fact(ENTITY, 0.7), "seen": [name_seen(ENTITY, "bill_to", 0.71)]},
        {"business_name": fact(ENTITY, 0.7), "seen": [name_seen(ENTITY, "bill_to", 0.7)]},
    ),
    row(
        K.LIABILITY_INSURANCE,
        "the own name stands where the certificate holder's belongs",
        C.REVIEWER_MUST_LOOK,
        {"insured": fact(ENTITY, 0.7), "seen": [name_seen(ENTITY, None, 0.9)]},
        {"insured": fact(ENTITY, 0.7), "seen": [name_seen(ENTITY, None, 0.9, "address"), name_seen(SOMEBODY, None, 0.9)]},
    ),
    *(
        row(
            K.MARKETING_MATERIAL,
            f"the person beside {name}",
            C.NAME_SIMILAR,
            {"person_name": PERSON, "business_name": name},
            {"person_name": PERSON, "business_name": "Tanaka Transcription"},
        )
        for name in ("Bramble Works", "Tanaka Transcription Inc", "Mira Transcription", "Tanaka Bramble")
    ),
    row(K.CLIENT_INVOICE, "a label read as the client", C.BILL_TO_UNCLEAR, {"bill_to": "FRO M"}, {"bill_to": "Frome Press"}),
    row(
        K.CLIENT_INVOICE, "the client hardly read", C.BILL_TO_UNCLEAR, {"bill_to": fact("Oakline", 0.49)}, {"bill_to": fact("Oakline", 0.5)}
    ),
    row(
        K.CLIENT_INVOICE,
        "initials, where issuers print names in full",
        C.NAME_SIMILAR,
        {"business_name": "M Tanaka"},
        {"business_name": "Mira Tanaka"},
    ),
    row(
        K.SELF_EMPLOYMENT_REGISTRATION,
        "initials, where the office prints them",
        C.NAME_DIFFERENT,
        {"person_name": "N Tanaka"},
        {"person_name": "Mr M Tanaka"},
    ),
    row(
        K.TAX_ID_NOTICE,
        "a member's name behind another firm's",
        C.NAME_SIMILAR,
        {"business_name": "Bramble Works LLC Mira Tanaka Sole Mbr"},
        {"business_name": "Tanaka Type LLC Mira Tanaka Sole Mbr"},
    ),
    row(K.CLIENT_INVOICE, "client's name is close to the engaging client's", C.BILL_TO_UNCLEAR, {"bill_to": "Harrow & Finch Design Ltd"}),
    row(
        K.HIRING_PROOF,
        "the freelancer was hired",
        C.WRONG_DIRECTION,
        {"hirer": OTHER_FIRM, "hired": PERSON},
        {"hirer": PERSON, "hired": OTHER_FIRM},
    ),
    row(K.HIRING_PROOF, "the one hired is close", C.NAME_SIMILAR, {"hired": "Mila Tanaka"}),
    row(K.OFFICE_LEASE, "the freelancer lets the place", C.WRONG_DIRECTION, {"landlord": PERSON}),
    row(K.COWORKING_MEMBERSHIP, "the freelancer provides the place", C.WRONG_DIRECTION, {"landlord": ENTITY}),
    row(K.SERVICE_PROFILE, "profile on the marketplace", C.HOME_PLATFORM_PROFILE, {"platform": "Upwork"}),
    row(K.PROFESSIONAL_CERTIFICATION, "names the firm", C.NAME_SIMILAR, {"person_name": ABSENT, "business_name": ENTITY}),
    row(
        K.CLIENT_INVOICE,
        "own name, another firm's paper",
        C.NAME_SIMILAR,
        {"business_name": OTHER_FIRM, "person_name": PERSON},
        {"business_name": ENTITY, "person_name": PERSON},
    ),
    Pair(
        "entity_registration: a trade name with another legal form",
        C.NAME_SIMILAR,
        replace(alone(K.LIABILITY_INSURANCE, insured=f"{TRADE} Inc."), freelancer=renamed(trade_names=(TRADE,))),
        replace(alone(K.LIABILITY_INSURANCE, insured=TRADE), freelancer=renamed(trade_names=(TRADE,))),
        K.LIABILITY_INSURANCE,
    ),
    row(
        K.CLIENT_INVOICE,
        "own name with a company's form behind the trade",
        C.NAME_SIMILAR,
        {"business_name": f"{PERSON} Lettering LLC"},
        {"business_name": f"{PERSON} Lettering"},
    ),
    row(
        K.CLIENT_INVOICE,
        "own name with a name behind it",
        C.NAME_SIMILAR,
        {"business_name": f"{PERSON} Okafor"},
        {"business_name": f"{PERSON} Design & Illustration"},
    ),
    row(
        K.LIABILITY_INSURANCE,
        "a one-person business of somebody else",
        C.NAME_DIFFERENT,
        {"insured": "Studio Airone di Quist Helena"},
        {"insured": "Studio Airone di Tanaka Mira"},
    ),
    row(
        K.OFFICE_LEASE,
        "an address behind another name",
        C.NAME_DIFFERENT,
        {"tenant": "Quay Estates KG, Kaiserallee 4"},
        {"tenant": f"{ENTITY}, Kaiserallee 4"},
    ),
    row(
        K.LIABILITY_INSURANCE,
        "a label before the name",
        C.NAME_DIFFERENT,
        {"insured": "Insured: Bramble Works Ltd"},
        {"insured": f"Insured: {ENTITY}"},
    ),
    row(
        K.TAX_ID_NOTICE,
        "own name, unknown company",
        C.NAME_SIMILAR,
        {"business_name": OTHER_FIRM, "person_name": PERSON},
        {"business_name": TRADE, "person_name": PERSON},
    ),
]

STATUS = [
    row(K.ENTITY_REGISTRATION, "dissolved", C.INACTIVE_ENTITY, {"entity_status": "Voluntarily dissolved"}),
    row(
        K.ENTITY_REGISTRATION,
        "not in good standing",
        C.INACTIVE_ENTITY,
        {"entity_status": "Active - Not in good standing"},
        {"entity_status": "Active - In good standing"},
    ),
    row(
        K.ENTITY_REGISTRATION,
        "articles that were not filed",
        C.NOT_FILED,
        {"registration_number": ABSENT, "entity_status": ABSENT, "issue_date": ABSENT, "issuer": "State of California"},
        {"registration_number": HIDDEN, "entity_status": ABSENT, "issue_date": ABSENT, "issuer": "State of California"},
    ),
    row(
        K.ENTITY_REGISTRATION,
        "an agreement among members",
        C.NOT_FILED,
        {"registration_number": ABSENT, "entity_status": ABSENT},
        {"registration_number": ABSENT, "entity_status": ABSENT, "issuer": "State of California"},
    ),
    row(K.ENTITY_REGISTRATION, "status not known", C.REVIEWER_MUST_LOOK, {"entity_status": "Code 7"}, {"entity_status": ABSENT}),
    row(K.BUSINESS_TAX_RETURN, "foreign form", C.REVIEWER_MUST_LOOK, {"form": "CT600"}, {"form": "Form 1065"}),
    row(
        K.SCHEDULE_C,
        "a year that is over in April on British forms alone",
        C.TAX_YEAR_IMPLAUSIBLE,
        {"tax_year": str(TODAY.year), "form": "Schedule C"},
        {"tax_year": str(TODAY.year), "form": "SA103F"},
    ),
    row(K.TAX_ID_NOTICE, "filled in by its holder", C.REVIEWER_MUST_LOOK, {"form": "W-9"}, {"form": "CP 575 A"}),
    *(
        row(kind, "a status that has ended", C.INACTIVE_ENTITY, {"entity_status": "Revoked"}, {"entity_status": "Active"})
        for kind in (K.PROFESSIONAL_CERTIFICATION, K.LIABILITY_INSURANCE, K.OTHER_INSURANCE)
    ),
    row(K.TAX_ID_NOTICE, "no such prefix", C.TAX_ID_IMPLAUSIBLE, {"tax_id": "00-1234567"}, {"tax_id": "12-3456789"}),
    Pair(
        "self_employment_registration: check digits are wrong",
        C.TAX_ID_IMPLAUSIBLE,
        replace(alone(K.SELF_EMPLOYMENT_REGISTRATION, tax_id="51 824 753 557"), freelancer=renamed(country="AU", region=None)),
        replace(alone(K.SELF_EMPLOYMENT_REGISTRATION, tax_id="51 824 753 556"), freelancer=renamed(country="AU", region=None)),
        K.SELF_EMPLOYMENT_REGISTRATION,
    ),
    Pair(
        "schedule_c: another EIN",
        C.TAX_ID_MISMATCH,
        case(paper(K.SCHEDULE_C, "paper.pdf", tax_id="12-3456780"), paper(K.TAX_ID_NOTICE, "notice.pdf", tax_id="XX-XXX6789")),
        case(paper(K.SCHEDULE_C, "paper.pdf", tax_id="12-3456789"), paper(K.TAX_ID_NOTICE, "notice.pdf", tax_id="XX-XXX6789")),
        K.SCHEDULE_C,
    ),
]

PAPERS = [
    *(
        row(kind, code.value, code, {"findings": [code]})
        for kind, code in (
            (K.SCHEDULE_C, C.BLANK_FORM),
            (K.ENTITY_REGISTRATION, C.BLANK_FORM),
            (K.BUSINESS_TAX_RETURN, C.DRAFT),
            (K.SELF_EMPLOYMENT_REGISTRATION, C.ENDED),
            (K.LIABILITY_INSURANCE, C.SPECIMEN),
            (K.TAX_ID_NOTICE, C.INSTRUCTIONS_PAGE),
            (K.OFFICE_LEASE, C.RESIDENTIAL_LEASE),
            (K.OFFICE_LEASE, C.NOT_SIGNED),
            (K.CLIENT_INVOICE, C.TOTALS_DISAGREE),
            (K.HIRING_PROOF, C.WRONG_DIRECTION),
        )
    ),
    *(
        row(K.CLIENT_INVOICE, f"{code.value} is a remark", code, {"findings": [code]}, outcome=QUALIFIES)
        for code in (C.LEAKY_REDACTION, C.RESIDUAL_RISK, C.PAGES_NOT_READ, C.LOW_CONFIDENCE_TEXT)
    ),
    row(K.TAX_ID_NOTICE, "file locked", C.FILE_NOT_READ, {"status": DocumentStatus.ENCRYPTED, "reason": "The file is locked."}),
    row(K.BUSINESS_LICENSE, "kind is a guess", C.UNSURE_KIND, {"grade": Grade.LOW}, {"grade": Grade.MEDIUM}),
    row(
        K.BUSINESS_LICENSE,
        "may be no proof at all",
        C.UNSURE_KIND,
        {"grade": Grade.MEDIUM, "alternatives": [(K.NOT_EVIDENCE, 0.25)]},
        {"grade": Grade.MEDIUM, "alternatives": [(K.NOT_EVIDENCE, 0.24)]},
    ),
    row(
        K.BUSINESS_LICENSE,
        "may be of the kind that is there already",
        C.UNSURE_KIND,
        {"grade": Grade.MEDIUM, "alternatives": [(K.ENTITY_REGISTRATION, 0.25)]},
        {"grade": Grade.MEDIUM, "alternatives": [(K.ENTITY_REGISTRATION, 0.24)]},
    ),
    Pair("unknown kind", C.UNKNOWN_KIND, alone(K.UNKNOWN), alone(K.TAX_ID_NOTICE), K.UNKNOWN),
    Pair("no evidence", C.NOT_EVIDENCE, alone(K.NOT_EVIDENCE), alone(K.TAX_ID_NOTICE), K.NOT_EVIDENCE),
    Pair(
        "other evidence goes to the reviewer",
        C.REVIEWER_MUST_LOOK,
        alone(K.OTHER_BUSINESS_EVIDENCE),
        alone(K.TAX_ID_NOTICE),
        K.OTHER_BUSINESS_EVIDENCE,
    ),
    *(
        Pair(
            f"earnings statement: {name}",
            C.FEE_AGREES,
            alone(K.OTHER_BUSINESS_EVIDENCE, **STATEMENT),
            alone(K.OTHER_BUSINESS_EVIDENCE, **STATEMENT | changes),
            K.OTHER_BUSINESS_EVIDENCE,
            twin=MORE,
        )
        for name, changes in {
            "another fee": {"service_fee": usd("150.02")},
            "a fee that is blacked out": {"service_fee": HIDDEN},
            "earnings that are blacked out": {"gross_earnings": HIDDEN},
            "a rest that is blacked out": {"net_earnings": HIDDEN},
            "a rest that does not fit": {"net_earnings": usd("849.97")},
            "a rest of another currency": {"net_earnings": usd("850.00", "EUR")},
            "another platform": {"platform": "Fiverr"},
            "no platform": {"platform": ABSENT},
            "no fee": {"service_fee": ABSENT},
        }.items()
    ),
    Pair(
        "earnings statement: the marketplace under a former name, another fee",
        C.FEE_AGREES,
        alone(K.OTHER_BUSINESS_EVIDENCE, **STATEMENT | {"net_earnings": ABSENT}),
        alone(K.OTHER_BUSINESS_EVIDENCE, **STATEMENT | {"platform": ABSENT, "issuer": "Elance Payments"} | {"service_fee": usd("149.98")}),
        K.OTHER_BUSINESS_EVIDENCE,
        twin=MORE,
    ),
    Pair(
        "the file's own dates, noted and never held against anyone",
        C.PROVENANCE_NOTED,
        alone(K.BUSINESS_LICENSE, findings=[C.PROVENANCE_NOTED]),
        alone(K.BUSINESS_LICENSE),
        K.BUSINESS_LICENSE,
        outcome=QUALIFIES,
    ),
    Pair(
        "kind not accepted by the policy",
        C.KIND_NOT_ACCEPTED,
        alone(K.HIRING_PROOF),
        alone(K.OFFICE_LEASE),
        K.HIRING_PROOF,
        policy=(('name = "hiring_proof"\n', 'name = "hiring_proof"\ncounts = false\n'),),
    ),
    Pair(
        "more than one paper in a file",
        C.MORE_THAN_ONE_PAPER,
        alone(K.TAX_ID_NOTICE, segments=[Segment(1, 1, K.TAX_ID_NOTICE, 0.9), Segment(2, 2, K.LIABILITY_INSURANCE, 0.9)]),
        alone(K.TAX_ID_NOTICE, segments=[Segment(1, 2, K.TAX_ID_NOTICE, 0.9)]),
        K.TAX_ID_NOTICE,
        outcome=QUALIFIES,
    ),
    Pair(
        "the same bytes twice, typed twice",
        C.DUPLICATE,
        case(paper(K.TAX_ID_NOTICE, "a.pdf", sha="1"), paper(K.BUSINESS_LICENSE, "paper.pdf", sha="1")),
        case(paper(K.TAX_ID_NOTICE, "a.pdf", sha="1"), paper(K.BUSINESS_LICENSE, "paper.pdf", sha="2")),
    ),
    Pair(
        "a scan and a photo of one paper",
        C.DUPLICATE,
        case(
            paper(K.TAX_ID_NOTICE, "a.pdf", picture="f" * 32 + "0" * 32),
            paper(K.BUSINESS_LICENSE, "paper.pdf", picture="f" * 32 + "0" * 25 + "1ffffff"),
        ),
        case(
            paper(K.TAX_ID_NOTICE, "a.pdf", picture="f" * 32 + "0" * 32),
            paper(K.BUSINESS_LICENSE, "paper.pdf", picture="f" * 32 + "0" * 25 + "3ffffff"),
        ),
    ),
    Pair(
        "one number and one date on two papers",
        C.DUPLICATE,
        case(
            paper(K.ENTITY_REGISTRATION, "a.pdf", issue_date=d("2026-01-05")),
            paper(K.BUSINESS_LICENSE, "paper.pdf", registration_number="202300112233"),
        ),
        case(
            paper(K.ENTITY_REGISTRATION, "a.pdf", issue_date=d("2026-01-05")),
            paper(K.BUSINESS_LICENSE, "paper.pdf", registration_number="202300112234"),
        ),
    ),
]

INVOICE = paper(K.CLIENT_INVOICE, "paper.pdf")
LINKED = (paper(K.DBA_REGISTRATION, "dba.pdf"), paper(K.CLIENT_INVOICE, "paper.pdf", business_name=TRADE))

CASES = [
    Pair(
        "client is not the talent group",
        C.OUT_OF_SCOPE,
        case(INVOICE, companion(K.CLIENT_INVOICE), engagement=Engagement("e-1", f"OUTGOING Mail / {CLIENT}")),
        case(INVOICE, companion(K.CLIENT_INVOICE), engagement=Engagement("e-1", f"UTG Mail / {CLIENT}")),
        outcome=OUT,
        of_paper=False,
    ),
    Pair(
        "in scope by either name",
        C.IN_SCOPE,
        case(INVOICE, companion(K.CLIENT_INVOICE), engagement=Engagement("e-1", "UPWORK TALENT GROUP INC. (Harrow)")),
        case(INVOICE, companion(K.CLIENT_INVOICE), engagement=Engagement("e-1", "Upwork Talented Group (Harrow)")),
        outcome=QUALIFIES,
        twin=OUT,
        of_paper=False,
    ),
    Pair(
        "client not known",
        C.CLIENT_UNKNOWN,
        case(INVOICE, companion(K.CLIENT_INVOICE), engagement=Engagement()),
        case(INVOICE, companion(K.CLIENT_INVOICE)),
        of_paper=False,
    ),
    Pair(
        "two kinds",
        C.TWO_KINDS_ACCEPTED,
        case(INVOICE, companion(K.CLIENT_INVOICE)),
        case(INVOICE),
        outcome=QUALIFIES,
        twin=MORE,
        of_paper=False,
    ),
    Pair("counted", C.COUNTED, alone(K.TAX_ID_NOTICE), alone(K.TAX_ID_NOTICE, business_name=OTHER_FIRM), outcome=QUALIFIES, twin=MORE),
    Pair("one kind short", C.ONE_MORE_KIND_NEEDED, case(INVOICE), case(INVOICE, companion(K.CLIENT_INVOICE)), of_paper=False),
    Pair("nothing sent", C.TWO_KINDS_NEEDED, case(), case(INVOICE, companion(K.CLIENT_INVOICE)), of_paper=False),
    Pair(
        "two of one kind",
        C.SAME_KIND_TWICE,
        case(INVOICE, paper(K.CLIENT_INVOICE, "b.pdf", invoice_number="9", bill_to="Sunfall BV")),
        case(INVOICE, paper(K.TAX_ID_NOTICE, "b.pdf")),
        of_paper=False,
    ),
    Pair(
        "two weak kinds",
        C.TWO_WEAK_KINDS,
        case(paper(K.MARKETING_MATERIAL), paper(K.SERVICE_PROFILE)),
        case(paper(K.MARKETING_MATERIAL), paper(K.SERVICE_PROFILE), INVOICE),
        K.MARKETING_MATERIAL,
        of_paper=False,
    ),
    Pair(
        "a trade name linked",
        C.NAMES_LINKED,
        case(*LINKED),
        case(LINKED[1], companion(K.CLIENT_INVOICE)),
        K.DBA_REGISTRATION,
        outcome=QUALIFIES,
        twin=MORE,
        of_paper=False,
    ),
    Pair(
        "a trade name linked by a licence with both names",
        C.NAMES_LINKED,
        case(paper(K.BUSINESS_LICENSE, trade_name=TRADE), paper(K.CLIENT_INVOICE, "paper.pdf", business_name=TRADE)),
        case(paper(K.BUSINESS_LICENSE), paper(K.CLIENT_INVOICE, "paper.pdf", business_name=TRADE)),
        K.BUSINESS_LICENSE,
        outcome=QUALIFIES,
        twin=MORE,
        of_paper=False,
    ),
    Pair(
        "tax numbers agree",
        C.TAX_IDS_AGREE,
        case(paper(K.TAX_ID_NOTICE), paper(K.SCHEDULE_C, tax_id="12-3456789")),
        case(paper(K.TAX_ID_NOTICE), paper(K.SCHEDULE_C)),
        outcome=QUALIFIES,
        of_paper=False,
    ),
    Pair(
        "payers are counted",
        C.DISTINCT_PAYERS,
        case(INVOICE, companion(K.CLIENT_INVOICE)),
        alone(K.TAX_ID_NOTICE),
        outcome=QUALIFIES,
        of_paper=False,
    ),
    Pair(
        "an end date", C.VALID_UNTIL, case(INVOICE, companion(K.CLIENT_INVOICE)), alone(K.TAX_ID_NOTICE), outcome=QUALIFIES, of_paper=False
    ),
    Pair(
        "stricter where the freelancer works",
        C.STRICTER_RULES,
        alone(K.TAX_ID_NOTICE),
        replace(alone(K.TAX_ID_NOTICE), freelancer=renamed(region="NV")),
        of_paper=False,
        policy=(
            ("[[fee]]", '[[jurisdiction]]\ncountry = "US"\nregion = "CA"\nsince = 2020-01-01\nkinds = 3\nnote = "Three kinds."\n[[fee]]'),
        ),
    ),
    evidence(
        "exclusive agency member",
        C.EXCLUSIVE_AGENCY_MEMBER,
        {"platform": PlatformStanding(agency="exclusive")},
        {"platform": PlatformStanding(agency="non_exclusive")},
    ),
    evidence("many clients", C.PLATFORM_HISTORY, {"platform": PlatformStanding(clients=10)}, {"platform": PlatformStanding(clients=9)}),
    evidence("questionnaire", C.QUESTIONNAIRE, {"questionnaire": {"own_website": True}}, {"questionnaire": {}}),
    evidence(
        "other tasks open",
        C.TASKS_OPEN,
        {"tasks": (Task("background check", False), Task("documents", False))},
        {"tasks": (Task("background check", True), Task("documents", False))},
    ),
    evidence("review overdue", C.REVIEW_OVERDUE, {"opened": d("2026-11-18")}, {"opened": d("2026-11-19")}),
]

PAIRS: list[Pair] = [*NAMES, *FACTS, *DATES, *SIDES, *STATUS, *PAPERS, *CASES]
