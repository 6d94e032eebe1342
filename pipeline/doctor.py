"""`intake doctor`: every part the system needs, looked at one by one, each trouble with its mend."""

from __future__ import annotations

import os
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from pipeline.errors import ConfigurationError, IntakeError, PrefectUnreachable
from pipeline.settings import Settings

FREE_BYTES = 2 * 1024**3
_NIGHTLY_LATE = timedelta(hours=26)


@dataclass(frozen=True, slots=True)
class Checked:
    """One part: `ok`, what was found, and the mend where it is not. `exit_code` is the contract's for this trouble."""

    part: str
    ok: bool
    found: str
    mend: str | None = None
    exit_code: int = 0


def examine(settings: Settings) -> Iterator[Checked]:
    """Look at every part. Never raises for a part that is not well."""
    for part, look in PARTS:
        try:
            yield Checked(part, True, look(settings))
        except IntakeError as error:
            what, _, mend = error.message.rstrip(".").partition("; ")
            yield Checked(part, False, what, mend or None, error.exit_code)
        except Exception as error:  # noqa: BLE001  a doctor that falls ill helps nobody
            yield Checked(part, False, f"does not work ({type(error).__name__})", "install the project again with: make run", 2)


def _home(settings: Settings) -> str:
    place = settings.home.absolute()
    existing = next(p for p in (place, *place.parents) if p.exists())
    if not os.access(existing, os.W_OK):
        raise ConfigurationError(f"{place} cannot be written; set INTAKE_HOME to a folder of yours")
    free = shutil.disk_usage(existing).free
    if free < FREE_BYTES:
        raise ConfigurationError(f"only {free / 1024**3:.1f} GiB are free on the disk of {place}; free some space or set INTAKE_HOME")
    return f"{place}, {free / 1024**3:.0f} GiB free"


def _tesseract(settings: Settings) -> str:
    if shutil.which("tesseract") is None:
        raise ConfigurationError(
            "tesseract is not installed; install it with: apt-get install tesseract-ocr tesseract-ocr-eng tesseract-ocr-osd"
        )
    version = subprocess.run(["tesseract", "--version"], capture_output=True, text=True, check=False).stdout.splitlines()
    listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False).stdout.split()
    wanted = {*settings.languages.split("+"), "osd"}
    missing = sorted(wanted - set(listed))
    if missing:
        raise ConfigurationError(
            f"tesseract has no data for {', '.join(missing)}; install it with: apt-get install "
            + " ".join(f"tesseract-ocr-{name.replace('_', '-')}" for name in missing)
        )
    return version[0] if version else "tesseract"


def _model(settings: Settings) -> str:
    from classifiers import classify

    classify([])
    return "loads"


def _policy(settings: Settings) -> str:
    from pipeline.policy import load_policy

    policy = load_policy(settings.policy)
    return f"{policy.ref.name}, {policy.ref.sha256[:12]}"


def _store(settings: Settings) -> str:
    from pipeline.store import open_store

    store = open_store(settings)
    store.check()
    return store.name


def _registry(settings: Settings) -> str:
    from pipeline.registry import cases, open_registry

    registry = open_registry(settings)
    with registry.read() as db:
        total = sum(cases.counts(db).values())
    return f"{registry.name}, {total} cases"


def _queue(settings: Settings) -> str:
    from pipeline.registry import cases, open_registry, queue

    registry = open_registry(settings)
    with registry.read() as db:
        waiting, age = queue.depth(db, registry.now())
        failed = cases.counts(db).get("failed", 0)
    if failed:
        raise ConfigurationError(
            f"{failed} cases have failed; see them with: intake cases --status failed, "
            "and try one again with: intake recheck --retry CASE_ID"
        )
    return f"{waiting} uploads wait, the oldest for {age:.0f} s" if waiting else "nothing waits"


def _nightly(settings: Settings) -> str:
    from pipeline.registry import marks, open_registry

    registry = open_registry(settings)
    with registry.read() as db:
        last = marks.at(db, "recheck")
    if last is None:
        return f"has not run yet, is due at {settings.nightly_cron} ({settings.time_zone})"
    if registry.now() - last > _NIGHTLY_LATE:
        raise ConfigurationError(f"the nightly re-check last ran at {last:%Y-%m-%d %H:%M} UTC; start intake serve, or run: intake recheck")
    return f"last ran at {last:%Y-%m-%d %H:%M} UTC"


def _prefect(settings: Settings) -> str:
    import httpx

    address = os.environ.get("PREFECT_API_URL")
    if not address:
        return "embedded: intake serve starts its own server"
    headers = {}
    if secret := os.environ.get("PREFECT_API_AUTH_STRING"):
        headers["Authorization"] = "Basic " + b64encode(secret.encode()).decode()
    elif key := os.environ.get("PREFECT_API_KEY"):
        headers["Authorization"] = f"Bearer {key}"
    try:
        answer = httpx.get(f"{address.rstrip('/')}/health", headers=headers, timeout=5)
    except (httpx.HTTPError, httpx.InvalidURL):
        raise PrefectUnreachable(f"Prefect does not answer at {address}; check PREFECT_API_URL and that its server runs") from None
    if answer.status_code != 200:
        raise PrefectUnreachable(f"Prefect answered HTTP {answer.status_code} at {address}; check PREFECT_API_URL and its key")
    return address


PARTS: tuple[tuple[str, Callable[[Settings], str]], ...] = (
    ("home and disk", _home),
    ("tesseract", _tesseract),
    ("model", _model),
    ("policy", _policy),
    ("store", _store),
    ("registry", _registry),
    ("queue", _queue),
    ("nightly re-check", _nightly),
    ("Prefect", _prefect),
)


def worst(found: list[Checked]) -> int:
    """The exit code over all parts: a service that is away (4) tells more than a configuration that is wrong (2)."""
    return max((c.exit_code for c in found if not c.ok), default=0)
