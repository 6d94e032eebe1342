"""Flips comparisons of the verdict and the checks, one at a time, and runs their tests on each: `python -m tests.mutation.flip`.

A mutant is killed when a test fails. Each runs in a forked child with the changed module, so that nothing on disk is touched.
Not part of `make test` (some minutes); the figure of the last run stands in docs/mutation.md.
"""

from __future__ import annotations

import argparse
import ast
import importlib.abc
import importlib.util
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import CodeType, ModuleType

ROOT = Path(__file__).resolve().parent.parent.parent
TARGETS = ("pipeline/verdict.py", "pipeline/weighing.py", "pipeline/scope.py", "pipeline/papers.py", "pipeline/asking.py",
           "pipeline/checks/dates.py", "pipeline/checks/shown.py", "pipeline/checks/subject.py", "pipeline/checks/paper.py",
           "pipeline/checks/numbers.py", "pipeline/checks/single.py", "pipeline/checks/across.py", "pipeline/workdays.py",
           "pipeline/fees.py", "pipeline/standing.py")
TESTS = ("tests/pipeline/test_verdict_pairs.py", "tests/pipeline/test_verdict.py", "tests/pipeline/test_checks.py",
         "tests/pipeline/test_workdays.py", "tests/pipeline/test_fees.py", "tests/pipeline/test_standing.py")
SECONDS = 120

FLIPS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.GtE, ast.LtE), ast.LtE: (ast.Gt, ast.Lt), ast.Gt: (ast.LtE, ast.GtE), ast.GtE: (ast.Lt, ast.Gt),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,), ast.In: (ast.NotIn,), ast.NotIn: (ast.In,),
}
"""Each comparison turned round, and moved by one at its edge."""


@dataclass(frozen=True)
class Mutant:
    """The `number`-th flip of a module, for people: the line and the new text."""

    path: str
    number: int
    line: int
    text: str


class Flipper(ast.NodeTransformer):
    """Applies the flip with the given number; with none, it counts and describes them."""

    def __init__(self, wanted: int | None) -> None:
        self.wanted, self.seen = wanted, 0
        self.found: list[tuple[int, str]] = []

    def _offer(self, node: ast.expr, changed: ast.expr) -> ast.expr:
        chosen = self.seen == self.wanted
        self.seen += 1
        self.found.append((node.lineno, ast.unparse(changed)))
        return ast.copy_location(changed, node) if chosen else node

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        self.generic_visit(node)
        result: ast.expr = node
        for place, op in enumerate(node.ops):
            for other in FLIPS[type(op)]:
                ops = [*node.ops[:place], other(), *node.ops[place + 1:]]
                offered = self._offer(node, ast.Compare(node.left, ops, node.comparators))
                result = offered if offered is not node else result
        return result

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.expr:
        self.generic_visit(node)
        return self._offer(node, ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values))

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        self.generic_visit(node)
        return self._offer(node, node.operand) if isinstance(node.op, ast.Not) else node


def mutants(path: str) -> Iterator[Mutant]:
    counter = Flipper(None)
    counter.visit(ast.parse((ROOT / path).read_text("utf-8")))
    for number, (line, text) in enumerate(counter.found):
        yield Mutant(path, number, line, text)


def mutated(mutant: Mutant) -> CodeType:
    tree = Flipper(mutant.number).visit(ast.parse((ROOT / mutant.path).read_text("utf-8")))
    return compile(ast.fix_missing_locations(tree), str(ROOT / mutant.path), "exec")


class Replaced(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads one module from changed code."""

    def __init__(self, name: str, code: CodeType) -> None:
        self.name, self.code = name, code

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        return importlib.util.spec_from_loader(fullname, self) if fullname == self.name else None

    def exec_module(self, module: ModuleType) -> None:
        exec(self.code, module.__dict__)


def survives(mutant: Mutant | None, tests: Sequence[str]) -> bool:
    """Whether all tests pass on the mutant; run in a child that is ended when it takes too long (a loop is a kill)."""
    child = os.fork()
    if child == 0:
        signal.alarm(SECONDS)
        with Path(os.devnull).open("w") as nowhere:
            os.dup2(nowhere.fileno(), 1)
            os.dup2(nowhere.fileno(), 2)
        if mutant is not None:
            sys.meta_path.insert(0, Replaced(mutant.path.removesuffix(".py").replace("/", "."), mutated(mutant)))
        import pytest

        os._exit(int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning", *tests])))
    return os.waitpid(child, 0)[1] == 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="modules whose path contains this")
    parser.add_argument("--every", type=int, default=1, help="a sample: each n-th mutant")
    chosen = parser.parse_args()
    os.chdir(ROOT)
    tests = [test for test in TESTS if (ROOT / test).exists()]
    # heavy libraries once, in the parent; nothing of the product itself
    for name in ("pytest", "pydantic", "rapidfuzz", "cleanco", "anyascii", "holidays", "pycountry", "stdnum"):
        importlib.import_module(name)
    if not survives(None, tests):
        sys.exit("The tests fail without any change; mend them first.")
    killed, alive = 0, []
    todo = [m for path in TARGETS if chosen.only in path for m in mutants(path)][:: chosen.every]
    for mutant in todo:
        if survives(mutant, tests):
            alive.append(mutant)
            print(f"alive  {mutant.path}:{mutant.line}  {mutant.text}", flush=True)  # noqa: T201
        else:
            killed += 1
    print(f"{killed} of {len(todo)} killed ({killed / max(1, len(todo)):.1%})")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
