"""Wordings and places of real papers, in pairs: the fact in its place, and what stands beside it and is none."""

from __future__ import annotations

import numpy as np
import pytest

from classifiers import classify
from classifiers.kinds import Kind
from classifiers.model import Mark
from pipeline.checks.dates import tax_year_end
from pipeline.fields import extract, extract_fields
from pipeline.fields.country import country_of
from pipeline.model import Read
from pipeline.names import NameMatch, compare_names
from pipeline.picture_hash import distance, picture_hash
from pipeline.policy import load_policy
from pipeline.vocabulary import FieldName
from tests.pipeline.papers import picture
from tests.pipeline.typed import typed

F = FieldName


def value(kind: Kind, text: str, name: FieldName) -> object:
    field = extract_fields(kind, [typed(text)])[name]
    return field.value if isinstance(field, Read) else None


def test_a_person_addressed_alone_on_a_line_is_whose_letter_it_is() -> None:
    letter = "HM Revenue & Customs\nMiss A Marlow\nDate 14 October 2024\nWelcome to Self Assessment"
    assert value(Kind.SELF_EMPLOYMENT_REGISTRATION, letter, F.PERSON_NAME) == "A Marlow"
    assert value(Kind.SELF_EMPLOYMENT_REGISTRATION, letter.replace("Miss A Marlow", "Miss any deadline"), F.PERSON_NAME) is None


def test_a_day_of_birth_is_no_day_of_issue() -> None:
    form = "Gewerbe-Anmeldung\nGeburtsdatum 02.11.1990"
    assert value(Kind.SELF_EMPLOYMENT_REGISTRATION, form, F.ISSUE_DATE) is None
    assert str(value(Kind.SELF_EMPLOYMENT_REGISTRATION, form.replace("Geburtsdatum", "Datum"), F.ISSUE_DATE)) == "1990-11-02"


def test_the_only_day_on_a_commission_is_the_one_it_ends_on() -> None:
    paper = "STATE OF MARLOW\nNOTARY PUBLIC COMMISSION\nCommission expires 08-19-2028"
    assert value(Kind.PROFESSIONAL_CERTIFICATION, paper, F.ISSUE_DATE) is None
    assert str(value(Kind.PROFESSIONAL_CERTIFICATION, paper, F.EXPIRY_DATE)) == "2028-08-19"
    both = paper + "\nDate of issue: 08-20-2024"
    assert str(value(Kind.PROFESSIONAL_CERTIFICATION, both, F.ISSUE_DATE)) == "2024-08-20"


def test_the_trade_name_stands_below_its_question_and_the_owner_behind_a_bare_name() -> None:
    paper = """
        NAME IN WHICH BUSINESS IS OR WILL BE CONDUCTED
        BAYOU BOOKKEEPING
        BUSINESS ADDRESS: 4410 Marlow Blvd
        NAME: GRACE ASHDOWN
    """
    assert value(Kind.DBA_REGISTRATION, paper, F.TRADE_NAME) == "BAYOU BOOKKEEPING"
    assert value(Kind.DBA_REGISTRATION, paper, F.PERSON_NAME) == "GRACE ASHDOWN"
    assert value(Kind.DBA_REGISTRATION, paper.replace("GRACE ASHDOWN", "BAYOU BOOKKEEPING"), F.PERSON_NAME) is None


def test_the_registered_business_name_is_the_trade_name_and_its_holder_the_person() -> None:
    paper = """
        This is to certify that the business name
        WREN ILLUSTRATION
        has been registered under the Business Names Registration Act 2011
        Business name holder   OLIVIA JANE WREN
    """
    assert value(Kind.DBA_REGISTRATION, paper, F.TRADE_NAME) == "WREN ILLUSTRATION"
    assert value(Kind.DBA_REGISTRATION, paper, F.PERSON_NAME) == "OLIVIA JANE WREN"


