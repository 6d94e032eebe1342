"""The policy: dated rows of data with a hash, refused with line and reason when they are wrong.

`load_policy` checks the whole file once; `Policy.on(day)` gives the rules that govern on a day, so that replay is exact.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from pipeline.errors import PolicyError
from pipeline.model import PolicyRef
from pipeline.vocabulary import FieldName, Kind

__all__ = ["FeeRow", "KindRow", "Policy", "Rules", "load_policy", "parse_policy"]

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Share = Annotated[float, Field(ge=0, le=1)]
AnyOf = Annotated[tuple[FieldName, ...], Field(min_length=1)]
"""Facts of which one has to be readable."""
Count = Annotated[int, Field(ge=0)]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Scope(_Row):
    full_names: Annotated[tuple[Name, ...], Field(min_length=1)]
    short_names: tuple[Name, ...] = ()
    unknown_client: Literal["review", "in_scope", "out_of_scope"] = "review"


class Marketplace(_Row):
    names: tuple[Name, ...]
    home_platforms: tuple[Name, ...] = ()
    home_profile_counts: bool = False


class Requirement(_Row):
    since: date
    kinds: Annotated[int, Field(ge=1, le=17)] = 2
    weak_only: Literal["review", "accept"] = "review"


class Evidence(_Row):
    many_clients: Annotated[int, Field(ge=1)] = 10
    platform_history_may_waive: bool = False
    questionnaire_replaces_kinds: Count = 0


class ReadingRow(_Row):
    minimum_confidence: Share = 0.5
    rival_kind_score: Share = 0.25
    masked_digits: Annotated[int, Field(ge=1)] = 4
    near_picture_bits: Count = 25


class Bundle(_Row):
    """Pairs of kinds that are usually parts of one paper where they come in one file (R11)."""

    one_paper: tuple[tuple[Kind, Kind], ...] = ()


class Names(_Row):
    """Kinds whose issuers print initials for given names: there surname and initials are the person (R7)."""

    initials_suffice: tuple[Kind, ...] = ()


class Review(_Row):
    business_days: Annotated[int, Field(ge=0, le=60)] = 2
    region_default: Name = "US"


class Retention(_Row):
    uploads_days: Count = 30
    respected_copies_days: Count = 365
    facts_days: Count = 1095


class Reuse(_Row):
    across_cases: bool = True


class KindRow(_Row):
    """How one of the 17 kinds is judged from `since` on (R12)."""

    name: Kind
    since: date
    counts: bool = True
    weak: bool = False
    always_review: bool = False
    must_show: tuple[AnyOf, ...] = ()
    should_show: tuple[AnyOf, ...] = ()
    checked: tuple[FieldName, ...] = ()
    months: Annotated[int, Field(ge=1)] | None = None
    years: Annotated[int, Field(ge=0)] | None = None
    dated_by: tuple[FieldName, ...] = ()
    forms: tuple[Name, ...] = ()
    review_forms: tuple[Name, ...] = ()

    @model_validator(mode="after")
    def _is_evidence(self) -> Self:
        if not self.name.is_evidence:
            raise ValueError(f"{self.name.value} is not one of the 17 kinds")
        if self.months is not None and not self.dated_by:
            raise ValueError("months needs dated_by: the facts it is counted from")
        return self


class Words(_Row):
    active: tuple[Name, ...]
    inactive: tuple[Name, ...]


class Band(_Row):
    upto: Annotated[Decimal, Field(gt=0)] | None = None
    rate: Annotated[Decimal, Field(ge=0, le=1)]


class FeeRow(_Row):
    """Marginal bands of the service fee (R40), lowest first; the last one has no `upto`."""

    since: date
    bands: Annotated[tuple[Band, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _ascending(self) -> Self:
        limits = [band.upto for band in self.bands[:-1]]
        if self.bands[-1].upto is not None or None in limits or any(a >= b for a, b in pairwise(limits) if a and b):
            raise ValueError("bands must ascend, and only the last one has no upto")
        return self


class Jurisdiction(_Row):
    """Where more is asked (R6)."""

    country: Name
    region: Name | None = None
    since: date
    kinds: Annotated[int, Field(ge=1, le=17)] | None = None
    not_counted: tuple[Kind, ...] = ()
    note: Name


class PolicyFile(_Row):
    """The file as it is written."""

    schema_version: Annotated[Literal[1], Field(alias="schema")]
    name: Name
    scope: Scope
    marketplace: Marketplace
    requirement: Annotated[tuple[Requirement, ...], Field(min_length=1)]
    evidence: Evidence = Evidence()
    reading: ReadingRow = ReadingRow()
    bundle: Bundle = Bundle()
    names: Names = Names()
    review: Review = Review()
    retention: Retention = Retention()
    reuse: Reuse = Reuse()
    kind: tuple[KindRow, ...]
    words: Words
    fee: tuple[FeeRow, ...] = ()
    jurisdiction: tuple[Jurisdiction, ...] = ()

    @model_validator(mode="after")
    def _complete(self) -> Self:
        missing = [kind.value for kind in Kind if kind.is_evidence and kind not in {row.name for row in self.kind}]
        if missing:
            raise ValueError(f"there is no [[kind]] row for {', '.join(missing)}")
        return self


@dataclass(frozen=True, slots=True)
class Rules:
    """What governs on one day: the rows of the policy that are in force."""

    scope: Scope
    marketplace: Marketplace
    requirement: Requirement
    evidence: Evidence
    reading: ReadingRow
    bundle: Bundle
    names: Names
    review: Review
    kinds: Mapping[Kind, KindRow]
    words: Words
    fee: FeeRow | None
    jurisdictions: tuple[Jurisdiction, ...]

    def for_place(self, country: str | None, region: str | None) -> tuple[Jurisdiction, ...]:
        """The rows of a country and of its region (R6)."""
        here = ((country or "").casefold(), (region or "").casefold())
        return tuple(
            row
            for row in self.jurisdictions
            if row.country.casefold() == here[0] and (row.region is None or row.region.casefold() == here[1])
        )


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy file that has been accepted, with the SHA-256 of its bytes."""

    ref: PolicyRef
    file: PolicyFile = field(repr=False)
    _by_day: dict[date, Rules] = field(default_factory=dict, repr=False, compare=False, hash=False)

    @property
    def retention(self) -> Retention:
        return self.file.retention

    @property
    def reuse(self) -> Reuse:
        return self.file.reuse

    def on(self, day: date) -> Rules:
        """The rules in force on `day`. Raises PolicyError where no row is old enough."""
        rules = self._by_day.get(day)
        if rules is None:
            if len(self._by_day) > 4096:
                self._by_day.clear()
            rules = self._by_day[day] = self._resolve(day)
        return rules

    @property
    def days(self) -> frozenset[date]:
        """The days from which a dated row governs."""
        tables = (self.file.requirement, self.file.kind, self.file.fee, self.file.jurisdiction)
        return frozenset(row.since for table in tables for row in table)

    def changes_between(self, first: date, last: date) -> bool:
        """Whether a dated row comes into force after `first` and not later than `last`."""
        tables = (self.file.requirement, self.file.kind, self.file.fee, self.file.jurisdiction)
        return any(first < row.since <= last for table in tables for row in table)

    def _resolve(self, day: date) -> Rules:
        requirement = [row for row in self.file.requirement if row.since <= day]
        kinds = {row.name: row for row in sorted(self.file.kind, key=lambda row: row.since) if row.since <= day}
        if not requirement or len(kinds) < sum(kind.is_evidence for kind in Kind):
            raise PolicyError(f"The policy {self.ref.name!r} has no rows in force on {day}; add rows with an earlier `since`.")
        fees = sorted((row for row in self.file.fee if row.since <= day), key=lambda row: row.since)
        places: dict[tuple[str, str | None], Jurisdiction] = {}
        for row in sorted((row for row in self.file.jurisdiction if row.since <= day), key=lambda row: row.since):
            places[row.country.casefold(), row.region.casefold() if row.region else None] = row
        return Rules(
            self.file.scope,
            self.file.marketplace,
            max(requirement, key=lambda row: row.since),
            self.file.evidence,
            self.file.reading,
            self.file.bundle,
            self.file.names,
            self.file.review,
            kinds,
            self.file.words,
            fees[-1] if fees else None,
            tuple(places.values()),
        )


