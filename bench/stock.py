"""Drawing and receiving by the thousand: our commands beside bare drivers, on one or both databases.

Each figure is a whole transaction, commit included, in this process and without HTTP. The floor sends what such a
transaction cannot do without by `sqlite3` or `psycopg`: it finds the lots by the same index, and writes lots, ledger and
balances.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import tempfile
import uuid
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from time import perf_counter
from typing import Any

import psycopg

from desertbrew.apps import compose, registry
from desertbrew.contexts.inventory import commands
from desertbrew.contexts.inventory.contract import ItemKind, Need
from desertbrew.kernel.clock import SystemClock
from desertbrew.kernel.ids import Id, new_id
from desertbrew.kernel.quantity import BaseUnit
from desertbrew.platform import migrate
from desertbrew.platform.db import Database, Origin, ensure_postgresql
from desertbrew.platform.ports import Ports
from desertbrew.platform.settings import Settings
from load import summarize
from run import ADMIN, drop

ORIGIN = Origin("bench", "bench-request")
LINES = 500
MANY_LOTS = 10_000
INGREDIENTS, LOTS_EACH = 10, 1_000

LOTS = (
    "SELECT id, code, received_at, expires_on, remaining_quantity, remaining_cost FROM lot WHERE item_id = ? "
    "AND remaining_quantity > 0 AND status = 'AVAILABLE' AND (expires_on IS NULL OR expires_on >= ?) "
    "ORDER BY received_at, id LIMIT 64"
)
DRAW = "UPDATE lot SET remaining_quantity = remaining_quantity - 1 WHERE id = ?"
MOVE = (
    "INSERT INTO movement (id, kind, item_id, lot_id, quantity, cost, document_id, reference, happened_at, posted_at) "
    "VALUES (?, 'ISSUE', ?, ?, -1, 0, ?, 'floor', ?, ?)"
)
TAKE = "UPDATE stock_balance SET quantity = quantity - 1 WHERE item_id = ?"
NEW_LOT = (
    "INSERT INTO lot (id, code, item_id, receipt_id, supplier_name, received_at, initial_quantity, remaining_quantity, "
    "initial_cost, remaining_cost) VALUES (?, ?, ?, ?, 'Bench', ?, 2000000, 2000000, 100, 100)"
)
RECEIVED = (
    "INSERT INTO movement (id, kind, item_id, lot_id, quantity, cost, document_id, reference, happened_at, posted_at) "
    "VALUES (?, 'RECEIPT', ?, ?, 2000000, 100, ?, 'floor', ?, ?)"
)
ADD = "UPDATE stock_balance SET quantity = quantity + ?, value = value + ? WHERE item_id = ?"


class Shelf:
    """An inventory with one supplier, filled by our own command."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.supplier = new_id()
        database.write(lambda tx: commands.know_supplier(tx, self.supplier, "Bench"), ORIGIN)

    def item(self, lots: int) -> Id:
        """An item with so many lots of 2 kg."""
        new = commands.NewItem(f"B-{uuid.uuid4().hex[:12]}", "Bench", ItemKind.MALT, BaseUnit.KG)
        item_id = self.database.write(lambda tx: commands.create_item(tx, new), ORIGIN).id
        for start in range(0, lots, LINES):
            self.receive([item_id], min(LINES, lots - start))
        return item_id

    def receive(self, items: Sequence[Id], lines: int) -> None:
        """One delivery."""
        new = commands.NewReceipt(
            self.supplier,
            [commands.NewLine(items[n % len(items)], Decimal(2), "kg", Decimal(1)) for n in range(lines)],
        )
        self.database.write(lambda tx: commands.receive_lots(tx, new), ORIGIN)

    def issue(self, items: Sequence[Id], quantity: str) -> None:
        """One issue by policy."""
        needs = [Need(item_id, Decimal(quantity), "kg") for item_id in items]
        self.database.write(lambda tx: commands.issue(tx, "bench", needs), ORIGIN)


