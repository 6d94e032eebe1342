"""The frozen types that travel through the pipeline: words, fields, findings, documents, cases and verdicts.

Boxes are in points from the page's top left as displayed; pages are numbered from 1; confidences run from 0 to 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from classifiers.model import Alternative, Guess
from pipeline.vocabulary import Depth, DocumentStatus, FieldName, FindingCode, Grade, Kind, TextSource, VerdictKind
from redaction.geometry import Box
from redaction.model import Leak, Region

__all__ = [
    "Absent",
    "Alternative",
    "Box",
    "Case",
    "Counted",
    "Document",
    "Engagement",
    "Field",
    "Finding",
    "Freelancer",
    "Guess",
    "Leak",
    "Money",
    "NameSeen",
    "PageSummary",
    "PlatformStanding",
    "PolicyRef",
    "Read",
    "Reason",
    "Region",
    "Segment",
    "Submitted",
    "Task",
    "Value",
    "Verdict",
    "Withheld",
    "Word",
]


@dataclass(frozen=True, slots=True)
class Word:
    """A visible word; `confidence` is None for words of a text layer."""

    page: int
    box: Box
    text: str
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Money:
    """An amount; `currency` is an ISO 4217 code, None when the paper does not state one (never defaulted)."""

    amount: Decimal
    currency: str | None = None


Value = str | date | Money


@dataclass(frozen=True, slots=True)
class Read:
    """A fact that was read. `alternatives` holds the other reading of an ambiguous date."""

    value: Value
    page: int
    box: Box
    confidence: float
    alternatives: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Withheld:
    """The fact's label is there and its value has been blacked out (R13). Never reconstructed."""

    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Absent:
    """The paper does not show the fact."""


Field = Read | Withheld | Absent
ABSENT = Absent()


@dataclass(frozen=True, slots=True)
class Finding:
    """Something noticed on one document, with one sentence that a person can check at a glance."""

    code: FindingCode
    message: str
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """Consecutive pages (inclusive) that are one paper within a bundle, typed and read by themselves (R11).

    `titled`: its first page has a title of its own.
    """

    first: int
    last: int
    kind: Kind
    score: float
    grade: Grade = Grade.LOW
    titled: bool = False
    alternatives: tuple[Alternative, ...] = ()
    findings: tuple[Finding, ...] = ()
    fields: Mapping[FieldName, Field] = field(default_factory=dict)
    picture_hash: str | None = None
    names_seen: tuple[NameSeen, ...] = ()


@dataclass(frozen=True, slots=True)
class NameSeen:
    """A visible name and the position it stands in, graded; `fields` holds only the best name of each role.

    `role` is the field whose value would stand there (`business_name` after "Licensee:", `bill_to`, `landlord` …), None where the
    words beside it give it to somebody else (certificate holder, registered agent, ship-to, witness). `confidence` runs from 0 to 1 and
    `place` says how it was found: label, prose, parties, letterhead, address, signature. A check may look here for the subject's
    name when a field holds another one: it stands for the subject only in a holder's role, and never if it also stands in another role.
    """

    role: FieldName | None
    value: str
    page: int
    box: Box
    confidence: float
    place: str


@dataclass(frozen=True, slots=True)
class PageSummary:
    """How one page was read: source of the words, their number, mean confidence (None for a text layer), and whether all was read."""

    page: int
    source: TextSource
    words: int
    confidence: float | None
    width: float
    height: float
    depth: Depth = Depth.FULL


@dataclass(frozen=True, slots=True)
class Document:
    """One inspected file: everything that later stages may know of it. Holds no hidden value and no full text."""

    file: str
    sha256: str
    bytes: int
    status: DocumentStatus
    reason: str | None = None
    pages: int = 0
    kind: Kind = Kind.UNKNOWN
    grade: Grade = Grade.LOW
    alternatives: tuple[Alternative, ...] = ()
    why: tuple[str, ...] = ()
    segments: tuple[Segment, ...] = ()
    """The papers of a bundle; empty where the file is one paper. `kind` and `fields` are those of the strongest one."""
    findings: tuple[Finding, ...] = ()
    fields: Mapping[FieldName, Field] = field(default_factory=dict)
    names_seen: tuple[NameSeen, ...] = ()
    """Every name in a position of some role, surest first (see `NameSeen`)."""
    regions: tuple[Region, ...] = ()
    leaks: tuple[Leak, ...] = ()
    text: tuple[PageSummary, ...] = ()
    picture_hash: str | None = None
    """Perceptual hash of the first page (hex), for near-identical pictures (R11)."""
    timings: Mapping[str, float] = field(default_factory=dict, compare=False)
    words: tuple[Word, ...] = field(default=(), repr=False, compare=False)
    """Only filled on request (`--words`); never stored."""

    def field(self, name: FieldName) -> Field:
        return self.fields.get(name, ABSENT)

    def facts(self) -> Iterator[tuple[FieldName, Read | Withheld]]:
        """Everything that was read or is blacked out, of the main paper and then of the other papers of a bundle."""
        for fields in (self.fields, *(segment.fields for segment in self.segments)):
            for name, value in fields.items():
                if not isinstance(value, Absent):
                    yield name, value


@dataclass(frozen=True, slots=True)
class Freelancer:
    """The subject of a case (R7): a person, an entity, or both, with trade names."""

    id: str | None = None
    person_name: str | None = None
    entity_name: str | None = None
    trade_names: tuple[str, ...] = ()
    country: str | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Engagement:
    """The contract the case belongs to (R1, R3, R4)."""

    id: str | None = None
    client_name: str | None = None
    engaging_client: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One of the required tasks (R2); `done_on` is the day it was finished, where known."""

    name: str
    done: bool
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class PlatformStanding:
    """Facts of the platform (R8, R9, R30-R38): evidence only. None: unknown."""

    clients: int | None = None
    jss: int | None = None
    program: str | None = None
    agency: str | None = None
    extra: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Submitted:
    """A document of a case and the day it was uploaded (None: the day of the check)."""

    document: Document
    uploaded: date | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """Freelancer + engagement (R3) with everything submitted so far."""

    case_id: str
    freelancer: Freelancer
    engagement: Engagement = Engagement()
    tasks: tuple[Task, ...] = ()
    platform: PlatformStanding = PlatformStanding()
    questionnaire: Mapping[str, object] = field(default_factory=dict)
    opened: date | None = None
    documents: tuple[Submitted, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the verdict is what it is: code, rule, document, place and sentence."""

    code: FindingCode
    rule: str | None
    message: str
    file: str | None = None
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    file: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class PolicyRef:
    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """A proposal to a human reviewer. The same case, policy and day give the same verdict, byte for byte."""

    case_id: str
    verdict: VerdictKind
    policy: PolicyRef
    as_of: date
    valid_until: date | None
    review_due: date | None
    counted: tuple[Counted, ...]
    reasons: tuple[Reason, ...]
    requests: tuple[str, ...]
    shortest_path: str | None