def test_a_name_may_stand_over_its_label() -> None:
    paper = "CÉDULA DE IDENTIFICACIÓN FISCAL\nSOFIA GARZA MENDOZA\nNombre, denominación o razón social\nidCIF: 15020304050"
    assert value(Kind.TAX_ID_NOTICE, paper, F.BUSINESS_NAME) == "SOFIA GARZA MENDOZA"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Hi Tom,", None),
        ("Hafenweg 10", None),
        ("Description Qty Price Amount", None),
        ("Gross receipts 233,100", None),
        ("ARTICLE IV Formation", None),
        ("Marlow Copy, ABN 51 824 753 556", "Marlow Copy"),
        ("Jonas Brandt IT-Beratung Ahornweg 3 04109 Leipzig", "Jonas Brandt IT-Beratung"),
    ],
)
def test_what_is_no_name_sends_no_invoice(line: str, name: str | None) -> None:
    invoice = f"{line}\nInvoice #88\nInvoice date: 2026-10-05\nBill to: Boathouse Media Pty Ltd\nTotal  $1,452.00"
    assert value(Kind.CLIENT_INVOICE, invoice, F.BUSINESS_NAME) == name


def test_a_label_within_a_line_of_a_form_ends_the_name() -> None:
    form = "SCHEDULE C (Form 1040)\nName of proprietor NIELS DAHL Social security number (SSN) XXX-XX-1234"
    assert value(Kind.SCHEDULE_C, form, F.PERSON_NAME) == "NIELS DAHL"


def test_a_day_is_no_tax_number() -> None:
    form = "CT600\nTax reference 1234567890\nThis return covers 01/04/2025 to 31/03/2026"
    assert value(Kind.BUSINESS_TAX_RETURN, form, F.TAX_ID) == "1234567890"
    assert value(Kind.BUSINESS_TAX_RETURN, form.replace("1234567890", "01/04/2025"), F.TAX_ID) is None


def test_your_name_on_a_form_is_a_label_and_on_a_flyer_a_placeholder() -> None:
    form = "T2125\nStatement of Business or Professional Activities\nYour name   Mei Marlow\nFiscal period   2025-01-01   2025-12-31"
    marks = [noted.mark for noted in classify([typed(form)]).noted]
    assert Mark.BLANK_FORM not in marks
    flyer = "Professional photography\nYour name\nyour company\nwww.example.com"
    assert Mark.BLANK_FORM in [noted.mark for noted in classify([typed(flyer)]).noted]


def test_a_british_tax_year_is_named_after_the_april_it_ends_in() -> None:
    assert str(tax_year_end("2026", british=True)) == "2026-04-05"
    assert str(tax_year_end("2026")) == "2026-12-31"


def test_a_state_of_the_union_tells_the_country() -> None:
    assert country_of(["STATE OF NEW JERSEY\nBUSINESS REGISTRATION CERTIFICATE"]) == "US"
    assert country_of(["STATE OF MARLOW\nBUSINESS REGISTRATION CERTIFICATE"]) is None


def test_a_trade_behind_a_dash_does_not_make_another_name() -> None:
    assert compare_names("Camille Lefèvre EI – Traductrice", "Camille Lefèvre", person=True) is NameMatch.MATCH
    assert compare_names("Camille Lefèvre – Éditions du Fleuve", "Camille Lefèvre", person=True) is NameMatch.SIMILAR


def test_sparse_papers_are_told_apart_by_their_pictures() -> None:
    bits = load_policy().file.reading.near_picture_bits
    one = picture(["HM Revenue & Customs", "Miss A Marlow", "Welcome to Self Assessment"], size=(1275, 1650))
    other = picture(["Self-employment (short)", "Your name A Marlow", "Turnover 41,230.00"], size=(1275, 1650))
    noise = np.random.default_rng(7).normal(0, 5, np.asarray(one).shape)
    again = np.clip(np.asarray(one).astype(np.int16) + noise, 0, 255).astype(np.uint8)
    hashes = [picture_hash(np.dstack([np.asarray(each, dtype=np.uint8)] * 3)) for each in (one, again, other)]
    assert distance(hashes[0], hashes[1]) <= bits < distance(hashes[0], hashes[2])


