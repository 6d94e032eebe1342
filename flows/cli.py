"""Entry point of `intake`: the pipeline's commands and `serve`. Prefect is imported by `serve` alone."""

from __future__ import annotations

import sys

from pipeline.cli.app import build, run


def main() -> None:
    from flows.serve import register_serve

    sys.exit(run(build(register_serve)))


if __name__ == "__main__":
    main()
