"""Measures the nightly re-check beside what is stored: a million cases of which a few are due. Prints a table.

.venv/bin/python -m bench.nightly [sqlite|postgres|both] [STORED …] [--due N …]

Cases are made inside the database from one template (verdicts that are not due have an empty body: nothing reads it). Each run is a
process of its own: `select` is the time to find the ids that are due, `run` the whole re-check with a new verdict for each of them,
`again` a second run with nothing left, `retention` the search for what is too old to keep (nothing is), `peak` the process's memory.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, text

from pipeline.case_file import parse_case
from pipeline.policy import load_policy
from pipeline.registry import diary, open_registry
from pipeline.retention import apply_retention
from pipeline.service import Service
from pipeline.settings import Settings
from pipeline.store.memory import MemoryStore
from pipeline.verdict import assess
from pipeline.vocabulary import Kind
from pipeline.wire import document_to_json, verdict_to_json
from tests.cases.build import ENTITY, PERSON, case, paper

DAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 2, 15, tzinfo=UTC)
_TEMPLATE = "TEMPLATE"

_SERIES = {
    "sqlite": "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < :count)",
    "postgresql": "WITH s(n) AS (SELECT generate_series(1, :count))",
}
_LATER = {
    "sqlite": "date(:day, '+' || (1 + n % 400) || ' days')",
    "postgresql": "to_char(CAST(CAST(:day AS text) AS date) + (1 + n % 400), 'YYYY-MM-DD')",
}
_JSON = {"sqlite": "{}", "postgresql": "CAST({} AS json)"}


def fill(db: Connection, stored: int, due: int, judged_by: str) -> None:
    """`stored` cases, the first `due` of which are due on DAY: their licence ran out the day before."""
    licence = paper(Kind.BUSINESS_LICENSE, "licence.pdf", expiry_date=DAY - timedelta(days=1), issue_date=DAY - timedelta(days=365))
    notice = paper(Kind.TAX_ID_NOTICE, "notice.pdf")
    body = verdict_to_json(assess(case(licence, notice), load_policy(), DAY - timedelta(days=1))) | {"case_id": _TEMPLATE}
    known = {"case_id": _TEMPLATE, "freelancer": {"id": _TEMPLATE, "person_name": PERSON, "entity_name": ENTITY}}
    known["engagement"] = {"client_name": "Upwork Talent Group"}
    parse_case(known)
    dialect = db.dialect.name
    series, as_json = _SERIES[dialect], _JSON[dialect].format
    empty = "'{}'"
    own = f"replace(CAST(:json AS text), '{_TEMPLATE}', 'c-' || n)"
    past = {"past": NOW - timedelta(days=10), "count": stored, "due": due, "day": DAY.isoformat()}
    past = past | {"past": past["past"].replace(tzinfo=None).isoformat(" ")} if dialect == "sqlite" else past
    for one in (licence, notice):
        db.execute(
            text(f"INSERT INTO documents (sha256, reader, facts, read_at) VALUES (:sha, 'r', {as_json(':facts')}, :past)"),
            {"sha": one.document.sha256, "facts": json.dumps(document_to_json(one.document)), "past": past["past"]},
        )
    db.execute(
        text(
            "INSERT INTO cases "
            "(case_id, freelancer_id, case_json, state, created_at, updated_at, verdict_id, verdict, recheck_on, judged_by) "
            f"{series} SELECT 'c-' || n, 'c-' || n, {as_json(own)}, 'decided', :past, :past, n, 'qualifies', "
            f"CASE WHEN n <= :due THEN CAST(:day AS text) ELSE {_LATER[dialect]} END, CAST(:by AS text) FROM s"
        ),
        past | {"json": json.dumps(known), "by": judged_by},
    )
    db.execute(
        text(
            f"INSERT INTO verdicts (id, case_id, verdict, as_of, policy_sha256, body, made_at, trigger) {series} "
            f"SELECT n, 'c-' || n, 'qualifies', CAST(:day AS text), '', "
            f"CASE WHEN n <= :due THEN {as_json(own)} ELSE {as_json(empty)} END, :past, "
            "'upload' FROM s"
        ),
        past | {"json": json.dumps(body)},
    )
    for one in (licence, notice):
        db.execute(
            text(
                "INSERT INTO uploads "
                "(case_id, key, etag, filename, size, uploaded_at, recorded_at, state, attempts, finished_at, sha256) "
                f"{series} SELECT 'c-' || n, 'uploads/c-' || n || '/' || CAST(:file AS text), "
                "'e', CAST(:file AS text), 1000, :past, :past, 'done', 1, :past, CAST(:sha AS text) "
                "FROM s"
            ),
            {"past": past["past"], "count": stored, "file": one.document.file, "sha": one.document.sha256},
        )
    if dialect == "postgresql":
        db.execute(text("SELECT setval(pg_get_serial_sequence('verdicts', 'id'), :count)"), {"count": stored})


def service(url: str, home: Path) -> Service:
    settings = Settings(database_url=url, home=home)
    return Service(settings, open_registry(settings, clock=lambda: NOW), MemoryStore(), load_policy())


def measure(url: str) -> dict[str, float]:
    """What one process needs for the night of DAY."""
    with tempfile.TemporaryDirectory() as home:
        one = service(url, Path(home))
        started = time.monotonic()
        found = sum(1 for _ in diary.due(one.registry.read, DAY, one.judged_by))
        select = time.monotonic() - started
        started, cpu = time.monotonic(), time.process_time()
        changed = sum(each.changed for each in one.recheck(DAY))
        run, run_cpu = time.monotonic() - started, time.process_time() - cpu
        started = time.monotonic()
        assert not list(one.recheck(DAY))
        again = time.monotonic() - started
        started = time.monotonic()
        apply_retention(one)
        kept = time.monotonic() - started
        one.close()
    assert found == changed
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"due": found, "select": select, "run": run, "cpu": run_cpu, "again": again, "retention": kept, "peak": peak}


@contextmanager
def database(kind: str, folder: str) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder}/registry.db"
        return
    from tests.integration.servers import postgres

    with postgres() as server:
        yield server.database()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", nargs="?", default="sqlite")
    parser.add_argument("stored", nargs="*", type=int, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--due", nargs="*", type=int, default=[100, 1_000])
    parser.add_argument("--one", metavar="URL")
    args = parser.parse_args()
    if args.one:
        print(json.dumps(measure(args.one)))
        return
    print(
        f"{'':<12}{'stored':>10}{'due':>7}{'select s':>10}{'run s':>9}{'CPU s':>8}{'again s':>9}{'retention s':>13}{'peak MiB':>10}",
        flush=True,
    )
    for kind in ("sqlite", "postgres") if args.kind == "both" else (args.kind,):
        for stored in args.stored:
            for due in args.due:
                with tempfile.TemporaryDirectory() as folder, database(kind, folder) as url:
                    one = service(url, Path(folder))
                    with one.registry.write() as db:
                        fill(db, stored, due, one.judged_by)
                    if kind == "postgres":  # its autovacuum would do it within minutes; nothing does on SQLite
                        with one.registry.write() as db:
                            db.execute(text("ANALYZE"))
                    one.close()
                    done = subprocess.run([sys.executable, "-m", "bench.nightly", "--one", url], capture_output=True, text=True, check=True)
                    m = json.loads(done.stdout)
                    print(
                        f"{kind:<12}{stored:>10,}{m['due']:>7,}{m['select']:>10.3f}{m['run']:>9.2f}{m['cpu']:>8.2f}{m['again']:>9.3f}"
                        f"{m['retention']:>13.3f}{m['peak']:>10.0f}",
                        flush=True,
                    )


if __name__ == "__main__":
    main()
