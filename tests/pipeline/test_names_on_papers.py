"""Names where papers of other makers put them, in pairs: a name in its place, and what stands in a like place and is none."""

from __future__ import annotations

import pytest

from classifiers.kinds import Kind
from pipeline.fields import extract_fields
from pipeline.model import Read, Withheld
from pipeline.vocabulary import FieldName
from tests.pipeline.typed import typed

F = FieldName


def _value(kind: Kind, text: str, name: FieldName) -> object:
    field = extract_fields(kind, [typed(text)])[name]
    return field.value if isinstance(field, Read) else "withheld" if isinstance(field, Withheld) else None


@pytest.mark.parametrize(
    "label",
    ["Legal Name(s):", "Exact name of the corporation:", "Business name and mailing address:", "Name of the limited liability company:"],
)
def test_a_label_put_together_from_usual_words_names_the_holder(label: str) -> None:
    assert (
        _value(Kind.BUSINESS_LICENSE, f"CITY OF MARLOW\nBUSINESS LICENSE\n{label}   Bright Pixel LLC", F.BUSINESS_NAME)
        == "Bright Pixel LLC"
    )


@pytest.mark.parametrize("title", ["BUSINESS LICENSING SERVICE", "Business Licensing Service"])
def test_a_title_that_begins_with_a_label_names_nobody(title: str) -> None:
    assert _value(Kind.BUSINESS_LICENSE, f"STATE OF MARLOW\n{title}\nIssue Date: Jun 02, 2026", F.BUSINESS_NAME) is None
    assert _value(Kind.BUSINESS_LICENSE, "STATE OF MARLOW\nBusiness Bright Pixel LLC", F.BUSINESS_NAME) == "Bright Pixel LLC"


def test_family_and_given_name_in_two_rows_are_one_name() -> None:
    rows = "Extrait du répertoire\nNom            MOREL\nPrénoms        LUCIE ANNE\nSIREN          355063561"
    assert _value(Kind.SELF_EMPLOYMENT_REGISTRATION, rows, F.PERSON_NAME) == "LUCIE MOREL"
    hidden = rows.replace("MOREL", "█████")
    assert _value(Kind.SELF_EMPLOYMENT_REGISTRATION, hidden, F.PERSON_NAME) == "withheld"


def test_the_holder_of_a_certificate_stands_before_the_solemn_words_and_not_below_them() -> None:
    text = """
        cloud certified

        Rowan Ashdown
        has successfully completed the requirements and is recognized as a
        Certified Solutions Architect

        M. Trevor
        Director, Training
    """
    assert _value(Kind.PROFESSIONAL_CERTIFICATION, text, F.PERSON_NAME) == "Rowan Ashdown"
    hidden = text.replace("Rowan Ashdown", "█████████████")
    assert _value(Kind.PROFESSIONAL_CERTIFICATION, hidden, F.PERSON_NAME) == "withheld"


def test_the_line_above_an_envelopes_window_is_not_the_addressee() -> None:
    text = """
        Ada Brandt
        Texte
        A. Brandt, Seestr. 140, 50937 Bonn
        Verlag Nordlicht GmbH
        z. Hd. Frau Lind
        Hafenweg 12
        24103 Kiel
        Rechnung Nr. 2026-088      02.11.2026
        Rechnungsbetrag     4.795,74 €
    """
    assert _value(Kind.CLIENT_INVOICE, text, F.BILL_TO) == "Verlag Nordlicht GmbH"


def test_letters_set_apart_are_one_word() -> None:
    text = """
        Lumen Design LLC              I N V O I C E
        Bill to                       Invoice no. 17
        Acme Corporation
    """
    assert _value(Kind.CLIENT_INVOICE, text, F.BUSINESS_NAME) == "Lumen Design LLC"


def test_days_of_an_event_are_not_the_end_of_cover() -> None:
    text = """
        CERTIFICATE OF LIABILITY INSURANCE
        INSURED
        Bright Pixel LLC
        ADDL SUBR POLICY NUMBER        POLICY EFF    POLICY EXP
                  GL 0093381-02        08/01/2026    08/01/2027
        DESCRIPTION OF OPERATIONS
        Live sound, Jazz Weekend, Sept 11-13 2026.
    """
    assert str(_value(Kind.LIABILITY_INSURANCE, text, F.EXPIRY_DATE)) == "2027-08-01"
    assert _value(Kind.LIABILITY_INSURANCE, text, F.POLICY_NUMBER) is not None


def test_the_author_at_the_foot_is_read_and_the_items_of_the_table_are_nobody() -> None:
    text = """
        lumen & lark                         INVOICE
        BILLED TO                            Invoice no. LL-0417
        Orchard Dental Group                 Date October 6, 2026

        Description        Qty    Rate       Amount
        Website copy       6      185.00     1,110.00
        Balance due                          1,110.00

        Lumen & Lark LLC 2002 Atwood Ave, Madison WI 53704 hello@lumenandlark.example
    """
    assert _value(Kind.CLIENT_INVOICE, text, F.BUSINESS_NAME) == "Lumen & Lark LLC"
    unsigned = "\n".join(line for line in text.split("\n") if "LLC" not in line and "lumen" not in line)
    assert _value(Kind.CLIENT_INVOICE, unsigned, F.BUSINESS_NAME) is None


@pytest.mark.parametrize("indent", [0, 33])
def test_of_two_addresses_the_one_with_the_senders_numbers_is_the_senders(indent: int) -> None:
    text = f"""
        Maelle Le Goff
        3 rue des Embruns, 29900 Concarneau
        SIRET 81234567600017


        {" " * indent}Brasserie du Cap SARL
        {" " * indent}5 Quai Est, 29100 Douarnenez

        Facture n° F2026-18
        Total à payer : 2.310,00 €
    """
    assert _value(Kind.CLIENT_INVOICE, text, F.BILL_TO) == "Brasserie du Cap SARL"
    assert _value(Kind.CLIENT_INVOICE, text, F.BUSINESS_NAME) == "Maelle Le Goff"


