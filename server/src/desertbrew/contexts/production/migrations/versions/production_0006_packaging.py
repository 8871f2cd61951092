"""Packages, the runs that fill them, and what each line is of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desertbrew.platform.columns import ID, MOMENT, MONEY, QUANTITY

revision = "production_0006"
down_revision = "production_0005"
branch_labels = None
depends_on = None

NOT_CLOSED = "state <> 'CLOSED'"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "package_format",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("volume_l", QUANTITY, nullable=False),
        sa.Column("shelf_life_days", sa.Integer(), nullable=False),
        sa.CheckConstraint("shelf_life_days > 0", name=op.f("ck_package_format_shelf_life_days")),
        sa.CheckConstraint("volume_l > 0", name=op.f("ck_package_format_volume_l")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package_format")),
        sa.UniqueConstraint("code", name=op.f("uq_package_format_code")),
    )
    op.create_table(
        "package_material",
        sa.Column("format_id", ID, nullable=False),
        sa.Column("item_id", ID, nullable=False),
        sa.Column("amount", QUANTITY, nullable=False),
        sa.Column("unit", sa.String(20), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_package_material_amount")),
        sa.ForeignKeyConstraint(["format_id"], ["package_format.id"], name=op.f("fk_package_material_format_id")),
        sa.PrimaryKeyConstraint("format_id", "item_id", name=op.f("pk_package_material")),
    )
    op.create_table(
        "packaging_run",
        sa.Column("id", ID, nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("vessel_id", ID, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("beer_name", sa.String(200), nullable=False),
        sa.Column("batch_id", ID, nullable=False),
        sa.Column("batch_number", sa.String(20), nullable=False),
        sa.Column("before_l", QUANTITY, nullable=False),
        sa.Column("left_l", QUANTITY),
        sa.Column("keeps_rest", sa.Boolean()),
        sa.Column("difference_l", QUANTITY),
        sa.Column("difference_note", sa.String(200), nullable=False),
        sa.Column("kegs_told", sa.Integer()),
        sa.Column("kegs_told_l", QUANTITY),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("opened_by_name", sa.String(120), nullable=False),
        sa.Column("closed_at", MOMENT),
        sa.Column("closed_by_name", sa.String(120), nullable=False),
        sa.CheckConstraint("(state = 'CLOSED') = (closed_at IS NOT NULL)", name=op.f("ck_packaging_run_closed")),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_packaging_run_batch_id")),
        sa.ForeignKeyConstraint(["vessel_id"], ["vessel.id"], name=op.f("fk_packaging_run_vessel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packaging_run")),
        sa.UniqueConstraint("number", name=op.f("uq_packaging_run_number")),
    )
    op.create_index(op.f("ix_packaging_run_batch_id"), "packaging_run", ["batch_id"], unique=False)
    op.create_index(
        "uq_packaging_run_open_vessel",
        "packaging_run",
        ["vessel_id"],
        unique=True,
        sqlite_where=sa.text("state <> 'CLOSED'"),
        postgresql_where=sa.text("state <> 'CLOSED'"),
    )
    op.create_table(
        "packaging_line",
        sa.Column("id", ID, nullable=False),
        sa.Column("run_id", ID, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("format_id", ID),
        sa.Column("product_item_id", ID),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("volume_l", QUANTITY, nullable=False),
        sa.Column("best_before", sa.Date()),
        sa.Column("issue_id", ID),
        sa.Column("material_state", sa.String(10), nullable=False),
        sa.Column("shortages", sa.Text(), nullable=False),
        sa.Column("happened_at", MOMENT, nullable=False),
        sa.Column("by_name", sa.String(120), nullable=False),
        sa.CheckConstraint("count > 0", name=op.f("ck_packaging_line_count")),
        sa.CheckConstraint("volume_l > 0", name=op.f("ck_packaging_line_volume_l")),
        sa.ForeignKeyConstraint(["format_id"], ["package_format.id"], name=op.f("fk_packaging_line_format_id")),
        sa.ForeignKeyConstraint(["run_id"], ["packaging_run.id"], name=op.f("fk_packaging_line_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packaging_line")),
        sa.UniqueConstraint("issue_id", name=op.f("uq_packaging_line_issue_id")),
    )
    op.create_index(op.f("ix_packaging_line_run_id"), "packaging_line", ["run_id"], unique=False)
    op.create_table(
        "packaged_keg",
        sa.Column("fill_id", ID, nullable=False),
        sa.Column("line_id", ID, nullable=False),
        sa.Column("keg_id", ID, nullable=False),
        sa.Column("serial", sa.String(50), nullable=False),
        sa.Column("volume_l", QUANTITY, nullable=False),
        sa.ForeignKeyConstraint(["line_id"], ["packaging_line.id"], name=op.f("fk_packaged_keg_line_id")),
        sa.PrimaryKeyConstraint("fill_id", name=op.f("pk_packaged_keg")),
    )
    op.create_index(op.f("ix_packaged_keg_line_id"), "packaged_keg", ["line_id"], unique=False)
    op.create_table(
        "packaging_part",
        sa.Column("line_id", ID, nullable=False),
        sa.Column("batch_id", ID, nullable=False),
        sa.Column("volume_l", QUANTITY, nullable=False),
        sa.Column("cost", MONEY),
        sa.CheckConstraint("volume_l > 0", name=op.f("ck_packaging_part_volume_l")),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_packaging_part_batch_id")),
        sa.ForeignKeyConstraint(["line_id"], ["packaging_line.id"], name=op.f("fk_packaging_part_line_id")),
        sa.PrimaryKeyConstraint("line_id", "batch_id", name=op.f("pk_packaging_part")),
    )
    op.create_index(op.f("ix_packaging_part_batch_id"), "packaging_part", ["batch_id"], unique=False)


def downgrade() -> None:
    """Take back."""
    op.drop_index(op.f("ix_packaging_part_batch_id"), table_name="packaging_part")
    op.drop_table("packaging_part")
    op.drop_index(op.f("ix_packaged_keg_line_id"), table_name="packaged_keg")
    op.drop_table("packaged_keg")
    op.drop_index(op.f("ix_packaging_line_run_id"), table_name="packaging_line")
    op.drop_table("packaging_line")
    op.drop_index(
        "uq_packaging_run_open_vessel",
        table_name="packaging_run",
        sqlite_where=sa.text("state <> 'CLOSED'"),
        postgresql_where=sa.text("state <> 'CLOSED'"),
    )
    op.drop_index(op.f("ix_packaging_run_batch_id"), table_name="packaging_run")
    op.drop_table("packaging_run")
    op.drop_table("package_material")
    op.drop_table("package_format")
