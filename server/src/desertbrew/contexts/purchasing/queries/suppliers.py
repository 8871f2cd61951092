"""Finding suppliers."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, tuple_

from desertbrew.contexts.purchasing.tables import Supplier
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx
from desertbrew.platform.search import found_in


def suppliers(tx: ReadTx, q: str | None, after: tuple[str, Id] | None, limit: int) -> Sequence[Supplier]:
    """Suppliers by name, from the one after `after`; `q` is looked for in name and tax id."""
    query = select(Supplier).order_by(Supplier.name, Supplier.id).limit(limit)
    if q:
        query = query.where(found_in(q, Supplier.name, Supplier.rfc))
    if after:
        query = query.where(tuple_(Supplier.name, Supplier.id) > after)
    return tx.session.execute(query).scalars().all()
