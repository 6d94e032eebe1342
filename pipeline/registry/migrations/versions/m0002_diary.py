"""When a case has to be looked at again, and indexes by which a nightly run finds only what is due."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_INDEXES = {
    "ix_cases_recheck_on": ("cases", ["recheck_on"]),
    "ix_cases_judged_by": ("cases", ["judged_by"]),
    "ix_cases_created_at": ("cases", ["created_at"]),
    "ix_uploads_original_deleted_at": ("uploads", ["original_deleted_at", "finished_at"]),
    "ix_uploads_copy_deleted_at": ("uploads", ["copy_deleted_at", "finished_at"]),
}


def upgrade() -> None:
    op.add_column("cases", sa.Column("recheck_on", sa.String(10)))
    op.add_column("cases", sa.Column("judged_by", sa.String(120), nullable=False, server_default=""))
    for name, (table, columns) in _INDEXES.items():
        op.create_index(name, table, columns)


def downgrade() -> None:
    for name, (table, _) in _INDEXES.items():
        op.drop_index(name, table)
    op.drop_column("cases", "judged_by")
    op.drop_column("cases", "recheck_on")
