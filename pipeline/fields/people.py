"""Who a profile, a card or a web page is about: the name that an e-mail address or handle repeats, the platform it is on."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

from anyascii import anyascii
from rapidfuzz import fuzz

from pipeline.fields.layout import BLACK, Cell, PageLayout
from pipeline.fields.letterhead import CONTACT
from pipeline.fields.search import Found, found_at, found_in
from pipeline.fields.values import Parsed, clean_name

__all__ = ["name_in_domain", "person_beside_contact", "person_by_handle", "person_line", "platform"]

_HANDLE = re.compile(
    r"([A-Za-z0-9._-]{4,})@[A-Za-z0-9-]+\.|(?:/in/|/biz/|/freelancers?/|/users?/|/profile/|/u/|/p/|/pro/|\.com/|@)([A-Za-z0-9._~-]{4,})"
)
_PERSON = re.compile(r"^(?:(?:dr|mr|mrs|ms|prof)\.? )?[A-ZÀ-Þ][\w'’.-]*(?: (?:[a-z]{2,3} )?[A-ZÀ-Þ][\w'’.-]*){1,3}$")
_LETTERS = re.compile(r",\s+(?:P\.? ?Eng|CPA|PMP|Ph\.? ?D|MBA|R\.?N|M\.?D|Esq|CFA|P\.?E|LCSW|DDS|DVM)\.?$")
"""Letters of a degree or licence behind a name."""
_ASIDE = re.compile(r"\s+@[\w.-]+$|\s?\((?:she|he|they)/[a-z/]+\)$", re.IGNORECASE)
"""A handle or pronouns behind a name."""
_NOT_A_PERSON = re.compile(
    r"\b(?:services?|studio|design|consulting|solutions|group|agency|contact|summary|experience|education|skills|languages|profile|summary|about|home|work|hire|log|join|"
    r"owner|founder|director|manager|developer|designer|specialist|engineer|writer|consultant|photographer|translator|freelance[rd]?|certified|senior|junior|top|rated|plus|level|"
    r"seller|member|states|kingdom|city|street|photography|software|video|translation|english|french|spanish|german|open|today|response|time|projects?|page|present|university|"
    r"college|school|limited|inc|llc|ltd|gmbh|years?|months?|january|february|march|april|may|june|july|august|september|october|november|december|business|card|marketing|brand|"
    r"web|labs|media|digital|works|partners|creative|collective|company|portfolio|reviews?|rating|hours?|rate|location|verified|available|find|browse|licen[cs]e[ds]?|certificate|expires?|number|department|division|state|explore|messages|orders|launch|sketch|c[ée]dula|profesional(?:es)?|electr[óo]nic[ao]|certificad[oa]|certificat[os]?|certificato|t[íi]tulo|licencia(?:tura)?|secretar[íi]a|ministerio|minist[èé]rio|minist[èe]re|rep[úu]blica|r[ée]publique|repubblica|estados|unidos|gobierno|governo|direcci[óo]n|dipl[ôo]me|diploma|attestation|attestato|urkunde|zertifikat|bescheinigung|zeugnis|ausweis|universidad|universidade|universit[àéa]\w*|colegio|ordre|ordine|albo|kammer|carte|carteira|conselho|consejo|registro|"
    r"notification|registration|registered|confirmation|tax|revenue|inland|income|national|insurance|social|security|vat|gst|value|added|welcome|notice|form|employer|"
    r"identification|important|date|reference|sole|trader|proprietor|individual|authority|customs|treasury|internal|assessment|account|details|information|current|status|"
    r"active|entity|address|great|seal|government|district|county|region|anmeldung|finanzamt|gewerbe|steuer\w*|amt|stadt|belastingdienst|kamer|koophandel)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=1)
def _platforms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    data = tomllib.loads((files("pipeline.fields") / "labels" / "platforms.toml").read_text("utf-8"))["platforms"]
    return tuple((name, re.compile("|".join(rf"(?<![a-z0-9]){re.escape(d)}(?![a-z0-9])" for d in marks))) for name, marks in data.items())


def platform(pages: Sequence[PageLayout]) -> Found | None:
    """The marketplace or network a profile stands on: by its address or name on the first pages."""
    best: Found | None = None
    for page in pages[:2]:
        for cell in page.cells:
            low = cell.text.casefold()
            for name, marks in _platforms():
                match = marks.search(low)
                alone = re.sub(r"[^a-z0-9]", "", low) == re.sub(r"[^a-z0-9]", "", name.casefold())
                if not match and not alone:
                    continue
                score = (
                    0.95
                    if match
                    and re.search(rf"(?:www\.|https?://|\.){{0,1}}{marks.pattern.split('|')[0]}", low)
                    and ("/" in low or "www" in low)
                    else 0.9
                    if alone
                    else 0.7
                )
                if cell.box.top > 0.5 * page.height:
                    score -= 0.1
                if best is None or score > best.score:
                    start, end = match.span() if match else (0, len(cell.text))
                    best = found_at("platform", Parsed(name, start, end, 1.0), page.number, cell.covering(start, end), score, "platform")
    return best


def _handles(page: PageLayout) -> list[str]:
    text = page.text
    plain = [re.sub(r"[^a-z]", "", (a or b).casefold()) for a, b in _HANDLE.findall(text)]
    return [
        h
        for h in dict.fromkeys(plain)
        if len(h) >= 4 and h not in {"info", "contact", "hello", "office", "mail", "admin", "sales", "support"}
    ]


def _persons(page: PageLayout, skip: Sequence[str]) -> list[tuple[Cell, Parsed]]:
    found = []
    low = [s.casefold() for s in skip]
    for cell in page.cells:
        text = _LETTERS.sub("", _ASIDE.sub("", cell.text.strip(" ,;|•·")))
        if BLACK in text or any(c.isdigit() for c in text) or not (_PERSON.match(text) or (text.isupper() and 2 <= len(text.split()) <= 4)):
            continue
        parsed = clean_name(text)
        if parsed and isinstance(parsed.value, str) and not _NOT_A_PERSON.search(parsed.value) and parsed.value.casefold() not in low:
            found.append((cell, parsed))
    return found


def person_by_handle(page: PageLayout, role: str, skip: Sequence[str] = ()) -> Found | None:
    """The person whose name an e-mail address or a profile's address spells out."""
    handles = _handles(page)
    for cell, parsed in _persons(page, skip):
        words = anyascii(str(parsed.value)).casefold().split()
        squeezed = re.sub(r"[^a-z]", "", "".join(words))
        short = re.sub(r"[^a-z]", "", words[0][:1] + words[-1])
        if any(fuzz.ratio(squeezed, h) >= 88 or squeezed in h or h in (short, words[0] + words[-1][:1]) for h in handles):
            return found_in(role, parsed, cell, 0.9, "handle")
    return None


