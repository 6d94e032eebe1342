"""What a kind makes of its roles: the letterhead of an invoice, the two names of a dba statement, the earlier expiry of a policy."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from classifiers.kinds import Kind
from pipeline.dates import find_dates
from pipeline.fields.cover import insurance
from pipeline.fields.guesses import (
    addressee,
    first_date,
    free_tax_id,
    issuing_authority,
    names,
    period,
    split_alias,
    subject_from_head,
    year_in_head,
)
from pipeline.fields.hidden import unless_hidden
from pipeline.fields.invoice import parties_of_invoice, total_of_invoice
from pipeline.fields.letterhead import LEGAL, foot, letterhead, with_legal_form
from pipeline.fields.people import name_in_domain, person_beside_contact, person_by_handle, person_line, platform
from pipeline.fields.search import Found, found_in
from pipeline.fields.values import Parsed
from pipeline.workdays import last_day_within

if TYPE_CHECKING:
    from pipeline.fields.assembly import Draft

__all__ = ["FINISH"]


def _invoice(draft: Draft) -> None:
    split_alias(draft, "issuer")
    parties_of_invoice(draft)
    split_alias(draft, "issuer")
    total_of_invoice(draft)
    for wrong in ("due_date", "other_date"):
        taken, issued = draft.best(wrong), draft.best("issue_date")
        if taken and issued and taken.box == issued.box and taken.page == issued.page and taken.score >= issued.score:
            draft.chosen.pop("issue_date")
    first_date(draft, 0.45)


def _licence(draft: Draft) -> None:
    period(draft, "effective_date", "expiry_date")
    issuing_authority(draft)
    if draft.best("holder", "person_name") is None:
        if draft.best("trade_name") is None:
            addressee(draft, "holder", 0.7)
        subject_from_head(draft, "holder")
        _bare_line(draft, "holder")
    split_alias(draft, "holder")
    draft.put("issue_date", draft.best("effective_date"))


_COUNTRIES = {
    "GB": "United Kingdom",
    "IN": "India",
    "AU": "Australia",
    "CA": "Canada",
    "DE": "Germany",
    "FR": "France",
    "ES": "Spain",
    "PT": "Portugal",
    "BR": "Brazil",
    "NL": "Netherlands",
    "IT": "Italy",
    "MX": "Mexico",
    "CH": "Switzerland",
}


_ONE_PERSON = re.compile(
    r"\b(?:(?:impresa|ditta|empresa) individual[ei]?|empresari[oa] individual|entreprise individuelle|einzelunternehm\w+|eenmanszaak)\b",
    re.IGNORECASE,
)
"""A register's word for the business of one person."""


def _entity(draft: Draft) -> None:
    issuing_authority(draft)
    country = _COUNTRIES.get(draft.context.country or "")
    if country and draft.best("jurisdiction") is None and draft.best("issuer") is not None:
        draft.put("jurisdiction", replace(draft.chosen["issuer"], value=country, score=0.75))
    subject_from_head(draft, "holder")
    if any(_ONE_PERSON.search(page.text) for page in draft.pages[:1]):  # its owner is the business
        draft.put("holder", draft.best("person_name"))


_NUMBERS = {word: number for number, word in enumerate(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 1)}
_RUNS_OUT = re.compile(
    r"\b(?:expires?|(?:valid|in (?:force|effect))(?: only)?(?: for)?)(?: at the end of| for a period of)? "
    r"(?P<number>[0-9]{1,2}|" + "|".join(_NUMBERS) + r")(?: ?\([0-9a-z]{1,5}\))? years? "
    r"(?:from|after)\b[^.;]{0,40}?\b(?:filed|filing|issu|registration)",
    re.IGNORECASE,
)
"""How long a trade name is kept on the register, where its last day is not printed (R12)."""


def _end_of_statement(draft: Draft) -> None:
    filed = draft.best("issue_date")
    if draft.best("expiry_date") is not None or filed is None or not isinstance(filed.value, date):
        return
    for page in draft.pages[:2]:
        match = _RUNS_OUT.search(" ".join(page.text.split()))
        if match:
            number = match["number"].casefold()
            years = _NUMBERS.get(number) or int(number)
            ends = last_day_within(filed.value, 12 * years)
            draft.put("expiry_date", replace(filed, value=ends, score=min(filed.score, 0.8), place="term", alternatives=()))
            return


def _dba(draft: Draft) -> None:
    issuing_authority(draft)
    _end_of_statement(draft)
    split_alias(draft, "person_name")
    trade, plain = draft.best("trade_name"), draft.best("plain_name")
    if trade is not None and plain is not None and plain.value != trade.value:  # a bare "Name:" beside the business's: its owner
        draft.put("person_name", plain)
    name = draft.best("person_name")
    if name and trade and name.value is not None and name.value == trade.value:
        others = [f for f in draft.candidates.get("person_name", ()) if isinstance(f.value, str) and f.value != trade.value]
        if others:
            draft.put("person_name", max(others, key=lambda f: f.score), over=True)
            return
        draft.chosen.pop("person_name" if name.score < trade.score else "trade_name")


