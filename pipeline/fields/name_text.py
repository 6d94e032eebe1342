"""The name at the start of some words, and where it ends: before an address, a telephone number, the words of a contract.

Labels, instructions and remarks are no names; what is merely odd (all lower case, very long) is one with a lower score.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from pipeline.dates import DateFound, find_dates
from pipeline.fields.descriptions import describes
from pipeline.fields.lexicon import is_label
from pipeline.model import Value

__all__ = ["Parsed", "clean_name", "is_empty_mark", "is_numbered_title"]


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


_EMPTY = re.compile(
    r"^\W*(?:n\s?/\s?a|none|nil|not (?:applicable|provided|available|stated)|same(?: as above)?|tbd|-+|_+|\.+)\W*$", re.IGNORECASE
)
_CUTS = re.compile(
    r"\s*(?:"
    r";\s.{3,}|\((?:sole|self|individual|einzeluntern|ei\)|entrepreneur|freelance|a sole|owner|"
    r"proprietor|landlord|tenant|lessee|lessor|member|client|customer)[^)]*\)?|"
    r"\((?=[^)]*\b(?:sole|trader|proprietor|freelancer?|individual)\b).*|"
    r"\(\s*(?:the|hereinafter|hereafter|a|an)\b|\(?\s*[\"“”„«']{1,2}\s*(?:the\s+)?(?:landlord|tenant|lessor|lessee|client|contractor|"
    r"company|owner|member|"
    r"licensor|provider|customer|employer|consultant|freelancer|agent|buyer|seller|service)|\((?=[^)]*[\"“”])"
    r"|,?\s+(?:hereinafter|hereafter|herein)\b|,?\s+(?:an?|the)\s+(?:\w+\s+){0,3}(?:limited|corporation|company|llc|individual|"
    r"partnership|sole|person|natural|resident)\b"
    r"|\s*\((?:[0-9]|company|registered|reg\.?|registration|no\.?|abn|acn|crn|siren|hrb)\b|,?\s+(?:whose|located at|residing|resident of|"
    r"represented by|vertreten durch|repr[eé]sent[eé]e? par|representad[oa] por|rappresentat[oa] da|vertegenwoordigd door|"
    r"having (?:its|an|a)|with (?:its|an?|offices)|of the city|incorporated (?:in|under)|organized under|acting)\b"
    r"|\s+(?:p\.?\s?o\.?\s+box|attn\b|attention\b|suite\b|ste\.?\s+[0-9]|apt\.?\s+[0-9#])"
    r"|[,\s]+(?=[0-9]{1,6}[a-z]?(?:-[0-9]+)?[,\s]+(?:[nsew]\.?\s+)?[a-z])"
    r"|\s+(?=\(?\+?[0-9]{2,4}\)?[\s.-]?[0-9]{3})|\s+(?=\S+@\S+)|\s+(?:https?:|www\.)|\s+(?:tel|phone|fax|e-?mail|ein|tin|vat|gstin|abn|"
    r"ssn|tax id|id|no)\s*[.:#]"
    r"|\s+(?:[a-z]\s+)?(?:your\s+)?(?:social (?:security|insurance)|employer (?:identification|id)|taxpayer identification|business) "
    r"n(?:o|umber)\b"
    r"|\s+[0-9]{1,3}(?:[.,][0-9]+)?\s?%|,?\s+(?:abn|acn|gstin|siret|siren|kvk|btw|nif|cif|cnpj|rfc|ust-?id\w*)\b(?=.*[0-9])"
    r"|\s{2,}|\s+[|•·●]\s+|\s+[-–]\s+(?=.*[0-9])|\s+(?:dated?|effective|expires?|and resid(?:e|es|ing))\b"
    r").*$",
    re.IGNORECASE | re.DOTALL,
)
_BAD_NAME = re.compile(
    r"linkedin corporation|privacy policy|cookie policy|user agreement|terms of (?:service|use)|rights reserved|contact info|get in touch|"
    r"^dear\b|^(?:located|residing) at\b|\b(?:named|described|listed) (?:above|below)\b|^(?:sole proprietorship|sole trader)$|"
    r"^(?:the|such) (?:person|firm|corporation|individual|entity|business|company|licensee|holder)$|"
    r"^(?:i|we) (?:am|are|have|hereby|do|further|the|certify)\b|"
    r"\b(?:shall|must|please|instructions?|hereby|herein|whether|check (?:one|if|box|here)|enter|see|signature|required|print|type or|"
    r"fill|box|if different|"
    r"leave blank|page [0-9]|click|download|following|which|that|this|will be|are|was|were|been|attach(?:ed)?|do not|your|you|if (?:any|"
    r"other|you)|"
    r"undersigned|written consent|telephone|numbers? of|service (?:centre|center|desk)|pay period|(?:initial|final|amended) return|"
    r"application pending|name change|including|middle initial|zip code|policies|information|confirm|certify)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=1)
def _not_a_name() -> frozenset[str]:
    return frozenset(tomllib.loads((files("pipeline.fields") / "not_names.toml").read_text("utf-8"))["words"])


_NO_NAME = re.compile(
    r"(?:trading as|t/as?|d/?b/?a|doing business as)\b"  # what stands before a trade name
    r"|(?:hi|hello|hey|hallo|bonjour|hola|ol[aá]|ciao|liebe[rs]?)\s+\w+\s*[,!]$"  # a greeting
    r"|(?:payer|recipient|employer|employee|payee|insured|holder|taxpayer|proprietor)['’]?s?['’]? (?:name|tin|address)\b"  # a label
    r"|(?:article|section|part|chapter|exhibit|annex|item|step)\s+(?:[ivxlc]+|[0-9]+)\b"  # a heading within a paper
    r"|[^:]{2,25}:\s*[A-Z-]{0,4}[0-9][0-9 ./-]{4,}$"  # another label with its number: "idCIF: 15020304050"
    r"|(?:\w+[ -]){0,2}\w*(?:stra(?:ß|ss)e|str\.|gasse|allee|platz|weg|damm|ufer|ring)\s+[0-9]+\s?[a-z]?$"
    r"|[0-9]{1,4}\s?(?:bis|ter)?,?\s+(?:rue|place|avenue|av\.|boulevard|bd|chemin|all[ée]e|impasse|quai|route|cours|square|passage|faubourg)\b"
    r"|(?:calle|c/|avda?\.?|avenida|plaza|paseo|ronda|rua|av\.|pra[çc]a|travessa|via|viale|corso|piazza)\s[^,]{2,40},?\s(?:n[º°]?\s?)?[0-9]{1,5}\b"
    r"|.*(?<![\w.,])[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{2})?(?![\w.,])"  # an amount
    r"|.*[$€£₹](?:\s?[0-9]|$)|.*[0-9]\s?[€£]",
    re.IGNORECASE,
)


def is_empty_mark(text: str) -> bool:
    """Whether the words say that there is nothing: "N/A", "none", "not provided", rules."""
    return bool(_EMPTY.match(text)) or not any(c.isalnum() or c == "█" for c in text)


_TOWN_STATE = re.compile(
    r"[A-Za-z .'-]+, (?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|"
    r"W[AIVY])\.?"
)


_FORM_END = re.compile(
    r"\b(?:LLC|L\.L\.C\.|Inc\.?|Ltd\.?|Limited|Corp\.?|GmbH|AG|UG|KG|OHG|e\.?\s?K\.?|B\.?V\.?|S\.?A\.?R\.?L\.?|SAS|S\.?L\.?|S\.r\.l\.|"
    r"Ltda\.?|LLP|PLC|Union)(?=[\s,]|$)"
)
_BEHIND = re.compile(
    r",\s+(?:(?!(?:and|und|et|y|e|en|och|der|die|das|van|von|de|del|da)\b)[a-zà-ÿ]{4,}|"
    r"(?:P\.? ?Eng|CPA|PMP|Ph\.? ?D|MBA|R\.?N|M\.?D|Esq|CFA|P\.?E|LCSW|DDS|DVM)\.?$)"
)
"""What stands behind a person's name: a trade ("freelance bookkeeper"), letters of a degree or licence ("P.Eng.")."""
_STREETISH = re.compile(r"[0-9]|\b(?:dept|department|abteilung|street|road|avenue|accounts|attn)\b", re.IGNORECASE)


