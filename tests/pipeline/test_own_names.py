"""How papers put the subject's names: with a role, two in a row, by initials. Somebody else's firm never hides behind them (R7)."""

from __future__ import annotations

import pytest

from pipeline.checks.clients import engaging_names, names_marketplace
from pipeline.model import Engagement, Freelancer
from pipeline.names import NameMatch, best_match, is_label
from pipeline.own_names import initials_of, without_roles

MIRA = Freelancer("f-1", "Mira Tanaka", "Tanaka Type LLC", ("Kumo Letters",), "US", "CA")
MARKETPLACE = ("Upwork", "UTG", "Elance", "oDesk")


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("TANAKA TYPE LLC MIRA TANAKA SOLE MBR", "Tanaka Type LLC"),
        ("Tanaka Type LLC (Sole Member: Mira Tanaka)", "Tanaka Type LLC"),
        ("Tanaka Type LLC, a California limited liability company", "Tanaka Type LLC"),
        ("Tanaka Type LLC Attn: Mira Tanaka", "Tanaka Type LLC"),
        ("MIRA TANAKA KUMO LETTERS", "Mira Tanaka"),
        ("Mira Tanaka, Owner", "Mira Tanaka"),
        ("Mira Tanaka Sole Proprietor", "Mira Tanaka"),
        ("Mira Tanaka, trad. a.", "Mira Tanaka"),
        ("Bramble Works LLC Mira Tanaka", None),
        ("Bramble Works LLC, Mira Tanaka, Owner", None),
        ("Bramble Works LLC Attn: Mira Tanaka", None),
        ("Mila Tanaka, owner", None),
        ("Mira Tanaka, Bramble & Sons", None),
        ("Mira Tanaka Mira Tanaka", None),
        ("Owner", None),
        ("Mira Tanaka", None),
    ],
)
def test_roles_are_taken_off_and_every_name_has_to_be_the_subjects(text: str, own: str | None) -> None:
    assert without_roles(text, MIRA) == own


@pytest.mark.parametrize(
    ("text", "person", "same"),
    [
        ("J P Okafor", "John Paul Okafor", True),
        ("Mr J Okafor", "John Paul Okafor", True),
        ("OKAFOR J P", "John Paul Okafor", True),
        ("JP Okafor", "John Paul Okafor", True),
        ("G Pugh-Davies", "Gareth Pugh-Davies", True),
        ("G Davies", "Gareth Pugh-Davies", False),
        ("P Okafor", "John Paul Okafor", False),
        ("J P Okafer", "John Paul Okafor", False),
        ("J Q Okafor", "John Paul Okafor", False),
        ("Jane Okafor", "John Paul Okafor", False),
        ("Okafor", "John Paul Okafor", False),
        ("J P", "John Paul Okafor", False),
        ("M Li", "Mia Li", False),
        ("Cher", "Cher", False),
    ],
)
def test_initials_stand_for_given_names_in_their_order(text: str, person: str, same: bool) -> None:
    assert initials_of(text, person) is same


@pytest.mark.parametrize(
    "text",
    [
        "Upwork Inc.",
        "Upwork Global LLC",
        "Elance-oDesk, Inc.",
        "o-Desk",
        "U.T.G.",
        "U T G Inc",
        "Up-Work",
        "Upw0rk",
        "UPVVORK",
        "pay@upwork.com",
    ],
)
def test_the_marketplace_in_every_spelling(text: str) -> None:
    assert names_marketplace(text, MARKETPLACE)


@pytest.mark.parametrize("text", ["Elanco Animal Health", "Upward Works LLC", "Desk Co", "Outgoing Ltd", "U. T. Garden Supply", "Work Up"])
def test_others_are_not_the_marketplace(text: str) -> None:
    assert not names_marketplace(text, MARKETPLACE)


@pytest.mark.parametrize("sign", [" / ", " via ", ": ", " - ", " on behalf of "])
def test_the_engaging_client_is_what_the_contract_names_besides(sign: str) -> None:
    assert engaging_names(Engagement(None, f"Upwork Talent Group{sign}Acme Corp"), MARKETPLACE) == ("Acme Corp",)


@pytest.mark.parametrize("text", ["FRO M", "B IL L ED TO", "Bill to:", "Invoice date", "Rechnung an", "***", "12-34"])
def test_a_label_is_no_name(text: str) -> None:
    assert is_label(text)


@pytest.mark.parametrize("text", ["From Scratch Bakery", "Moorland Press", "Total Wine", "Due North Ltd", "Page & Sons"])
def test_a_name_with_a_labels_word_is_one(text: str) -> None:
    assert not is_label(text)


def test_letters_that_a_scan_drops_and_umlauts_spelled_both_ways() -> None:
    siobhan = Freelancer(None, "Siobhan Kettering", None, (), "GB", None)
    assert best_match("Siobhan Ketering", siobhan)[0] is NameMatch.MATCH
    assert best_match("Siobhan Keating", siobhan)[0] is not NameMatch.MATCH
    assert best_match("Juergen Muller", Freelancer(None, "Jürgen Müller", None, (), "DE", None))[0] is NameMatch.MATCH
