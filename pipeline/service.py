"""The use cases of the running system: record uploads, work off claims, re-check, decide, forget.

One `Service` per process holds the settings, the registry, the store, the policy and the pool of reading workers.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pipeline import audit
from pipeline.case_file import parse_case
from pipeline.errors import CaseFileError, ConfigurationError, PrefectUnreachable, ServiceError, StaleDecision, UsageError
from pipeline.lasting import next_change
from pipeline.model import Case, Document, Verdict
from pipeline.policy import Policy, load_policy
from pipeline.reader import reader_fingerprint, reader_of
from pipeline.registry import Registry, cases, diary, facts, marks, open_registry, queue, sheets, uploads
from pipeline.registry.model import CaseRow, CaseState, Claim, ClaimLost, DecisionRow, UploadRow, UploadState, VerdictRow
from pipeline.settings import Settings, load_settings
from pipeline.store import Store, StoredObject, open_store, upload_of
from pipeline.store.base import UPLOADS
from pipeline.vocabulary import Decision
from pipeline.wire import Json, verdict_from_json, verified_case_to_json

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from pipeline.pool import InspectionPool, Item
    from pipeline.processing import Outcome

_ROUNDS = 3
_SWEPT_AT_ONCE = 500
_RECORDED_AT_ONCE = 20

Inspect = Callable[["Sequence[Item]"], Iterable[Document]]
"""Files with the day and the respected copy's path in their options → documents in the same order."""


@dataclass(frozen=True, slots=True)
class CaseView:
    """Everything kept of one case."""

    row: CaseRow
    case: Case | None
    uploads: tuple[UploadRow, ...]
    history: tuple[VerdictRow, ...]
    decisions: tuple[DecisionRow, ...]

    @property
    def verdict(self) -> Verdict | None:
        return verdict_from_json(self.history[-1].body) if self.history else None

    @property
    def documents(self) -> tuple[Document, ...]:
        return tuple(s.document for s in self.case.documents) if self.case else ()


@dataclass(frozen=True, slots=True)
class Rechecked:
    """A case before and after a re-check; the ids are equal where nothing new was found."""

    case_id: str
    before: VerdictRow
    verdict: Verdict
    verdict_id: int
    state: CaseState

    @property
    def changed(self) -> bool:
        return self.before.id != self.verdict_id


