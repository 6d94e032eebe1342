"""Facts in the wordings of other makers, in pairs: the wording and a near one that says something else."""

from __future__ import annotations

from datetime import date

import pytest

from classifiers.kinds import Kind
from pipeline.fields import extract_fields
from pipeline.fields.name_text import clean_name
from pipeline.model import Read, Withheld
from pipeline.vocabulary import FieldName
from tests.pipeline.typed import typed

F = FieldName


def _value(kind: Kind, text: str, name: FieldName) -> object:
    field = extract_fields(kind, [typed(text)])[name]
    return field.value if isinstance(field, Read) else "withheld" if isinstance(field, Withheld) else None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Bright Pixel UG (haftungsbeschränkt), vertreten durch den Geschäftsführer Tom Ahl", "Bright Pixel UG (haftungsbeschränkt)"),
        ("BRIGHT PIXEL LLP, represented by its Partner Ms. Ann Lee", "BRIGHT PIXEL LLP"),
        ("Reed & Son (Ann Reed, sole trader), The Old Forge", "Reed & Son"),
        ("Ann Reed, freelance bookkeeper", "Ann Reed"),
        ("Ann Reed, selbständige Grafikerin", "Ann Reed"),
        ("Ann Reed, P.Eng.", "Ann Reed"),
        ("a. Reed Transcription.", "Reed Transcription"),
        ("A. Reed", "A. Reed"),
        ("Reed, Hall and Sons", "Reed, Hall and Sons"),
    ],
)
def test_a_name_ends_where_its_trade_or_its_agent_begins(text: str, name: str) -> None:
    parsed = clean_name(text)
    assert parsed is not None and parsed.value == name


@pytest.mark.parametrize("text", ["Dear Ms. Reed", "Located at", "THE POLICYHOLDER NAMED ABOVE", "Sole Proprietorship"])
def test_words_that_only_point_at_a_party_name_nobody(text: str) -> None:
    assert clean_name(text) is None


@pytest.mark.parametrize(
    ("kind", "line", "number"),
    [
        (Kind.BUSINESS_LICENSE, "Record 2024-BFN-0011482: Business License", "2024-BFN-0011482"),
        (Kind.BUSINESS_LICENSE, "Receipt No. 7188204", "7188204"),
        (Kind.BUSINESS_LICENSE, "Record of payments: 12", None),
        (Kind.DBA_REGISTRATION, "Original File Number 1477182000024", "1477182000024"),
        (Kind.ENTITY_REGISTRATION, "DCN: 2253381710044", "2253381710044"),
    ],
)
def test_what_offices_call_their_number(kind: Kind, line: str, number: str | None) -> None:
    assert _value(kind, f"OFFICE OF THE CLERK\n{line}", F.REGISTRATION_NUMBER) == number


def test_polish_and_french_papers_name_the_person() -> None:
    polish = "Firma przedsiębiorcy   Reed Studio\nImię i nazwisko   ANNA REED"
    assert _value(Kind.SELF_EMPLOYMENT_REGISTRATION, polish, F.PERSON_NAME) == "ANNA REED"
    assert _value(Kind.SELF_EMPLOYMENT_REGISTRATION, polish, F.TRADE_NAME) == "Reed Studio"
    french = "Votre nom            Exercice\nAnne Morel           du 2025-01-01 au 2025-12-31"
    assert _value(Kind.SCHEDULE_C, french, F.PERSON_NAME) == "Anne Morel"
    assert _value(Kind.SCHEDULE_C, french.replace("Anne Morel", "██████████"), F.PERSON_NAME) == "withheld"


def test_the_day_a_registration_takes_effect_is_not_the_day_of_the_letter() -> None:
    text = "VAT Registration Notification\nEffective date of registration   1 November 2025"
    assert _value(Kind.TAX_ID_NOTICE, text, F.EFFECTIVE_DATE) == date(2025, 11, 1)
    assert _value(Kind.TAX_ID_NOTICE, text, F.ISSUE_DATE) == date(2025, 11, 1)
    assert _value(Kind.TAX_ID_NOTICE, f"17 October 2025\n{text}", F.ISSUE_DATE) == date(2025, 10, 17)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("Validity   01-04-2026 to 31-03-2027", date(2027, 3, 31)),
        ("Validity   31-03-2027", date(2027, 3, 31)),
        ("Validity   31-03-2027 issued 28-04-2026", date(2027, 3, 31)),
    ],
)
def test_a_period_beside_a_label_of_the_last_day_ends_on_its_second_day(text: str, last: date) -> None:
    assert _value(Kind.BUSINESS_LICENSE, f"TRADE LICENCE\n{text}", F.EXPIRY_DATE) == last


def test_a_date_in_words_settles_how_the_same_date_in_figures_is_read() -> None:
    text = "Given under my hand, this 11th day of September, 2025\nDate: 11/09/2025"
    field = extract_fields(Kind.ENTITY_REGISTRATION, [typed(text)])[F.ISSUE_DATE]
    assert isinstance(field, Read) and field.value == date(2025, 9, 11) and not field.alternatives
    other = extract_fields(Kind.ENTITY_REGISTRATION, [typed(text.replace("11th", "12th"))])[F.ISSUE_DATE]
    assert isinstance(other, Read) and other.value == date(2025, 9, 12)


