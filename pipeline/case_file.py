"""`case.json`: the facts of a case from outside, checked key by key.

Only `case_id` and a name of the freelancer are required. An unknown or wrong key is refused with one sentence that names
the key and the mend; values of the file are never repeated in it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from pipeline.errors import CaseFileError
from pipeline.model import Case, Engagement, Freelancer, PlatformStanding, Task

__all__ = ["case_to_json", "load_case", "parse_case"]

MAX_BYTES = 1_000_000
_NEVER_IN_A_NAME = frozenset("/\\")


def _plain_id(value: str) -> str:
    """Case ids become folder names and object keys."""
    if value in {".", ".."} or _NEVER_IN_A_NAME & set(value) or not value.isprintable():
        raise ValueError("must be a plain name without slashes")
    return value


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Id = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120), AfterValidator(_plain_id)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _null_is_absent(cls, data: object) -> object:
        """Programs that write case files write null or an empty string for what they do not know."""
        if not isinstance(data, Mapping):
            return data
        return {key: value for key, value in data.items() if key not in cls.model_fields or (value is not None and value != "")}


class _Freelancer(_Part):
    id: Text | None = None
    person_name: Text | None = None
    entity_name: Text | None = None
    trade_names: list[Text] = []
    country: Text | None = None
    region: Text | None = None

    @model_validator(mode="after")
    def _named(self) -> Self:
        if not (self.person_name or self.entity_name):
            raise ValueError("needs person_name or entity_name")
        return self


class _Engagement(_Part):
    id: Text | None = None
    client_name: Text | None = None
    engaging_client: Text | None = None


class _Task(_Part):
    name: Text
    done: bool = False
    done_on: date | None = None


class _Platform(_Part):
    """Standing on the platform; the optional facts after `agency` serve the programs (R30-R38)."""

    clients: Annotated[int, Field(ge=0)] | None = None
    jss: Annotated[int, Field(ge=0, le=100)] | None = None
    program: Text | None = None
    agency: Text | None = None
    profile_complete: Annotated[int, Field(ge=0, le=100)] | None = None
    last_violation: date | None = None
    violations: Annotated[int, Field(ge=0)] | None = None
    submits_proposals: bool | None = None
    readiness_test: bool | None = None
    first_contract: date | None = None
    earned_12_months: Annotated[float, Field(ge=0)] | None = None
    rising_talent_weeks: Annotated[int, Field(ge=0, le=16)] | None = None
    interview_passed: bool | None = None
    raters: Annotated[int, Field(ge=0)] | None = None


class _CaseFile(_Part):
    case_id: Id
    freelancer: _Freelancer
    engagement: _Engagement = _Engagement()
    tasks: list[_Task] = []
    platform: _Platform = _Platform()
    questionnaire: dict[str, Any] = {}
    opened: date | None = None


_STANDING = ("clients", "jss", "program", "agency")


def load_case(path: Path) -> Case:
    """The case in a `case.json` file, without documents.

    Raises CaseFileError (exit code 2): missing, not JSON, unknown or wrong keys; the sentence names the file, the key and the mend.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise CaseFileError(f"{path.name} is larger than a case file can be; put documents beside it, not into it.")
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        raise CaseFileError(f"{path} is not there; put a case.json with case_id and the freelancer's name into the folder.") from None
    except UnicodeDecodeError:
        raise CaseFileError(f"{path} is not UTF-8 text; save it as UTF-8.") from None
    except OSError as error:
        raise CaseFileError(f"{path} cannot be read ({error.strerror}); check the path and its permissions.") from None
    try:
        data = json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise CaseFileError(f"{path} is not JSON: {error.msg} at line {error.lineno}, column {error.colno}.") from None
    except RecursionError:
        raise CaseFileError(f"{path} is nested too deeply for a case file.") from None
    except _Twice as error:
        raise CaseFileError(f"{path}: the key {error.args[0]!r} stands there twice; keep one.") from None
    return parse_case(data, str(path))


def parse_case(data: object, source: str = "case.json") -> Case:
    """The case in decoded JSON (contract: `case.json`); `source` is how the error sentence calls it. Raises CaseFileError."""
    if not isinstance(data, Mapping):
        raise CaseFileError(f"{source}: the case must be a JSON object with case_id and freelancer.")
    try:
        parsed = _CaseFile.model_validate(dict(data))
    except ValidationError as error:
        raise CaseFileError(f"{source}: {_sentence(error)}") from None
    platform = parsed.platform.model_dump(exclude_none=True)
    return Case(
        case_id=parsed.case_id,
        freelancer=Freelancer(**{**parsed.freelancer.model_dump(), "trade_names": tuple(parsed.freelancer.trade_names)}),
        engagement=Engagement(**parsed.engagement.model_dump()),
        tasks=tuple(Task(t.name, t.done, t.done_on) for t in parsed.tasks),
        platform=PlatformStanding(
            **{k: platform.get(k) for k in _STANDING}, extra={k: v for k, v in platform.items() if k not in _STANDING}
        ),
        questionnaire=parsed.questionnaire,
        opened=parsed.opened,
    )


def case_to_json(case: Case) -> dict[str, Any]:
    """The `case.json` of a case; `parse_case(case_to_json(case)) == case` where the case has no documents."""

    def day(value: object) -> object:
        return value.isoformat() if isinstance(value, date) else value

    def filled(pairs: Mapping[str, object]) -> dict[str, object]:
        return {k: day(v) for k, v in pairs.items() if v not in (None, [], {})}

    f, e, p = case.freelancer, case.engagement, case.platform
    return filled(
        {
            "case_id": case.case_id,
            "freelancer": filled(
                {
                    "id": f.id,
                    "person_name": f.person_name,
                    "entity_name": f.entity_name,
                    "trade_names": list(f.trade_names),
                    "country": f.country,
                    "region": f.region,
                }
            ),
            "engagement": filled({"id": e.id, "client_name": e.client_name, "engaging_client": e.engaging_client}),
            "tasks": [filled({"name": t.name, "done": t.done, "done_on": t.done_on}) for t in case.tasks],
            "platform": filled({"clients": p.clients, "jss": p.jss, "program": p.program, "agency": p.agency, **p.extra}),
            "questionnaire": dict(case.questionnaire),
            "opened": case.opened,
        }
    )


class _Twice(ValueError):
    pass


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    seen: dict[str, Any] = {}
    for key, value in pairs:
        if key in seen:
            raise _Twice(key)
        seen[key] = value
    return seen


_PARTS: Mapping[str, type[_Part]] = {"freelancer": _Freelancer, "engagement": _Engagement, "tasks": _Task, "platform": _Platform}


def _sentence(error: ValidationError) -> str:
    """The first problem as a sentence: the key, what is wrong, the mend. Never the value."""
    first = min(error.errors(include_input=False, include_url=False), key=lambda e: e["type"] != "extra_forbidden")
    where = [str(part) for part in first["loc"]]
    key = ".".join(where)
    match first["type"]:
        case "extra_forbidden":
            owner = _PARTS.get(where[0]) if len(where) > 1 else _CaseFile
            known = sorted((owner or _CaseFile).model_fields)
            near = get_close_matches(where[-1], known, 1)
            mend = f"did you mean {near[0]!r}?" if near else f"known keys there are {', '.join(known)}."
            return f"the key {key!r} is not known; {mend}"
        case "missing":
            return f"the key {key!r} is missing; add it."
        case "value_error":
            return f"{key!r} {first['ctx']['error']!s}."
        case _:
            message = str(first["msg"])
            return f"the key {key!r} is not usable: {message[0].lower()}{message[1:]}."