@dataclass
class Service:
    """The parts, passed in. `Service.open()` takes them from the settings."""

    settings: Settings
    registry: Registry
    store: Store
    policy: Policy
    inspector: Inspect | None = None
    worker: str = field(default_factory=lambda: f"{socket.gethostname()}:{os.getpid()}")

    @classmethod
    def open(cls, settings: Settings | None = None, inspector: Inspect | None = None) -> Self:
        """Raises ConfigurationError or ServiceError with the mend."""
        chosen = settings or load_settings()
        return cls(chosen, open_registry(chosen), open_store(chosen), load_policy(chosen.policy), inspector)

    def close(self) -> None:
        """Stop the reading workers and let the registry go."""
        pool = self.__dict__.pop("_pool", None)
        if pool is not None:
            pool.close()
        self.registry.close()

    @property
    def home_tmp(self) -> Path:
        """Where files lie while they are read."""
        return self.settings.home / "tmp"

    @cached_property
    def reader(self) -> str:
        """Names what reads: facts of another reader are not taken over when a file comes again."""
        return reader_of(self.settings)

    @cached_property
    def _pool(self) -> InspectionPool:
        from pipeline.pool import InspectionPool

        return InspectionPool(self.settings.jobs, self.settings)

    def inspect(self, items: Sequence[Item]) -> Iterator[Document]:
        """The documents of files, in order, read in the pool's workers."""
        if not items:
            return iter(())
        return iter(self.inspector(items)) if self.inspector is not None else self._pool.inspect(items)

    def assess(self, case: Case, today: date) -> Verdict:
        from pipeline.verdict import assess

        return assess(case, self.policy, today)

    def today(self) -> date:
        """The day in the configured time zone."""
        try:
            return self.registry.now().astimezone(ZoneInfo(self.settings.time_zone)).date()
        except (ZoneInfoNotFoundError, ValueError):
            raise ConfigurationError("INTAKE_TIME_ZONE is not a time zone; use a name such as Europe/Berlin.") from None

    def record(self, found: StoredObject) -> bool:
        """Record an upload that the store has; False where it is known already or is no upload."""
        return bool(self._record_all([found]))

    def _record_all(self, found: Sequence[StoredObject]) -> int:
        """Record in one transaction; how many were new."""
        known = [(each, upload) for each in found if (upload := upload_of(each.key)) is not None]
        with self.registry.write() as db:
            return sum(uploads.record(db, self.registry.now(), each, upload) for each, upload in known)

    def sweep(self, settle_seconds: float = 0.0, seen: set[tuple[str, str]] | None = None) -> int:
        """List the store's uploads and record what no notification told of; how many.

        `settle_seconds` leaves out what changed just now, for a folder that people copy large files into. `seen` is a memory
        between sweeps, so that a quiet store costs no question to the registry.
        """
        latest = self.registry.now() - timedelta(seconds=settle_seconds)
        memory = set() if seen is None else seen
        fresh = (found for found in self.store.list(UPLOADS) if (found.key, found.etag) not in memory and found.changed <= latest)
        recorded = 0
        while batch := list(islice(fresh, _SWEPT_AT_ONCE)):
            with self.registry.read() as db:
                known = uploads.known_versions(db, [found.key for found in batch])
            fresh_ones = (found for found in batch if (found.key, found.etag) not in known)
            while few := list(islice(fresh_ones, _RECORDED_AT_ONCE)):
                recorded += self._record_all(few)
            memory.update((found.key, found.etag) for found in batch)
        return recorded

    def claim(self, limit: int = 1) -> list[Claim]:
        """Claim cases that have something to do."""
        with self.registry.write() as db:
            return queue.claim(db, self.registry.now(), self.worker, timedelta(seconds=self.settings.lease_seconds), limit)

    def work_waits(self) -> bool:
        """Whether a drain would find something: a case to claim or a sheet that was not written in time; reads only."""
        with self.registry.read() as db:
            now = self.registry.now()
            return queue.ready(db, now) or bool(sheets.due(db, now, 1))

    def sheets_due(self) -> list[str]:
        """Cases whose review sheet could not be written when they changed."""
        with self.registry.read() as db:
            return sheets.due(db, self.registry.now())

    def sheet_written(self, seen: CaseView) -> None:
        """The review sheet shows what `seen` says."""
        with self.registry.write() as db:
            sheets.written(db, seen.row.case_id, seen.row.sheet_due_at)

    def give_back(self, claimed: Claim) -> None:
        """Let go of a claim that Prefect's absence broke off: no attempt is counted. A claim that has ended stays so."""
        with suppress(ClaimLost, ServiceError), self.registry.write() as db:
            queue.release(db, self.registry.now(), claimed, PrefectUnreachable.code, counts=False)

    def process(self, claimed: Claim, today: date | None = None) -> Outcome:
        """Work one claim off; see `pipeline.processing`."""
        from pipeline.processing import process

        return process(self, claimed, today or self.today())

    def drain(self) -> Iterator[Outcome]:
        """Work off everything that waits, case by case."""
        while claims := self.claim():
            yield from (self.process(claimed) for claimed in claims)

    def view(self, case_id: str) -> CaseView:
        """Raises NotFound."""
        with self.registry.read() as db:
            row = cases.one(db, case_id)
            known = (
                None
                if row.case_json is None
                else replace(parse_case(row.case_json), documents=facts.evidence(db, case_id, reuse=self.policy.reuse.across_cases))
            )
            return CaseView(row, known, uploads.of_case(db, case_id), tuple(cases.history(db, case_id)), tuple(cases.decided(db, case_id)))

    def list_cases(self, state: CaseState | None = None) -> list[CaseRow]:
        with self.registry.read() as db:
            return cases.listed(db, state)

    def recheck(self, today: date | None = None, only: Iterable[str] | None = None) -> Iterator[Rechecked]:
        """Assess the cases that are due again, from their stored facts, case by case (`pipeline.lasting` says when one is due).

        `only`: these cases instead, due or not. A run on a day before that of the last run looks at every case.
        """
        day = today or self.today()
        with self.registry.read() as db:
            last = marks.detail(db, "recheck").get("as_of", "")
        back = day.isoformat() < last or day < self.today()
        for _ in range(_ROUNDS):
            changed = False
            wanted = iter(only) if only is not None else self._all() if back else self._due(day)
            for case_id in wanted:
                if (one := self._recheck(case_id, day)) is not None:
                    changed = changed or one.changed
                    yield one
            if only is not None or back or not changed:  # a new verdict can change what another case may reuse
                break
        with self.registry.write() as db:
            marks.put(db, self.registry.now(), "recheck", {"as_of": day.isoformat()})

    def _due(self, day: date) -> Iterator[str]:
        return diary.due(self.registry.read, day, self.judged_by)

    def _all(self) -> Iterator[str]:
        return diary.everything(self.registry.read)

    def _recheck(self, case_id: str, day: date) -> Rechecked | None:
        from pipeline.processing import bring_copies

        with self.registry.write() as db:
            row, before = cases.one(db, case_id), cases.latest(db, case_id)
            if row.case_json is None or before is None:
                return None
            try:
                known = parse_case(row.case_json)
            except CaseFileError:  # of another version; it does not stop the others
                return None
            case = replace(known, documents=facts.evidence(db, case_id, reuse=self.policy.reuse.across_cases))
            verdict = self.assess(case, day)
            kept = facts.add_verdict(db, self.registry.now(), verdict, "recheck")
            state = cases.refresh_state(db, self.registry.now(), case_id)
            self.note_next(db, case, state, day)
        bring_copies(self, case_id)
        return Rechecked(case_id, before, verdict, kept, state)

    def note_next(self, db: Connection, case: Case, state: CaseState, day: date) -> None:
        """Write down when a case that was judged on `day` has to be looked at again.

        While it waits for a reviewer that is before the picture links on its sheet lapse, so that they are made anew in time.
        """
        following = next_change(case, self.policy, day)
        if state is CaseState.NEEDS_REVIEW:
            fresh = day + timedelta(days=max(1, self.settings.link_days - 1))
            following = min(following or fresh, fresh)
        diary.note(db, case.case_id, following, self.judged_by)

    @cached_property
    def judged_by(self) -> str:
        """Names what judges: policy and code. Cases judged by another are due."""
        return f"{self.policy.ref.sha256}/{reader_fingerprint()}"

    def retry_dead(self, case_id: str) -> int:
        """Give a case's dead uploads another chance; how many."""
        with self.registry.write() as db:
            number = uploads.reopen(db, case_id, (UploadState.DEAD, UploadState.FAILED))
            uploads.wake(db, self.registry.now(), case_id)
            cases.refresh_state(db, self.registry.now(), case_id)
        return number

    def reread(self, case_ids: Iterable[str]) -> int:
        """Have the cases' papers read anew where another reader read them and the originals are still kept; how many."""
        number = 0
        for case_id in case_ids:
            with self.registry.write() as db:
                if stale := uploads.reopen_stale(db, case_id, self.reader):
                    uploads.wake(db, self.registry.now(), case_id)
                    cases.refresh_state(db, self.registry.now(), case_id)
                number += stale
        return number

    def decide(self, case_id: str, decision: Decision, *, by: str, comment: str, verdict_id: int | None = None) -> CaseView:
        """Record a reviewer's decision on the verdict that holds.

        `verdict_id` is the verdict the reviewer saw. Raises StaleDecision where the case has changed since, NotFound, and
        UsageError for a missing name or, when the proposal is overridden, a missing comment.
        """
        if not by.strip():
            raise UsageError("Say who decides; use --by NAME.")
        with self.registry.write() as db:
            row = cases.one(db, case_id)
            if row.state is CaseState.PROCESSING:
                raise StaleDecision(f"New papers of case {case_id} are being read; look at its sheet again and decide then.")
            history = cases.history(db, case_id)
            if not history:
                raise StaleDecision(f"Case {case_id} has no proposed verdict yet; wait for its papers to be read.")
            current = history[-1]
            if verdict_id is not None and verdict_id != current.id:
                raise StaleDecision(f"Case {case_id} has changed since this sheet was made; look at its sheet again and decide then.")
            overrides = decision is not Decision.REFER and (decision is Decision.APPROVE) != (current.verdict == "qualifies")
            if overrides and not comment.strip():
                raise UsageError("A decision against the proposal needs a comment that says why.")
            facts.add_decision(db, self.registry.now(), current, decision, by=by.strip(), comment=comment.strip())
            cases.refresh_state(db, self.registry.now(), case_id)
        view = self.view(case_id)
        if overrides:
            from pipeline.candidates import keep_candidate

            keep_candidate(self.store, view)
        return view

    def forget(self, freelancer_id: str) -> list[str]:
        """Remove everything of a person but the audit skeleton; the cases that were removed."""
        from pipeline.kept import drop, results_folder
        from pipeline.retention import remove_objects

        with self.registry.read() as db:
            theirs = cases.of_freelancer(db, freelancer_id)
        for case_id in theirs:
            removed = remove_objects(self.store, case_id)
            with self.registry.write() as db:
                drop(results_folder(self.settings.home), uploads.hashes(db, case_id))
                facts.drop_case(db, case_id)
                audit.append(db, self.registry.now(), audit.Event.FORGOTTEN, case_id, {"objects": removed})
        self.registry.wipe()
        return theirs

    def verify_audit(self) -> audit.Audited:
        with self.registry.read() as db:
            return audit.verify(db)


