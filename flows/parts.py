"""What every flow needs: the process's one service, and errors that carry a code and nothing else.

Prefect stores parameters, states and exception texts in the clear: they hold ids and codes only.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NoReturn

from pipeline.errors import IntakeError
from pipeline.service import Service


class FlowFailed(Exception):
    """The error of a flow run: an id and a stable code."""

    def __init__(self, subject: str, code: str) -> None:
        super().__init__(f"{subject}: {code}")
        self.code = code


@lru_cache(maxsize=1)
def service() -> Service:
    """The service of this process, opened on first use."""
    return Service.open()


def fail(subject: str, error: IntakeError | str) -> NoReturn:
    """End the flow run as failed; what caused it is cut off, because its text may quote a document."""
    code = error if isinstance(error, str) else error.code
    raise FlowFailed(subject, code) from None
