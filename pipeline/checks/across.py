"""Checks across the papers of a case: trade names linked, the same paper twice, one tax number, distinct payers (R11, R12)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from pipeline.checks.bundle import NUMBERS
from pipeline.checks.notes import Effect, Note, about, text_of
from pipeline.checks.numbers import Agreement, Scheme, agree, scheme_of
from pipeline.checks.single import Checked
from pipeline.model import Document, Read
from pipeline.names import NameMatch, compare_names
from pipeline.policy import Rules
from pipeline.vocabulary import FieldName, FindingCode, Grade, Kind

__all__ = ["distinct_payers", "linked_name", "linked_names", "near_picture", "same_paper", "with_duplicates", "with_rivals", "with_tax_ids"]

F = FieldName
C = FindingCode.DUPLICATE
OWN_TAX_ID = frozenset(
    {Kind.TAX_ID_NOTICE, Kind.SCHEDULE_C, Kind.BUSINESS_TAX_RETURN, Kind.ENTITY_REGISTRATION, Kind.BUSINESS_LICENSE, Kind.DBA_REGISTRATION}
)
"""Kinds on which a tax number is the holder's own; on an invoice or a 1099 it may be the other side's."""

_TELLING = (
    F.ISSUE_DATE,
    F.EXPIRY_DATE,
    F.EFFECTIVE_DATE,
    F.PERIOD_END,
    F.TAX_YEAR,
    F.REGISTRATION_NUMBER,
    F.POLICY_NUMBER,
    F.INVOICE_NUMBER,
    F.TOTAL,
    F.BILL_TO,
)


_OFFICIAL = frozenset({Kind.BUSINESS_LICENSE, Kind.TAX_ID_NOTICE, Kind.SELF_EMPLOYMENT_REGISTRATION})
"""Papers of an authority that name the holder and, under a label of its own, the trade name."""
_LABELLED = 0.8


def linked_name(paper: Checked) -> str | None:
    """The trade name that a paper links to its holder: a trade name registration, or an authority's paper with both, that counts (R12)."""
    value = paper.document.field(F.TRADE_NAME)
    if not paper.counts or not isinstance(value, Read):
        return None
    return text_of(value) if paper.document.kind is Kind.DBA_REGISTRATION or _names_both(paper.document, value) else None


def linked_names(checked: Sequence[Checked]) -> tuple[str, ...]:
    """Trade names that the papers link to the subject, each once."""
    return tuple(dict.fromkeys(name for paper in checked if (name := linked_name(paper)) is not None))


def _names_both(document: Document, trade_name: Read) -> bool:
    """Whether an authority's paper names a holder beside the trade name, each surely."""
    holders = [value for name in (F.BUSINESS_NAME, F.PERSON_NAME) if isinstance(value := document.field(name), Read)]
    others = [value for value in holders if text_of(value) != text_of(trade_name)]
    return document.kind in _OFFICIAL and trade_name.confidence >= _LABELLED and any(one.confidence >= _LABELLED for one in others)


def near_picture(left: str | None, right: str | None, bits: int) -> bool:
    """Whether two picture hashes (hex, the same length) differ in at most `bits` places."""
    if not left or not right or len(left) != len(right):
        return False
    try:
        return (int(left, 16) ^ int(right, 16)).bit_count() <= bits
    except ValueError:
        return False


def same_paper(left: Document, right: Document, bits: int) -> bool:
    """Whether two files show one paper: the same bytes; or near-identical pictures, or one number and date, and no fact that differs.

    Two papers of one file are of different kinds; they are one where a number on both is the same.
    """
    one_file = left.sha256 == right.sha256
    if one_file and (left.kind is right.kind or left.file != right.file):
        return True
    read = [(name, a, b) for name in _TELLING if isinstance(a := left.field(name), Read) and isinstance(b := right.field(name), Read)]
    if any(text_of(a) != text_of(b) for _, a, b in read):
        return False
    if not one_file and near_picture(left.picture_hash, right.picture_hash, bits):
        return True
    agreed = {name for name, _, _ in read}
    return (one_file or F.ISSUE_DATE in agreed) and any(name in agreed for name in NUMBERS)


