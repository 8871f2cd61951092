"""A trace finds everything that a plain search finds, and says when it does not."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError

from desertbrew.contexts.traceability import queries
from desertbrew.contexts.traceability.commands import Link, Told
from desertbrew.contexts.traceability.contract import Direction, EdgeKind, NodeKind
from desertbrew.contexts.traceability.queries import Cut
from desertbrew.contexts.traceability.tables import Edge
from desertbrew.kernel.errors import NotFound
from desertbrew.kernel.ids import Id, new_id
from traceability.genealogy import NOON, Genealogy, Pair, plain_search

MANY = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

shapes = st.integers(2, 14).flatmap(
    lambda size: st.sets(st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)), max_size=40)
)
"""Any graph at all: blends, splits, islands, and cycles, for beer is also pumped back."""


def named(shape: set[tuple[int, int]]) -> tuple[list[Id], list[Pair]]:
    """The same shape with ids of its own; nothing goes into itself."""
    ids = [new_id() for _ in range(14)]
    return ids, [(ids[a], ids[b]) for a, b in sorted(shape) if a != b]


@MANY
@given(shapes, st.integers(0, 13), st.sampled_from(Direction))
def test_inv_t5_a_trace_finds_every_path(
    genealogy: Genealogy, shape: set[tuple[int, int]], at: int, direction: Direction
) -> None:
    ids, pairs = named(shape)
    genealogy.plant(pairs, facts={ids[at]: {"number": "L-0001"}})
    depth, on_the_way = plain_search(pairs, ids[at], direction)
    graph = genealogy.trace(ids[at], direction)
    assert {each: node.depth for each, node in graph.nodes.items()} == depth
    assert {(edge.from_id, edge.to_id) for edge in graph.edges} == on_the_way
    # A cycle runs into the depth limit, and nothing is missing all the same.
    assert graph.cut in {None, Cut.DEPTH}


@MANY
@given(shapes, st.integers(0, 13), st.sampled_from(Direction), st.integers(1, 4))
def test_inv_t5_a_trace_that_is_cut_short_says_so(
    genealogy: Genealogy, shape: set[tuple[int, int]], at: int, direction: Direction, limit: int
) -> None:
    ids, pairs = named(shape)
    genealogy.plant(pairs, facts={ids[at]: {"number": "L-0001"}})
    depth, on_the_way = plain_search(pairs, ids[at], direction)
    graph = genealogy.trace(ids[at], direction, depth=limit)
    assert {each: node.depth for each, node in graph.nodes.items()} == {
        each: far for each, far in depth.items() if far <= limit
    }
    beyond = len(on_the_way) > len(graph.edges)
    assert not beyond or graph.cut is Cut.DEPTH


def test_inv_t5_too_many_rows_are_said(genealogy: Genealogy) -> None:
    malt = new_id()
    genealogy.plant([(malt, new_id()) for _ in range(30)])
    whole = genealogy.trace(malt, Direction.DOWNSTREAM, rows=31)
    assert (len(whole.nodes), whole.cut) == (31, None)
    part = genealogy.trace(malt, Direction.DOWNSTREAM, rows=10)
    assert part.cut is Cut.ROWS
    assert 10 <= len(part.nodes) < 31


def test_a_chain_of_any_length_is_followed_to_the_limit(genealogy: Genealogy) -> None:
    ids = [new_id() for _ in range(80)]
    genealogy.plant(list(itertools.pairwise(ids)))
    graph = genealogy.trace(ids[0], Direction.DOWNSTREAM)
    assert (len(graph.nodes), graph.cut) == (queries.DEPTH_MAX + 1, Cut.DEPTH)
    assert genealogy.trace(ids[-3], Direction.DOWNSTREAM).cut is None


def test_a_thing_of_another_kind_is_not_there(genealogy: Genealogy) -> None:
    batch = new_id()
    genealogy.plant([], facts={batch: {"number": "L-0001"}})
    with genealogy.database.read() as tx:
        assert queries.node(tx, NodeKind.BATCH, batch).label == "L-0001"
        for kind, sought in ((NodeKind.KEG_FILL, batch), (NodeKind.BATCH, new_id())):
            with pytest.raises(NotFound):
                queries.node(tx, kind, sought)


def test_inv_t1_an_edge_cannot_be_changed_or_deleted(genealogy: Genealogy) -> None:
    genealogy.plant([(new_id(), new_id())])
    for spoil in (Edge.__table__.delete(), Edge.__table__.update().values(quantity=None)):  # type: ignore[attr-defined]
        with pytest.raises(DBAPIError, match="append-only"):
            genealogy.database.write(lambda tx, spoil=spoil: tx.session.execute(spoil), genealogy.origin)  # type: ignore[misc]


def test_inv_t1_a_document_says_an_edge_once(genealogy: Genealogy) -> None:
    lot, batch, first, second = (new_id() for _ in range(4))
    told = [Told(lot, NodeKind.SUPPLIER_LOT), Told(batch, NodeKind.BATCH)]
    for document in (first, first, second):
        links = [Link(lot, batch, EdgeKind.ISSUED, document)]
        genealogy.record(told, links, document_id=document)
    assert len(genealogy.trace(lot, Direction.DOWNSTREAM).edges) == 2


def test_placeholders_are_filled_in_when_their_own_word_comes(genealogy: Genealogy) -> None:
    lot, batch = new_id(), new_id()
    genealogy.record(
        [Told(lot, NodeKind.SUPPLIER_LOT), Told(batch, NodeKind.BATCH)], [Link(lot, batch, EdgeKind.ISSUED, new_id())]
    )
    before = genealogy.trace(batch, Direction.UPSTREAM)
    assert [node.label for node in before.nodes.values()] == ["", ""]
    genealogy.record([Told(lot, NodeKind.SUPPLIER_LOT, {"code": "LOTE-000001", "item": "Malta"})])
    after = genealogy.trace(batch, Direction.UPSTREAM)
    assert {node.label for node in after.nodes.values()} == {"", "LOTE-000001"}


def test_what_is_sought_is_found_without_accents_and_exact_names_come_first(genealogy: Genealogy) -> None:
    names = {new_id(): {"code": f"LOTE-{n}", "item": "Lúpulo Citra", "supplier_lot": f"C-{n}"} for n in (1, 10, 11)}
    genealogy.plant([], NodeKind.SUPPLIER_LOT, names)

    def found(text: str, kind: NodeKind | None = None) -> list[str]:
        with genealogy.database.read() as tx:
            return [node.label for node, _ in queries.nodes(tx, text, kind, None, 50)]

    assert found("LUPULO") == ["LOTE-11", "LOTE-10", "LOTE-1"]
    assert found(" lote-1 ") == ["LOTE-1", "LOTE-11", "LOTE-10"]
    assert found("c-10") == ["LOTE-10"]
    assert found("citra", NodeKind.BATCH) == []
    assert found("%") == []


def test_a_placeholder_is_not_found(genealogy: Genealogy) -> None:
    genealogy.record([Told(new_id(), NodeKind.BATCH)], at=NOON + timedelta(hours=1))
    with genealogy.database.read() as tx:
        assert queries.nodes(tx, "", None, None, 50) == []


def test_doctor_sees_what_is_made_of_itself(genealogy: Genealogy) -> None:
    batch = new_id()
    genealogy.plant([(batch, new_id())])
    with genealogy.database.read() as tx:
        assert queries.graph_faults(tx) == []
    genealogy.plant([(batch, batch)])
    with genealogy.database.read() as tx:
        assert queries.graph_faults(tx) == [f"MOVED leads from {batch} to itself"]
