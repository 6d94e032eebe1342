"""Whose paper it is, from how it looks: the largest words at the top, names with a legal form, an e-mail's domain.

Used where no label says it; such a name is a guess, and its score says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from anyascii import anyascii
from rapidfuzz import fuzz

from pipeline.fields.address import TOWN
from pipeline.fields.layout import BLACK, Cell, Line, PageLayout
from pipeline.fields.neighbours import FORM_ALONE
from pipeline.fields.search import Found, found_in
from pipeline.fields.values import Parsed, clean_name

__all__ = ["CONTACT", "LEGAL", "authority", "foot", "heads", "is_agency", "letterhead", "with_legal_form"]

LEGAL = re.compile(
    r"\b(?:l\.?l\.?c\.?|inc\.?|incorporated|corp\.?|corporation|ltd\.?|limited|gmbh(?: & co\.? kg)?|ggmbh|ag|ug|kg|ohg|gbr|e\.?\s?k\.?|"
    r"llp|plc|pllc|p\.?c\.|b\.?v\.?|n\.?v\.?|"
    r"s\.?a\.?r\.?l\.?|s\.?a\.?s\.?|s\.a\.|s\.?l\.?u?\.?|s\.?r\.?l\.?|s\.?p\.?a\.?|ltda\.?|lda\.?|eireli|mei|a/?s|aps|oy|ab|"
    r"pty\.? ltd\.?|pte\.? ltd\.?|pvt\.? ltd\.?|co\.|"
    r"company|foundation)(?![\w])",
    re.IGNORECASE,
)
_TITLES = re.compile(
    r"^\W*(?:tax |proforma |pro forma |vat |commercial |sales )?(?:invoice|receipt|statement|bill|estimate|quote|"
    r"quotation|rechnung|facture|factura|fatura|"
    r"factuur|fattura|credit note|packing (?:slip|list)|delivery note|certificate|license|licence|permit|"
    r"agreement|contract|lease|original|copy|"
    r"duplicate|page|date|number|total|order|welcome|thank you|document|report|sign (?:in|up)|nota fiscal|cfdi)\b",
    re.IGNORECASE,
)
_PAPER = re.compile(
    r"\b(?:current account|checking account|business account|dear|tax return|"
    r"agreement|certificate|operating|resolution|articles of|minutes of|plan|register|summary|evidence of|"
    r"faktura|registreringsbevis|polizza|"
    r"declarations|binder|versicherungs(?:schein|best[aä]tigung|nachweis)|bescheinigung|best[aä]tigung|attestation|constancia|comprovante|"
    r"ap[oó]lice|p[oó]liza|certificato|autorizzazione|letter of|payslip|payroll|statement of|report|invoice|receipt)\b",
    re.IGNORECASE,
)
_STREET = re.compile(
    r"\b(?:street|st\.|avenue|ave|road|rd\.?|blvd|boulevard|drive|lane|suite|ste|floor|p\.?o\.? box|stra(?:ß|ss)e|str\.|platz|weg|rue|"
    r"calle|avenida|rua|plaza|"
    r"laan|straat|via|piazza)\b|[0-9]{4,}",
    re.IGNORECASE,
)


_HANDLE_BEHIND = re.compile(r"(?<=[a-z])\s+\(?@[\w.-]+\)?$")
_STATUS_BAR = re.compile(r"(?:[0-9]{1,2}:[0-9]{2}\b.*)?(?:\b[A-Z]{2,4} )?(?:[0-9]?[SG5]G|LTE|[0-9]{1,3} ?%)")
"""The first line of a telephone's screen: the time, the network, the battery."""
_PAYING = re.compile(r",? (?:or|and) (?:by |via )?(?:zelle|venmo|paypal|cash ?app|ach|wire)\b", re.IGNORECASE)
_STATUTE = re.compile(r"\b(?:Act|Law|Code|Statutes?)$|^[0-9]{2,4}-[0-9]")
_POSTCODE = re.compile(r"^[A-Z][A-Za-z.' -]+,? (?:[A-Z]{2} )?(?:[A-Z][0-9][A-Z] [0-9][A-Z][0-9]|[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][A-Z]{2})\b")
"""A town with its British or Canadian postal code: the end of an address."""
_STREETS = "stra(?:ß|ss)e|str\\.|weg|allee|platz|gasse|ring|damm|ufer"
_SENDER_LINE = re.compile(
    rf"(.{{4,60}}?),? (?:[\w.-]{{2,}}(?:{_STREETS})|[\w-]+ (?:{_STREETS})) [0-9]+ ?[a-z]?,? (?:D-)?[0-9]{{4,5}} \S", re.IGNORECASE
)
"""The line over the window of a letter: "Jonas Brandt IT-Beratung · Ahornweg 3 · 04109 Leipzig"."""


