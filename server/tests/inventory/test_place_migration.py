"""What a brewery had before lots could be spread over places is where it was, and its ledger says how it came there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, inspect, select, text

from desertbrew.apps import compose, registry
from desertbrew.contexts.inventory import queries
from desertbrew.contexts.inventory.rules import UNPLACED
from desertbrew.contexts.inventory.tables import Lot, Movement
from desertbrew.kernel.clock import SystemClock
from desertbrew.kernel.ids import new_id
from desertbrew.platform import migrate
from desertbrew.platform.db import Database
from desertbrew.platform.ports import Ports
from support.stores import Store

INVENTORY = registry.context_named("inventory")
ITEM, RECEIPT, CARRIED, STILL, LOOSE, SILO, COLD = (new_id() for _ in range(7))


@pytest.fixture
def before(store: Store, tmp_path: Path) -> Iterator[Database]:
    """Inventory's database as it was before."""
    database = compose.open_database(store.unmigrated(INVENTORY, tmp_path), INVENTORY, SystemClock(), Ports())
    with database.write_engine.connect() as connection, connection.begin():
        command.upgrade(migrate._config(INVENTORY, database, connection), "inventory_0013")
    yield database
    database.close()


def put(connection: Connection, table: str, **row: Any) -> None:
    """A row as it lay there, by the types of that day."""
    at = "2026-02-0{} 12:00:00+00:00" if connection.dialect.name == "postgresql" else "2026-02-0{} 12:00:00.000000"
    for name, value in row.items():
        if name.endswith("_at"):
            row[name] = at.format(value)
        elif name.endswith("id") and value is not None and connection.dialect.name == "sqlite":
            row[name] = value.hex
    marks = ", ".join(f":{name}" for name in row)
    connection.execute(text(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})"), row)


def fill(connection: Connection) -> None:
    """10 kg carried from the silo to the cold room after 4 were taken, and 1 since; 5 in the silo; 3 nowhere."""
    put(connection, "item", id=ITEM, sku="MALTA", name="Malta", kind="MALT", base_unit="kg", created_at=1)
    put(connection, "stock_balance", item_id=ITEM, quantity=13_000_000, value=1300)
    for place, code in ((SILO, "SILO"), (COLD, "FRIO")):
        put(connection, "storage_location", id=place, code=code, name=code, kind="SILO", created_at=1)
    supplier = {"supplier_name": "Maltas", "received_at": 1}
    put(connection, "receipt", id=RECEIPT, number="REC-1", source="SUPPLIER", posted_at=1, total_cost=1800, **supplier)
    lots = ((CARRIED, 10, 5, COLD), (STILL, 5, 5, SILO), (LOOSE, 3, 3, None))
    for lot, whole, left, stands in lots:
        amounts = {"initial_quantity": whole * 10**6, "remaining_quantity": left * 10**6}
        costs = {"initial_cost": whole * 100, "remaining_cost": left * 100, "location_id": stands}
        put(connection, "lot", id=lot, code=f"L-{whole}", item_id=ITEM, receipt_id=RECEIPT, **supplier, **amounts, **costs)
        line(connection, lot, "RECEIPT", whole, 1)
    line(connection, CARRIED, "ISSUE", -4, 2)
    ends = {"from_location_id": SILO, "to_location_id": COLD}
    put(connection, "lot_move", id=new_id(), lot_id=CARRIED, **ends, reason="calor", moved_at=3, moved_by="p")
    line(connection, CARRIED, "ISSUE", -1, 4)


def line(connection: Connection, lot: Any, kind: str, quantity: int, day: int) -> None:
    signed = {"quantity": quantity * 10**6, "cost": quantity * 100}
    when = {"happened_at": day, "posted_at": day}
    put(
        connection, "movement", id=new_id(), kind=kind, item_id=ITEM, lot_id=lot, document_id=RECEIPT, reference="r",
        **signed, **when,
    )  # fmt: skip


def test_inv_l15_every_kilo_of_before_is_somewhere(before: Database) -> None:
    with before.write_engine.connect() as connection, connection.begin():
        fill(connection)
    assert migrate.upgrade(INVENTORY, before)
    with before.read() as tx:
        assert queries.ledger_faults(tx) + queries.place_faults(tx) == []
        whole = {row.id: row.location_id for row in tx.session.execute(select(Lot.id, Lot.location_id))}
        assert whole == {CARRIED: COLD, STILL: SILO, LOOSE: UNPLACED}
        lines = tx.session.execute(
            select(Movement).where(Movement.lot_id == CARRIED).order_by(Movement.posted_at, Movement.id)
        )
        told = [(each.kind, each.location_id, int(each.quantity), int(each.cost)) for each in lines.scalars()]
        assert told == [
            ("RECEIPT", SILO, 10, 10),
            ("ISSUE", SILO, -4, -4),
            ("TRANSFER_OUT", SILO, -6, -6),
            ("TRANSFER_IN", COLD, 6, 6),
            ("ISSUE", COLD, -1, -1),
        ]
    with before.write_engine.connect() as connection:
        columns = {column["name"]: column["nullable"] for column in inspect(connection).get_columns("movement")}
        checks = {check["name"] for check in inspect(connection).get_check_constraints("movement")}
        assert (columns["location_id"], checks) == (False, {"ck_movement_quantity"})
        with pytest.raises(Exception, match="append-only"):
            connection.execute(text("UPDATE movement SET quantity = 1"))
