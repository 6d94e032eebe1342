"""Words that describe a holder or a fact and name nobody: sorts of entities, labels by their shape, titles of papers.

Registers print "Florida Limited Liability Company" where one expects a name; forms print "Type of work" or "Social security number (SSN)".
"""

from __future__ import annotations

import re

from pipeline.dates import plain

__all__ = ["describes", "is_insurer"]

_STATES = (
    "alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|hawaii|idaho|illinois|indiana|iowa|"
    "kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota|mississippi|missouri|montana|nebraska|nevada|new hampshire|"
    "new jersey|new mexico|new york|north carolina|north dakota|ohio|oklahoma|oregon|"
    "pennsylvania|rhode island|south carolina|south dakota|tennessee|texas|utah|vermont|"
    "virginia|washington|west virginia|wisconsin|wyoming|puerto rico|ontario|quebec|british columbia|alberta|manitoba|saskatchewan"
)
_FORM = "(?:limited liability|limited|general|joint stock|stock|business|close|public|private|statutory|series|benefit|professional)"
_ENTITY_TYPE = re.compile(
    rf"(?:(?:a|an|the|domestic|foreign|local|{_STATES}|us|u s|canadian|federal) )*"
    rf"(?:(?:(?:for|not for|non) ?profit|profit|{_FORM}) )*"
    r"(?:company|corporation|partnership|entity|association|trust|sole proprietor(?:ship)?|llc|llp|lp)(?: (?:for|not for|non) ?profit)?"
)
"""A sort of entity and nothing else: "Domestic Limited Liability Company", "Texas Profit Corporation", "Foreign LLC"."""
_ASKS = re.compile(
    r"(?:[a-z] )?(?:(?:type|nature|kind|class|description|place|line|sort|scope|field|form|location|amount|date|"
    r"principal place) of (?:the |your |this )?"
    r"(?:\w+ ){0,2}?(?:work|business|trade|activit(?:y|ies)|services?|cover(?:age)?|insurance|policy|entity|organi[sz]ation|ownership|"
    r"licen[cs]e|permit|registration|birth|issue|expiry|profession|occupation|operations?|incorporation|formation|residence|goods|risk|company|establishment|employment|"
    r"payment|supply)"
    r"|principal (?:business|product|trade|activity|occupation)(?: (?:or|and) \w+)*"
    r"|(?:form|schedule|anlage) (?:[a-z]{1,2}|[a-z]{0,2}[0-9]{1,5}[a-z]{0,3})(?: form [0-9]{3,5}[a-z]*)?(?: (?:19|20)[0-9]{2})?"
    r"|(?:[\w/]+ ){0,4}(?:number|no|identifier|identification)(?: (?:ssn|ein|tin|itin|fein|utr|bn|abn|vat|id))+)"
)
"""What a form asks for, by the shape of the words: "Nature of business", "Social security number (SSN)"."""
_INSURER = re.compile(
    r"versicherung|\b(?:assurances?|(?:re)?insurance|insurers?|brokerage|mutual|"
    r"underwriters|indemnity|casualty|surety|"
    r"seguros|aseguradora|seguradora|assicurazioni|verzekeringen|lloyds?|haftpflichtkasse|mutuelle|health fund|provident)\b",
)


def _words(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", plain(text)))


def describes(text: str) -> bool:
    """Whether the words as a whole are a sort of entity or a label by their shape."""
    words = _words(text)
    return bool(_ENTITY_TYPE.fullmatch(words) or _ASKS.fullmatch(words))


def is_insurer(name: str) -> bool:
    """Whether a name is an insurer's by its own words: "NordHaus Versicherung AG", "Piedmont Mutual"."""
    return bool(_INSURER.search(_words(name)))
