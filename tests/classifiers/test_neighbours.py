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

TWINS = {
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
