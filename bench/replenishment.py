"""A year of 500 ingredients, a million ledger lines: what the office asks every morning, beside the plainest SQL for it.

The year is written straight into the tables, as the commands would have left them; the days are then added up by the
migration's own statement of what a day is, here in SQL. Each figure is a whole question, opened and closed, in this
process and without HTTP; suggestions also look through purchasing's own database. The floor sends, by `sqlite3` or
`psycopg`, the one statement without which the question cannot be answered.
"""

from __future__ import annotations

import argparse
import os
import random
import sqlite3
import tempfile
import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import psycopg

from desertbrew.apps import compose, registry
from desertbrew.contexts.inventory import queries as stock
from desertbrew.contexts.purchasing import commands as purchasing
from desertbrew.contexts.purchasing import queries as buying
from desertbrew.kernel.clock import FixedClock
from desertbrew.platform.db import Database, Origin
from desertbrew.platform.ports import Ports
from desertbrew.platform.settings import Settings
from run import ADMIN, drop

ITEMS, DAYS, LINES = 500, 365, 1_000_000
NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
TODAY = NOW.date()
ORIGIN = Origin("bench", "bench-request")
LOTS_EACH = 12
UNIT = 1_000_000
MENU = 60

ITEM = "INSERT INTO item (id, sku, name, kind, base_unit, min_quantity, max_quantity, created_at) VALUES (?,?,?,?,?,?,?,?)"
BALANCE = "INSERT INTO stock_balance (item_id, quantity, value) VALUES (?,?,?)"
RECEIPT = (
    "INSERT INTO receipt (id, number, source, supplier_name, received_at, posted_at, total_cost) "
    "VALUES (?, 'REC-000001', 'SUPPLIER', 'Bench', ?, ?, 0)"
)
LOT = (
    "INSERT INTO lot (id, code, item_id, receipt_id, supplier_name, received_at, initial_quantity, remaining_quantity, "
    "initial_cost, remaining_cost) VALUES (?,?,?,?,'Bench',?,?,?,?,?)"
)
MOVEMENT = (
    "INSERT INTO movement (id, kind, item_id, lot_id, quantity, cost, document_id, reference, happened_at, posted_at) "
    "VALUES (?,?,?,?,?,?,?,'bench',?,?)"
)
DAY = (
    "INSERT INTO stock_day (item_id, day, received, consumed, wasted, adjusted, value_change) "
    "SELECT item_id, {day}, COALESCE(SUM(CASE WHEN kind = 'RECEIPT' THEN quantity END), 0), "
    "COALESCE(-SUM(CASE WHEN kind = 'ISSUE' THEN quantity END), 0), 0, 0, SUM(cost) FROM movement GROUP BY item_id, {day}"
)
COPY = "INSERT INTO item_copy (id, sku, name, kind, base_unit) VALUES (?,?,?,?,?)"

ON_HAND = "SELECT item_id, quantity FROM stock_balance WHERE item_id IN ({marks})"
LOW = "SELECT COUNT(*), SUM(value) FROM stock_balance JOIN item ON item.id = item_id WHERE quantity <= min_quantity"
DAYS_OF = "SELECT * FROM stock_day WHERE item_id = ? ORDER BY day"
TURNED = (
    "SELECT item_id, SUM(received), SUM(consumed), SUM(wasted), SUM(adjusted) FROM stock_day WHERE day >= ? GROUP BY item_id"
)


Rows = Callable[[str, Sequence[Sequence[Any]]], None]


