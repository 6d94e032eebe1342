"""Is the case in scope? By the name of the contract's client alone (R1); which name matched is recorded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from pipeline.policy import Scope

__all__ = ["InScope", "ScopeAnswer", "scope_of"]


class InScope(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ScopeAnswer:
    """`matched` is the policy's name that the client's name contains."""

    state: InScope
    matched: str | None = None


def scope_of(client_name: str | None, scope: Scope) -> ScopeAnswer:
    """Full names count wherever they stand in the client's name, short ones as a word of it ("UTG", never "OUTGOING").

    A client's name that is not given is `unknown`: what then happens is a row of the policy.
    """
    plain = _plain(client_name or "")
    if not plain.strip():
        return ScopeAnswer(InScope.UNKNOWN)
    for name in (*scope.full_names, *scope.short_names):
        if f" {_plain(name).strip()} " in plain:
            return ScopeAnswer(InScope.YES, name)
    return ScopeAnswer(InScope.NO)


def _plain(text: str) -> str:
    """Words in lower case with one space around each."""
    words = re.findall(r"[^\W_]+", text.casefold())
    return f" {' '.join(words)} "
