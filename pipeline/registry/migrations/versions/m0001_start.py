"""The first schema: cases, uploads, documents, verdicts, decisions, the audit log and marks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "cases",
        sa.Column("case_id", sa.String(240), nullable=False),
        sa.Column("freelancer_id", sa.String(240)),
        sa.Column("case_json", sa.JSON()),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("error_code", sa.String(60)),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.Column("verdict_id", ROW_ID),
        sa.Column("verdict", sa.String(30)),
        sa.Column("review_due", sa.String(10)),
        sa.Column("wake_at", TIME),
        sa.Column("lease_until", TIME),
        sa.Column("worker", sa.String(120)),
        sa.PrimaryKeyConstraint("case_id", name="pk_cases"),
    )
    for column in ("freelancer_id", "state", "wake_at"):
        op.create_index(f"ix_cases_{column}", "cases", [column])
    op.create_table(
        "uploads",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("case_id", sa.String(240), nullable=False),
        sa.Column("key", sa.String(1024), nullable=False),
        sa.Column("etag", sa.String(200), nullable=False),
        sa.Column("filename", sa.String(240), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("uploaded_at", TIME, nullable=False),
        sa.Column("recorded_at", TIME, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", TIME),
        sa.Column("worker", sa.String(120)),
        sa.Column("claimed_at", TIME),
        sa.Column("finished_at", TIME),
        sa.Column("error_code", sa.String(60)),
        sa.Column("sha256", sa.String(64)),
        sa.Column("original_deleted_at", TIME),
        sa.Column("copy_deleted_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_uploads"),
        sa.UniqueConstraint("key", "etag", name="uq_uploads_key"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.case_id"], name="fk_uploads_case_id_cases", ondelete="CASCADE"),
    )
    for column in ("case_id", "state", "sha256"):
        op.create_index(f"ix_uploads_{column}", "uploads", [column])
    op.create_index("ix_uploads_case_id_state", "uploads", ["case_id", "state"])
    op.create_table(
        "documents",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("reader", sa.String(60), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("read_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_documents"),
    )
    op.create_table(
        "verdicts",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("case_id", sa.String(240), nullable=False),
        sa.Column("verdict", sa.String(30), nullable=False),
        sa.Column("as_of", sa.String(10), nullable=False),
        sa.Column("policy_sha256", sa.String(64), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("trigger", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_verdicts"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.case_id"], name="fk_verdicts_case_id_cases", ondelete="CASCADE"),
    )
    op.create_index("ix_verdicts_case_id", "verdicts", ["case_id"])
    op.create_table(
        "decisions",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("case_id", sa.String(240), nullable=False),
        sa.Column("verdict_id", ROW_ID, nullable=False),
        sa.Column("decision", sa.String(20), nullable=False),
        sa.Column("decided_by", sa.String(200), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("proposed", sa.String(30), nullable=False),
        sa.Column("overrides", sa.Integer(), nullable=False),
        sa.Column("policy_sha256", sa.String(64), nullable=False),
        sa.Column("decided_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.case_id"], name="fk_decisions_case_id_cases", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["verdict_id"], ["verdicts.id"], name="fk_decisions_verdict_id_verdicts", ondelete="CASCADE"),
    )
    op.create_index("ix_decisions_case_id", "decisions", ["case_id"])
    op.create_table(
        "audit",
        sa.Column("seq", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("event", sa.String(40), nullable=False),
        sa.Column("case_id", sa.String(240)),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit"),
    )
    op.create_index("ix_audit_case_id", "audit", ["case_id"])
    head = op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", ROW_ID, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_head"),
    )
    op.bulk_insert(head, [{"id": 1, "seq": 0, "hash": "0" * 64}])
    op.create_table(
        "marks",
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("detail", sa.JSON()),
        sa.PrimaryKeyConstraint("name", name="pk_marks"),
    )
    _forbid_changes()


def _forbid_changes() -> None:
    """The database itself refuses to change or remove an audit entry."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$"
        )
        op.execute(
            "CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()"
        )
        return
    for action in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_no_{action.lower()} BEFORE {action} ON audit "
            "BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END"
        )


def downgrade() -> None:
    for table in ("marks", "audit_head", "audit", "decisions", "verdicts", "documents", "uploads", "cases"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_is_append_only()")
