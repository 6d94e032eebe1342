"""From the words beside a label to a value: names, dates, numbers, amounts, years, each with how clean it looks.

A value is only taken where it stands at the start of the given words; what follows it (an address, a telephone number,
the words of a contract) is cut off. Nothing is read from words that are partly blacked out, save the visible end of a number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pipeline.dates import DateFound, DateOrder, Precision, find_dates
from pipeline.fields.layout import BLACK, Cell
from pipeline.identifiers import Standing, parse_identifier
from pipeline.model import Value
from pipeline.money import find_amounts

__all__ = ["Context", "Parsed", "clean_name", "is_empty_mark", "parse_value"]


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of the paper as a whole."""

    order: DateOrder = DateOrder()
    currency: str | None = None
    decimal_comma: bool | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Parsed:
    """A value in a text: characters start to end; `score` 0 to 1 says how clean it is. `value` None: blacked out."""

    value: Value | None
    start: int
    end: int
    score: float
    alternatives: tuple[Value, ...] = ()
    second: DateFound | None = None
    """The later date of a period."""


_EMPTY = re.compile(r"^\W*(?:n\s?/\s?a|none|nil|not (?:applicable|provided|available|stated)|same(?: as above)?|tbd|-+|_+|\.+)\W*$", re.IGNORECASE)
_CUTS = re.compile(
    r"\s*(?:"
    r"\(\s*(?:the|hereinafter|hereafter|a|an)\b|\(?\s*[\"“”„«']{1,2}\s*(?:the\s+)?(?:landlord|tenant|lessor|lessee|client|contractor|company|owner|member|"
    r"licensor|provider|customer|employer|consultant|freelancer|agent|buyer|seller|service)|\((?=[^)]*[\"“”])"
    r"|,?\s+(?:hereinafter|hereafter|herein)\b|,?\s+(?:an?|the)\s+(?:\w+\s+){0,3}(?:limited|corporation|company|llc|individual|partnership|sole|person|natural|resident)\b"
    r"|\s*\((?:company|registered|reg\.?|registration|no\.?|abn|acn|crn|siren|hrb)\b|,?\s+(?:whose|located at|residing|resident of|having (?:its|an|a)|with (?:its|an?|offices)|of the city|incorporated (?:in|under)|organized under|acting)\b"
    r"|\s+(?:p\.?\s?o\.?\s+box|attn\b|attention\b|suite\b|ste\.?\s+[0-9]|apt\.?\s+[0-9#])"
    r"|[,\s]+(?=[0-9]{1,6}[a-z]?(?:-[0-9]+)?[,\s]+(?:[nsew]\.?\s+)?[a-z])"
    r"|\s+(?=\(?\+?[0-9]{2,4}\)?[\s.-]?[0-9]{3})|\s+(?=\S+@\S+)|\s+(?:https?:|www\.)|\s+(?:tel|phone|fax|e-?mail|ein|tin|vat|gstin|abn|ssn|tax id|id|no)\s*[.:#]"
    r"|\s{2,}|\s+[|•·●]\s+|\s+[-–]\s+(?=.*[0-9])|\s+(?:dated?|effective|expires?)\b"
    r").*$", re.IGNORECASE | re.DOTALL)
_BAD_NAME = re.compile(
    r"\b(?:shall|must|please|instructions?|hereby|herein|whether|check (?:one|if|box|here)|enter|see|signature|required|print|type or|fill|box|if different|"
    r"leave blank|page [0-9]|click|download|following|which|that|this|will be|are|was|were|been|attach(?:ed)?|do not|your|you|if (?:any|other|you)|"
    r"undersigned|written consent|telephone|numbers? of|service (?:centre|center|desk)|pay period|(?:initial|final|amended) return|application pending|name change|including|middle initial|zip code|policies|information|confirm|certify)\b", re.IGNORECASE)
