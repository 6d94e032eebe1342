"""The registry's tables. Times are UTC; facts are the JSON shapes of `pipeline.wire`, so verdicts replay without the files.

A case row is also the queue's ticket: `wake_at` says when there is something to do, `lease_until` and `worker` who does it.
It is the nightly run's diary, too: `recheck_on` is the next day on which time can change the verdict, `judged_by` the policy and
the version of the code that gave it.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)


class UtcTime(TypeDecorator[datetime]):
    """A point in time that is UTC on the way in and out, on databases with and without time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

ROW_ID = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows by itself for INTEGER keys only

cases = Table(
    "cases",
    metadata,
    Column("case_id", String(240), primary_key=True),
    Column("freelancer_id", String(240), index=True),
    Column("case_json", JSON(none_as_null=True)),
    Column("state", String(20), nullable=False, index=True),
    Column("error_code", String(60)),
    Column("created_at", UtcTime, nullable=False, index=True),
    Column("updated_at", UtcTime, nullable=False),
    Column("verdict_id", ROW_ID),
    Column("verdict", String(30)),
    Column("review_due", String(10)),
    Column("recheck_on", String(10), index=True),
    Column("judged_by", String(120), nullable=False, server_default="", index=True),
    Column("wake_at", UtcTime, index=True),
    Column("lease_until", UtcTime),
    Column("worker", String(120)),
    Column("sheet_due_at", UtcTime, index=True),
)

uploads = Table(
    "uploads",
    metadata,
    Column("id", ROW_ID, primary_key=True, autoincrement=True),
    Column("case_id", String(240), ForeignKey("cases.case_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("key", String(1024), nullable=False),
    Column("etag", String(200), nullable=False),
    Column("filename", String(240), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("uploaded_at", UtcTime, nullable=False),
    Column("recorded_at", UtcTime, nullable=False),
    Column("state", String(20), nullable=False, index=True),
    Column("attempts", Integer, nullable=False, default=0),
    Column("not_before", UtcTime),
    Column("worker", String(120)),
    Column("claimed_at", UtcTime),
    Column("finished_at", UtcTime),
    Column("error_code", String(60)),
    Column("sha256", String(64), index=True),
    Column("original_deleted_at", UtcTime),
    Column("copy_deleted_at", UtcTime),
    UniqueConstraint("key", "etag"),
)

documents = Table(
    "documents",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("reader", String(60), nullable=False),
    Column("facts", JSON, nullable=False),
    Column("read_at", UtcTime, nullable=False),
)

verdicts = Table(
    "verdicts",
    metadata,
    Column("id", ROW_ID, primary_key=True, autoincrement=True),
    Column("case_id", String(240), ForeignKey("cases.case_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("verdict", String(30), nullable=False),
    Column("as_of", String(10), nullable=False),
    Column("policy_sha256", String(64), nullable=False),
    Column("body", JSON, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("trigger", String(20), nullable=False),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", ROW_ID, primary_key=True, autoincrement=True),
    Column("case_id", String(240), ForeignKey("cases.case_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("verdict_id", ROW_ID, ForeignKey("verdicts.id", ondelete="CASCADE"), nullable=False),
    Column("decision", String(20), nullable=False),
    Column("decided_by", String(200), nullable=False),
    Column("comment", Text, nullable=False),
    Column("proposed", String(30), nullable=False),
    Column("overrides", Integer, nullable=False),
    Column("policy_sha256", String(64), nullable=False),
    Column("decided_at", UtcTime, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("seq", ROW_ID, primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False),
    Column("event", String(40), nullable=False),
    Column("case_id", String(240), index=True),
    Column("detail", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

audit_head = Table(
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", ROW_ID, nullable=False),
    Column("hash", String(64), nullable=False),
)

marks = Table(
    "marks",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("detail", JSON),
)

Index("ix_uploads_case_id_state", uploads.c.case_id, uploads.c.state)
Index("ix_uploads_original_deleted_at", uploads.c.original_deleted_at, uploads.c.finished_at)
Index("ix_uploads_copy_deleted_at", uploads.c.copy_deleted_at, uploads.c.finished_at)
