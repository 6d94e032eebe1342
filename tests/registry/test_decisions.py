"""A reviewer decides; a sheet that was overtaken is refused; what is forgotten is gone but for the audit skeleton."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from pipeline import audit
from pipeline.errors import NotFound, StaleDecision, UsageError
from pipeline.kept import results_folder
from pipeline.registry.model import CaseState
from pipeline.retention import apply_retention
from pipeline.store import RESPECTED, UPLOADS
from pipeline.vocabulary import Decision
from tests.registry.world import EIN, INVOICE, World


@pytest.fixture
def qualified(world: World) -> World:
    world.submit({"ein.pdf": EIN, "invoice.pdf": INVOICE})
    world.drain()
    return world


def test_approving_what_qualifies_needs_no_comment(qualified: World) -> None:
    view = qualified.service.decide("c-1", Decision.APPROVE, by="Ada", comment="")
    [made] = view.decisions
    assert (made.decision, made.decided_by, made.overrides, made.verdict_id) == ("approve", "Ada", False, view.row.verdict_id)
    assert made.policy_sha256 == qualified.service.policy.ref.sha256
    assert view.row.state is CaseState.DECIDED
    assert list(qualified.service.store.list("candidates")) == []


def test_going_against_the_proposal_needs_a_comment_and_leaves_a_candidate(qualified: World) -> None:
    with pytest.raises(UsageError, match="comment"):
        qualified.service.decide("c-1", Decision.MORE_INFO, by="Ada", comment="  ")
    view = qualified.service.decide("c-1", Decision.MORE_INFO, by="Ada", comment="The seal looks odd to me")
    assert view.decisions[0].overrides
    [kept] = qualified.service.store.list("candidates")
    body = qualified.service.store.get(kept.key).decode()
    assert json.loads(body)["decided"] == "more-info"
    for private in ("Bright Pixel", "Jane", "12-3456789", "Oak Bank", "ein.pdf", "seal"):
        assert private not in body


def test_referring_needs_no_comment(qualified: World) -> None:
    assert qualified.service.decide("c-1", Decision.REFER, by="Ada", comment="").row.state is CaseState.DECIDED


def test_a_stale_sheet_is_refused_and_says_so(qualified: World) -> None:
    seen = qualified.service.view("c-1").row.verdict_id
    qualified.clock.turn(60)
    qualified.put("invoice.pdf", INVOICE.replace(b"2026-10-01", b"2024-10-01"))
    with pytest.raises(StaleDecision, match="New papers"):
        qualified.service.decide("c-1", Decision.APPROVE, by="Ada", comment="")
    qualified.drain()
    with pytest.raises(StaleDecision, match="has changed since"):
        qualified.service.decide("c-1", Decision.APPROVE, by="Ada", comment="", verdict_id=seen)
    assert qualified.service.view("c-1").decisions == ()


def test_nothing_to_decide_and_nobody_deciding_are_refused(world: World) -> None:
    with pytest.raises(NotFound):
        world.service.decide("c-9", Decision.APPROVE, by="Ada", comment="")
    world.put("ein.pdf", EIN)
    with pytest.raises(StaleDecision, match="no proposed verdict"):
        world.service.decide("c-1", Decision.APPROVE, by="Ada", comment="")
    with pytest.raises(UsageError, match="who decides"):
        world.service.decide("c-1", Decision.APPROVE, by=" ", comment="")


def test_everything_is_in_the_audit_log_and_nothing_private(qualified: World) -> None:
    qualified.service.decide("c-1", Decision.MORE_INFO, by="Ada", comment="odd seal")
    with qualified.service.registry.read() as db:
        log = list(audit.entries(db))
        assert audit.verify(db).broken_at is None
    assert [e.event for e in log] == ["upload", "upload", "upload", "case", "verdict", "decision"]
    text = " ".join(e.detail for e in log)
    for private in ("Bright", "Jane", "3456789", "Oak", "ein.pdf", "seal"):
        assert private not in text


def test_originals_go_first_then_copies_each_recorded(qualified: World) -> None:
    days = qualified.service.policy.retention
    assert apply_retention(qualified.service) == (0, 0, 0)
    qualified.clock.turn(timedelta(days=days.uploads_days + 1).total_seconds())
    assert apply_retention(qualified.service) == (3, 0, 0)
    assert list(qualified.service.store.list(UPLOADS)) == []
    assert len(list(qualified.service.store.list(RESPECTED))) == 2
    assert qualified.service.view("c-1").row.verdict == "qualifies"
    qualified.clock.turn(timedelta(days=days.respected_copies_days).total_seconds())
    assert apply_retention(qualified.service) == (0, 2, 0)
    assert apply_retention(qualified.service) == (0, 0, 0)
    assert list(qualified.service.store.list(RESPECTED)) == []
    with qualified.service.registry.read() as db:
        assert [e.event for e in audit.entries(db)].count("deleted") == 5
    qualified.clock.turn(timedelta(days=days.facts_days).total_seconds())
    assert apply_retention(qualified.service) == (0, 0, 1)
    assert qualified.service.list_cases() == []


def test_forgetting_leaves_the_audit_skeleton_and_the_others(qualified: World) -> None:
    qualified.submit({"ein.pdf": b"tax_id_notice|person_name=Joan Roe"}, "c-2", freelancer={"id": "f-2", "person_name": "Joan Roe"})
    qualified.drain()
    qualified.service.decide("c-1", Decision.MORE_INFO, by="Ada", comment="odd")
    results = results_folder(qualified.service.settings.home)
    results.mkdir(parents=True)
    for upload in (*qualified.service.view("c-1").uploads, *qualified.service.view("c-2").uploads):
        (results / f"{upload.sha256}.0.json").write_text("{}")
    theirs = {upload.sha256 for upload in qualified.service.view("c-2").uploads}
    assert qualified.service.forget("f-1") == ["c-1"]
    assert {path.name.split(".")[0] for path in results.iterdir()} == {str(sha256) for sha256 in theirs}
    assert qualified.service.forget("f-1") == []
    with pytest.raises(NotFound):
        qualified.service.view("c-1")
    store = qualified.service.store
    assert {found.key.split("/")[1] for prefix in (UPLOADS, RESPECTED, "candidates") for found in store.list(prefix)} == {"c-2"}
    assert qualified.service.view("c-2").documents
    with qualified.service.registry.read() as db:
        assert audit.verify(db).broken_at is None
        assert [e.event for e in audit.entries(db, "c-1")][-1] == "forgotten"
    remains = b"".join(path.read_bytes() for path in qualified.service.settings.home.glob("registry.db*"))
    for private in (b"Bright Pixel", b"Oak Bank", b"12-3456789", b"Jane Doe"):
        assert private not in remains
