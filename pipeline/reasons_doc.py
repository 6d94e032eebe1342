"""Writes `docs/reasons.md` from the vocabulary and the wording: every code, what it means, what the person does.

Run `python -m pipeline.reasons_doc > docs/reasons.md`; a test holds the file to it.
"""

from __future__ import annotations

import sys

from pipeline.explain import load_wording
from pipeline.vocabulary import EXPLAINED, FindingCode

__all__ = ["reasons_markdown"]

_HEAD = """# Every reason a person can meet

Generated from the vocabulary and the wording (`python -m pipeline.reasons_doc > docs/reasons.md`); do not edit by hand.
Codes are stable: one may be added, none is renamed. A rule is a number of the domain rules; `–` marks our own.
What the person does is the request that goes with the code; words in braces are filled in.

| code | rule | what it means | what the person does |
| --- | --- | --- | --- |
"""

_KEYS: dict[FindingCode, tuple[str, ...]] = {
    FindingCode.NAME_SIMILAR: ("another_business_named",),
    FindingCode.FIELD_WITHHELD: ("field_withheld", "too_few_digits"),
    FindingCode.INVOICE_TOO_OLD: ("too_old",),
    FindingCode.EXPIRED: ("expired", "too_old"),
    FindingCode.BILL_TO_NOT_A_CLIENT: ("billed_to_marketplace", "billed_to_engaging_client"),
    FindingCode.TAX_YEAR_IMPLAUSIBLE: ("tax_year_to_come", "tax_year_too_old"),
    FindingCode.WRONG_DIRECTION: ("wrong_direction", "wrong_direction_lets"),
    FindingCode.LOW_CONFIDENCE_TEXT: ("date_hard_to_read",),
    FindingCode.KIND_NOT_ACCEPTED: ("kind_not_accepted", "kind_not_accepted_here"),
    FindingCode.ONE_MORE_KIND_NEEDED: ("more_kinds_one",),
    FindingCode.TWO_KINDS_NEEDED: ("more_kinds_many",),
    FindingCode.SAME_KIND_TWICE: ("more_kinds_one",),
    FindingCode.TWO_WEAK_KINDS: ("stronger_kind",),
    FindingCode.BILL_TO_UNCLEAR: ("bill_to_hard_to_read",),
    FindingCode.MORE_THAN_ONE_PAPER: ("other_pages_unsure", "may_be_one_paper"),
}
"""Requests that go with a code under other keys than its own."""


def reasons_markdown() -> str:
    """The whole document."""
    requests = load_wording().sections["request"]
    lines = []
    for code, explained in EXPLAINED.items():
        asked = [requests[key] for key in _KEYS.get(code, (code.value,)) if key in requests]
        lines.append(f"| `{code.value}` | {explained.rule or '–'} | {explained.meaning} | {' Or: '.join(asked) or 'Nothing.'} |")
    return _HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(reasons_markdown())
