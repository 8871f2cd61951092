"""Finding suppliers."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, tuple_

from desertbrew.contexts.purchasing.tables import Supplier
from desertbrew.kernel.errors import NotFound, Text
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx
from desertbrew.platform.search import found_in


def suppliers(
    tx: ReadTx, q: str | None, after: tuple[str, Id] | None, limit: int, *, active: bool | None = None
) -> Sequence[Supplier]:
    """Suppliers by name, from the one after `after`; `q` is looked for in name and tax ids."""
    query = select(Supplier).order_by(Supplier.name, Supplier.id).limit(limit)
    if q:
        query = query.where(found_in(q, Supplier.name, Supplier.rfc, Supplier.tax_id))
    if active is not None:
        query = query.where(Supplier.active == active)
    if after:
        query = query.where(tuple_(Supplier.name, Supplier.id) > after)
    return tx.session.execute(query).scalars().all()


def supplier(tx: ReadTx, supplier_id: Id) -> Supplier:
    """One supplier."""
    found = tx.session.get(Supplier, supplier_id)
    if found is None:
        raise NotFound(what=Text("un proveedor", "supplier"), id=supplier_id)
    return found
