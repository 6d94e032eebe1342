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
