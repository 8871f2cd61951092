"""Trace both ways on a graph of a million edges, beside the same recursive statement sent by the bare driver.

    python bench/tracing.py --edges 1000000 --json bench/tracing.json

Two graphs of the same size: a brewery's own (lots, batches, tanks, packaging lots, kegs, clients; what is near is near) and
a random one, in which everything is a few steps from everything. "Ours" is the query of the API with its result as objects,
without HTTP; the floor is our very statement as text, fetched as the driver gives it. Everything is removed afterwards.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import random
import sqlite3
import statistics
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

import psycopg
from sqlalchemy.dialects import postgresql, sqlite

from desertbrew.apps import compose
from desertbrew.contexts.traceability import queries
from desertbrew.contexts.traceability.context import CONTEXT
from desertbrew.contexts.traceability.contract import Direction, NodeKind
from desertbrew.contexts.traceability.queries.graph import REACHING
from desertbrew.kernel.clock import SystemClock
from desertbrew.platform import migrate
from desertbrew.platform.db import Database, ensure_postgresql
from desertbrew.platform.ports import Ports
from desertbrew.platform.settings import Settings

ADMIN = os.environ.get("DESERTBREW_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432")
DEPTH = 8
ROWS = 20_000
MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
Pair = tuple[int, int]


def brewery(edges: int, chance: random.Random) -> tuple[list[Pair], list[int], list[int]]:
    """Batches of eight lots, two tanks and 40 kegs each, a few lots shared with the neighbours; (edges, lots, kegs)."""
    pairs: list[Pair] = []
    lots, kegs = [], []
    thing = iter(range(10**9))
    recent: list[int] = []
    clients = [next(thing) for _ in range(300)]
    while len(pairs) < edges:
        fresh = [next(thing) for _ in range(4)]
        lots += fresh
        batch, tank, brite, run = (next(thing) for _ in range(4))
        pairs += [(lot, batch) for lot in (*fresh, *chance.sample(recent, min(4, len(recent))))]
        recent = [*recent[-12:], *fresh]
        pairs += [(batch, tank), (tank, brite), (brite, run)]
        for _ in range(40):
            keg = next(thing)
            kegs.append(keg)
            pairs += [(run, keg), (keg, chance.choice(clients))]
    return pairs, lots, kegs


def tangle(edges: int, chance: random.Random) -> tuple[list[Pair], list[int], list[int]]:
    """Every thing with three edges to any other; nobody brews like that."""
    things = edges // 3
    pairs = {(chance.randrange(things), chance.randrange(things)) for _ in range(edges)}
    kept = sorted(pair for pair in pairs if pair[0] != pair[1])
    some = [chance.choice(kept) for _ in range(200)]
    return kept, [pair[0] for pair in some], [pair[1] for pair in some]


def id_of(number: int) -> uuid.UUID:
    """A thing's id."""
    return uuid.UUID(int=(number + 1) * 0x9E3779B97F4A7C15F39CC0605CEDC835 % 2**128)


def fill(dialect: str, where: str, pairs: list[Pair]) -> None:
    """Put the graph into the migrated tables."""
    things = sorted({each for pair in pairs for each in pair})
    document = uuid.UUID(int=1)
    if dialect == "sqlite":
        connection = sqlite3.connect(where)
        connection.execute("PRAGMA synchronous=OFF")
        stamp = "2026-01-01 00:00:00.000000"
        facts = '{"number": ["L-1", "2026"], "beer": ["Bench", "2026"]}'
        connection.executemany(
            "INSERT INTO node VALUES (?, 'BATCH', ?, 'Bench', ?, ?, ?, ?)",
            ((id_of(n).hex, f"L-{n}", f"l-{n} bench", f"l-{n}", facts, stamp) for n in things),
        )
        connection.executemany(
            "INSERT INTO edge VALUES (?, ?, ?, 'MOVED', 1000000, 'L', ?)",
            ((id_of(a).hex, id_of(b).hex, document.hex, stamp) for a, b in pairs),
        )
        connection.commit()
        connection.execute("ANALYZE")
        connection.commit()
        connection.close()
        return
    facts = '{"number": ["L-1", "2026"], "beer": ["Bench", "2026"]}'
    with psycopg.connect(where, autocommit=True) as server:
        # The foreign keys were checked when the graph was drawn; a million look-ups measure nothing.
        server.execute("SET session_replication_role = replica")
        with server.cursor().copy("COPY node FROM STDIN") as copy:
            for n in things:
                copy.write_row((id_of(n), "BATCH", f"L-{n}", "Bench", f"l-{n} bench", f"l-{n}", facts, MOMENT))
        with server.cursor().copy("COPY edge FROM STDIN") as copy:
            for a, b in pairs:
                copy.write_row((id_of(a), id_of(b), document, "MOVED", 1_000_000, "L", MOMENT))
        server.execute("VACUUM ANALYZE node")
        server.execute("VACUUM ANALYZE edge")


