"""Dates as they are written, each with the reading a careful clerk would give it."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.dates import DateOrder, Order, Precision, find_dates, order_of

DAY_FIRST = DateOrder(Order.DAY_FIRST)
PROVEN = DateOrder(Order.DAY_FIRST, proven=True)

WRITTEN = [
    "2024-09-22",
    "2024/9/22",
    "22.09.2024",
    "September 22, 2024",
    "Sept. 22, 2024",
    "22 September 2024",
    "22-Sep-2024",
    "22/Sep/24",
    "SEP 22 2024",
    "the 22nd of September, 2024",
    "22nd day of September 2024",
    "TWENTY SECOND day of SEPTEMBER, 2024",
    "twenty-second day of September, two thousand twenty-four",
    "22. September 2024",
    "22 septembre 2024",
    "22 de septiembre de 2024",
    "22 de setembro de 2024",
    "22 september 2024",
    "22 settembre 2024",
    "September 22nd, 2024",
    "09/22/2024",
    "O9/22/2O24",
    "22 July2024"[:0] + "22 September2024",
]


@pytest.mark.parametrize("text", WRITTEN)
def test_a_date_is_found_however_it_is_written(text: str) -> None:
    found = find_dates(f"on {text} at noon")
    assert [(f.value, f.alternatives) for f in found] == [(date(2024, 9, 22), ())]
    assert f"on {text} at noon"[found[0].start : found[0].end] == text.removeprefix("the ")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1er janvier 2025", date(2025, 1, 1)),
        ("5 août 2024", date(2024, 8, 5)),
        ("12. Dez. 2023", date(2023, 12, 12)),
        ("15 März 2023", date(2023, 3, 15)),
        ("1 de março de 2023", date(2023, 3, 1)),
        ("3 maart 2021", date(2021, 3, 3)),
        ("first day of May in the year 2021", date(2021, 5, 1)),
    ],
)
def test_month_names_of_six_languages(text: str, value: date) -> None:
    assert [f.value for f in find_dates(text)] == [value]


def test_an_ambiguous_date_keeps_both_readings_the_likelier_first() -> None:
    april, march = date(2026, 4, 3), date(2026, 3, 4)
    (us,) = find_dates("03/04/2026")
    (uk,) = find_dates("03/04/2026", DAY_FIRST)
    (sure,) = find_dates("03/04/2026", PROVEN)
    assert (us.value, us.alternatives) == (march, (april,))
    assert (uk.value, uk.alternatives) == (april, (march,))
    assert (sure.value, sure.alternatives) == (april, ())


@pytest.mark.parametrize(
    "text", ["version 1.2.3", "10.0.0.1", "31/31/2024", "30 February 2024", "Invoice 12-3456789", "24 Jun", "12.50", "may not", ""]
)
def test_what_is_no_date(text: str) -> None:
    assert find_dates(text) == []


def test_a_month_is_a_month() -> None:
    (found,) = find_dates("Statement for March 2024")
    assert (found.value, found.precision) == (date(2024, 3, 1), Precision.MONTH)


@pytest.mark.parametrize("text", ["01/25/2026 - 01/31/2026", "Jan 25 - Jan 31, 2026", "January 25 to 31, 2026"])
def test_both_ends_of_a_range(text: str) -> None:
    assert [f.value for f in find_dates(text)] == [date(2026, 1, 25), date(2026, 1, 31)]


@pytest.mark.parametrize(
    ("texts", "country", "order"),
    [
        (["Date 25/01/2026, due 03/04/2026"], None, PROVEN),
        (["Date 01/25/2026"], None, DateOrder(Order.MONTH_FIRST, proven=True)),
        (["ACORD 25 (2016/03)"], None, DateOrder(Order.MONTH_FIRST, proven=True)),
        (["GSTIN 27AAPFU0939F1ZV"], None, PROVEN),
        (["Hello"], "GB", DAY_FIRST),
        (["Total £ 10.00"], "GB", PROVEN),
        (["Total £ 10.00"], "CA", DAY_FIRST),
        (["Hello"], "US", DateOrder(Order.MONTH_FIRST)),
        (["Total £50, London"], None, DAY_FIRST),
        (["25/01/2026 and 01/25/2026"], "US", DateOrder(Order.MONTH_FIRST)),
    ],
)
def test_a_paper_tells_which_number_comes_first(texts: list[str], country: str | None, order: DateOrder) -> None:
    assert order_of(texts, country) == order
