"""Writing orders: what is asked of whom, in which packs, at which price, and until when."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, select

from desertbrew.contexts.purchasing.commands.moving import lines_of, locked_order, named, require_move, tell, told_lines
from desertbrew.contexts.purchasing.commands.suppliers import held_supplier
from desertbrew.contexts.purchasing.contract import PurchaseOrderCreated, PurchaseOrderRevised
from desertbrew.contexts.purchasing.errors import OrderRevised, SupplierInactive
from desertbrew.contexts.purchasing.rules import orders as rules
from desertbrew.contexts.purchasing.rules.orders import OrderMove, OrderState, Vat
from desertbrew.contexts.purchasing.tables import (
    ItemCopy,
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseOrderRevision,
    Supplier,
    SupplierPack,
)
from desertbrew.kernel.errors import InvalidInput, NotFound, Text
from desertbrew.kernel.ids import Id, new_id
from desertbrew.kernel.money import MOST_MONEY
from desertbrew.kernel.quantity import MOST_QUANTITY
from desertbrew.platform.db import Tx

PESO = "MXN"
AHEAD_MAX = timedelta(days=2 * 365)


@dataclass(frozen=True, slots=True)
class NewOrderLine:
    """So many of a pack, or of the item's base unit where no pack is named, at a price each before taxes."""

    item_id: Id
    packs: Decimal
    pack_price: Decimal
    pack_id: Id | None = None
    vat_rate: Vat = Vat.V16
    ieps_pct: Decimal | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class NewOrder:
    """An order as somebody writes it; without `expected_on` the lead times say when."""

    supplier_id: Id
    lines: Sequence[NewOrderLine]
    currency: str | None = None
    exchange_rate: Decimal | None = None
    expected_on: date | None = None
    notes: str = ""


def create_order(tx: Tx, new: NewOrder) -> PurchaseOrder:
    """Write an order down as a draft; refuses suppliers and items that are put aside. (INV-P4)"""
    order = PurchaseOrder(
        id=new_id(),
        state=OrderState.DRAFT.value,
        revision=1,
        created_at=tx.now,
        created_by=tx.origin.actor,
        created_by_name=tx.origin.actor_name,
    )
    order.number = rules.number_of(tx.today, order.id.hex)
    lines = _write(tx, order, new)
    _keep_revision(tx, order, lines)
    tell(tx, order, "created")
    tx.emit(
        PurchaseOrderCreated(
            **named(order),
            total=order.total,
            currency=order.currency,
            total_mxn=order.total_mxn,
            expected_on=order.expected_on,
            lines=told_lines(lines),
            created_by_name=order.created_by_name,
        )
    )
    return order


def revise_order(tx: Tx, order_id: Id, revision: int, new: NewOrder) -> PurchaseOrder:
    """Write an order anew, on top of the `revision` that was looked at; what was approved is a draft again. (INV-P5)"""
    supplier = held_supplier(tx, new.supplier_id)  # before the order, as everybody: two cannot wait for each other
    order = locked_order(tx, order_id)
    require_move(order, OrderMove.EDIT)
    require_revision(order, revision)
    withdrawn = order.state == OrderState.APPROVED
    order.revision += 1
    order.state = OrderState.DRAFT.value
    order.approved_at = order.approved_by = order.approved_by_name = None
    tx.session.execute(delete(PurchaseOrderLine).where(PurchaseOrderLine.order_id == order.id))
    lines = _write(tx, order, new, supplier)
    _keep_revision(tx, order, lines)
    tell(tx, order, "revised", "approval-withdrawn" if withdrawn else "")
    tx.emit(
        PurchaseOrderRevised(
            **named(order),
            revision=order.revision,
            total=order.total,
            currency=order.currency,
            total_mxn=order.total_mxn,
            expected_on=order.expected_on,
            lines=told_lines(lines),
        )
    )
    return order


def require_revision(order: PurchaseOrder, revision: int) -> None:
    """Raise `OrderRevised` where somebody looked at an older one."""
    if order.revision != revision:
        raise OrderRevised(number=order.number, revision=order.revision)


def _write(tx: Tx, order: PurchaseOrder, new: NewOrder, held: Supplier | None = None) -> Sequence[PurchaseOrderLine]:
    supplier = held or held_supplier(tx, new.supplier_id)
    if not supplier.active:
        raise SupplierInactive(name=supplier.name)
    order.supplier_id, order.supplier_name = supplier.id, supplier.name
    order.currency = new.currency or supplier.currency
    order.exchange_rate = _exchange_rate(order.currency, new.exchange_rate)
    order.notes = new.notes
    items, packs = _items(tx, new.lines), _packs(tx, new)
    order.expected_on = _expected_on(tx, new, supplier, packs)
    lines = [_line(order, place, line, items[line.item_id], packs) for place, line in enumerate(new.lines)]
    totals = rules.order_totals([rules.LineTotals(line.net, line.ieps, line.vat) for line in lines])
    order.subtotal, order.ieps, order.vat, order.total = totals.net, totals.ieps, totals.vat, totals.total
    order.total_mxn = rules.in_pesos(order.total, order.exchange_rate)
    if max(order.total, order.total_mxn) > MOST_MONEY:
        raise InvalidInput("/lines", Text(es="El importe total es imposible.", en="The total is impossible."))
    tx.session.add(order)
    tx.session.flush()
    tx.session.add_all(lines)
    tx.session.flush()
    return lines_of(tx, order.id)