def test_a_label_may_go_on_up_to_its_colon_and_a_number_past_the_end_of_its_line() -> None:
    long = "3b. Policy Number of Entity Listed in Box 1a: DBL 448172"
    assert _value(Kind.OTHER_INSURANCE, long, F.POLICY_NUMBER) == "DBL 448172"
    hidden = long.replace("DBL 448172", "██████████")
    assert _value(Kind.OTHER_INSURANCE, hidden, F.POLICY_NUMBER) == "withheld"
    broken = "FICTITIOUS BUSINESS NAME STATEMENT NO. 2026-\n9014418"
    assert _value(Kind.DBA_REGISTRATION, broken, F.REGISTRATION_NUMBER) == "2026-9014418"


def test_two_parties_in_one_line_each_keep_their_label() -> None:
    text = "COWORKING LICENSE AGREEMENT\nLicensor: Ridge Commons Cooperative. Licensee: Reed Grantwriting (Ann Reed, sole"
    assert _value(Kind.COWORKING_MEMBERSHIP, text, F.TENANT) == "Reed Grantwriting"
    assert _value(Kind.COWORKING_MEMBERSHIP, text, F.LANDLORD) == "Ridge Commons Cooperative"


def test_the_next_entry_of_a_form_is_nobodys_name() -> None:
    text = "Your name\nP1 Personal services income    No"
    assert _value(Kind.SCHEDULE_C, text, F.PERSON_NAME) is None
    assert _value(Kind.SCHEDULE_C, text.replace("P1 Personal services income", "Ann Reed"), F.PERSON_NAME) == "Ann Reed"


def test_a_number_of_another_scheme_below_the_label_is_not_the_tax_id() -> None:
    text = "Registro Federal de Contribuyentes\nidCIF: 21044180772\nRFC:    FETM910417J62"
    assert _value(Kind.TAX_ID_NOTICE, text, F.TAX_ID) == "FETM910417J62"


@pytest.mark.parametrize("name", ["Ridge Commons Cooperative", "Summit Paddock LLC"])
def test_letters_of_a_date_format_inside_a_name_are_no_hint(name: str) -> None:
    assert _value(Kind.BUSINESS_LICENSE, f"BUSINESS LICENSE\nLicensee: {name}", F.BUSINESS_NAME) == name
    assert _value(Kind.BUSINESS_LICENSE, "BUSINESS LICENSE\nExpires: MM/DD/YYYY", F.EXPIRY_DATE) is None


def test_who_signs_a_certificate_does_not_hold_it() -> None:
    text = "STATE OF MARLOW\nTRADESMAN LICENSE\n\nK. Nosby\nDirector"
    assert _value(Kind.PROFESSIONAL_CERTIFICATION, text, F.PERSON_NAME) is None
    assert _value(Kind.PROFESSIONAL_CERTIFICATION, f"Ann Reed, P.Eng.\n\n{text}", F.PERSON_NAME) == "Ann Reed"


def test_the_first_member_of_a_company_is_not_the_company() -> None:
    text = "Memberships\nBright Pixel LLC\nPrimary member    Ann Reed\nStart date    06/15/2026"
    assert _value(Kind.COWORKING_MEMBERSHIP, text, F.TENANT) == "Bright Pixel LLC"
    assert _value(Kind.COWORKING_MEMBERSHIP, text, F.PERSON_NAME) == "Ann Reed"
    assert _value(Kind.COWORKING_MEMBERSHIP, text.replace("Bright Pixel LLC", "All Access"), F.TENANT) == "Ann Reed"


def test_a_return_is_the_companys_not_its_titles() -> None:
    text = "Form 1120    U.S. Corporation Income Tax Return\nBRIGHT PIXEL INC.    B EIN 16-3433586"
    assert _value(Kind.BUSINESS_TAX_RETURN, text, F.BUSINESS_NAME) == "BRIGHT PIXEL INC."
    assert _value(Kind.BUSINESS_TAX_RETURN, text.replace("BRIGHT PIXEL INC.", "Balance"), F.BUSINESS_NAME) is None


def test_the_parties_of_a_spanish_lease() -> None:
    text = (
        "REUNIDOS: De una parte, Inmuebles Turia, S.L., como arrendadora; y de otra,\n"
        "Ana Llorens Giner, traductora jurada, como arrendataria."
    )
    assert _value(Kind.OFFICE_LEASE, text, F.TENANT) == "Ana Llorens Giner"
    assert _value(Kind.OFFICE_LEASE, text, F.LANDLORD) == "Inmuebles Turia, S.L."


def test_an_invoice_by_mail_is_its_senders() -> None:
    text = "Your invoice from Reed Grantwriting\nDear Ms. Oyama,\nInvoice number    PG-118"
    assert _value(Kind.CLIENT_INVOICE, text, F.ISSUER) == "Reed Grantwriting"
    assert _value(Kind.CLIENT_INVOICE, text.replace("Reed Grantwriting", "█████████"), F.ISSUER) == "withheld"
