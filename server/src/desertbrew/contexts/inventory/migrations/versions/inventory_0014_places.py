"""A lot's parts stand in several places, and every line of the ledger says where."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import op

from desertbrew.platform.columns import ID, MOMENT, MONEY, QUANTITY
from desertbrew.platform.migrations.triggers import allow_changes, forbid_changes

revision = "inventory_0014"
down_revision = "inventory_0013"
branch_labels = None
depends_on = None

UNPLACED = UUID("00000000-0000-7000-8000-000000000001")
TRANSIT = UUID("00000000-0000-7000-8000-000000000002")
BUILT_IN = ((UNPLACED, "SIN_LUGAR", "Sin lugar", "UNPLACED"), (TRANSIT, "EN_CAMINO", "En camino", "TRANSIT"))
BIRTH = datetime.fromisoformat("2026-01-01T00:00:00+00:00")

PLACES = sa.table(
    "storage_location",
    sa.column("id", ID),
    sa.column("code", sa.String),
    sa.column("name", sa.String),
    sa.column("kind", sa.String),
    sa.column("created_at", MOMENT),
)
LOTS = sa.table(
    "lot",
    sa.column("id", ID),
    sa.column("location_id", ID),
    sa.column("remaining_quantity", QUANTITY),
    sa.column("received_at", MOMENT),
)
LOT_PLACES = sa.table(
    "lot_place",
    sa.column("lot_id", ID),
    sa.column("location_id", ID),
    sa.column("quantity", QUANTITY),
    sa.column("since", MOMENT),
)
MOVES = sa.table(
    "lot_move",
    sa.column("id", ID),
    sa.column("lot_id", ID),
    sa.column("from_location_id", ID),
    sa.column("to_location_id", ID),
    sa.column("reason", sa.String),
    sa.column("moved_at", MOMENT),
)
LEDGER = sa.table(
    "movement",
    sa.column("id", ID),
    sa.column("kind", sa.String),
    sa.column("item_id", ID),
    sa.column("lot_id", ID),
    sa.column("location_id", ID),
    sa.column("quantity", QUANTITY),
    sa.column("cost", MONEY),
    sa.column("document_id", ID),
    sa.column("reference", sa.String),
    sa.column("happened_at", MOMENT),
    sa.column("posted_at", MOMENT),
)


def upgrade() -> None:
    """Apply."""
    active = sa.Column("active", sa.Boolean, nullable=False, server_default=sa.true())
    op.add_column("storage_location", active)
    names = ("id", "code", "name", "kind")
    op.bulk_insert(PLACES, [{**dict(zip(names, row, strict=True)), "created_at": BIRTH} for row in BUILT_IN])
    op.drop_index("ix_lot_location_id", "lot")
    op.create_table(
        "lot_place",
        sa.Column("lot_id", ID, nullable=False),
        sa.Column("location_id", ID, nullable=False),
        sa.Column("quantity", QUANTITY, nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_lot_place_quantity")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name="fk_lot_place_lot_id"),
        sa.ForeignKeyConstraint(["location_id"], ["storage_location.id"], name="fk_lot_place_location_id"),
        sa.PrimaryKeyConstraint("lot_id", "location_id", name="pk_lot_place"),
    )
    here = sa.text("quantity > 0")
    index = ["location_id", "lot_id"]
    op.create_index("ix_lot_place_standing", "lot_place", index, postgresql_where=here, sqlite_where=here)
    _place_lots()
    allow_changes("movement")
    with op.batch_alter_table("movement") as ledger:
        ledger.add_column(sa.Column("location_id", ID))
        ledger.create_foreign_key("fk_movement_location_id", "storage_location", ["location_id"], ["id"])
    _place_lines()
    with op.batch_alter_table("movement") as ledger:
        ledger.alter_column("location_id", existing_type=ID, nullable=False)
    forbid_changes("movement")


def _place_lots() -> None:
    connection = op.get_bind()
    connection.execute(sa.update(LOTS).where(LOTS.c.location_id.is_(None)).values(location_id=UNPLACED))
    columns = ["lot_id", "location_id", "quantity", "since"]
    standing = sa.select(LOTS.c.id, LOTS.c.location_id, LOTS.c.remaining_quantity, LOTS.c.received_at)
    connection.execute(sa.insert(LOT_PLACES).from_select(columns, standing))


def _place_lines() -> None:
    """Every line of a lot that was never carried is where the lot is; of one that was, where it was at the time.

    Each carrying becomes the pair of lines that it would write today, under the id that it has.
    """
    connection = op.get_bind()
    where = sa.select(LOTS.c.location_id).where(LOTS.c.id == LEDGER.c.lot_id).scalar_subquery()
    connection.execute(sa.update(LEDGER).values(location_id=where))
    carried: dict[UUID, list[Any]] = {}
    for move in connection.execute(sa.select(MOVES).order_by(MOVES.c.moved_at, MOVES.c.id)):
        carried.setdefault(move.lot_id, []).append(move)
    pairs: list[dict[str, Any]] = []
    for lot_id, moves in carried.items():
        of_lot = sa.select(LEDGER).where(LEDGER.c.lot_id == lot_id).order_by(LEDGER.c.posted_at, LEDGER.c.id)
        pairs += _replay(connection.execute(of_lot).all(), moves)
    if pairs:
        connection.execute(sa.insert(LEDGER), pairs)


def _replay(lines: Any, moves: list[Any]) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - rows
    place = moves[0].from_location_id or UNPLACED
    quantity, cost, waiting = Decimal(0), Decimal(0), list(moves)
    for line in [*lines, None]:
        while waiting and (line is None or waiting[0].moved_at < line.posted_at):
            move = waiting.pop(0)
            if quantity:
                yield from _pair(move, lines[0].item_id, place, quantity, cost)
            place = move.to_location_id
        if line is not None:
            op.get_bind().execute(sa.update(LEDGER).where(LEDGER.c.id == line.id).values(location_id=place))
            quantity, cost = quantity + line.quantity, cost + line.cost


def _pair(move: Any, item_id: UUID, place: UUID, quantity: Decimal, cost: Decimal) -> Iterator[dict[str, Any]]:  # noqa: ANN401
    ends = (("TRANSFER_OUT", place, -1, move.id), ("TRANSFER_IN", move.to_location_id, 1, UUID(int=move.id.int + 1)))
    for kind, location_id, sign, line_id in ends:
        yield {
            "id": line_id,
            "kind": kind,
            "item_id": item_id,
            "lot_id": move.lot_id,
            "location_id": location_id,
            "quantity": sign * quantity,
            "cost": sign * cost,
            "document_id": move.id,
            "reference": move.reason,
            "happened_at": move.moved_at,
            "posted_at": move.moved_at,
        }


def downgrade() -> None:
    """Take back; a lot that stands in several places is where most of it is not said any more."""
    allow_changes("movement")
    with op.batch_alter_table("movement") as ledger:
        ledger.drop_constraint("fk_movement_location_id", type_="foreignkey")
        ledger.drop_column("location_id")
    forbid_changes("movement")
    op.drop_table("lot_place")
    connection = op.get_bind()
    connection.execute(sa.update(LOTS).where(LOTS.c.location_id.in_([UNPLACED, TRANSIT])).values(location_id=None))
    op.create_index("ix_lot_location_id", "lot", ["location_id"])
    connection.execute(sa.delete(PLACES).where(PLACES.c.id.in_([UNPLACED, TRANSIT])))
    op.drop_column("storage_location", "active")
