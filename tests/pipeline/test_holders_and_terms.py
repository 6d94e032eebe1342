"""Whose paper it is and from when, in pairs: what describes, insures or asks is nobody's name; both ends of a term are read."""

from __future__ import annotations

from datetime import date

import pytest

from classifiers.kinds import Kind
from pipeline.fields import extract_fields
from pipeline.fields.descriptions import describes, is_insurer
from pipeline.model import Read
from pipeline.vocabulary import FieldName
from tests.pipeline.typed import typed

F = FieldName


def _value(kind: Kind, text: str, name: FieldName) -> object:
    field = extract_fields(kind, [typed(text)])[name]
    return field.value if isinstance(field, Read) else None


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Florida Limited Liability Company", "Florida Lighting LLC"),
        ("Domestic Profit Corporation", "Domestic Bliss Corporation"),
        ("Foreign LLC", "Foreign Parts LLC"),
        ("Type of work", "Type Foundry"),
        ("Nature of business", "Nature of Things Studio"),
        ("Social security number (SSN)", "Number Nine Bakery"),
        ("A Principal business or profession", "Principal Photography"),
        ("SCHEDULE C (Form 1040)", "Schedule & Form Studio"),
    ],
)
def test_a_description_is_nobodys_name_and_a_name_like_it_is_one(words: str, name: str) -> None:
    assert describes(words)
    assert not describes(name)


def test_an_insurer_is_known_by_its_own_words() -> None:
    assert is_insurer("NordHaus Versicherung AG")
    assert is_insurer("Piedmont Mutual")
    assert not is_insurer("Bright Pixel LLC")


def test_a_registers_sort_of_entity_above_the_name_is_not_the_name() -> None:
    page = "Division of Corporations\nDetail by Entity Name\nTexas Limited Liability Company\n{}\nDocument Number   L21000334178"
    assert _value(Kind.ENTITY_REGISTRATION, page.format("BRIGHT PIXEL LLC"), F.BUSINESS_NAME) == "BRIGHT PIXEL LLC"
    assert _value(Kind.ENTITY_REGISTRATION, page.format("Filing Information"), F.BUSINESS_NAME) is None


def test_a_proprietor_beside_the_label_is_read_though_the_next_label_stands_below() -> None:
    page = "SCHEDULE C (Form 1040)          2025\nName of proprietor                  {}\nSocial security number (SSN)        ***-**-6120"
    assert _value(Kind.SCHEDULE_C, page.format("JANE DOE"), F.PERSON_NAME) == "JANE DOE"
    assert _value(Kind.SCHEDULE_C, page.format(""), F.PERSON_NAME) is None


def test_the_insured_of_a_sentence_is_read_and_the_insurer_in_the_head_never_stands_in_for_them() -> None:
    page = "NordHaus Versicherung AG\nVersicherungsbestätigung\nHiermit bestätigen wir, dass für\n{}\nVersicherungsbeginn: 01.03.2026"
    named = page.format("Jana Voss, Kirchgasse 4, 79999 Lindenburg (Versicherungsnehmerin)")
    assert _value(Kind.LIABILITY_INSURANCE, named, F.INSURED) == "Jana Voss"
    unnamed = page.format("die versicherte Person Schutz besteht")
    assert _value(Kind.LIABILITY_INSURANCE, unnamed, F.INSURED) is None
    assert _value(Kind.LIABILITY_INSURANCE, unnamed, F.INSURER) == "NordHaus Versicherung AG"


def test_the_client_an_insurer_writes_of_is_the_insured_and_the_client_without_a_name_is_nobody() -> None:
    page = "Harbour Insurance Limited\nWe confirm that the policy below is in force for our client{}.\nPolicy number PI-4471"
    assert _value(Kind.LIABILITY_INSURANCE, page.format(" Jane Doe"), F.INSURED) == "Jane Doe"
    assert _value(Kind.LIABILITY_INSURANCE, page.format(""), F.INSURED) is None


def test_the_title_of_a_certificate_is_nobody_and_the_professional_is_read() -> None:
    page = "SECRETARÍA DE EDUCACIÓN PÚBLICA\nCÉDULA PROFESIONAL ELECTRÓNICA\nNúmero de Cédula      {}\n10448217              {}"
    assert _value(Kind.PROFESSIONAL_CERTIFICATION, page.format("Datos del Profesionista", "LUZ PAZ RÍOS"), F.PERSON_NAME) == "LUZ PAZ RÍOS"
    assert _value(Kind.PROFESSIONAL_CERTIFICATION, page.format("", ""), F.PERSON_NAME) is None


