"""Measures how many stored cases a second a policy diff compares, beside assessing the same cases anew. Prints a table.

.venv/bin/python -m bench policy_diff [CASES]

Different people and firms each, so that nothing is remembered from case to case.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from importlib.resources import files

from pipeline.policy import load_policy, parse_policy
from pipeline.policy_diff import diff_cases
from pipeline.verdict import assess
from tests.cases.build import TODAY, renamed
from tests.cases.pairs import PAIRS


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
    print("| what | cases | cases per CPU second |\n| --- | --- | --- |")
    print(f"| assessed anew | {number} | {number / assessed:.0f} |")
    print(f"| compared under another policy, {changed} of them change | {number} | {number / compared:.0f} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4000)