def _before_street(text: str) -> str | None:
    """The firm that begins a line of contacts: "Bright Pixel LLC 12 Harbour Street, hello@…"."""
    form = LEGAL.search(text)
    return text[: form.end()] if form and re.match(r"[.,]?\s+[0-9]{1,5}\s", text[form.end() :]) else None


def _usable(cell: Cell, skip: Iterable[str]) -> Parsed | None:
    if _STATUS_BAR.match(cell.text):
        return None
    sender = _SENDER_LINE.match(cell.text)
    text = sender[1] if sender else _before_street(cell.text) or _HANDLE_BEHIND.sub("", cell.text)
    head, colon, behind = text.partition(":")
    if colon and behind.strip() and len(head.split()) <= 4:  # a label of some other party, whatever it says
        return None
    if BLACK in text or "@" in text or re.search(r"https?:|www\.|\.com\b", text, re.IGNORECASE):
        return None
    if (
        text.rstrip().endswith(":")
        or _PAPER.search(text)
        or (_TITLES.search(text) and not LEGAL.search(text))
        or (_STREET.search(text) and not LEGAL.search(text))
    ):
        return None
    parsed = clean_name(text)
    if parsed is None or parsed.start > 4 or not isinstance(parsed.value, str) or sum(c.isalpha() for c in parsed.value) < 3:
        return None
    own = parsed.value.casefold()
    return None if any(fuzz.ratio(own, s.casefold()) > 85 or (len(s) > 6 and s.casefold() in own) for s in skip) else parsed


def _top(page: PageLayout, share: float) -> Iterator[Line]:
    table = next((line.index for line in page.lines if _heads_items(line)), len(page.lines))
    return (line for line in page.lines[:table] if line.box.top < share * page.height)


_ITEM_COLUMNS = re.compile(
    r"\b(?:employee|gross|net|fica|withh(?:e|o)ld(?:ing)?|w/h|deductions|"
    r"description|item|service|qty|quantity|rate|price|unit|amount|total|hours|each|how many|sum|what|pos|"
    r"leistung|menge|einzelpreis|gesamt|betrag|"
    r"d[ée]signation|quantit[ée]|qt[ée]|montant|prix|pu ht|descripci[óo]n|"
    r"cantidad|precio|importe|descri[çc][ãa]o|quantidade|pre[çc]o|valor|"
    r"omschrijving|aantal|prijs|bedrag|descrizione|quantit[àa]|prezzo|importo)\b",
    re.IGNORECASE,
)


def _heads_items(line: Line) -> bool:
    """Whether a line is the head of a table of items: three columns or more that are named like it."""
    named = [c for c in line.cells if _ITEM_COLUMNS.search(c.text) and len(c.tokens) <= 3]
    return len(line.cells) >= 3 and len(named) >= 2 and not re.search(r"[0-9]", line.text)


CONTACT = re.compile(
    r"\s+(?:\(?\+?[0-9]|\S+@|https?:|www\.|[|•·●–-]\s|(?:tel|phone|fax|steuer\w*|ust\S*|mwst\S*|btw|"
    r"kvk|p\.? ?iva|partita|iban|vat|ein|abn|ubi|siret|siren|tva|ust|gst(?:in)?|"
    r"nif|cif|cnpj|rfc|hrb|amtsgericht|"
    r"registered|company (?:no|number)|reg(?:istration)?\.? no)\b)",
    re.IGNORECASE,
)


