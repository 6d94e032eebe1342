"""One file's fields: candidates of all its pages, the best one per role, and what the kind makes of the roles.

A kind's label file names its `finish`, a function that knows what labels cannot say; the rest is the same for all kinds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from classifiers.kinds import Kind
from classifiers.model import PageText, Segment
from pipeline.dates import order_of
from pipeline.fields.ceremony import ceremonial
from pipeline.fields.cues import cued_dates
from pipeline.fields.labels import find_hits
from pipeline.fields.layout import PageLayout, lay_out
from pipeline.fields.lexicon import Lexicon, lexicon
from pipeline.fields.parties import parties
from pipeline.fields.prose import in_prose
from pipeline.fields.search import Found, labelled
from pipeline.fields.sections import sectioned
from pipeline.fields.split_names import PERSON_ROLES, hinted_names, joined_names
from pipeline.fields.stamps import stamped
from pipeline.fields.values import Context
from pipeline.model import ABSENT, Field, Finding, NameSeen, Read, Withheld
from pipeline.money import currency_of
from pipeline.vocabulary import FieldName
from redaction.geometry import Box

__all__ = ["Draft", "assemble"]

MAX_PAGES = 12
"""Facts stand on the first pages of a paper; the rest of a long one is not searched."""
_CLEARLY = 0.15


@dataclass
class Draft:
    """The work in hand: pages, candidates by role (best first), and the chosen one per role."""

    kind: Kind
    words: Lexicon
    pages: Sequence[PageLayout]
    context: Context
    today: date | None = None
    candidates: dict[str, list[Found]] = field(default_factory=dict)
    chosen: dict[str, Found] = field(default_factory=dict)

    @property
    def unclaimed(self) -> list[tuple[int, Box]]:
        """Blackouts that no label explains, with their pages."""
        claimed = {(f.page, f.box) for found in self.candidates.values() for f in found if f.value is None}
        claimed |= {(f.page, f.box) for f in self.chosen.values() if f.value is None}
        return [(p.number, b) for p in self.pages for b in p.blackouts if (p.number, b) not in claimed]

    def best(self, *roles: str) -> Found | None:
        return next((self.chosen[r] for r in roles if r in self.chosen), None)

    def put(self, role: str, found: Found | None, *, over: bool = False) -> None:
        """Set a role unless it has a value already (`over`: set it anyway)."""
        if found is not None and (over or role not in self.chosen):
            self.chosen[role] = replace(found, role=role)


def _choose(candidates: Sequence[Found]) -> Found:
    """The best candidate; a rival of another value close behind lowers its score.

    A blackout where a label's value stands is an answer, and no weaker candidate from elsewhere replaces it (R13).
    """
    if any(f.place == "parties" for f in candidates):
        candidates = [f for f in candidates if f.place == "parties" or (f.place in ("after", "right") and f.score >= 0.9)]
    ranked = sorted(candidates, key=lambda f: (-round(f.score, 2), -f.label.count(" "), f.value is None, f.page, f.box.top))
    best = next((f for f in ranked if _is_whole_of(f, ranked[0])), ranked[0])
    rival = next((f for f in ranked[1:] if f.value is not None and f.value != best.value and not _alike(f, best)), None)
    if best.value is not None and rival is not None and rival.score > best.score - 0.08:
        return replace(best, score=best.score * 0.9)
    return best


def _is_whole_of(found: Found, part: Found) -> bool:
    """Whether a candidate close behind is a printed number of which the other is a piece: "Z 2471 882-0" of "2471" (not its first part)."""
    if not isinstance(found.value, str) or not isinstance(part.value, str) or found.value == part.value or found.score < part.score - 0.1:
        return False
    whole, piece = re.sub(r"[^A-Za-z0-9]", "", found.value), re.sub(r"[^A-Za-z0-9]", "", part.value)
    return piece.isdigit() and len(piece) >= 4 and whole.find(piece) > 0 and not re.search(r"[a-z]", found.value)


def _alike(a: Found, b: Found) -> bool:
    return isinstance(a.value, str) and isinstance(b.value, str) and a.value.casefold().strip(" .,") == b.value.casefold().strip(" .,")


def _context(layouts: Sequence[PageLayout]) -> Context:
    from pipeline.fields.country import country_of

    texts = [p.text for p in layouts]
    country = country_of(texts)
    european = len(re.findall(r"[0-9],[0-9]{2}(?![0-9])", "\n".join(texts)))
    english = len(re.findall(r"[0-9]\.[0-9]{2}(?![0-9.])", "\n".join(texts)))
    return Context(
        order=order_of(texts, country),
        currency=currency_of(texts, dollar={"US": "USD", "CA": None, "AU": None}.get(country or "")),
        decimal_comma=None if european == english else european > english,
        country=country,
    )


def assemble(
    kind: Kind, pages: Sequence[PageText], today: date | None, segments: Sequence[Segment]
) -> tuple[dict[FieldName, Field], tuple[Finding, ...], tuple[NameSeen, ...]]:
    """See `pipeline.fields.extract`."""
    from pipeline.fields.finish import FINISH
    from pipeline.fields.noticed import noticed
    from pipeline.fields.seen import names_seen

    words = lexicon(kind)
    own = {n for s in segments if s.kind is kind for n in range(s.first, s.last + 1)}
    ordered = sorted(pages, key=lambda p: (bool(own) and p.number not in own, p.number))
    layouts = [
        lay_out(p) for p in (ordered[:MAX_PAGES] if not own else [p for p in ordered if p.number in own][:MAX_PAGES] or ordered[:MAX_PAGES])
    ]
    context = _context(layouts)
    draft = Draft(kind, words, layouts, context, today)
    for index, layout in enumerate(layouts):
        fade = 1.0 if index == 0 else 0.97 if index < 3 else 0.9
        hits = find_hits(layout, words)
        for found in (
            *labelled(layout, hits, words, context),
            *in_prose(layout, words, context),
            *parties(layout, words, context),
            *cued_dates(kind, layout, context),
            *ceremonial(layout, words, context),
            *sectioned(layout, hits, words, context),
            *stamped(kind, layout, context),
        ):
            draft.candidates.setdefault(found.role, []).append(replace(found, score=found.score * fade))
    person = next((r for r in PERSON_ROLES if r in words.roles), None)
    for found in hinted_names(layouts[0], person) if layouts and person else ():
        draft.candidates.setdefault(found.role, []).append(found)
    draft.candidates.update(joined_names(draft.candidates, [r for r in PERSON_ROLES if r in words.roles]))
    for role, candidates in draft.candidates.items():
        draft.chosen[role] = _choose(candidates)
    finish = FINISH.get(words.rules.get("finish", ""))
    if finish is not None:
        finish(draft)
    issued, ends = draft.chosen.get("issue_date"), draft.chosen.get("expiry_date")
    if issued and ends and issued.value is not None and (issued.value, issued.page, issued.box) == (ends.value, ends.page, ends.box):
        # one day on the paper: the one that it ends on, unless its own label says that it begins it
        draft.chosen.pop("expiry_date" if issued.score > ends.score + _CLEARLY else "issue_date")
    if "business_name" not in draft.chosen:
        draft.put("business_name", draft.best(*words.subject))
    return {name: _field(draft.chosen.get(name.value)) for name in FieldName}, noticed(draft), names_seen(draft)


def _field(found: Found | None) -> Field:
    if found is None:
        return ABSENT
    if found.value is None:
        return Withheld(found.page, found.box)
    return Read(found.value, found.page, found.box, round(min(0.99, max(0.05, found.score)), 3), found.alternatives)