def with_duplicates(checked: Sequence[Checked], rules: Rules) -> list[Checked]:
    """Every repeat of a paper marked `duplicate`, so that it counts once (R11). A repeat that counts stands in for one that does not."""
    result = list(checked)
    for i, j in combinations(range(len(result)), 2):
        first, second = result[i], result[j]
        if first.has(C) or second.has(C):
            continue
        if same_paper(first.document, second.document, rules.reading.near_picture_bits):
            kept, repeat = (j, i) if second.counts and not first.counts else (i, j)
            note = Note(C, Effect.STOPS, "duplicate", {"other": result[kept].document.file})
            result[repeat] = replace(result[repeat], notes=(*result[repeat].notes, note))
    return result


def with_tax_ids(checked: Sequence[Checked], rules: Rules) -> tuple[list[Checked], tuple[Checked, ...]]:
    """One EIN per case (R12): papers whose visible digits contradict each other go to a person.

    Returns the papers, and those of them that agree with another one (for a supporting note).
    """
    numbers = {
        i: (value, text_of(value))
        for i, paper in enumerate(checked)
        if paper.document.kind in OWN_TAX_ID
        and not paper.has(C)
        and isinstance(value := paper.document.field(F.TAX_ID), Read)
        and scheme_of(text_of(value)) is Scheme.EIN
    }
    result = list(checked)
    agreeing: set[int] = set()
    for i, j in combinations(sorted(numbers), 2):
        match agree(numbers[i][1], numbers[j][1], rules.reading.masked_digits):
            case Agreement.DIFFER:
                for here, other in ((i, j), (j, i)):
                    note = Note(
                        FindingCode.TAX_ID_MISMATCH,
                        Effect.LOOK,
                        "tax_id_mismatch",
                        {"other": checked[other].document.file},
                        **about(F.TAX_ID, numbers[here][0]),
                    )
                    if not result[here].has(FindingCode.TAX_ID_MISMATCH):
                        result[here] = replace(result[here], notes=(*result[here].notes, note))
            case Agreement.AGREE:
                agreeing |= {i, j}
            case Agreement.UNKNOWN:
                continue
    return result, tuple(result[i] for i in sorted(agreeing))


def with_rivals(checked: Sequence[Checked], rules: Rules) -> list[Checked]:
    """A paper of unsure kind whose second-best kind is that of another paper: two distinct kinds are in doubt, a person looks (R11)."""
    result = list(checked)
    counting = [paper for paper in checked if paper.counts]
    for i, paper in enumerate(checked):
        if not paper.counts or paper.document.grade is Grade.HIGH:
            continue
        likely = {a.kind for a in paper.document.alternatives if a.score >= rules.reading.rival_kind_score}
        others = {other.document.kind for other in counting if other is not paper}
        if rival := next((kind for kind in sorted(likely & others) if kind is not paper.document.kind), None):
            note = Note(FindingCode.UNSURE_KIND, Effect.LOOK, "rival_kind", {"other_kind": rival.value})
            result[i] = replace(paper, notes=(*paper.notes, note))
    return result


def distinct_payers(checked: Sequence[Checked]) -> tuple[str, ...]:
    """The different clients of all invoices that count: names that merely look alike are one client (independence view)."""
    return tuple(
        _distinct(
            text_of(value)
            for paper in checked
            if paper.counts and paper.document.kind is Kind.CLIENT_INVOICE and isinstance(value := paper.document.field(F.BILL_TO), Read)
        )
    )


def _distinct(names: Iterator[str]) -> list[str]:
    kept: list[str] = []
    for name in names:
        if all(compare_names(name, other) is NameMatch.DIFFERENT for other in kept):
            kept.append(name)
    return kept
