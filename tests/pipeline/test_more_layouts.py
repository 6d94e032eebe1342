"""Facts in places that papers of other offices and tools have, each beside its near-identical twin."""

from __future__ import annotations

from datetime import date

import pytest

from classifiers import classify
from classifiers.kinds import Kind
from classifiers.model import Mark
from pipeline.fields import extract_fields
from pipeline.fields.name_text import clean_name
from pipeline.model import Read
from pipeline.vocabulary import FieldName
from tests.classifiers.papers import page
from tests.pipeline.typed import typed

F = FieldName


def value(kind: Kind, text: str, name: FieldName) -> object:
    field = extract_fields(kind, [typed(text)])[name]
    return field.value if isinstance(field, Read) else None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Larkfield Studio Ltd is registered in England", "Larkfield Studio Ltd"),
        ("Larkfield Studio Ltd is", "Larkfield Studio Ltd"),
        ("Marisol Trevino dba", "Marisol Trevino"),
        ("Merlion Thread Studio Pte. Ltd. UEN", "Merlion Thread Studio Pte. Ltd."),
        ("Lucinda Yazzie (She/Her)", "Lucinda Yazzie"),
        ("Deshawn Reid @deshawn_mixes", "Deshawn Reid"),
        ("House of the Rising Bread", "House of the Rising Bread"),
    ],
)
def test_what_a_line_leaves_behind_a_name_is_no_part_of_it(text: str, name: str) -> None:
    parsed = clean_name(text)
    assert parsed is not None
    assert str(parsed.value).startswith(name)
    assert len(str(parsed.value)) - len(name) in (0, len(" is registered in England"))


def test_a_notarys_commission_does_not_end_a_trade_name() -> None:
    paper = "ASSUMED NAME RECORDS\nNAME IN WHICH BUSINESS IS OR WILL BE CONDUCTED\nAGAVE INK STUDIO\nComm. Expires 08-02-2026"
    assert value(Kind.DBA_REGISTRATION, paper, F.EXPIRY_DATE) is None
    assert value(Kind.DBA_REGISTRATION, paper.replace("Comm. Expires", "Expires"), F.EXPIRY_DATE) == date(2026, 8, 2)


def test_a_trade_name_and_its_owner_below_numbered_statements() -> None:
    paper = """
        CERTIFICATE OF ASSUMED OR FICTITIOUS NAME
        1. The assumed or fictitious name under which the business will be conducted:
        Tidewater Voice
        2. The legal name of the individual who will conduct business under the name:
        Colleen Bashir
        3. The individual's business address:
    """
    assert value(Kind.DBA_REGISTRATION, paper, F.TRADE_NAME) == "Tidewater Voice"
    assert value(Kind.DBA_REGISTRATION, paper, F.PERSON_NAME) == "Colleen Bashir"


def test_a_registers_status_stands_beside_its_label_whatever_stands_below() -> None:
    extract = "COMPANY EXTRACT\nKAURI FERN LIMITED\nCurrent status    {}\nConstitution filed    No"
    assert value(Kind.ENTITY_REGISTRATION, extract.format("Registered"), F.ENTITY_STATUS) == "Registered"
    assert value(Kind.ENTITY_REGISTRATION, extract.format("Removed"), F.ENTITY_STATUS) == "Removed"


def test_a_stamp_of_filing_gives_the_day_and_a_form_without_it_none() -> None:
    articles = (
        "Articles of Organization\nLLC-1\n{}\nSecretary of State\nState of California\nJUN 28 2024\nName of LLC\nSaltgrass Motion LLC"
    )
    assert value(Kind.ENTITY_REGISTRATION, articles.format("FILED"), F.ISSUE_DATE) == date(2024, 6, 28)
    assert value(Kind.ENTITY_REGISTRATION, articles.format("DRAFT"), F.ISSUE_DATE) is None


