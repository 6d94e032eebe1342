"""Amounts of money: decimals, grouping and currencies of many countries, none of them assumed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.money import currency_of, find_amounts, parse_amount


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("$1,234.50", "1234.50", None),
        ("US$ 1,234.50", "1234.50", "USD"),
        ("1.234,50 €", "1234.50", "EUR"),
        ("EUR 1.234,50", "1234.50", "EUR"),
        ("CHF 1'234.50", "1234.50", "CHF"),
        ("1 234,50 €", "1234.50", "EUR"),
        ("₹1,23,456.00", "123456.00", "INR"),
        ("Rs. 5,000/-", "5000", "INR"),
        ("£12", "12", "GBP"),
        ("R$ 1.500,00", "1500.00", "BRL"),
        ("1,234.50 USD", "1234.50", "USD"),
        ("-$50.00", "-50.00", None),
        ("(50.00)", "-50.00", None),
        ("1.234.567,00", "1234567.00", None),
        ("0.125", "0.125", None),
    ],
)
def test_an_amount_is_read(text: str, amount: str, currency: str | None) -> None:
    (found,) = find_amounts(text)
    assert (found.money.amount, found.money.currency) == (Decimal(amount), currency)


@pytest.mark.parametrize("text", ["12%", "INV-2345", "2024-01-05", "01/02/2024", "no number", "7.00 %"])
def test_what_is_no_amount(text: str) -> None:
    assert find_amounts(text) == []


def test_a_quantity_is_not_the_thousands_of_a_price() -> None:
    assert [f.money.amount for f in find_amounts("2 100.00 200.00")] == [Decimal(2), Decimal("100.00"), Decimal("200.00")]


def test_three_digits_after_a_mark_are_thousands_unless_the_paper_says_otherwise() -> None:
    assert (parse_amount("1.234"), parse_amount("1,234")) == (Decimal(1234), Decimal(1234))
    assert parse_amount("1.234", decimal_comma=False) == Decimal("1.234")
    assert parse_amount("1,234", decimal_comma=True) == Decimal("1.234")
    assert parse_amount("abc") is None


def test_the_currency_is_what_the_paper_states_and_nothing_else() -> None:
    assert currency_of(["Total $5"]) is None
    assert currency_of(["Total $5"], dollar="USD") == "USD"
    assert currency_of(["Total $5", "all amounts in CAD"]) == "CAD"
    assert currency_of(["5 €"]) == "EUR"
    assert currency_of(["5 €", "5 GBP"]) is None


def test_only_marked_numbers_look_like_money() -> None:
    assert [f.marked for f in find_amounts("7 7.50 $7 7 EUR")] == [False, True, True, True]
