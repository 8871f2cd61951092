"""Lots that are held and recalled, where they stand, their papers; which lot of an item goes first."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desertbrew.platform.columns import ID, MOMENT, RATIO
from desertbrew.platform.migrations.triggers import allow_changes, forbid_changes

revision = "inventory_0002"
down_revision = "inventory_0001"
branch_labels = None
depends_on = None

ON_HAND = ["item_id", "received_at", "id"]
LEDGERS = ("room_reading", "lot_status_change", "lot_move", "recall", "certificate", "lot_certificate")


def upgrade() -> None:
    """Apply."""
    _create_locations()
    policy = sa.Column("draw_policy", sa.String(4), nullable=False, server_default="FIFO")
    op.add_column("item", policy)
    op.add_column("lot", sa.Column("status", sa.String(12), nullable=False, server_default="AVAILABLE"))
    place = sa.ForeignKey("storage_location.id", name="fk_lot_location_id")
    op.add_column("lot", sa.Column("location_id", ID, place), inline_references=True)
    op.create_index("ix_lot_location_id", "lot", ["location_id"])
    op.add_column("movement", sa.Column("override_reason", sa.String(200)))
    op.drop_index("ix_lot_on_hand", "lot")
    drawable = sa.text("remaining_quantity > 0 AND status = 'AVAILABLE'")
    op.create_index("ix_lot_on_hand", "lot", ON_HAND, postgresql_where=drawable, sqlite_where=drawable)
    by_expiry = ["item_id", "expires_on", "received_at", "id"]
    op.create_index("ix_lot_by_expiry", "lot", by_expiry, postgresql_where=drawable, sqlite_where=drawable)
    _create_decisions()
    _create_certificates()
    for table in LEDGERS:
        forbid_changes(table)


def _create_locations() -> None:
    op.create_table(
        "storage_location",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("temperature_min_c", RATIO),
        sa.Column("temperature_max_c", RATIO),
        sa.Column("temperature_target_c", RATIO),
        sa.Column("humidity_max_pct", RATIO),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint("temperature_min_c <= temperature_max_c", name=op.f("ck_storage_location_temperature")),
        sa.CheckConstraint("humidity_max_pct BETWEEN 0 AND 100000000", name=op.f("ck_storage_location_humidity")),
        sa.PrimaryKeyConstraint("id", name="pk_storage_location"),
        sa.UniqueConstraint("code", name="uq_storage_location_code"),
    )
    op.create_table(
        "room_reading",
        sa.Column("id", ID, nullable=False),
        sa.Column("location_id", ID, nullable=False),
        sa.Column("read_at", MOMENT, nullable=False),
        sa.Column("temperature_c", RATIO, nullable=False),
        sa.Column("humidity_pct", RATIO),
        sa.Column("in_limits", sa.Boolean, nullable=False),
        sa.Column("note", sa.String(200), nullable=False),
        sa.Column("read_by", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["location_id"], ["storage_location.id"], name="fk_room_reading_location_id"),
        sa.PrimaryKeyConstraint("id", name="pk_room_reading"),
    )
    op.create_index("ix_room_reading_location_id_read_at", "room_reading", ["location_id", "read_at"])


def _create_decisions() -> None:
    op.create_table(
        "recall",
        sa.Column("id", ID, nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("supplier_id", ID),
        sa.Column("supplier_name", sa.String(120), nullable=False),
        sa.Column("supplier_lot", sa.String(60)),
        sa.Column("supplier_lot_key", sa.String(60)),
        sa.Column("item_id", ID),
        sa.Column("declared_at", MOMENT, nullable=False),
        sa.Column("declared_by", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_recall_item_id"),
        sa.PrimaryKeyConstraint("id", name="pk_recall"),
        sa.UniqueConstraint("number", name="uq_recall_number"),
    )
    op.create_index("ix_recall_supplier_id_supplier_lot_key", "recall", ["supplier_id", "supplier_lot_key"])
    op.create_table(
        "lot_status_change",
        sa.Column("id", ID, nullable=False),
        sa.Column("lot_id", ID, nullable=False),
        sa.Column("before", sa.String(12), nullable=False),
        sa.Column("after", sa.String(12), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("recall_id", ID),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("changed_by", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name="fk_lot_status_change_lot_id"),
        sa.ForeignKeyConstraint(["recall_id"], ["recall.id"], name="fk_lot_status_change_recall_id"),
        sa.PrimaryKeyConstraint("id", name="pk_lot_status_change"),
    )
    op.create_index("ix_lot_status_change_lot_id_id", "lot_status_change", ["lot_id", "id"])
    op.create_index("ix_lot_status_change_recall_id", "lot_status_change", ["recall_id"])
    op.create_table(
        "lot_move",
        sa.Column("id", ID, nullable=False),
        sa.Column("lot_id", ID, nullable=False),
        sa.Column("from_location_id", ID),
        sa.Column("to_location_id", ID, nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("moved_at", MOMENT, nullable=False),
        sa.Column("moved_by", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name="fk_lot_move_lot_id"),
        sa.ForeignKeyConstraint(["from_location_id"], ["storage_location.id"], name="fk_lot_move_from_location_id"),
        sa.ForeignKeyConstraint(["to_location_id"], ["storage_location.id"], name="fk_lot_move_to_location_id"),
        sa.PrimaryKeyConstraint("id", name="pk_lot_move"),
    )
    op.create_index("ix_lot_move_lot_id_id", "lot_move", ["lot_id", "id"])


def _create_certificates() -> None:
    op.create_table(
        "certificate",
        sa.Column("id", ID, nullable=False),
        sa.Column("file_name", sa.String(120), nullable=False),
        sa.Column("media_type", sa.String(40), nullable=False),
        sa.Column("size_bytes", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("added_by", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_certificate"),
        sa.UniqueConstraint("sha256", name="uq_certificate_sha256"),
    )
    op.create_table(
        "lot_certificate",
        sa.Column("lot_id", ID, nullable=False),
        sa.Column("certificate_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name="fk_lot_certificate_lot_id"),
        sa.ForeignKeyConstraint(["certificate_id"], ["certificate.id"], name="fk_lot_certificate_certificate_id"),
        sa.PrimaryKeyConstraint("lot_id", "certificate_id", name="pk_lot_certificate"),
    )
    op.create_index("ix_lot_certificate_certificate_id", "lot_certificate", ["certificate_id"])


def downgrade() -> None:
    """Take back."""
    for table in LEDGERS:
        allow_changes(table)
    for table in ("lot_certificate", "certificate", "lot_move", "lot_status_change", "recall", "room_reading"):
        op.drop_table(table)
    op.drop_index("ix_lot_by_expiry", "lot")
    op.drop_index("ix_lot_on_hand", "lot")
    on_hand = sa.text("remaining_quantity > 0")
    op.create_index("ix_lot_on_hand", "lot", ON_HAND, postgresql_where=on_hand, sqlite_where=on_hand)
    op.drop_index("ix_lot_location_id", "lot")
    op.drop_column("movement", "override_reason")
    op.drop_column("lot", "location_id")
    op.drop_table("storage_location")
    op.drop_column("lot", "status")
    op.drop_column("item", "draw_policy")