def foot(page: PageLayout, role: str, skip: Sequence[str] = (), pages: Sequence[PageLayout] = (), least: float = 0.5) -> Found | None:
    """The author in a line of contacts at the foot: a name at its start that has a legal form, or that the head or a domain repeats.

    `pages`: the paper's pages, whose e-mail and web addresses count; `least`: where on the page the foot begins, of its lines.
    """
    above = "".join(re.sub(r"[^a-z0-9]", "", anyascii(line.text.replace("&", "and")).casefold()) for line in page.lines[:3])
    domains = [d.replace("-", "") for one in pages or (page,) for d in _domains(one)]
    for line in reversed(page.lines):
        if line.index < least * len(page.lines):
            return None
        cell = line.cells[0]
        contact = CONTACT.search(cell.text)
        parsed = clean_name(_PAYING.split(cell.text[: contact.start()])[0]) if contact else None
        if (
            parsed is None
            or line.index < 3  # of the head
            or not isinstance(parsed.value, str)
            or TOWN.search(parsed.value)
            or _POSTCODE.search(cell.text)
            or parsed.start > 3
            or parsed.value[0].isdigit()
            or len(parsed.value.split()) > 7
            or BLACK in cell.text
        ):
            continue
        squeezed = re.sub(r"[^a-z0-9]", "", anyascii(parsed.value.replace("&", "and")).casefold())
        known = any(len(d) >= 5 and (d in squeezed or squeezed in d) for d in domains)
        known = known or (
            len(squeezed) >= 6 and len(parsed.value.split()) >= 2 and squeezed[:10] in above and not _STREET.search(parsed.value)
        )
        if (known or LEGAL.search(parsed.value)) and not any(fuzz.ratio(parsed.value.casefold(), s.casefold()) > 85 for s in skip):
            return found_in(role, parsed, cell, 0.85 if known else 0.66, "foot")
    return None


def _domains(page: PageLayout) -> list[str]:
    text = page.text.casefold()
    found = re.findall(r"(?:@|www\.|https?://(?:www\.)?)([a-z0-9-]{3,})\.", text) + re.findall(
        r"(?<![\w@.-])([a-z0-9-]{6,})\.(?:com|net|org|co|io|biz|us|studio|design|example)\b", text
    )
    return [
        d
        for d in dict.fromkeys(found)
        if d not in {"gmail", "yahoo", "hotmail", "outlook", "icloud", "linkedin", "facebook", "example", "instagram", "twitter"}
    ]


def _ranked(page: PageLayout, skip: Sequence[str], share: float) -> list[tuple[float, Cell, Parsed]]:
    """Names of the page's upper part with their rank, likeliest first: size, place, legal form, the domain that repeats them."""
    domains = _domains(page)
    found: list[tuple[float, Cell, Parsed]] = []
    for line in _top(page, share):
        for cell in line.cells:
            parsed = _usable(cell, skip)
            if parsed is None or not isinstance(parsed.value, str):
                continue
            name = parsed.value
            size = min(cell.height / page.tall, 3.0)
            rank = 0.35 * size + 0.3 * bool(LEGAL.search(name)) - 0.6 * (cell.box.top / page.height) + 0.1 * (line.index == 0)
            squeezed = re.sub(r"[^a-z0-9]", "", anyascii(name.replace("&", "and")).casefold())
            rank += 0.7 if any(fuzz.partial_ratio(d.replace("-", ""), squeezed) >= 90 and len(squeezed) >= 4 for d in domains) else 0.0
            found.append((rank * parsed.score, cell, parsed))
    return sorted(found, key=lambda f: -f[0])


def heads(page: PageLayout, role: str, share: float = 0.4) -> list[Found]:
    """The three likeliest names of a letterhead, graded."""
    return [found_in(role, parsed, cell, 0.7 if rank > 0.6 else 0.5, "letterhead") for rank, cell, parsed in _ranked(page, (), share)[:3]]


def letterhead(page: PageLayout, role: str, skip: Sequence[str] = (), share: float = 0.4) -> Found | None:
    """The likeliest name of the paper's author among the lines of the page's upper part; `skip`: names that are somebody else's."""
    best = next(iter(_ranked(page, skip, share)), None)
    if best is None:
        return None
    score = 0.8 if best[0] > 1.0 else 0.7 if best[0] > 0.6 else 0.55
    cell = _in_full(page, _second_line(page, best[1], skip))
    parsed = clean_name(cell.text) if cell is not best[1] else best[2]
    return found_in(role, parsed or best[2], cell if parsed else best[1], score, "letterhead")


def _in_full(page: PageLayout, cell: Cell) -> Cell:
    """A name set in several short lines, with those above and below it, if the page has the whole of it in one line elsewhere."""
    near = page.lines[max(0, cell.line - 2) : cell.line + 4]
    elsewhere = " ".join(line.text for line in page.lines if line not in near).casefold()
    for line in near:
        for other in line.cells:
            first, second = (other, cell) if other.box.top < cell.box.top else (cell, other)
            level = abs(first.box.x0 - second.box.x0) < 2 * page.letter and 0 < second.box.top - first.box.bottom < 1.2 * other.height
            joined = f"{first.text} {second.text}".casefold()
            if level and joined in elsewhere:
                cell = Cell(cell.page, min(cell.line, other.line), (*first.tokens, *second.tokens))
    return cell


