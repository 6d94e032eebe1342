"""Names of the subject as papers put them: person and firm in one line, with a role behind; initials for given names (R7).

"TANAKA TYPE LLC MIRA TANAKA SOLE MBR" is how a tax office writes a one-member company; "Mr J P Okafor" how another one writes a person.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.model import Freelancer
from pipeline.names import NameMatch, best_match, misread, plain_words

__all__ = ["initials_of", "without_roles"]

_SHORTEST_SURNAME = 4
_ROLE = (
    r"(?:(?:the\s+)?(?:sole|single|managing|general|limited)\s+)?(?:member|mbr|proprietor(?:ship)?|prop|owner|trader|manager|mgr|director|"
    r"partner|president|principal|founder|sole\s+trader|sole\s+mbr|sole\s+prop|einzelunternehmer(?:in)?|inhaber(?:in)?|titolare|titular|"
    r"attn|attention)"
)
_ROLES = re.compile(rf"(?:(?<=^)|(?<=[\s,;:(/–-])){_ROLE}\b\.?\s*:?(?=$|[\s,;:)/–-])", re.IGNORECASE)
_FORMATION = re.compile(
    r",?\s+an?\s+(?:[A-Z][\w.]+\s+){0,3}(?:(?:single[- ]member\s+)?limited liability company|corporation|llc|"
    r"partnership|sole proprietor(?:ship)?)\W*$",
    re.IGNORECASE,
)
"""What deeds put behind a name: "…, an Oregon limited liability company"."""
_CALLING = re.compile(r",\s+[a-zà-öø-ÿ][^\W\dA-Z]*\.?(?:\s+[a-zà-öø-ÿ][^\W\dA-Z]*\.?){0,3}\W*$")
"""A calling behind a person's name: "Élodie Tremblay, trad. a."."""


@lru_cache(maxsize=4096)
def without_roles(text: str, freelancer: Freelancer, linked: tuple[str, ...] = ()) -> str | None:
    """The subject's name that a line is made of, once roles and the sort of company are taken off; None where anything else is left.

    A line of two names counts only where both are the subject's own, so that nobody else's firm hides behind a member's name.
    """
    bare = _CALLING.sub("", _FORMATION.sub("", text))
    parts = [part.strip(" ,;:()/–-") for part in _ROLES.split(bare)]
    parts = [part for part in parts if part]
    if not parts or (len(parts) == 1 and parts[0] == text.strip()):
        return _two_in_a_row(text, freelancer, linked)
    owns = [_own(part, freelancer, linked) or _two_in_a_row(part, freelancer, linked) for part in parts]
    return owns[0] if all(owns) else None


def _own(text: str, freelancer: Freelancer, linked: tuple[str, ...]) -> str | None:
    state, own = best_match(text, freelancer, linked)
    return own if state is NameMatch.MATCH else None


@lru_cache(maxsize=4096)
def _own_words(freelancer: Freelancer, linked: tuple[str, ...]) -> frozenset[str]:
    names = (freelancer.person_name, freelancer.entity_name, *freelancer.trade_names, *linked)
    return frozenset(word for name in names if name for word in misread(name))


def _two_in_a_row(text: str, freelancer: Freelancer, linked: tuple[str, ...]) -> str | None:
    if _own_words(freelancer, linked).isdisjoint(misread(text)):
        return None
    words = text.split()
    for cut in range(1, len(words)):
        first, second = (" ".join(part).strip(" ,;:()/–-") for part in (words[:cut], words[cut:]))
        if first and second and (one := _own(first, freelancer, linked)) and (other := _own(second, freelancer, linked)) and one != other:
            return freelancer.entity_name if freelancer.entity_name in (one, other) else one
    return None


def initials_of(text: str, person: str) -> bool:
    """Whether a name is the person's surname with initials for the given names, the first one at least: "J P Okafor", "Okafor J"."""
    own, words = plain_words(person), plain_words(text)
    if len(own) < 2 or len(words) < 2:
        return False
    short = [w for w in words if len(w) <= 3 and w not in own] if all(len(w) > 3 for w in own[-1:]) else [w for w in words if len(w) == 1]
    surname = [w for w in words if w not in short]
    letters = "".join(short)
    given = own[: len(own) - len(surname)]
    least = len(plain_words(person.rsplit(maxsplit=1)[-1]))  # "Pugh-Davies" is one surname
    return (
        bool(letters)
        and bool(given)
        and len(surname) >= least
        and len("".join(surname)) >= _SHORTEST_SURNAME
        and surname == own[-len(surname) :]
        and letters == "".join(w[0] for w in given)[: len(letters)]
        and (words[-len(surname) :] == surname or words[: len(surname)] == surname)
    )
