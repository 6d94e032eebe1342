"""Are two names the same? Three states (match, similar, different), never a single score (R7).

Accents, case, punctuation, legal forms, word order, middle initials and misread letters do not make a name different.
What is merely close ("John Smith" / "Joan Smith", "Jane Doe" / "Jane Q. Doe Design LLC") is similar: a person looks.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from itertools import product

from anyascii import anyascii
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from pipeline.model import Freelancer

__all__ = [
    "NameMatch",
    "best_match",
    "compare_names",
    "has_legal_form",
    "is_label",
    "misread",
    "named_after",
    "plain_words",
    "trades_under_own_name",
]


class NameMatch(StrEnum):
    """How a name on a paper relates to the subject's."""

    MATCH = "match"
    SIMILAR = "similar"
    DIFFERENT = "different"


_RANK = {NameMatch.MATCH: 2, NameMatch.SIMILAR: 1, NameMatch.DIFFERENT: 0}

TRADING_AS = re.compile(
    r"\b(?:d\s*[/.]\s*b\s*[/.]\s*a\b\.?|dba\b|t\s*/\s*as?\b|a/k/a\b|aka\b|f/k/a\b|trading as\b|doing business as\b|also known as\b)\s*:?",
    re.IGNORECASE,
)
"""What stands between a legal name and a trade name."""
_PART = re.compile(r"\s+[-–—|/•·]+\s+|\s*[|•·()\[\]]\s*|\bc/o\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """`names.toml` in memory, with the legal forms that cleanco knows; forms are tuples of words."""

    titles: frozenset[str]
    credentials: frozenset[str]
    generic: frozenset[str]
    forms: frozenset[tuple[str, ...]]
    ambiguous_forms: frozenset[str]
    spelling: Mapping[str, str]
    trades: frozenset[str]
    labels: frozenset[str]
    particles: frozenset[str]
    leading_forms: frozenset[str]


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    from cleanco.termdata import terms_by_country, terms_by_type

    data = tomllib.loads((files("pipeline") / "names.toml").read_text("utf-8"))
    terms = {term for table in (terms_by_type, terms_by_country) for row in table.values() for term in row} | set(data["more_forms"])
    return _Lexicon(
        frozenset(data["titles"]),
        frozenset(data["credentials"]),
        frozenset(data["generic"]),
        frozenset(_words(term) for term in terms if _words(term)),
        frozenset(data["ambiguous_forms"]),
        data["spelling"],
        frozenset(data["trades"]),
        frozenset(data["labels"]),
        frozenset(data["particles"]),
        frozenset(data["leading_forms"]),
    )


@lru_cache(maxsize=16384)
def _words(text: str) -> tuple[str, ...]:
    plain = anyascii(text).casefold().replace("&", " and ").replace("'", "").replace("’", "")
    plain = re.sub(r"\b((?:[a-z0-9]\.\s?){2,}[a-z0-9]?)(?=\W|$)", lambda m: re.sub(r"[.\s]", "", m[1]) + " ", plain)  # L.L.C. is one word
    return tuple(re.findall(r"[a-z0-9]+", plain))


@dataclass(frozen=True, slots=True)
class _Name:
    """A name taken apart, once for all comparisons: its words without title and legal form, and the legal form in one spelling.

    `spelled`: the words in any order, and run together; `misread`: the same as a scan may show them. `own`: the words that are not every
    firm's, all of them where there are no others. `shorter`: the same name without middle initials, None where there are none.
    """

    words: tuple[str, ...]
    form: str
    sure_form: bool
    spelled: tuple[tuple[str, ...], str]
    misread: tuple[tuple[str, ...], str]
    own: tuple[str, ...]
    shorter: _Name | None = None


def _name(words: tuple[str, ...], form: str, sure: bool) -> _Name:
    unslipped = [_unslip(word) for word in words]
    own = tuple(w for w in words if w not in _lexicon().generic) or words
    fewer = (*words[:1], *(w for w in words[1:-1] if len(w) > 1), *words[-1:]) if len(words) > 2 else words
    shorter = _name(fewer, form, sure) if len(fewer) < len(words) else None
    spelled, misread = (tuple(sorted(words)), "".join(words)), (tuple(sorted(unslipped)), "".join(unslipped))
    return _Name(words, form, sure, spelled, misread, own, shorter)


@lru_cache(maxsize=4096)
def _parse(text: str) -> tuple[_Name, ...]:
    """Every way to spell the name in plain letters (ü is u or ue), parsed."""
    spelled = {"".join(letters) for letters in product(*_spellings(text))}
    return tuple(_take_apart(_surname_last(s)) for s in sorted(spelled))


def _spellings(text: str) -> list[tuple[str, ...]]:
    """Every letter with its spellings; from the fifth umlaut on they are spelled one way."""
    umlauts = [i for i, sign in enumerate(text) if ord(sign) in _UMLAUTS][:4]
    return [(sign, sign.translate(_UMLAUTS)) if i in umlauts else (sign,) for i, sign in enumerate(text)]


def plain_words(text: str) -> list[str]:
    """The words of a person's name in plain small letters, without titles and credentials."""
    return list(_take_apart(_surname_last(text)).words)


def _surname_last(text: str) -> str:
    match = re.fullmatch(r"\s*([^,]+),\s*([^,]+)\s*", text)
    if not match or _words(match[2]) in _lexicon().forms or set(_words(match[2])) <= _lexicon().credentials:
        return text
    return f"{match[2]} {match[1]}"


def _take_apart(text: str) -> _Name:
    words = _words(text)
    while len(words) > 1 and (words[0] in _lexicon().titles or words[0] == "the"):
        words = words[1:]
    while len(words) > 2 and words[-1] in _lexicon().credentials:
        words = words[:-1]
    form: tuple[str, ...] = ()
    found = True
    while found:
        found = False
        for size in (4, 3, 2, 1):
            if len(words) > size and words[-size:] in _lexicon().forms:
                form, words, found = words[-size:] + form, words[:-size], True
                break
    if not form and len(words) > 1 and words[0] in _lexicon().leading_forms:  # "SARL Atelier Lumen"
        form, words = words[:1], words[1:]
    while len(words) > 1 and words[-1] == "and":
        words = words[:-1]
    joined = "".join(form)
    sure = not form or any(part not in _lexicon().ambiguous_forms for part in form)
    return _name(words, _lexicon().spelling.get(joined, joined), sure)


_UMLAUTS = str.maketrans({ord(a): b for a, b in zip("äöüÄÖÜ", ("ae", "oe", "ue", "Ae", "Oe", "Ue"), strict=True)})
_DIGITS = str.maketrans("0158", "olsb")


# What a scan does to letters. Short words are left alone: Ian and Lan are two people.
@lru_cache(maxsize=16384)
def _unslip(word: str) -> str:
    if not word.isdigit():
        word = word.translate(_DIGITS)
    if len(word) >= 5:
        word = word.replace("i", "l")
    if len(word) >= 7 or (len(word) >= 6 and "m" in word):
        word = word.replace("rn", "m").replace("vv", "w")
    return re.sub(r"([a-z])\1", r"\1", word) if len(word) >= 7 else word


def misread(text: str) -> list[str]:
    """The words of a name as a scan may show them: letters that are taken for each other are written alike."""
    return [_unslip(word) for word in _words(text)]


def _same_words(a: _Name, b: _Name) -> bool:
    (words_a, text_a), (words_b, text_b) = a.spelled, b.spelled
    if words_a == words_b or text_a == text_b:
        return True
    (slips_a, read_a), (slips_b, read_b) = a.misread, b.misread
    return slips_a == slips_b or read_a == read_b


def _initials_agree(a: Sequence[str], b: Sequence[str]) -> bool:
    """Same number of words, first and last the same, and every middle word the same or its initial."""
    return (
        len(a) == len(b) > 2
        and a[0] == b[0]
        and a[-1] == b[-1]
        and all(x == y or (1 in (len(x), len(y)) and x[0] == y[0]) for x, y in zip(a[1:-1], b[1:-1], strict=True))
    )


def _one_middle_name_more(longer: Sequence[str], shorter: Sequence[str]) -> bool:
    """First and last name the same, one full middle name on one side only; a particle belongs to the surname and is none."""
    if len(longer) != 3 or len(shorter) != 2 or (longer[0], longer[2]) != (shorter[0], shorter[1]):
        return False
    return len(longer[1]) > 1 and longer[1] not in _lexicon().generic | _lexicon().particles


def _compare(paper: _Name, subject: _Name, person: bool) -> NameMatch:
    a, b = paper.words, subject.words
    forms_agree = paper.form == subject.form or not paper.form or not subject.form
    if not paper.sure_form or not subject.sure_form:
        forms_agree = paper.form == subject.form
    if person and paper.form and not subject.form:  # Jane Doe LLC is not (quite) Jane Doe
        forms_agree = False
    same = _same_words(paper, subject) or _initials_agree(a, b)
    if not same and (paper.shorter is None) != (subject.shorter is None):  # an initial on one side only
        short_a, short_b = paper.shorter or paper, subject.shorter or subject
        same = len(short_a.words) >= 2 and _same_words(short_a, short_b)
    if person and not same:
        same = _one_middle_name_more(a, b) or _one_middle_name_more(b, a)
    if same:
        return NameMatch.MATCH if forms_agree else NameMatch.SIMILAR
    return NameMatch.SIMILAR if _close(paper.own, subject.own) else NameMatch.DIFFERENT


_ALIKE = 84.0


def _close(own_a: Sequence[str], own_b: Sequence[str]) -> bool:
    text_a, text_b = " ".join(own_a), " ".join(own_b)
    if fuzz.ratio(text_a, text_b, score_cutoff=_ALIKE) or fuzz.token_sort_ratio(text_a, text_b, score_cutoff=_ALIKE):
        return True
    few, many = (own_a, own_b) if len(own_a) <= len(own_b) else (own_b, own_a)
    if all(any(_word_fits(w, v) for v in many) for w in few):
        return len(few) >= 2 or len(few[0]) >= 5 or len(few) == len(many)
    return False


def _word_fits(word: str, other: str) -> bool:
    if len(word) == 1 or len(other) == 1:
        return word[0] == other[0]
    return word == other or (min(len(word), len(other)) >= 5 and OSA.distance(word, other) <= 1)


@lru_cache(maxsize=16384)
def _compare_texts(paper: str, subject: str, person: bool) -> NameMatch:
    pairs = product(_parse(paper), _parse(subject))
    return max((_compare(p, s, person) for p, s in pairs if p.words and s.words), key=_RANK.__getitem__, default=NameMatch.DIFFERENT)


def _best(text: str, subjects: Sequence[tuple[str, bool]]) -> tuple[NameMatch, str | None]:
    best: tuple[NameMatch, str | None] = (NameMatch.DIFFERENT, None)
    for name, person in subjects:
        state = _compare_texts(text, name, person)
        if _RANK[state] > _RANK[best[0]]:
            best = state, name
    return best


def _match(paper: str, subjects: Sequence[tuple[str, bool]]) -> tuple[NameMatch, str | None]:
    whole = _best(paper, subjects)
    if whole[0] is NameMatch.MATCH:
        return whole
    aliases = [p for p in (part.strip(" ,;:.\"'") for part in TRADING_AS.split(paper)) if p]
    if len(aliases) > 1:  # "Jane Doe dba Bright Pixel" names one business twice
        return max((_match(alias, subjects) for alias in aliases), key=lambda r: _RANK[r[0]])
    parts = [p for p in (part.strip(" ,;:.\"'") for part in _PART.split(paper)) if p]
    if len(parts) > 1:
        results = [_best(part, subjects) for part in parts]
        best = max(results, key=lambda r: _RANK[r[0]])
        rest = [part for part, result in zip(parts, results, strict=True) if result[0] is not NameMatch.MATCH]
        known = _lexicon().trades | _lexicon().generic | set(_words(best[1] or ""))
        if best[0] is NameMatch.MATCH and not all(set(_words(part)) <= known for part in rest):
            best = NameMatch.SIMILAR, best[1]
        return max(whole, best, key=lambda r: _RANK[r[0]])
    return whole


def compare_names(paper: str, *subjects: str, person: bool = False) -> NameMatch:
    """Compare the name on a paper with one or more names of the subject; the best answer counts (R7).

    `person`: the subjects are natural persons, so that a legal form on the paper makes it similar at most.
    """
    return _match(paper, [(name, person) for name in subjects])[0]


def best_match(value: str, freelancer: Freelancer, linked_names: Iterable[str] = ()) -> tuple[NameMatch, str | None]:
    """Compare a name on a paper with all names of the freelancer (R7) and the names linked by a dba statement.

    Returns the state and the name of the freelancer that gave it; None with `different`.
    """
    subjects = [
        (freelancer.person_name, True),
        (freelancer.entity_name, False),
        *((name, False) for name in (*freelancer.trade_names, *linked_names)),
    ]
    return _match(value, [(name, person) for name, person in subjects if name])


def has_legal_form(text: str) -> bool:
    """Whether a name certainly ends in a legal form (LLC, GmbH, Pty Ltd …): a company's name, not a person's or a trade name."""
    return any(name.form and name.sure_form for name in _parse(text))


def named_after(text: str, person: str) -> bool:
    """Whether a name without legal form is made of the person's surname (with or without given names) and a trade: "Doe Transcription"."""
    own, words = _words(person), _words(text)
    rest = [word for word in words if word not in own]
    return (
        not has_legal_form(text)
        and len(own) >= 2
        and own[-1] in words
        and bool(rest)
        and all(word in _lexicon().trades | _lexicon().generic for word in rest)
    )


def is_label(text: str) -> bool:
    """Whether what was read as a name is a label of the form, its letters set apart or not, or holds no word at all."""
    words = _words(text)
    return "".join(words) in _lexicon().labels or not any(sign.isalpha() for sign in "".join(words))


def trades_under_own_name(text: str, person: str) -> bool:
    """Whether a name is a person's full name with nothing but their trade behind it: "Jane Doe Photography", no legal form (R7)."""
    if has_legal_form(text):
        return False
    own = _words(person)
    words = _words(text)
    rest = [word for word in words[len(own) :] if word != "and"]
    return len(own) >= 2 and words[: len(own)] == own and 1 <= len(rest) <= 3 and all(word in _lexicon().trades for word in rest)
