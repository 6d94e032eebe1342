"""The sheet holds ids, codes and links; names, values, file names and sentences stay out of Prefect's database."""

from __future__ import annotations

import json
from datetime import date
from urllib.parse import parse_qsl, unquote

import pytest

from flows.case_page import case_page
from flows.sheet import Addresses, form_parameters, review_queue, review_sheet, urgency
from pipeline.vocabulary import Decision
from tests.registry.world import World

TO = Addresses(lambda path: f"http://pictures{path}?signed", "http://ui/decide?x=1", lambda case_id: f"http://ui/{case_id}")
PRIVATE = ("Bright", "Jane", "12-3456789", "3456789", "Oak", "invoice.pdf", "ein notice", "odd seal")


def test_a_sheet_shows_the_verdict_the_reasons_and_the_pages(world: World) -> None:
    sheet = review_sheet(world.service.view("c-1"), TO)
    assert "# c-1 qualifies" in sheet
    assert "`two_kinds_accepted`" in sheet
    assert "[Decide on this case →](http://ui/decide?x=1)" in sheet
    assert sheet.count('width="640"') == 2
    assert "| tax id | read | <img" in sheet


def test_a_sheet_holds_nothing_private(world: World) -> None:
    world.service.decide("c-1", Decision.MORE_INFO, by="Ada", comment="odd seal")
    sheet = review_sheet(world.service.view("c-1"), TO) + review_queue(world.service.list_cases(), TO, date(2026, 11, 20))
    for private in PRIVATE:
        assert private not in sheet
    assert "**more-info** by Ada on no. 1, against the proposal" in sheet


def test_the_cases_own_page_does_show_them(world: World) -> None:
    page = case_page(world.service.view("c-1"), TO.sign)
    for shown in ("Bright Pixel LLC", "12-3456789", "Oak Bank", "ein notice of Jane.pdf"):
        assert shown in page


def test_a_name_cannot_break_out_of_the_page(world: World) -> None:
    world.submit({"<script>alert(1)<.pdf": b"client_invoice|business_name=<img src=x onerror=alert(1)>|issue_date=2026-10-01"}, "c-2")
    world.drain()
    page = case_page(world.service.view("c-2"), TO.sign)
    assert "<script>" not in page and "<img src=x" not in page
    assert "&lt;script&gt;" in page


def test_the_case_page_proposes_one_message_with_everything(world: World) -> None:
    world.submit({"old.pdf": b"client_invoice|business_name=Bright Pixel LLC|bill_to=Oak Bank|issue_date=2020-10-01"}, "c-4")
    world.drain()
    page = case_page(world.service.view("c-4"), TO.sign)
    assert "Message to the freelancer" in page
    assert "Hello Jane Doe," in page
    assert "Message to the freelancer" not in case_page(world.service.view("c-1"), TO.sign)  # enough: nothing to ask


def test_platform_standing_is_shown_with_its_certainty_where_anything_is_known(world: World) -> None:
    assert "Platform standing" not in review_sheet(world.service.view("c-1"), TO)
    world.submit({"a.pdf": b"unknown|"[:-1]}, "c-5", platform={"jss": 95, "agency": "none"})
    world.drain()
    sheet = review_sheet(world.service.view("c-5"), TO)
    assert "| top rated | unknown |" in sheet
    assert "| met | R31 | inferred |" in sheet


def test_a_case_id_cannot_break_out_of_the_sheet(world: World) -> None:
    world.submit({}, "<img src=x>|c")
    world.drain()
    view = world.service.view("<img src=x>|c")
    assert "<img src=x>" not in review_sheet(view, TO).split("(http")[0]
    assert "<img src=x>" not in review_queue(world.service.list_cases(), TO, date(2026, 11, 20)).replace("(http://ui/<img src=x>|c)", "")


def test_a_case_without_a_verdict_says_its_state(world: World) -> None:
    world.put("a.pdf", b"unknown", "c-3")
    assert "no verdict yet" in review_sheet(world.service.view("c-3"), TO)


def test_the_queue_leads_with_what_is_due_first_and_tells_what_failed(world: World) -> None:
    world.put("case.json", b"not json", "c-bad")
    world.drain()
    queue = review_queue(world.service.list_cases(), TO, date(2030, 1, 1))
    assert "[c-1](http://ui/c-1) | qualifies" in queue and "overdue" in queue
    assert "[c-bad](http://ui/c-bad) | `bad_case_file`" in queue
    world.service.decide("c-1", Decision.APPROVE, by="Ada", comment="")
    assert "Nothing waits." in review_queue(world.service.list_cases(), TO, date(2026, 11, 20))


def test_urgency() -> None:
    day = date(2026, 11, 20)
    assert [urgency(due, day) for due in (None, "2026-11-19", "2026-11-20", "2026-11-21")] == ["", "overdue", "due today", ""]


@pytest.mark.parametrize("case_id", ["c-1", "50% off", "100%25", "Łódź & co"])
def test_the_form_is_filled_in_whatever_the_case_is_called(case_id: str) -> None:
    [(_, sent)] = parse_qsl("parameters=" + form_parameters({"review": {"case_id": case_id}}))
    assert json.loads(unquote(sent)) == {"review": {"case_id": case_id}}


def test_no_line_of_the_reasons_is_wider_than_the_page(world: World) -> None:
    """The UI breaks no line of a table: a long one would push the place out of sight at 1280 pixels."""
    table = review_sheet(world.service.view("c-1"), TO).split("## Reasons")[1].split("##")[0]
    said = [row.split(" | ")[1] for row in table.splitlines() if row.startswith("| ")]
    assert len(said) > 3
    assert max(len(line) for cell in said for line in cell.split("<br>")) <= 60
