"""Properties of the parsers of dates, money and identifiers that hold for any value and any text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from pipeline.dates import DateOrder, Order, find_dates
from pipeline.identifiers import find_identifiers, same_identifier
from pipeline.money import find_amounts

DAYS = st.dates(date(1970, 1, 1), date(2068, 12, 31))
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=80)


@given(DAYS, st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%B %d, %Y", "%d %B %Y", "%d-%b-%Y"]))
def test_a_written_day_is_read_back(day: date, pattern: str) -> None:
    assert [f.value for f in find_dates(day.strftime(pattern))] == [day]


@given(DAYS, st.sampled_from(Order))
def test_a_numeric_day_is_among_its_readings(day: date, order: Order) -> None:
    (found,) = find_dates(day.strftime("%m/%d/%Y"), DateOrder(order))
    assert day in (found.value, *found.alternatives)


@given(TEXTS)
def test_any_text_can_be_searched_for_dates(text: str) -> None:
    for found in find_dates(text):
        assert 0 <= found.start < found.end <= len(text)


@given(st.decimals(0, 10**9, places=2), st.sampled_from(["{:,.2f}", "{:.2f}"]), st.booleans())
def test_a_written_amount_is_read_back(amount: Decimal, pattern: str, european: bool) -> None:
    text = pattern.format(amount)
    if european:
        text = text.translate(str.maketrans(",.", ".,"))
    assert [f.money.amount for f in find_amounts(f"{text} EUR")] == [amount]


@given(TEXTS)
def test_any_text_can_be_searched_for_amounts_and_numbers(text: str) -> None:
    for span in (*find_amounts(text), *find_identifiers(text, "vat ein gst")):
        assert 0 <= span.start < span.end <= len(text)


@given(st.from_regex(r"[1-9][0-9]-[0-9]{7}", fullmatch=True), st.integers(3, 7))
def test_hiding_digits_never_makes_a_number_disagree_with_itself(number: str, shown: int) -> None:
    hidden = "".join("X" if c.isdigit() else c for c in number[:-shown]) + number[-shown:]
    assert same_identifier(hidden, number) is True
