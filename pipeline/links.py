"""Signed, expiring links to page pictures: who has the link may look until it lapses, nobody can make one or change one."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from pipeline.settings import Settings

_SIGNATURE_BYTES = 20


def link_key(settings: Settings) -> bytes:
    """The configured key, or one made once and kept under `home`, readable by its owner alone."""
    if settings.link_secret is not None:
        return hashlib.sha256(settings.link_secret.get_secret_value().encode()).digest()
    path: Path = settings.home / "secrets" / "links.key"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        target = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(target, "wb") as out:
        key = secrets.token_bytes(32)
        out.write(key)
    return key


def reachable(host: str) -> str:
    """An address of this machine that can be called, where `host` may mean all of them."""
    return {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104  not bound to


@dataclass(frozen=True, slots=True)
class Links:
    """Makes and checks links below `base`, e.g. `http://127.0.0.1:4280`."""

    base: str
    key: bytes
    seconds: int

    @classmethod
    def of(cls, settings: Settings) -> Links:
        base = settings.public_url or f"http://{reachable(settings.host)}:{settings.receiver_port}"
        return cls(base.rstrip("/"), link_key(settings), settings.link_days * 86_400)

    def sign(self, path: str, now: float) -> str:
        """The full address of a path such as `/cases/c-1`, valid for `seconds`, rounded up to a day so that it stays the same for one."""
        until = (int(now) + self.seconds) // 86_400 * 86_400 + 86_400
        return f"{self.base}{quote(path)}?until={until}&signature={self._signature(path, until)}"

    def allows(self, path: str, until: int, signature: str, now: float) -> bool:
        """Whether a link is one of ours and still good; compares in constant time."""
        return hmac.compare_digest(self._signature(path, until).encode(), signature.encode()) and now < until

    def _signature(self, path: str, until: int) -> str:
        return hmac.new(self.key, f"{path}\n{until}".encode(), hashlib.sha256).hexdigest()[: 2 * _SIGNATURE_BYTES]
