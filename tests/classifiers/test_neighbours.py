"""Papers that look alike and prove different things, each proof beside its twin that proves none."""

from __future__ import annotations

import pytest

from classifiers import classify
from classifiers.kinds import Grade, Kind
from classifiers.model import Mark, PageText
from tests.classifiers.papers import page

COVER = (
    "Insured  Oduya Design LLC",
    "COMMERCIAL GENERAL LIABILITY",
    "Each occurrence  $1,000,000",
    "General aggregate  $2,000,000",
    "Policy period  08/15/2026 to 08/15/2027",
)
IN_FORCE = page("# CERTIFICATE OF LIABILITY INSURANCE", *COVER, "Policy number  GL-20931", "Certificate holder  Larkfield Press")
QUOTED = page(
    "# Your general liability quote",
    "Quote number  Q-20931  Valid for 30 days",
    *COVER[1:4],
    "Estimated annual premium  $412.00",
    "This is a quote, not a policy. No coverage is in force until you accept and pay.",
)

MONEY = ("Beginning balance  $8,204.77", "Deposits  7,910.00", "Withdrawals  5,322.18", "Ending balance  $10,792.59", "Transactions")
BUSINESS_ACCOUNT = page("# Harbour Bank", "Business Essentials Checking", "Statement period Oct 1 to Oct 31, 2026", "ODUYA DESIGN", *MONEY)
OWN_ACCOUNT = page("# Harbour Bank", "Everyday Checking", "Statement period Oct 1 to Oct 31, 2026", "MIRA ODUYA", *MONEY)

ACCOUNTANT = page(
    "Bell & March, Certified Public Accountants",
    "To whom it may concern:",
    "We have prepared the books and the returns of Oduya Design LLC since 2019. It is an active business",
    "with gross receipts of more than $80,000. We have not audited or reviewed the figures and express no opinion.",
)
EMPLOYER = page(
    "Larkfield Press Ltd, Human Resources",
    "# VERIFICATION OF EMPLOYMENT",
    "To whom it may concern:",
    "Mira Oduya has been employed by us full time since 3 May 2019. Job title: Editor. Date of hire: 3 May 2019.",
)

OFFERED = page(
    "# Oduya Design",
    "Our services: brand design, packaging, illustration",
    "We help small firms look their best. Call us today for a free quote.",
    "Our clients  Portfolio  www.oduya-design.example",
)
WANTED = page(
    "# We are hiring: brand designer",
    "About the company  We are a small studio; our clients are publishers.",
    "What you will do  Responsibilities  Requirements  Full time, hybrid",
    "The ideal candidate has four years of experience in packaging. Apply now and send your resume.",
)

NETWORK = page(
    "Contact  www.linkedin.com/in/mira-oduya (LinkedIn)",
    "Top Skills  Packaging  Illustration",
    "# Mira Oduya",
    "Experience",
    "Brand designer at Oduya Design",
    "March 2018 - Present (8 years 7 months)",
    "Illustrator at Larkfield Press",
    "May 2014 - February 2018 (3 years 10 months)",
    "Education",
    "Leeds College of Art, 2011 - 2014",
)
CAREER = page(
    "# Mira Oduya",
    "Experience",
    "Brand designer, Oduya Design  2018 - present",
    "Illustrator, Larkfield Press  2014 - 2018",
    "Education",
    "Leeds College of Art, 2011 - 2014",
    "References  available on request",
)

