"""Cultures, their limits, and where they come from and went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from desertbrew.contexts.inventory.contract import ItemKind
from desertbrew.contexts.inventory.rules import USUAL_LIMITS, StrainLimits
from desertbrew.contexts.inventory.tables import Item, Lot, YeastCulture, YeastPitch, YeastStrain
from desertbrew.kernel.errors import NotFound, Text
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx


@dataclass(frozen=True, slots=True)
class Genealogy:
    """A culture's line: (culture, item) of its ancestors, the first of them first, of itself, and of all that came of it."""

    ancestors: Sequence[Row[YeastCulture, Item]]
    culture: Row[YeastCulture, Item]
    descendants: Sequence[Row[YeastCulture, Item]]
    source_lot: Lot | None
    """The packet behind the whole line."""
    pitches: Sequence[YeastPitch]
    """Of the culture itself, the newest first."""


def strain_limits(tx: ReadTx, item_id: Id) -> StrainLimits:
    """How far a yeast may be repitched; the usual where nobody said."""
    return _limits(tx.session.get(YeastStrain, item_id))


def strains(tx: ReadTx) -> list[tuple[Item, StrainLimits]]:
    """Every yeast of the catalogue by name, with its limits."""
    query = (
        select(Item, YeastStrain)
        .outerjoin(YeastStrain, YeastStrain.item_id == Item.id)
        .where(Item.kind == ItemKind.YEAST.value)
        .order_by(Item.name, Item.id)
    )
    rows: Sequence[tuple[Item, YeastStrain | None]] = [(row[0], row[1]) for row in tx.session.execute(query)]
    return [(item, _limits(own)) for item, own in rows]


def _limits(own: YeastStrain | None) -> StrainLimits:
    return USUAL_LIMITS if own is None else StrainLimits(own.max_generation, own.min_viability_pct)


def cultures(tx: ReadTx, state: str | None, after: Id | None, limit: int) -> Sequence[Row[YeastCulture, Item]]:
    """(YeastCulture, Item), the newest first."""
    query = _WITH_ITEM.order_by(YeastCulture.id.desc()).limit(limit)
    if state:
        query = query.where(YeastCulture.state == state)
    if after:
        query = query.where(YeastCulture.id < after)
    return tx.session.execute(query).all()


_WITH_ITEM = select(YeastCulture, Item).join(Item, Item.id == YeastCulture.item_id)


def culture(tx: ReadTx, culture_id: Id) -> Row[YeastCulture, Item]:
    """(YeastCulture, Item) of one culture."""
    found = tx.session.execute(_WITH_ITEM.where(YeastCulture.id == culture_id)).one_or_none()
    if found is None:
        raise NotFound(what=Text("un cultivo", "culture"), id=culture_id)
    return found


def genealogy(tx: ReadTx, culture_id: Id) -> Genealogy:
    """Where a culture comes from, down to its packet, and everything that was grown or harvested from it."""
    own = culture(tx, culture_id)
    links = select(YeastCulture.id, YeastCulture.parent_id)
    parents = links.where(YeastCulture.id == culture_id).cte("parents", recursive=True)
    up = parents.union_all(links.join(parents, YeastCulture.id == parents.c.parent_id))
    children = select(YeastCulture.id).where(YeastCulture.id == culture_id).cte("children", recursive=True)
    down = children.union_all(select(YeastCulture.id).join(children, YeastCulture.parent_id == children.c.id))

    def line(ids: Any) -> Sequence[Row[YeastCulture, Item]]:  # noqa: ANN401 - a select of ids
        query = _WITH_ITEM.where(YeastCulture.id.in_(ids), YeastCulture.id != culture_id)
        return tx.session.execute(query.order_by(YeastCulture.id)).all()

    ancestors = line(select(up.c.id))
    first = ancestors[0][0] if ancestors else own[0]
    lot = tx.session.get(Lot, first.source_lot_id) if first.source_lot_id else None
    pitches = select(YeastPitch).where(YeastPitch.culture_id == culture_id).order_by(YeastPitch.id.desc())
    return Genealogy(ancestors, own, line(select(down.c.id)), lot, tx.session.execute(pitches).scalars().all())
