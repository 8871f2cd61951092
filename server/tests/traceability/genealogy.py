"""A graph to try things in, and the plain search that it is compared with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal

from sqlalchemy import select

from desertbrew.contexts.traceability import commands, queries
from desertbrew.contexts.traceability.commands import KegSeen, Link, Told
from desertbrew.contexts.traceability.contract import Direction, EdgeKind, NodeKind
from desertbrew.contexts.traceability.queries import Graph
from desertbrew.contexts.traceability.tables import Edge, Keg, Node, Reading
from desertbrew.kernel.ids import Id, new_id
from desertbrew.platform.db import Database, Origin

NOON = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
Pair = tuple[Id, Id]


class Genealogy:
    """Traceability's database, told in a few words."""

    def __init__(self, database: Database, origin: Origin) -> None:
        self.database = database
        self.origin = origin

    def record(
        self, told: Sequence[Told], links: Sequence[Link] = (), at: datetime = NOON, document_id: Id | None = None
    ) -> None:
        document = document_id or new_id()
        self.database.write(lambda tx: commands.record(tx, at, document, told, links), self.origin)

    def see(self, *kegs: KegSeen, at: datetime = NOON, document_id: Id | None = None) -> None:
        document = document_id or new_id()
        self.database.write(lambda tx: commands.see_kegs(tx, at, document, kegs), self.origin)

    def plant(
        self, pairs: Iterable[Pair], kind: NodeKind = NodeKind.BATCH, facts: dict[Id, dict[str, str]] | None = None
    ) -> None:
        """Things that went into things, each with a name of its own."""
        known = facts or {}
        pairs = list(pairs)
        things = sorted({each for pair in pairs for each in pair} | known.keys())
        told = [Told(each, kind, known.get(each, {"number": f"L-{each}"})) for each in things]
        document = new_id()
        links = [Link(a, b, EdgeKind.MOVED, document, Decimal(1), "L") for a, b in pairs]
        self.record(told, links, document_id=document)

    def trace(self, start: Id, direction: Direction, **limits: int) -> Graph:
        with self.database.read() as tx:
            return queries.trace(tx, None, start, direction, **limits)

    def everything(self) -> tuple[object, ...]:
        """All there is, in an order of its own: two graphs that are the same are equal here."""
        with self.database.read() as tx:
            return tuple(
                sorted(
                    [
                        tuple(str(value) for value in row)
                        for row in tx.session.execute(select(*table.__table__.columns)).all()
                    ]
                )
                for table in (Node, Edge, Keg, Reading)
            )


def plain_search(pairs: Iterable[Pair], start: Id, direction: Direction) -> tuple[dict[Id, int], set[Pair]]:
    """Every thing that can be reached with its distance, and every pair on the way: breadth first, by hand."""
    pairs = set(pairs)
    beside: dict[Id, list[Id]] = defaultdict(list)
    for a, b in pairs:
        near, far = (a, b) if direction is Direction.DOWNSTREAM else (b, a)
        beside[near].append(far)
    depth = {start: 0}
    waiting = [start]
    for each in waiting:
        for far in beside[each]:
            if far not in depth:
                depth[far] = depth[each] + 1
                waiting.append(far)
    near_end = 0 if direction is Direction.DOWNSTREAM else 1
    return depth, {pair for pair in pairs if pair[near_end] in depth}
