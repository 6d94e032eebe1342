"""The country a paper comes from, where its own words leave little doubt; it decides how dates and numbers are read."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["country_of"]

_STATES = (
    "alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|hawaii|idaho|illinois|indiana|iowa|kansas|"
    "kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota|mississippi|missouri|montana|nebraska|nevada|new hampshire|"
    "new jersey|new mexico|new york|north carolina|north dakota|ohio|oklahoma|oregon|pennsylvania|rhode island|south carolina|"
    "south dakota|tennessee|texas|utah|vermont|virginia|washington|west virginia|wisconsin|wyoming"
)
_MARKS: dict[str, str] = {
    "US": rf"\b(?:(?:state|commonwealth) of (?:{_STATES})|internal revenue|irs\b|secretary of state|united states|u\.s\.a?\b|usa\b|omb no|"
    r"acord|county clerk|social security|"
    r"(?:al|ak|az|ar|ca|co|ct|de|fl|ga|hi|id|il|in|ia|ks|ky|la|me|md|ma|mi|mn|ms|mo|mt|ne|nv|nh|nj|nm|ny|nc|nd|oh|ok|or|pa|ri|sc|sd|tn|tx|ut|vt|va|wa|wv|wi|wy|dc),?"
    r" [0-9]{5}(?:-[0-9]{4})?\b)",
    "GB": r"\b(?:united kingdom|companies house|hm revenue|hmrc|england|scotland|[a-z]{1,2}[0-9][0-9a-z]? [0-9][abd-hjlnp-uw-z]{2})\b|£",
    "IE": r"\b(?:ireland|irish|[eé]ireann|revenue commissioners|dublin|limerick|galway|eircode|cro\.ie)\b",
    "IN": r"\b(?:india|gstin|udyam|rajasthan|maharashtra|karnataka|tamil nadu|mumbai|delhi|bengaluru)\b|₹",
    "AU": r"\b(?:australia|australian|abn|nsw|queensland|\w+ (?:vic|qld|wa|sa|tas) [0-9]{4})\b",
    "CA": r"\b(?:canada|canadian|ontario|quebec|alberta|british columbia|[a-z][0-9][a-z] [0-9][a-z][0-9])\b",
    "DE": r"\b(?:deutschland|germany|rechnung|finanzamt|ust-?id|amtsgericht|steuernummer|gewerbe)\b",
    "FR": r"\b(?:france|siret|facture|tva)\b",
    "ES": r"\b(?:españa|espana|spain|factura|\bnif\b)\b",
    "PT": r"\b(?:portugal|fatura|contribuinte)\b",
    "BR": r"\b(?:brasil|brazil|cnpj)\b|r\$",
    "NL": r"\b(?:nederland|netherlands|factuur|btw|kvk)\b",
    "IT": r"\b(?:italia|italy|fattura|partita iva)\b",
    "MX": r"\b(?:m[eé]xico|\brfc\b|cfdi)\b",
    "CH": r"\b(?:schweiz|suisse|svizzera|switzerland|chf)\b",
}
_COMPILED = {country: re.compile(marks) for country, marks in _MARKS.items()}


def country_of(texts: Iterable[str]) -> str | None:
    """ISO 3166 code of the country most of a paper's marks speak for; None when there are none or it is a tie."""
    text = "\n".join(texts)[:20000].casefold()
    counts = sorted(((len(regex.findall(text)), country) for country, regex in _COMPILED.items()), reverse=True)
    return counts[0][1] if counts[0][0] and counts[0][0] > counts[1][0] else None