def _second_line(page: PageLayout, cell: Cell, skip: Sequence[str]) -> Cell:
    """A large name may go on in the next line, in the same size and place; a legal form may stand alone there."""
    for line in page.lines[cell.line + 1 : cell.line + 3]:
        for other in line.cells:
            if (
                abs(other.box.x0 - cell.box.x0) < 2 * page.letter
                and other.box.top - cell.box.bottom < page.row
                and FORM_ALONE.match(other.text.strip(" ,"))
            ):
                return Cell(cell.page, cell.line, (*cell.tokens, *other.tokens))
    if cell.height < 1.4 * page.tall or LEGAL.search(cell.text):
        return cell
    for line in page.lines[cell.line + 1 : cell.line + 2]:
        for other in line.cells:
            level = abs(other.box.x0 - cell.box.x0) < 3 * page.letter or abs(other.box.centre[0] - cell.box.centre[0]) < 4 * page.letter
            if (
                level
                and 0.85 < other.height / cell.height < 1.15
                and other.box.top - cell.box.bottom < cell.height
                and len(other.tokens) <= 3
                and _usable(other, skip)
            ):
                return Cell(cell.page, cell.line, (*cell.tokens, *other.tokens))
    return cell


def with_legal_form(page: PageLayout, role: str, skip: Sequence[str] = (), bottom_only: bool = False) -> Found | None:
    """The first short line with a legal form; of the foot of the page only if asked."""
    for line in reversed(page.lines) if bottom_only else page.lines:
        if bottom_only and line.box.top < 0.8 * page.height:
            break
        for cell in line.cells:
            match = LEGAL.search(cell.text)
            parsed = _usable(cell, skip) if match else None
            if (
                parsed
                and isinstance(parsed.value, str)
                and LEGAL.search(parsed.value)
                and len(parsed.value.split()) <= 8
                and not _STATUTE.search(parsed.value)
                and (len(cell.tokens) <= 8 or bottom_only)
            ):
                return found_in(role, parsed, cell, 0.65, "legal_form")
    return None


_AGENCY = re.compile(
    r"\b(?:department|dept\.?|division|bureau|ministry|secretary of (?:the )?state|agency|authority|commission|council|registrar|"
    r"registry|clerk|recorder|board|internal revenue|"
    r"revenue|customs|"
    r"treasury|office of|tax (?:office|cent(?:re|er)|services office)|"
    r"companies house|chamber of|finanzamt|bundeszentralamt|gewerbeamt|ordnungsamt|"
    r"amtsgericht|stadt|landkreis|direction|service des|"
    r"greffe|insee|urssaf|infogreffe|guichet|agencia|tesorer[ií]a|ministerio|hacienda|ayuntamiento|registro|junta|receita|prefeitura|"
    r"minist[eé]rio|portal do|secretar[ií]a|servicio de|"
    r"kamer van koophandel|belastingdienst|gemeente|agenzia|comune|camera di commercio|taxation office|business register|asic|"
    r"government of|republic of|comptroller|controller of|tax collector|treasurer|institute|association|"
    r"academy|society|university|college|foundation|kammer|verband|ordre|colegio)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?:city|county|town|village|state|commonwealth|borough|township|province|parish)(?: and county)? of\b|\b(?:county|city)\b",
    re.IGNORECASE,
)
_NOT_AGENCY = re.compile(
    r"\b(?:certificate|licen[cs]e|permit|registration|form|statement|notice|return|certificado|bescheid|page|section|act|whereas|www|"
    r"n[uú]meros?|numbers?)\b|"
    r"[0-9]{3,}",
    re.IGNORECASE,
)


def authority(page: PageLayout, role: str = "issuer", share: float = 0.35) -> Found | None:
    """The public body or institute in a paper's head: its agency if one is named, else the place it speaks for."""
    place: Found | None = None
    for line in _top(page, share):
        for cell in line.cells:
            text = cell.text
            if BLACK in text or len(text) > 90 or _NOT_AGENCY.search(text):
                continue
            parsed = clean_name(text)
            if parsed is None or parsed.start > 3 or not isinstance(parsed.value, str) or parsed.value[0].islower():
                continue
            if _AGENCY.search(parsed.value):
                return found_in(role, parsed, cell, 0.82, "authority")
            if place is None and _PLACE.search(parsed.value):
                place = found_in(role, parsed, cell, 0.78, "authority")
    return place


def is_agency(name: str) -> bool:
    """Whether a name is a public body's rather than a business's."""
    return bool(_AGENCY.search(name) or _PLACE.search(name))
