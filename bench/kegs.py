"""Scan 200 kegs in one command beside its floor: the same statements, in the same order, by the bare driver.

The aim is a second for the whole scan, over HTTP, on either database.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import tempfile
import uuid
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import psycopg

from run import Client, drop, server, where

KEGS = 200
ROUNDS = 7
NOW = "2026-01-01 00:00:00.000000"

COLUMNS = (
    "state = ?, held_from = NULL, location = ?, client_id = NULL, client_name = NULL, fill_id = NULL, event_count = ?, "
    "cycle_count = 0, last_washed_at = ?, last_filled_at = NULL, last_moved_at = ?"
)
EVENT = (
    "INSERT INTO keg_event (id, keg_id, seq, kind, from_state, to_state, fill_id, client_id, client_name, location, litres, "
    "reason, document_id, happened_at, posted_at, by_id, by_name) "
    "VALUES (?, ?, ?, 'WASH', 'DIRTY', 'CLEAN', NULL, NULL, NULL, ?, NULL, '', ?, ?, ?, 'bench', 'Bench')"
)
OUTBOX = (
    "INSERT INTO outbox (id, name, subject, occurred_at, request_id, payload) "
    "VALUES (?, 'inventory.kegs_moved.v1', ?, ?, ?, ?)"
)
KEY = "INSERT INTO idempotency_key (key, fingerprint, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
ANSWER = "UPDATE idempotency_key SET status = 201, body = ? WHERE key = ?"
LAST = "SELECT seq, hash FROM audit_entry ORDER BY seq DESC LIMIT 1"
AUDIT = (
    "INSERT INTO audit_entry (seq, at, actor, action, subject, request_id, details, salt, digest, previous_hash, hash) "
    "VALUES (?, ?, 'bench', 'inventory.wash_kegs', ?, ?, ?, 'salt', ?, ?, ?)"
)


def register(client: Client, prefix: str) -> list[str]:
    """200 dirty kegs; their serials."""
    body = {"prefix": prefix, "first": 1, "count": KEGS, "size_l": "50", "keg_type": "SANKE_D"}
    said = client.post("/v1/keg-batches", body)
    return [keg["serial"] for keg in said["kegs"]]


def ours(client: Client) -> list[float]:
    """Seconds of each scan, from the request to its answer."""
    times = []
    for turn in range(ROUNDS):
        serials = register(client, f"N{turn}-")
        started = perf_counter()
        client.post("/v1/keg-washes", {"codes": serials})
        times.append(perf_counter() - started)
    return times


def bare(dialect: str, database: str, fleets: list[list[str]]) -> list[float]:
    """Seconds of each scan's statements, in one transaction a scan."""
    scan = _sqlite(database) if dialect == "sqlite" else _postgresql(database)
    return [scan(serials) for serials in fleets]


def _sqlite(database: str) -> Callable[[list[str]], float]:
    connection = sqlite3.connect(database, isolation_level=None, timeout=60)
    connection.execute("PRAGMA synchronous=FULL")

    def scan(serials: list[str]) -> float:
        started = perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        _statements(lambda sql, row: connection.execute(sql, row).fetchall(), connection.executemany, serials, hexed=True)
        connection.execute("COMMIT")
        return perf_counter() - started

    return scan


def _postgresql(database: str) -> Callable[[list[str]], float]:
    connection = psycopg.connect(database, autocommit=True)
    cursor = connection.cursor()

    def run(sql: str, row: list[Any]) -> list[Any]:
        cursor.execute(sql.replace("?", "%s"), row)
        return cursor.fetchall() if cursor.description else []

    def many(sql: str, rows: list[Any]) -> None:
        cursor.executemany(sql.replace("?", "%s"), rows)

    def scan(serials: list[str]) -> float:
        started = perf_counter()
        with connection.transaction():
            _statements(run, many, serials, hexed=False)
        return perf_counter() - started

    return scan


def _statements(
    run: Callable[[str, list[Any]], list[Any]],
    many: Callable[[str, list[Any]], Any],
    serials: list[str],
    *,
    hexed: bool,
) -> None:
    def fresh() -> Any:  # noqa: ANN401 - as the driver stores an id
        made = uuid.uuid4()
        return made.hex if hexed else made

    key, document, now = str(uuid.uuid4()), fresh(), NOW if hexed else NOW + "+00"
    run(KEY, [key, "0" * 64, now])
    names = ", ".join("?" * len(serials))
    lock = "" if hexed else " FOR UPDATE"
    sought = f"SELECT * FROM keg WHERE code IN ({names}) OR serial IN ({names}) OR rfid_tag IN ({names}) ORDER BY id{lock}"
    kegs = [row[0] for row in run(sought, [*serials, *serials, *serials])]
    many(f"UPDATE keg SET {COLUMNS} WHERE id = ?", [["CLEAN", "", 2, now, now, keg] for keg in kegs])
    many(EVENT, [[fresh(), keg, 2, "", document, now, now] for keg in kegs])
    payload = json.dumps([{"keg_id": str(keg), "serial": "x" * 12, "state": "CLEAN", "more": "x" * 180} for keg in kegs])
    run(ANSWER, [payload, key])
    run(OUTBOX, [str(uuid.uuid4()), str(document), now, key, payload])
    last = run(LAST, [])
    run(AUDIT, [last[0][0] + 1 if last else 1, now, str(document), key, payload, *["0" * 64] * 3])


def bench(dialect: str) -> dict[str, Any]:
    """Both on one database: first ours over HTTP, then, with the server gone, the floor."""
    prefix = f"bench_{uuid.uuid4().hex[:8]}"
    with tempfile.TemporaryDirectory() as data_dir:
        try:
            with server(dialect, prefix, data_dir, first=True) as running:
                client = Client(running)
                mine = ours(client)
                fleets = [register(client, f"F{turn}-") for turn in range(ROUNDS)]
            least = bare(dialect, where(dialect, prefix, data_dir), fleets)
        finally:
            if dialect == "postgresql":
                drop(prefix)
    return {
        "kegs": KEGS,
        "ours_ms": round(median(mine) * 1000, 1),
        "slowest_ms": round(max(mine) * 1000, 1),
        "floor_ms": round(median(least) * 1000, 1),
        "ratio": round(median(least) / median(mine), 3),
    }


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dialect", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    results = {}
    for dialect in ["sqlite", "postgresql"] if chosen.dialect == "both" else [chosen.dialect]:
        results[dialect] = found = bench(dialect)
        print(
            f"{dialect:10} {found['kegs']} kegs in {found['ours_ms']} ms (slowest {found['slowest_ms']}), "
            f"floor {found['floor_ms']} ms, ratio {found['ratio']}"
        )
    if chosen.json:
        chosen.json.write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
