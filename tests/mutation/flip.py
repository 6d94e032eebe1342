"""Flips comparisons of the verdict and the checks, one at a time, and runs their tests on each: `python -m tests.mutation.flip`.

A mutant is killed when a test fails. Each runs in a forked child whose functions get the changed code; nothing on disk is touched.
Not part of `make test` (some minutes); the figure of the last run stands in docs/mutation.md.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import inspect
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType

ROOT = Path(__file__).resolve().parent.parent.parent
TARGETS = (
    "pipeline/verdict.py",
    "pipeline/weighing.py",
    "pipeline/scope.py",
    "pipeline/papers.py",
    "pipeline/asking.py",
    "pipeline/checks/dates.py",
    "pipeline/checks/shown.py",
    "pipeline/checks/subject.py",
    "pipeline/checks/clients.py",
    "pipeline/checks/bundle.py",
    "pipeline/checks/earnings.py",
    "pipeline/own_names.py",
    "pipeline/lasting.py",
    "pipeline/checks/paper.py",
    "pipeline/checks/numbers.py",
    "pipeline/checks/single.py",
    "pipeline/checks/across.py",
    "pipeline/workdays.py",
    "pipeline/fees.py",
    "pipeline/standing.py",
)
TESTS = (
    "tests.pipeline.test_verdict_pairs",
    "tests.pipeline.test_verdict",
    "tests.pipeline.test_checks",
    "tests.pipeline.test_check_edges",
    "tests.pipeline.test_workdays",
    "tests.pipeline.test_fees",
    "tests.pipeline.test_standing",
    "tests.pipeline.test_bundle_verdicts",
    "tests.pipeline.test_own_names",
    "tests.pipeline.test_lasting",
)
SECONDS = 60  # of CPU

FLIPS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.GtE, ast.LtE),
    ast.LtE: (ast.Gt, ast.Lt),
    ast.Gt: (ast.LtE, ast.GtE),
    ast.GtE: (ast.Lt, ast.Gt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
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
                ops = [*node.ops[:place], other(), *node.ops[place + 1 :]]
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


def functions_of(code: CodeType) -> Iterator[CodeType]:
    """Code objects of the functions of a module and of its classes."""
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from functions_of(constant)


def inject(mutant: Mutant) -> None:
    """Give the functions of the loaded module the changed code: tables and imports elsewhere keep pointing at them."""
    tree = Flipper(mutant.number).visit(ast.parse((ROOT / mutant.path).read_text("utf-8")))
    code = compile(ast.fix_missing_locations(tree), str(ROOT / mutant.path), "exec")
    changed = {one.co_qualname: one for one in functions_of(code) if "<locals>" not in one.co_qualname}
    module = importlib.import_module(mutant.path.removesuffix(".py").replace("/", "."))
    owners = [module, *(value for value in vars(module).values() if isinstance(value, type) and value.__module__ == module.__name__)]
    for owner in owners:
        for value in list(vars(owner).values()):
            if hasattr(value, "cache_clear"):
                value.cache_clear()
            plain = value.fget if isinstance(value, property) else value
            function = inspect.unwrap(plain) if callable(plain) else None
            if isinstance(function, FunctionType) and function.__module__ == module.__name__ and function.__qualname__ in changed:
                function.__code__ = changed[function.__qualname__]


def run_tests(names: Sequence[str]) -> None:
    """Call every test of the modules with each of its parameters; they use no fixtures. Raises what a failing test raises."""
    for name in names:
        for test in [value for key, value in vars(importlib.import_module(name)).items() if key.startswith("test_")]:
            for given in parameters(test):
                test(**given)


def parameters(test: Callable[..., None]) -> list[dict[str, object]]:
    """The arguments of every call that `parametrize` marks ask for."""
    rows: list[dict[str, object]] = [{}]
    for mark in getattr(test, "pytestmark", []):
        if mark.name == "parametrize":
            argnames, values = mark.args[0], list(mark.args[1])
            keys = [argnames] if isinstance(argnames, str) else list(argnames)
            rows = [
                {**row, **dict(zip(keys, [value] if isinstance(argnames, str) else value, strict=True))} for row in rows for value in values
            ]
    return rows


def survives(mutant: Mutant | None, tests: Sequence[str]) -> bool:
    """Whether all tests pass on the mutant; run in a child that is ended when it takes too long (a loop is a kill)."""
    child = os.fork()
    if child == 0:
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        try:
            if mutant is not None:
                inject(mutant)
            run_tests(tests)
        except BaseException as error:  # noqa: BLE001  whatever goes wrong, a test has noticed
            if mutant is None:
                print(f"{type(error).__name__}: {error}")  # noqa: T201
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="modules whose path contains this")
    parser.add_argument("--every", type=int, default=1, help="a sample: each n-th mutant")
    chosen = parser.parse_args()
    os.chdir(ROOT)
    tests = [name for name in TESTS if importlib.import_module(name)]
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
