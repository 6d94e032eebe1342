"""A person's name in two places: "Nom MAUREPAS / Prénoms LÉONIE ADÈLE", "Name Körner / Vorname Adelheid", last name and first name.

The two are joined in the order in which people say them; of several given names of a civil register the first is the usual one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from pipeline.fields.layout import Cell, PageLayout
from pipeline.fields.search import Found
from pipeline.fields.values import clean_name
from pipeline.vocabulary import FieldName
from redaction.geometry import bounding

__all__ = ["FAMILY", "GIVEN", "hinted_names", "joined_names"]

FAMILY, GIVEN, SECOND = "family_name", "given_name", "second_family_name"
_BARE = frozenset({"name", "nom", "nome", "nombre", "navn", "namn", "naam", "titular", "name des steuerpflichtigen", "nom de naissance"})
"""Labels of a whole name that mean the family name where a given name has a label of its own."""
_CIVIL = frozenset({"prenoms"})


def joined_names(candidates: Mapping[str, Sequence[Found]], roles: Sequence[str]) -> dict[str, list[Found]]:
    """Candidates with the joined name in the place of the family name alone; `roles`: the roles that name a person.

    Where one of the two is blacked out, the name is withheld: half a name is none (R13).
    """
    changed: dict[str, list[Found]] = {}
    given = max(candidates.get(GIVEN, ()), key=lambda f: f.score, default=None)
    if given is None:
        return changed
    for role in roles:
        own = list(candidates.get(role, ()))
        family = [f for f in own if f.label in _BARE or f.label.startswith("name des")]
        family += candidates.get(FAMILY, ()) if role == roles[0] else ()
        near = [f for f in family if f.page == given.page and f.box != given.box and abs(f.box.top - given.box.top) < 6 * _tall(given)]
        if not near:
            continue
        best = max(near, key=lambda f: f.score)
        kept = [f for f in own if f.box not in (best.box, given.box)]
        second = max(candidates.get(SECOND, ()), key=lambda f: f.score, default=None)
        changed[role] = [*kept, _joined(role, given, best, second)]
    return changed


def hinted_names(page: PageLayout, role: str) -> Iterator[Found]:
    """The names in a row over the words for its boxes: "Okafor   Samuel   James" over "(Last)   (First)   (Middle)"."""
    for line, below in pairwise(page.lines):
        hints = {match[1].casefold(): cell for cell in below.cells if (match := _HINT.fullmatch(cell.text))}
        cells = [_over(line.cells, hints[part]) for part in ("first", "middle", "last") if part in hints]
        if not {"first", "last"} <= hints.keys() or cells[0] is None or cells[-1] is None:
            continue
        said = [cell for cell in cells if cell is not None]
        box = bounding(cell.box for cell in said) or line.box
        parsed = clean_name(" ".join(cell.text for cell in said))
        if parsed is not None and not any(t.blackout for cell in said for t in cell.tokens):
            yield Found(role, parsed.value, page.number, box, 0.93, "below", label="first and last name")


_HINT = re.compile(r"\(?(first|middle|last)(?: name)?\)?", re.IGNORECASE)


def _over(cells: Sequence[Cell], hint: Cell) -> Cell | None:
    """The cell that stands in the column of a hint below it."""
    return next((cell for cell in cells if cell.box.x0 < hint.box.x1 and cell.box.x1 > hint.box.x0), None)


def _tall(found: Found) -> float:
    return max(found.box.height, 8.0)


def _joined(role: str, given: Found, family: Found, second: Found | None) -> Found:
    parts = (family, given) if second is None else (family, given, second)
    hidden = next((f for f in parts if f.value is None), None)
    if hidden is not None:
        return Found(role, None, hidden.page, hidden.box, 0.93, "label", label="given and family name")
    first = str(given.value).split()[0] if given.label in _CIVIL else str(given.value)
    box = bounding(part.box for part in parts) or family.box
    score = min(0.95, *(part.score for part in parts))
    last = f" {second.value}" if second is not None else ""
    return Found(role, f"{first} {family.value}{last}", family.page, box, score, "right", label="given and family name")


PERSON_ROLES = (FieldName.PERSON_NAME.value, "holder")