@pytest.mark.parametrize(
    ("first", "last"),
    [("Inception", "Expiration"), ("Coverage starts", "Coverage ends"), ("Cover begins", "Cover expires"), ("Starts", "Ends")],
)
def test_both_columns_of_a_term_of_cover_are_read(first: str, last: str) -> None:
    head = f"Named insured: Bright Pixel LLC\nPolicy no.      {first:<20}{last:<20}\n"
    row = "PM-77031        {:<20}{:<20}"
    page = head + row.format("09/01/2026", "09/01/2027")
    assert _value(Kind.LIABILITY_INSURANCE, page, F.EFFECTIVE_DATE) == date(2026, 9, 1)
    assert _value(Kind.LIABILITY_INSURANCE, page, F.EXPIRY_DATE) == date(2027, 9, 1)
    assert _value(Kind.LIABILITY_INSURANCE, head + row.format("", "09/01/2027"), F.EFFECTIVE_DATE) is None


@pytest.mark.parametrize(
    ("term", "start"),
    [
        ("Policy number   Effective date / Expiration date\nPM-1            12/13/2025 / 12/13/2026", date(2025, 12, 13)),
        ("Versicherungsdauer: 13.12.2025 bis 13.12.2026", date(2025, 12, 13)),
        ("Expires 12/13/2026\nGeneral Liability   PM-1   12/13/2025   12/13/2026", date(2025, 12, 13)),
        ("Expires 12/13/2026\nGeneral Liability   PM-1   12/13/2023   12/13/2024", None),
        ("Expires 12/13/2026\nGeneral Liability   PM-1   12/13/2026", None),
    ],
)
def test_the_start_of_cover_is_read_from_a_pair_of_days_that_ends_with_the_cover(term: str, start: date | None) -> None:
    page = f"CERTIFICATE OF INSURANCE\nNamed insured: Bright Pixel LLC\n{term}"
    assert _value(Kind.LIABILITY_INSURANCE, page, F.EFFECTIVE_DATE) == start


@pytest.mark.parametrize(("label", "name"), [("Name of Shop/Establishment", "Pixel Works"), ("Size of Shop/Establishment", None)])
def test_a_shops_name_is_its_holder(label: str, name: str | None) -> None:
    assert _value(Kind.BUSINESS_LICENSE, f"Registration of Shops\n{label}   :  Pixel Works\nRegistration No. 4471", F.BUSINESS_NAME) == name


def test_the_end_of_a_period_behind_the_label_of_an_end_is_its_last_day() -> None:
    page = "REGISTRATION CERTIFICATE\nName of Establishment     Bright Pixel Works\nValidity                  {}"
    assert _value(Kind.BUSINESS_LICENSE, page.format("From 14/05/2024 to 13/05/2029"), F.EXPIRY_DATE) == date(2029, 5, 13)
    assert _value(Kind.BUSINESS_LICENSE, page.format("12 May 2029"), F.EXPIRY_DATE) == date(2029, 5, 12)


def test_a_letter_that_says_your_legal_name_names_the_holder() -> None:
    page = (
        "Canada Revenue Agency\nGST/HST registration confirmation\nYour {} name for this account is BROOKS, HUGH.\n"
        "Your operating (trade) name is BROOK LABS."
    )
    assert _value(Kind.TAX_ID_NOTICE, page.format("legal"), F.BUSINESS_NAME) == "BROOKS, HUGH"
    assert _value(Kind.TAX_ID_NOTICE, page.format("legal"), F.TRADE_NAME) == "BROOK LABS"
    assert _value(Kind.TAX_ID_NOTICE, page.format("contact"), F.BUSINESS_NAME) != "BROOKS, HUGH"


def test_a_sworn_business_certificate_names_trade_and_person() -> None:
    page = (
        "Business Certificate\nthe undersigned hereby declare(s) that a business under the title of\nLantern & Loom\n"
        "is conducted at 18 Kelp St, Quincy, MA 02199 by the following named person(s):\n{}          Residence\n"
        "Iris Marlow        18 Kelp St, Quincy, MA 02199"
    )
    assert _value(Kind.DBA_REGISTRATION, page.format("Full name"), F.TRADE_NAME) == "Lantern & Loom"
    assert _value(Kind.DBA_REGISTRATION, page.format("Full name"), F.PERSON_NAME) == "Iris Marlow"


@pytest.mark.parametrize(
    ("text", "hired"),
    [
        ("3 Total number of forms 2 4 Federal income tax withheld $0.00", "2 forms"),
        ("3 Total number of forms 4 Federal income tax withheld $0.00", None),
        ("Number of employees:  3", "3 employees"),
        ("Number of employees:", None),
        (
            "1 Number of employees who received wages for the pay period\n  including: June 12      1     7\n2 Wages, tips      2   9.00",
            "7 employees",
        ),
        ("1 Number of employees who received wages for the pay period\n  including: June 12      1\n2 Wages, tips        2   9.00", None),
    ],
)
def test_a_summary_return_says_how_many_are_hired(text: str, hired: str | None) -> None:
    assert (
        _value(Kind.HIRING_PROOF, f"FILER'S name\nBright Pixel LLC\nStreet address\n70 Larch Ave, Eugene, OR 97499\n{text}", F.HIRED)
        == hired
    )
