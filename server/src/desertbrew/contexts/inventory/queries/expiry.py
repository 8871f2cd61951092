"""What goes out of date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from desertbrew.contexts.inventory.tables import DATED, Item, Lot, LotExpiryChange
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx


def expiring_lots(tx: ReadTx, days: int, limit: int) -> Sequence[Any]:
    """(Lot, Item) of what holds something and is past its day, or will be within `days` days; the oldest date first."""
    query = (
        select(Lot, Item)
        .join(Item, Item.id == Lot.item_id)
        .where(DATED, Lot.expires_on <= tx.today + timedelta(days=days))
        .order_by(Lot.expires_on, Lot.id)
        .limit(limit)
    )
    return tx.session.execute(query).all()


def expiry_changes(tx: ReadTx, lot_id: Id) -> Sequence[LotExpiryChange]:
    """How the last day of a lot was corrected, the newest first."""
    query = select(LotExpiryChange).where(LotExpiryChange.lot_id == lot_id).order_by(LotExpiryChange.id.desc())
    return tx.session.execute(query).scalars().all()


def expiry_dates(tx: ReadTx, lot_ids: Sequence[Id]) -> dict[Id, date | None]:
    """The last days of these lots."""
    rows = tx.session.execute(select(Lot.id, Lot.expires_on).where(Lot.id.in_(lot_ids)))
    return {row.id: row.expires_on for row in rows}
