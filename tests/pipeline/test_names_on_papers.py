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
