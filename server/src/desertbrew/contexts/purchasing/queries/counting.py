"""A delivery as it was counted, held against the order, the supplier's packs and the limits of temperature."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from sqlalchemy import select

from desertbrew.contexts.purchasing.rules.orders import LineTotals, Vat, order_totals
from desertbrew.contexts.purchasing.rules.receipts import (
    CountedLine,
    Counting,
    Doubt,
    LineEntry,
    TemperatureLimits,
    difference_pct,
    doubts,
    is_beyond,
)
from desertbrew.contexts.purchasing.tables import (
    ItemCopy,
    PurchaseOrder,
    PurchaseOrderLine,
    ReceivingLimit,
    Supplier,
    SupplierPack,
)
from desertbrew.kernel.errors import NotFound, Text
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx

R = TypeVar("R", ItemCopy, SupplierPack)

LOOSE = ""
"""What the pack of something is called that is bought by the kilo, litre or piece."""


@dataclass(frozen=True, slots=True)
class JudgedLine:
    """One line, with its item and what it still has to answer; no `counted` where nobody knows its price."""

    entry: LineEntry
    item: ItemCopy | None
    ordered: PurchaseOrderLine | None
    counted: CountedLine | None
    limits: TemperatureLimits | None
    doubts: Sequence[Doubt]


@dataclass(frozen=True, slots=True)
class Difference:
    """What has come of a line of the order with this delivery, in base units, against what was ordered."""

    line: PurchaseOrderLine
    received: Decimal
    difference_pct: Decimal
    is_beyond: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """A whole delivery."""

    counting: Counting
    order: PurchaseOrder | None
    supplier: Supplier
    lines: Sequence[JudgedLine]
    differences: Sequence[Difference]
    totals: LineTotals

    @property
    def is_beyond(self) -> bool:
        """Whether anything differs by more than the supplier's tolerance. (INV-P44)"""
        return any(each.is_beyond for each in self.differences)

    @property
    def currency(self) -> str:
        """In what it is paid: as ordered, and pesos at the door."""
        return self.order.currency if self.order else "MXN"

    @property
    def exchange_rate(self) -> Decimal:
        """Pesos for one of the currency."""
        return self.counting.exchange_rate or (self.order.exchange_rate if self.order else Decimal(1))


def judge(tx: ReadTx, counting: Counting) -> Judged:
    """Hold a delivery against everything that purchasing knows; changes nothing."""
    order = None
    if counting.order_id is not None:
        order = tx.session.get(PurchaseOrder, counting.order_id, populate_existing=True)
        if order is None:
            raise NotFound(what=Text("una orden de compra", "purchase order"), id=counting.order_id)
    supplier_id = order.supplier_id if order else counting.supplier_id
    supplier = tx.session.get(Supplier, supplier_id) if supplier_id else None
    if supplier is None:
        raise NotFound(what=Text("un proveedor", "supplier"), id=supplier_id)
    ordered = _order_lines(tx, order)
    items = _by_id(tx, ItemCopy, [line.item_id for line in counting.lines])
    packs = _by_id(tx, SupplierPack, [line.pack_id for line in counting.lines if line.pack_id])
    limits = temperature_limits(tx, list(items.values()))
    lines = []
    for entry in counting.lines:
        of_order = ordered.get(entry.order_line_id) if entry.order_line_id else None
        lines.append(
            JudgedLine(
                entry,
                items.get(entry.item_id),
                of_order,
                _counted(entry, of_order, packs.get(entry.pack_id) if entry.pack_id else None),
                limits.get(entry.item_id),
                doubts(entry, tx.today, limits.get(entry.item_id)),
            )
        )
    differences = _differences(ordered, lines, supplier.tolerance_pct)
    totals = order_totals([line.counted.totals() for line in lines if line.counted])
    return Judged(counting, order, supplier, lines, differences, totals)


def _order_lines(tx: ReadTx, order: PurchaseOrder | None) -> dict[Id, PurchaseOrderLine]:
    if order is None:
        return {}
    query = select(PurchaseOrderLine).where(PurchaseOrderLine.order_id == order.id).order_by(PurchaseOrderLine.position)
    rows = tx.session.execute(query.execution_options(populate_existing=True)).scalars()
    return {line.id: line for line in rows}


def _by_id(tx: ReadTx, kind: type[R], ids: Sequence[Id]) -> dict[Id, R]:
    return {row.id: row for row in tx.session.execute(select(kind).where(kind.id.in_(ids))).scalars()}


def _counted(entry: LineEntry, ordered: PurchaseOrderLine | None, pack: SupplierPack | None) -> CountedLine | None:
    if ordered is not None:
        price = ordered.pack_price if entry.pack_price is None else entry.pack_price
        vat = entry.vat_rate or Vat(ordered.vat_rate)
        ieps = ordered.ieps_pct if entry.ieps_pct is None else entry.ieps_pct
        return CountedLine(entry, ordered.pack_name, ordered.pack_factor, price, vat, ieps)
    if entry.pack_price is None:
        return None
    name, factor = (pack.pack_name, pack.factor_to_base) if pack else (LOOSE, Decimal(1))
    return CountedLine(entry, name, factor, entry.pack_price, entry.vat_rate or Vat.V16, entry.ieps_pct)


def _differences(
    ordered: Mapping[Id, PurchaseOrderLine], lines: Sequence[JudgedLine], tolerance_pct: Decimal
) -> list[Difference]:
    """Of the lines that this delivery is about; what it does not mention is simply still expected."""
    came: dict[Id, Decimal] = {}
    for line in lines:
        if line.ordered is not None and line.counted is not None:
            came[line.ordered.id] = came.get(line.ordered.id, Decimal(0)) + line.counted.accepted_base
    found = []
    for line_id, accepted in came.items():
        asked = ordered[line_id]
        received = asked.received_quantity + accepted
        pct = difference_pct(asked.quantity, received)
        found.append(Difference(asked, received, pct, is_beyond(asked.quantity, received, tolerance_pct)))
    return found


def temperature_limits(tx: ReadTx, items: Sequence[ItemCopy]) -> dict[Id, TemperatureLimits]:
    """The limits of those of `items` that have any: their own, or else their kind's."""
    subjects = {str(item.id) for item in items} | {item.kind for item in items}
    query = select(ReceivingLimit).where(ReceivingLimit.subject.in_(subjects))
    known = {row.subject: TemperatureLimits(row.low_c, row.high_c) for row in tx.session.execute(query).scalars()}
    return {item.id: limits for item in items if (limits := known.get(str(item.id)) or known.get(item.kind)) is not None}
