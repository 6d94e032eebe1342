"""Facts that no label names, looked for where papers of a sort keep them: the addressee of a letter, the year in a form's head.

Each works on a draft and fills a role only where it is open or weak; what stands under a blackout stays withheld.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from pipeline.dates import Precision, find_dates
from pipeline.fields.address import address_blocks
from pipeline.fields.hidden import unless_hidden
from pipeline.fields.letterhead import authority, is_agency, with_legal_form
from pipeline.fields.search import found_at, found_in
from pipeline.fields.values import Parsed, clean_name
from pipeline.identifiers import Standing, find_identifiers
from pipeline.names import TRADING_AS
from redaction.geometry import Box, bounding

if TYPE_CHECKING:
    from pipeline.fields.assembly import Draft

__all__ = [
    "addressee",
    "first_date",
    "free_tax_id",
    "issuing_authority",
    "names",
    "period",
    "split_alias",
    "subject_from_head",
    "year_in_head",
]


def period(draft: Draft, first: str, last: str) -> None:
    """A period gives its two days to the roles that are still open."""
    found = draft.best("period")
    if found is None:
        return
    draft.put(first, replace(found, second=None))
    if found.second is not None:
        draft.put(last, replace(found, value=found.second.value, alternatives=found.second.alternatives, second=None))
    elif found.value is None:
        draft.put(last, found)


def split_alias(draft: Draft, role: str) -> None:
    """ "X dba Y" in one place: X stays, Y is the trade name."""
    found = draft.best(role)
    if found is None or not isinstance(found.value, str):
        return
    parts = [p.strip(" ,;:.\"'“”()") for p in TRADING_AS.split(found.value, maxsplit=1)]
    if len(parts) == 2 and all(parts):
        draft.put(role, replace(found, value=parts[0]), over=True)
        draft.put("trade_name", replace(found, value=parts[1]))


def names(draft: Draft, *roles: str) -> list[str]:
    return [f.value for r in roles if (f := draft.best(r)) is not None and isinstance(f.value, str)]


_TITLED = re.compile(
    r"(?:Mr|Mrs|Miss|Ms|Mx|MR|MRS|MISS|MS|Herrn?|Frau|Mme|Mlle|Monsieur|Madame|Sra?|Senhora?|Sig|Sig\.?ra|Dhr|Mevr)\.? (?:(?:Dr|Prof)\.? )?"
    r"([A-ZÀ-Þ][\w'’.-]*(?: (?:(?:van|von|de|der|den|du|da|di|del|la) )*[A-ZÀ-Þ][\w'’.-]*){1,3})"
)
"""A person addressed, alone on a line: "Miss A Okafor", "Frau Lena Vogt"."""


def addressee(draft: Draft, role: str, score: float = 0.8) -> None:
    """The name over the first address of a letter, unless the role has a good value."""
    found = draft.best(role)
    if draft.pages and (found is None or found.score < 0.78):
        for cell in draft.pages[0].cells:
            titled = _TITLED.fullmatch(cell.text) if cell.box.top < 0.45 * draft.pages[0].height else None
            if titled is not None:
                draft.put(role, found_in(role, Parsed(titled[1], *titled.span(1), 1.0), cell, score, "address"), over=True)
                return
        skip = {v.casefold() for v in names(draft, "issuer")}
        for block in address_blocks(draft.pages[0]):
            name = block.name.value
            if not (isinstance(name, str) and (name.casefold() in skip or is_agency(name))):
                draft.put(role, block.found(role, score), over=True)
                second = clean_name(block.second.text) if block.second is not None else None
                if second is not None and block.second is not None and not re.match(r"(?i)attn|c/o", block.second.text):
                    draft.put("trade_name", found_in("trade_name", second, block.second, 0.7, "address"))
                return
        if found is None:
            draft.put(role, unless_hidden(draft, role, None, 0.5))


def subject_from_head(draft: Draft, role: str) -> None:
    found = draft.best(role)
    if draft.pages and (found is None or found.score < 0.5):
        guess = unless_hidden(draft, role, with_legal_form(draft.pages[0], role), 0.5)
        draft.put(role, guess, over=found is not None and guess is not None)


def issuing_authority(draft: Draft) -> None:
    issuer = draft.best("issuer")
    if draft.pages and (issuer is None or issuer.score < 0.82):
        head = unless_hidden(draft, "issuer", authority(draft.pages[0]), 0.15)
        if head is not None and (head.value is not None or issuer is None):
            draft.put("issuer", head, over=True)


def free_tax_id(draft: Draft) -> None:
    """A number whose shape tells its scheme, anywhere on the paper, where no label gave one; only if there is just one."""
    if draft.best("tax_id") is not None:
        return
    for page in draft.pages[:2]:
        text = page.text
        numbers = [
            n for n in find_identifiers(text, text, draft.context.country, shaped=True) if n.scheme not in (None, "br.cpf", "in.pan")
        ]
        if len({n.value for n in numbers}) == 1:
            first = numbers[0]
            score = 0.88 if first.standing in (Standing.VALID, Standing.PLAUSIBLE) else 0.82
            draft.put(
                "tax_id",
                found_at(
                    "tax_id",
                    Parsed(first.value, first.start, first.end, score),
                    page.number,
                    page.covering(first.start, first.end),
                    1.0,
                    "shape",
                ),
            )
            return


_TITLED_FORM = re.compile(r"(?:form|schedule) [0-9A-Z][0-9A-Z-]{0,6}\b.{0,80}$", re.IGNORECASE)
"""A form's title in one line with its year: "Form 1120 U.S. Corporation Income Tax Return 2025"."""


