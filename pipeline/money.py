"""Amounts of money as papers write them: European decimals, Indian grouping, currency signs and codes.

A currency is what the paper states, never a default: "$" alone is a dollar of no stated country unless the paper says which.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from pipeline.model import Money

__all__ = ["AmountFound", "currency_of", "find_amounts", "parse_amount"]


@dataclass(frozen=True, slots=True)
class AmountFound:
    """An amount in a text, characters start to end, with the number of digits after the decimal mark."""

    money: Money
    start: int
    end: int
    decimals: int

    @property
    def marked(self) -> bool:
        """Whether it looks like money (a currency or two decimals), not just any number."""
        return self.money.currency is not None or self.decimals == 2


_SIGNS = {
    "€": "EUR",
    "£": "GBP",
    "₹": "INR",
    "¥": "JPY",
    "₩": "KRW",
    "₪": "ILS",
    "₺": "TRY",
    "₴": "UAH",
    "₦": "NGN",
    "₱": "PHP",
    "₫": "VND",
    "us$": "USD",
    "usd$": "USD",
    "a$": "AUD",
    "au$": "AUD",
    "ca$": "CAD",
    "c$": "CAD",
    "nz$": "NZD",
    "hk$": "HKD",
    "s$": "SGD",
    "r$": "BRL",
    "mx$": "MXN",
    "zł": "PLN",
    "kč": "CZK",
    "rs": "INR",
    "rs.": "INR",
    "fr.": "CHF",
    "sfr": "CHF",
}
_CODES = (
    "USD",
    "EUR",
    "GBP",
    "INR",
    "CHF",
    "CAD",
    "AUD",
    "NZD",
    "JPY",
    "CNY",
    "HKD",
    "SGD",
    "BRL",
    "MXN",
    "SEK",
    "NOK",
    "DKK",
    "PLN",
    "CZK",
    "HUF",
    "RON",
    "ZAR",
    "ILS",
    "AED",
    "SAR",
    "TRY",
    "PHP",
    "THB",
    "MYR",
    "IDR",
    "KRW",
    "NGN",
    "KES",
    "GHS",
    "EGP",
    "PKR",
    "BDT",
    "LKR",
    "UAH",
    "ARS",
    "CLP",
    "COP",
    "PEN",
    "VND",
    "TWD",
)
_CURRENCY = "(?:" + "|".join(sorted([*map(re.escape, _SIGNS), *(c.lower() for c in _CODES), r"\$"], key=len, reverse=True)) + ")"
# Plain blanks group thousands only before a decimal comma: "2 100.00" is a quantity and a price.
_NUMBER = (
    r"(?:[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+,[0-9]{2}|[0-9]{1,3}(?:[\u00a0\u202f][0-9]{3})+(?:\.[0-9]{2})?"
    r"|[0-9](?:[0-9]|[.,'’°`´](?=[0-9]))*)"
)
_AMOUNT = re.compile(
    rf"(?P<neg>\(|-\s?)?(?:(?<![a-z])(?P<before>{_CURRENCY})\s?(?P<neg2>-\s?)?)?(?<![0-9a-z.,#/-])(?P<number>{_NUMBER})(?:[.,]-+|/-)?"
    rf"(?![0-9%]|\s?%|[a-z]|[/.,-][0-9])(?:\s?(?P<after>{_CURRENCY})(?![a-z0-9]))?",
    re.IGNORECASE,
)
_DOLLAR_NAMES = {
    "us$": "USD",
    "ca$": "CAD",
    "c$": "CAD",
    "au$": "AUD",
    "a$": "AUD",
    "nz$": "NZD",
    "s$": "SGD",
    "hk$": "HKD",
    "us dollar": "USD",
    "us dollars": "USD",
    "canadian dollars": "CAD",
    "australian dollars": "AUD",
}
_DOLLARS = re.compile(
    "(?<![a-z])(?:" + "|".join(sorted(map(re.escape, _DOLLAR_NAMES), key=len, reverse=True)) + ")(?![a-z])", re.IGNORECASE
)


def parse_amount(text: str, *, decimal_comma: bool | None = None) -> Decimal | None:
    """A written number as a Decimal; None when it is none. `decimal_comma` decides "1.234" and "1,234", None: those are thousands."""
    from babel.numbers import NumberFormatError, parse_decimal

    digits = re.sub(r"[\s\u00a0\u202f'’°`´]", "", text)
    dots, commas = digits.count("."), digits.count(",")
    if dots and commas:
        comma = digits.rfind(",") > digits.rfind(".")
    elif commas:
        tail = len(digits) - digits.rfind(",") - 1
        comma = commas == 1 and (tail != 3 or bool(decimal_comma))
    elif dots:
        tail = len(digits) - digits.rfind(".") - 1
        comma = dots > 1 or (tail == 3 and decimal_comma is not False and not digits.startswith("0"))
    else:
        comma = False
    try:
        return Decimal(parse_decimal(digits, locale="de_DE" if comma else "en_US"))
    except (NumberFormatError, InvalidOperation):
        return None


def _currency(sign: str | None) -> str | None:
    if not sign or sign == "$":
        return None
    low = sign.lower()
    return _SIGNS.get(low) or (low.upper() if low.upper() in _CODES else None)


def find_amounts(text: str, currency: str | None = None, *, decimal_comma: bool | None = None) -> list[AmountFound]:
    """All numbers that can be amounts, in order.

    `currency`: what the paper states as a whole (`currency_of`), for bare numbers and "$". `decimal_comma`: as in `parse_amount`.
    """
    found = []
    for match in _AMOUNT.finditer(text):
        amount = parse_amount(match["number"], decimal_comma=decimal_comma)
        if amount is None:
            continue
        sign = match["before"] or match["after"]
        stated = _currency(sign) or currency
        if (match["neg"] == "(" and text[match.end() : match.end() + 1] == ")") or (match["neg"] or "").startswith("-") or match["neg2"]:
            amount = -amount
        exponent = amount.as_tuple().exponent
        decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
        if sign == "$" and stated is None:
            decimals = max(decimals, 2)  # a bare dollar sign marks money of an unstated country
        found.append(AmountFound(Money(amount, stated), match.start(), match.end(), decimals))
    return found


def currency_of(texts: Iterable[str], *, dollar: str | None = None) -> str | None:
    """The one currency a paper states; None when it states none or several. `dollar`: what "$" alone means there, from its country."""
    text = "\n".join(texts)
    dollars = {_DOLLAR_NAMES[d.lower()] for d in _DOLLARS.findall(text)}
    codes = set(re.findall(rf"\b({'|'.join(_CODES)})\b", text)) - {"SAR", "ALL"}
    signs = {_SIGNS[s] for s in "€£₹¥₩₪₺₴₦₱₫" if re.search(rf"{s}\s?[0-9]|[0-9]\s?{s}", text)}
    signs |= {"INR"} if re.search(r"(?i)\brs\.?\s?[0-9]", text) else set()
    signs |= {"BRL"} if re.search(r"R\$\s?[0-9]", text) else set()
    stated = dollars | codes | signs
    if not stated and dollar and "$" in text:
        return dollar
    return stated.pop() if len(stated) == 1 else None
