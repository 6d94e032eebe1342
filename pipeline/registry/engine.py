"""The connection to the registry: engine, transactions, and the schema brought up to date on opening.

On SQLite a write transaction begins with BEGIN IMMEDIATE, which makes claiming a row as safe as a row lock does on PostgreSQL.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError

from pipeline.errors import ConfigurationError, DiskFull, RegistryUnreachable
from pipeline.settings import Settings

_MIGRATIONS = Path(__file__).parent / "migrations"
_MIGRATION_LOCK = 0x1A7A4E
_alembic = threading.Lock()


class Registry:
    """An engine with a clock. `write()` and `read()` are transactions; everything else is functions over the connection."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.engine = engine
        self.now = clock

    @property
    def name(self) -> str:
        """The address without its password."""
        return self.engine.url.render_as_string(hide_password=True)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction, committed whole or not at all. Raises RegistryUnreachable when the database is away."""
        with _said(self.name), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only looks; on SQLite it does not wait for a writer."""
        with _said(self.name), self.engine.connect().execution_options(intake_read=True) as connection, connection.begin():
            yield connection

    def wipe(self) -> None:
        """Have SQLite overwrite its write-ahead log, which still holds what was deleted; PostgreSQL's vacuum does its own."""
        if self.engine.dialect.name == "sqlite":
            with _said(self.name), self.engine.raw_connection() as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        self.engine.dispose()


@contextmanager
def _said(name: str) -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        if "disk is full" in str(error.orig) or "No space left" in str(error.orig):
            raise DiskFull("The disk that holds the case registry is full; free some space and try again.") from None
        raise RegistryUnreachable(f"The case registry {name} cannot be reached; check INTAKE_DATABASE_URL and that it runs.") from None
    except DBAPIError as error:
        if error.connection_invalidated:
            raise RegistryUnreachable(f"The connection to the case registry {name} broke off; try again.") from None
        raise


def database_url(settings: Settings) -> URL:
    """The SQLAlchemy URL, with the drivers this project installs. Raises ConfigurationError for one that is not usable."""
    if settings.database_url is None:
        return URL.create("sqlite", database=str(settings.home / "registry.db"))
    try:
        url = make_url(settings.database_url)
    except ArgumentError:
        raise ConfigurationError(
            "INTAKE_DATABASE_URL is not an SQLAlchemy URL; use e.g. postgresql://USER:PASSWORD@HOST/DATABASE."
        ) from None
    if url.drivername in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    return url


def open_registry(settings: Settings, clock: Callable[[], datetime] | None = None) -> Registry:
    """The configured registry, its schema up to date. Raises RegistryUnreachable or ConfigurationError."""
    url = database_url(settings)
    if url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:"):
        try:
            Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError:
            raise RegistryUnreachable(f"The folder for {url.database} cannot be made; check its permissions or INTAKE_HOME.") from None
    try:
        engine = make_engine(url)
    except (NoSuchModuleError, ImportError):
        raise ConfigurationError("INTAKE_DATABASE_URL names a database that is not supported; use sqlite or postgresql.") from None
    registry = Registry(engine) if clock is None else Registry(engine, clock)
    upgrade(registry)
    return registry


def make_engine(url: URL) -> Engine:
    """An engine whose transactions behave alike on SQLite and PostgreSQL."""
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 5})
    engine = create_engine(url, connect_args={"timeout": 30, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # this module says BEGIN itself
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if connection.get_execution_options().get("intake_read") else "BEGIN IMMEDIATE")

    return engine


def upgrade(registry: Registry, revision: str = "head") -> None:
    """Bring the schema to a revision; safe when several processes start at once, nothing to do when it is there."""
    from alembic import command
    from alembic.config import Config
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    with _alembic, registry.write() as connection:  # Alembic's context is a global
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
        if (
            revision == "head"
            and MigrationContext.configure(connection).get_current_revision() == ScriptDirectory.from_config(config).get_current_head()
        ):
            return
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def downgrade(registry: Registry, revision: str) -> None:
    """Take the schema back to a revision (`base`: remove everything)."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    with _alembic, registry.write() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)
