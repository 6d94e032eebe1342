"""Business days and windows of months."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.workdays import add_business_days, country_code, is_business_day, last_day_within, months_before

days = st.dates(date(2000, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("start", "number", "country", "region", "due"),
    [
        ("2026-11-20", 2, "US", "CA", "2026-11-24"),  # Friday → Tuesday
        ("2026-11-21", 2, "US", "CA", "2026-11-24"),  # Saturday → Tuesday
        ("2026-11-25", 2, "US", None, "2026-11-30"),  # Thanksgiving is left out
        ("2026-11-25", 2, "DE", "BE", "2026-11-27"),
        ("2026-12-23", 2, "DE", "BE", "2026-12-28"),  # two days of Christmas
        ("2026-11-25", 2, "XX", None, "2026-11-27"),  # an unknown country has weekends only
        ("2026-11-25", 2, "US", "Nowhere", "2026-11-30"),  # an unknown region has its country's holidays
        ("2026-12-31", 1, "US", None, "2027-01-04"),
        ("2026-11-20", 0, "US", None, "2026-11-20"),
    ],
)
def test_the_nth_business_day_after(start: str, number: int, country: str, region: str | None, due: str) -> None:
    assert add_business_days(date.fromisoformat(start), number, country, region) == date.fromisoformat(due)


def test_regional_holidays_count() -> None:
    corpus_christi = date(2026, 6, 4)
    assert is_business_day(corpus_christi, "DE", "BE")
    assert not is_business_day(corpus_christi, "DE", "BY")


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-11-21", 12, "2025-11-21"),
        ("2024-02-29", 12, "2023-02-28"),
        ("2026-03-31", 1, "2026-02-28"),
        ("2026-01-15", 3, "2025-10-15"),
        ("2026-12-01", 12, "2025-12-01"),
        ("2025-02-28", 12, "2024-02-28"),
    ],
)
def test_months_before(day: str, months: int, expected: str) -> None:
    assert months_before(date.fromisoformat(day), months) == date.fromisoformat(expected)


@given(days, st.integers(1, 60))
def test_the_last_day_within_a_window_is_within_and_the_next_is_not(start: date, months: int) -> None:
    last = last_day_within(start, months)
    assert months_before(last, months) <= start < months_before(last + timedelta(days=1), months)


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(0, 10))
def test_a_due_day_is_a_business_day_and_never_early(start: date, number: int) -> None:
    due = add_business_days(start, number, "US", "CA")
    assert due >= start + timedelta(days=number)
    assert number == 0 or is_business_day(due, "US", "CA")


@pytest.mark.parametrize(("text", "code"), [("US", "US"), ("de", "DE"), ("Germany", "DE"), ("Atlantis", None), ("", None), (None, None)])
def test_countries_by_code_or_name(text: str | None, code: str | None) -> None:
    assert country_code(text) == code
