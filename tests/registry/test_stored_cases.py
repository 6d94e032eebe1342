"""Stored cases come back with their facts and the verdict that holds, so that a policy diff needs no file."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from pipeline import stored_cases as module
from pipeline.policy import parse_policy
from pipeline.policy_diff import diff_cases
from pipeline.stored_cases import stored_cases
from pipeline.verdict import assess
from tests.registry.world import EIN, INVOICE, LICENCE, make_world


def test_what_was_stored_gives_the_stored_verdict_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = make_world(tmp_path)
    world.submit({"ein.pdf": EIN, "invoice.pdf": INVOICE}, "c-1")
    world.submit({"licence.pdf": LICENCE}, "c-2")
    world.submit({"ein.pdf": EIN, "licence.pdf": LICENCE}, "c-3")
    world.put("early.pdf", EIN, "c-4")  # no case.json, no verdict
    world.drain()
    monkeypatch.setattr(module, "BATCH", 2)  # more than one batch
    with world.service.registry.read() as db:
        found = list(stored_cases(db))
    assert [case.case_id for case, _ in found] == ["c-1", "c-2", "c-3"]
    assert [len(case.documents) for case, _ in found] == [2, 1, 2]
    for case, verdict in found:
        assert assess(case, world.service.policy, verdict.as_of) == verdict
    text = (
        (files("pipeline") / "policy.toml").read_text("utf-8").replace('name = "client_invoice"', 'name = "client_invoice"\ncounts = false')
    )
    changes = list(diff_cases(found, parse_policy(text.encode())))
    assert [(change.case_id, change.after.value) for change in changes] == [("c-1", "needs_more_info")]
    world.service.close()
