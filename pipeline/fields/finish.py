"""What a kind makes of its roles: the letterhead of an invoice, the two names of a dba statement, the earlier expiry of a policy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from pipeline.fields.assembly import Draft
from pipeline.fields.letterhead import letterhead, with_legal_form
from pipeline.fields.search import Found
from pipeline.names import TRADING_AS

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
    first = draft.pages[0] if draft.pages else None
    issuer = draft.best("issuer")
    if first is not None and (issuer is None or issuer.score < 0.85):
        others = _names(draft, "bill_to")
        head = letterhead(first, "issuer", others) or with_legal_form(first, "issuer", others)
        if head is not None and (issuer is None or issuer.score < head.score):
            draft.put("issuer", head, over=True)
        elif issuer is None:
            black = next((b for b in first.blackouts if b.top < 0.25 * first.height), None)
            if black is not None:
                draft.put("issuer", Found("issuer", None, first.number, black, 0.6, "letterhead"))
    _split_alias(draft, "issuer")
    for wrong in ("due_date", "other_date"):
        taken, issued = draft.best(wrong), draft.best("issue_date")
        if taken and issued and taken.box == issued.box and taken.page == issued.page and taken.score >= issued.score:
            draft.chosen.pop("issue_date")


def _subject_from_head(draft: Draft, role: str) -> None:
    if draft.best(role) is None and draft.pages:
        draft.put(role, with_legal_form(draft.pages[0], role))


def _licence(draft: Draft) -> None:
    _period(draft, "effective_date", "expiry_date")
    if draft.best("holder", "person_name", "trade_name") is None:
        _subject_from_head(draft, "holder")
    _split_alias(draft, "holder")


def _entity(draft: Draft) -> None:
    _subject_from_head(draft, "holder")


def _dba(draft: Draft) -> None:
    _split_alias(draft, "person_name")
    name, trade = draft.best("person_name"), draft.best("trade_name")
    if name and trade and name.value is not None and name.value == trade.value:
        draft.chosen.pop("trade_name")


def _person(draft: Draft) -> None:
    _split_alias(draft, "person_name")


def _notice(draft: Draft) -> None:
    _subject_from_head(draft, "holder")
    _split_alias(draft, "holder")


def _insurance(draft: Draft) -> None:
    _period(draft, "effective_date", "expiry_date")
    expiries = [f for f in draft.candidates.get("expiry_date", ()) if isinstance(f.value, date) and f.score >= 0.8]
    if expiries:
        draft.put("expiry_date", min(expiries, key=lambda f: (f.value, -f.score)), over=True)      # type: ignore[arg-type,return-value]
    _split_alias(draft, "insured")


def _tax_form(draft: Draft) -> None:
    _split_alias(draft, "person_name")


def _certificate(draft: Draft) -> None:
    _period(draft, "issue_date", "expiry_date")
    draft.put("person_name", draft.best("holder"))


def _lease(draft: Draft) -> None:
    _period(draft, "effective_date", "expiry_date")
    _split_alias(draft, "tenant")


def _hiring(draft: Draft) -> None:
    _split_alias(draft, "hirer")


def _marketing(draft: Draft) -> None:
    if draft.pages:
        draft.put("holder", letterhead(draft.pages[0], "holder", share=1.0))
    draft.put("business_name", draft.best("holder"))


def _profile(draft: Draft) -> None:
    if draft.pages:
        draft.put("person_name", letterhead(draft.pages[0], "person_name", share=0.6))


def _other(draft: Draft) -> None:
    _period(draft, "effective_date", "period_end")
    _subject_from_head(draft, "holder")


FINISH: Mapping[str, Callable[[Draft], None]] = {
    "invoice": _invoice, "licence": _licence, "entity": _entity, "dba": _dba, "person": _person, "notice": _notice, "insurance": _insurance,
    "tax_form": _tax_form, "certificate": _certificate, "lease": _lease, "hiring": _hiring, "marketing": _marketing, "profile": _profile, "other": _other}