def person_beside_contact(page: PageLayout, role: str) -> Found | None:
    """The person whose name stands before an e-mail address in one line: "Jane Doe - hello@janedoe.example"."""
    for cell in page.cells:
        contact = CONTACT.search(cell.text) if "@" in cell.text else None
        parsed = clean_name(cell.text[: contact.start()]) if contact and BLACK not in cell.text else None
        if parsed and _PERSON.match(str(parsed.value)) and not _NOT_A_PERSON.search(str(parsed.value)):
            return found_in(role, parsed, cell, 0.82, "contact")
    return None


def _title_around(cell: Cell, first: int, last: int) -> Cell:
    """The words of a cell, or the whole cell where it is written as one name in capitals: "OPEN SHUTTER COLLECTIVE"."""
    longer = first == 0 and last >= 2 and last < len(cell.tokens) <= last + 2
    whole = longer and all(t.text.isalpha() and t.text.isupper() for t in cell.tokens)
    return cell if whole else Cell(cell.page, cell.line, cell.tokens[first:last])


def name_in_domain(page: PageLayout, role: str) -> Found | None:
    """The words of a card or page that the domain of its e-mail or web address repeats."""
    text = page.text.casefold()
    domains = {d.replace("-", "") for d in re.findall(r"(?:@|www\.|https?://(?:www\.)?)([a-z0-9-]{5,})\.", text)} - _PROVIDERS
    for cell in page.cells:
        for first in range(len(cell.tokens)):
            for last in range(first + 1, min(first + 5, len(cell.tokens)) + 1):
                words = cell.tokens[first:last]
                if "".join(re.sub(r"[^a-z0-9]", "", anyascii(t.text).casefold()) for t in words) in domains and not any(
                    "." in t.text[:-1] for t in words
                ):
                    part = _title_around(cell, first, last)
                    parsed = clean_name(part.text)
                    if parsed is not None:
                        return found_in(role, parsed, part, 0.8, "domain")
    return None


_PROVIDERS = frozenset({"gmail", "yahoo", "hotmail", "outlook", "icloud", "linkedin", "facebook", "instagram", "twitter", "example"})


_OFFICER = re.compile(
    r"(?:(?:executive|managing|deputy|acting|training|course|program(?:me)?) )?(?:director|registrar|secretary|president|"
    r"chair(?:man|person|woman)?|commissioner|dean|principal|rector|instructor|trainer|examiner|"
    r"administrator|chief executive|ceo)\b",
    re.IGNORECASE,
)


def _signs(page: PageLayout, cell: Cell) -> bool:
    """Whether an officer's title stands right under a name: it signs the paper."""
    return any(
        _OFFICER.match(under.text) and under.box.x0 < cell.box.x1 and under.box.x1 > cell.box.x0
        for line in page.lines[cell.line + 1 : cell.line + 2]
        for under in line.cells
    )


def person_line(page: PageLayout, role: str, skip: Sequence[str] = (), share: float = 0.5, *, signers: bool = True) -> Found | None:
    """The largest line of a page that looks like a person's name and like nothing else; `signers`: also one above an officer's title."""
    persons = [(c, p) for c, p in _persons(page, skip) if c.box.top < share * page.height and (signers or not _signs(page, c))]
    if not persons:
        return None
    cell, parsed = max(persons, key=lambda cp: (round(cp[0].height / page.tall, 1), -cp[0].box.top))
    return found_in(role, parsed, cell, 0.8 if cell.height > 1.3 * page.tall else 0.65, "person")
