"""Recipes whole, versions that know what they are based on, and brewhouses to scale them for; recipes are sealed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desertbrew.platform.columns import ID, QUANTITY
from desertbrew.platform.migrations.triggers import allow_changes, forbid_changes

revision = "production_0005"
down_revision = "production_0004"
branch_labels = None
depends_on = None

SEALED = ("recipe", "recipe_ingredient")
ADDED = ("document", "based_on", "change_note")

MEASURES = (
    "batch_volume_l",
    "efficiency_pct",
    "boil_minutes",
    "boil_off_pct",
    "shrinkage_pct",
    "trub_loss_l",
    "fermenter_loss_l",
    "lauter_deadspace_l",
    "mash_thickness_l_kg",
    "grain_absorption_l_kg",
    "grain_temp_c",
    "altitude_m",
    "utilization_pct",
    "calcium_mg_l",
    "magnesium_mg_l",
    "sodium_mg_l",
    "sulfate_mg_l",
    "chloride_mg_l",
    "bicarbonate_mg_l",
)


def upgrade() -> None:
    """Apply."""
    op.add_column("recipe", sa.Column("document", sa.Text))
    op.add_column("recipe", sa.Column("based_on", ID))
    op.add_column("recipe", sa.Column("change_note", sa.String(500)))
    op.create_table(
        "equipment_profile",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("is_default", sa.Boolean, nullable=False),
        *(sa.Column(name, QUANTITY, nullable=False) for name in MEASURES),
        sa.Column("kettle_volume_l", QUANTITY),
        sa.Column("mash_tun_volume_l", QUANTITY),
        sa.Column("convention", sa.String(20), nullable=False),
        sa.Column("formula", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_equipment_profile"),
        sa.UniqueConstraint("name", name="uq_equipment_profile_name"),
    )
    for table in SEALED:
        forbid_changes(table)


def downgrade() -> None:
    """Take back."""
    for table in SEALED:
        allow_changes(table)
    op.drop_table("equipment_profile")
    for column in ADDED:
        op.drop_column("recipe", column)
