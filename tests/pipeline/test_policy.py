"""The policy: what ships, dated rows, and refusal with line and reason."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from pipeline.errors import PolicyError
from pipeline.policy import load_policy, parse_policy
from pipeline.vocabulary import FieldName, Kind

TEXT = (files("pipeline") / "policy.toml").read_text("utf-8")
TODAY = date(2026, 11, 21)


def test_the_policy_that_ships_has_a_row_for_each_of_the_17_kinds_and_no_place_of_its_own() -> None:
    rules = load_policy().on(TODAY)
    assert set(rules.kinds) == {kind for kind in Kind if kind.is_evidence}
    assert {kind for kind, row in rules.kinds.items() if row.weak} == {Kind.MARKETING_MATERIAL, Kind.SERVICE_PROFILE}
    assert rules.jurisdictions == ()
    assert rules.requirement.kinds == 2
    assert not rules.evidence.platform_history_may_waive
    assert {"Elance", "oDesk"} <= set(rules.marketplace.names)


def test_the_hash_is_of_the_bytes(tmp_path: Path) -> None:
    other = tmp_path / "p.toml"
    other.write_text(TEXT + "\n")
    assert load_policy(other).ref.sha256 != load_policy().ref.sha256
    assert load_policy(other).ref.name == load_policy().ref.name


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('months = 12\ndated_by = ["issue_date"]', 'month = 12\ndated_by = ["issue_date"]', "this key is not known"),
        ("kinds = 2 ", "kinds = 0 ", "greater than or equal to 1"),
        ('name = "schedule_c"', 'name = "schedule_d"', "input should be"),
        ('name = "schedule_c"', 'name = "not_evidence"', "not one of the 17 kinds"),
        ('must_show = [["hirer"]', 'must_show = [["boss"]', "input should be"),
        ("[reading]", "[reading", "not TOML"),
        ("minimum_confidence = 0.5", "minimum_confidence = 5", "less than or equal to 1"),
        ('dated_by = ["issue_date"]', "", "months needs dated_by"),
        ("{ upto = 500,", "{ upto = 20000,", "bands must ascend"),
    ],
)
def test_a_bad_file_is_refused_with_the_line(old: str, new: str, says: str) -> None:
    assert old in TEXT
    line = TEXT[: TEXT.index(old)].count("\n") + 1
    with pytest.raises(PolicyError) as caught:
        parse_policy(TEXT.replace(old, new, 1).encode(), "mine.toml")
    assert says in caught.value.message
    stated = int(caught.value.message.removeprefix("mine.toml, line ").split(":")[0])
    assert abs(stated - line) <= 12  # a missing key points at its table's head


def test_the_line_of_a_wrong_key_is_exact() -> None:
    old = "near_picture_bits = 25"
    line = TEXT[: TEXT.index(old)].count("\n") + 1
    with pytest.raises(PolicyError, match=rf"line {line}: reading.near_picture_bits:"):
        parse_policy(TEXT.replace(old, "near_picture_bits = -1").encode())


def test_a_missing_kind_not_utf8_and_no_file() -> None:
    head, tail = TEXT.split('[[kind]]\nname = "office_lease"')
    with pytest.raises(PolicyError, match=r"no \[\[kind\]\] row for office_lease"):
        parse_policy((head + tail[tail.index("[[kind]]") :]).encode())
    with pytest.raises(PolicyError, match="line 2: not UTF-8"):
        parse_policy(b"schema = 1\nname = '\xff'")
    with pytest.raises(PolicyError, match="cannot be read"):
        load_policy(Path("nowhere.toml"))


def test_rows_are_dated_the_latest_that_is_in_force_governs() -> None:
    newer = TEXT + "\n[[requirement]]\nsince = 2027-01-01\nkinds = 3\n"
    policy = parse_policy(newer.encode())
    assert policy.on(date(2026, 12, 31)).requirement.kinds == 2
    assert policy.on(date(2027, 1, 1)).requirement.kinds == 3
    assert policy.changes_between(date(2026, 12, 31), date(2027, 1, 1))
    assert not policy.changes_between(date(2027, 1, 1), date(2027, 2, 1))
    assert not policy.changes_between(date(2026, 1, 1), date(2026, 12, 31))


def test_a_newer_row_of_a_kind_replaces_the_older_one_from_its_day_on() -> None:
    newer = TEXT + '\n[[kind]]\nname = "hiring_proof"\nsince = 2027-01-01\ncounts = false\nmust_show = [["hirer"]]\n'
    policy = parse_policy(newer.encode())
    assert policy.on(date(2026, 12, 31)).kinds[Kind.HIRING_PROOF].counts
    assert not policy.on(date(2027, 1, 1)).kinds[Kind.HIRING_PROOF].counts


def test_before_the_first_row_there_are_no_rules() -> None:
    with pytest.raises(PolicyError, match="no rows in force on 2014-12-31"):
        load_policy().on(date(2014, 12, 31))
    assert load_policy().on(date(2015, 1, 1)).requirement.kinds == 2


def test_rows_of_a_place_apply_to_its_country_and_region() -> None:
    more = TEXT + '\n[[jurisdiction]]\ncountry = "US"\nregion = "CA"\nsince = 2020-01-01\nkinds = 3\nnote = "Three."\n'
    rules = parse_policy(more.encode()).on(TODAY)
    assert [row.kinds for row in rules.for_place("us", "ca")] == [3]
    assert rules.for_place("US", "NV") == rules.for_place(None, None) == rules.for_place("US", None) == ()


def test_what_must_be_readable_follows_the_table_of_kinds() -> None:
    kinds = load_policy().on(TODAY).kinds
    assert (FieldName.BILL_TO,) in kinds[Kind.CLIENT_INVOICE].must_show
    assert (FieldName.EXPIRY_DATE,) in kinds[Kind.LIABILITY_INSURANCE].must_show
    assert (FieldName.TRADE_NAME,) in kinds[Kind.DBA_REGISTRATION].must_show
    assert kinds[Kind.CLIENT_INVOICE].months == 12
    assert kinds[Kind.OTHER_BUSINESS_EVIDENCE].always_review
