"""The graph, the kegs, and the readings of fermenting batches."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desertbrew.platform.columns import ID, MOMENT, QUANTITY, RATIO
from desertbrew.platform.migrations.triggers import allow_changes, forbid_changes

revision = "traceability_0001"
down_revision = None
branch_labels = ("traceability",)
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "node",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("label", sa.String(120), nullable=False),
        sa.Column("about", sa.String(200), nullable=False),
        sa.Column("words", sa.String(600), nullable=False),
        sa.Column("sought", sa.String(120), nullable=False),
        sa.Column("facts", sa.Text, nullable=False),
        sa.Column("happened_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_node"),
    )
    op.create_index("ix_node_sought", "node", ["sought"])
    op.create_table(
        "edge",
        sa.Column("from_id", ID, nullable=False),
        sa.Column("to_id", ID, nullable=False),
        sa.Column("document_id", ID, nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("quantity", QUANTITY),
        sa.Column("unit", sa.String(8)),
        sa.Column("happened_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["from_id"], ["node.id"], name="fk_edge_from_id"),
        sa.ForeignKeyConstraint(["to_id"], ["node.id"], name="fk_edge_to_id"),
        sa.PrimaryKeyConstraint("from_id", "to_id", "document_id", name="pk_edge"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_edge_to_id_from_id", "edge", ["to_id", "from_id"])
    # What went into a beer cannot be taken out of it again.
    forbid_changes("edge")
    op.create_table(
        "keg",
        sa.Column("id", ID, nullable=False),
        sa.Column("serial", sa.String(60), nullable=False),
        sa.Column("serial_sought", sa.String(60), nullable=False),
        sa.Column("fill_id", ID),
        sa.Column("stamp", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_keg"),
    )
    op.create_index("ix_keg_serial_sought", "keg", ["serial_sought"])
    op.create_table(
        "reading",
        sa.Column("batch_id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("gravity", RATIO),
        sa.Column("temperature_c", RATIO),
        sa.PrimaryKeyConstraint("batch_id", "at", name="pk_reading"),
    )


def downgrade() -> None:
    """Take back."""
    allow_changes("edge")
    for table in ("reading", "keg", "edge", "node"):
        op.drop_table(table)
