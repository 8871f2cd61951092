"""Others' facts as words about things: in any order, any number of times."""

from __future__ import annotations

from desertbrew.contexts.alerts import commands
from desertbrew.contexts.alerts.commands import Thing
from desertbrew.contexts.alerts.contract import AlertKind, AlertSeverity, SubjectType
from desertbrew.contexts.alerts.rules import Standing, Word, expiry_severity, stock_severity
from desertbrew.contexts.inventory.contract import (
    ColdRoomBackInLimits,
    ColdRoomOutOfLimits,
    ExpirySeverity,
    LotExpired,
    LotExpiring,
    LotStatus,
    LotStatusChanged,
    LowStockCleared,
    LowStockDetected,
)
from desertbrew.contexts.purchasing.contract import (
    PurchaseOrderApproved,
    PurchaseOrderCancelled,
    PurchaseOrderCreated,
    PurchaseOrderRevised,
)
from desertbrew.contexts.security.contract import PersonDeactivated, PersonRegistered, PersonRolesChanged
from desertbrew.kernel.ids import Id
from desertbrew.platform.context import Reactions
from desertbrew.platform.db import Tx

reactions = Reactions()
WELL = Word(None)


def _stock_of(item_id: Id) -> Thing:
    return Thing(AlertKind.LOW_STOCK, SubjectType.ITEM, item_id)


@reactions.on(LowStockDetected)
def warn_of_low_stock(tx: Tx, happened: LowStockDetected) -> None:
    """An item runs low; inventory says so at every consumption, and only a change of urgency is news."""
    figures = {
        "sku": happened.sku,
        "on_hand": f"{happened.on_hand.normalize():f}",
        "minimum": f"{happened.minimum.normalize():f}",
        "unit": happened.unit.value,
    }
    standing = Standing(stock_severity(happened.urgency), happened.urgency)
    commands.hear(tx, _stock_of(happened.item_id), Word(standing, happened.name, figures), tx.event_id)


@reactions.on(LowStockCleared)
def clear_low_stock(tx: Tx, happened: LowStockCleared) -> None:
    """There is enough of it again."""
    commands.hear(tx, _stock_of(happened.item_id), WELL, tx.event_id)


def _lot_of(kind: AlertKind, lot_id: Id) -> Thing:
    return Thing(kind, SubjectType.LOT, lot_id)


def _lot_figures(lot: LotExpiring | LotExpired) -> dict[str, str]:
    return {
        "code": lot.code,
        "item_id": str(lot.item_id),
        "expires_on": lot.expires_on.isoformat(),
        "available": f"{lot.available.normalize():f}",
        "unit": lot.unit.value,
    }


@reactions.on(LotExpiring)
def warn_of_expiring_lot(tx: Tx, happened: LotExpiring) -> None:
    """A lot goes out of date within the week, or within three days."""
    severity = expiry_severity(critical=happened.severity is ExpirySeverity.CRITICAL)
    figures = {**_lot_figures(happened), "days_left": str(happened.days_left)}
    word = Word(Standing(severity), happened.item_name, figures)
    commands.hear(tx, _lot_of(AlertKind.LOT_EXPIRING, happened.lot_id), word, tx.event_id)


@reactions.on(LotExpired)
def warn_of_expired_lot(tx: Tx, happened: LotExpired) -> None:
    """A lot is out of date and blocked: nobody needs to hear any longer that it soon will be."""
    commands.hear(tx, _lot_of(AlertKind.LOT_EXPIRING, happened.lot_id), WELL, tx.event_id)
    figures = {**_lot_figures(happened), "value": f"{happened.value:f}"}
    word = Word(Standing(AlertSeverity.CRITICAL), happened.item_name, figures)
    commands.hear(tx, _lot_of(AlertKind.LOT_EXPIRED, happened.lot_id), word, tx.event_id)


@reactions.on(LotStatusChanged)
def clear_expired_lot(tx: Tx, happened: LotStatusChanged) -> None:
    """Somebody released a lot that had expired, or holds it for another reason."""
    if happened.before is LotStatus.EXPIRED:
        commands.hear(tx, _lot_of(AlertKind.LOT_EXPIRED, happened.lot_id), WELL, tx.event_id)


def _room_of(location_id: Id) -> Thing:
    return Thing(AlertKind.COLD_ROOM, SubjectType.LOCATION, location_id)


@reactions.on(ColdRoomOutOfLimits)
def warn_of_cold_room(tx: Tx, happened: ColdRoomOutOfLimits) -> None:
    """A room is too warm, too cold or too damp; a reading that comes late is as old as it is."""
    figures = {"temperature_c": f"{happened.temperature_c.normalize():f}", "read_at": happened.read_at.isoformat()}
    if happened.humidity_pct is not None:
        figures["humidity_pct"] = f"{happened.humidity_pct.normalize():f}"
    word = Word(Standing(AlertSeverity.CRITICAL), happened.name, figures)
    commands.hear(tx, _room_of(happened.location_id), word, f"{happened.read_at.isoformat()} {tx.event_id}")


@reactions.on(ColdRoomBackInLimits)
def clear_cold_room(tx: Tx, happened: ColdRoomBackInLimits) -> None:
    """The room keeps what it must again."""
    commands.hear(tx, _room_of(happened.location_id), WELL, f"{happened.read_at.isoformat()} {tx.event_id}")


def _order_of(order_id: Id) -> Thing:
    return Thing(AlertKind.ORDER_WAITING, SubjectType.ORDER, order_id)


def _ask_for_approval(tx: Tx, order: PurchaseOrderCreated | PurchaseOrderRevised) -> None:
    figures = {
        "supplier": order.supplier_name,
        "total": f"{order.total:.2f}",
        "currency": order.currency,
        "expected_on": order.expected_on.isoformat(),
    }
    word = Word(Standing(AlertSeverity.WARNING), order.number, figures)
    commands.hear(tx, _order_of(order.order_id), word, tx.event_id)


@reactions.on(PurchaseOrderCreated)
def ask_for_approval(tx: Tx, happened: PurchaseOrderCreated) -> None:
    """An order is written, and nobody has said yes yet."""
    _ask_for_approval(tx, happened)


@reactions.on(PurchaseOrderRevised)
def ask_for_approval_again(tx: Tx, happened: PurchaseOrderRevised) -> None:
    """It was written anew: a yes to what it was before is none."""
    _ask_for_approval(tx, happened)


@reactions.on(PurchaseOrderApproved)
def clear_approved_order(tx: Tx, happened: PurchaseOrderApproved) -> None:
    """Somebody said yes."""
    commands.hear(tx, _order_of(happened.order_id), WELL, tx.event_id)


@reactions.on(PurchaseOrderCancelled)
def clear_cancelled_order(tx: Tx, happened: PurchaseOrderCancelled) -> None:
    """Nobody has to decide any more."""
    commands.hear(tx, _order_of(happened.order_id), WELL, tx.event_id)


@reactions.on(PersonRegistered)
def know_person(tx: Tx, happened: PersonRegistered) -> None:
    """Somebody new works here."""
    commands.know_reader(tx, happened.person_id, happened.roles, tx.event_id)


@reactions.on(PersonRolesChanged)
def know_roles(tx: Tx, happened: PersonRolesChanged) -> None:
    """Somebody does other work, and hears of what belongs to it."""
    commands.know_reader(tx, happened.person_id, happened.roles, tx.event_id)


@reactions.on(PersonDeactivated)
def forget_person(tx: Tx, happened: PersonDeactivated) -> None:
    """Somebody no longer works here."""
    commands.forget_reader(tx, happened.person_id, tx.event_id)
