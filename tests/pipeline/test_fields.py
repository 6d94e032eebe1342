"""Facts of papers by kind, in pairs: what is printed is read, what is blacked out is withheld, what is missing is absent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from classifiers.kinds import Kind
from pipeline.fields import extract, extract_fields
from pipeline.identifiers import same_identifier, visible_digits
from pipeline.model import Absent, Field, Money, Read, Withheld
from pipeline.vocabulary import FieldName, FindingCode
from tests.pipeline.typed import typed

F = FieldName

INVOICE = """
    Bright Pixel LLC                         INVOICE
    12 Harbour Street                        Invoice no.   BP-2026-014
    Portland, OR 97230                       Invoice date  March 14, 2026
                                             Due date      April 13, 2026
    Bill to                 Ship to
    Acme Corporation        Acme Warehouse
    400 Main Street         9 Dock Road
    Boise, ID 83701         Reno, NV 89501

    Description             Qty    Rate        Amount
    Logo design             2      $400.00     $800.00

                                   Subtotal    $800.00
                                   Tax         $80.00
                                   Total       $880.00
"""
LICENSE = """
    CITY OF MARLOW
    BUSINESS LICENSE
    Licensee:         Bright Pixel LLC
    License number:   BL-20417
    Issue date:       January 5, 2026
    Expiration date:  January 4, 2027
"""
EIN = """
    DEPARTMENT OF THE TREASURY
    INTERNAL REVENUE SERVICE          Date of this notice:  07-22-2025
                                      Employer Identification Number:
                                      83-6679197
    BRIGHT PIXEL LLC
    961 JUNIPER AVENUE                Number of this notice:  CP 575 A
    BOSTON, MA 02151

    WE ASSIGNED YOU AN EMPLOYER IDENTIFICATION NUMBER
"""
ACORD = """
    CERTIFICATE OF LIABILITY INSURANCE
    PRODUCER                       INSURER A: Harborstone Casualty Co.
    Summit Insurance Agency
    INSURED
    Bright Pixel LLC
    12 Harbour Street
    TYPE OF INSURANCE       POLICY NUMBER    POLICY EFF    POLICY EXP    LIMITS
    GENERAL LIABILITY       CGL-784529       01/01/2026    01/01/2027    $1,000,000
    CERTIFICATE HOLDER
    Oakwood Property Management LLC
"""
SCHEDULE_C = """
    SCHEDULE C                Department of the Treasury               OMB No. 1545-0074
    (Form 1040)               Profit or Loss From Business             2025
    Name of proprietor                                 Social security number (SSN)
    Jane Doe                                           900-00-1234
    C Business name. If no separate business name, leave blank.   D Employer ID number (EIN)
    Bright Pixel                                                  27-0240633
"""
LEASE = """
    OFFICE LEASE
    This lease is made by and between Old Foundry Estates LLC, as Landlord, and Bright Pixel LLC, as Tenant, who agree:
    1. TERM. The term shall commence on August 30, 2025 and shall expire at midnight on August 29, 2027.
"""
DBA = """
    COUNTY OF MARICOSTA
    FICTITIOUS BUSINESS NAME STATEMENT
    1. Fictitious Business Name(s)
    Bright Pixel
    2. Registered owner(s)
    Jane Doe
    Filed: 03/27/2025
    Expires: 03/27/2030
"""
CONTRACT = """
    INDEPENDENT CONTRACTOR AGREEMENT
    This Agreement is made on March 7, 2026 between Bright Pixel LLC (the "Company") and Tom Castle (the "Contractor").
"""
NEC = """
    PAYER'S name, street address, city or town, state or province, country, ZIP      OMB No. 1545-0116
    Bright Pixel LLC                                                                  For calendar year
    12 Harbour Street                                                                 2025
    PAYER'S TIN               RECIPIENT'S TIN
    83-6320432                ***-**-7584
    RECIPIENT'S name
    Tom Castle
    Form 1099-NEC (Rev. January 2024)
"""
CERTIFICATE = """
                    International Board of Project Practitioners
                    This is to certify that
                    Jane Doe
                    has passed the examination
    Certificate number:  LR13-158
    Issue date:          June 3, 2025
    Expiration date:     June 2, 2028
