"""Nodes, and everything above or below one: a single recursive statement a direction."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, case, func, literal_column, null, select, tuple_, type_coerce, union_all
from sqlalchemy.types import NullType

from desertbrew.contexts.traceability.contract import Direction, EdgeKind
from desertbrew.contexts.traceability.rules import values
from desertbrew.contexts.traceability.tables import Edge, Node
from desertbrew.kernel.errors import NotFound, Text
from desertbrew.kernel.ids import Id
from desertbrew.platform.columns import ID, QUANTITY
from desertbrew.platform.db import ReadTx
from desertbrew.platform.search import fold

DEPTH_MAX = 64
"""Steps that a trace may follow; nine lead from a supplier to a client, and each blend adds one or two."""
ROWS_MAX = 100_000
"""Steps and edges that a trace may hold; ten thousand kegs of one malt are fewer."""


class Cut(StrEnum):
    """Why a trace is not whole."""

    DEPTH = "DEPTH"
    ROWS = "ROWS"


@dataclass(slots=True)
class GraphNode:
    """One thing; `depth` is its distance from where the trace began."""

    id: Id
    kind: str
    label: str
    about: str
    facts_json: str
    happened_at: datetime | None
    depth: int

    @property
    def facts(self) -> dict[str, str]:
        """Name -> value, without the stamps."""
        return values(json.loads(self.facts_json))


@dataclass(slots=True)
class GraphEdge:
    """One thing went into another."""

    from_id: Id
    to_id: Id
    kind: str
    quantity: Decimal | None
    unit: str | None
    happened_at: datetime


@dataclass
class Graph:
    """Everything above or below a node; `cut` says why it is not all, None when it is."""

    start: GraphNode
    direction: Direction
    nodes: dict[Id, GraphNode]
    edges: list[GraphEdge]
    cut: Cut | None

    @cached_property
    def kinds(self) -> dict[Id, str]:
        """Node -> kind."""
        return {each.id: each.kind for each in self.nodes.values()}


# Read as the driver gives them, and made ours once a thing: a keg of ten edges would be made ten times.
_RAW = NullType()
_FACE = (Node.id, Node.kind, Node.label, Node.about, Node.facts, Node.happened_at)
_STEP = (Edge.from_id, Edge.to_id, Edge.kind, Edge.quantity, Edge.unit, Edge.happened_at)


def _raw(columns: Sequence[Any], prefix: str) -> list[Any]:
    return [type_coerce(column, _RAW).label(f"{prefix}_{column.key}") for column in columns]


def _reaching(direction: Direction) -> Any:  # noqa: ANN401 - a compound select
    """The start, and the edges of everything within reach with the thing at their far end: one statement.

    A pair of node and depth is walked once (UNION), so that a cycle ends at the depth limit at the latest; the row limit
    stops the walk itself, for both databases hand the recursion's rows on as they come. The edges that leave the deepest
    nodes come too: they say that there was more.
    """
    near, far = (Edge.from_id, Edge.to_id) if direction is Direction.DOWNSTREAM else (Edge.to_id, Edge.from_id)
    start: Any = select(bindparam("start", type_=ID).label("id"), literal_column("0").label("depth"))
    reach = start.cte("reach", recursive=True)
    step = select(far, reach.c.depth + literal_column("1")).where(near == reach.c.id, reach.c.depth < bindparam("depth"))
    reach = reach.union(step)
    bounded = select(reach.c.id, reach.c.depth).limit(bindparam("rows")).cte("bounded")
    nearest = select(bounded.c.id, func.min(bounded.c.depth).label("depth")).group_by(bounded.c.id).subquery("nearest")
    walked = select(func.count()).select_from(bounded).scalar_subquery()
    steps = (
        select(nearest.c.depth, walked.label("walked"), *_raw(_STEP, "edge"), *_raw(_FACE, "node"))
        .select_from(nearest)
        .join(Edge, near == nearest.c.id)
        .join(Node, Node.id == far)
    )
    nothing = [null().label(f"edge_{column.key}") for column in _STEP]
    itself: Any = select(
        literal_column("-1").label("depth"), literal_column("0").label("walked"), *nothing, *_raw(_FACE, "node")
    )
    return union_all(itself.where(Node.id == bindparam("start", type_=ID)), steps).limit(bindparam("rows"))


REACHING = {direction: _reaching(direction) for direction in Direction}
_ONE = select(*_FACE).where(Node.id == bindparam("sought"))


def node(tx: ReadTx, kind: str | None, node_id: Id) -> GraphNode:
    """One thing; raises `NotFound` where there is none, or it is of another kind."""
    row = tx.connection.execute(_ONE, {"sought": node_id}).one_or_none()
    if row is None or (kind is not None and row.kind != kind):
        raise _missing(node_id)
    return _graph_node(row, 0)


def _missing(node_id: Id) -> NotFound:
    return NotFound(what=Text("nada rastreable", "traceable thing"), id=node_id)


def _graph_node(face: Sequence[Any], depth: int) -> GraphNode:
    """From a row's `_FACE`."""
    return GraphNode(face[0], face[1], face[2], face[3], face[4], face[5], depth)


def trace(
    tx: ReadTx,
    kind: str | None,
    node_id: Id,
    direction: Direction,
    depth: int = DEPTH_MAX,
    rows: int = ROWS_MAX,
) -> Graph:
    """Everything above or below a thing; raises `NotFound` where there is no such thing.

    Where there is more than `depth` steps or `rows` rows of it, the graph says so in `cut`: never in silence. (INV-T5)
    """
    # One row more than asked for says that there is more, and one is the start itself.
    found = tx.connection.execute(REACHING[direction], {"start": node_id, "depth": depth, "rows": rows + 2})
    reading = _Reading(depth, rows, plain=tx.connection.dialect.name == "sqlite")
    reading.take(found.all())
    start = reading.start
    if start is None or (kind is not None and start.kind != kind):
        raise _missing(node_id)
    nodes = {each.id: each for each in reading.nodes.values()}
    graph = Graph(start, direction, nodes, reading.edges, reading.cut)
    if any(each.kind == EdgeKind.RETURNED for each in graph.edges):
        _take_returns_back(graph)
    return graph