class Year:
    """The rows of a year: each item is used nearly every day, often, and comes once a month."""

    def __init__(self, dialect: str) -> None:
        self.plain = dialect == "sqlite"
        self.chance = random.Random(7)
        self.items = [self.id() for _ in range(ITEMS)]
        self.lots = {item: [self.id() for _ in range(LOTS_EACH)] for item in self.items}
        self.left = {lot: 0 for lots in self.lots.values() for lot in lots}
        self.document = self.id()

    def id(self) -> Any:  # noqa: ANN401 - as the driver wants it
        """An id as the columns hold it."""
        made = uuid.UUID(int=self.chance.getrandbits(128), version=4)
        return made.hex if self.plain else made

    def at(self, day: int) -> Any:  # noqa: ANN401 - as above
        """Noon of that day at the brewery."""
        moment = NOW - timedelta(days=DAYS - 1 - day)
        return moment.strftime("%Y-%m-%d %H:%M:%S.%f") if self.plain else moment

    def movements(self) -> Iterator[tuple[Any, ...]]:
        """A million lines, oldest first."""
        each_day = LINES // (ITEMS * DAYS) + 1
        written = 0
        for day in range(DAYS):
            at, month = self.at(day), min(day * LOTS_EACH // DAYS, LOTS_EACH - 1)
            first = month != min((day - 1) * LOTS_EACH // DAYS, LOTS_EACH - 1) or day == 0
            for item in self.items:
                lot = self.lots[item][month]
                if first:
                    self.left[lot] += 500 * UNIT
                    yield self.line("RECEIPT", item, lot, 500 * UNIT, at)
                for _ in range(each_day if self.chance.random() < 0.9 else 0):
                    if written == LINES - ITEMS * LOTS_EACH:
                        return
                    written += 1
                    taken = self.chance.randrange(1, 3 * UNIT)
                    taken = min(taken, self.left[lot] - 1)
                    self.left[lot] -= taken
                    yield self.line("ISSUE", item, lot, -taken, at)

    def line(self, kind: str, item: Any, lot: Any, quantity: int, at: Any) -> tuple[Any, ...]:  # noqa: ANN401 - rows
        """One line of the ledger."""
        return (self.id(), kind, item, lot, quantity, quantity // 10_000, self.document, at, at)


def fill(year: Year, run: Callable[[str, Sequence[Sequence[Any]]], None]) -> int:
    """Write the year; lots and balances are what the lines leave."""
    begun, born = year.at(0), year.at(0)
    rows = [
        (item, f"BENCH-{n:04}", f"Ingrediente {n:04}", "MALT", "kg", (50 + n) * UNIT, (600 + n) * UNIT, born)
        for n, item in enumerate(year.items)
    ]
    run(ITEM, rows)
    run(RECEIPT, [(year.document, begun, begun)])
    lots = [
        (lot, f"L{n:04}-{m:02}", item, year.document, year.at(m * 30), 500 * UNIT, 500 * UNIT, 50_000, 50_000)
        for n, item in enumerate(year.items)
        for m, lot in enumerate(year.lots[item])
    ]
    run(LOT, lots)
    count, batch = 0, []
    for line in year.movements():
        batch.append(line)
        if len(batch) == 20_000:
            run(MOVEMENT, batch)
            count, batch = count + len(batch), []
    run(MOVEMENT, batch)
    lot_rows = [(year.left[lot], year.left[lot] // 10_000, lot) for lots in year.lots.values() for lot in lots]
    run("UPDATE lot SET remaining_quantity = ?, remaining_cost = ? WHERE id = ?", lot_rows)
    sums = {item: sum(year.left[lot] for lot in year.lots[item]) for item in year.items}
    run(BALANCE, [(item, quantity, quantity // 10_000) for item, quantity in sums.items()])
    return count + len(batch)


def runner(connection: Any, *, plain: bool) -> Rows:  # noqa: ANN401 - a driver
    """Sets of rows by the bare driver; PostgreSQL gets its ledger by COPY, or the year would take an hour."""

    def run(sql: str, rows: Sequence[Sequence[Any]]) -> None:
        if plain:
            connection.executemany(sql, rows)
        elif sql is MOVEMENT:
            columns = "id, kind, item_id, lot_id, quantity, cost, document_id, reference, happened_at, posted_at"
            with connection.cursor() as cursor, cursor.copy(f"COPY movement ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row((*row[:7], "bench", *row[7:]))
        else:
            with connection.cursor() as cursor:
                cursor.executemany(sql.replace("?", "%s"), rows)

    return run


def timed(work: Callable[[], object], times: int) -> tuple[float, float]:
    """Median and worst in milliseconds, after one run that warms up."""
    work()
    taken = []
    for _ in range(times):
        started = perf_counter()
        work()
        taken.append((perf_counter() - started) * 1000)
    return median(taken), max(taken)


def show(what: str, ours: tuple[float, float], bare: tuple[float, float]) -> None:
    """One line of the table."""
    print(f"{what:34} {ours[0]:9.1f} {ours[1]:9.1f} {bare[0]:9.1f} {ours[0] / max(bare[0], 0.001):7.1f}")


def ask(database: Database, question: Callable[[Any], object]) -> Callable[[], object]:
    """A question in a view of its own."""

    def work() -> object:
        with database.read() as tx:
            return question(tx)

    return work


def bench(dialect: str, times: int) -> None:
    """Fill, ask, print."""
    prefix = f"bench_{uuid.uuid4().hex[:8]}"
    contexts = [registry.context_named(name) for name in ("inventory", "purchasing")]
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        where = {each.name: f"{folder}/{each.name}.db" for each in contexts}
        if dialect == "postgresql":
            url = ADMIN.replace("postgresql://", "postgresql+psycopg://").rstrip("/")
            settings = Settings(data_dir=Path(folder), database_url=f"{url}/{prefix}_{{context}}")
            where = {each.name: f"{ADMIN.rstrip('/')}/{prefix}_{each.name}" for each in contexts}
        try:
            ports, clock = Ports(), FixedClock(NOW)
            compose.migrate_databases(settings, contexts)
            year = Year(dialect)
            started = perf_counter()
            bare = connect(dialect, where["inventory"])
            lines = fill_all(dialect, year, bare, where["purchasing"])
            print(f"\n{dialect}: {lines:,} lines of {ITEMS} items in {perf_counter() - started:.0f} s")
            databases = {each.name: compose.open_database(settings, each, clock, ports) for each in contexts}
            compose.bind_ports(settings, ports, databases)
            measure(year, databases, bare, times)
            bare.close()
            for database in databases.values():
                database.close()
        finally:
            if dialect == "postgresql":
                drop(prefix)


def connect(dialect: str, where: str) -> Any:  # noqa: ANN401 - a driver's connection
    """The bare driver."""
    if dialect == "sqlite":
        return sqlite3.connect(where, isolation_level=None)
    return psycopg.connect(where, autocommit=True)


def fill_all(dialect: str, year: Year, bare: Any, purchasing_at: str) -> int:  # noqa: ANN401 - as above
    """Both databases, in one transaction each."""
    bare.execute("BEGIN")
    lines = fill(year, runner(bare, plain=year.plain))
    # Noon at the brewery is the same day in UTC, so the day of a line is the date of its moment.
    bare.execute(DAY.format(day="substr(posted_at, 1, 10)" if year.plain else "(posted_at AT TIME ZONE 'UTC')::date"))
    bare.execute("COMMIT")
    bare.execute("ANALYZE")
    other = connect(dialect, purchasing_at)
    copies = [(item, f"BENCH-{n:04}", f"Ingrediente {n:04}", "MALT", "kg") for n, item in enumerate(year.items)]
    other.execute("BEGIN")
    runner(other, plain=year.plain)(COPY, copies)
    other.execute("COMMIT")
    other.close()
    return lines


def measure(year: Year, databases: dict[str, Database], bare: Any, times: int) -> None:  # noqa: ANN401 - as above
    """The questions of a morning."""
    inventory, buyer = databases["inventory"], databases["purchasing"]
    mark = "?" if year.plain else "%s"
    menu = [uuid.UUID(str(item)) for item in year.items[:MENU]]
    marks = ", ".join([mark] * MENU)

    def floor(sql: str, values: Sequence[Any] = ()) -> tuple[float, float]:
        return timed(lambda: bare.execute(sql.replace("?", mark), values).fetchall(), times)

    first: Any = TODAY - timedelta(days=89)
    quarter = floor(TURNED, [str(first) if year.plain else first])
    whole: Any = date(TODAY.year - 1, 11, 21)
    of_year = floor(TURNED, [str(whole) if year.plain else whole])
    print(f"{'ms':34} {'median':>9} {'worst':>9} {'floor':>9} {'ratio':>7}")
    ours = timed(ask(inventory, lambda tx: stock.items(tx, stock.ItemFilter(), None, MENU)), times)
    show("on hand of 60 items", ours, floor(ON_HAND.format(marks=marks), year.items[:MENU]))

    def dashboard() -> None:
        ask(inventory, stock.stock_overview)()
        ask(buyer, buying.overview)()

    show("dashboard", timed(dashboard, times), floor(LOW))
    show("suggestions, looked at anew", timed(lambda: buyer.write(purchasing.refresh_suggestions, ORIGIN), times), quarter)
    show("suggestions, listed", timed(ask(buyer, buying.open_suggestions), times), floor(LOW))
    show("rotation report, 90 days", timed(ask(inventory, lambda tx: stock.turnovers(tx, 90)), times), quarter)
    show("rotation report, 365 days", timed(ask(inventory, lambda tx: stock.turnovers(tx, DAYS)), times), of_year)
    show("slow movers", timed(ask(inventory, stock.slow_movers), times), quarter)
    one = menu[0]
    show(
        "outlook of an item",
        timed(ask(inventory, lambda tx: stock.outlook(tx, one, 30)), times),
        floor(DAYS_OF, year.items[:1]),
    )


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dialect", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--times", type=int, default=15)
    chosen = parser.parse_args()
    os.environ.setdefault("DESERTBREW_LOG_LEVEL", "WARNING")
    for dialect in ["sqlite", "postgresql"] if chosen.dialect == "both" else [chosen.dialect]:
        bench(dialect, chosen.times)


if __name__ == "__main__":
    main()
