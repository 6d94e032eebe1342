"""Every channel on generated papers: the leaky one is found, its twin is left alone. A few of each kind fast, all of them slow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from random import Random

import pytest

from fixtures.leaks import digital, scans, structure, traps
from fixtures.leaks.model import LeakCase
from redaction.model import RESIDUAL, Channel
from tests.redaction.looking import look, wrong

GENERATORS = (*digital.ALL, *structure.ALL, *scans.ALL)


@pytest.mark.parametrize("generate", GENERATORS, ids=lambda generate: generate.__name__)
def test_a_leak_is_found_and_its_twin_is_not(generate: Callable[[Random], Iterator[LeakCase]]) -> None:
    assert [line for case in islice(generate(Random(11)), 2) for line in wrong(case)] == []


def test_what_only_looks_like_a_blackout_is_left_alone() -> None:
    assert [line for case in traps.drawn(Random(11)) for line in wrong(case)] == []
    assert [line for case in islice(traps.photographed(Random(11)), 2) for line in wrong(case)] == []
    assert [line for case in traps.structural(Random(11)) for line in wrong(case)] == []


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_whole_generated_set_meets_its_bars() -> None:
    """Recall and precision at least 0.97, the box of at least 95 of 100 blackouts at IoU 0.5 or better, every channel present."""
    rng = Random(20251)
    right = wanted = called = boxes = good_boxes = 0
    channels: set[Channel] = set()
    mistakes: list[str] = []
    for generate in (*GENERATORS, *traps.ALL):
        for case in generate(rng):
            seen = look(case.data, case.media)
            wanted += case.channel is not None
            called += seen.leaky
            right += seen.leaky and case.channel is not None
            boxes += len(case.boxes)
            good_boxes += sum(any(r.page == page and r.box.iou(box) >= 0.5 for r in seen.regions) for page, box in case.boxes)
            if case.channel is not None:
                channels.add(case.channel)
            mistakes += wrong(case)
    print(f"generated leaks: recall {right}/{wanted} precision {right}/{called} boxes {good_boxes}/{boxes}")  # noqa: T201
    assert channels == set(Channel) - RESIDUAL
    assert right >= 0.97 * wanted, mistakes
    assert right >= 0.97 * called, mistakes
    assert good_boxes >= 0.95 * boxes, mistakes
