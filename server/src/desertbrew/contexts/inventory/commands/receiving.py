"""Stock comes in: lots with what they cost and when they came."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from types import SimpleNamespace
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from desertbrew.contexts.inventory.commands.arrivals import hold_on_arrival, recall_on_arrival, recalled_before
from desertbrew.contexts.inventory.commands.daily import keep_day
from desertbrew.contexts.inventory.commands.levels import known, tell_level
from desertbrew.contexts.inventory.commands.placing import place_new_lots, require_locations
from desertbrew.contexts.inventory.contract import LotsReceived, LotStatus, ReceivedLot
from desertbrew.contexts.inventory.errors import ItemInactive, LotCodeTaken, UnitDoesNotConvert
from desertbrew.contexts.inventory.queries import codes_taken, items_with_conversions
from desertbrew.contexts.inventory.queries.drawing import KnownItem
from desertbrew.contexts.inventory.rules import UNPLACED, MovementKind, is_expired
from desertbrew.contexts.inventory.tables import Item, Lot, Movement, Receipt, StockBalance, SupplierCopy
from desertbrew.kernel.errors import InvalidInput, NotFound, Text
from desertbrew.kernel.ids import Id, new_id
from desertbrew.kernel.money import CENTAVO, MOST_MONEY, ZERO
from desertbrew.kernel.quantity import MOST_QUANTITY, UnitMismatch, to_base
from desertbrew.platform.counters import next_numbers
from desertbrew.platform.db import Tx

PESOS = "MXN"
AHEAD_MAX = timedelta(days=1)
"""A receipt may be dated a little ahead (a tablet's clock), not next month."""
BEHIND_MAX = timedelta(days=20 * 365)
"""Opening stock may be old; what came in the year 26 is a slipped finger."""


@dataclass(frozen=True, slots=True)
class NewLine:
    """One lot of a delivery; `total_cost` for all of it, before taxes, in `currency` at `exchange_rate` pesos for one."""

    item_id: Id
    quantity: Decimal
    unit: str
    total_cost: Decimal
    supplier_lot: str | None = None
    expires_on: date | None = None
    location_id: Id | None = None
    code: str | None = None
    """Our own series gives one where nobody does."""
    currency: str = PESOS
    exchange_rate: Decimal | None = None
    expiry_reason: str | None = None
    """Why it is taken with no day of life left: it comes in held."""


@dataclass(frozen=True, slots=True)
class NewReceipt:
    """One delivery."""

    supplier_id: Id
    lines: Sequence[NewLine]
    invoice_number: str | None = None
    received_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """What came in: the document, and its lots with all their columns and their items."""

    receipt: Receipt
    lots: list[tuple[Any, KnownItem]]


_SUPPLIER = select(SupplierCopy.id, SupplierCopy.name).where(SupplierCopy.id == bindparam("sought"))


def receive_lots(tx: Tx, new: NewReceipt) -> Received:
    """Take a delivery into stock: one lot a line, each with its cost; all of it or none."""
    supplier = tx.connection.execute(_SUPPLIER, {"sought": new.supplier_id}).one_or_none()
    if supplier is None:
        raise NotFound(what=Text("un proveedor", "supplier"), id=new.supplier_id)
    received_at = new.received_at or tx.now
    if received_at > tx.now + AHEAD_MAX:
        raise InvalidInput("/received_at", Text(es="La fecha está en el futuro.", en="The date is in the future."))
    if received_at < tx.now - BEHIND_MAX:
        raise InvalidInput("/received_at", Text(es="La fecha es demasiado antigua.", en="The date is too long ago."))
    # In UTC now as when it is read again: the answer of today and that of tomorrow are the same bytes.
    received_at = received_at.astimezone(UTC)
    items = items_with_conversions(tx, (line.item_id for line in new.lines))
    lots: list[dict[str, Any]] = []
    held: list[tuple[dict[str, Any], str]] = []
    for index, line in enumerate(new.lines):
        if line.item_id not in items:
            raise NotFound(what=Text("un artículo", "item"), id=line.item_id)
        item = items[line.item_id]
        if not item.active:
            raise ItemInactive(name=item.name)
        quantity = _in_base(item, line, index)
        cost = _in_pesos(line, index)
        lot = lot_row(item, quantity, cost, line.supplier_lot, line.expires_on, line.location_id)
        if line.currency != PESOS:
            lot |= {"currency": line.currency, "original_cost": line.total_cost, "exchange_rate": line.exchange_rate}
        if line.code is not None:
            lot["code"] = line.code
        if line.expires_on is not None and line.expires_on <= tx.today:
            held.append((lot, _why_held(tx, lot, line, index)))
        lots.append(lot)
    _refuse_taken_codes(tx, [line.code for line in new.lines if line.code is not None])
    receipt = Receipt(
        id=new_id(),
        source="SUPPLIER",
        supplier_id=supplier.id,
        supplier_name=supplier.name,
        invoice_number=new.invoice_number,
        received_at=received_at,
    )
    require_locations(tx, {line.location_id for line in new.lines if line.location_id is not None})
    recalled = recalled_before(tx, supplier.id, lots)
    store_receipt(tx, receipt, lots, MovementKind.RECEIPT, supplier.name)
    recall_on_arrival(tx, recalled)
    hold_on_arrival(tx, [(lot, why) for lot, why in held if lot["status"] != LotStatus.RECALLED])
    return Received(receipt, [(SimpleNamespace(**lot), items[lot["item_id"]]) for lot in lots])


@dataclass(frozen=True, slots=True)
class NewPackages:
    """Beer that is ready for stock, a batch of litres or a run's packages, and what all of it cost."""

    document_id: Id
    number: str
    item_id: Id
    quantity: Decimal
    total_cost: Decimal
    best_before: date | None = None


def receive_packages(tx: Tx, new: NewPackages) -> Receipt:
    """Take our own beer into stock at what it cost; the same document a second time is the first receipt again."""
    before = tx.session.get(Receipt, new.document_id)
    if before is not None:
        return before
    item = tx.session.get_one(Item, new.item_id)
    receipt = Receipt(
        id=new.document_id,
        source="BATCH",
        supplier_id=None,
        supplier_name="Producción propia",
        invoice_number=None,
        received_at=tx.now,
    )
    lots = [lot_row(known(item), new.quantity, new.total_cost, new.number, new.best_before)]
    store_receipt(tx, receipt, lots, MovementKind.PRODUCTION, new.number)
    return receipt


def _in_pesos(line: NewLine, index: int) -> Decimal:
    """What counts: pesos, to the centavo."""
    if (line.currency == PESOS) != (line.exchange_rate is None):
        raise InvalidInput(
            f"/lines/{index}/exchange_rate",
            Text(
                es="El tipo de cambio va con otra moneda, y solo con otra.", en="Another currency takes a rate, pesos none."
            ),
        )
    if line.exchange_rate is None:
        return line.total_cost
    return (line.total_cost * line.exchange_rate).quantize(CENTAVO, ROUND_HALF_UP)


def _why_held(tx: Tx, lot: dict[str, Any], line: NewLine, index: int) -> str:
    """What has no day of life left is refused, or comes in held with the reason that somebody gave. (INV-L13)"""
    reason = (line.expiry_reason or "").strip()
    if len(reason) < 3:  # noqa: PLR2004 - as every reason here
        raise InvalidInput(
            f"/lines/{index}/expires_on",
            Text(
                es="Debe caducar después de hoy. Si se recibe así, di por qué.",
                en="It must expire after today. To take it all the same, say why.",
            ),
        )
    lot["status"] = (LotStatus.EXPIRED if is_expired(line.expires_on, tx.today) else LotStatus.QUARANTINE).value
    return reason


def _refuse_taken_codes(tx: Tx, codes: list[str]) -> None:
    twice = {code for code in codes if codes.count(code) > 1}
    taken = codes_taken(tx, codes) | twice
    if taken:
        raise LotCodeTaken(codes=", ".join(sorted(taken)))


def _in_base(item: KnownItem, line: NewLine, index: int) -> Decimal:
    try:
        quantity = to_base(line.quantity, line.unit, item.base_unit, item.own).amount
    except UnitMismatch as mismatch:
        raise UnitDoesNotConvert(item=item.name, base=item.base_unit, unit=mismatch.unit) from mismatch
    if not 0 < quantity <= MOST_QUANTITY:
        raise InvalidInput(
            f"/lines/{index}/quantity",
            Text(es="La cantidad no puede ser {quantity}.", en="The quantity cannot be {quantity}."),
            quantity=format(quantity, "f"),
        )
    return quantity


def lot_row(
    item: KnownItem,
    quantity: Decimal,
    cost: Decimal,
    supplier_lot: str | None,
    expires_on: date | None,
    location_id: Id | None = None,
) -> dict[str, Any]:
    """A lot that is whole and free to be drawn, as its row will be, and its item."""
    return {
        "id": new_id(),
        "item_id": item.id,
        "supplier_lot": supplier_lot,
        "expires_on": expires_on,
        "initial_quantity": quantity,
        "remaining_quantity": quantity,
        "initial_cost": cost,
        "remaining_cost": cost,
        "status": LotStatus.AVAILABLE.value,
        "location_id": location_id or UNPLACED,
        "currency": PESOS,
        "original_cost": None,
        "exchange_rate": None,
        "unit": item.base_unit,
        "item": item,
    }


_ADD_TO_BALANCE = (
    update(StockBalance)
    .where(StockBalance.item_id == bindparam("item"))
    .values(
        quantity=StockBalance.quantity + bindparam("added_quantity", type_=StockBalance.quantity.type),
        value=StockBalance.value + bindparam("added_value", type_=StockBalance.value.type),
    )
)


_NEW_RECEIPT = insert(Receipt)
_RECEIPT_COLUMNS = tuple(Receipt.__table__.columns.keys())
_NEW_LOTS = insert(Lot)
_POST = insert(Movement)
_BALANCES = select(StockBalance.item_id, StockBalance.quantity).where(
    StockBalance.item_id.in_(bindparam("sought", expanding=True))
)


def store_receipt(
    tx: Tx, receipt: Receipt, lots: list[dict[str, Any]], kind: MovementKind, reference: str, number: str | None = None
) -> None:
    """Write the receipt, its lots, the ledger lines and the balances; whole sets at a time, for deliveries are long.

    The receipt takes the next number of its series unless it comes with one, and so does a lot that comes with a `code`.
    """
    receipt.number = number or f"REC-{next_numbers(tx, 'receipt')[0]:06d}"
    receipt.posted_at = tx.now
    receipt.total_cost = sum((lot["initial_cost"] for lot in lots), ZERO)
    if receipt.total_cost > MOST_MONEY:
        raise InvalidInput("/lines", Text(es="El importe total es imposible.", en="The total cost is impossible."))
    connection = tx.connection
    connection.execute(_NEW_RECEIPT, {name: getattr(receipt, name) for name in _RECEIPT_COLUMNS})
    units = [lot.pop("unit") for lot in lots]
    items = [lot.pop("item") for lot in lots]
    uncoded = [lot for lot in lots if "code" not in lot]
    for lot, folio in zip(uncoded, next_numbers(tx, "lot", len(uncoded)), strict=True):
        lot["code"] = f"LOTE-{folio:06d}"
    for lot in lots:
        lot["receipt_id"], lot["received_at"] = receipt.id, receipt.received_at
        lot["supplier_name"] = receipt.supplier_name
    connection.execute(_NEW_LOTS, lots)
    place_new_lots(tx, lots)
    movements = [
        {
            "id": new_id(),
            "kind": kind.value,
            "item_id": lot["item_id"],
            "lot_id": lot["id"],
            "location_id": lot["location_id"],
            "quantity": lot["initial_quantity"],
            "cost": lot["initial_cost"],
            "document_id": receipt.id,
            "reference": reference,
            "posted_by": tx.origin.actor,
            "happened_at": receipt.received_at,
            "posted_at": tx.now,
        }
        for lot in lots
    ]
    connection.execute(_POST, movements)
    _add_to_balances(tx, lots, items)
    keep_day(tx, movements)
    received = tuple(
        ReceivedLot(
            lot["id"],
            lot["code"],
            lot["item_id"],
            lot["initial_quantity"],
            unit,
            lot["initial_cost"],
            item.name,
            item.kind,
            lot["supplier_lot"],
            lot["expires_on"],
        )
        for lot, unit, item in zip(lots, units, items, strict=True)
    )
    tx.emit(
        LotsReceived(
            receipt.id,
            received,
            receipt.source,
            receipt.supplier_id,
            receipt.supplier_name,
            receipt.invoice_number,
            receipt.received_at,
        )
    )


def _add_to_balances(tx: Tx, lots: list[dict[str, Any]], items: Sequence[KnownItem]) -> None:
    added: dict[Id, tuple[Decimal, Decimal]] = defaultdict(lambda: (Decimal(0), ZERO))
    for lot in lots:
        quantity, value = added[lot["item_id"]]
        added[lot["item_id"]] = (quantity + lot["initial_quantity"], value + lot["initial_cost"])
    # In item order, like every other change of balances: two deliveries cannot wait for each other.
    tx.connection.execute(
        _ADD_TO_BALANCE,
        [
            {"item": item_id, "added_quantity": quantity, "added_value": value}
            for item_id, (quantity, value) in sorted(added.items())
        ],
    )
    by_id = {item.id: item for item in items}
    for row in tx.connection.execute(_BALANCES, {"sought": list(added)}).all():
        if row.quantity > MOST_QUANTITY:
            raise InvalidInput("/lines", Text(es="La existencia sería imposible.", en="The stock would be impossible."))
        tell_level(tx, by_id[row.item_id], row.quantity - added[row.item_id][0], row.quantity)
