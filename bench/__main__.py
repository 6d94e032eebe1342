"""`python -m bench [reading|redaction|operations|nightly|policy_diff|typing_baseline …]`: a module each; `reading` where none is named."""

from __future__ import annotations

import runpy
import sys

MODULES = ("reading", "redaction", "operations", "nightly", "policy_diff", "typing_baseline")


def main() -> None:
    name, rest = (sys.argv[1], sys.argv[2:]) if len(sys.argv) > 1 and sys.argv[1] in MODULES else ("reading", sys.argv[1:])
    sys.argv = [f"bench.{name}", *rest]
    runpy.run_module(f"bench.{name}", run_name="__main__")


if __name__ == "__main__":
    main()
