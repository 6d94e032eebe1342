"""A person's name in two places: "Nom MAUREPAS / Prénoms LÉONIE ADÈLE", "Name Körner / Vorname Adelheid", last name and first name.

The two are joined in the order in which people say them; of several given names of a civil register the first is the usual one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.fields.search import Found
from pipeline.vocabulary import FieldName
from redaction.geometry import bounding

__all__ = ["FAMILY", "GIVEN", "joined_names"]

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