def test_a_street_is_no_name_though_no_postal_code_stands_behind_it() -> None:
    paper = """
        FACTURE N° 2026-07
        Camille Lefort                        Client : Boulangerie Martin SARL
        5 rue des Lilas, 69003 Lyon           12 place Bellecour, Lyon
        SIRET 732 829 320 00074
        Date de facturation : 02/09/2026
    """
    assert value(Kind.CLIENT_INVOICE, paper, F.ISSUER) == "Camille Lefort"
    assert value(Kind.CLIENT_INVOICE, paper, F.BILL_TO) == "Boulangerie Martin SARL"


def test_the_earliest_of_a_table_s_covers_is_the_one_that_counts() -> None:
    table = """
        TYPE OF INSURANCE       POLICY NUMBER   POLICY EFF    POLICY EXP    LIMITS
        GENERAL LIABILITY       GLX-0092817     03/01/2026    03/01/2027    EACH OCCURRENCE $1,000,000
        PROFESSIONAL LIABILITY  PL-2            03/01/2025    03/01/2026    $1,000,000
    """
    assert str(value(Kind.LIABILITY_INSURANCE, table, F.EXPIRY_DATE)) == "2026-03-01"
    later = table.replace("03/01/2025    03/01/2026", "06/01/2026    06/01/2027")
    assert str(value(Kind.LIABILITY_INSURANCE, later, F.EXPIRY_DATE)) == "2027-03-01"


def test_an_empty_box_does_not_take_the_day_of_the_box_beside_it() -> None:
    licence = """
        CITY OF MARLOW
        BUSINESS LICENSE
        LICENSE NUMBER    ISSUED        EXPIRES
        BL-20998          01/15/2026
        LICENSEE          DBA           BUSINESS ACTIVITY
        Mira Oduya        Oduya Press   Graphic design
    """
    assert value(Kind.BUSINESS_LICENSE, licence, F.EXPIRY_DATE) is None
    assert str(value(Kind.BUSINESS_LICENSE, licence, F.ISSUE_DATE)) == "2026-01-15"
    whole = licence.replace("01/15/2026", "01/15/2026    12/31/2026")
    assert str(value(Kind.BUSINESS_LICENSE, whole, F.EXPIRY_DATE)) == "2026-12-31"


def test_boxes_of_a_form_are_no_row_of_signatures() -> None:
    row = "LICENSEE          {}           BUSINESS ACTIVITY"
    licence = "CITY OF MARLOW\nBUSINESS LICENSE\nLICENSE NUMBER\nBL-20998\n" + row + "\nMira Oduya        Oduya Press   Graphic design"
    extracted = extract_fields(Kind.BUSINESS_LICENSE, [typed(licence.format("DBA"))])
    assert all(isinstance(f := extracted[n], Read) and f.confidence >= 0.8 for n in (F.BUSINESS_NAME, F.TRADE_NAME))


def test_the_company_attested_is_the_insured() -> None:
    letter = "Nous attestons que la société ATELIER LUMEN est titulaire du contrat n° RC-88121."
    assert value(Kind.LIABILITY_INSURANCE, letter, F.INSURED) == "ATELIER LUMEN"
    assert value(Kind.LIABILITY_INSURANCE, letter.replace("attestons que", "rappelons que"), F.INSURED) is None


def test_good_standing_names_the_company_in_quotes() -> None:
    paper = 'I, THE SECRETARY OF STATE, DO HEREBY CERTIFY "QUARTZ HOLLOW LABS INC." IS DULY INCORPORATED UNDER THE LAWS OF THE STATE.'
    assert value(Kind.ENTITY_REGISTRATION, paper, F.BUSINESS_NAME) == "QUARTZ HOLLOW LABS INC."
    assert value(Kind.ENTITY_REGISTRATION, paper.replace("CERTIFY", "DENY"), F.BUSINESS_NAME) is None


