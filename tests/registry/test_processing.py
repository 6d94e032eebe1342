"""From uploads to a verdict: what is read, what is not, and what happens when something is away."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pipeline.errors import DiskFull, StoreUnreachable
from pipeline.registry.model import CaseState, UploadState
from pipeline.service import case_to_json
from pipeline.store import RESPECTED
from tests.registry.world import EIN, INVOICE, LICENCE, World, case_file


def test_two_papers_qualify(world: World) -> None:
    world.submit({"ein.pdf": EIN, "invoice.pdf": INVOICE})
    assert world.drain() == [None]
    view = world.service.view("c-1")
    assert (view.row.state, view.row.verdict) == (CaseState.NEEDS_REVIEW, "qualifies")
    assert [d.file for d in view.documents] == ["ein.pdf", "invoice.pdf"]
    assert len(list(world.service.store.list(RESPECTED))) == 2


def test_one_paper_does_not_and_a_second_one_later_does(world: World) -> None:
    world.submit({"ein.pdf": EIN})
    world.drain()
    assert world.service.view("c-1").row.verdict == "needs_more_info"
    world.put("invoice.pdf", INVOICE)
    world.drain()
    view = world.service.view("c-1")
    assert [v.verdict for v in view.history] == ["needs_more_info", "qualifies"]
    assert world.reader.read == ["ein.pdf", "invoice.pdf"]


def test_a_better_copy_takes_the_place_of_the_first(world: World) -> None:
    world.submit({"ein.pdf": EIN, "invoice.pdf": INVOICE.replace(b"2026-10-01", b"2024-10-01")})
    world.drain()
    assert world.service.view("c-1").row.verdict == "needs_more_info"
    world.clock.turn(60)
    world.put("invoice.pdf", INVOICE)
    world.drain()
    view = world.service.view("c-1")
    assert view.row.verdict == "qualifies"
    assert [(u.filename, u.state.value) for u in view.uploads] == [
        ("ein.pdf", "done"),
        ("invoice.pdf", "superseded"),
        ("case.json", "done"),
        ("invoice.pdf", "done"),
    ]


def test_papers_wait_for_their_case(world: World) -> None:
    world.put("ein.pdf", EIN)
    assert world.drain() == []
    assert world.service.view("c-1").row.state is CaseState.WAITING
    world.put("case.json", case_file())
    assert world.drain() == [None]
    assert world.uploads()["ein.pdf"].state is UploadState.DONE


def test_out_of_scope_opens_no_paper_and_being_in_scope_later_does(world: World) -> None:
    world.submit({"ein.pdf": EIN, "invoice.pdf": INVOICE}, engagement={"client_name": "Acme"})
    world.drain()
    assert world.service.view("c-1").row.verdict == "out_of_scope"
    assert world.reader.read == []
    assert world.uploads()["ein.pdf"].state is UploadState.SKIPPED
    world.clock.turn(60)
    world.put("case.json", case_file())
    world.drain()
    world.drain()
    assert world.service.view("c-1").row.verdict == "qualifies"


@pytest.mark.parametrize("bad", [b"", b"not json", b"[]", b'{"case_id": "c-1"}', case_file("c-2"), b"[" * 5000, b"\xff\xfe"])
def test_a_bad_case_file_fails_the_case_and_a_good_one_mends_it(world: World, bad: bytes) -> None:
    world.put("ein.pdf", EIN)
    world.put("case.json", bad)
    assert world.drain() == [None]
    view = world.service.view("c-1")
    assert (view.row.state, view.row.error_code) == (CaseState.FAILED, "bad_case_file")
    world.clock.turn(60)
    world.put("case.json", case_file())
    world.drain()
    assert world.service.view("c-1").row.state is CaseState.NEEDS_REVIEW


def test_the_same_bytes_are_read_once(world: World) -> None:
    world.submit({"ein.pdf": EIN})
    world.drain()
    world.put("ein again.pdf", EIN)
    world.drain()
    assert world.reader.read == ["ein.pdf"]
    assert [d.file for d in world.service.view("c-1").documents] == ["ein.pdf", "ein again.pdf"]


def test_a_new_reader_reads_anew(world: World) -> None:
    world.submit({"ein.pdf": EIN})
    world.drain()
    assert world.service.reread(["c-1"]) == 0
    world.service.__dict__["reader"] = "another"
    assert world.service.reread(["c-1"]) == 1
    world.drain()
    assert world.reader.read == ["ein.pdf", "ein.pdf"]


def test_a_file_that_vanished_is_told(world: World) -> None:
    world.submit({"ein.pdf": EIN, "invoice.pdf": INVOICE})
    world.service.store.delete("uploads/c-1/ein.pdf")
    world.drain()
    assert (world.uploads()["ein.pdf"].state, world.uploads()["ein.pdf"].error_code) == (UploadState.FAILED, "not_found")
    assert world.service.view("c-1").row.verdict == "needs_more_info"


@pytest.mark.parametrize("fault", [StoreUnreachable("away"), DiskFull("full")])
def test_what_is_away_is_waited_for_and_costs_no_attempt(world: World, fault: Exception) -> None:
    world.reader.faults = [fault] * 8
    world.submit({"ein.pdf": EIN, "invoice.pdf": INVOICE})
    for _ in range(8):
        [code] = world.drain()
        assert code == fault.code  # type: ignore[attr-defined]
        world.clock.turn(5)
    assert world.drain() == [None]
    assert world.service.view("c-1").row.verdict == "qualifies"


def test_a_fault_inside_ends_dead_with_a_code_and_a_person_can_try_again(world: World) -> None:
    world.reader.faults = [RuntimeError("the text of a document")] * 5
    world.submit({"ein.pdf": EIN})
    for _ in range(5):
        assert world.drain() == ["internal_RuntimeError"]
        world.clock.turn(60)
    view = world.service.view("c-1")
    assert view.row.state is CaseState.FAILED
    assert world.uploads()["ein.pdf"].error_code == "internal_RuntimeError"
    assert "the text of a document" not in str(case_to_json(view))
    assert world.service.retry_dead("c-1") == 2
    assert world.drain() == [None]
    assert world.service.view("c-1").row.state is CaseState.NEEDS_REVIEW


def test_a_worker_that_dies_midway_leaves_its_facts_to_the_next(world: World) -> None:
    world.submit({"ein.pdf": EIN, "invoice.pdf": INVOICE})
    world.service.claim()
    world.clock.turn(120)  # it died without a word
    world.reader.faults = [RuntimeError("kept nothing")]
    assert world.drain() == ["internal_RuntimeError"]
    world.clock.turn(60)
    assert world.drain() == [None]
    assert world.reader.read == ["ein.pdf", "invoice.pdf"]
    assert len(world.service.view("c-1").history) == 1


def test_a_claim_that_was_taken_over_records_nothing(world: World) -> None:
    world.submit({"ein.pdf": EIN, "invoice.pdf": INVOICE})
    [slow] = world.service.claim()
    world.clock.turn(120)
    assert world.drain() == [None]
    assert world.service.process(slow).error_code == "claim_lost"
    assert len(world.service.view("c-1").history) == 1


def test_recheck_finds_what_time_changed_without_opening_files(world: World) -> None:
    world.submit({"licence.pdf": LICENCE, "invoice.pdf": INVOICE})
    world.drain()
    assert not list(world.service.recheck())  # nothing is due yet
    world.clock.turn(timedelta(days=30).total_seconds())
    [late] = world.service.recheck()
    assert late.changed
    assert [v.verdict for v in world.service.view("c-1").history] == ["qualifies", "needs_more_info"]
    assert world.reader.read == ["licence.pdf", "invoice.pdf"]


def test_show_speaks_the_contract(world: World) -> None:
    world.submit({"ein.pdf": EIN, "invoice.pdf": INVOICE})
    world.drain()
    shown = case_to_json(world.service.view("c-1"))
    assert {
        "schema",
        "case_id",
        "verdict",
        "policy",
        "as_of",
        "valid_until",
        "review_due",
        "counted",
        "reasons",
        "requests",
        "shortest_path",
        "documents",
        "state",
        "history",
        "decisions",
    } <= shown.keys()
    assert (shown["state"], shown["verdict"], len(shown["history"]), shown["decisions"]) == ("needs_review", "qualifies", 1, [])


def test_the_sweep_records_what_nothing_told_of(world: World) -> None:
    for name, data in (("uploads/c-1/ein.pdf", EIN), ("uploads/c-1/case.json", case_file()), ("respected/c-1/x.pdf", b""), ("other", b"")):
        world.service.store.put(name, data)
    world.clock.turn(10**9)
    assert (world.service.sweep(), world.service.sweep()) == (2, 0)
    assert world.drain() == [None]
