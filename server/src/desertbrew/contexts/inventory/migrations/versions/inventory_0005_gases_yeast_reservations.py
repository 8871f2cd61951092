"""Gas cylinders, yeast by generation, and what planned batches will ask for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desertbrew.platform.columns import ID, MOMENT, MONEY, QUANTITY, RATIO
from desertbrew.platform.migrations.triggers import allow_changes, forbid_changes

revision = "inventory_0005"
down_revision = "inventory_0004"
branch_labels = None
depends_on = None

LEDGERS = ("gas_event", "yeast_pitch")


def upgrade() -> None:
    """Apply."""
    _create_gases()
    _create_yeast()
    _create_reservations()
    for table in LEDGERS:
        forbid_changes(table)


def _create_gases() -> None:
    op.create_table(
        "gas_cylinder",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("gas", sa.String(8), nullable=False),
        sa.Column("unit", sa.String(4), nullable=False),
        sa.Column("capacity", QUANTITY, nullable=False),
        sa.Column("level", QUANTITY, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("ownership", sa.String(8), nullable=False),
        sa.Column("deposit_amount", MONEY),
        sa.Column("inspection_due", sa.Date),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_gas_cylinder_capacity")),
        sa.CheckConstraint("level BETWEEN 0 AND capacity", name=op.f("ck_gas_cylinder_level")),
        sa.PrimaryKeyConstraint("id", name="pk_gas_cylinder"),
        sa.UniqueConstraint("code", name="uq_gas_cylinder_code"),
    )
    op.create_table(
        "gas_event",
        sa.Column("id", ID, nullable=False),
        sa.Column("cylinder_id", ID, nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("purpose", sa.String(12)),
        sa.Column("amount", QUANTITY, nullable=False),
        sa.Column("level_after", QUANTITY, nullable=False),
        sa.Column("state_after", sa.String(12), nullable=False),
        sa.Column("batch_number", sa.String(40)),
        sa.Column("note", sa.String(200), nullable=False),
        sa.Column("happened_at", MOMENT, nullable=False),
        sa.Column("done_by", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["cylinder_id"], ["gas_cylinder.id"], name="fk_gas_event_cylinder_id"),
        sa.PrimaryKeyConstraint("id", name="pk_gas_event"),
    )
    op.create_index("ix_gas_event_cylinder_id_id", "gas_event", ["cylinder_id", "id"])


def _create_yeast() -> None:
    op.create_table(
        "yeast_strain",
        sa.Column("item_id", ID, nullable=False),
        sa.Column("max_generation", sa.Integer, nullable=False),
        sa.Column("min_viability_pct", RATIO, nullable=False),
        sa.CheckConstraint("max_generation BETWEEN 1 AND 99", name=op.f("ck_yeast_strain_max_generation")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_yeast_strain_item_id"),
        sa.PrimaryKeyConstraint("item_id", name="pk_yeast_strain"),
    )
    op.create_table(
        "yeast_culture",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("item_id", ID, nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("source_lot_id", ID),
        sa.Column("parent_id", ID),
        sa.Column("from_batch_id", ID),
        sa.Column("from_batch_number", sa.String(40)),
        sa.Column("location_id", ID),
        sa.Column("volume_l", QUANTITY, nullable=False),
        sa.Column("remaining_l", QUANTITY, nullable=False),
        sa.Column("cells_per_ml_e9", RATIO),
        sa.Column("viability_pct", RATIO, nullable=False),
        sa.Column("viability_measured", sa.Boolean, nullable=False),
        sa.Column("viability_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("discard_reason", sa.String(200)),
        sa.Column("harvested_at", MOMENT, nullable=False),
        sa.Column("made_by", sa.String(64), nullable=False),
        sa.CheckConstraint("remaining_l BETWEEN 0 AND volume_l", name=op.f("ck_yeast_culture_remaining")),
        sa.CheckConstraint("volume_l > 0", name=op.f("ck_yeast_culture_volume")),
        sa.CheckConstraint("(source_lot_id IS NULL) <> (parent_id IS NULL)", name=op.f("ck_yeast_culture_source")),
        sa.CheckConstraint("generation >= 1", name=op.f("ck_yeast_culture_generation")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_yeast_culture_item_id"),
        sa.ForeignKeyConstraint(["source_lot_id"], ["lot.id"], name="fk_yeast_culture_source_lot_id"),
        sa.ForeignKeyConstraint(["parent_id"], ["yeast_culture.id"], name="fk_yeast_culture_parent_id"),
        sa.ForeignKeyConstraint(["location_id"], ["storage_location.id"], name="fk_yeast_culture_location_id"),
        sa.PrimaryKeyConstraint("id", name="pk_yeast_culture"),
        sa.UniqueConstraint("code", name="uq_yeast_culture_code"),
    )
    for column in ("item_id", "source_lot_id", "parent_id"):
        op.create_index(f"ix_yeast_culture_{column}", "yeast_culture", [column])
    op.create_table(
        "yeast_pitch",
        sa.Column("id", ID, nullable=False),
        sa.Column("culture_id", ID, nullable=False),
        sa.Column("batch_id", ID),
        sa.Column("batch_number", sa.String(40), nullable=False),
        sa.Column("volume_l", QUANTITY, nullable=False),
        sa.Column("viability_pct", RATIO, nullable=False),
        sa.Column("override_reason", sa.String(200)),
        sa.Column("pitched_at", MOMENT, nullable=False),
        sa.Column("pitched_by", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["culture_id"], ["yeast_culture.id"], name="fk_yeast_pitch_culture_id"),
        sa.PrimaryKeyConstraint("id", name="pk_yeast_pitch"),
    )
    op.create_index("ix_yeast_pitch_culture_id_id", "yeast_pitch", ["culture_id", "id"])
    op.create_index("ix_yeast_pitch_batch_number", "yeast_pitch", ["batch_number"])


def _create_reservations() -> None:
    op.create_table(
        "reserved_batch",
        sa.Column("batch_id", ID, nullable=False),
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("recipe_name", sa.String(200), nullable=False),
        sa.Column("planned_on", sa.Date),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("replanned", sa.Boolean, nullable=False),
        sa.Column("heard_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("batch_id", name="pk_reserved_batch"),
    )
    op.create_index("ix_reserved_batch_state_planned_on", "reserved_batch", ["state", "planned_on"])
    op.create_table(
        "reservation",
        sa.Column("batch_id", ID, nullable=False),
        sa.Column("item_id", ID, nullable=False),
        sa.Column("quantity", QUANTITY),
        sa.Column("issued", QUANTITY, nullable=False),
        sa.Column("asked", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["reserved_batch.batch_id"], name="fk_reservation_batch_id"),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_reservation_item_id"),
        sa.PrimaryKeyConstraint("batch_id", "item_id", name="pk_reservation"),
    )
    op.create_index("ix_reservation_item_id", "reservation", ["item_id"])


def downgrade() -> None:
    """Take back."""
    for table in LEDGERS:
        allow_changes(table)
    for table in (
        "reservation",
        "reserved_batch",
        "yeast_pitch",
        "yeast_culture",
        "yeast_strain",
        "gas_event",
        "gas_cylinder",
    ):
        op.drop_table(table)