@contextmanager
def house(dialect: str) -> Iterator[tuple[Database, str]]:
    """Traceability's migrated database, and where the bare driver finds it."""
    with tempfile.TemporaryDirectory() as folder:
        prefix = f"bench_{uuid.uuid4().hex[:8]}_"
        url = ADMIN.replace("postgresql://", "postgresql+psycopg://").rstrip("/")
        settings = Settings(data_dir=Path(folder), database_url="" if dialect == "sqlite" else f"{url}/{prefix}{{context}}")
        ports, clock = Ports(), SystemClock()
        if dialect == "postgresql":
            ensure_postgresql(settings.context_url(CONTEXT.name))
        database = compose.open_database(settings, CONTEXT, clock, ports)
        try:
            migrate.upgrade(CONTEXT, database)
            bare = f"{folder}/{CONTEXT.name}.db" if dialect == "sqlite" else f"{ADMIN.rstrip('/')}/{prefix}{CONTEXT.name}"
            yield database, bare
        finally:
            database.close()
            if dialect == "postgresql":
                with psycopg.connect(f"{ADMIN.rstrip('/')}/postgres", autocommit=True) as admin:
                    admin.execute(f'DROP DATABASE "{prefix}{CONTEXT.name}" WITH (FORCE)')


def statement(dialect: str, direction: Direction) -> tuple[str, list[str], dict[str, Any]]:
    """Our recursive statement as the driver takes it, the order of its parameters, and what SQLAlchemy adds to them."""
    kind: Any = sqlite.dialect() if dialect == "sqlite" else postgresql.psycopg.dialect()  # type: ignore[no-untyped-call]
    compiled = REACHING[direction].compile(dialect=kind)
    return str(compiled), list(compiled.positiontup or []), compiled.params


def bare_trace(dialect: str, where: str, direction: Direction) -> Callable[[uuid.UUID], int]:
    """The floor: the statement, fetched."""
    text, order, added = statement(dialect, direction)
    if dialect == "sqlite":
        connection: Any = sqlite3.connect(where, isolation_level=None)
        connection.execute("PRAGMA query_only=ON")
    else:
        connection = psycopg.connect(where, autocommit=True)

    def run(start: uuid.UUID) -> int:
        values = {**added, "start": start.hex if dialect == "sqlite" else start, "depth": DEPTH, "rows": ROWS + 2}
        given: Any = [values[name] for name in order] if order else values
        if dialect == "postgresql":
            # Our readers' own engine prepares nothing either.
            return len(connection.execute(text, given, prepare=False).fetchall())
        return len(connection.execute(text, given).fetchall())

    return run


def our_trace(database: Database, direction: Direction) -> Callable[[uuid.UUID], int]:
    """The API's query, its graph in objects."""

    def run(start: uuid.UUID) -> int:
        with database.read() as tx:
            return len(queries.trace(tx, NodeKind.BATCH, start, direction, DEPTH, ROWS).edges)

    return run


def timed(starts: list[uuid.UUID], *runs: Callable[[uuid.UUID], int]) -> list[tuple[float, float]]:
    """Median and 95th percentile in milliseconds of each, taken in turn: what else the machine does hits them alike."""
    waits: list[list[float]] = [[] for _ in runs]
    for start in starts:
        for run, mine in zip(runs, waits, strict=True):
            run(start)  # warms what this start needs
            begun = perf_counter()
            run(start)
            mine.append((perf_counter() - begun) * 1000)
    return [(statistics.median(mine), statistics.quantiles(mine, n=20)[-1]) for mine in waits]


def measure(dialect: str, edges: int, samples: int) -> list[dict[str, Any]]:
    """Both graphs, both ways."""
    rows = []
    for name, draw in (("brewery", brewery), ("random", tangle)):
        chance = random.Random(2026)
        pairs, tops, bottoms = draw(edges, chance)
        size = len(pairs)
        with house(dialect) as (database, where):
            fill(dialect, where, pairs)
            # The million tuples of the drawing are the bench's, not the server's: the collector need not look at them.
            del pairs
            gc.collect()
            gc.freeze()
            for direction, ends in ((Direction.DOWNSTREAM, tops), (Direction.UPSTREAM, bottoms)):
                starts = [id_of(n) for n in chance.sample(ends, min(samples, len(ends)))]
                bare, ours = bare_trace(dialect, where, direction), our_trace(database, direction)
                found = statistics.median(bare(start) for start in starts)
                (floor_ms, floor_95), (ours_ms, ours_95) = timed(starts, bare, ours)
                rows.append(
                    {
                        "graph": name,
                        "direction": direction.value,
                        "edges": size,
                        "rows": found,
                        "floor_ms": round(floor_ms, 2),
                        "floor_p95_ms": round(floor_95, 2),
                        "ours_ms": round(ours_ms, 2),
                        "ours_p95_ms": round(ours_95, 2),
                        "ratio": round(ours_ms / floor_ms, 2),
                    }
                )
    return rows


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--dialect", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--edges", type=int, default=1_000_000)
    parser.add_argument("--samples", type=int, default=40)
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    results: dict[str, Any] = {"python": platform.python_version(), "cores": os.cpu_count(), "depth": DEPTH}
    for dialect in ["sqlite", "postgresql"] if chosen.dialect == "both" else [chosen.dialect]:
        results[dialect] = measure(dialect, chosen.edges, chosen.samples)
        print(f"\n{dialect}\n{'graph':8} {'way':11} {'rows':>7} {'floor ms':>9} {'ours ms':>9} {'p95':>9} {'ratio':>6}")
        for each in results[dialect]:
            print(
                f"{each['graph']:8} {each['direction']:11} {each['rows']:7.0f} {each['floor_ms']:9} {each['ours_ms']:9} "
                f"{each['ours_p95_ms']:9} {each['ratio']:6}"
            )
    if chosen.json:
        chosen.json.write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
