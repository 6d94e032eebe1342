"""The text classifier: deterministic, compact, deaf to numbers, and limited in what it can tip."""

from __future__ import annotations

import pytest

from classifiers.judge import VOICE, VOICE_FOR, weigh
from classifiers.kinds import Kind
from classifiers.reading_matter import reading_matter
from classifiers.text import normalise
from classifiers.training import Lesson, folds, lessons_of_anchors, share_right, teach, words_worth_learning
from classifiers.voice import listen, opinions, pack, unpack, voice
from tests.classifiers.papers import page


def test_numbers_and_unknown_words_are_not_read() -> None:
    paper = normalise(page("Invoice 4711 of 09/14/2026 for Quuxina Florb", "Form 1120"))
    assert reading_matter(paper, {"invoice", "form", "1120"}) == ["invoice", "form", "1120"]


def test_words_of_a_single_wording_are_not_learnt() -> None:
    lessons = [
        Lesson(Kind.CLIENT_INVOICE, "a", "text_layer", ("invoice", "mira")),
        Lesson(Kind.CLIENT_INVOICE, "b", "text_layer", ("invoice",)),
    ]
    assert words_worth_learning(lessons) == {"invoice"}


@pytest.mark.slow
def test_the_same_lessons_give_the_same_bytes_and_survive_packing() -> None:
    lessons = list(lessons_of_anchors(4))
    first, second = (pack(teach(lessons)) for _ in range(2))
    assert first == second
    again = unpack(first)
    text = [sorted(again.vocabulary)[:40]]
    assert opinions(again, text) == opinions(unpack(second), text)
    right, asked = (sum(v[i] for v in share_right(again, lessons).values()) for i in (0, 1))
    assert right > 0.4 * asked, "far above one in eighteen, although the lessons are few"


def test_the_committed_voice_is_small_and_knows_every_kind_that_can_be_learnt() -> None:
    speaker = voice()
    assert speaker is not None
    assert set(speaker.kinds) == set(Kind) - {Kind.UNKNOWN}


def test_a_short_text_gets_no_opinion() -> None:
    assert listen([normalise(page("hello"))]) == [{}]


def test_the_voice_cannot_outvote_a_form_identifier() -> None:
    weighed = weigh({Kind.SCHEDULE_C: 5.5, Kind.NOT_EVIDENCE: 0.0}, {Kind.SCHEDULE_C: -9.0, Kind.NOT_EVIDENCE: 9.0})
    assert weighed[Kind.SCHEDULE_C] > weighed[Kind.NOT_EVIDENCE]
    assert VOICE * VOICE_FOR < 1.0


def test_each_wording_is_left_out_exactly_once() -> None:
    wordings = {f"w{i}" for i in range(11)}
    dealt = folds(wordings, 4)
    assert sorted(w for fold in dealt for w in fold) == sorted(wordings)
