"""The follow-up: one friendly message per case that lists everything at once (R14), with advice on what may be blacked out (R13).

The words are data (`pipeline/wording`); the help address is configuration (R18). Never promises a date, never rejects (R5).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipeline.explain import Wording, load_wording
from pipeline.model import Case, Verdict
from pipeline.policy import Policy
from pipeline.verdict import assess
from pipeline.vocabulary import Kind, VerdictKind

__all__ = ["FollowUp", "advice_on", "compose_followup", "followup_for"]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A message as plain text, ready to be sent."""

    subject: str
    body: str


def compose_followup(case: Case, policy: Policy, today: date, *, language: str = "en", help_address: str | None = None) -> FollowUp | None:
    """The one message of a case as of `today`; None where there is nothing to ask (out of scope, or enough and nothing leaks)."""
    return followup_for(case, assess(case, policy, today, language), language=language, help_address=help_address)


def followup_for(case: Case, verdict: Verdict, *, language: str = "en", help_address: str | None = None) -> FollowUp | None:
    """The same from a verdict that is there already; `language` has to be the one its sentences are in."""
    wording = load_wording(language)
    if verdict.verdict is VerdictKind.OUT_OF_SCOPE or not verdict.requests:
        return None
    enough = verdict.verdict is VerdictKind.QUALIFIES
    name = case.freelancer.person_name or case.freelancer.entity_name or ""
    facts = {"name": name, "help": help_address or "", "case": case.case_id}

    def say(key: str) -> str:
        return wording.say("message", key, facts)

    parts = [say("greeting"), say("opening_enough" if enough else "opening")]
    if verdict.counted:
        received = "\n".join(f"- {c.file}: {wording.kind(c.kind)}" for c in verdict.counted)
        parts.append(f"{say('received')}\n{received}")
    parts.append(f"{say('asked')}\n" + "\n".join(f"{n}. {request}" for n, request in enumerate(verdict.requests, 1)))
    if not enough and verdict.shortest_path:
        parts.append(f"{say('shortest')} {verdict.shortest_path}")
    parts.append(f"{say('privacy')}\n" + "\n".join(f"- {line}" for line in _advice(case, verdict, wording)))
    parts.append(say("how_to_black_out"))
    parts.append(say("waiting"))
    parts.append(say("help" if help_address else "reply"))
    parts.append(say("goodbye"))
    return FollowUp(say("subject_enough" if enough else "subject"), "\n\n".join(parts) + "\n")


def advice_on(kind: Kind, language: str = "en") -> str:
    """What must stay readable on a paper of this kind, and what may be blacked out."""
    wording = load_wording(language)
    return wording.say(
        "message",
        "advice",
        {"kind": kind.value, "keep": wording.sections["keep"][kind.value], "safe": wording.sections["safe"][kind.value]},
    )


def _advice(case: Case, verdict: Verdict, wording: Wording) -> list[str]:
    """For the kinds that were sent and are asked for again, and for the ones proposed; at most five lines."""
    counted = {c.file for c in verdict.counted}
    asked_again = [one.document.kind for one in case.documents if one.document.file not in counted and one.document.kind.is_evidence]
    taken = {c.kind for c in verdict.counted}
    proposed = [kind for kind in wording.examples if kind not in taken][:3]
    leaking = [one.document.kind for one in case.documents if one.document.kind.is_evidence] if not asked_again else []
    enough = verdict.verdict is VerdictKind.QUALIFIES
    kinds = list(dict.fromkeys([*asked_again, *(leaking if enough else proposed)]))[:5]
    return [advice_on(kind, wording.language) for kind in kinds if kind.value in wording.sections["keep"]]