def load_policy(path: Path | None = None) -> Policy:
    """The policy of a file, or the one in the package. Raises PolicyError with the line and the reason."""
    if path is None:
        return parse_policy((files("pipeline") / "policy.toml").read_bytes(), "policy.toml")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise PolicyError(f"The policy file {path} cannot be read ({error.strerror}); check INTAKE_POLICY or the argument.") from None
    return parse_policy(data, path.name)


def parse_policy(data: bytes, source: str = "policy.toml") -> Policy:
    """The policy of a TOML file's bytes; `source` names it in errors. Raises PolicyError with the line and the reason."""
    try:
        text = data.decode("utf-8")
        tree = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise PolicyError(f"{source}, line {line}: not UTF-8 text; save the file as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+), column \d+\)", str(error))
        line = int(place[1]) if place else text.count("\n") + 1
        raise PolicyError(f"{source}, line {line}: not TOML: {re.sub(r' ?[(]at .*', '', str(error))}.") from None
    try:
        file = PolicyFile.model_validate(tree)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        message = str(first["msg"]).removeprefix("Value error, ")
        if first["type"] == "extra_forbidden":
            message = "this key is not known"
        keys = [str(part) for part in first["loc"]]
        where = ".".join(keys) or "the file as a whole"
        raise PolicyError(f"{source}, line {_line_of(text, first['loc'])}: {where}: {message[0].lower()}{message[1:]}.") from None
    return Policy(PolicyRef(file.name, hashlib.sha256(data).hexdigest()), file)


def _line_of(text: str, place: Sequence[str | int]) -> int:
    """The line of a key or of the table it is missing from; 1 where it cannot be told."""
    table: list[str] = []
    seen: dict[str, int] = {}
    best = 1
    for number, line in enumerate(text.splitlines(), 1):
        here = line.strip()
        if header := re.match(r"\[(\[)?\s*([\w.\-]+)\s*\]", here):
            name = header[2]
            if header[1]:
                seen[name] = seen.get(name, -1) + 1
            table = [name, *([str(seen[name])] if header[1] else [])]
        elif key := re.match(r"([\w\-]+)\s*=", here):
            path = [*table, key[1]]
            if path == [str(part) for part in place[: len(path)]]:
                return number
        if table and table == [str(part) for part in place[: len(table)]] and header:
            best = number
    return best
