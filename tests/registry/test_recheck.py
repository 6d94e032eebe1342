"""The nightly run looks at what is due and at nothing else, once, and finds what time, a policy or another case has changed."""

from __future__ import annotations

from datetime import timedelta
from importlib.resources import files

from flows.night import Night, night_summary
from pipeline.policy import parse_policy
from pipeline.registry.model import CaseState
from pipeline.retention import Retained
from pipeline.vocabulary import Decision, FindingCode
from tests.registry.world import EIN, INVOICE, LICENCE, World

DAY = 86_400.0


def test_a_run_looks_at_what_is_due_once(world: World) -> None:
    world.submit({"licence.pdf": LICENCE, "invoice.pdf": INVOICE}, "c-1")
    world.submit({"ein.pdf": EIN, "invoice.pdf": INVOICE}, "c-2")
    world.drain()
    assert not list(world.service.recheck())
    world.clock.turn(30 * DAY)  # the licence has run out; both sheets' links are old
    assert {one.case_id for one in world.service.recheck()} == {"c-1", "c-2"}
    before = [world.service.view(c).history for c in ("c-1", "c-2")]
    assert not list(world.service.recheck())
    assert [world.service.view(c).history for c in ("c-1", "c-2")] == before


def test_a_case_whose_proof_lapsed_goes_back_with_the_reason(world: World) -> None:
    world.submit({"licence.pdf": LICENCE, "invoice.pdf": INVOICE})
    world.drain()
    world.service.decide("c-1", Decision.APPROVE, by="Ada", comment="")
    assert world.service.view("c-1").row.state is CaseState.DECIDED
    world.clock.turn(30 * DAY)
    night = Night(world.service.today())
    for one in world.service.recheck():
        night.add(one)
    view = world.service.view("c-1")
    assert view.row.state is CaseState.NEEDS_REVIEW
    assert view.verdict is not None
    assert FindingCode.EXPIRED in {reason.code for reason in view.verdict.reasons}
    assert (night.checked, night.changed, night.lapsed) == (1, 1, 1)
    summary = night_summary(night, Retained(2, 0, 0))
    assert "| c-1 | qualifies | needs_more_info | " in summary
    assert "`expired`" in summary
    assert "licence.pdf" not in summary


def test_another_policy_makes_every_case_due_once(world: World) -> None:
    world.submit({"ein.pdf": EIN, "invoice.pdf": INVOICE}, "c-1")
    world.submit({"ein.pdf": EIN, "licence.pdf": LICENCE}, "c-2")
    world.drain()
    text = (files("pipeline") / "policy.toml").read_text("utf-8")
    world.service.policy = parse_policy(text.replace('name = "client_invoice"', 'name = "client_invoice"\ncounts = false').encode())
    world.service.__dict__.pop("judged_by", None)
    looked_at = list(world.service.recheck())
    assert {one.case_id for one in looked_at if one.changed} == {"c-1", "c-2"}
    assert not list(world.service.recheck())


def test_an_approval_brings_the_freelancers_other_cases_forward(world: World) -> None:
    world.submit({"ein.pdf": EIN, "invoice.pdf": INVOICE}, "c-9")
    world.submit({"licence.pdf": LICENCE}, "c-1")
    world.drain()
    assert not list(world.service.recheck())
    world.service.decide("c-9", Decision.APPROVE, by="Ada", comment="")
    [one] = [one for one in world.service.recheck() if one.changed]
    assert (one.case_id, one.verdict.verdict.value) == ("c-1", "qualifies")
    assert not list(world.service.recheck())


def test_a_run_on_an_earlier_day_looks_at_every_case_and_the_next_one_mends_it(world: World) -> None:
    world.submit({"ein.pdf": EIN, "invoice.pdf": INVOICE})
    world.drain()
    today = world.service.today()
    [early] = world.service.recheck(today - timedelta(days=400))
    assert early.verdict.verdict.value == "needs_more_info"  # the invoice was not written yet
    [mended] = world.service.recheck()
    assert mended.verdict.verdict.value == "qualifies"
    [late] = world.service.recheck(today + timedelta(days=800))
    assert late.verdict.verdict.value == "needs_more_info"
    [back] = world.service.recheck()
    assert back.verdict.verdict.value == "qualifies"


def test_an_old_invoice_is_no_news_every_night(world: World) -> None:
    world.submit({"old.pdf": b"client_invoice|business_name=Bright Pixel LLC|bill_to=Oak Bank|issue_date=2020-10-01", "ein.pdf": EIN})
    world.drain()
    for _ in range(3):
        world.clock.turn(14 * DAY)
        assert not any(one.changed for one in world.service.recheck())
    assert len(world.service.view("c-1").history) == 1