def _exchange_rate(currency: str, given: Decimal | None) -> Decimal:
    if currency == PESO:
        return Decimal(1)
    if given is None:
        raise InvalidInput(
            "/exchange_rate",
            Text(es="Escribe cuántos pesos vale un {currency}.", en="Say how many pesos a {currency} is."),
            currency=currency,
        )
    return given


def _items(tx: Tx, lines: Sequence[NewOrderLine]) -> dict[Id, ItemCopy]:
    sought = {line.item_id for line in lines}
    query = select(ItemCopy).where(ItemCopy.id.in_(sought))
    known = {item.id: item for item in tx.session.execute(query).scalars()}
    for place, line in enumerate(lines):
        if line.item_id not in known:
            raise NotFound(what=Text("un artículo", "item"), id=line.item_id)
        if not known[line.item_id].active:
            raise InvalidInput(f"/lines/{place}/item_id", Text(es="El artículo está inactivo.", en="The item is inactive."))
    return known


def _packs(tx: Tx, new: NewOrder) -> dict[Id, SupplierPack]:
    sought = {line.pack_id for line in new.lines if line.pack_id is not None}
    query = select(SupplierPack).where(SupplierPack.id.in_(sought))
    known = {pack.id: pack for pack in tx.session.execute(query).scalars()}
    for place, line in enumerate(new.lines):
        pack = known.get(line.pack_id) if line.pack_id else None
        if line.pack_id is None:
            continue
        if pack is None:
            raise NotFound(what=Text("una presentación", "pack"), id=line.pack_id)
        if (pack.supplier_id, pack.item_id) != (new.supplier_id, line.item_id) or not pack.active:
            raise InvalidInput(
                f"/lines/{place}/pack_id",
                Text(es="El proveedor no vende así este artículo.", en="The supplier does not sell this item so."),
            )
    return known


def _expected_on(tx: Tx, new: NewOrder, supplier: Supplier, packs: dict[Id, SupplierPack]) -> date:
    if new.expected_on is not None:
        if not tx.today <= new.expected_on <= tx.today + AHEAD_MAX:
            raise InvalidInput("/expected_on", Text(es="La fecha es imposible.", en="The date is impossible."))
        return new.expected_on
    usual = rules.DEFAULT_LEAD_DAYS if supplier.lead_time_days is None else supplier.lead_time_days
    own = (packs[line.pack_id].lead_time_days if line.pack_id else None for line in new.lines)
    return rules.add_business_days(tx.today, max(usual if days is None else days for days in own))


def _line(
    order: PurchaseOrder, place: int, new: NewOrderLine, item: ItemCopy, packs: dict[Id, SupplierPack]
) -> PurchaseOrderLine:
    pack = packs[new.pack_id] if new.pack_id else None
    if pack is not None and new.packs % 1:
        raise InvalidInput(f"/lines/{place}/packs", Text(es="Pide presentaciones enteras.", en="Order whole packs."))
    factor = Decimal(1) if pack is None else pack.factor_to_base
    quantity = rules.base_quantity(new.packs, factor)
    if not 0 < quantity <= MOST_QUANTITY:
        raise InvalidInput(f"/lines/{place}/packs", Text(es="La cantidad es imposible.", en="The quantity is impossible."))
    totals = rules.line_totals(new.packs, new.pack_price, new.vat_rate, new.ieps_pct)
    if totals.total > MOST_MONEY:
        raise InvalidInput(f"/lines/{place}/pack_price", Text(es="El importe es imposible.", en="The amount is impossible."))
    return PurchaseOrderLine(
        id=new_id(),
        order_id=order.id,
        position=place,
        item_id=item.id,
        item_sku=item.sku,
        item_name=item.name,
        base_unit=item.base_unit,
        pack_id=new.pack_id,
        pack_name=item.base_unit if pack is None else pack.pack_name,
        supplier_sku="" if pack is None else pack.supplier_sku,
        pack_factor=factor,
        packs=new.packs,
        quantity=quantity,
        pack_price=new.pack_price,
        unit_price=rules.per_base_unit(new.pack_price, factor),
        vat_rate=new.vat_rate.value,
        ieps_pct=new.ieps_pct,
        net=totals.net,
        ieps=totals.ieps,
        vat=totals.vat,
        note=new.note,
        received_quantity=Decimal(0),
        rejected_quantity=Decimal(0),
        closed=False,
    )


_KEPT = ("item_sku", "item_name", "pack_name", "packs", "quantity", "base_unit", "pack_price", "vat_rate", "ieps_pct", "net")


def _keep_revision(tx: Tx, order: PurchaseOrder, lines: Sequence[PurchaseOrderLine]) -> None:
    document: dict[str, Any] = {
        "supplier_name": order.supplier_name,
        "currency": order.currency,
        "exchange_rate": str(order.exchange_rate),
        "expected_on": order.expected_on.isoformat(),
        "notes": order.notes,
        "lines": [{name: _plain(getattr(line, name)) for name in _KEPT} for line in lines],
    }
    tx.session.add(
        PurchaseOrderRevision(
            order_id=order.id,
            revision=order.revision,
            at=tx.now,
            by=tx.origin.actor,
            by_name=tx.origin.actor_name,
            total=order.total,
            document=json.dumps(document, ensure_ascii=False),
        )
    )


def _plain(value: Any) -> str | None:  # noqa: ANN401 - a column of a line
    return None if value is None else str(value)
