"""Readings of tanks, each with its way to 20 °C."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desertbrew.platform.columns import ID, MOMENT, QUANTITY, RATIO
from desertbrew.platform.migrations.triggers import allow_changes, forbid_changes

revision = "production_0003"
down_revision = "production_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "tank_reading",
        sa.Column("id", ID, nullable=False),
        sa.Column("vessel_id", ID, nullable=False),
        sa.Column("dip_mm", QUANTITY),
        sa.Column("shown_l", QUANTITY),
        sa.Column("temperature_c", QUANTITY, nullable=False),
        sa.Column("og", QUANTITY, nullable=False),
        sa.Column("gravity", QUANTITY, nullable=False),
        sa.Column("table_l", QUANTITY, nullable=False),
        sa.Column("shell_factor", RATIO, nullable=False),
        sa.Column("liquid_factor", RATIO, nullable=False),
        sa.Column("volume_20_l", QUANTITY, nullable=False),
        sa.Column("ledger_l", QUANTITY, nullable=False),
        sa.Column("movement_id", ID),
        sa.Column("note", sa.String(200), nullable=False),
        sa.Column("taken_at", MOMENT, nullable=False),
        sa.Column("posted_at", MOMENT, nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.CheckConstraint("(dip_mm IS NULL) <> (shown_l IS NULL)", name=op.f("ck_tank_reading_dip_or_gauge")),
        sa.ForeignKeyConstraint(["vessel_id"], ["vessel.id"], name="fk_tank_reading_vessel_id"),
        sa.ForeignKeyConstraint(["movement_id"], ["beer_movement.id"], name="fk_tank_reading_movement_id"),
        sa.PrimaryKeyConstraint("id", name="pk_tank_reading"),
    )
    op.create_index("ix_tank_reading_vessel_id_id", "tank_reading", ["vessel_id", "id"])
    forbid_changes("tank_reading")


def downgrade() -> None:
    """Take back."""
    allow_changes("tank_reading")
    op.drop_table("tank_reading")
