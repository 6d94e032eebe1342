"""Which cases have a review sheet to be written anew: noted with the change, so that no sheet is lost while Prefect is away."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("cases", sa.Column("sheet_due_at", sa.DateTime(timezone=True)))
    op.create_index("ix_cases_sheet_due_at", "cases", ["sheet_due_at"])


def downgrade() -> None:
    op.drop_index("ix_cases_sheet_due_at", "cases")
    op.drop_column("cases", "sheet_due_at")