FREELANCER = "Mira Oduya · Oduya Design"
ITS_CUSTOMER = page(
    "TelNova S.A.  NIF A50000018",
    "# telnova",
    "Factura de octubre 2026  n. TA6Q0400882",
    "Titular: Mira Oduya  Línea 612 555 014",
    "Cuota fibra 600 Mb y móvil  32,15 €",
    "Llamadas a números especiales  0,80 €",
    "Base imponible  32,95 €",
    "IVA 21%  6,92 €",
    "Total a pagar  39,87 €",
    "Se cargará en su cuenta el 10 de noviembre.",
)
TO_A_CLIENT = page(
    FREELANCER,
    "# Factura n. 2026-14",
    "Facturar a: Larkfield Press S.L.",
    "Fecha de factura 3/11/2026",
    "Diseño de la cubierta y maquetación del catálogo  932,95 €",
    "Base imponible  932,95 €",
    "IVA 21%  195,92 €",
    "Total a pagar  1.128,87 €",
    "Páguese por transferencia en treinta días.",
)
AT_THE_TILL = page(
    "# Bakker de Vries",
    "Filiaal 1144 Utrecht",
    "AANTAL  OMSCHRIJVING  BEDRAG",
    "1  VOLKOREN BROOD  2,45",
    "1  KOFFIEBONEN  7,99",
    "SUBTOTAAL  10,44",
    "TOTAAL  10,44",
    "PINNEN  10,44",
    "BTW 9%  0,86",
    "BEDANKT EN TOT ZIENS",
)
TO_A_DUTCH_CLIENT = page(
    FREELANCER,
    "# Factuur 2026-14",
    "Aan: Larkfield Press BV",
    "Factuurdatum 3-11-2026  Vervaldatum 3-12-2026",
    "Aantal  Omschrijving  Bedrag",
    "12  Uren ontwerp van de catalogus  900,00",
    "Subtotaal  900,00",
    "BTW 21%  189,00",
    "Totaal  1.089,00",
    "Gelieve te betalen binnen 30 dagen.",
)
LOAN = page(
    "# Valley Loan Fund",
    "Oduya Design  Attn: Mira Oduya",
    "Re: Business loan commitment letter",
    "We are pleased to approve a microloan to your business: principal $12,000; collateral: business assets.",
    "Our decision was based on your business plan and two years of tax returns.",
)
AUNT = page(
    "# 11 November 2026",
    "Dear Aunt Gail,",
    "Thank you for the parcel. You asked how the move went. We are in the flat at last and our kitchen no longer leaks.",
    "I still think of opening a small shop one day, with a licence for coffee, but for now I teach and mark essays.",
    "With love from us both, Mira",
)
COURSE = page(
    "# CENTRO DE FORMACIÓN TURIA",
    "CERTIFICADO",
    "Mira Oduya",
    "ha superado con aprovechamiento el curso de traducción jurídica, de 120 horas",
    "Valencia, a 9 de julio de 2019",
    "Certificado n. 2019/0441",
)
DEGREE = page(
    "# UNIVERSIDAD DE TURIA",
    "El Rector de la Universidad, conforme a las disposiciones previstas por la legislación vigente,",
    "Mira Oduya",
    "ha superado los estudios conducentes al título universitario oficial de",
    "# Licenciada en Traducción",
    "expide el presente título en Valencia, a 9 de julio de 2009",
)

TWINS = {
    "a certificate of a course and a degree": (COURSE, Kind.PROFESSIONAL_CERTIFICATION, DEGREE),
    "an invoice to a client and a telephone bill": (TO_A_CLIENT, Kind.CLIENT_INVOICE, ITS_CUSTOMER),
    "an invoice to a client and a till receipt": (TO_A_DUTCH_CLIENT, Kind.CLIENT_INVOICE, AT_THE_TILL),
    "a loan to a business and a private letter": (LOAN, Kind.OTHER_BUSINESS_EVIDENCE, AUNT),
    "liability cover and a quote for it": (IN_FORCE, Kind.LIABILITY_INSURANCE, QUOTED),
    "a business account and one's own": (BUSINESS_ACCOUNT, Kind.OTHER_BUSINESS_EVIDENCE, OWN_ACCOUNT),
    "an accountant's letter and an employer's": (ACCOUNTANT, Kind.OTHER_BUSINESS_EVIDENCE, EMPLOYER),
    "an advertisement and a job advertisement": (OFFERED, Kind.MARKETING_MATERIAL, WANTED),
    "a network profile and a résumé": (NETWORK, Kind.SERVICE_PROFILE, CAREER),
}


@pytest.mark.parametrize(("proof", "kind", "twin"), TWINS.values(), ids=TWINS)
def test_a_proof_is_told_from_the_paper_that_looks_like_it(proof: PageText, kind: Kind, twin: PageText) -> None:
    assert classify([proof]).kind is kind
    assert classify([twin]).kind is Kind.NOT_EVIDENCE


@pytest.mark.parametrize(("proof", "kind", "twin"), TWINS.values(), ids=TWINS)
def test_blacking_out_every_number_changes_neither(proof: PageText, kind: Kind, twin: PageText) -> None:
    for shown, expected in ((proof, kind), (twin, Kind.NOT_EVIDENCE)):
        private = [w for w in shown.words if any(c.isdigit() for c in w.text)]
        kept = [w for w in shown.words if w not in private]
        assert classify([PageText(1, shown.width, shown.height, kept, [w.box for w in private])]).kind is expected


CLAUSES = (
    "# COMMISSION AGREEMENT",
    "This agreement is between Oduya Design LLC (Company) and Jo Marl (Agent) and begins on 2026-03-03.",
    "The Agent is and will remain an independent contractor. The Company shall not withhold taxes.",
)