def _bare_line(draft: Draft, role: str) -> None:
    """A person's name alone on a line under the title, where nothing else names anyone."""
    if draft.best("holder", "person_name") is None and draft.pages:
        draft.put(role, unless_hidden(draft, role, person_line(draft.pages[0], role, names(draft, "issuer"), signers=False), 0.5))


def _person(draft: Draft) -> None:
    issuing_authority(draft)
    addressee(draft, "person_name")
    _bare_line(draft, "person_name")
    first_date(draft)
    split_alias(draft, "person_name")
    draft.put("registration_number", draft.best("tax_id"))


def _notice(draft: Draft) -> None:
    issuing_authority(draft)
    free_tax_id(draft)
    draft.put("holder", draft.best("holder_above"))
    found = draft.best("holder", "person_name")
    if found is None or found.score < 0.75:
        addressee(draft, "holder")
        subject_from_head(draft, "holder")
        _bare_line(draft, "holder")
    split_alias(draft, "holder")
    issued, effective = draft.best("issue_date"), draft.best("effective_date")
    if issued and effective and issued.place == "cue" and issued.value is not None and issued.value == effective.value:
        draft.chosen.pop("issue_date")  # the letter may have a day of its own
    first_date(draft)
    draft.put("issue_date", draft.best("effective_date"))
    registered = draft.best("registration_number")
    if (
        draft.best("tax_id") is None
        and registered is not None
        and (registered.value is None or sum(c.isdigit() for c in str(registered.value)) >= 7)
    ):
        draft.put("tax_id", replace(registered, score=registered.score * 0.85))
    if draft.best("tax_id") is None and draft.pages:  # the one thing such a notice is for stands somewhere on it
        wide = [(n, box) for n, box in draft.unclaimed if box.width >= 6 * draft.pages[0].letter]
        if wide:
            number, box = max(wide, key=lambda nb: nb[1].width)
            draft.put("tax_id", Found("tax_id", None, number, box, 0.6, "hidden"))


def _tax_form(draft: Draft) -> None:
    split_alias(draft, "person_name")
    period(draft, "effective_date", "period_end")
    year_in_head(draft)
    if draft.kind is Kind.BUSINESS_TAX_RETURN:
        subject_from_head(draft, "holder")


def _certificate(draft: Draft) -> None:
    period(draft, "issue_date", "expiry_date")
    issuing_authority(draft)
    first_date(draft, 1.0)
    if draft.best("issuer") is None and draft.pages:
        head = letterhead(draft.pages[0], "issuer", names(draft, "holder"), share=0.2)
        draft.put("issuer", unless_hidden(draft, "issuer", head, 0.2))
    if draft.best("holder", "person_name") is None:
        guess = person_line(draft.pages[0], "holder", names(draft, "issuer"), share=0.7, signers=False) if draft.pages else None
        draft.put("holder", unless_hidden(draft, "holder", guess, 0.6))
    draft.put("person_name", draft.best("holder"))


_TERM = re.compile(
    r"\bterm\b[^.]{0,40}?\b(?P<number>[0-9]{1,3})\)? ?(?P<unit>months?|years?)\b[^.]{0,12}? (?:from|commencing|beginning|starting)\b",
    re.IGNORECASE,
)
"""How long a lease runs from its first day, where its last one is not printed."""


def _end_of_term(draft: Draft) -> None:
    begins = draft.best("effective_date")
    if draft.best("expiry_date") is not None or begins is None or not isinstance(begins.value, date):
        return
    for page in draft.pages:
        match = _TERM.search(page.text.replace("\n", " "))
        if match:
            months = int(match["number"]) * (12 if match["unit"].casefold().startswith("year") else 1)
            draft.put(
                "expiry_date", replace(begins, value=last_day_within(begins.value, months), score=min(begins.score, 0.8), place="term")
            )
            return


def _lease(draft: Draft) -> None:
    period(draft, "effective_date", "expiry_date")
    begins, ends = draft.best("effective_date"), draft.best("expiry_date")
    if begins and ends and (begins.page, begins.box) == (ends.page, ends.box) and ends.score < begins.score:
        draft.chosen.pop("expiry_date")  # the day that it begins on: "twelve months from the commencement date"
    _end_of_term(draft)
    split_alias(draft, "tenant")
    if draft.kind is Kind.COWORKING_MEMBERSHIP and draft.pages:
        addressee(draft, "tenant", 0.75)
        if draft.best("tenant") is None:
            draft.put("tenant", with_legal_form(draft.pages[0], "tenant", names(draft, "landlord")))
            draft.put("tenant", draft.best("person_name"))
        landlord = draft.best("landlord")
        if landlord is None or landlord.score < 0.72:
            guess = unless_hidden(draft, "landlord", letterhead(draft.pages[0], "landlord", names(draft, "tenant"), share=0.15), 0.15)
            draft.put("landlord", guess, over=guess is not None)


