"""Spreadsheets that come in: what each would do, before it does it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desertbrew.platform.columns import ID, MOMENT

revision = "inventory_0009"
down_revision = "inventory_0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "sheet_import",
        sa.Column("id", ID, nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("subject_id", ID),
        sa.Column("file_name", sa.String(120), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("decimal_comma", sa.Boolean(), nullable=False),
        sa.Column("ignored", sa.Text(), nullable=False),
        sa.Column("plan_digest", sa.String(64), nullable=False),
        sa.Column("error_rows", sa.Integer(), nullable=False),
        sa.Column("change_rows", sa.Integer(), nullable=False),
        sa.Column("new_rows", sa.Integer(), nullable=False),
        sa.Column("same_rows", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", MOMENT, nullable=False),
        sa.Column("uploaded_by", sa.String(64), nullable=False),
        sa.Column("applied_at", MOMENT),
        sa.Column("applied_by", sa.String(64)),
        sa.Column("document_id", ID),
        sa.PrimaryKeyConstraint("id", name="pk_sheet_import"),
        sa.UniqueConstraint("number", name="uq_sheet_import_number"),
    )
    op.create_index("ix_sheet_import_uploaded_at", "sheet_import", ["uploaded_at"])
    op.create_table(
        "sheet_row",
        sa.Column("import_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("gravity", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(8), nullable=False),
        sa.Column("label", sa.String(160), nullable=False),
        sa.Column("cells", sa.Text(), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("faults", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["sheet_import.id"], name="fk_sheet_row_import_id"),
        sa.PrimaryKeyConstraint("import_id", "number", name="pk_sheet_row"),
    )
    op.create_index("ix_sheet_row_import_id_gravity_number", "sheet_row", ["import_id", "gravity", "number"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("sheet_row")
    op.drop_table("sheet_import")
