"""What a paper's own words show beside its facts: terms that do not add up, a home, no signature, a home-made copy.

Said only where the page leaves no doubt; a term that is blacked out or missing ends the sum, it is never worked out (R13, R40).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from classifiers.kinds import Kind
from pipeline.fields.invoice import Sum, invoice_sum
from pipeline.fields.layout import BLACK, Line, PageLayout
from pipeline.model import Finding, Money
from pipeline.money import find_amounts
from pipeline.vocabulary import FindingCode

if TYPE_CHECKING:
    from pipeline.fields.assembly import Draft

__all__ = ["noticed"]

_HOME = re.compile(
    r"\b(?:residential|dwelling|apartment|bedrooms?|private residence|household|occupants?|pets?|wohnraum|wohnung|wohnzwecke|vivienda|"
    r"logement|habitation|woonruimte|"
    r"moradia|residencial|family members?|live in|residents?)\b",
    re.IGNORECASE,
)
_HOME_TITLE = re.compile(
    r"\b(?:residential (?:lease|tenancy|rental)|apartment lease|house rental|assured shorthold|wohnraummietvertrag|"
    r"mietvertrag [^.]{0,12}wohn|contrato de arrendamiento de "
    r"vivienda|bail d['’]habitation|home rental)\b",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"\b(?:office|commercial|business|retail|warehouse|studio space|workspace|coworking|desk|b[uü]ro|gewerbe|bureaux?|commerciale?|"
    r"oficinas?|local comercial|"
    r"kantoor|bedrijfsruimte|escrit[oó]rio|comercial)\b",
    re.IGNORECASE,
)
_SIGN = re.compile(r"\b(?:signature|signed|sign(?:ed)? here|unterschrift|firma|signatures?|assinatura|handtekening|by:)", re.IGNORECASE)
_PARTY = re.compile(
    r"^(?:landlord|tenant|lessor|lessee|vermieter(?:in)?|mieter(?:in)?|(?:le )?bailleur|(?:le )?preneur|arrendador|arrendatario|"
    r"verhuurder|huurder|locador|locatário|"
    r"member|licensee|licensor|signature|signature of tenant)\W*$",
    re.IGNORECASE,
)


def noticed(draft: Draft) -> tuple[Finding, ...]:
    """Findings that rest on the page's words alone."""
    found: list[Finding] = []
    if draft.kind is Kind.CLIENT_INVOICE:
        found.extend(_sum(draft))
    if draft.kind is Kind.OFFICE_LEASE:
        found.extend(_home(draft))
        found.extend(_unsigned(draft))
    return tuple(found)


def _sum(draft: Draft) -> Iterator[Finding]:
    result = invoice_sum(draft)
    if result is None or result.agrees or not result.complete or not _all_terms_read(draft, result):
        return
    terms = (result.subtotal, *result.added, *result.taken, result.total)
    if len(terms) < 3 or any(t.score < 0.85 or t.page != result.total.page for t in terms):
        return
    amounts = [t.value.amount for t in (result.subtotal, *result.added) if isinstance(t.value, Money)]
    total = result.total.value
    if isinstance(total, Money):
        yield Finding(
            FindingCode.TOTALS_DISAGREE,
            f"{' + '.join(map(str, amounts))} does not give the printed total of {total.amount}.",
            result.total.page,
            result.total.box,
        )


def _all_terms_read(draft: Draft, result: Sum) -> bool:
    """Whether every line between subtotal and total gave one of the terms, so that none is missing."""
    page = next((p for p in draft.pages if p.number == result.total.page), None)
    if page is None or page.blackouts:
        return False
    boxes = [t.box for t in (result.subtotal, *result.added, *result.taken, result.total)]
    top, bottom = result.subtotal.box.top, result.total.box.bottom
    for line in page.lines:
        if not top - 1 <= line.box.centre[1] <= bottom + 1 or not any(c.isalnum() for c in line.text):
            continue
        amounts = [a for a in find_amounts(line.text, decimal_comma=draft.context.decimal_comma) if a.marked]
        if len(amounts) > 1 or not any(b.top < line.box.centre[1] < b.bottom for b in boxes):
            return False
    return True


def _home(draft: Draft) -> Iterator[Finding]:
    text = "\n".join(p.text for p in draft.pages[:3])
    if not draft.pages:
        return
    title = _HOME_TITLE.search("\n".join(line.text for line in draft.pages[0].lines[:8]))
    home, office = len(_HOME.findall(text)), len(_OFFICE.findall(text))
    if title or (home >= 3 and home > 2 * office):
        seen = title or _HOME.search(text)
        yield Finding(
            FindingCode.RESIDENTIAL_LEASE,
            f"The lease speaks of a home (\u201c{seen[0].strip() if seen else ''}\u201d), not of business space.",
            draft.pages[0].number,
        )


def _unsigned(draft: Draft) -> Iterator[Finding]:
    """Signature lines of a typed paper with nothing on them; a scan is never judged, since ink is not text."""
    pages = [p for p in draft.pages if not p.scanned]
    if not pages or len(pages) != len(draft.pages):
        return
    last = pages[-1]
    for page in pages:
        for line in page.lines[len(page.lines) // 2 :]:
            rows = [c for c in line.cells if _PARTY.match(c.text)]
            if len(rows) >= 2 or (rows and _SIGN.search(line.text)):
                if not _written_near(page, line) and page is last:
                    yield Finding(FindingCode.NOT_SIGNED, "The signature lines of the lease are empty.", page.number, line.box)
                return


def _written_near(page: PageLayout, line: Line) -> bool:
    """Words (a typed or drawn name, a date) or a blackout just above or below a line of signature labels."""
    for other in page.lines:
        gap = other.box.top - line.box.bottom if other.index > line.index else line.box.top - other.box.bottom
        if other.index != line.index and -0.5 * page.row < gap < 3.5 * page.row:
            words = [
                c
                for c in other.cells
                if not _PARTY.match(c.text)
                and re.search(rf"[A-Za-zÀ-ÿ]{{2}}|{BLACK}|[0-9]{{2}}", c.text)
                and not re.fullmatch(r"(?:date|name|title|by|its|place)\W*[_\W]*", c.text, re.IGNORECASE)
                and len(c.text) < 60
            ]
            if words:
                return True
    return False
