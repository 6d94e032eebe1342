"""Invoices: who sends it, who pays, and what the whole comes to, from letterhead, addresses and the terms of the sum.

A total is only called proven where every term can be seen: subtotal + tax + shipping − discount = total.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from pipeline.fields.address import AddressBlock, address_blocks
from pipeline.fields.hidden import GUESSED, unless_hidden
from pipeline.fields.layout import PageLayout
from pipeline.fields.letterhead import foot, letterhead, with_legal_form
from pipeline.fields.search import Found
from pipeline.model import Money
from pipeline.names import NameMatch, compare_names

if TYPE_CHECKING:
    from pipeline.fields.assembly import Draft

__all__ = ["Sum", "invoice_sum", "parties_of_invoice", "total_of_invoice"]

_BALANCE = re.compile(r"balance|due|payable|pagar|payer|zahl|betalen|voldoen")


@dataclass(frozen=True, slots=True)
class Sum:
    """The terms of an invoice's total as they are printed. `complete`: subtotal, total and every term between them can be seen."""

    subtotal: Found
    added: tuple[Found, ...]
    taken: tuple[Found, ...]
    total: Found
    complete: bool

    @property
    def agrees(self) -> bool:
        """Whether they add up, to a cent for each term."""
        whole = _amount(self.subtotal) + sum(map(_amount, self.added), Decimal(0)) - sum(map(_amount, self.taken), Decimal(0))
        return abs(whole - _amount(self.total)) <= Decimal("0.01") * (2 + len(self.added) + len(self.taken))


def _amount(found: Found) -> Decimal:
    return abs(found.value.amount) if isinstance(found.value, Money) else Decimal(0)


def _terms(draft: Draft, role: str) -> list[Found]:
    """The amounts of a role beside their labels (not of a table's columns), one per place."""
    found = [f for f in draft.candidates.get(role, ()) if f.place != "below" and isinstance(f.value, Money)]
    return list({(f.page, f.box): f for f in found}.values())


def invoice_sum(draft: Draft) -> Sum | None:
    """The terms that give a printed total, if some do; else those of the likeliest total. None where there is no subtotal."""
    subtotals, totals = _terms(draft, "subtotal"), _terms(draft, "total")
    extra = [(f, 1) for f in (*_terms(draft, "tax"), *_terms(draft, "shipping"))] + [(f, -1) for f in _terms(draft, "discount")]
    hidden = any(f.value is None for role in ("subtotal", "tax", "shipping", "discount", "total") for f in draft.candidates.get(role, ()))
    for total in sorted(totals, key=_amount, reverse=True):
        for subtotal in subtotals:
            for size in range(min(len(extra), 5) + 1):
                for terms in combinations(extra[:8], size):
                    result = Sum(subtotal, tuple(f for f, s in terms if s > 0), tuple(f for f, s in terms if s < 0), total, not hidden)
                    if result.agrees and (size or _amount(subtotal) == _amount(total)):
                        return result
    chosen = draft.best("total")
    if not subtotals or chosen is None or chosen.value is None:
        return None
    return Sum(subtotals[-1], tuple(f for f, s in extra if s > 0), tuple(f for f, s in extra if s < 0), chosen, not hidden)


def total_of_invoice(draft: Draft) -> None:
    """Choose the total: the one its terms give, else the last "total" that is more than its rivals."""
    found = [f for f in draft.candidates.get("total", ()) if isinstance(f.value, Money)]
    black = [f for f in draft.candidates.get("total", ()) if f.value is None and f.place != "below"]
    if black and not any(f.label == b.label and f.place == b.place for f in found for b in black):
        draft.put("total", max(black, key=lambda f: f.score), over=True)  # never derived from the terms that can be seen
        return
    if not any(f.place != "below" or "total" in f.label for f in found):  # not the first line of a column
        draft.chosen.pop("total", None)
        paid = [f for f in _terms(draft, "discount") if f.label.endswith("paid") and f.score >= 0.9]
        if len({_amount(f) for f in paid}) == 1:  # a receipt names what was paid only
            draft.put("total", replace(paid[0], score=min(paid[0].score, 0.8)))
        return
    result = invoice_sum(draft)
    if result is not None and result.agrees:
        draft.put("total", replace(result.total, score=max(result.total.score, 0.95)), over=True)
        return
    beside = [f for f in found if f.place != "below"] or [f for f in found if "total" in f.label]
    strong = [f for f in beside if not _BALANCE.search(f.label)] or beside
    weight = max(f.score for f in strong)
    best = max((f for f in strong if f.score > weight - 0.25), key=lambda f: (_amount(f), f.score))
    if len({_amount(f) for f in beside}) > 1:
        best = replace(best, score=min(best.score, 0.85))
    draft.put("total", best, over=True)


def _same(a: str, b: str) -> bool:
    return compare_names(a, b) is not NameMatch.DIFFERENT or fuzz.ratio(a.casefold(), b.casefold()) > 85