_NOT_A_NAME = frozenset(
    ["name", "address", "date", "title", "by", "the", "and", "of", "to", "from", "number", "no", "phone", "email", "city", "state", "zip", "country", "business",
     "company", "individual", "llc", "inc", "corporation", "customer", "client", "invoice", "total", "amount", "description", "yes", "terms", "details", "for",
     "type", "status", "street", "tel", "fax", "ein", "issued", "expires", "information", "contact", "bill to", "ship to", "per", "in", "at", "is", "a", "an", "or", "private",
     "public", "limited", "liability", "ltd", "domestic", "foreign", "professional", "profit", "nonprofit", "landlord", "tenant", "lessor", "lessee", "client",
     "contractor", "insured", "member", "owner", "signature", "initial", "return", "my", "our", "their", "this", "s", "other", "d/b/a", "dba", "section", "form",
     "information", "applicant", "registrant", "holder", "licensee", "employer", "employee", "recipient", "payer", "new", "old", "provider", "operator",
     "notary", "clerk", "record", "recorder", "certificate", "statement", "search", "manager", "community", "membership", "fee", "agreement", "license", "licence",
     "plan", "location", "monthly", "annual", "registration", "details", "particulars", "deputy", "authorized", "authorised", "director", "secretary", "president",
     "payment", "payments", "account", "balance", "due", "order", "page", "document", "proprietor", "partner", "general", "on", "with", "not", "only", "if", "print",
     "officer", "agent", "representative", "signatory", "witness", "seal", "official", "copy", "original", "vermieter", "mieter", "auftraggeber", "auftragnehmer", "kunde",
     "anbieter", "mitglied", "bailleur", "preneur", "le", "la", "el", "der", "die", "das", "trade", "assumed", "fictitious", "legal", "full", "first", "last"])


def is_empty_mark(text: str) -> bool:
    """Whether the words say that there is nothing: "N/A", "none", "not provided", rules."""
    return bool(_EMPTY.match(text)) or not any(c.isalnum() or c == BLACK[0] for c in text)


_TOWN_STATE = re.compile(r"[A-Za-z .'-]+, (?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])\.?")


_FORM_END = re.compile(r"\b(?:LLC|L\.L\.C\.|Inc\.?|Ltd\.?|Limited|Corp\.?|GmbH|AG|UG|KG|OHG|e\.?\s?K\.?|B\.?V\.?|S\.?A\.?R\.?L\.?|SAS|S\.?L\.?|S\.r\.l\.|Ltda\.?|LLP|PLC|Union)(?=[\s,]|$)")
_STREETISH = re.compile(r"[0-9]|\b(?:dept|department|abteilung|street|road|avenue|accounts|attn)\b", re.IGNORECASE)


def clean_name(text: str) -> Parsed | None:
    """The name at the start of a text, without titles of address, quotation marks and what follows it; None where none stands there."""
    lead = re.match(r"^[\s\W_]*(?:(?:[0-9]{2}\.[0-9]{3}\.[0-9]{3}(?=\s+[A-Z])|mr|mrs|ms|messrs|m/s|dr|herr|frau|firma|mme|sra?|the (?:firm|company))[\s./]+)?[\W_]*", text, re.IGNORECASE)
    start = lead.end() if lead else 0
    rest = text[start:]
    cut = _CUTS.search(rest)
    name = (rest[:cut.start()] if cut and cut.start() >= 2 else "" if cut and cut.start() < 2 else rest)
    forms = list(_FORM_END.finditer(name))
    if forms and _STREETISH.search(name[forms[-1].end():]):      # "X GmbH Lorettostraße 12", "X LLC, Marketing Dept."
        name = name[:forms[-1].end()]
    comma = re.search(r",\s+(?=[^,]*(?:[0-9]|\b(?:dept|department|abteilung|accounts? payable|attn)\b))", name, re.IGNORECASE)
    if comma and comma.start() >= 3:
        name = name[:comma.start()]
    dates = find_dates(name)
    if dates:
        name = name[:dates[0].start]
    name = name.rstrip(" ,;:-–—_|/\\*=+~<>(“\"'")
    if not re.search(r"\b(?:inc|ltd|llc|corp|co|l\.l\.c|jr|sr|b\.v|s\.a|n\.v|p\.c|u\.s\.a|[a-z]\.[a-z])\.$", name, re.IGNORECASE):
        name = name.rstrip(". ")
    if name.count(")") > name.count("("):
        name = name.rstrip(")")
    letters = sum(c.isalpha() for c in name)
    words = name.split()
    if letters < 2 or len(name) > 100 or len(words) > 13 or letters < 0.55 * len(name.replace(" ", "")):
        return None
    if all(w.casefold().strip(" .,:()&") in _NOT_A_NAME for w in words):
        return None
    if name.casefold().strip(" .:") in _NOT_A_NAME or _BAD_NAME.search(name) or name.endswith("?") or is_empty_mark(name):
        return None
    if re.search(r"\b(?:number|address|telephone|period|ending)$|^for\b|^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? [0-9]", name, re.IGNORECASE):
        return None
    if re.match(r"[0-9]{1,2}[.)]\s", name):      # an entry's number: a label
        return None
    if _TOWN_STATE.fullmatch(name) or re.match(r"[0-9]+ .*\b(?:st|street|ave|avenue|road|rd|drive|dr|lane|ln|blvd|way|court|ct)\b\.?$", name, re.IGNORECASE):
        return None
    if name[0].islower() and (len(words) > 3 or sum(w[0].islower() for w in words) > 1):
        return None
    score = 1.0
    if name[0].islower() or (len(words) > 3 and sum(w[0].islower() for w in words) > 0.5 * len(words)):
        score *= 0.6
    if len(words) > 8:
        score *= 0.7
    if any(c.isdigit() for c in name) and letters < 0.75 * len(name.replace(" ", "")):
        score *= 0.7
    if len(name) < 4:
        score *= 0.7
    return Parsed(name, start, start + len(name), score)