@pytest.mark.parametrize(
    ("paper", "person", "trade"),
    [
        (
            "I hereby certify that AOIFE BYRNE carrying on business under the business name of BYRNE BOOKS has been duly registered.",
            "AOIFE BYRNE",
            "BYRNE BOOKS",
        ),
        (
            "1. The trade name under which the business is conducted is RIVERWARD STUDIO\n"
            "2. The name and residence of the person conducting the business: LUIS ANDRADE, 9 Front St",
            "LUIS ANDRADE",
            "RIVERWARD STUDIO",
        ),
    ],
)
def test_trade_names_in_sentences(paper: str, person: str, trade: str) -> None:
    assert (value(Kind.DBA_REGISTRATION, paper, F.PERSON_NAME), value(Kind.DBA_REGISTRATION, paper, F.TRADE_NAME)) == (person, trade)


def test_a_notice_of_contributions_holds_for_its_year() -> None:
    notice = "Unemployment Tax Rate Notice for Calendar Year 2026\nEmployer: TERN ISLAND FILMS LLC"
    assert str(value(Kind.OTHER_INSURANCE, notice, F.EXPIRY_DATE)) == "2026-12-31"
    assert value(Kind.OTHER_INSURANCE, notice.replace("for Calendar Year 2026", "Form 2026"), F.EXPIRY_DATE) is None


def test_a_business_number_runs_into_its_account() -> None:
    letter = "GST/HST account number: 121491807RT0001"
    assert value(Kind.TAX_ID_NOTICE, letter, F.TAX_ID) == "121491807RT0001"
    assert value(Kind.TAX_ID_NOTICE, letter.replace("GST/HST account", "Telephone"), F.TAX_ID) != "121491807RT0001"


def test_an_amount_in_euros_is_no_name() -> None:
    bill = "FATTURA N. 12/2026\nTotale fattura € 1.000,00"
    assert value(Kind.CLIENT_INVOICE, bill, F.ISSUER) is None
    assert value(Kind.CLIENT_INVOICE, bill.replace("Totale fattura € 1.000,00", "Cedente: Giulia Ferri"), F.ISSUER) == "Giulia Ferri"


def test_a_status_goes_on_behind_a_dash() -> None:
    register = "Company status   Active — Active proposal to strike off\nCompany number   13377120"
    assert value(Kind.ENTITY_REGISTRATION, register, F.ENTITY_STATUS) == "Active — Active proposal to strike off"
    assert value(Kind.ENTITY_REGISTRATION, register.replace(" — Active proposal to strike off", ""), F.ENTITY_STATUS) == "Active"


@pytest.mark.parametrize("kind", [Kind.LIABILITY_INSURANCE, Kind.PROFESSIONAL_CERTIFICATION])
def test_cover_and_certificates_have_a_status_too(kind: Kind) -> None:
    assert value(kind, "Policy number: PL-773\nStatus: LAPSED", F.ENTITY_STATUS) == "LAPSED"
    assert value(kind, "Policy number: PL-773\nStation: LAPSED", F.ENTITY_STATUS) is None


