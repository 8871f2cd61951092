"""Adds to the graph what an event tells: in any order, any number of times, whole sets at a time."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from desertbrew.contexts.traceability.contract import EdgeKind, NodeKind
from desertbrew.contexts.traceability.rules import merge, stamp_of, title
from desertbrew.contexts.traceability.tables import Edge, Node
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import Tx
from desertbrew.platform.search import fold


@dataclass(frozen=True, slots=True)
class Told:
    """A thing that an event speaks of, with what it says of it; without facts it is only known to be there."""

    id: Id
    kind: NodeKind
    facts: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Link:
    """`from_id` went into `to_id`, so much of it; both ends must be told with it."""

    from_id: Id
    to_id: Id
    kind: EdgeKind
    document_id: Id
    quantity: Decimal | None = None
    unit: str | None = None


_DIALECTS: dict[str, Any] = {"postgresql": postgresql, "sqlite": sqlite}
_ADD_NODES = {name: each.insert(Node).on_conflict_do_nothing() for name, each in _DIALECTS.items()}
_ADD_EDGES = {name: each.insert(Edge).on_conflict_do_nothing() for name, each in _DIALECTS.items()}
_KNOWN = (
    select(Node.id, Node.facts).where(Node.id.in_(bindparam("sought", expanding=True))).order_by(Node.id).with_for_update()
)
_RENEW = (
    update(Node)
    .where(Node.id == bindparam("node"))
    .values(
        {
            name: bindparam(f"new_{name}", type_=getattr(Node, name).type)
            for name in ("kind", "label", "about", "words", "sought", "facts", "happened_at")
        }
    )
)


def record(tx: Tx, at: datetime, document_id: Id, told: Sequence[Told], links: Sequence[Link] = (), rank: int = 0) -> None:
    """Know what a document of `at` says: the same again changes nothing, and the order of documents neither.

    (INV-T1, INV-T2) Ends of links that no event has told yet are placeholders until one does.
    """
    if not told:
        return
    connection = tx.connection
    dialect = connection.dialect.name
    stamp = stamp_of(at, document_id, rank)
    # In id order, like every lock here: two events about the same things cannot wait for each other.
    things: dict[Id, Told] = {}
    for each in sorted(told, key=lambda each: each.id):
        before = things.get(each.id)
        things[each.id] = each if before is None else Told(each.id, each.kind, {**before.facts, **each.facts})
    blank = {"label": "", "about": "", "words": "", "sought": "", "facts": "{}", "happened_at": None}
    connection.execute(_ADD_NODES[dialect], [{"id": each.id, "kind": each.kind.value, **blank} for each in things.values()])
    spoken = [each for each in things.values() if each.facts]
    known = {row.id: row.facts for row in connection.execute(_KNOWN, {"sought": [each.id for each in spoken]})}
    renewed = [row for each in spoken if (row := _renewed(each, known[each.id], stamp)) is not None]
    if renewed:
        connection.execute(_RENEW, renewed)
    if links:
        rows = [
            {
                "from_id": link.from_id,
                "to_id": link.to_id,
                "document_id": link.document_id,
                "kind": link.kind.value,
                "quantity": link.quantity,
                "unit": link.unit,
                "happened_at": at,
            }
            for link in sorted(links, key=lambda link: (link.from_id, link.to_id, link.document_id))
        ]
        connection.execute(_ADD_EDGES[dialect], rows)


def _renewed(each: Told, known: str, stamp: str) -> dict[str, Any] | None:
    """The node's new columns; None where nothing is new."""
    before = json.loads(known)
    facts = merge(before, {name: [value, stamp] for name, value in each.facts.items() if value is not None})
    if facts == before:
        return None
    face = title(facts)
    return {
        "node": each.id,
        # Whoever knows a thing knows what it is; a placeholder was a guess.
        "new_kind": each.kind.value,
        "new_label": face.label,
        "new_about": face.about,
        "new_words": fold(face.words),
        "new_sought": fold(face.label),
        "new_facts": json.dumps(facts, ensure_ascii=False, sort_keys=True),
        "new_happened_at": face.happened_at,
    }