def test_the_state_that_issues_a_licence_is_not_its_holder() -> None:
    licence = "BUSINESS LICENSE\nBusiness name\n{}\nLicense number: 605118342"
    assert value(Kind.BUSINESS_LICENSE, licence.format("STATE OF WASHINGTON"), F.BUSINESS_NAME) is None
    assert value(Kind.BUSINESS_LICENSE, licence.format("HARBOR OF WASHINGTON"), F.BUSINESS_NAME) == "HARBOR OF WASHINGTON"


def test_for_a_firm_over_a_signature_is_who_signs_and_not_who_pays() -> None:
    invoice = "INDIGO LOOM DESIGN\nINVOICE\nInvoice No: 18\nFor: Sorensen Home\n{}"
    assert value(Kind.CLIENT_INVOICE, invoice.format("Textile pattern  1  900.00"), F.BILL_TO) == "Sorensen Home"
    assert value(Kind.CLIENT_INVOICE, invoice.format("Authorised signatory"), F.BILL_TO) is None


def test_parts_of_a_form_whose_values_stand_below_their_labels() -> None:
    invoice = """
        NFS-e Nota Fiscal de Servico eletronica
        Prestador do servico
        CNPJ
        41.827.395/0001-88
        Nome / Nome empresarial
        RAFAEL MONTEIRO BASTOS
        Tomador do servico
        CNPJ
        27.604.118/0001-26
        Nome / Nome empresarial
        PRAIA NORTE EVENTOS LTDA
    """
    assert value(Kind.CLIENT_INVOICE, invoice, F.BUSINESS_NAME) == "RAFAEL MONTEIRO BASTOS"
    assert value(Kind.CLIENT_INVOICE, invoice, F.BILL_TO) == "PRAIA NORTE EVENTOS LTDA"


LICENCE = (
    "City of Charleston",
    "Business License Division",
    "License no.: 20260418852",
    "Date issued: 11/12/2026",
    "Legal name of business: Gadsden Acoustics LLC",
    "Expires: 12/31/2026",
    "NAICS 541690",
)


def test_an_application_is_no_licence() -> None:
    assert classify([page("# BUSINESS LICENSE", *LICENCE)]).kind is Kind.BUSINESS_LICENSE
    applied = ("This application is not a business license. A license will be issued after approval.", "Signature of applicant")
    assert classify([page("# APPLICATION FOR BUSINESS LICENSE", *LICENCE, *applied)]).kind is Kind.NOT_EVIDENCE


def test_a_contractors_exemption_is_a_registration_and_cover_is_insurance() -> None:
    exempt = (
        "# INDEPENDENT CONTRACTOR EXEMPTION CERTIFICATE",
        "Department of Labor & Industry",
        "has been granted an exemption from coverage under the Workers' Compensation Act as an independent contractor",
        "Certificate holder: COLTER HAUGEN",
        "Effective 01/29/2026  Expires 01/29/2028",
    )
    assert classify([page(*exempt)]).kind is Kind.SELF_EMPLOYMENT_REGISTRATION
    cover = ("# CERTIFICATE OF WORKERS' COMPENSATION INSURANCE", "Insured: COLTER HAUGEN", "Policy number WC-4471", "Employers liability")
    assert classify([page(*cover)]).kind is Kind.OTHER_INSURANCE


def test_a_letter_of_cover_in_french_prose_is_filled_in() -> None:
    letter = (
        "# ATTESTATION D'ASSURANCE",
        "Responsabilité Civile Professionnelle",
        "Nous soussignés, Mutuelle Val de Loire Assurances, attestons que :",
        "Madame Clémence AUBERTIN",
        "est titulaire du contrat n° RCP 0048 garantissant les conséquences pécuniaires de la responsabilité civile pouvant lui incomber",
        "fait de l'exercice de son activité de traduction et interprétation, sous réserve du paiement des cotisations, aux clauses et",
        "conditions du contrat auquel elle se réfère, dans les limites des garanties et franchises ci-dessous indiquées par sinistre.",
        "La présente attestation est valable pour la période du 1er janvier 2026 au 31 décembre 2026.",
        "RC professionnelle   300 000 €   500 €",
        "Fait à Tours, le 6 janvier 2026",
    )
    assert Mark.BLANK_FORM not in {noted.mark for noted in classify([page(*letter)]).noted}