def test_captions_below_signatures_are_no_gaps_and_stand_ins_are() -> None:
    captions = ("[Signature of Company]", "[Typed or printed name of Company]", "[Signature of Agent]", "[Typed or printed name of Agent]")
    stand_ins = ("[Name of the company]", "[Address of the company]", "[Name of the agent]", "[Address of the agent]", "[Commission rate]")
    assert not classify([page(*CLAUSES, *captions)]).noted
    assert {n.mark for n in classify([page(CLAUSES[0], CLAUSES[2], *stand_ins)]).noted} == {Mark.BLANK_FORM}


def test_instructions_without_the_form_prove_as_little_as_an_empty_one() -> None:
    advice = ["Enter the gross receipts of your trade or business on this line and attach a statement where they were reported twice."] * 8
    guess = classify([page("# Instructions for Schedule C", "Profit or Loss From Business", *advice)])
    assert {n.mark for n in guess.noted} == {Mark.INSTRUCTIONS, Mark.BLANK_FORM}


def test_thin_evidence_gives_a_low_guess_instead_of_none() -> None:
    guess = classify(
        [
            page(
                "Larkfield Press",
                "the hours of work were agreed on with the landlord of the barn and a few friends from the village near by",
            )
        ]
    )
    assert guess.kind is not Kind.UNKNOWN
    assert guess.grade is Grade.LOW


def test_a_heading_that_leads_a_longer_line_is_a_title_and_the_same_words_in_a_sentence_are_not() -> None:
    body = ("Datum  14.04.2026", "www.amt.example")
    title = page(
        "Mitteilung der Umsatzsteuer-Identifikationsnummer (USt-IdNr.) nach den Vorschriften des Gesetzes in der neuen Fassung", *body
    )
    talk = page("wir warten auf die Mitteilung der Umsatzsteuer-Identifikationsnummer und melden uns dann wieder bei Ihnen", *body)
    assert any(why.startswith("title") for why in classify([title]).why)
    assert not any(why.startswith("title") for why in classify([talk]).why)


def test_a_client_s_page_of_hires_is_told_from_a_freelancer_s_profile() -> None:
    hires = (
        "upwork  Hire  Manage talent  Reports  Messages",
        "# Your hires",
        "Freelancer  Contract  Started",
        "Radu Ionescu  Retouching  $18.00/hr  Mar 3, 2026",
        "Total spent as a client this year: $4,780.00",
    )
    offered = (
        "upwork  Find talent  Messages",
        "# Mira Oduya",
        "Photo retoucher  $18.00/hr",
        "Job success 100%  Total earnings $4,780.00",
        "Work history  Skills  Hire",
    )
    assert classify([page(*hires)]).kind is Kind.HIRING_PROOF
    assert classify([page(*offered)]).kind is Kind.SERVICE_PROFILE


def test_a_network_profile_that_offers_services_is_told_from_a_site_that_does() -> None:
    said = ("# Mira Oduya", "Freelance editor for museums", "Services  Editing  Proofreading", "Hire me for a day or a year.")
    network = (
        "Home  My Network  Jobs  Messaging",
        "500+ connections  Contact info",
        "Providing services  Message for pricing",
        "Experience",
    )
    site = ("Home  About  Portfolio  Contact", "We help small museums. Our clients", "Book a free call  Free quote", "www.oduya.example")
    assert classify([page(network[0], *said, *network[1:])]).kind is Kind.SERVICE_PROFILE
    assert classify([page(site[0], *said, *site[1:])]).kind is Kind.MARKETING_MATERIAL


def test_the_register_s_extract_of_a_sole_owner_is_told_from_a_company_s() -> None:
    head = ("# KVK Uittreksel Handelsregister", "Kamer van Koophandel  KVK-nummer 80000007", "Handelsnaam  Oduya Ontwerp")
    owner = ("Rechtsvorm  Eenmanszaak", "Vestigingsnummer 000055000002", "# Eigenaar", "Naam  Oduya, Mira", "Datum in functie 01-04-2023")
    company = (
        "Rechtsvorm  Besloten vennootschap",
        "RSIN 800000070",
        "# Bestuurder",
        "Naam  Oduya, Mira",
        "Statutaire naam  Oduya Ontwerp B.V.",
    )
    assert classify([page(*head, *owner)]).kind is Kind.SELF_EMPLOYMENT_REGISTRATION
    assert classify([page(*head, *company)]).kind is Kind.ENTITY_REGISTRATION