@pytest.mark.parametrize(
    ("kind", "paper", "name", "expected"),
    [
        (
            Kind.SELF_EMPLOYMENT_REGISTRATION,
            "Nous certifions que Madame CAMILLE LEFORT, SIRET 732 829 320 00074, est affiliée depuis le 15/02/2020.",
            F.PERSON_NAME,
            "CAMILLE LEFORT",
        ),
        (Kind.TAX_ID_NOTICE, "Belastingdienst\nOp naam van: P. van Dijk", F.BUSINESS_NAME, "P. van Dijk"),
        (
            Kind.DBA_REGISTRATION,
            "Fictitious Business Name(s): a. Sea Glass Editing\n"
            "This business is registered by the following: a. Nadia Okafor; 40 Coast Blvd, San Diego CA 92109",
            F.PERSON_NAME,
            "Nadia Okafor",
        ),
        (Kind.DBA_REGISTRATION, "Name of individual interested in the business: Gil Pruett", F.PERSON_NAME, "Gil Pruett"),
        (Kind.LIABILITY_INSURANCE, "Insured: Jordan Whitlam t/as Wattle Creative", F.INSURED, "Jordan Whitlam"),
        (Kind.HIRING_PROOF, "Hiring party: Moss & Vale LLC, represented by Dee Moss", F.HIRER, "Moss & Vale LLC"),
        (Kind.HIRING_PROOF, "Form DE 9\nNumber of employees 1st month 1, 2nd month 2", F.HIRED, "1 employees"),
        (Kind.BUSINESS_TAX_RETURN, "Form 1120 U.S. Corporation Income Tax Return 2025\nName: Kite Works Inc.", F.TAX_YEAR, "2025"),
        (Kind.BUSINESS_LICENSE, "SALES TAX PERMIT\nTEXAS COMPTROLLER OF PUBLIC ACCOUNTS", F.ISSUER, "TEXAS COMPTROLLER OF PUBLIC ACCOUNTS"),
    ],
)
def test_wordings_seen(kind: Kind, paper: str, name: FieldName, expected: str) -> None:
    assert value(kind, paper, name) == expected


def test_a_bare_line_under_the_title_is_whose_notice_it_is_only_where_it_is_a_name() -> None:
    notice = "Inland Revenue\nYour GST registration\n{}\nIRD/GST number 49-091-850"
    assert value(Kind.TAX_ID_NOTICE, notice.format("Kiri Walker"), F.BUSINESS_NAME) == "Kiri Walker"
    assert value(Kind.TAX_ID_NOTICE, notice.format("Confirmation Of Registration"), F.BUSINESS_NAME) is None
    assert value(Kind.TAX_ID_NOTICE, notice.format("Trading as Walker Words"), F.BUSINESS_NAME) is None


def test_a_lease_ends_so_many_months_after_its_first_day_where_no_last_one_is_printed() -> None:
    lease = "OFFICE LEASE\nTenant: Mira Oduya\nLease term: 24 months from June 1, 2025"
    assert str(value(Kind.OFFICE_LEASE, lease, F.EXPIRY_DATE)) == "2027-06-01"
    assert value(Kind.OFFICE_LEASE, lease.replace("24 months", "month to month"), F.EXPIRY_DATE) is None


def test_a_period_and_a_number_paid_show_that_somebody_is_hired() -> None:
    payroll = "PAYROLL SUMMARY\nEmployer: Oduya Press LLC\nPeriod: 09/01/2026 - 09/30/2026\nEmployees paid: 2"
    assert value(Kind.HIRING_PROOF, payroll, F.HIRED) == "2 employees"
    assert str(value(Kind.HIRING_PROOF, payroll, F.PERIOD_END)) == "2026-09-30"
    assert value(Kind.HIRING_PROOF, payroll.replace("Employees paid", "Wages paid"), F.HIRED) is None


def test_a_dated_line_over_an_address_is_not_part_of_it() -> None:
    letter = "Date: 02-02-2025\nSAMUEL OKAFOR\nOKAFOR WEB WORKS\n12 OAK ST\nERIE PA 16501\nEmployer Identification Number 12-3456789"
    assert value(Kind.TAX_ID_NOTICE, letter, F.BUSINESS_NAME) == "SAMUEL OKAFOR"
    assert value(Kind.TAX_ID_NOTICE, letter, F.TRADE_NAME) == "OKAFOR WEB WORKS"