def _name(cell: Cell, context: Context, label: str) -> Parsed | None:
    text = cell.text
    if BLACK in text:
        parsed = clean_name(text.split(BLACK)[0])
        near = parsed is None or len(text.split(BLACK)[0].strip()) - parsed.end < 3
        return Parsed(None, text.index(BLACK), text.index(BLACK) + len(BLACK), 1.0) if near else parsed
    return clean_name(text)


def _black_first(text: str) -> Parsed | None:
    match = re.match(rf"[\W_]*?{BLACK}", text)
    return Parsed(None, match.end() - len(BLACK), match.end(), 1.0) if match else None


def _date(cell: Cell, context: Context, label: str) -> Parsed | None:
    text = cell.text
    found = [d for d in find_dates(text, context.order) if d.precision is Precision.DAY]
    if BLACK in text and (not found or text.index(BLACK) < found[0].start):
        return Parsed(None, text.index(BLACK), text.index(BLACK) + len(BLACK), 1.0)
    if not found:
        return None
    first = found[0]
    score = 1.0 if first.start <= 3 else 0.9 if first.start <= 20 else 0.6
    return Parsed(first.value, first.start, first.end, score * (0.85 if first.alternatives else 1.0), first.alternatives)


def _period(cell: Cell, context: Context, label: str) -> Parsed | None:
    text = cell.text
    found = find_dates(text, context.order)
    if BLACK in text and len(found) < 2:
        return Parsed(None, text.index(BLACK), text.index(BLACK) + len(BLACK), 1.0)
    if len(found) < 2 or found[1].start - found[0].end > 40:
        return None
    first, second = found[0], found[1]
    return Parsed(first.value, first.start, second.end, 1.0 if first.start < 12 else 0.8, first.alternatives, second)


def _number(cell: Cell, context: Context, label: str) -> Parsed | None:
    text = cell.text
    black = _black_first(text)
    if black:
        return black
    match = re.match(r"[\s#:.\-(]*(?:(?:no|nr|num|n°|nº)[.:]?\s+)?(?P<v>[A-Za-z0-9ÄÖÜ][A-Za-z0-9ÄÖÜ/._\-–&()]*(?:[ ](?=[0-9])[0-9][0-9A-Za-z/.\-]*)*)", text)
    if not match or sum(c.isdigit() for c in match["v"]) < 1:
        return None
    value = match["v"].rstrip("./-–(")
    if value.count("(") != value.count(")"):
        value = value.split("(")[0]
    digits = sum(c.isdigit() for c in value)
    date = find_dates(value, context.order)
    if date and date[0].end - date[0].start >= len(value) - 1:
        return None
    if re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})*\.[0-9]{2}", value):
        return None
    return Parsed(value, match.start("v"), match.start("v") + len(value), 1.0 if digits >= 3 else 0.85 if digits == 2 or len(value) >= 3 else 0.55)


