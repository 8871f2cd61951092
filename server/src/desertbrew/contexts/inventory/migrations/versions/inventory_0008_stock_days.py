"""What happened to each item on each day, from the ledger as it stands."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

from desertbrew.kernel.clock import business_date
from desertbrew.platform.columns import ID, MOMENT, MONEY, QUANTITY

revision = "inventory_0008"
down_revision = "inventory_0007"
branch_labels = None
depends_on = None

FIGURES = ("received", "consumed", "wasted", "adjusted")
# As the rules stood when this was written: what a later kind of movement is to its day is that version's business.
KINDS = {
    "RECEIPT": ("received", 1),
    "PRODUCTION": ("received", 1),
    "ISSUE": ("consumed", -1),
    "RETURN": ("consumed", -1),
    "SUPPLIER_RETURN": ("received", 1),
    "WASTE": ("wasted", -1),
    "ADJUSTMENT": ("adjusted", 1),
}
BATCH = 1000


def upgrade() -> None:
    """Apply."""
    days = op.create_table(
        "stock_day",
        sa.Column("item_id", ID, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        *(sa.Column(name, QUANTITY, nullable=False) for name in FIGURES),
        sa.Column("value_change", MONEY, nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_stock_day_item_id"),
        sa.PrimaryKeyConstraint("item_id", "day", name="pk_stock_day"),
    )
    op.create_index("ix_stock_day_day", "stock_day", ["day"])
    rows: list[dict[str, Any]] = []
    config = op.get_context().config
    assert config is not None, "the platform migrates with its settings at hand"
    for row in _days(config.attributes["zone"]):
        rows.append(row)
        if len(rows) == BATCH:
            op.bulk_insert(days, rows)
            rows.clear()
    if rows:
        op.bulk_insert(days, rows)


def _days(zone: ZoneInfo) -> Iterator[dict[str, Any]]:
    ledger = sa.table(
        "movement",
        sa.column("item_id", ID),
        sa.column("kind", sa.String),
        sa.column("quantity", QUANTITY),
        sa.column("cost", MONEY),
        sa.column("posted_at", MOMENT),
    )
    # A year may hold a million lines: they are read as they are needed.
    asked = sa.select(ledger).order_by(ledger.c.item_id, ledger.c.posted_at).execution_options(yield_per=5000)
    lines = op.get_bind().execute(asked)
    for (item_id, day), posted in groupby(lines, lambda line: (line.item_id, business_date(line.posted_at, zone))):
        row: dict[str, Any] = dict.fromkeys(FIGURES, Decimal(0)) | {
            "item_id": item_id,
            "day": day,
            "value_change": Decimal(0),
        }
        for line in posted:
            figure, sign = KINDS[line.kind]
            row[figure] += line.quantity * sign
            row["value_change"] += line.cost
        yield row


def downgrade() -> None:
    """Take back."""
    op.drop_table("stock_day")
