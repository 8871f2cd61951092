"""Vessels, what is in them, who booked them, and the beer ledger."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desertbrew.platform.columns import ID, MOMENT, QUANTITY
from desertbrew.platform.migrations.triggers import allow_changes, forbid_changes

revision = "production_0002"
down_revision = "production_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "vessel",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("nominal_volume_l", QUANTITY, nullable=False),
        sa.Column("working_max_l", QUANTITY, nullable=False),
        sa.Column("glycol_zone", sa.String(10)),
        sa.Column("material", sa.String(3), nullable=False),
        sa.Column("expansion_ppm_per_k", QUANTITY, nullable=False),
        sa.Column("state", sa.String(14), nullable=False),
        sa.Column("state_since", MOMENT, nullable=False),
        sa.Column("notes", sa.String(500), nullable=False),
        sa.CheckConstraint("nominal_volume_l > 0", name=op.f("ck_vessel_nominal_volume_l")),
        sa.CheckConstraint("working_max_l > 0", name=op.f("ck_vessel_working_max_l")),
        sa.PrimaryKeyConstraint("id", name="pk_vessel"),
        sa.UniqueConstraint("code", name="uq_vessel_code"),
    )
    op.create_table(
        "strapping_point",
        sa.Column("vessel_id", ID, nullable=False),
        sa.Column("dip_mm", QUANTITY, nullable=False),
        sa.Column("volume_l", QUANTITY, nullable=False),
        sa.CheckConstraint("dip_mm >= 0", name=op.f("ck_strapping_point_dip_mm")),
        sa.CheckConstraint("volume_l >= 0", name=op.f("ck_strapping_point_volume_l")),
        sa.ForeignKeyConstraint(["vessel_id"], ["vessel.id"], name="fk_strapping_point_vessel_id"),
        sa.PrimaryKeyConstraint("vessel_id", "dip_mm", name="pk_strapping_point"),
    )
    op.create_table(
        "vessel_booking",
        sa.Column("id", ID, nullable=False),
        sa.Column("vessel_id", ID, nullable=False),
        sa.Column("batch_id", ID),
        sa.Column("from_on", sa.Date, nullable=False),
        sa.Column("to_on", sa.Date, nullable=False),
        sa.Column("note", sa.String(200), nullable=False),
        sa.Column("booked_by", sa.String(64), nullable=False),
        sa.Column("booked_at", MOMENT, nullable=False),
        sa.CheckConstraint("from_on < to_on", name=op.f("ck_vessel_booking_span")),
        sa.ForeignKeyConstraint(["vessel_id"], ["vessel.id"], name="fk_vessel_booking_vessel_id"),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name="fk_vessel_booking_batch_id"),
        sa.PrimaryKeyConstraint("id", name="pk_vessel_booking"),
    )
    op.create_index("ix_vessel_booking_vessel_id_from_on", "vessel_booking", ["vessel_id", "from_on"])
    op.create_index("ix_vessel_booking_batch_id", "vessel_booking", ["batch_id"])
    op.create_table(
        "vessel_content",
        sa.Column("vessel_id", ID, nullable=False),
        sa.Column("batch_id", ID, nullable=False),
        sa.Column("volume_l", QUANTITY, nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.CheckConstraint("volume_l > 0", name=op.f("ck_vessel_content_volume_l")),
        sa.ForeignKeyConstraint(["vessel_id"], ["vessel.id"], name="fk_vessel_content_vessel_id"),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name="fk_vessel_content_batch_id"),
        sa.PrimaryKeyConstraint("vessel_id", "batch_id", name="pk_vessel_content"),
    )
    op.create_index("ix_vessel_content_batch_id", "vessel_content", ["batch_id"])
    _create_ledger()


def _create_ledger() -> None:
    op.create_table(
        "beer_movement",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("from_vessel_id", ID),
        sa.Column("to_vessel_id", ID),
        sa.Column("volume_l", QUANTITY, nullable=False),
        sa.Column("loss_reason", sa.String(12)),
        sa.Column("document_id", ID),
        sa.Column("note", sa.String(200), nullable=False),
        sa.Column("happened_at", MOMENT, nullable=False),
        sa.Column("posted_at", MOMENT, nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.CheckConstraint("volume_l > 0", name=op.f("ck_beer_movement_volume_l")),
        sa.CheckConstraint(
            "from_vessel_id IS NOT NULL OR to_vessel_id IS NOT NULL", name=op.f("ck_beer_movement_somewhere")
        ),
        sa.CheckConstraint("kind <> 'LOSS' OR loss_reason IS NOT NULL", name=op.f("ck_beer_movement_loss_has_a_reason")),
        sa.ForeignKeyConstraint(["from_vessel_id"], ["vessel.id"], name="fk_beer_movement_from_vessel_id"),
        sa.ForeignKeyConstraint(["to_vessel_id"], ["vessel.id"], name="fk_beer_movement_to_vessel_id"),
        sa.PrimaryKeyConstraint("id", name="pk_beer_movement"),
    )
    op.create_index("ix_beer_movement_from_vessel_id_id", "beer_movement", ["from_vessel_id", "id"])
    op.create_index("ix_beer_movement_to_vessel_id_id", "beer_movement", ["to_vessel_id", "id"])
    forbid_changes("beer_movement")
    op.create_table(
        "beer_movement_part",
        sa.Column("movement_id", ID, nullable=False),
        sa.Column("batch_id", ID, nullable=False),
        sa.Column("volume_l", QUANTITY, nullable=False),
        sa.CheckConstraint("volume_l > 0", name=op.f("ck_beer_movement_part_volume_l")),
        sa.ForeignKeyConstraint(["movement_id"], ["beer_movement.id"], name="fk_beer_movement_part_movement_id"),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name="fk_beer_movement_part_batch_id"),
        sa.PrimaryKeyConstraint("movement_id", "batch_id", name="pk_beer_movement_part"),
    )
    op.create_index("ix_beer_movement_part_batch_id", "beer_movement_part", ["batch_id"])
    forbid_changes("beer_movement_part")


def downgrade() -> None:
    """Take back."""
    allow_changes("beer_movement_part")
    allow_changes("beer_movement")
    for table in (
        "beer_movement_part",
        "beer_movement",
        "vessel_content",
        "vessel_booking",
        "strapping_point",
        "vessel",
    ):
        op.drop_table(table)