def year_in_head(draft: Draft) -> None:
    """A year that stands alone, or ends a line, in the head of a form."""
    if draft.best("tax_year") is not None or not draft.pages:
        return
    page = draft.pages[0]
    for cell in page.cells:
        match = re.search(r"(?<![0-9./-])(20[0-4][0-9])\)?$", cell.text.strip()) if "/" not in cell.text else None
        short = len(cell.text) <= 40 or bool(_TITLED_FORM.match(cell.text))
        if match and cell.box.top < 0.25 * page.height and short and not find_dates(cell.text):
            at = cell.text.index(match[1])
            tokens = cell.covering(at, at + 4)
            draft.put("tax_year", found_at("tax_year", Parsed(match[1], at, at + 4, 0.85), page.number, tokens, 1.0, "head"))
            return
    end = draft.best("period_end")
    if end is not None and isinstance(end.value, date):
        draft.put("tax_year", replace(end, value=str(end.value.year), score=0.85))


def _claimed(draft: Draft, page: int, box: Box) -> bool:
    """Whether a date is known to be another one, such as the due date."""
    return any(
        f.page == page and f.score >= 0.7 and f.box.covered_by(box) > 0.5
        for role, found in draft.candidates.items()
        if role != "issue_date"
        for f in found
    )


_BIRTH = re.compile(
    r"\bgeb(?:urts|oren|\.)|birth|\bborn\b|\bd\.?o\.?b\b|nacimiento|nacid[oa]|naissance|\bn[ée]e? le\b|nascimento|nascita|nat[oa] il|"
    r"geboorte|f[öo]delse",
    re.IGNORECASE,
)


def first_date(draft: Draft, share: float = 0.35) -> None:
    """The date that stands alone in the head of a letter."""
    known = draft.best("issue_date")
    if (known is not None and (known.value is None or known.score >= 0.8)) or not draft.pages:
        return
    page = draft.pages[0]
    for cell in page.cells:
        dates = find_dates(cell.text, draft.context.order)
        if (
            cell.box.top < share * page.height
            and len(dates) == 1
            and not _BIRTH.search(cell.text)
            and dates[0].precision is Precision.DAY
            and len(cell.text) - (dates[0].end - dates[0].start) <= 22
        ):
            parsed = Parsed(dates[0].value, dates[0].start, dates[0].end, 0.85 if not dates[0].alternatives else 0.7, dates[0].alternatives)
            if known is not None and known.score >= parsed.score:
                continue
            if _claimed(draft, page.number, bounding(t.box for t in cell.covering(dates[0].start, dates[0].end)) or cell.box):
                continue
            draft.put(
                "issue_date", found_at("issue_date", parsed, page.number, cell.covering(parsed.start, parsed.end), 1.0, "head"), over=True
            )
            return
