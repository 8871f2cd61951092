"""Nodes, traces and recalls on the wire."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, Field

from desertbrew.contexts.traceability import queries
from desertbrew.contexts.traceability.contract import Direction, NodeKind
from desertbrew.contexts.traceability.http.permissions import READ_TRACE, routes
from desertbrew.contexts.traceability.queries import Cut, Graph, GraphEdge, GraphNode
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx
from desertbrew.platform.http.pages import Cursor, Limit, Page, decode_cursor, page_of

Depth = Annotated[int, Query(ge=1, le=queries.DEPTH_MAX, description="Steps to follow at the most")]
Rows = Annotated[int, Query(ge=1, le=queries.ROWS_MAX, description="Nodes and edges to follow at the most")]
ON_SCREEN = 2000
"""Nobody reads a drawing of more; the CSV has them all."""


class NodeOut(BaseModel):
    """One thing in the genealogy; `known` false where it was spoken of and not yet told."""

    id: Id
    kind: str
    label: str
    about: str
    known: bool
    happened_at: datetime | None
    depth: int = Field(description="Steps from where the trace began")
    facts: dict[str, str]


class EdgeOut(BaseModel):
    """`from_id` went into `to_id`, so much of it."""

    from_id: Id
    to_id: Id
    kind: str
    quantity: Decimal | None
    unit: str | None
    happened_at: datetime


class TraceOut(BaseModel):
    """Everything above or below a thing; `cut` says why it is not all of it, null when it is."""

    start: NodeOut
    direction: Direction
    nodes: list[NodeOut]
    edges: list[EdgeOut]
    cut: Cut | None


class RecallBatchOut(BaseModel):
    """A batch that holds the lot."""

    id: Id
    number: str
    beer: str


class RecallKegOut(BaseModel):
    """A container that holds it, and where it was last."""

    id: Id
    serial: str
    batch: str
    state: str
    litres: Decimal | None
    client: str
    place: str
    filled_at: datetime | None


class RecallStateOut(BaseModel):
    """How many containers are in a state."""

    state: str
    count: int
    litres: Decimal


class RecallClientOut(BaseModel):
    """Whom to call."""

    id: Id
    name: str
    contact: str
    kegs: int
    litres: Decimal
    last_at: datetime | None


class RecallReportOut(BaseModel):
    """A lot that must come back, and where it went; `cut` as in a trace."""

    lot: NodeOut
    batches: list[RecallBatchOut]
    states: list[RecallStateOut]
    kegs: list[RecallKegOut]
    clients: list[RecallClientOut]
    litres: Decimal
    cut: Cut | None


def _node(each: GraphNode) -> NodeOut:
    return NodeOut(
        id=each.id,
        kind=each.kind,
        label=each.label,
        about=each.about,
        known=bool(each.label),
        happened_at=each.happened_at,
        depth=each.depth,
        facts=each.facts,
    )


def _edge(each: GraphEdge) -> EdgeOut:
    return EdgeOut(
        from_id=each.from_id,
        to_id=each.to_id,
        kind=each.kind,
        quantity=each.quantity,
        unit=each.unit,
        happened_at=each.happened_at,
    )


def _trace(graph: Graph) -> TraceOut:
    return TraceOut(
        start=_node(graph.start),
        direction=graph.direction,
        nodes=[_node(each) for each in graph.nodes.values()],
        edges=[_edge(each) for each in graph.edges],
        cut=graph.cut,
    )


@routes.query("/trace/nodes", READ_TRACE, refusals=())
def list_trace_nodes(
    tx: ReadTx,
    q: Annotated[str, Query(max_length=120, description="A code, serial, number, item, supplier's lot or client")] = "",
    kind: NodeKind | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[NodeOut]:
    """What can be traced: what is called exactly so first, then the newest."""
    after = decode_cursor(cursor, [_exactness, Id])
    found = queries.nodes(tx, q, kind, (after[0], after[1]) if after else None, limit + 1)
    rows, following = page_of(found, limit, lambda row: (row[1], str(row[0].id)))
    return Page(items=[_node(each) for each, _ in rows], next_cursor=following)


def _exactness(value: object) -> int:
    if value not in {0, 1} or type(value) is not int:
        raise ValueError(value)
    return value


@routes.query("/trace/{kind}/{node_id}/upstream", READ_TRACE)
def trace_upstream(
    tx: ReadTx, kind: NodeKind, node_id: Id, depth: Depth = queries.DEPTH_MAX, rows: Rows = ON_SCREEN
) -> TraceOut:
    """What went into it."""
    return _trace(queries.trace(tx, kind, node_id, Direction.UPSTREAM, depth, rows))


@routes.query("/trace/{kind}/{node_id}/downstream", READ_TRACE)
def trace_downstream(
    tx: ReadTx, kind: NodeKind, node_id: Id, depth: Depth = queries.DEPTH_MAX, rows: Rows = ON_SCREEN
) -> TraceOut:
    """What it went into, and where that went."""
    return _trace(queries.trace(tx, kind, node_id, Direction.DOWNSTREAM, depth, rows))


@routes.query("/recall-reports/{lot_id}", READ_TRACE)
def read_recall_report(tx: ReadTx, lot_id: Id) -> RecallReportOut:
    """Where everything is that was made with a supplier's lot."""
    found = queries.recall(tx, lot_id)
    return RecallReportOut(
        lot=_node(found.lot),
        batches=[RecallBatchOut(id=each.id, number=each.label, beer=each.about) for each in found.batches],
        states=[
            RecallStateOut(state=state, count=count, litres=litres) for state, (count, litres) in found.by_state.items()
        ],
        kegs=[
            RecallKegOut(
                id=keg.node.id,
                serial=keg.node.label,
                batch=keg.node.facts.get("batch", ""),
                state=keg.state,
                litres=keg.litres,
                client=keg.client,
                place=keg.place,
                filled_at=keg.node.happened_at,
            )
            for keg in found.kegs
        ],
        clients=[
            RecallClientOut(
                id=each.id,
                name=each.name,
                contact=each.contact,
                kegs=each.kegs,
                litres=each.litres,
                last_at=each.last_at,
            )
            for each in found.clients
        ],
        litres=found.litres,
        cut=found.cut,
    )
