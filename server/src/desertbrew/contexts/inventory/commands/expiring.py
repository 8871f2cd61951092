"""Lots go out of date: told before, written when it happens, taken back only by another date. (INV-L12)"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, and_, exists, or_, select

from desertbrew.contexts.inventory.commands.holds import change_status, lock_items, locked_lot
from desertbrew.contexts.inventory.contract import LotExpired, LotExpiring, LotStatus
from desertbrew.contexts.inventory.errors import ExpiryIsThat
from desertbrew.contexts.inventory.rules import GOES_OUT_OF_DATE, WARNING_DAYS, is_expired, severity_of
from desertbrew.contexts.inventory.tables import Item, Lot, LotExpiryChange, LotExpiryNotice, LotStatusChange
from desertbrew.kernel.ids import Id, new_id
from desertbrew.kernel.quantity import BaseUnit
from desertbrew.platform.db import Tx

EXPIRED = LotStatus.EXPIRED.value


def watch_dates(tx: Tx) -> None:
    """The night's job: what went out of date becomes EXPIRED and says what was lost; what soon will is told once a step."""
    _expire(tx, _outdated(tx.today))
    _warn(tx)


def correct_expiry(tx: Tx, lot_id: Id, expires_on: date | None, reason: str) -> Lot:
    """Write another last day over a wrong one: an EXPIRED lot becomes what it was before, or another becomes EXPIRED."""
    lot = locked_lot(tx, lot_id)
    if lot.expires_on == expires_on:
        raise ExpiryIsThat(code=lot.code)
    change = {"id": new_id(), "lot_id": lot.id, "before": lot.expires_on, "after": expires_on, "reason": reason}
    tx.session.add(LotExpiryChange(**change, changed_at=tx.now, changed_by=tx.origin.actor))
    lot.expires_on = expires_on
    tx.session.flush()
    if lot.status == EXPIRED and not is_expired(expires_on, tx.today):
        change_status(tx, [lot], _status_before(tx, lot), reason)
    elif is_expired(expires_on, tx.today):
        _expire(tx, _outdated(tx.today).where(Lot.id == lot_id))
    return lot


def _status_before(tx: Tx, lot: Lot) -> LotStatus:
    lines = select(LotStatusChange.before).where(LotStatusChange.lot_id == lot.id, LotStatusChange.after == EXPIRED)
    before = tx.session.execute(lines.order_by(LotStatusChange.id.desc()).limit(1)).scalar_one()
    return LotStatus.QUARANTINE if before == LotStatus.QUARANTINE else LotStatus.AVAILABLE


def _outdated(today: date) -> Select[Lot, Item]:
    """What holds something past its day and is not yet written or told so."""
    told = exists().where(
        LotExpiryNotice.lot_id == Lot.id, LotExpiryNotice.step == EXPIRED, LotExpiryNotice.expires_on == Lot.expires_on
    )
    return (
        select(Lot, Item)
        .join(Item, Item.id == Lot.item_id)
        .where(Lot.remaining_quantity > 0, Lot.expires_on < today, or_(Lot.status.in_(GOES_OUT_OF_DATE), ~told))
        .order_by(Lot.expires_on, Lot.id)
    )


def _expire(tx: Tx, outdated: Select[Lot, Item]) -> None:
    locked = set(tx.session.execute(outdated.with_only_columns(Lot.item_id).order_by(None)).scalars())
    if not locked:
        return
    lock_items(tx, locked)
    found = tx.session.execute(outdated.execution_options(populate_existing=True)).all()
    rows = [(lot, item) for lot, item in found if lot.item_id in locked]
    fresh = _note(tx, [(lot, EXPIRED) for lot, _ in rows])
    for lot, item in rows:
        if (lot.id, EXPIRED, lot.expires_on) in fresh:
            assert lot.expires_on is not None, "only what has a last day can be past it"
            unit, left, value = BaseUnit(item.base_unit), lot.remaining_quantity, lot.remaining_cost
            tx.emit(LotExpired(lot.id, lot.code, item.id, item.name, lot.expires_on, left, unit, value))
    changing = [lot for lot, _ in rows if lot.status in GOES_OUT_OF_DATE]
    for expires_on in sorted({lot.expires_on for lot in changing if lot.expires_on}):
        of_day = [lot for lot in changing if lot.expires_on == expires_on]
        change_status(tx, of_day, LotStatus.EXPIRED, f"Caducó el {expires_on:%d/%m/%Y}")


def _warn(tx: Tx) -> None:
    until = tx.today + timedelta(days=WARNING_DAYS)
    soon = (
        select(Lot, Item)
        .join(Item, Item.id == Lot.item_id)
        .where(
            and_(Lot.remaining_quantity > 0, Lot.expires_on >= tx.today, Lot.expires_on <= until),
            Lot.status.in_(GOES_OUT_OF_DATE),
        )
        .order_by(Lot.expires_on, Lot.id)
    )
    told = []
    for lot, item in tx.session.execute(soon):
        assert lot.expires_on is not None, "the query asks for a last day"
        days_left = (lot.expires_on - tx.today).days
        severity = severity_of(days_left)
        assert severity is not None, "the query asks for what is near"
        told.append((lot, item, days_left, severity))
    fresh = _note(tx, [(lot, severity.value) for lot, _, _, severity in told])
    for lot, item, days_left, severity in told:
        if (lot.id, severity.value, lot.expires_on) in fresh:
            unit, left, day = BaseUnit(item.base_unit), lot.remaining_quantity, lot.expires_on
            assert day is not None, "noted with its day"
            tx.emit(LotExpiring(lot.id, lot.code, item.id, item.name, day, days_left, left, unit, severity))


def _note(tx: Tx, steps: Sequence[tuple[Lot, str]]) -> set[tuple[Id, str, Any]]:
    """Write down what is told now; returns what had not been told before."""
    keys = {(lot.id, step, lot.expires_on) for lot, step in steps}
    known = select(LotExpiryNotice.lot_id, LotExpiryNotice.step, LotExpiryNotice.expires_on)
    written: set[tuple[Id, str, Any]] = set()
    lot_ids = [lot.id for lot, _ in steps]
    for start in range(0, len(lot_ids), 500):
        page = known.where(LotExpiryNotice.lot_id.in_(lot_ids[start : start + 500]))
        written |= {(row.lot_id, row.step, row.expires_on) for row in tx.session.execute(page)}
    fresh = keys - written
    notices = [
        LotExpiryNotice(lot_id=lot_id, step=step, expires_on=expires_on, told_at=tx.now)
        for lot_id, step, expires_on in sorted(fresh)
    ]
    tx.session.add_all(notices)
    tx.session.flush()
    return fresh
