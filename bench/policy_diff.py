"""Measures how many stored cases a second a policy diff compares, beside assessing the same cases anew. Prints a table.

.venv/bin/python -m bench policy_diff [CASES]

Different people and firms each, so that nothing is remembered from case to case. The last rows read them from a registry, as
`intake policy diff` does.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from sqlalchemy import insert

from pipeline.case_file import case_to_json
from pipeline.model import Case, Verdict
from pipeline.policy import load_policy, parse_policy
from pipeline.policy_diff import diff_cases
from pipeline.registry import Registry, open_registry
from pipeline.registry import schema as table
from pipeline.registry.model import UploadState
from pipeline.settings import Settings
from pipeline.stored_cases import stored_cases
from pipeline.verdict import assess
from pipeline.wire import document_to_json, verdict_to_json
from tests.cases.build import TODAY, renamed
from tests.cases.pairs import PAIRS

NOW = datetime(2026, 11, 20, tzinfo=UTC)


def fill(registry: Registry, pairs: Iterable[tuple[Case, Verdict]]) -> None:
    """Cases with papers and verdict as processing leaves them; each case has papers of its own."""
    with registry.write() as db:
        for number, (case, verdict) in enumerate(pairs, 1):
            case_id = f"c-{number:07}"
            known = {**case_to_json(case), "case_id": case_id}
            db.execute(
                insert(table.cases).values(
                    case_id=case_id, case_json=known, state="decided", verdict_id=number, created_at=NOW, updated_at=NOW
                )
            )
            db.execute(
                insert(table.verdicts).values(
                    id=number,
                    case_id=case_id,
                    verdict=verdict.verdict.value,
                    as_of=verdict.as_of,
                    policy_sha256="",
                    body={**verdict_to_json(verdict), "case_id": case_id},
                    made_at=NOW,
                    trigger="upload",
                )
            )
            for place, one in enumerate(case.documents):
                sha = f"{number:056}{place:08}"
                facts = {**document_to_json(one.document), "sha256": sha}
                db.execute(insert(table.documents).values(sha256=sha, reader="r", facts=facts, read_at=NOW))
                name = one.document.file
                at = {"uploaded_at": NOW, "recorded_at": NOW, "finished_at": NOW, "attempts": 1, "size": 1, "etag": "e"}
                state = UploadState.DONE.value
                key = f"uploads/{case_id}/{place}-{name}"
                db.execute(insert(table.uploads).values(case_id=case_id, key=key, filename=name, state=state, sha256=sha, **at))


def main(number: int) -> None:
    policy = load_policy()
    text = (files("pipeline") / "policy.toml").read_text("utf-8")
    stricter = parse_policy(text.replace("kinds = 2 ", "kinds = 3 ").encode())
    known = [one for pair in PAIRS for one in (pair.fails, pair.passes)]
    cases = [
        replace(known[i % len(known)], freelancer=renamed(person_name=f"Mira Tanaka{i}", entity_name=f"Tanaka Type {i} LLC"))
        for i in range(number)
    ]
    start = time.process_time()
    for one in cases:
        assess(one, policy, TODAY)
    assessed = time.process_time() - start
    before = [assess(one, policy, TODAY) for one in known]
    pairs = [(one, before[i % len(known)]) for i, one in enumerate(cases)]
    start = time.process_time()
    changed = sum(1 for _ in diff_cases(pairs, stricter))
    compared = time.process_time() - start
    with tempfile.TemporaryDirectory() as home:
        registry = open_registry(Settings(database_url=f"sqlite:///{home}/registry.db", home=Path(home)), clock=lambda: NOW)
        fill(registry, pairs)
        start = time.process_time()
        with registry.read() as db:
            stored = sum(1 for _ in stored_cases(db))
        loaded = time.process_time() - start
        start = time.process_time()
        with registry.read() as db:
            again = sum(1 for _ in diff_cases(stored_cases(db), stricter))
        whole = time.process_time() - start
    print("| what | cases | cases per CPU second |\n| --- | --- | --- |")
    print(f"| assessed anew | {number} | {number / assessed:.0f} |")
    print(f"| compared under another policy, {changed} of them change | {number} | {number / compared:.0f} |")
    print(f"| read from a registry (SQLite) | {stored} | {stored / loaded:.0f} |")
    print(f"| both, as `intake policy diff` does; {again} change | {stored} | {stored / whole:.0f} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4000)