def _values(founds: Sequence[Found | None]) -> list[str]:
    return [f.value for f in founds if f is not None and isinstance(f.value, str)]


_SENDERS = re.compile(
    r"@|\bwww\.|https?:|\b(?:tel|phone|fon|mobile|fax|siret|siren|tva|vat|ust|"
    r"abn|ein|gstin|nif|cif|cnpj|rfc|iban|steuer|p\.? ?iva|kvk|btw|org\.? ?nr)\b",
    re.IGNORECASE,
)
"""What senders put beside their own address."""


def _at_foot(draft: Draft, others: Sequence[str]) -> Found | None:
    return next((found for page in draft.pages[:2] if (found := foot(page, "issuer", others, draft.pages[:2])) is not None), None)


def _addressee(page: PageLayout, blocks: Sequence[AddressBlock], senders: Sequence[str]) -> Found | None:
    """The payer among addresses without a label: below a sender's line, or the one that is not the sender's by what stands beside it."""
    own = [b for b in blocks if b.name.value is not None and not any(_same(str(b.name.value), s) for s in senders)]
    windowed = next((b for b in own if b.windowed), None)
    if windowed is not None:
        return windowed.found("bill_to", 0.88)
    if len(blocks) == 1 and own and _under_contacts(page, own[0]):
        return own[0].found("bill_to", 0.85)
    marked = [bool(_SENDERS.search(_beside(page, b))) for b in blocks]
    if len(blocks) == 2 and sum(marked) == 1:
        other = blocks[marked.index(False)]
        return other.found("bill_to", 0.82) if other in own else None
    return None


_CONTACTS = re.compile(r"\b[0-9]{1,4} ?[a-z]?[ ,]+(?:[A-Z]{1,2}-)?[0-9]{4,5} [A-ZÀ-Ý][\w.-]+ \S")


def _under_contacts(page: PageLayout, block: AddressBlock) -> bool:
    """Whether a line above the block holds the sender's town among contacts: "Webdesign  Ahornweg 3  04109 Leipzig  Tel. 0341"."""
    return any(_CONTACTS.search(cell.text) for line in page.lines for cell in line.cells if line.box.bottom < block.box.top)


def _beside(page: PageLayout, block: AddressBlock) -> str:
    """The words of a block and of the two lines below it, in its column."""
    left, right = block.box.x0 - 2 * page.letter, block.box.x1 + 4 * page.letter
    near = [c for c in page.cells if block.box.top - 1 <= c.box.top <= block.box.bottom + 2.2 * page.row]
    return " ".join(c.text for c in near if c.box.x0 < right and c.box.x1 > left)


def parties_of_invoice(draft: Draft) -> None:
    """Fill in who pays and who sends, where no label says it, from the address blocks and the letterhead."""
    if not draft.pages:
        return
    first = draft.pages[0]
    issuer, payer = draft.best("issuer"), draft.best("bill_to")
    blocks = [b for b in address_blocks(first, 0.45) if b.name.value is None or isinstance(b.name.value, str)]
    if payer is None:
        addressed = _addressee(first, blocks, _values([issuer]))
        if addressed is not None:
            draft.put("bill_to", addressed)
            payer = addressed
    if issuer is None or issuer.score < 0.9:
        others = _values([payer])
        guesses = [letterhead(first, "issuer", others), with_legal_form(first, "issuer", others), _at_foot(draft, others)]
        guess = max((g for g in guesses if g is not None), key=lambda g: g.score, default=None)
        guess = guess or with_legal_form(first, "issuer", others, bottom_only=True)
        if guess is not None and (issuer is None or issuer.score < guess.score or (issuer.score < 0.8 and guess.score >= 0.7)):
            agreed = (
                issuer is not None and isinstance(issuer.value, str) and isinstance(guess.value, str) and _same(issuer.value, guess.value)
            )
            exact = agreed and issuer is not None and compare_names(str(issuer.value), str(guess.value)) is NameMatch.MATCH
            issuer = replace(issuer, score=0.92) if exact and issuer is not None else guess
        if issuer is None or issuer.place in GUESSED:
            issuer = unless_hidden(draft, "issuer", issuer, 0.3)
        draft.put("issuer", issuer, over=issuer is not None)
    if payer is None or payer.score < 0.6:
        head = draft.best("issuer")
        for block in blocks:
            name = block.name.value
            under = head is not None and head.page == first.number and -first.row < block.box.top - head.box.bottom < 3 * first.row
            if under and not block.windowed and head is not None and abs(block.box.x0 - head.box.x0) < 3 * first.letter:
                continue  # the sender's own address
            if name is None or not any(_same(str(name), s) for s in _values([draft.best("issuer")])):
                draft.put("bill_to", block.found("bill_to", 0.78), over=True)
                break
