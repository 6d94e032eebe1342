"""What the registry promises on every database; inherited by one test class per database."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError

from pipeline import audit
from pipeline.model import Document, PolicyRef, Reason, Verdict
from pipeline.registry import Registry, cases, facts, marks, queue, sheets, uploads
from pipeline.registry.engine import downgrade, upgrade
from pipeline.registry.model import CaseState, Claim, ClaimLost, UploadState
from pipeline.registry.schema import audit as audit_table
from pipeline.registry.schema import uploads as upload_table
from pipeline.store import StoredObject, Upload
from pipeline.vocabulary import Decision, DocumentStatus, FindingCode, VerdictKind

START = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
LEASE = timedelta(seconds=60)
CASE = {"case_id": "c-1", "freelancer": {"id": "f-1", "person_name": "Jane Doe"}}


class Clock:
    """A clock that tests turn."""

    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> datetime:
        return self.time

    def turn(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


def put(registry: Registry, name: str, case_id: str = "c-1", etag: str = "e1", changed: datetime = START) -> bool:
    found = StoredObject(f"uploads/{case_id}/{name}", etag, 10, changed)
    with registry.write() as db:
        return uploads.record(db, registry.now(), found, Upload(case_id, name))


def known(registry: Registry, case_id: str = "c-1") -> None:
    with registry.write() as db:
        uploads.ensure_case(db, registry.now(), case_id)
        facts.register_case(db, registry.now(), case_id, {**CASE, "case_id": case_id})


def claim(registry: Registry, worker: str = "w", limit: int = 1) -> list[Claim]:
    with registry.write() as db:
        return queue.claim(db, registry.now(), worker, LEASE, limit)


def finish(registry: Registry, claimed: Claim, state: UploadState = UploadState.DONE) -> None:
    with registry.write() as db:
        queue.hold(db, claimed)
        for row in claimed.uploads:
            db.execute(update(upload_table).where(upload_table.c.id == row.id).values(state=state.value, finished_at=registry.now()))
        queue.settle(db, registry.now(), claimed)


def states(registry: Registry, case_id: str = "c-1") -> list[str]:
    with registry.read() as db:
        return [row.state.value for row in uploads.of_case(db, case_id)]


def verdict(
    case_id: str = "c-1",
    kind: VerdictKind = VerdictKind.QUALIFIES,
    as_of: date = date(2026, 11, 20),
    code: FindingCode = FindingCode.TWO_KINDS_ACCEPTED,
) -> Verdict:
    return Verdict(case_id, kind, PolicyRef("p", "0" * 64), as_of, None, date(2026, 11, 24), (), (Reason(code, "R11", "said"),), (), None)


class RegistryContract:
    """Subclasses give the fixture `registry`: an empty one whose clock is a `Clock`."""

    @pytest.fixture
    def clock(self) -> Iterator[Clock]:
        yield Clock()

    # recording

    def test_an_upload_told_of_twice_is_one(self, registry: Registry) -> None:
        assert put(registry, "a.pdf")
        assert not put(registry, "a.pdf")
        assert states(registry) == ["pending"]

    def test_told_of_at_the_same_moment_by_many_is_one(self, registry: Registry) -> None:
        told: list[bool] = []
        threads = [threading.Thread(target=lambda: told.append(put(registry, "a.pdf"))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(told) == [False] * 7 + [True]

    def test_a_newer_version_supersedes_and_an_older_one_told_of_late_does_not(self, registry: Registry) -> None:
        put(registry, "a.pdf", etag="e2", changed=START + timedelta(minutes=2))
        put(registry, "a.pdf", etag="e1", changed=START)
        assert states(registry) == ["pending", "superseded"]
        put(registry, "a.pdf", etag="e3", changed=START + timedelta(minutes=3))
        assert states(registry) == ["superseded", "superseded", "pending"]

    # claiming

    def test_a_case_without_its_case_json_waits(self, registry: Registry) -> None:
        put(registry, "a.pdf")
        assert claim(registry) == []
        put(registry, "case.json")
        [claimed] = claim(registry)
        assert [row.filename for row in claimed.uploads] == ["a.pdf", "case.json"]

    def test_a_claimed_case_is_nobody_elses(self, registry: Registry) -> None:
        known(registry)
        put(registry, "a.pdf")
        assert len(claim(registry, "one")) == 1
        assert claim(registry, "two") == []
        put(registry, "b.pdf")  # comes while the case is in hand: not claimed by somebody else either
        assert claim(registry, "two") == []

    def test_what_came_meanwhile_is_next(self, registry: Registry) -> None:
        known(registry)
        put(registry, "a.pdf")
        [first] = claim(registry)
        put(registry, "b.pdf")
        finish(registry, first)
        [second] = claim(registry)
        assert [row.filename for row in second.uploads] == ["b.pdf"]
        finish(registry, second)
        assert claim(registry) == []

    def test_many_workers_share_many_cases_without_overlap(self, registry: Registry) -> None:
        for number in range(20):
            known(registry, f"c-{number}")
            put(registry, "a.pdf", f"c-{number}")
        taken: list[str] = []

        def work(name: str) -> None:
            while mine := claim(registry, name, 2):
                for one in mine:
                    taken.append(one.case_id)
                    finish(registry, one)

        threads = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(taken) == sorted(f"c-{number}" for number in range(20))

    # leases

    def test_a_dead_workers_case_is_taken_over_and_its_result_refused(self, registry: Registry, clock: Clock) -> None:
        known(registry)
        put(registry, "a.pdf")
        [dead] = claim(registry, "dead")
        clock.turn(59)
        assert claim(registry, "heir") == []
        clock.turn(2)
        [heir] = claim(registry, "heir")
        assert heir.uploads[0].attempts == 2
        with pytest.raises(ClaimLost):
            finish(registry, dead)
        finish(registry, heir)
        assert states(registry) == ["done"]

    def test_a_heartbeat_keeps_the_case(self, registry: Registry, clock: Clock) -> None:
        known(registry)
        put(registry, "a.pdf")
        [alive] = claim(registry)
        for _ in range(4):
            clock.turn(50)
            with registry.write() as db:
                queue.heartbeat(db, registry.now(), alive, LEASE)
        assert claim(registry, "heir") == []
        finish(registry, alive)

    def test_gives_up_after_some_deaths_and_a_person_sees_it(self, registry: Registry, clock: Clock) -> None:
        known(registry)
        put(registry, "a.pdf")
        attempts = 0
        while claimed := claim(registry):
            attempts += 1
            clock.turn(61)  # the worker died
            assert attempts <= queue.MAX_TAKE_OVERS
            if attempts == queue.MAX_TAKE_OVERS:
                [left] = claim(registry)
                assert left.uploads == ()
                finish(registry, left)
                break
            assert claimed[0].uploads[0].attempts == attempts
        assert states(registry) == ["dead"]
        with registry.read() as db:
            assert cases.one(db, "c-1").state is CaseState.FAILED
            assert [e.event for e in audit.entries(db, "c-1")][-1] == "gave_up"

    def test_a_failure_waits_longer_each_time(self, registry: Registry, clock: Clock) -> None:
        known(registry)
        put(registry, "a.pdf")
        for expected in (2, 4, 8, 16):
            [claimed] = claim(registry)
            with registry.write() as db:
                queue.release(db, registry.now(), claimed, "internal", counts=True)
            clock.turn(expected - 0.5)
            assert claim(registry) == []
            clock.turn(1)
        [last] = claim(registry)
        with registry.write() as db:
            queue.release(db, registry.now(), last, "internal", counts=True)
        assert states(registry) == ["dead"]

    def test_a_service_that_is_away_is_no_attempt(self, registry: Registry, clock: Clock) -> None:
        known(registry)
        put(registry, "a.pdf")
        for _ in range(3 * queue.MAX_ATTEMPTS):
            [claimed] = claim(registry)
            with registry.write() as db:
                queue.release(db, registry.now(), claimed, "store_unreachable", counts=False)
            clock.turn(4)
        [claimed] = claim(registry)
        assert claimed.uploads[0].attempts == 1

    def test_tells_depth_and_age(self, registry: Registry, clock: Clock) -> None:
        known(registry)
        with registry.read() as db:
            assert queue.depth(db, registry.now()) == (0, 0.0)
            assert not queue.ready(db, registry.now())
        put(registry, "a.pdf")
        clock.turn(30)
        with registry.read() as db:
            assert queue.depth(db, registry.now()) == (1, 30.0)
            assert queue.ready(db, registry.now())

    # facts, verdicts, decisions

    def test_facts_come_back_for_the_same_reader_only(self, registry: Registry) -> None:
        document = Document("a.pdf", "1" * 64, 10, DocumentStatus.READ, pages=1)
        with registry.write() as db:
            facts.keep_document(db, registry.now(), document, "r1")
            facts.keep_document(db, registry.now(), document, "r1")
        with registry.read() as db:
            again = facts.known_document(db, "1" * 64, "r1", "other name.pdf")
            assert again is not None and again.file == "other name.pdf"
            assert facts.known_document(db, "1" * 64, "r2", "a.pdf") is None

    def test_what_hung_on_limits_is_tried_again(self, registry: Registry) -> None:
        with registry.write() as db:
            facts.keep_document(db, registry.now(), Document("a.pdf", "2" * 64, 10, DocumentStatus.TIMED_OUT), "r1")
        with registry.read() as db:
            assert facts.known_document(db, "2" * 64, "r1", "a.pdf") is None

    def test_history_grows_with_news_only(self, registry: Registry) -> None:
        known(registry)
        with registry.write() as db:
            first = facts.add_verdict(db, registry.now(), verdict(), "upload")
            same = facts.add_verdict(db, registry.now(), verdict(as_of=date(2026, 11, 21)), "recheck")
            other = facts.add_verdict(db, registry.now(), verdict(kind=VerdictKind.NEEDS_MORE_INFO, code=FindingCode.EXPIRED), "recheck")
        assert first == same != other
        with registry.read() as db:
            assert [(v.id, v.as_of, v.trigger) for v in cases.history(db, "c-1")] == [
                (first, "2026-11-21", "upload"),
                (other, "2026-11-20", "recheck"),
            ]
            assert cases.one(db, "c-1").verdict == "needs_more_info"

    def test_a_decision_settles_the_verdict_it_was_made_on(self, registry: Registry) -> None:
        known(registry)
        with registry.write() as db:
            facts.add_verdict(db, registry.now(), verdict(), "upload")
            current = cases.history(db, "c-1")[-1]
            assert not facts.add_decision(db, registry.now(), current, Decision.APPROVE, by="R", comment="")
            assert cases.refresh_state(db, registry.now(), "c-1") is CaseState.DECIDED
            facts.add_verdict(db, registry.now(), verdict(kind=VerdictKind.NEEDS_MORE_INFO, code=FindingCode.EXPIRED), "recheck")
            assert cases.refresh_state(db, registry.now(), "c-1") is CaseState.NEEDS_REVIEW

    def test_a_sheet_is_due_from_a_change_until_it_is_written(self, registry: Registry, clock: Clock) -> None:
        known(registry)
        put(registry, "a.pdf")
        [claimed] = claim(registry)
        with registry.write() as db:
            facts.add_verdict(db, registry.now(), verdict(), "upload")
        clock.turn(30)
        assert self._sheets_due(registry) == []  # it is being read: its reader writes the sheet
        finish(registry, claimed)
        assert self._sheets_due(registry) == []  # its reader still has time
        clock.turn(11)
        assert self._sheets_due(registry) == ["c-1"]
        with registry.read() as db:
            seen = cases.one(db, "c-1").sheet_due_at
        clock.turn(1)
        with registry.write() as db:
            facts.add_verdict(db, registry.now(), verdict(kind=VerdictKind.NEEDS_MORE_INFO), "recheck")
            sheets.written(db, "c-1", seen)
        clock.turn(11)
        assert self._sheets_due(registry) == ["c-1"]  # what was written does not show the newest verdict
        with registry.write() as db:
            sheets.written(db, "c-1", cases.one(db, "c-1").sheet_due_at)
        assert self._sheets_due(registry) == []

    def _sheets_due(self, registry: Registry) -> list[str]:
        with registry.read() as db:
            return sheets.due(db, registry.now())

    def test_the_list_leads_with_what_is_due_first(self, registry: Registry) -> None:
        for case_id, due in (("late", "2026-11-30"), ("none", None), ("soon", "2026-11-21")):
            known(registry, case_id)
            with registry.write() as db:
                made = verdict(case_id)
                facts.add_verdict(
                    db,
                    registry.now(),
                    Verdict(**{**{f: getattr(made, f) for f in made.__slots__}, "review_due": date.fromisoformat(due) if due else None}),
                    "upload",
                )
        with registry.read() as db:
            assert [row.case_id for row in cases.listed(db)] == ["soon", "late", "none"]

    def test_dropping_a_case_keeps_facts_that_another_case_uses(self, registry: Registry) -> None:
        for case_id in ("c-1", "c-2"):
            known(registry, case_id)
            put(registry, "a.pdf", case_id)
        put(registry, "b.pdf", "c-1")
        with registry.write() as db:
            db.execute(update(upload_table).values(sha256="3" * 64))
            db.execute(update(upload_table).where(upload_table.c.filename == "b.pdf").values(sha256="4" * 64))
            for sha256 in ("3" * 64, "4" * 64):
                facts.keep_document(db, registry.now(), Document("a.pdf", sha256, 10, DocumentStatus.READ), "r1")
            facts.drop_case(db, "c-1")
        with registry.read() as db:
            assert [row.case_id for row in cases.listed(db)] == ["c-2"]
            assert facts.known_document(db, "3" * 64, "r1", "a.pdf") is not None
            assert facts.known_document(db, "4" * 64, "r1", "a.pdf") is None

    # audit

    def test_the_audit_log_is_whole_whoever_writes(self, registry: Registry) -> None:
        threads = [threading.Thread(target=put, args=(registry, f"{n}.pdf", f"c-{n}")) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with registry.read() as db:
            assert audit.verify(db) == audit.Audited(8, audit.verify(db).head)

    def test_the_database_refuses_to_change_the_audit_log(self, registry: Registry) -> None:
        put(registry, "a.pdf")
        for statement in ("UPDATE audit SET detail = '{}'", "DELETE FROM audit"):
            with pytest.raises(DBAPIError, match="append-only"), registry.write() as db:
                db.execute(text(statement))

    @pytest.mark.parametrize(
        ("change", "problem"),
        [
            ('UPDATE audit SET detail = \'{"etag":"forged"}\' WHERE seq = 2', "changed"),
            ("DELETE FROM audit WHERE seq = 2", "missing"),
            ("DELETE FROM audit WHERE seq = 3", "end"),
        ],
    )
    def test_a_change_behind_the_databases_back_shows(self, registry: Registry, change: str, problem: str) -> None:
        for name in ("a.pdf", "b.pdf", "c.pdf"):
            put(registry, name)
        with registry.write() as db:
            if db.dialect.name == "postgresql":
                db.execute(text("ALTER TABLE audit DISABLE TRIGGER ALL"))
            else:
                for action in ("update", "delete"):
                    db.execute(text(f"DROP TRIGGER audit_no_{action}"))
            db.execute(text(change))
        with registry.read() as db:
            found = audit.verify(db)
        assert found.broken_at is not None and problem in (found.problem or "")

    # schema

    def test_goes_down_to_nothing_and_up_again(self, registry: Registry) -> None:
        downgrade(registry, "base")
        upgrade(registry)
        put(registry, "a.pdf")
        with registry.read() as db:
            assert db.scalar(audit_table.select().with_only_columns(audit_table.c.seq)) == 1

    def test_the_migrations_make_the_schema_the_code_uses(self, registry: Registry) -> None:
        from alembic.autogenerate import compare_metadata
        from alembic.migration import MigrationContext

        from pipeline.registry.schema import metadata

        with registry.read() as db:
            assert compare_metadata(MigrationContext.configure(db), metadata) == []

    def test_marks_remember_when(self, registry: Registry, clock: Clock) -> None:
        with registry.write() as db:
            assert marks.at(db, "recheck") is None
            marks.put(db, registry.now(), "recheck", {})
        clock.turn(5)
        with registry.write() as db:
            marks.put(db, registry.now(), "recheck", {"as_of": "2026-11-20"})
            assert marks.at(db, "recheck") == START + timedelta(seconds=5)