_TITLE_NUMBER = re.compile(
    r"(?:(?:tax |vat |sales )?invoice|receipt|statement|bill|estimate|quote|rechnung|facture|factura|fatura|fattura|factuur|nota fiscal|"
    r"order|omb|form|cat|page|folio|policy|certificate|licen[cs]e|permit|account)\b(?:\W*(?:no|nr|num(?:ber|ero)?|n[°º])\b)?.{0,4}[\w-]*[0-9]|omb\b",
    re.IGNORECASE,
)
"""A paper's title with its number: "Invoice W-1", "OMB No. 1545-0116"."""


def is_numbered_title(text: str) -> bool:
    """Whether the words are a paper's title with its number rather than a name."""
    return bool(_TITLE_NUMBER.match(text)) and not _FORM_END.search(text)


_PRONOUNS = re.compile(r"\s?\((?:she|he|they|ze)/[a-z/]+\)?.*$", re.IGNORECASE)
_DANGLING = re.compile(
    r"(?:\s+@[\w.-]+|\s+(?:is|was|has|and|of|for|the|at|by|ist|est|es)|\s+(?:[Dd]/?[Bb]/?[Aa]|DBA|t/a)"
    r"|\s+(?:UEN|ABN|ACN|EIN|GSTIN|VAT|SIRET|SIREN|CNPJ|KvK|NIF|CIF)(?: [Nn]o\.?)?)[\s,.:]*$"
)
"""What a line that runs on leaves behind a name ("Bright Pixel LLC is", "Jane Doe dba"), or a handle."""
_SENTENCE_END = re.compile(
    r"(?<=[a-zà-ÿ]{4})\.\s+(?=[A-ZÀ-Þ][a-zà-ÿ]+\b)|(?<=\.)\.\s+|\s+(?:[Pp]repared|[Ii]ssued|[Ss]igned|[Pp]rinted) by\b"
)


