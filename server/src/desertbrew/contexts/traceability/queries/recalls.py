"""A lot that must come back: which kegs hold it, where they are, and whom to call."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from desertbrew.contexts.traceability.contract import Direction, NodeKind
from desertbrew.contexts.traceability.queries.graph import Cut, Graph, GraphNode, trace
from desertbrew.contexts.traceability.rules import CONTAINERS, recall_rows
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class RecallKeg:
    """One container that the lot reached, and where it was last."""

    node: GraphNode
    state: str
    litres: Decimal | None
    client: str
    place: str


@dataclass(frozen=True, slots=True)
class RecallClient:
    """Somebody who holds or held what the lot is in."""

    id: Id
    name: str
    contact: str
    kegs: int
    litres: Decimal
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class Recall:
    """A lot, and everything that it reached."""

    lot: GraphNode
    batches: list[GraphNode]
    kegs: list[RecallKeg]
    clients: list[RecallClient]
    litres: Decimal
    cut: Cut | None

    @property
    def by_state(self) -> dict[str, tuple[int, Decimal]]:
        """State -> how many containers, and how many litres in them."""
        found: dict[str, tuple[int, Decimal]] = {}
        for keg in self.kegs:
            count, litres = found.get(keg.state, (0, ZERO))
            found[keg.state] = (count + 1, litres + (keg.litres or ZERO))
        return dict(sorted(found.items()))


def recall(tx: ReadTx, lot_id: Id) -> Recall:
    """Where everything is that was made with a supplier's lot; raises `NotFound` where there is no such lot."""
    graph = trace(tx, NodeKind.SUPPLIER_LOT, lot_id, Direction.DOWNSTREAM)
    kegs = [_keg(each) for each in graph.nodes.values() if each.kind in CONTAINERS]
    litres = {keg.node.id: keg.litres or ZERO for keg in kegs}
    return Recall(
        lot=graph.start,
        batches=sorted((each for each in graph.nodes.values() if each.kind == NodeKind.BATCH), key=lambda n: n.label),
        kegs=sorted(kegs, key=lambda keg: (keg.state, keg.client, keg.node.label)),
        clients=_clients(graph, litres),
        litres=sum(litres.values(), ZERO),
        cut=graph.cut,
    )


def _keg(node: GraphNode) -> RecallKeg:
    facts = node.facts
    litres = Decimal(facts["volume_l"]) if "volume_l" in facts else None
    return RecallKeg(node, facts.get("state", "UNKNOWN"), litres, facts.get("client", ""), facts.get("location", ""))


def _clients(graph: Graph, litres: dict[Id, Decimal]) -> list[RecallClient]:
    held: dict[Id, dict[Id, datetime]] = defaultdict(dict)
    for edge in graph.edges:
        if graph.kinds.get(edge.to_id) == NodeKind.CLIENT:
            held[edge.to_id][edge.from_id] = edge.happened_at
    clients = []
    for client_id, fills in held.items():
        node = graph.nodes[client_id]
        total = sum((litres.get(fill, ZERO) for fill in fills), ZERO)
        contact = node.facts.get("contact", "")
        clients.append(RecallClient(client_id, node.label, contact, len(fills), total, max(fills.values())))
    return sorted(clients, key=lambda client: client.name)


@dataclass(frozen=True, slots=True)
class RecallLine:
    """One line of the sortable file; what is not known is empty."""

    lot: str
    supplier_lot: str
    supplier: str
    item: str
    batch: str
    beer: str
    keg: str
    state: str
    client: str
    date: str
    quantity: str
    unit: str


def recall_lines(graph: Graph) -> Iterator[RecallLine]:
    """Lot, batch, keg, client, date, quantity of everything in the graph, line by line."""
    given = {(edge.from_id, edge.to_id): edge for edge in graph.edges}
    taken: dict[tuple[Id, Id], Decimal] = defaultdict(Decimal)
    for edge in graph.edges:
        # Every brew of a batch takes its own of a lot.
        taken[edge.from_id, edge.to_id] += edge.quantity or ZERO
    facts = {each.id: each.facts for each in graph.nodes.values()}

    def of(id: Id | None, name: str) -> str:
        return facts[id].get(name, "") if id else ""

    def label(id: Id | None) -> str:
        return graph.nodes[id].label if id else ""

    for row in recall_rows(graph.kinds, given):
        handed = given.get((row.fill, row.client)) if row.fill and row.client else None
        issued = given.get((row.lot, row.batch)) if row.lot and row.batch else None
        quantity, unit = of(row.fill, "volume_l"), "L"
        if not row.fill:
            known = issued is not None and issued.quantity is not None
            quantity = f"{taken[issued.from_id, issued.to_id]:f}" if issued and known else ""
            unit = (issued.unit or "") if issued else ""
        last = graph.nodes[row.fill or row.batch or row.lot or row.client or graph.start.id].happened_at
        moment = handed.happened_at if handed else last
        yield RecallLine(
            lot=label(row.lot),
            supplier_lot=of(row.lot, "supplier_lot"),
            supplier=of(row.lot, "supplier"),
            item=of(row.lot, "item"),
            batch=label(row.batch),
            beer=of(row.batch, "beer"),
            keg=label(row.fill),
            state=of(row.fill, "state"),
            client=label(row.client),
            date=moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else "",
            quantity=quantity,
            unit=unit if quantity else "",
        )