def _hired_by_number(draft: Draft) -> None:
    """A summary return names nobody: how many it reports on says whether somebody is hired ("3 employees", "2 forms")."""
    counted = draft.best("hired_count")
    if counted is None or "hired" in draft.chosen:
        return
    noun = "forms" if "form" in counted.label else "employees"
    draft.put("hired", counted if counted.value is None else replace(counted, value=f"{counted.value} {noun}"))


def _hiring(draft: Draft) -> None:
    split_alias(draft, "hirer")
    period(draft, "effective_date", "period_end")
    _hired_by_number(draft)
    if draft.pages:
        hirer = draft.best("hirer")
        if hirer is None or hirer.score < 0.6:
            guess = unless_hidden(draft, "hirer", letterhead(draft.pages[0], "hirer", names(draft, "hired"), share=0.2), 0.2)
            draft.put("hirer", guess, over=guess is not None)
    draft.put("issue_date", draft.best("period_end"))
    first_date(draft)
    if draft.best("form") is not None:
        year_in_head(draft)


def _marketing(draft: Draft) -> None:
    if not draft.pages:
        return
    first = draft.pages[0]
    draft.put("person_name", person_by_handle(first, "person_name") or person_beside_contact(first, "person_name"))
    person = names(draft, "person_name")
    head = letterhead(first, "holder", person, share=1.0)
    author = foot(first, "holder", person, least=0.0)
    if author is not None and LEGAL.search(str(author.value)):
        head = author
    elif head is None or head.score < 0.8:
        head = name_in_domain(first, "holder") or head
    named = with_legal_form(first, "holder", person, bottom_only=True)
    if named is not None and (
        head is None or head.score < 0.75 or fuzz.partial_ratio(str(head.value).casefold(), str(named.value).casefold()) > 85
    ):
        head = replace(named, score=0.75)
    draft.put("holder", unless_hidden(draft, "holder", head if head is None or head.score >= 0.5 else None, 0.35))
    if "person_name" not in draft.chosen:
        guess = person_line(first, "person_name", names(draft, "holder"), share=1.0) if len(first.cells) < 30 else None
        draft.put("person_name", unless_hidden(draft, "person_name", guess, 1.0))
    draft.put("business_name", draft.best("holder", "person_name"))


def _profile(draft: Draft) -> None:
    if not draft.pages:
        return
    first = draft.pages[0]
    draft.put("platform", platform(draft.pages), over=True)
    skip = names(draft, "platform")
    draft.put(
        "person_name",
        person_by_handle(first, "person_name", skip),
        over="person_name" not in draft.chosen or draft.chosen["person_name"].score < 0.9,
    )
    draft.put("person_name", unless_hidden(draft, "person_name", person_line(first, "person_name", skip), 0.35))
    if "person_name" not in draft.chosen:
        draft.put("holder", letterhead(first, "holder", skip, share=0.6))


def _other(draft: Draft) -> None:
    period(draft, "effective_date", "period_end")
    if draft.best("period_end", "issue_date") is None and draft.pages:
        for cell in draft.pages[0].cells:
            dates = find_dates(cell.text, draft.context.order)
            if len(dates) == 2 and cell.box.top < 0.35 * draft.pages[0].height:
                parsed = Parsed(dates[1].value, dates[1].start, dates[1].end, 0.85, dates[1].alternatives)
                draft.put("period_end", found_in("period_end", parsed, cell, 1.0, "head"))
                break
    if draft.kind.is_evidence:
        draft.put("platform", platform(draft.pages))
    found = draft.best("holder")
    if draft.kind.is_evidence and draft.pages and (found is None or found.score < 0.75):
        addressee(draft, "holder", 0.75)
        subject_from_head(draft, "holder")
        if draft.best("holder") is None:
            draft.put("holder", unless_hidden(draft, "holder", letterhead(draft.pages[0], "holder", share=0.25), 0.3))


FINISH: Mapping[str, Callable[[Draft], None]] = {
    "invoice": _invoice,
    "licence": _licence,
    "entity": _entity,
    "dba": _dba,
    "person": _person,
    "notice": _notice,
    "insurance": insurance,
    "tax_form": _tax_form,
    "certificate": _certificate,
    "lease": _lease,
    "hiring": _hiring,
    "marketing": _marketing,
    "profile": _profile,
    "other": _other,
}