def _after_label(text: str) -> int:
    """Where the words after a label of names begin: "Nome/Razão Social: X" within a section of a form."""
    head, colon, _ = text.partition(":")
    if not colon or len(head) > 40 or not any(is_label(part) for part in (head, *head.split("/"))):
        return 0
    return len(head) + 1


def clean_name(text: str) -> Parsed | None:
    """The name at the start of a text, without titles of address, quotation marks and what follows it; None where none stands there."""
    lead = re.match(
        r"^[\s\W_]*(?:(?:[0-9]{2}\.[0-9]{3}\.[0-9]{3}(?=\s+[A-Z])|(?:name|nome|naam|nombre|nom)(?=\s*:?\s+[A-Z])|"
        r"by(?=:)|mr|mrs|ms|messrs|m/s|dr|herr|frau|firma|mme|sra?|the (?:firm|"
        r"company))[\s./:]+)?[\W_]*",
        text,
        re.IGNORECASE,
    )
    start = lead.end() if lead else 0
    start += _after_label(text[start:])
    entry = re.match(r"\s*[a-z](?:\)|\.) ?(?=[A-ZÀ-Þ][\w&-]{2})", text[start:])  # "a. Bright Pixel", "a) Bright Pixel UG"
    start += entry.end() if entry else 0
    start += len(text[start:]) - len(text[start:].lstrip())
    rest = text[start:]
    if rest.rstrip().endswith(":") or is_numbered_title(rest):  # the next label, a title
        return None
    if _NO_NAME.match(rest.strip()):
        return None
    cut = _CUTS.search(rest)
    name = rest[: cut.start()] if cut and cut.start() >= 2 else "" if cut and cut.start() < 2 else rest
    sentence = _SENTENCE_END.search(name)
    if sentence and sentence.start() >= 3:
        name = name[: sentence.start()]
    behind = _BEHIND.search(name)
    if behind and name[: behind.start()].strip().count(" ") >= 1:
        name = name[: behind.start()]
    trade = re.search(r", [a-zà-ÿ]{2,6}\.(?=\s|$)", name)  # "Élodie Tremblay, trad. a."
    if trade:
        name = name[: trade.start()]
    forms = list(_FORM_END.finditer(name))
    if forms and _STREETISH.search(name[forms[-1].end() :]):  # "X GmbH Lorettostraße 12", "X LLC, Marketing Dept."
        name = name[: forms[-1].end()]
    comma = re.search(r",\s+(?=[^,]*(?:[0-9]|\b(?:dept|department|abteilung|accounts? payable|attn)\b))", name, re.IGNORECASE)
    if comma and comma.start() >= 3:
        name = name[: comma.start()]
    role = re.search(
        r",\s+(?:(?:a )?(?:certified|registered|licensed|chartered|sole|managing)|"
        r"member|owner|director|president|ceo|founder|manager|proprietor|aged|born|who|whose)\b",
        name,
        re.IGNORECASE,
    )
    if role and role.start() >= 3:
        name = name[: role.start()]
    parts = name.split(", ")
    if len(parts) >= 3 and len(parts[0].split()) >= 2 and not re.search(r"&|\band\b", name, re.IGNORECASE):  # name, trade, place
        name = parts[0]
    dates = find_dates(name)
    if dates:
        name = name[: dates[0].start]
    name = _PRONOUNS.sub("", name)
    whole = _DANGLING.sub("", name)
    name = whole if " " in whole.strip() else name
    name = name.rstrip(" ,;:-–—_|/\\*=+~<>(“”„»\"'")
    if not re.search(r"\b(?:inc|ltda?|cia|llc|corp|co|l\.l\.c|jr|sr|b\.v|s\.a|n\.v|p\.c|u\.s\.a|[a-z]\.[a-z])\.$", name, re.IGNORECASE):
        name = name.rstrip(". ")
    if name.count(")") > name.count("("):
        name = name.rstrip(")")
    letters = sum(c.isalpha() for c in name)
    words = name.split()
    if letters < 2 or len(name) > 100 or len(words) > 13 or letters < 0.55 * len(name.replace(" ", "")):
        return None
    if all(w.casefold().strip(" .,:()&") in _not_a_name() for w in words if any(c.isalnum() for c in w)):
        return None
    if is_label(name) or describes(name):
        return None
    if name.casefold().strip(" .:") in _not_a_name() or _BAD_NAME.search(name) or name.endswith("?") or is_empty_mark(name):
        return None
    if re.search(
        r"\b(?:number|address|telephone|period|ending)$|^for\b|^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? [0-9]",
        name,
        re.IGNORECASE,
    ):
        return None
    if re.match(r"[0-9]{1,2}[.)]\s|(?:[A-Z][0-9]{1,2}|0[0-9]{2})[a-z]? [A-Z][a-z]+ [a-z]", name):  # an entry of a form: a label
        return None
    if _TOWN_STATE.fullmatch(name) or re.match(
        r"[0-9]+ .*\b(?:st|street|ave|avenue|road|rd|drive|dr|lane|ln|blvd|way|court|ct)\b\.?$", name, re.IGNORECASE
    ):
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