def case_to_json(view: CaseView) -> Json:
    """One line of `intake show --json`: the verified case with its state, history and decisions."""
    verdict = view.verdict
    body: Json = (
        verified_case_to_json(verdict, view.documents)
        if verdict
        else {"schema": 1, "case_id": view.row.case_id, "verdict": None, "documents": []}
    )
    return {
        **body,
        "state": view.row.state.value,
        "error": view.row.error_code,
        "verdict_id": view.row.verdict_id,
        "uploads": [
            {
                "file": u.filename,
                "state": u.state.value,
                "attempts": u.attempts,
                "error": u.error_code,
                "sha256": u.sha256,
                "uploaded": _moment(u.uploaded_at),
            }
            for u in view.uploads
        ],
        "history": [{**v.body, "verdict_id": v.id, "made_at": _moment(v.made_at), "trigger": v.trigger} for v in view.history],
        "decisions": [
            {
                "verdict_id": d.verdict_id,
                "decision": d.decision,
                "by": d.decided_by,
                "comment": d.comment,
                "proposed": d.proposed,
                "overrides": d.overrides,
                "policy_sha256": d.policy_sha256,
                "decided_at": _moment(d.decided_at),
            }
            for d in view.decisions
        ],
    }


def _moment(value: datetime) -> str:
    return value.isoformat(timespec="seconds")