class Bare:
    """The same by the driver alone."""

    def __init__(self, dialect: str, where: str) -> None:
        self.plain = dialect == "sqlite"
        if self.plain:
            self.connection: Any = sqlite3.connect(where, isolation_level=None, timeout=60)
            self.connection.execute("PRAGMA synchronous=FULL")
        else:
            self.connection = psycopg.connect(where, autocommit=True)
        self.now = "2026-01-01 00:00:00.000000" + ("" if self.plain else "+00")

    def id(self, value: uuid.UUID) -> Any:  # noqa: ANN401 - as the driver wants it
        """An id as the columns hold it."""
        return value.hex if self.plain else value

    def fresh(self) -> Any:  # noqa: ANN401 - as the driver wants it
        """A new id."""
        return self.id(uuid.uuid4())

    def run(self, sql: str, values: Sequence[Any]) -> Any:  # noqa: ANN401 - rows
        """One statement, with the driver's own marks."""
        cursor = self.connection.execute(sql if self.plain else sql.replace("?", "%s"), values)
        return cursor.fetchall() if cursor.description else None

    def many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """A set at a time."""
        if self.plain:
            self.connection.executemany(sql, rows)
            return
        with self.connection.cursor() as cursor:
            cursor.executemany(sql.replace("?", "%s"), rows)

    def transaction(self, work: Callable[[], None]) -> None:
        """Begin, work, commit."""
        self.connection.execute("BEGIN IMMEDIATE" if self.plain else "BEGIN")
        work()
        self.connection.execute("COMMIT")

    def issue(self, items: Sequence[Id]) -> None:
        """A gram out of the first lot of each."""

        def work() -> None:
            document = self.fresh()
            for item in items:
                first = self.run(LOTS, [self.id(item), "2026-01-01"])[0]
                self.run(DRAW, [first[0]])
                self.run(MOVE, [self.fresh(), self.id(item), first[0], document, self.now, self.now])
                self.run(TAKE, [self.id(item)])

        self.transaction(work)

    def receive(self, item: Id, receipt: Any) -> None:  # noqa: ANN401 - a row's id
        """A delivery's lots."""

        def work() -> None:
            lots = [self.fresh() for _ in range(LINES)]
            own, now = self.id(item), self.now
            self.many(NEW_LOT, [(lot, f"F{uuid.uuid4().hex[:16]}", own, receipt, now) for lot in lots])
            self.many(RECEIVED, [(self.fresh(), own, lot, receipt, now, now) for lot in lots])
            self.run(ADD, [2_000_000 * LINES, 100 * LINES, own])

        self.transaction(work)


def times(work: Callable[[], None], seconds: float) -> list[float]:
    """How long each run took, for at most `seconds`, after one that warms up."""
    work()
    taken: list[float] = []
    end = perf_counter() + seconds
    while perf_counter() < end:
        started = perf_counter()
        work()
        taken.append(perf_counter() - started)
    return taken


def show(what: str, ours: list[float], bare: list[float], each: int = 1) -> None:
    """One line of the table; `each` things a run."""
    mine, least = (summarize(1, list(part), max(sum(part), 1e-9)) for part in (ours, bare))
    print(
        f"{what:34} {mine.per_second * each:10.0f} {mine.p50_ms:8} {mine.p99_ms:8} {least.per_second * each:10.0f} "
        f"{least.p50_ms:8} {mine.per_second / least.per_second:6.3f}"
    )


def bench(dialect: str, seconds: float) -> None:
    """The three figures on one database."""
    prefix = f"bench_{uuid.uuid4().hex[:8]}"
    context = registry.context_named("inventory")
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        where = f"{folder}/inventory.db"
        if dialect == "postgresql":
            url = ADMIN.replace("postgresql://", "postgresql+psycopg://").rstrip("/")
            settings = Settings(data_dir=Path(folder), database_url=f"{url}/{prefix}_{{context}}")
            where = f"{ADMIN.rstrip('/')}/{prefix}_inventory"
            ensure_postgresql(f"{url}/{prefix}_inventory")
        try:
            database = compose.open_database(settings, context, SystemClock(), Ports())
            migrate.upgrade(context, database)
            shelf = Shelf(database)
            one = shelf.item(MANY_LOTS)
            ten = [shelf.item(LOTS_EACH) for _ in range(INGREDIENTS)]
            heads = f"{'ours/s':>10} {'p50 ms':>8} {'p99 ms':>8} {'floor/s':>10} {'p50 ms':>8} {'ratio':>6}"
            print(f"\n{dialect}\n{'what':34} {heads}")
            ours = times(lambda: shelf.issue([one], "0.001"), seconds)
            bare = Bare(dialect, where)
            show("issue, one of 10,000 lots", ours, times(lambda: bare.issue([one]), seconds))
            ours = times(lambda: shelf.issue(ten, "0.001"), seconds)
            show("issue, 10 items of 1,000 lots each", ours, times(lambda: bare.issue(ten), seconds))
            receipt = bare.run("SELECT receipt_id FROM lot LIMIT 1", [])[0][0]
            received = times(lambda: shelf.receive(ten, LINES), seconds)
            show("lot lines received, 500 a delivery", received, times(lambda: bare.receive(one, receipt), seconds), LINES)
            bare.connection.close()
            database.close()
        finally:
            if dialect == "postgresql":
                drop(prefix)


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dialect", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--seconds", type=float, default=3)
    chosen = parser.parse_args()
    os.environ.setdefault("DESERTBREW_LOG_LEVEL", "WARNING")
    for dialect in ["sqlite", "postgresql"] if chosen.dialect == "both" else [chosen.dialect]:
        bench(dialect, chosen.seconds)


if __name__ == "__main__":
    main()
