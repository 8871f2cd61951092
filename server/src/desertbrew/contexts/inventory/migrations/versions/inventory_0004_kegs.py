"""Kegs, their fills and their events."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desertbrew.platform.columns import ID, MOMENT, QUANTITY
from desertbrew.platform.migrations.triggers import allow_changes, forbid_changes

revision = "inventory_0004"
down_revision = "inventory_0003"
branch_labels = None
depends_on = None

HOLDS_BEER = "('FULL', 'IN_TRANSIT', 'AT_CLIENT', 'RETURNING', 'TAPPED')"
HOLDS_NOTHING = "('DIRTY', 'CLEAN', 'WITH_OWNER', 'RETIRED')"
HAS_NO_CLIENT = "('DIRTY', 'CLEAN', 'FULL', 'RETURNING', 'TAPPED', 'WITH_OWNER', 'RETIRED')"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "keg",
        sa.Column("id", ID, nullable=False),
        sa.Column("serial", sa.String(32), nullable=False),
        sa.Column("code", sa.String(48), nullable=False),
        sa.Column("rfid_tag", sa.String(64)),
        sa.Column("size_l", QUANTITY, nullable=False),
        sa.Column("keg_type", sa.String(12), nullable=False),
        sa.Column("one_way", sa.Boolean, nullable=False),
        sa.Column("ownership", sa.String(8), nullable=False),
        sa.Column("owner_name", sa.String(120)),
        sa.Column("tare_kg", QUANTITY),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("held_from", sa.String(12)),
        sa.Column("location", sa.String(80), nullable=False),
        sa.Column("client_id", ID),
        sa.Column("client_name", sa.String(120)),
        sa.Column("fill_id", ID),
        sa.Column("event_count", sa.Integer, nullable=False),
        sa.Column("cycle_count", sa.Integer, nullable=False),
        sa.Column("last_washed_at", MOMENT),
        sa.Column("last_filled_at", MOMENT),
        sa.Column("last_moved_at", MOMENT, nullable=False),
        sa.Column("needs_maintenance", sa.Boolean, nullable=False),
        sa.Column("notes", sa.String(500), nullable=False),
        sa.Column("registered_at", MOMENT, nullable=False),
        sa.CheckConstraint("size_l > 0", name=op.f("ck_keg_size_l")),
        sa.CheckConstraint(
            f"(state NOT IN {HOLDS_BEER} OR fill_id IS NOT NULL) AND (state NOT IN {HOLDS_NOTHING} OR fill_id IS NULL)",
            name=op.f("ck_keg_content"),
        ),
        sa.CheckConstraint(
            f"(state <> 'AT_CLIENT' OR client_name IS NOT NULL) AND "
            f"(state NOT IN {HAS_NO_CLIENT} OR (client_name IS NULL AND client_id IS NULL))",
            name=op.f("ck_keg_client"),
        ),
        sa.CheckConstraint("(state = 'QUARANTINE') = (held_from IS NOT NULL)", name=op.f("ck_keg_held_from")),
        sa.PrimaryKeyConstraint("id", name="pk_keg"),
        sa.UniqueConstraint("serial", name="uq_keg_serial"),
        sa.UniqueConstraint("code", name="uq_keg_code"),
        sa.UniqueConstraint("rfid_tag", name="uq_keg_rfid_tag"),
    )
    op.create_index("ix_keg_state_last_moved_at", "keg", ["state", "last_moved_at"])
    with_client = sa.text("client_id IS NOT NULL")
    op.create_index("ix_keg_client_id", "keg", ["client_id"], postgresql_where=with_client, sqlite_where=with_client)
    _create_fills()
    _create_events()


def _create_fills() -> None:
    op.create_table(
        "keg_fill",
        sa.Column("id", ID, nullable=False),
        sa.Column("keg_id", ID, nullable=False),
        sa.Column("document_id", ID, nullable=False),
        sa.Column("batch_id", ID),
        sa.Column("batch_number", sa.String(20)),
        sa.Column("beer_name", sa.String(200), nullable=False),
        sa.Column("packaging_run_id", ID),
        sa.Column("volume_l", QUANTITY, nullable=False),
        sa.Column("gross_kg", QUANTITY),
        sa.Column("filled_at", MOMENT, nullable=False),
        sa.Column("best_before", sa.Date),
        sa.Column("from_fill_id", ID),
        sa.CheckConstraint("volume_l > 0", name=op.f("ck_keg_fill_volume_l")),
        sa.ForeignKeyConstraint(["keg_id"], ["keg.id"], name="fk_keg_fill_keg_id"),
        sa.ForeignKeyConstraint(["from_fill_id"], ["keg_fill.id"], name="fk_keg_fill_from_fill_id"),
        sa.PrimaryKeyConstraint("id", name="pk_keg_fill"),
    )
    op.create_index("ix_keg_fill_keg_id_id", "keg_fill", ["keg_id", "id"])
    op.create_index("ix_keg_fill_batch_id", "keg_fill", ["batch_id"])
    op.create_index("ix_keg_fill_document_id", "keg_fill", ["document_id"])
    forbid_changes("keg_fill")


def _create_events() -> None:
    op.create_table(
        "keg_event",
        sa.Column("id", ID, nullable=False),
        sa.Column("keg_id", ID, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("from_state", sa.String(12)),
        sa.Column("to_state", sa.String(12), nullable=False),
        sa.Column("fill_id", ID),
        sa.Column("client_id", ID),
        sa.Column("client_name", sa.String(120)),
        sa.Column("location", sa.String(80), nullable=False),
        sa.Column("litres", QUANTITY),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("document_id", ID, nullable=False),
        sa.Column("happened_at", MOMENT, nullable=False),
        sa.Column("posted_at", MOMENT, nullable=False),
        sa.Column("by_id", sa.String(64), nullable=False),
        sa.Column("by_name", sa.String(120), nullable=False),
        sa.ForeignKeyConstraint(["keg_id"], ["keg.id"], name="fk_keg_event_keg_id"),
        sa.ForeignKeyConstraint(["fill_id"], ["keg_fill.id"], name="fk_keg_event_fill_id"),
        sa.PrimaryKeyConstraint("id", name="pk_keg_event"),
        sa.UniqueConstraint("keg_id", "seq", name="uq_keg_event_keg_id_seq"),
    )
    op.create_index("ix_keg_event_document_id", "keg_event", ["document_id"])
    op.create_index("ix_keg_event_kind_happened_at", "keg_event", ["kind", "happened_at"])
    op.create_index("ix_keg_event_client_id_id", "keg_event", ["client_id", "id"])
    op.create_index("ix_keg_event_fill_id", "keg_event", ["fill_id"])
    forbid_changes("keg_event")


def downgrade() -> None:
    """Take back."""
    for table in ("keg_event", "keg_fill"):
        allow_changes(table)
        op.drop_table(table)
    op.drop_table("keg")