def test_city_of_something_is_a_name_and_city_alone_a_label() -> None:
    text = "Jane Doe\nINVOICE 7\nTO:\nCity of Marlow, Public Works\n300 Civic Center Way\n"
    assert str(_value(Kind.CLIENT_INVOICE, text, F.BILL_TO)).startswith("City of Marlow")
    assert _value(Kind.CLIENT_INVOICE, text.replace("City of Marlow, Public Works", "City:   Marlow"), F.BILL_TO) is None


def test_two_surnames_and_a_given_name_are_one_name() -> None:
    text = """
        CONSTANCIA DE SITUACION FISCAL
        RFC:                GOMR880314KJ6
        Nombre (s):         RODRIGO
        Primer Apellido:    GONZALEZ
        Segundo Apellido:   MONTERO
        Nombre Comercial:
        Actividades Economicas:
    """
    assert _value(Kind.TAX_ID_NOTICE, text, F.PERSON_NAME) == "RODRIGO GONZALEZ MONTERO"
    assert _value(Kind.TAX_ID_NOTICE, text, F.TRADE_NAME) is None


def test_plain_labels_belong_to_the_part_of_the_form_they_stand_in() -> None:
    text = """
        NOTA FISCAL DE SERVICOS
        PRESTADOR DE SERVICOS
        CNPJ: 36.120.477/0001-58
        Nome/Razao Social: THAIS DE ARAUJO
        TOMADOR DE SERVICOS
        Nome/Razao Social: Editora Jatoba Ltda
        CNPJ: 08.221.134/0001-44
    """
    assert _value(Kind.CLIENT_INVOICE, text, F.BUSINESS_NAME) == "THAIS DE ARAUJO"
    assert _value(Kind.CLIENT_INVOICE, text, F.BILL_TO) == "Editora Jatoba Ltda"


def test_the_invoices_own_title_is_not_the_client() -> None:
    text = "Wray Consulting LLC\nInvoice W-1\nIssued October 6, 2026\n5 Coquina Ln\nSt. Marks, FL 32399\n"
    assert _value(Kind.CLIENT_INVOICE, text, F.BILL_TO) is None


@pytest.mark.parametrize("label", ["Name of the insured", "Insured party", "The insured", "Named Insured(s)", "Insured name and address"])
def test_a_partys_label_is_known_with_usual_words_around_it(label: str) -> None:
    text = f"CERTIFICATE OF INSURANCE\n{label}:\nJane Doe Studio\nPolicy number: CGL-784529"
    assert _value(Kind.LIABILITY_INSURANCE, text, F.INSURED) == "Jane Doe Studio"


def test_a_colon_ends_a_label_and_an_unknown_label_makes_nobody_the_author() -> None:
    assert _value(Kind.CLIENT_INVOICE, "INVOICE 7\nFROM: Company ABC      TO: John Doe", F.BUSINESS_NAME) == "Company ABC"
    assert _value(Kind.CLIENT_INVOICE, "INVOICE 7\nLiaison: Harbour Foods LLC\nTO: John Doe", F.BUSINESS_NAME) is None


def test_entries_of_a_list_of_owners_are_read_without_their_number() -> None:
    text = """
        FICTITIOUS BUSINESS NAME STATEMENT
        THE FOLLOWING PERSON(S) IS (ARE) DOING BUSINESS AS:
        1. NIGHT HERON GRAPHICS
        REGISTERED OWNER(S):
        1. BEATRIX LANE, 1120 W 6TH ST, LOS ANGELES, CA 90017
    """
    assert _value(Kind.DBA_REGISTRATION, text, F.TRADE_NAME) == "NIGHT HERON GRAPHICS"
    assert _value(Kind.DBA_REGISTRATION, text, F.PERSON_NAME) == "BEATRIX LANE"


def test_a_name_over_an_address_in_one_line_holds_the_licence() -> None:
    text = "OCCUPATIONAL LICENSE\n\nRUTH FONTANE\n620 Chartres Ln, Marlow, LA 70099\n\nIssued: Jan 05, 2026\nExpires: Dec 31, 2026"
    assert _value(Kind.BUSINESS_LICENSE, text, F.BUSINESS_NAME) == "RUTH FONTANE"
    assert _value(Kind.BUSINESS_LICENSE, text.replace("RUTH FONTANE\n", "\n"), F.BUSINESS_NAME) is None


def test_a_website_names_the_person_beside_the_mail_address() -> None:
    text = "2D animation      Storyboards      Character rigs\n\nGet in touch\n\nPersephone Lane - studio@castbros.example"
    assert _value(Kind.MARKETING_MATERIAL, text, F.PERSON_NAME) == "Persephone Lane"
    assert _value(Kind.MARKETING_MATERIAL, text.replace("Persephone Lane", "Get a quote"), F.PERSON_NAME) != "Persephone Lane"


def test_the_person_named_below_is_nobody_yet_and_the_bright_company_is_a_firm() -> None:
    licence = (
        "CITY OF MARLOW\nBUSINESS LICENSE\nThe person, firm or corporation named below is hereby licensed to do business.\n\n{}\n12 Oak St"
    )
    for firm in ("Blue Agave Studio LLC", "The Bright Company LLC"):
        assert _value(Kind.BUSINESS_LICENSE, licence.format(firm), F.BUSINESS_NAME) == firm
    assert _value(Kind.BUSINESS_LICENSE, "BUSINESS LICENSE\nLicensee: The Bright Company LLC", F.BUSINESS_NAME) == "The Bright Company LLC"
