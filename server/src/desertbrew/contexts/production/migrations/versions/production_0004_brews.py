"""Brews of a batch, each with its own request for material; names in histories; rates; lines that take others back."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from desertbrew.kernel.ids import new_id
from desertbrew.platform.columns import ID, MOMENT, QUANTITY, RATIO, UNIT_COST
from desertbrew.platform.migrations.triggers import allow_changes, forbid_changes

revision = "production_0004"
down_revision = "production_0003"
branch_labels = None
depends_on = None

STATES = {"PLANNED": "PLANNED", "STARTING": "STARTING", "BREWING": "BREWING", "COMPLETED": "KNOCKED_OUT"}
"""Every batch was one brew until now."""

_NOT_NEGATIVE = "ck_batch_cost_amount"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "brew",
        sa.Column("id", ID, nullable=False),
        sa.Column("batch_id", ID, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("issue_id", ID),
        sa.Column("fate", sa.String(10)),
        sa.Column("started_at", MOMENT),
        sa.Column("preboil_volume_l", QUANTITY),
        sa.Column("preboil_sg", RATIO),
        sa.Column("postboil_volume_l", QUANTITY),
        sa.Column("og", RATIO),
        sa.Column("vessel_id", ID),
        sa.Column("fermenter_volume_l", QUANTITY),
        sa.Column("knocked_out_at", MOMENT),
        sa.CheckConstraint("number > 0", name=op.f("ck_brew_number")),
        sa.CheckConstraint("(state = 'KNOCKED_OUT') = (knocked_out_at IS NOT NULL)", name=op.f("ck_brew_knocked_out")),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name="fk_brew_batch_id"),
        sa.ForeignKeyConstraint(["vessel_id"], ["vessel.id"], name="fk_brew_vessel_id"),
        sa.PrimaryKeyConstraint("id", name="pk_brew"),
        sa.UniqueConstraint("batch_id", "number", name="uq_brew_batch_id_number"),
        sa.UniqueConstraint("issue_id", name="uq_brew_issue_id"),
    )
    _give_every_batch_its_brew()
    op.drop_column("batch", "issue_id")
    op.add_column("batch", sa.Column("brews_planned", sa.Integer, server_default="1", nullable=False))
    op.add_column("batch", sa.Column("fermenter_id", ID))
    op.add_column("batch_event", sa.Column("by_name", sa.String(120), server_default="", nullable=False))
    op.create_table(
        "cost_rate",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("basis", sa.String(10), nullable=False),
        sa.Column("amount", UNIT_COST, nullable=False),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("set_by_name", sa.String(120), nullable=False),
        sa.Column("set_at", MOMENT, nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_cost_rate_amount")),
        sa.PrimaryKeyConstraint("id", name="pk_cost_rate"),
    )
    op.create_index("ix_cost_rate_name_valid_from", "cost_rate", ["name", "valid_from"])
    forbid_changes("cost_rate")
    _widen_ledger()


def _give_every_batch_its_brew() -> None:
    connection = op.get_bind()
    names: tuple[tuple[str, Any], ...] = (("id", ID), ("state", sa.String), ("issue_id", ID), ("planned_at", MOMENT))
    batch = sa.table("batch", *(sa.column(name, kind) for name, kind in names))
    brew = sa.table(
        "brew",
        sa.column("id", ID),
        sa.column("batch_id", ID),
        sa.column("number"),
        sa.column("state"),
        sa.column("issue_id", ID),
        sa.column("started_at", MOMENT),
        sa.column("knocked_out_at", MOMENT),
    )
    rows = [
        {
            "id": new_id(),
            "batch_id": row.id,
            "number": 1,
            "state": STATES.get(row.state, "CANCELLED"),
            "issue_id": row.issue_id,
            "started_at": row.planned_at if row.state in {"BREWING", "COMPLETED"} else None,
            "knocked_out_at": row.planned_at if row.state == "COMPLETED" else None,
        }
        for row in connection.execute(sa.select(batch))
    ]
    if rows:
        connection.execute(brew.insert(), rows)


def _widen_ledger() -> None:
    allow_changes("batch_cost")
    with op.batch_alter_table("batch_cost") as ledger:
        ledger.add_column(sa.Column("supplier_name", sa.String(120), server_default="", nullable=False))
        ledger.add_column(sa.Column("invoice_number", sa.String(60)))
        ledger.add_column(sa.Column("brew_id", ID))
        ledger.add_column(sa.Column("rate_id", ID))
        ledger.add_column(sa.Column("reverses_id", ID))
        ledger.add_column(sa.Column("by_name", sa.String(120), server_default="", nullable=False))
        ledger.drop_constraint(op.f(_NOT_NEGATIVE), type_="check")
        ledger.create_check_constraint(op.f(_NOT_NEGATIVE), "(amount >= 0) = (reverses_id IS NULL) OR amount = 0")
        ledger.create_foreign_key("fk_batch_cost_brew_id", "brew", ["brew_id"], ["id"])
        ledger.create_foreign_key("fk_batch_cost_rate_id", "cost_rate", ["rate_id"], ["id"])
        ledger.create_foreign_key("fk_batch_cost_reverses_id", "batch_cost", ["reverses_id"], ["id"])
        ledger.create_unique_constraint("uq_batch_cost_reverses_id", ["reverses_id"])
    forbid_changes("batch_cost")


def downgrade() -> None:
    """Take back; what only the new rows say is lost."""
    allow_changes("batch_cost")
    with op.batch_alter_table("batch_cost") as ledger:
        for name in ("reverses_id", "rate_id", "brew_id"):
            ledger.drop_constraint(f"fk_batch_cost_{name}", type_="foreignkey")
        ledger.drop_constraint("uq_batch_cost_reverses_id", type_="unique")
        ledger.drop_constraint(op.f(_NOT_NEGATIVE), type_="check")
        ledger.create_check_constraint(op.f(_NOT_NEGATIVE), "amount >= 0")
        for name in ("by_name", "reverses_id", "rate_id", "brew_id", "invoice_number", "supplier_name"):
            ledger.drop_column(name)
    forbid_changes("batch_cost")
    allow_changes("cost_rate")
    op.drop_table("cost_rate")
    op.drop_column("batch_event", "by_name")
    op.drop_column("batch", "fermenter_id")
    op.drop_column("batch", "brews_planned")
    op.add_column("batch", sa.Column("issue_id", ID))
    op.drop_table("brew")