def test_the_own_trade_behind_a_person_in_brackets_is_theirs_and_a_company_is_not() -> None:
    assert compare_names("Samuel Okafor (Okafor Web Works)", "Samuel Okafor", person=True) is NameMatch.MATCH
    assert compare_names("Samuel Okafor (Okafor Web LLC)", "Samuel Okafor", person=True) is NameMatch.SIMILAR
    assert compare_names("Samuel Okafor (Lang Web Works)", "Samuel Okafor", person=True) is NameMatch.SIMILAR


@pytest.mark.parametrize(
    ("kind", "paper", "name", "expected"),
    [
        (
            Kind.ENTITY_REGISTRATION,
            "ARTICLES OF ORGANIZATION\n1. The name of the limited liability company is: Vale Interactive LLC\n"
            "(See Item 1 of the Instructions)",
            F.BUSINESS_NAME,
            "Vale Interactive LLC",
        ),
        (
            Kind.ENTITY_REGISTRATION,
            "Detail by Entity Name\nFlorida Limited Liability Company\nVALE GRID STUDIO LLC\nFiling Information\n"
            "Authorized Person(s) Detail\nName & Address",
            F.BUSINESS_NAME,
            "VALE GRID STUDIO LLC",
        ),
        (
            Kind.ENTITY_REGISTRATION,
            "CERTIFICATE OF INCORPORATION\nOF A PR I VATE LIMITED COMPANY\nhereby certifies that\nVALE COPY LTD\nis this day incorporated",
            F.BUSINESS_NAME,
            "VALE COPY LTD",
        ),
        (Kind.BUSINESS_LICENSE, "STATE BUSINESS LICENSE\nNadia Okafor\nExpiration Date: 03/31/2027", F.BUSINESS_NAME, "Nadia Okafor"),
        (
            Kind.DBA_REGISTRATION,
            "The trade name under which such individual transacts business or conducts activities, in this state is\n"
            "Oduya Books and Payroll\n(The trade name may not contain LLC)",
            F.TRADE_NAME,
            "Oduya Books and Payroll",
        ),
        (
            Kind.DBA_REGISTRATION,
            "1. The assumed name under which the business is or is to be conducted is:\nTIDE ILLUSTRATION\n2. Registrant: Rosa Okafor",
            F.TRADE_NAME,
            "TIDE ILLUSTRATION",
        ),
        (
            Kind.DBA_REGISTRATION,
            "a business is conducted under the title of\nHARBOR QUILL\nlocated at 88 Marlow Street",
            F.TRADE_NAME,
            "HARBOR QUILL",
        ),
        (
            Kind.DBA_REGISTRATION,
            "under whose true name business is transacted, is\nOkafor    Samuel    James\n(Last)    (First)   (Middle)   (Suffix)",
            F.PERSON_NAME,
            "Samuel James Okafor",
        ),
        (
            Kind.TAX_ID_NOTICE,
            "Canada Revenue Agency\nThis letter confirms that we have registered VALE LOCALIZATION INC. for a business number",
            F.BUSINESS_NAME,
            "VALE LOCALIZATION INC.",
        ),
        (
            Kind.COWORKING_MEMBERSHIP,
            "CONTRATO DE COWORKING\nDe una parte, PLAZA COWORKING, S.L., con NIF B66418279.\nDe otra parte, D.ª LUCÍA OKAFOR, con NIF 936L",
            F.TENANT,
            "LUCÍA OKAFOR",
        ),
        (
            Kind.CLIENT_INVOICE,
            "Invoice no. 31\nMarlow UX Design, LLC 714 SW 22nd Ave, Miami, FL 33135 hello@marlow.example\nBilled to: Coral Dental Group",
            F.BUSINESS_NAME,
            "Marlow UX Design, LLC",
        ),
    ],
)
def test_names_where_no_label_stands(kind: Kind, paper: str, name: FieldName, expected: str) -> None:
    assert value(kind, paper, name) == expected


