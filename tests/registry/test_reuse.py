"""Papers that were approved once serve the same freelancer's next case (R3); verdicts do not, and nobody else's papers do."""

from __future__ import annotations

from pipeline.store import RESPECTED
from pipeline.vocabulary import Decision
from tests.registry.world import EIN, INVOICE, LICENCE, World


def test_approved_papers_serve_the_next_case(world: World) -> None:
    world.submit({"ein.pdf": EIN, "invoice.pdf": INVOICE})
    world.drain()
    world.service.decide("c-1", Decision.APPROVE, by="Ada", comment="")
    world.submit({}, "c-2")
    world.drain()
    view = world.service.view("c-2")
    assert view.row.verdict == "qualifies"
    assert [d.file for d in view.documents] == ["ein.pdf", "invoice.pdf"]
    assert view.decisions == ()
    assert len(list(world.service.store.list(f"{RESPECTED}/c-2"))) == 2
    assert world.reader.read == ["ein.pdf", "invoice.pdf"]


def test_papers_that_were_not_approved_do_not(world: World) -> None:
    world.submit({"ein.pdf": EIN, "invoice.pdf": INVOICE})
    world.drain()
    world.submit({}, "c-2")
    world.drain()
    assert world.service.view("c-2").documents == ()


def test_nobody_elses_papers_do(world: World) -> None:
    world.submit({"ein.pdf": EIN, "invoice.pdf": INVOICE})
    world.drain()
    world.service.decide("c-1", Decision.APPROVE, by="Ada", comment="")
    world.submit({}, "c-2", freelancer={"id": "f-2", "person_name": "Jane Doe"})
    world.submit({}, "c-3", freelancer={"person_name": "Jane Doe"})
    world.drain()
    assert world.service.view("c-2").documents == world.service.view("c-3").documents == ()


def test_the_same_paper_sent_again_is_there_once_and_namesakes_are_told_apart(world: World) -> None:
    world.submit({"ein.pdf": EIN, "paper.pdf": INVOICE})
    world.drain()
    world.service.decide("c-1", Decision.APPROVE, by="Ada", comment="")
    world.submit({"mine.pdf": EIN, "paper.pdf": LICENCE}, "c-2")
    world.drain()
    assert [d.file for d in world.service.view("c-2").documents] == ["mine.pdf", "paper.pdf", "c-1, paper.pdf"]


def test_forgetting_one_case_leaves_the_other_its_own_copies(world: World) -> None:
    world.submit({"ein.pdf": EIN, "invoice.pdf": INVOICE})
    world.drain()
    world.service.decide("c-1", Decision.APPROVE, by="Ada", comment="")
    world.submit({}, "c-2")
    world.drain()
    assert world.service.forget("f-1") == ["c-1", "c-2"]
    assert list(world.service.store.list(RESPECTED)) == []
