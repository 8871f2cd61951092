"""The floor: the statements of one receipt and of one item query, by bare drivers, in plain round trips."""

from __future__ import annotations

import multiprocessing
import sqlite3
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import psycopg

from load import Measured, summarize


@dataclass(frozen=True, slots=True)
class Target:
    """Which database, and the supplier and item that its statements are about."""

    dialect: str
    where: str
    supplier_id: str
    item_id: str


# (statement, which of the fresh values it takes); `{now}` and the like are filled in once a transaction.
RECEIPT: list[tuple[str, str]] = [
    ("INSERT INTO idempotency_key (key, fingerprint, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", "key fp now"),
    ("SELECT id, name FROM supplier_copy WHERE id = ?", "supplier"),
    ("SELECT id, sku, name, kind, base_unit, created_at FROM item WHERE id = ?", "item"),
    ("SELECT item_id, unit, factor_to_base FROM item_conversion WHERE item_id = ?", "item"),
    ("UPDATE counter SET value = value + 1 WHERE name = 'receipt' RETURNING value", ""),
    (
        "INSERT INTO receipt (id, number, source, supplier_id, supplier_name, invoice_number, received_at, posted_at, "
        "total_cost) VALUES (?, ?, 'SUPPLIER', ?, 'Bench', NULL, ?, ?, 100000)",
        "receipt code supplier now now",
    ),
    ("UPDATE counter SET value = value + 1 WHERE name = 'lot' RETURNING value", ""),
    (
        "INSERT INTO lot (id, code, item_id, receipt_id, supplier_name, supplier_lot, received_at, expires_on, "
        "initial_quantity, remaining_quantity, initial_cost, remaining_cost) "
        "VALUES (?, ?, ?, ?, 'Bench', NULL, ?, NULL, 2000000, 2000000, 100000, 100000)",
        "lot code item receipt now",
    ),
    (
        "INSERT INTO movement (id, kind, item_id, lot_id, quantity, cost, document_id, reference, happened_at, posted_at) "
        "VALUES (?, 'RECEIPT', ?, ?, 2000000, 100000, ?, 'Bench', ?, ?)",
        "movement item lot receipt now now",
    ),
    ("UPDATE stock_balance SET quantity = quantity + 2000000, value = value + 100000 WHERE item_id = ?", "item"),
    ("SELECT item_id FROM stock_balance WHERE item_id = ? AND quantity > 100000000000000", "item"),
    ("SELECT * FROM lot JOIN item ON item.id = lot.item_id WHERE receipt_id = ? ORDER BY received_at, lot.id", "receipt"),
    ("UPDATE idempotency_key SET status = 201, body = ? WHERE key = ?", "body key"),
    (
        "INSERT INTO outbox (id, name, subject, occurred_at, request_id, payload) "
        "VALUES (?, 'inventory.lots_received.v1', ?, ?, ?, ?)",
        "event code now key body",
    ),
    ("SELECT seq, hash FROM audit_entry ORDER BY seq DESC LIMIT 1", ""),
    (
        "INSERT INTO audit_entry (seq, at, actor, action, subject, request_id, details, salt, digest, previous_hash, hash) "
        "VALUES (?, ?, ?, 'inventory.receive_lots', ?, ?, ?, 'salt', ?, ?, ?)",
        "seq now key code key body fp fp fp",
    ),
]
ITEM: list[tuple[str, str]] = [
    (
        "SELECT item.id, item.sku, item.name, item.kind, item.base_unit, item.created_at, stock_balance.quantity, "
        "stock_balance.value FROM item JOIN stock_balance ON stock_balance.item_id = item.id WHERE item.id = ?",
        "item",
    ),
    ("SELECT item_id, unit, factor_to_base FROM item_conversion WHERE item_id = ? ORDER BY unit", "item"),
]
BODY = "x" * 900


def measure(target: Target, what: str, clients: int, seconds: float) -> Measured:
    """Run the statements from `clients` processes at once."""
    context = multiprocessing.get_context("spawn")
    begin = context.Barrier(clients + 1)
    with context.Pool(clients, _remember, (begin,)) as pool:
        waits = pool.map_async(_client, [(target, what, seconds, number) for number in range(clients)])
        begin.wait()
        times = [each for part in waits.get() for each in part]
    return summarize(clients, times, seconds)


_begin: Any = None


def _remember(begin: Any) -> None:  # noqa: ANN401 - a barrier of another process
    global _begin  # noqa: PLW0603 - how a pool hands a barrier to its processes
    _begin = begin


def _client(job: tuple[Target, str, float, int]) -> list[float]:
    target, what, seconds, number = job
    run = _sqlite(target, what) if target.dialect == "sqlite" else _postgresql(target, what)
    _begin.wait()
    times = []
    end = perf_counter() + seconds
    while perf_counter() < end:
        started = perf_counter()
        run(number)
        times.append(perf_counter() - started)
    return times


def _sqlite(target: Target, what: str) -> Callable[[int], None]:
    connection = sqlite3.connect(target.where, isolation_level=None, timeout=60)
    connection.execute("PRAGMA synchronous=FULL")
    statements = RECEIPT if what == "command" else ITEM

    def run(_: int) -> None:
        connection.execute("BEGIN IMMEDIATE" if what == "command" else "BEGIN")
        values = _values(target, lambda: connection.execute("SELECT max(seq) FROM audit_entry").fetchone()[0])
        for sql, names in statements:
            connection.execute(sql, [values[name] for name in names.split()]).fetchall()
        connection.execute("COMMIT")

    return run


def _postgresql(target: Target, what: str) -> Callable[[int], None]:
    connection = psycopg.connect(target.where.replace("postgresql+psycopg", "postgresql"), autocommit=True)
    statements = [(sql.replace("?", "%s"), names) for sql, names in (RECEIPT if what == "command" else ITEM)]
    lock = "SELECT pg_advisory_xact_lock(7305843009213693)"

    def run(_: int) -> None:
        with connection.transaction():
            values = _values(target, lambda: None)
            for sql, names in statements:
                if "FROM audit_entry" in sql:
                    connection.execute(lock)
                    last = connection.execute(sql).fetchone()
                    values["seq"] = last[0] + 1 if last else 1
                    continue
                cursor = connection.execute(sql, [values[name] for name in names.split()], prepare=True)
                if cursor.description:
                    cursor.fetchall()

    return run


def _values(target: Target, last: Callable[[], int | None]) -> dict[str, Any]:
    plain = target.dialect == "sqlite"
    fresh = {name: uuid.uuid4() for name in ("receipt", "lot", "movement")}
    values: dict[str, Any] = {name: each.hex if plain else each for name, each in fresh.items()}
    values |= {"item": uuid.UUID(target.item_id), "supplier": uuid.UUID(target.supplier_id)}
    if plain:
        values |= {"item": values["item"].hex, "supplier": values["supplier"].hex}
    values |= {name: str(uuid.uuid4()) for name in ("key", "event")}
    number = last() if plain else None
    return values | {
        "seq": (number or 0) + 1,
        "fp": "0" * 64,
        "code": f"B-{uuid.uuid4().hex[:16]}",
        "now": "2026-01-01 00:00:00.000000" + ("" if plain else "+00"),
        "body": BODY,
    }
