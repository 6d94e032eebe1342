"""Business days and calendar months: when a review is due, and how far back a window of months reaches (R17, R12).

Weekends and public holidays come from the `holidays` library; a country it does not know has weekends only.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

__all__ = ["add_business_days", "country_code", "is_business_day", "last_day_within", "months_before"]

_SATURDAY = 5


@lru_cache(maxsize=4096)
def _holidays(country: str, region: str | None, year: int) -> frozenset[date]:
    import holidays

    try:
        return frozenset(holidays.country_holidays(country, subdiv=region, years=year))
    except NotImplementedError:  # an unknown region: the country's own holidays; an unknown country: none
        return _holidays(country, None, year) if region else frozenset()


@lru_cache(maxsize=65536)
def is_business_day(day: date, country: str, region: str | None = None) -> bool:
    """Whether `day` is neither Saturday, Sunday nor a public holiday there. `country`: ISO 3166 alpha-2; `region`: its subdivision."""
    return day.weekday() < _SATURDAY and day not in _holidays(country, region, day.year)


@lru_cache(maxsize=65536)
def add_business_days(start: date, days: int, country: str, region: str | None = None) -> date:
    """The `days`-th business day after `start` (R17); `start` itself never counts."""
    day = start
    for _ in range(days):
        day += timedelta(days=1)
        while not is_business_day(day, country, region):
            day += timedelta(days=1)
    return day


def months_before(day: date, months: int) -> date:
    """The same day `months` calendar months earlier, or that month's last day where it is shorter."""
    month = day.year * 12 + day.month - 1 - months
    year, month = month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def last_day_within(start: date, months: int) -> date:
    """The last day on which `start` still lies within the past `months` months: the largest d with months_before(d) <= start."""
    day = months_before(start, -months)
    while months_before(day + timedelta(days=1), months) <= start:
        day += timedelta(days=1)
    return day


@lru_cache(maxsize=1024)
def country_code(country: str | None) -> str | None:
    """The ISO 3166 alpha-2 code of a country given as a code or an English name; None where it is neither."""
    if not country:
        return None
    if len(country) == 2:
        return country.upper()
    import pycountry

    try:
        return str(pycountry.countries.lookup(country).alpha_2)
    except LookupError:
        return None
