"""Others' facts make the same graph, however often and in whatever order they come."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import permutations

import pytest

from desertbrew.contexts.inventory.contract import (
    FilledKeg,
    IssuedDraw,
    KegMove,
    KegsFilled,
    KegsMoved,
    KegState,
    LotRecalled,
    LotsReceived,
    MaterialsIssued,
    MovedKeg,
    RecalledLot,
    ReceivedLot,
)
from desertbrew.contexts.production.contract import (
    BatchCompleted,
    BatchMoved,
    BatchPlanned,
    BeerMoved,
    BeerPart,
    FermentationRead,
    MaterialsReleased,
    PackagesCosted,
    PackagingRunOpened,
    ReleasedMaterial,
)
from desertbrew.contexts.traceability.context import CONTEXT
from desertbrew.contexts.traceability.contract import Direction, NodeKind
from desertbrew.contexts.traceability.queries import public_trace, recall_lines
from desertbrew.kernel.events import Envelope, Event
from desertbrew.kernel.ids import Id, new_id
from desertbrew.kernel.quantity import BaseUnit
from desertbrew.platform.inbox import RETRYING, count_held
from support.letters import deliver, envelope_of
from traceability.genealogy import Genealogy

MONDAY = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)


def day(number: int) -> datetime:
    return MONDAY + timedelta(days=number)


@dataclass
class Story:
    """One malt, one hop, one batch of them, and its beer in stock: everything that was told of it."""

    supplier: Id = field(default_factory=new_id)
    malt: Id = field(default_factory=new_id)
    hops: Id = field(default_factory=new_id)
    batch: Id = field(default_factory=new_id)
    beer: Id = field(default_factory=new_id)
    other: Id = field(default_factory=new_id)
    """A second batch, which is blended in after the first run."""
    fermenter: Id = field(default_factory=new_id)
    brite: Id = field(default_factory=new_id)
    first_run: Id = field(default_factory=new_id)
    second_run: Id = field(default_factory=new_id)
    kegs: list[Id] = field(default_factory=lambda: [new_id() for _ in range(5)])
    fills: list[Id] = field(default_factory=lambda: [new_id() for _ in range(5)])
    client: Id = field(default_factory=new_id)
    racking: Id = field(default_factory=new_id)
    given_up: Id = field(default_factory=new_id)
    """A third batch, whose malt went back while its hops were wasted."""
    cans: Id = field(default_factory=new_id)
    stocked: Id = field(default_factory=new_id)

    def facts(self) -> list[Event]:
        lots = (
            ReceivedLot(
                self.malt, "LOTE-000001", new_id(), Decimal(500), BaseUnit.KG, Decimal(9000), "Malta Pálida", "MALT", "MP-7"
            ),
            ReceivedLot(
                self.hops, "LOTE-000002", new_id(), Decimal(5), BaseUnit.KG, Decimal(4000), "Lúpulo Citra", "HOPS", "C-9"
            ),
        )
        draws = tuple(
            IssuedDraw(lot.lot_id, lot.code, lot.item_id, lot.item_name, Decimal(2), lot.unit, Decimal(10)) for lot in lots
        )
        own = ReceivedLot(
            self.beer, "LOTE-000003", new_id(), Decimal(900), BaseUnit.L, Decimal(9999), "Velafrons", "BEER", "L-0001"
        )
        return [
            LotsReceived(new_id(), lots, "SUPPLIER", self.supplier, "Maltas de prueba", "F-77", day(0)),
            BatchPlanned(
                self.batch, "L-0001", "Velafrons", Decimal(1000), date(2026, 11, 3), "Saison", Decimal("6.2"), None, day(1)
            ),
            MaterialsIssued(new_id(), self.batch, draws, Decimal(20), day(2)),
            BatchMoved(self.batch, "L-0001", "STARTING", day(2)),
            BatchMoved(self.batch, "L-0001", "BREWING", day(2) + timedelta(minutes=1)),
            BatchMoved(self.batch, "L-0001", "PACKAGING", day(20)),
            BatchMoved(self.batch, "L-0001", "COMPLETED", day(20)),
            BatchCompleted(self.batch, "L-0001", new_id(), Decimal(900), Decimal(9999), Decimal("11.11"), day(20)),
            LotsReceived(self.batch, (own,), "BATCH", None, "Producción propia", None, day(20)),
            self.moved("KNOCK_OUT", 3, None, self.fermenter, {self.batch: 950}),
            self.moved("TRANSFER", 14, self.fermenter, self.brite, {self.batch: 900}),
            self.moved("DILUTION", 15, None, self.brite, {self.batch: 20}),
            self.moved("LOSS", 15, self.brite, None, {self.batch: 5}),
            self.moved("PACKAGED", 16, self.brite, None, {self.batch: 400}, self.first_run),
            self.moved("KNOCK_OUT", 16, None, self.brite, {self.other: 300}),
            self.moved("PACKAGED", 18, self.brite, None, {self.batch: 500, self.other: 300}, self.second_run),
            *self.of_kegs(),
            PackagingRunOpened(self.second_run, "E-0002", self.batch, "L-0001", "Velafrons", "BBT-1", None),
            PackagesCosted(
                self.cans,
                "E-0002",
                ("L-0001", "L-0002"),
                new_id(),
                Decimal(240),
                Decimal("85.2"),
                Decimal(900),
                None,
                self.second_run,
            ),
            LotsReceived(
                self.cans,
                (ReceivedLot(self.stocked, "LOTE-000004", new_id(), Decimal(240), BaseUnit.PIECE, Decimal(900)),),
                "BATCH",
                None,
                "Producción propia",
                None,
                day(19),
            ),
            FermentationRead(self.batch, day(4), Decimal("1.048"), Decimal("19.5")),
            FermentationRead(self.batch, day(12), Decimal("1.010"), None),
            FermentationRead(self.batch, day(8), Decimal("1.202"), None),
            FermentationRead(self.batch, day(9), Decimal("1.020"), None, replaces_at=day(8)),
            *self.of_what_was_given_up(draws),
            LotRecalled(
                new_id(),
                "RET-0001",
                "vidrio",
                "Maltas de prueba",
                "MP-7",
                (RecalledLot(self.malt, "LOTE-000001", new_id(), "Malta Pálida", Decimal(498), BaseUnit.KG),),
            ),
        ]

    def of_what_was_given_up(self, draws: tuple[IssuedDraw, ...]) -> list[Event]:
        """The return is heard before the issue."""
        back = ReleasedMaterial(self.malt, new_id(), Decimal(1), Decimal(5))
        return [
            MaterialsReleased(new_id(), self.given_up, "L-0003", (back, back)),
            MaterialsIssued(new_id(), self.given_up, draws, Decimal(20), day(3)),
        ]

    def of_kegs(self) -> list[Event]:
        """Three kegs of the second run: one goes to a client, one into two others, the third stays."""
        fills = tuple(FilledKeg(self.kegs[n], f"DB-{n}", self.fills[n], Decimal(58), Decimal(60)) for n in range(3))
        best = date(2027, 2, 20)
        return [
            KegsMoved(new_id(), KegMove.WASH, (self.keg(0, KegState.CLEAN, filled=False),), day(17)),
            KegsFilled(new_id(), self.second_run, self.batch, "L-0001", "Velafrons", fills, day(18), best),
            KegsMoved(new_id(), KegMove.DELIVER, (self.keg(0, KegState.AT_CLIENT, client="Bar Uno"),), day(19)),
            KegsMoved(self.racking, KegMove.TRANSFER_OUT, (self.keg(1, KegState.DIRTY),), day(20)),
            KegsMoved(self.racking, KegMove.TRANSFER_IN, (self.keg(3, KegState.FULL), self.keg(4, KegState.FULL)), day(20)),
            KegsMoved(new_id(), KegMove.DELIVER, (self.keg(4, KegState.AT_CLIENT, client="Bar Dos"),), day(21)),
            KegsMoved(new_id(), KegMove.RETURN, (self.keg(0, KegState.DIRTY, client="Bar Uno"),), day(30)),
            KegsMoved(new_id(), KegMove.WASH, (self.keg(0, KegState.CLEAN, filled=False),), day(31)),
        ]

    def keg(self, n: int, state: KegState, client: str = "", *, filled: bool = True) -> MovedKeg:
        fill = self.fills[n] if filled else None
        known = self.client if client == "Bar Uno" else None
        return MovedKeg(self.kegs[n], f"DB-{n}", None, state, fill, None, known, client or None, "Cuarto frío")

    def moved(
        self, kind: str, at: int, source: Id | None, target: Id | None, litres: dict[Id, int], document: Id | None = None
    ) -> BeerMoved:
        def code(vessel: Id | None) -> str | None:
            return {self.fermenter: "FV-1", self.brite: "BBT-1"}.get(vessel) if vessel else None

        numbers = {self.batch: "L-0001", self.other: "L-0002"}
        parts = tuple(BeerPart(batch, numbers[batch], Decimal(volume)) for batch, volume in litres.items())
        total = Decimal(sum(litres.values()))
        return BeerMoved(new_id(), kind, source, code(source), target, code(target), total, None, document, day(at), parts)


def bring(genealogy: Genealogy, envelopes: Sequence[Envelope]) -> None:
    """Deliver them; a reaction that fails would be held."""
    deliver(CONTEXT, genealogy.database, *envelopes)
    with genealogy.database.read() as tx:
        assert count_held(tx.session.connection(), RETRYING) == 0


def test_every_reaction_is_tried_here() -> None:
    assert {reaction.event for reaction in CONTEXT.reactions} == {type(fact) for fact in Story().facts()}


def test_a_batch_is_traced_from_its_supplier_to_its_beer(genealogy: Genealogy) -> None:
    story = Story()
    bring(genealogy, [envelope_of(fact) for fact in story.facts()])
    down = genealogy.trace(story.supplier, Direction.DOWNSTREAM)
    assert {story.supplier, story.malt, story.hops, story.batch, story.beer} <= set(down.nodes)
    up = genealogy.trace(story.beer, Direction.UPSTREAM)
    assert set(up.nodes) == {story.supplier, story.malt, story.hops, story.batch, story.beer}
    batch = up.nodes[story.batch]
    assert (batch.kind, batch.label, batch.about) == (NodeKind.BATCH, "L-0001", "Velafrons")
    assert (batch.facts["state"], batch.facts["style"], batch.happened_at) == (
        "COMPLETED",
        "Saison",
        day(2) + timedelta(minutes=1),
    )
    malt = up.nodes[story.malt].facts
    assert (malt["supplier_lot"], malt["invoice"], malt["item_kind"]) == ("MP-7", "F-77", "MALT")


def test_what_is_packaged_leads_back_to_what_was_in_the_tank_then(genealogy: Genealogy) -> None:
    story = Story()
    bring(genealogy, [envelope_of(fact) for fact in story.facts()])

    def batches(run: Id) -> set[str]:
        graph = genealogy.trace(run, Direction.UPSTREAM)
        return {node.label for node in graph.nodes.values() if node.kind == NodeKind.BATCH}

    # The second batch came into the same tank after the first run: the first run knows nothing of it.
    assert batches(story.first_run) == {"L-0001"}
    assert batches(story.second_run) == {"L-0001", "L-0002"}
    up = genealogy.trace(story.second_run, Direction.UPSTREAM)
    tanks = sorted((node.label, node.about) for node in up.nodes.values() if node.kind == NodeKind.TANK_CONTENT)
    assert tanks == [("BBT-1", "L-0001"), ("BBT-1", "L-0002"), ("FV-1", "L-0001")]
    litres = {(up.nodes[e.from_id].about, e.quantity) for e in up.edges if e.to_id == story.second_run and e.quantity}
    assert litres == {("L-0001", Decimal(500)), ("L-0002", Decimal(300))}
    assert up.start.label == "E-0002"
    assert genealogy.trace(story.first_run, Direction.UPSTREAM).start.label == "L-0001 · 2026-11-18"
    down = genealogy.trace(story.malt, Direction.DOWNSTREAM)
    assert {story.first_run, story.second_run} <= set(down.nodes)
    # The malt is in the second run, the other batch is not the malt's.
    assert story.other not in down.nodes


def test_kegs_are_traced_to_clients_and_through_racking(genealogy: Genealogy) -> None:
    story = Story()
    bring(genealogy, [envelope_of(fact) for fact in story.facts()])
    down = genealogy.trace(story.malt, Direction.DOWNSTREAM)
    assert set(story.fills) <= set(down.nodes)
    clients = sorted(node.label for node in down.nodes.values() if node.kind == NodeKind.CLIENT)
    assert clients == ["Bar Dos", "Bar Uno"]
    # The racked keg knows both batches of the blend, by the keg that it came from.
    up = genealogy.trace(story.fills[4], Direction.UPSTREAM)
    assert {story.fills[1], story.second_run, story.batch, story.other} <= set(up.nodes)
    assert story.fills[0] not in up.nodes
    states = {
        node.label: (node.facts["state"], node.facts.get("client", ""))
        for node in down.nodes.values()
        if node.kind == NodeKind.KEG_FILL
    }
    assert states == {
        "DB-0": ("DIRTY", ""), "DB-1": ("DIRTY", ""), "DB-2": ("FULL", ""),
        "DB-3": ("FULL", ""), "DB-4": ("AT_CLIENT", "Bar Dos"),
    }  # fmt: skip
    assert down.nodes[story.malt].facts["recall_reason"] == "vidrio"


def test_cans_are_traced_from_the_run_to_the_lot_in_stock(genealogy: Genealogy) -> None:
    story = Story()
    bring(genealogy, [envelope_of(fact) for fact in reversed(story.facts())])
    graph = genealogy.trace(story.stocked, Direction.UPSTREAM)
    assert graph.nodes[story.cans].kind == NodeKind.CASE
    assert {story.second_run, story.batch, story.other, story.malt} <= set(graph.nodes)


def test_inv_t3_a_guest_is_told_of_the_current_fill(genealogy: Genealogy) -> None:
    story = Story()
    bring(genealogy, [envelope_of(fact) for fact in story.facts()])
    with genealogy.database.read() as tx:
        empty = public_trace(tx, "DB-0")
        racked = public_trace(tx, "DB-3")
    assert (empty.filled, empty.beer) == (False, None)
    assert (racked.beer, racked.batch, racked.blended_with) == ("Velafrons", "L-0001", ["L-0002"])
    assert (racked.best_before, racked.brewed_on, racked.style) == (date(2027, 2, 20), date(2026, 11, 4), "Saison")
    assert [(each.kind, each.name) for each in racked.origins] == [("MALT", "Malta Pálida"), ("HOPS", "Lúpulo Citra")]
    assert [(each.day, each.gravity) for each in racked.curve] == [
        (Decimal(0), Decimal("1.048")),
        (Decimal(5), Decimal("1.020")),
        (Decimal(8), Decimal("1.010")),
    ]


@pytest.mark.parametrize("seed", range(6))
def test_inv_t1_t2_any_order_and_twice_gives_the_same_graph(genealogy: Genealogy, seed: int) -> None:
    story = Story()
    facts = story.facts()
    bring(genealogy, [envelope_of(fact) for fact in facts])
    straight = genealogy.everything()
    # The same facts under other envelopes, as a restored outbox might send them; each of those twice.
    again = [letter for fact in facts for letter in [envelope_of(fact)] * 2]
    random.Random(seed).shuffle(again)
    bring(genealogy, again)
    assert genealogy.everything() == straight


@pytest.mark.parametrize("order", list(permutations(range(4)))[::5])
def test_inv_t2_the_first_telling_may_be_in_any_order(genealogy: Genealogy, order: tuple[int, ...]) -> None:
    story = Story()
    letters = [envelope_of(fact) for fact in story.facts()]
    parts = [letters[0:2], letters[2:4], letters[4:6], letters[6:]]
    bring(genealogy, [letter for number in order for letter in reversed(parts[number])])
    graph = genealogy.trace(story.beer, Direction.UPSTREAM)
    assert {node.label for node in graph.nodes.values()} == {
        "Maltas de prueba", "LOTE-000001", "LOTE-000002", "L-0001", "LOTE-000003",
    }  # fmt: skip
    assert graph.nodes[story.batch].facts["state"] == "COMPLETED"
    assert len(graph.edges) == 5


def test_what_was_told_before_the_events_grew_is_still_understood(genealogy: Genealogy) -> None:
    lot, batch = new_id(), new_id()
    old = ReceivedLot(lot, "LOTE-000009", new_id(), Decimal(1), BaseUnit.KG, Decimal(1))
    draw = IssuedDraw(lot, "LOTE-000009", old.item_id, "Malta", Decimal(1), BaseUnit.KG, Decimal(1))
    facts: list[Event] = [
        LotsReceived(new_id(), (old,)),
        MaterialsIssued(new_id(), batch, (draw,), Decimal(1)),
        BatchPlanned(batch, "L-0009", "T-Rex", Decimal(100)),
        BatchMoved(batch, "L-0009", "BREWING"),
    ]
    bring(genealogy, [envelope_of(fact) for fact in facts])
    graph = genealogy.trace(batch, Direction.UPSTREAM)
    assert {node.label for node in graph.nodes.values()} == {"L-0009", "LOTE-000009"}


def test_a_lot_that_is_drawn_twice_for_one_batch_is_one_edge_with_the_sum(genealogy: Genealogy) -> None:
    lot, batch = new_id(), new_id()
    draw = IssuedDraw(lot, "LOTE-000009", new_id(), "Malta", Decimal("1.5"), BaseUnit.KG, Decimal(1))
    bring(genealogy, [envelope_of(MaterialsIssued(new_id(), batch, (draw, draw), Decimal(2), day(0)))])
    (edge,) = genealogy.trace(batch, Direction.UPSTREAM).edges
    assert (edge.quantity, edge.unit) == (Decimal(3), "kg")


def test_what_went_back_to_its_lot_is_in_no_trace(genealogy: Genealogy) -> None:
    story = Story()
    bring(genealogy, [envelope_of(fact) for fact in story.facts()])
    down = genealogy.trace(story.malt, Direction.DOWNSTREAM)
    assert story.given_up not in down.nodes
    assert story.batch in down.nodes
    assert {edge.kind for edge in down.edges} & {"RETURNED"} == set()
    assert story.given_up in genealogy.trace(story.hops, Direction.DOWNSTREAM).nodes
    up = genealogy.trace(story.given_up, Direction.UPSTREAM)
    assert set(up.nodes) == {story.given_up, story.hops, story.supplier}


def test_what_went_back_in_part_is_less_of_it_and_brews_add_up(genealogy: Genealogy) -> None:
    lot, batch = new_id(), new_id()
    draw = IssuedDraw(lot, "LOTE-000009", new_id(), "Malta", Decimal(5), BaseUnit.KG, Decimal(1))
    facts: list[Event] = [
        MaterialsReleased(new_id(), batch, "L-0009", (ReleasedMaterial(lot, draw.item_id, Decimal(3), Decimal(1)),)),
        MaterialsIssued(new_id(), batch, (draw,), Decimal(1), day(0)),
        MaterialsIssued(new_id(), batch, (draw,), Decimal(1), day(1)),
    ]
    bring(genealogy, [envelope_of(fact) for fact in facts])
    graph = genealogy.trace(lot, Direction.DOWNSTREAM)
    assert sum(edge.quantity or 0 for edge in graph.edges) == 7
    (line,) = recall_lines(graph)
    assert (line.quantity, line.unit) == ("7.000000", "kg")
