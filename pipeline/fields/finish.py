"""What a kind makes of its roles: the letterhead of an invoice, the two names of a dba statement, the earlier expiry of a policy."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from classifiers.kinds import Kind
from pipeline.dates import Precision, find_dates
from pipeline.fields.address import address_blocks
from pipeline.fields.hidden import unless_hidden
from pipeline.fields.invoice import parties_of_invoice, total_of_invoice
from pipeline.fields.letterhead import authority, is_agency, letterhead, with_legal_form
from pipeline.fields.people import person_by_handle, person_line, platform
from pipeline.fields.search import found_at, found_in
from pipeline.fields.values import Parsed, clean_name
from pipeline.identifiers import Standing, find_identifiers
from pipeline.names import TRADING_AS

if TYPE_CHECKING:
    from pipeline.fields.assembly import Draft

__all__ = ["FINISH"]


def _period(draft: Draft, first: str, last: str) -> None:
    """A period gives its two days to the roles that are still open."""
    found = draft.best("period")
    if found is None:
        return
    draft.put(first, replace(found, second=None))
    if found.second is not None:
        draft.put(last, replace(found, value=found.second.value, alternatives=found.second.alternatives, second=None))
    elif found.value is None:
        draft.put(last, found)


def _split_alias(draft: Draft, role: str) -> None:
    """"X dba Y" in one place: X stays, Y is the trade name."""
    found = draft.best(role)
    if found is None or not isinstance(found.value, str):
        return
    parts = [p.strip(" ,;:.\"'“”()") for p in TRADING_AS.split(found.value, maxsplit=1)]
    if len(parts) == 2 and all(parts):
        draft.put(role, replace(found, value=parts[0]), over=True)
        draft.put("trade_name", replace(found, value=parts[1]))


def _names(draft: Draft, *roles: str) -> list[str]:
    return [f.value for r in roles if (f := draft.best(r)) is not None and isinstance(f.value, str)]


def _invoice(draft: Draft) -> None:
    _split_alias(draft, "issuer")
    parties_of_invoice(draft)
    _split_alias(draft, "issuer")
    total_of_invoice(draft)
    for wrong in ("due_date", "other_date"):
        taken, issued = draft.best(wrong), draft.best("issue_date")
        if taken and issued and taken.box == issued.box and taken.page == issued.page and taken.score >= issued.score:
            draft.chosen.pop("issue_date")
    _first_date(draft, 0.45)


def _addressee(draft: Draft, role: str, score: float = 0.8) -> None:
    """The name over the first address of a letter, unless the role has a good value."""
    found = draft.best(role)
    if draft.pages and (found is None or found.score < 0.78):
        skip = {v.casefold() for v in _names(draft, "issuer")}
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


def _subject_from_head(draft: Draft, role: str) -> None:
    found = draft.best(role)
    if draft.pages and (found is None or found.score < 0.5):
        guess = unless_hidden(draft, role, with_legal_form(draft.pages[0], role), 0.5)
        draft.put(role, guess, over=found is not None and guess is not None)


def _authority(draft: Draft) -> None:
    issuer = draft.best("issuer")
    if draft.pages and (issuer is None or issuer.score < 0.82):
        head = unless_hidden(draft, "issuer", authority(draft.pages[0]), 0.15)
        if head is not None and (head.value is not None or issuer is None):
            draft.put("issuer", head, over=True)


def _free_tax_id(draft: Draft) -> None:
    """A number whose shape tells its scheme, anywhere on the paper, where no label gave one; only if there is just one."""
    if draft.best("tax_id") is not None:
        return
    for page in draft.pages[:2]:
        text = page.text
        numbers = [n for n in find_identifiers(text, text, draft.context.country, shaped=True) if n.scheme not in (None, "br.cpf", "in.pan")]
        if len({n.value for n in numbers}) == 1:
            first = numbers[0]
            score = 0.88 if first.standing in (Standing.VALID, Standing.PLAUSIBLE) else 0.82
            draft.put("tax_id", found_at("tax_id", Parsed(first.value, first.start, first.end, score), page.number, page.covering(first.start, first.end), 1.0, "shape"))
            return


def _year_in_head(draft: Draft) -> None:
    """A year that stands alone, or ends a line, in the head of a form."""
    if draft.best("tax_year") is not None or not draft.pages:
        return
    page = draft.pages[0]
    for cell in page.cells:
        match = re.search(r"(?<![0-9./-])(20[0-4][0-9])$", cell.text.strip()) if "/" not in cell.text else None
        if match and cell.box.top < 0.25 * page.height and len(cell.text) <= 40 and not find_dates(cell.text):
            at = cell.text.index(match[1])
            tokens = cell.covering(at, at + 4)
            draft.put("tax_year", found_at("tax_year", Parsed(match[1], at, at + 4, 0.85), page.number, tokens, 1.0, "head"))
            return
    end = draft.best("period_end")
    if end is not None and isinstance(end.value, date):
        draft.put("tax_year", replace(end, value=str(end.value.year), score=0.85))


def _first_date(draft: Draft, share: float = 0.35) -> None:
    """The date that stands alone in the head of a letter."""
    known = draft.best("issue_date")
    if (known is not None and (known.value is None or known.score >= 0.8)) or not draft.pages:
        return
    page = draft.pages[0]
    for cell in page.cells:
        dates = find_dates(cell.text, draft.context.order)
        if cell.box.top < share * page.height and len(dates) == 1 and dates[0].precision is Precision.DAY and len(cell.text) - (dates[0].end - dates[0].start) <= 22:
            parsed = Parsed(dates[0].value, dates[0].start, dates[0].end, 0.85 if not dates[0].alternatives else 0.7, dates[0].alternatives)
            if known is not None and known.score >= parsed.score:
                continue
            draft.put("issue_date", found_at("issue_date", parsed, page.number, cell.covering(parsed.start, parsed.end), 1.0, "head"), over=True)
            return


def _licence(draft: Draft) -> None:
    _period(draft, "effective_date", "expiry_date")
    _authority(draft)
    if draft.best("holder", "person_name", "trade_name") is None:
        _addressee(draft, "holder", 0.7)
        _subject_from_head(draft, "holder")
    _split_alias(draft, "holder")
    draft.put("issue_date", draft.best("effective_date"))


_COUNTRIES = {"GB": "United Kingdom", "IN": "India", "AU": "Australia", "CA": "Canada", "DE": "Germany", "FR": "France", "ES": "Spain", "PT": "Portugal",
              "BR": "Brazil", "NL": "Netherlands", "IT": "Italy", "MX": "Mexico", "CH": "Switzerland"}


def _entity(draft: Draft) -> None:
    _authority(draft)
    country = _COUNTRIES.get(draft.context.country or "")
    if country and draft.best("jurisdiction") is None and draft.best("issuer") is not None:
        draft.put("jurisdiction", replace(draft.chosen["issuer"], value=country, score=0.75))
    _subject_from_head(draft, "holder")


def _dba(draft: Draft) -> None:
    _authority(draft)
    _split_alias(draft, "person_name")
    name, trade = draft.best("person_name"), draft.best("trade_name")
    if name and trade and name.value is not None and name.value == trade.value:
        draft.chosen.pop("person_name" if name.score < trade.score else "trade_name")


def _person(draft: Draft) -> None:
    _authority(draft)
    _addressee(draft, "person_name")
    _first_date(draft)
    _split_alias(draft, "person_name")
    draft.put("registration_number", draft.best("tax_id"))


def _notice(draft: Draft) -> None:
    _authority(draft)
    _free_tax_id(draft)
    found = draft.best("holder", "person_name")
    if found is None or found.score < 0.75:
        _addressee(draft, "holder")
        _subject_from_head(draft, "holder")
    _split_alias(draft, "holder")
    _first_date(draft)
    draft.put("issue_date", draft.best("effective_date"))


_INSURER = re.compile(r"insur|assur|mutual|indemnity|casualty|underwrit|versicher|segur|verzeker|kasse|berufsgenossenschaft|mutuelle|fund|lloyd|agency|life|board", re.IGNORECASE)


def _insurance(draft: Draft) -> None:
    _period(draft, "effective_date", "expiry_date")
    expiries = [f for f in draft.candidates.get("expiry_date", ()) if isinstance(f.value, date) and f.score >= 0.8]
    if expiries:
        draft.put("expiry_date", min(expiries, key=lambda f: (str(f.value), -f.score)), over=True)
    _split_alias(draft, "insured")
    if draft.best("insured") is None and draft.pages:
        _addressee(draft, "insured", 0.72)
        draft.put("insured", with_legal_form(draft.pages[0], "insured", _names(draft, "insurer")))
    insurer = draft.best("insurer")
    if draft.pages and (insurer is None or (isinstance(insurer.value, str) and not _INSURER.search(insurer.value))):
        skip = _names(draft, "insured")
        head = letterhead(draft.pages[0], "insurer", skip, share=0.2)
        if insurer is None and (hidden := unless_hidden(draft, "insurer", head, 0.15)) is not None and hidden.value is None:
            draft.put("insurer", hidden)
        elif head is not None and isinstance(head.value, str) and (insurer is None or _INSURER.search(head.value)):
            draft.put("insurer", head, over=True)


def _tax_form(draft: Draft) -> None:
    _split_alias(draft, "person_name")
    _period(draft, "effective_date", "period_end")
    _year_in_head(draft)


def _certificate(draft: Draft) -> None:
    _period(draft, "issue_date", "expiry_date")
    _authority(draft)
    _first_date(draft, 1.0)
    if draft.best("holder", "person_name") is None:
        guess = person_line(draft.pages[0], "holder", _names(draft, "issuer"), share=0.7) if draft.pages else None
        draft.put("holder", unless_hidden(draft, "holder", guess, 0.6))
    draft.put("person_name", draft.best("holder"))


def _lease(draft: Draft) -> None:
    _period(draft, "effective_date", "expiry_date")
    _split_alias(draft, "tenant")
    if draft.kind is Kind.COWORKING_MEMBERSHIP and draft.pages:
        _addressee(draft, "tenant", 0.75)
        landlord = draft.best("landlord")
        if landlord is None or landlord.score < 0.72:
            guess = unless_hidden(draft, "landlord", letterhead(draft.pages[0], "landlord", _names(draft, "tenant"), share=0.15), 0.15)
            draft.put("landlord", guess, over=guess is not None)


def _hiring(draft: Draft) -> None:
    _split_alias(draft, "hirer")
    if draft.pages:
        hirer = draft.best("hirer")
        if hirer is None or hirer.score < 0.6:
            guess = unless_hidden(draft, "hirer", letterhead(draft.pages[0], "hirer", _names(draft, "hired"), share=0.2), 0.2)
            draft.put("hirer", guess, over=guess is not None)
    draft.put("issue_date", draft.best("period_end"))
    _first_date(draft)
    if draft.best("form") is not None:
        _year_in_head(draft)


def _marketing(draft: Draft) -> None:
    if not draft.pages:
        return
    first = draft.pages[0]
    draft.put("person_name", person_by_handle(first, "person_name"))
    person = _names(draft, "person_name")
    head = letterhead(first, "holder", person, share=1.0)
    draft.put("holder", unless_hidden(draft, "holder", head if head is None or head.score >= 0.5 else None, 0.35))
    if "person_name" not in draft.chosen:
        guess = person_line(first, "person_name", _names(draft, "holder"), share=1.0) if len(first.cells) < 30 else None
        draft.put("person_name", unless_hidden(draft, "person_name", guess, 1.0))
    draft.put("business_name", draft.best("holder", "person_name"))


def _profile(draft: Draft) -> None:
    if not draft.pages:
        return
    first = draft.pages[0]
    draft.put("platform", platform(draft.pages), over=True)
    skip = _names(draft, "platform")
    draft.put("person_name", person_by_handle(first, "person_name", skip), over="person_name" not in draft.chosen or draft.chosen["person_name"].score < 0.9)
    draft.put("person_name", unless_hidden(draft, "person_name", person_line(first, "person_name", skip), 0.35))
    if "person_name" not in draft.chosen:
        draft.put("holder", letterhead(first, "holder", skip, share=0.6))


def _other(draft: Draft) -> None:
    _period(draft, "effective_date", "period_end")
    if draft.best("period_end", "issue_date") is None and draft.pages:
        for cell in draft.pages[0].cells:
            dates = find_dates(cell.text, draft.context.order)
            if len(dates) == 2 and cell.box.top < 0.35 * draft.pages[0].height:
                parsed = Parsed(dates[1].value, dates[1].start, dates[1].end, 0.85, dates[1].alternatives)
                draft.put("period_end", found_in("period_end", parsed, cell, 1.0, "head"))
                break
    found = draft.best("holder")
    if draft.kind.is_evidence and draft.pages and (found is None or found.score < 0.75):
        _addressee(draft, "holder", 0.75)
        _subject_from_head(draft, "holder")
        if draft.best("holder") is None:
            draft.put("holder", unless_hidden(draft, "holder", letterhead(draft.pages[0], "holder", share=0.25), 0.3))


FINISH: Mapping[str, Callable[[Draft], None]] = {
    "invoice": _invoice, "licence": _licence, "entity": _entity, "dba": _dba, "person": _person, "notice": _notice, "insurance": _insurance,
    "tax_form": _tax_form, "certificate": _certificate, "lease": _lease, "hiring": _hiring, "marketing": _marketing, "profile": _profile, "other": _other}