"""
REGISTER = """
    Delaware Division of Corporations
    Entity name       Bright Pixel LLC
    File number       805324799
    Formation date    September 17, 2022
    Entity status     Good Standing
    State of formation   Delaware
"""
PROFILE = """
    www.linkedin.com/in/jane-doe
    Jane Doe
    Brand designer
"""

READ: list[tuple[Kind, str, dict[FieldName, object]]] = [
    (
        Kind.CLIENT_INVOICE,
        INVOICE,
        {
            F.BUSINESS_NAME: "Bright Pixel LLC",
            F.BILL_TO: "Acme Corporation",
            F.INVOICE_NUMBER: "BP-2026-014",
            F.ISSUE_DATE: date(2026, 3, 14),
            F.TOTAL: Money(Decimal("880.00"), "USD"),
        },
    ),
    (
        Kind.BUSINESS_LICENSE,
        LICENSE,
        {
            F.BUSINESS_NAME: "Bright Pixel LLC",
            F.REGISTRATION_NUMBER: "BL-20417",
            F.ISSUE_DATE: date(2026, 1, 5),
            F.EXPIRY_DATE: date(2027, 1, 4),
            F.ISSUER: "CITY OF MARLOW",
        },
    ),
    (
        Kind.TAX_ID_NOTICE,
        EIN,
        {F.BUSINESS_NAME: "BRIGHT PIXEL LLC", F.TAX_ID: "83-6679197", F.ISSUE_DATE: date(2025, 7, 22), F.FORM: "CP 575 A"},
    ),
    (
        Kind.LIABILITY_INSURANCE,
        ACORD,
        {
            F.INSURED: "Bright Pixel LLC",
            F.BUSINESS_NAME: "Bright Pixel LLC",
            F.INSURER: "Harborstone Casualty Co.",
            F.POLICY_NUMBER: "CGL-784529",
            F.EFFECTIVE_DATE: date(2026, 1, 1),
            F.EXPIRY_DATE: date(2027, 1, 1),
        },
    ),
    (Kind.SCHEDULE_C, SCHEDULE_C, {F.PERSON_NAME: "Jane Doe", F.BUSINESS_NAME: "Bright Pixel", F.TAX_ID: "27-0240633", F.TAX_YEAR: "2025"}),
    (
        Kind.OFFICE_LEASE,
        LEASE,
        {
            F.TENANT: "Bright Pixel LLC",
            F.LANDLORD: "Old Foundry Estates LLC",
            F.EFFECTIVE_DATE: date(2025, 8, 30),
            F.EXPIRY_DATE: date(2027, 8, 29),
        },
    ),
    (
        Kind.DBA_REGISTRATION,
        DBA,
        {F.TRADE_NAME: "Bright Pixel", F.PERSON_NAME: "Jane Doe", F.ISSUE_DATE: date(2025, 3, 27), F.EXPIRY_DATE: date(2030, 3, 27)},
    ),
    (Kind.HIRING_PROOF, CONTRACT, {F.HIRER: "Bright Pixel LLC", F.HIRED: "Tom Castle", F.ISSUE_DATE: date(2026, 3, 7)}),
    (
        Kind.HIRING_PROOF,
        NEC,
        {F.HIRER: "Bright Pixel LLC", F.HIRED: "Tom Castle", F.TAX_ID: "83-6320432", F.TAX_YEAR: "2025", F.FORM: "1099-NEC"},
    ),
    (
        Kind.PROFESSIONAL_CERTIFICATION,
        CERTIFICATE,
        {
            F.PERSON_NAME: "Jane Doe",
            F.ISSUER: "International Board of Project Practitioners",
            F.ISSUE_DATE: date(2025, 6, 3),
            F.EXPIRY_DATE: date(2028, 6, 2),
        },
    ),
    (
        Kind.ENTITY_REGISTRATION,
        REGISTER,
        {
            F.BUSINESS_NAME: "Bright Pixel LLC",
            F.REGISTRATION_NUMBER: "805324799",
            F.ENTITY_STATUS: "Good Standing",
            F.ISSUE_DATE: date(2022, 9, 17),
            F.JURISDICTION: "Delaware",
        },
    ),
    (Kind.SERVICE_PROFILE, PROFILE, {F.PERSON_NAME: "Jane Doe", F.PLATFORM: "LinkedIn"}),
]


def state(value: Field) -> object:
    return value.value if isinstance(value, Read) else type(value)


@pytest.mark.parametrize(("kind", "text", "wanted"), READ, ids=lambda v: v.value if isinstance(v, Kind) else "")
def test_what_is_printed_is_read(kind: Kind, text: str, wanted: dict[FieldName, object]) -> None:
    fields = extract_fields(kind, [typed(text)])
    assert {name: state(fields[name]) for name in wanted} == wanted
    assert set(fields) == set(FieldName)


BLACKED = [
    (kind, text, name, printed)
    for kind, text, pairs in (
        (
            Kind.CLIENT_INVOICE,
            INVOICE,
            {
                F.BILL_TO: "Acme Corporation",
                F.INVOICE_NUMBER: "BP-2026-014",
                F.ISSUE_DATE: "March 14, 2026",
                F.TOTAL: "$880.00",
                F.BUSINESS_NAME: "Bright Pixel LLC",
            },
        ),
        (
            Kind.BUSINESS_LICENSE,
            LICENSE,
            {F.BUSINESS_NAME: "Bright Pixel LLC", F.EXPIRY_DATE: "January 4, 2027", F.ISSUE_DATE: "January 5, 2026"},
        ),
        (Kind.TAX_ID_NOTICE, EIN, {F.TAX_ID: "83-6679197", F.BUSINESS_NAME: "BRIGHT PIXEL LLC"}),
        (
            Kind.LIABILITY_INSURANCE,
            ACORD,
            {F.INSURED: "Bright Pixel LLC", F.EXPIRY_DATE: "01/01/2027", F.EFFECTIVE_DATE: "01/01/2026", F.POLICY_NUMBER: "CGL-784529"},
        ),
        (Kind.SCHEDULE_C, SCHEDULE_C, {F.PERSON_NAME: "Jane Doe", F.TAX_ID: "27-0240633"}),
        (Kind.OFFICE_LEASE, LEASE, {F.TENANT: "Bright Pixel LLC", F.EXPIRY_DATE: "August 29, 2027"}),
        (Kind.DBA_REGISTRATION, DBA, {F.TRADE_NAME: "Bright Pixel", F.PERSON_NAME: "Jane Doe"}),
        (Kind.HIRING_PROOF, CONTRACT, {F.HIRER: "Bright Pixel LLC", F.HIRED: "Tom Castle"}),
        (Kind.HIRING_PROOF, NEC, {F.HIRER: "Bright Pixel LLC", F.HIRED: "Tom Castle"}),
        (Kind.PROFESSIONAL_CERTIFICATION, CERTIFICATE, {F.PERSON_NAME: "Jane Doe", F.EXPIRY_DATE: "June 2, 2028"}),
        (Kind.ENTITY_REGISTRATION, REGISTER, {F.BUSINESS_NAME: "Bright Pixel LLC", F.ENTITY_STATUS: "Good Standing"}),
        (Kind.SERVICE_PROFILE, PROFILE, {F.PERSON_NAME: "Jane Doe"}),
    )
    for name, printed in pairs.items()
]


@pytest.mark.parametrize(("kind", "text", "name", "printed"), BLACKED, ids=lambda v: v.value if isinstance(v, (Kind, FieldName)) else "")
def test_what_is_blacked_out_is_withheld(kind: Kind, text: str, name: FieldName, printed: str) -> None:
    assert text.count(printed) >= 1
    value = extract_fields(kind, [typed(text.replace(printed, "█" * len(printed)))])[name]
    assert isinstance(value, Withheld)


@pytest.mark.parametrize("kind", list(Kind))
def test_an_empty_page_has_no_facts(kind: Kind) -> None:
    assert set(map(type, extract_fields(kind, [typed("")]).values())) == {Absent}
    assert set(map(type, extract_fields(kind, []).values())) == {Absent}


def test_the_visible_end_of_a_number_is_kept_and_nothing_is_filled_in() -> None:
    fields = extract_fields(Kind.TAX_ID_NOTICE, [typed(EIN.replace("83-6679197", "XX-XXX9197"))])
    assert state(fields[F.TAX_ID]) == "**-***9197"
    covered = extract_fields(Kind.TAX_ID_NOTICE, [typed(EIN.replace("83-6679197", "██████9197"))])
    value = covered[F.TAX_ID]
    assert isinstance(value, Read)
    assert isinstance(value.value, str)
    assert (visible_digits(value.value).strip("*"), same_identifier(value.value, "83-6679197")) == ("9197", True)


def test_a_name_that_runs_into_a_blackout_is_withheld() -> None:
    fields = extract_fields(Kind.BUSINESS_LICENSE, [typed(LICENSE.replace("Bright Pixel LLC", "Bright ██████"))])
    assert isinstance(fields[F.BUSINESS_NAME], Withheld)


def test_a_hidden_total_is_never_taken_from_another_amount() -> None:
    fields = extract_fields(Kind.CLIENT_INVOICE, [typed(INVOICE.replace("$880.00", "███████"))])
    assert isinstance(fields[F.TOTAL], Withheld)


def test_bill_to_is_not_ship_to_and_the_due_date_is_not_the_date() -> None:
    only_due = INVOICE.replace("Invoice date  March 14, 2026", "")
    fields = extract_fields(Kind.CLIENT_INVOICE, [typed(only_due)])
    assert isinstance(fields[F.ISSUE_DATE], Absent)
    assert state(fields[F.BILL_TO]) == "Acme Corporation"


def test_both_readings_of_an_ambiguous_date_are_kept() -> None:
    fields = extract_fields(
        Kind.BUSINESS_LICENSE, [typed(LICENSE.replace("CITY OF MARLOW", "TRADE OFFICE").replace("January 4, 2027", "03/04/2027"))]
    )
    expiry = fields[F.EXPIRY_DATE]
    assert isinstance(expiry, Read)
    assert {expiry.value, *expiry.alternatives} == {date(2027, 3, 4), date(2027, 4, 3)}
    assert expiry.confidence < 0.9


def test_another_date_of_the_paper_settles_the_order() -> None:
    text = LICENSE.replace("January 5, 2026", "25/01/2026").replace("January 4, 2027", "03/04/2027")
    expiry = extract_fields(Kind.BUSINESS_LICENSE, [typed(text)])[F.EXPIRY_DATE]
    assert isinstance(expiry, Read)
    assert (expiry.value, expiry.alternatives) == (date(2027, 4, 3), ())


@pytest.mark.parametrize(
    ("text", "bill_to", "number", "total"),
    [
        (
            "Kestrel Studio GmbH\nRechnung an:         Rechnungsnummer: RE-2026-7\nAcme AG              Rechnungsdatum: 14.03.2026\n\n"
            "Gesamtbetrag    1.234,50 €",
            "Acme AG",
            "RE-2026-7",
            Money(Decimal("1234.50"), "EUR"),
        ),
        (
            "Atelier Corbeau SARL\nFacturé à :          Facture n° : F-2026-7\nAcme SAS             Date de facturation : 14/03/2026\n\n"
            "Total TTC    1 234,50 €",
            "Acme SAS",
            "F-2026-7",
            Money(Decimal("1234.50"), "EUR"),
        ),
        (
            "Kestrel Studio S.L.\nFacturar a:          Factura nº: 2026/7\n"
            "Acme S.A.            Fecha de expedición: 14 de marzo de 2026\n\n"
            "TOTAL    1.234,50 €",
            "Acme S.A.",
            "2026/7",
            Money(Decimal("1234.50"), "EUR"),
        ),
        (
            "Kestrel Studio Ltda.\nCliente:             Fatura nº: 2026/7\nAcme Ltda.           Data de emissão: 14 de março de 2026\n\n"
            "Valor total    R$ 1.234,50",
            "Acme Ltda.",
            "2026/7",
            Money(Decimal("1234.50"), "BRL"),
        ),
        (
            "Kestrel Studio B.V.\nFactuur aan:         Factuurnummer: 2026-7\nAcme B.V.            Factuurdatum: 14 maart 2026\n\n"
            "Totaal    € 1.234,50",
            "Acme B.V.",
            "2026-7",
            Money(Decimal("1234.50"), "EUR"),
        ),
        (
            "Orbit Data Private Limited\nBuyer (Bill to)      Invoice No. OD/26-27/7\nAcme LLP             Dated 14-Mar-26\n\n"
            "Total    ₹ 1,23,400.00",
            "Acme LLP",
            "OD/26-27/7",
            Money(Decimal("123400.00"), "INR"),
        ),
    ],
)
def test_invoices_in_other_languages(text: str, bill_to: str, number: str, total: Money) -> None:
    fields = extract_fields(Kind.CLIENT_INVOICE, [typed(text)])
    assert (state(fields[F.BILL_TO]), state(fields[F.INVOICE_NUMBER]), state(fields[F.TOTAL])) == (bill_to, number, total)
    assert state(fields[F.ISSUE_DATE]) == date(2026, 3, 14)


def test_a_currency_is_never_assumed() -> None:
    text = "Bright Pixel\nBill to: Acme Corp\nTotal due: 880.00"
    assert state(extract_fields(Kind.CLIENT_INVOICE, [typed(text)])[F.TOTAL]) == Money(Decimal("880.00"), None)


def test_a_misread_letter_in_a_label_is_forgiven_on_scans_only() -> None:
    text = LICENSE.replace("Expiration date:", "Explration date:")
    assert state(extract_fields(Kind.BUSINESS_LICENSE, [typed(text, confidence=0.9)])[F.EXPIRY_DATE]) == date(2027, 1, 4)


def test_facts_come_from_the_pages_of_the_kind_in_a_bundle() -> None:
    from classifiers.model import Segment

    pages = [typed(LICENSE.replace("Bright Pixel LLC", "Somebody Else LLC")), typed(LEASE, number=2)]
    segments = [Segment(1, 1, Kind.BUSINESS_LICENSE, 0.9), Segment(2, 2, Kind.OFFICE_LEASE, 0.9)]
    tenant = extract_fields(Kind.OFFICE_LEASE, pages, None, segments)[F.TENANT]
    assert isinstance(tenant, Read)
    assert (tenant.value, tenant.page) == ("Bright Pixel LLC", 2)


def codes(kind: Kind, text: str) -> set[FindingCode]:
    return {f.code for f in extract(kind, [typed(text)]).findings}


def test_a_sum_that_does_not_come_out_is_said_only_where_every_term_is_seen() -> None:
    assert codes(Kind.CLIENT_INVOICE, INVOICE) == set()
    wrong = INVOICE.replace("$880.00", "$980.00")
    assert codes(Kind.CLIENT_INVOICE, wrong) == {FindingCode.TOTALS_DISAGREE}
    assert codes(Kind.CLIENT_INVOICE, wrong.replace("Tax         $80.00", "Tax         ██████")) == set()
    assert codes(Kind.CLIENT_INVOICE, wrong.replace("Tax         $80.00", "Handling    $180.00")) == set()


def test_a_home_is_not_an_office() -> None:
    assert codes(Kind.OFFICE_LEASE, LEASE) == set()
    assert codes(Kind.OFFICE_LEASE, LEASE.replace("OFFICE LEASE", "RESIDENTIAL LEASE")) == {FindingCode.RESIDENTIAL_LEASE}


def test_empty_signature_lines_are_seen_and_names_or_blackouts_on_them_are_not() -> None:
    signed = LEASE + "\n\n    Landlord                     Tenant\n    Paula Stone                  Jane Doe\n"
    assert codes(Kind.OFFICE_LEASE, signed) == set()
    assert codes(Kind.OFFICE_LEASE, signed.replace("    Paula Stone                  Jane Doe\n", "")) == {FindingCode.NOT_SIGNED}
    assert codes(Kind.OFFICE_LEASE, signed.replace("Paula Stone", "███████████").replace("Jane Doe", "████████")) == set()
