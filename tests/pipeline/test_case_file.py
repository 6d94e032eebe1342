"""`case.json`: what is accepted, and the one sentence for what is not."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.case_file import case_to_json, load_case, parse_case
from pipeline.errors import CaseFileError

FULL: dict[str, Any] = {
    "case_id": "c-001",
    "freelancer": {
        "id": "f-9",
        "person_name": "Jane Doe",
        "entity_name": "Bright Pixel LLC",
        "trade_names": ["Bright Pixel"],
        "country": "US",
        "region": "CA",
    },
    "engagement": {"id": "e-7", "client_name": "Upwork Talent Group / Acme Corp", "engaging_client": "Acme Corp"},
    "tasks": [{"name": "documents", "done": False}, {"name": "background check", "done": True, "done_on": "2026-11-19"}],
    "platform": {"clients": 14, "jss": 95, "program": "top_rated", "agency": "none", "first_contract": "2024-01-31"},
    "questionnaire": {"own_website": True},
    "opened": "2026-11-20",
}


def test_a_full_case_goes_in_and_out_again() -> None:
    case = parse_case(FULL)
    assert case.freelancer.trade_names == ("Bright Pixel",)
    assert case.tasks[1].done_on == date(2026, 11, 19)
    assert case.platform.extra == {"first_contract": date(2024, 1, 31)}
    assert parse_case(case_to_json(case)) == case
    assert case_to_json(case) == FULL


@pytest.mark.parametrize("name", ["person_name", "entity_name"])
def test_an_id_and_one_name_are_enough(name: str) -> None:
    assert parse_case({"case_id": "c-1", "freelancer": {name: "Jane Doe"}}).case_id == "c-1"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"freelancer": {"person_name": "Jane"}}, "'case_id' is missing"),
        ({"case_id": "c"}, "'freelancer' is missing"),
        ({"case_id": "c", "freelancr": {}}, "did you mean 'freelancer'"),
        ({"case_id": "c", "freelancer": {}}, "needs person_name or entity_name"),
        ({"case_id": "c", "freelancer": {"person_nam": "Jane"}}, "did you mean 'person_name'"),
        ({"case_id": "c", "freelancer": {"person_name": "  "}}, "'freelancer.person_name' is not usable"),
        ({"case_id": "c", "freelancer": {"person_name": "Jane"}, "opened": "tomorrow"}, "'opened' is not usable"),
        ({"case_id": "c", "freelancer": {"person_name": "Jane"}, "tasks": [{"done": True}]}, "'tasks.0.name' is missing"),
        (
            {"case_id": "c", "freelancer": {"person_name": "Jane"}, "tasks": [{"name": "a", "finished": 1}]},
            "'tasks.0.finished' is not known",
        ),
        ({"case_id": "../c", "freelancer": {"person_name": "Jane"}}, "without slashes"),
        ({"case_id": "..", "freelancer": {"person_name": "Jane"}}, "without slashes"),
        ({"case_id": 7, "freelancer": {"person_name": "Jane"}}, "'case_id' is not usable"),
        ([], "must be a JSON object"),
    ],
)
def test_what_is_wrong_is_named_with_the_mend(data: object, says: str) -> None:
    with pytest.raises(CaseFileError) as caught:
        parse_case(data, "folder/case.json")
    assert caught.value.message.startswith("folder/case.json: ")
    assert says in caught.value.message
    assert caught.value.exit_code == 2


def test_a_refused_value_is_never_repeated() -> None:
    with pytest.raises(CaseFileError) as caught:
        parse_case({"case_id": "c", "freelancer": {"person_name": ["123-45-6789"]}})
    assert "6789" not in caught.value.message


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "is not JSON"),
        ('{"case_id": "a", "case_id": "b"}', "stands there twice"),
        ("[" * 100_000, "nested too deeply"),
        ('"' + "x" * 1_000_001 + '"', "larger than a case file"),
    ],
)
def test_a_file_that_is_no_case(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "case.json").write_text(text)
    with pytest.raises(CaseFileError, match=says):
        load_case(tmp_path / "case.json")


def test_a_file_that_is_not_text_and_one_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "case.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CaseFileError, match="UTF-8"):
        load_case(tmp_path / "case.json")
    with pytest.raises(CaseFileError, match="is not there"):
        load_case(tmp_path / "other.json")
    with pytest.raises(CaseFileError, match="cannot be read"):
        load_case(tmp_path)


def test_a_byte_order_mark_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / "case.json").write_text("\ufeff" + json.dumps(FULL), "utf-8")
    assert load_case(tmp_path / "case.json") == parse_case(FULL)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["case_id", "freelancer", "tasks", "platform", "opened", "questionnaire", "x"]), json_values))
def test_anything_else_gives_a_sentence_and_never_another_error(data: dict[str, object]) -> None:
    try:
        parse_case(data)
    except CaseFileError as error:
        assert error.message.endswith((".", "?"))


@pytest.mark.parametrize("nothing", [None, ""])
def test_what_is_null_or_empty_is_absent(nothing: str | None) -> None:
    bare = {"case_id": "c-1", "freelancer": {"person_name": "Jane Doe"}}
    written_out = {
        "case_id": "c-1",
        "freelancer": {"person_name": "Jane Doe", "entity_name": nothing, "country": nothing},
        "engagement": nothing,
        "platform": {"jss": nothing},
        "opened": nothing,
    }
    assert parse_case(written_out) == parse_case(bare)


def test_null_does_not_make_up_for_what_is_required_and_does_not_hide_an_unknown_key() -> None:
    with pytest.raises(CaseFileError, match="case_id"):
        parse_case({"case_id": None, "freelancer": {"person_name": "Jane Doe"}})
    with pytest.raises(CaseFileError, match="colour"):
        parse_case({"case_id": "c-1", "freelancer": {"person_name": "Jane Doe"}, "colour": None})