def _tax_id(cell: Cell, context: Context, label: str) -> Parsed | None:
    text = cell.text
    found = parse_identifier(text, label, context.country)
    if found is None:
        black = _black_first(text)
        tail = re.search(rf"{BLACK}[\s\-]*([0-9]{{3,6}})(?![0-9])", text)
        return Parsed("*" + tail[1], tail.start(), tail.end(), 0.9) if tail else black
    if BLACK in text and text.index(BLACK) < found.start:
        lead = text[text.index(BLACK):found.start]
        if len(lead) > 6:
            return Parsed(None, text.index(BLACK), text.index(BLACK) + len(BLACK), 1.0)
        shown = re.sub(r"[^0-9A-Za-z]", "", found.value)
        return Parsed("*" + shown, found.start, found.end, 0.9)
    if found.start > 25 or (found.scheme is None and not found.masked and sum(c.isdigit() for c in found.value) < 5):
        return None
    ssn = re.fullmatch(r"[0-9*]{3}-[0-9*]{2}-[0-9*]{4}", found.value)
    if ssn:      # a social security number is never needed and not kept
        return None
    score = {Standing.VALID: 1.0, Standing.PLAUSIBLE: 1.0, Standing.UNKNOWN: 0.85, Standing.IMPLAUSIBLE: 0.8}[found.standing]
    return Parsed(found.value, found.start, found.end, score if not found.masked else 0.97)


def _money(cell: Cell, context: Context, label: str) -> Parsed | None:
    text = cell.text
    found = find_amounts(text, context.currency, decimal_comma=context.decimal_comma)
    if not found:
        return _black_first(text) if BLACK in text else None
    if BLACK in text and text.index(BLACK) < found[0].start:
        return Parsed(None, text.index(BLACK), text.index(BLACK) + len(BLACK), 1.0)
    best = next((f for f in found if f.marked), found[0])
    score = 1.0 if best.marked else 0.8
    return Parsed(best.money, best.start, best.end, score * (1.0 if best.start <= 15 else 0.8))


def _year(cell: Cell, context: Context, label: str) -> Parsed | None:
    text = cell.text
    dates = find_dates(text, context.order)
    if len(dates) >= 2 and dates[0].start < 30:      # "6 April 2024 to 5 April 2025" is named for the year it ends in
        return Parsed(str(dates[1].value.year), dates[1].start, dates[1].end, 0.95)
    match = re.search(r"(?<![0-9])(19[89][0-9]|20[0-4][0-9])(?:\s?[-/]\s?(?:20)?([0-9]{2}))?(?![0-9])", text)
    if match is None:
        return _black_first(text)
    return Parsed(match[1], *match.span(1), 1.0 if match.start() < 12 else 0.8)


def _word(cell: Cell, context: Context, label: str) -> Parsed | None:
    text = cell.text
    black = _black_first(text)
    match = re.match(r"[\s\W]*([A-Za-z0-9À-ÿ][\w'&/-]*(?:[ -][\w'&/-]+){0,4})", text)
    return black or (Parsed(match[1], match.start(1), match.end(1), 0.95) if match else None)


def _text(cell: Cell, context: Context, label: str) -> Parsed | None:
    black = _black_first(cell.text)
    text = cell.text.strip(" ,;:")
    return black or (Parsed(text, 0, len(cell.text), 0.9) if any(c.isalpha() for c in text) and len(text) <= 160 else None)


_PARSERS: Mapping[str, Callable[[Cell, Context, str], Parsed | None]] = {
    "name": _name, "date": _date, "period": _period, "number": _number, "tax_id": _tax_id, "money": _money, "year": _year, "word": _word, "text": _text}


def parse_value(sort: str, cell: Cell, context: Context, label: str = "") -> Parsed | None:
    """The value of a sort (name, date, period, number, tax_id, money, year, word, text) at the start of a cell; None where it has none."""
    if re.match(r"\W*(?:redacted|withheld|blacked out)\b", cell.text, re.IGNORECASE):
        return Parsed(None, 0, len(cell.text), 1.0)
    return None if is_empty_mark(cell.text) else _PARSERS[sort](cell, context, label)