def _take_returns_back(graph: Graph) -> None:
    """Leave out what went back where it came from, and whatever was only reached by it."""
    kept = _still_used(graph.edges)
    beyond: dict[Id, list[Id]] = defaultdict(list)
    for each in kept:
        near, far = (each.from_id, each.to_id) if graph.direction is Direction.DOWNSTREAM else (each.to_id, each.from_id)
        beyond[near].append(far)
    depth = {graph.start.id: 0}
    waiting = [graph.start.id]
    for near in waiting:
        for far in beyond[near]:
            if far not in depth:
                depth[far] = depth[near] + 1
                waiting.append(far)
    graph.nodes = {each.id: replace(each, depth=depth[each.id]) for each in graph.nodes.values() if each.id in depth}
    graph.start = graph.nodes[graph.start.id]
    graph.edges = [each for each in kept if each.from_id in depth and each.to_id in depth]


def _still_used(edges: Sequence[GraphEdge]) -> list[GraphEdge]:
    """The edges without the returns; what they took back is gone from what was issued."""
    returned: dict[tuple[Id, Id], Decimal] = defaultdict(Decimal)
    for each in edges:
        if each.kind == EdgeKind.RETURNED:
            returned[each.from_id, each.to_id] += each.quantity or Decimal(0)
    kept = []
    for each in edges:
        if each.kind == EdgeKind.RETURNED:
            continue
        if each.kind == EdgeKind.ISSUED and each.quantity is not None:
            back = min(returned[each.from_id, each.to_id], each.quantity)
            returned[each.from_id, each.to_id] -= back
            each.quantity -= back
            if not each.quantity:
                continue
        kept.append(each)
    return kept


class _Reading:
    """Makes a graph of rows as the driver gave them; `plain` where ids and moments come as text."""

    def __init__(self, depth: int, rows: int, *, plain: bool) -> None:
        self._depth = depth
        self._rows = rows
        self._plain = plain
        self._moments: dict[Any, datetime] = {}
        self.start: GraphNode | None = None
        self.nodes: dict[Any, GraphNode] = {}
        self.edges: list[GraphEdge] = []
        self.cut: Cut | None = None

    def take(self, rows: Sequence[Any]) -> None:
        """Read them all: nodes first, for an edge names two."""
        nodes, deepest, steps = self.nodes, self._depth, []
        for row in rows:
            at, key = row[0], row[8]
            if at < 0:
                begun = nodes.get(key) or self._node(row, 0)
                begun.depth = 0
                self.start = nodes[key] = begun
                continue
            if row[1] > self._rows + 1:
                self.cut = Cut.ROWS
            if at >= deepest:
                self.cut = self.cut or Cut.DEPTH
                continue
            steps.append(row)
            known = nodes.get(key)
            if known is None:
                nodes[key] = self._node(row, at + 1)
            elif known.depth > at + 1:
                known.depth = at + 1
        if len(steps) > self._rows:
            self.cut = Cut.ROWS
        self.edges = [self._edge(row) for row in steps if row[2] in nodes and row[3] in nodes]

    def _node(self, row: Any, depth: int) -> GraphNode:  # noqa: ANN401 - as the driver gave it
        return GraphNode(
            UUID(row[8]) if self._plain else row[8],
            row[9],
            row[10],
            row[11],
            row[12],
            row[13] and self._moment(row[13]),
            depth,
        )

    def _edge(self, row: Any) -> GraphEdge:  # noqa: ANN401 - as above
        quantity = None if row[5] is None else Decimal(row[5]).scaleb(-QUANTITY.scale)
        moment = self._moments.get(row[7]) or self._moment(row[7])
        return GraphEdge(self.nodes[row[2]].id, self.nodes[row[3]].id, row[4], quantity, row[6], moment)

    def _moment(self, written: Any) -> datetime:  # noqa: ANN401 - text, or a moment in the server's zone
        moment = datetime.fromisoformat(written).replace(tzinfo=UTC) if self._plain else written.astimezone(UTC)
        self._moments[written] = moment
        return moment


def nodes(
    tx: ReadTx, typed: str, kind: str | None, after: tuple[int, Id] | None, limit: int
) -> Sequence[tuple[GraphNode, int]]:
    """What is called like that, and whether it is called exactly that (1) or only so (0); exact first, then the newest.

    Looked for in labels, items, beers, suppliers' lots, invoices and clients, without regard to accents.
    """
    text = fold(typed.strip()) or ""
    exact = case((Node.sought == text, 1), else_=0)
    query = select(*_FACE, exact.label("exact")).where(Node.label != "").order_by(exact.desc(), Node.id.desc()).limit(limit)
    if text:
        query = query.where(Node.words.contains(text, autoescape=True))
    if kind:
        query = query.where(Node.kind == kind)
    if after:
        query = query.where(tuple_(exact, Node.id) < after)
    return [(_graph_node(row, 0), row.exact) for row in tx.session.execute(query)]


def graph_faults(tx: ReadTx) -> list[str]:
    """Edges that lead from a thing to itself: nothing is made of itself. (INV-T1)"""
    query = select(Edge.from_id, Edge.kind).where(Edge.from_id == Edge.to_id).limit(20)
    return [f"{row.kind} leads from {row.from_id} to itself" for row in tx.session.execute(query)]
