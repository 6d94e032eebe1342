"""`python -m bench [reading|redaction|operations …]`: measurements, each in its own module; `reading` where none is named."""

from __future__ import annotations

import importlib
import sys

MODULES = ("reading", "redaction", "operations", "typing_baseline")


def main() -> int:
    name, rest = (sys.argv[1], sys.argv[2:]) if len(sys.argv) > 1 and sys.argv[1] in MODULES else ("reading", sys.argv[1:])
    sys.argv = [f"bench.{name}", *rest]
    return int(importlib.import_module(f"bench.{name}").main(*([rest] if name in ("reading", "redaction") else [])) or 0)


if __name__ == "__main__":
    sys.exit(main())
