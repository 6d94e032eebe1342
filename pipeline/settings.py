"""Configuration from the environment (`INTAKE_…`), with defaults that run on one machine without any set-up."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from pipeline.errors import ConfigurationError


class Settings(BaseSettings):
    """Everything an operator can set. Sizes in bytes or pixels, times in seconds."""

    model_config = SettingsConfigDict(env_prefix="INTAKE_", frozen=True, extra="ignore")

    home: Path = Path("var")
    """Everything a run writes lies under this folder."""
    store: str | None = None
    """`s3://HOST:PORT/BUCKET`, or None for a local folder under `home`."""
    s3_access_key: str | None = None
    s3_secret_key: SecretStr | None = None
    s3_secure: bool = True
    s3_region: str | None = None
    database_url: str | None = None
    """SQLAlchemy URL; None for SQLite under `home`."""
    policy: Path | None = None
    """A policy file that replaces the one in the package."""
    events_secret: SecretStr | None = None
    """Shared secret that bucket notifications must carry."""
    host: str = "127.0.0.1"
    receiver_port: int = Field(default=4280, ge=1, le=65535)
    ui_port: int = Field(default=4200, ge=1, le=65535)
    public_url: str | None = None
    """Address under which reviewers reach the image route; None: http://host:receiver_port."""
    nightly_cron: str = "15 2 * * *"
    time_zone: str = "UTC"
    lease_seconds: float = Field(default=60.0, gt=1)
    """How long a worker may be silent before another takes its case over."""
    sweep_seconds: float = Field(default=60.0, gt=0)
    """How often the bucket is listed for uploads that no notification told of."""
    link_secret: SecretStr | None = None
    """Key that signs the links to page pictures; None: made once and kept under `home`. The same on every machine."""
    link_days: int = Field(default=14, gt=0)
    """How long a signed link lasts; the nightly re-check makes new ones."""

    ocr: str = "auto"
    """auto, tesserocr, pytesseract or rapidocr."""
    languages: str = "eng"
    max_bytes: int = Field(default=25 * 1024 * 1024, gt=0)
    max_pages: int = Field(default=100, gt=0)
    max_pixels: int = Field(default=40_000_000, gt=0)
    """Per page."""
    worker_memory: int = Field(default=2 * 1024**3, gt=0)
    """Address space of a worker process."""
    file_seconds: float = Field(default=180.0, gt=0)
    """Wall clock for a file of one page, after which its worker is killed and replaced."""
    page_seconds: float = Field(default=3.0, ge=0)
    """Wall clock that every further page adds."""
    results_days: float = Field(default=30.0, ge=0)
    """How long `inspect` and `verify` keep what they found in a file, so that the same bytes are not read twice; 0: nothing is kept."""
    jobs: int = Field(default_factory=lambda: len(os.sched_getaffinity(0)), ge=1)

    def seconds_for(self, pages: int) -> float:
        """Wall clock for a file of that many pages."""
        return self.file_seconds + self.page_seconds * max(0, pages - 1)


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The process's settings, read once. Raises ConfigurationError with the name of the variable that is wrong."""
    return load_settings()


def load_settings() -> Settings:
    """The settings as the environment says now."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        name = "INTAKE_" + "_".join(str(part) for part in first["loc"]).upper()
        raise ConfigurationError(f"{name} is not usable: {first['msg']}.") from None
