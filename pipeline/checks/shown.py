"""Which facts a kind must show, and whether they are there, blacked out or missing (R12 "must be readable", R13).

A blacked-out fact is asked for by itself and never held against anyone; a missing one asks for another copy.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.notes import Effect, Inquiry, Note, about, is_form, text_of
from pipeline.checks.subject import HOLDER, stands_elsewhere
from pipeline.model import Absent, Read, Withheld
from pipeline.vocabulary import FieldName, FindingCode, Grade

__all__ = ["facts_shown"]


def facts_shown(inquiry: Inquiry) -> Iterator[Note]:
    """`field_withheld` or `field_absent` for every group of facts of which none can be read."""
    for group in inquiry.row.must_show:
        yield from _group(inquiry, group, Effect.ASKS)
    for group in inquiry.row.should_show:
        # Where typing is sure the paper is what it is without the issuer's name; where it is not, the issuer has to be seen.
        yield from _group(inquiry, group, Effect.NOTE if inquiry.document.grade is Grade.HIGH else Effect.ASKS)
    asked = {name for group in (*inquiry.row.must_show, *inquiry.row.should_show) if not _any_read(inquiry, group) for name in group}
    for name in inquiry.row.checked:
        value = inquiry.field(name)
        if isinstance(value, Withheld) and name not in asked:
            yield _withheld(name, value)


def _any_read(inquiry: Inquiry, group: tuple[FieldName, ...]) -> bool:
    return any(isinstance(value := inquiry.field(name), Read) and not _counts_nobody(name, value) for name in group)


def _counts_nobody(name: FieldName, value: Read) -> bool:
    """A return that reports on no employees and no forms is no proof that somebody is hired."""
    return name is FieldName.HIRED and text_of(value).split()[:1] == ["0"]


def _group(inquiry: Inquiry, group: tuple[FieldName, ...], if_absent: Effect) -> Iterator[Note]:
    if _any_read(inquiry, group) or _names_nobody_hired(inquiry, group):
        return
    for name in group:
        value = inquiry.field(name)
        if isinstance(value, Withheld):
            yield _withheld(name, value)
            return
    if set(group) <= set(HOLDER.get(inquiry.document.kind, ())) and stands_elsewhere(inquiry):
        return
    yield Note(
        FindingCode.FIELD_ABSENT,
        if_absent,
        "field_absent" if if_absent is Effect.ASKS else "field_absent_noted",
        {"field": group[0].value},
        **about(group[0], Absent()),
    )


def _names_nobody_hired(inquiry: Inquiry, group: tuple[FieldName, ...]) -> bool:
    """An employer's own return shows that it hires and names nobody; a name that is blacked out is still asked for."""
    if group != (FieldName.HIRED,) or not isinstance(inquiry.field(FieldName.HIRED), Absent):
        return False
    form = inquiry.field(FieldName.FORM)
    return isinstance(form, Read) and is_form(form, inquiry.row.forms)


def _withheld(name: FieldName, value: Withheld) -> Note:
    return Note(FindingCode.FIELD_WITHHELD, Effect.ASKS, "field_withheld", {"field": name.value}, **about(name, value))