def test_a_register_of_one_persons_business_names_its_owner_and_articles_do_not_take_an_organizer_for_it() -> None:
    extract = "VISURA ORDINARIA\nImpresa individuale\nTitolare    COLOMBANI MATTEO\nStato attività    attiva"
    assert value(Kind.ENTITY_REGISTRATION, extract, F.BUSINESS_NAME) == "COLOMBANI MATTEO"
    assert value(Kind.ENTITY_REGISTRATION, extract.replace("Impresa individuale", "Società"), F.BUSINESS_NAME) is None


def test_a_name_ends_where_the_sentence_goes_on_to_the_home() -> None:
    paper = "Name of owner: Camille Okafor and reside at 12 Oak St"
    assert value(Kind.DBA_REGISTRATION, paper, F.PERSON_NAME) == "Camille Okafor"
    assert value(Kind.DBA_REGISTRATION, paper.replace("and reside at", "and Resi Day,"), F.PERSON_NAME) != "Camille Okafor"


def test_the_day_of_a_deposit_is_no_amount() -> None:
    paper = "INVOICE 7\nSubtotal    $1,365.00\nDeposit received June 2    -$400.00\nBalance due    $965.00"
    codes = {f.code.value for f in extract(Kind.CLIENT_INVOICE, [typed(paper)]).findings}
    assert "totals_disagree" not in codes
    wrong = paper.replace("-$400.00", "-$200.00")
    assert "totals_disagree" in {f.code.value for f in extract(Kind.CLIENT_INVOICE, [typed(wrong)]).findings}


def test_twelve_months_from_a_day_do_not_end_on_it() -> None:
    paper = "MEMBERSHIP AGREEMENT\nMember: Anika Okafor\nCommencement date    15 April 2026\nTerm    {} from the commencement date"
    ends = str(value(Kind.COWORKING_MEMBERSHIP, paper.format("twelve (12) months"), F.EXPIRY_DATE))
    assert ends.startswith("2027-04-1")
    assert value(Kind.COWORKING_MEMBERSHIP, paper.format("as agreed"), F.EXPIRY_DATE) is None


def test_a_day_over_its_label_counts_where_nothing_else_answers() -> None:
    paper = "CERTIFICATE OF INCORPORATION\n    2022-05-30\nDate of Incorporation"
    assert str(value(Kind.ENTITY_REGISTRATION, paper, F.ISSUE_DATE)) == "2022-05-30"


def test_a_legal_form_before_a_french_name_is_the_one_behind_it() -> None:
    assert compare_names("SASU ATELIER LUMEN", "Atelier Lumen SASU") is NameMatch.MATCH
    assert compare_names("SARL ATELIER LUMEN", "Atelier Lumen SASU") is not NameMatch.MATCH


def test_a_trade_name_runs_out_as_its_small_print_says() -> None:
    paper = "FICTITIOUS BUSINESS NAME STATEMENT\nFiled: October 18, 2021\nA statement expires at the end of {} from the date filed."
    assert str(value(Kind.DBA_REGISTRATION, paper.format("five years"), F.EXPIRY_DATE)) == "2026-10-18"
    assert str(value(Kind.DBA_REGISTRATION, paper.format("ten (10) years"), F.EXPIRY_DATE)) == "2031-10-18"
    assert value(Kind.DBA_REGISTRATION, paper.format("its term, counted"), F.EXPIRY_DATE) is None


def test_a_name_in_three_short_lines_is_whole_where_the_page_repeats_it_in_one() -> None:
    head = "Marlow               Invoice 2026-058\nGéomatique\ninc.\n\nBilled to: Lake Authority\n"
    whole = head + "The data remain the property of Marlow Géomatique inc. until paid in full."
    assert value(Kind.CLIENT_INVOICE, whole, F.BUSINESS_NAME) == "Marlow Géomatique inc."
    assert value(Kind.CLIENT_INVOICE, head, F.BUSINESS_NAME) != "Marlow Géomatique inc."
