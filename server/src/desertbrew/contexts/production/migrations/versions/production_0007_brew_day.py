"""Sheets of brew days, what people say of their steps, and readings of fermentations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desertbrew.platform.columns import ID, MOMENT, QUANTITY, RATIO
from desertbrew.platform.migrations.triggers import allow_changes, forbid_changes

revision = "production_0007"
down_revision = "production_0006"
branch_labels = None
depends_on = None

SEALED = ("brew_step", "brew_step_entry", "fermentation_reading")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "brew_step",
        sa.Column("id", ID, nullable=False),
        sa.Column("brew_id", ID, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("code", sa.String(30), nullable=False),
        sa.Column("detail", sa.String(200), nullable=False),
        sa.Column("target", QUANTITY),
        sa.Column("tolerance", QUANTITY),
        sa.Column("unit", sa.String(20), nullable=False),
        sa.Column("duration_min", QUANTITY),
        sa.Column("due_min", QUANTITY),
        sa.ForeignKeyConstraint(["brew_id"], ["brew.id"], name="fk_brew_step_brew_id"),
        sa.PrimaryKeyConstraint("id", name="pk_brew_step"),
        sa.UniqueConstraint("brew_id", "position", name="uq_brew_step_brew_id_position"),
    )
    op.create_table(
        "brew_step_entry",
        sa.Column("id", ID, nullable=False),
        sa.Column("brew_id", ID, nullable=False),
        sa.Column("step_id", ID, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("value", QUANTITY),
        sa.Column("note", sa.String(500), nullable=False),
        *_who_and_when(),
        sa.CheckConstraint(
            "(kind = 'MEASURED') = (value IS NOT NULL)", name=op.f("ck_brew_step_entry_measured_has_a_value")
        ),
        sa.ForeignKeyConstraint(["brew_id"], ["brew.id"], name="fk_brew_step_entry_brew_id"),
        sa.ForeignKeyConstraint(["step_id"], ["brew_step.id"], name="fk_brew_step_entry_step_id"),
        sa.PrimaryKeyConstraint("id", name="pk_brew_step_entry"),
    )
    op.create_index("ix_brew_step_entry_brew_id_id", "brew_step_entry", ["brew_id", "id"])
    _create_readings()
    for table in SEALED:
        forbid_changes(table)


def _create_readings() -> None:
    op.create_table(
        "fermentation_reading",
        sa.Column("id", ID, nullable=False),
        sa.Column("batch_id", ID, nullable=False),
        sa.Column("gravity", RATIO),
        sa.Column("gravity_read", QUANTITY),
        sa.Column("gravity_unit", sa.String(6)),
        sa.Column("sample_c", QUANTITY),
        sa.Column("temperature_c", QUANTITY),
        sa.Column("ph", QUANTITY),
        sa.Column("note", sa.String(500), nullable=False),
        sa.Column("confirmed", sa.Boolean, nullable=False),
        sa.Column("supersedes_id", ID),
        *_who_and_when(),
        sa.CheckConstraint(
            "gravity IS NOT NULL OR temperature_c IS NOT NULL OR ph IS NOT NULL",
            name=op.f("ck_fermentation_reading_says_something"),
        ),
        sa.CheckConstraint(
            "(gravity IS NULL) = (gravity_read IS NULL)", name=op.f("ck_fermentation_reading_gravity_as_read")
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name="fk_fermentation_reading_batch_id"),
        sa.ForeignKeyConstraint(
            ["supersedes_id"], ["fermentation_reading.id"], name="fk_fermentation_reading_supersedes_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_fermentation_reading"),
        sa.UniqueConstraint("supersedes_id", name="uq_fermentation_reading_supersedes_id"),
    )
    op.create_index("ix_fermentation_reading_batch_id_happened_at", "fermentation_reading", ["batch_id", "happened_at"])


def _who_and_when() -> list[sa.Column[object]]:
    return [
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("by_name", sa.String(120), nullable=False),
        sa.Column("happened_at", MOMENT, nullable=False),
        sa.Column("posted_at", MOMENT, nullable=False),
    ]


def downgrade() -> None:
    """Take back."""
    for table in SEALED:
        allow_changes(table)
    for table in reversed(SEALED):
        op.drop_table(table)
