"""A delivery is posted: judged, counted into its order, owed for, and told to stock, in one commit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import select

from desertbrew.contexts.inventory.contract import DeliveryCheck, DeliveryFault, DeliveryLine
from desertbrew.contexts.purchasing.commands.arriving import ArrivedLine, note_receipt
from desertbrew.contexts.purchasing.commands.counting import allow_difference, counting_of, locked_draft, save_counting
from desertbrew.contexts.purchasing.commands.moving import locked_order, require_move
from desertbrew.contexts.purchasing.commands.owing import recognize
from desertbrew.contexts.purchasing.contract import DeliveredLot, GoodsReceived
from desertbrew.contexts.purchasing.errors import ReceiptBeyondTolerance, ReceiptFaults
from desertbrew.contexts.purchasing.queries.counting import Judged, JudgedLine, judge
from desertbrew.contexts.purchasing.rules.orders import OrderMove, in_pesos
from desertbrew.contexts.purchasing.rules.receipts import CountedLine, Counting, Doubt
from desertbrew.contexts.purchasing.tables import GoodsReceipt, GoodsReceiptLine, ItemCopy, ReceivingDraft
from desertbrew.kernel.errors import Fault, InvalidInput, Text
from desertbrew.kernel.ids import Id, new_id
from desertbrew.kernel.money import MOST_MONEY
from desertbrew.kernel.quantity import MOST_QUANTITY, BaseUnit
from desertbrew.platform.counters import next_numbers
from desertbrew.platform.db import Tx

AHEAD_MAX = timedelta(days=1)
"""A tablet's clock may be a little ahead, not a month."""
BEHIND_MAX = timedelta(days=366)

DOUBTS: dict[Doubt, tuple[str, Text]] = {
    Doubt.NOTHING_DELIVERED: ("delivered", Text(es="Escribe cuánto llegó.", en="Say how much came.")),
    Doubt.REJECTED_ABOVE_DELIVERED: (
        "rejected",
        Text(es="Se rechaza más de lo que llegó.", en="More is rejected than came."),
    ),
    Doubt.REJECTION_WITHOUT_REASON: ("rejection", Text(es="Di por qué se rechaza.", en="Say why it is rejected.")),
    Doubt.EXPIRES_TOO_SOON: (
        "expires_on",
        Text(
            es="Ya caducó o caduca hoy: recházalo, o ponlo en cuarentena y di por qué.",
            en="It has expired or does today: reject it, or hold it and say why.",
        ),
    ),
    Doubt.TEMPERATURE_MISSING: ("temperature_c", Text(es="Mide la temperatura.", en="Measure its temperature.")),
    Doubt.TEMPERATURE_OUT_OF_LIMITS: (
        "temperature_reason",
        Text(es="Está fuera de límites: di por qué se acepta.", en="It is out of limits: say why it is taken."),
    ),
}
STOCK: dict[DeliveryFault, tuple[str, Text]] = {
    DeliveryFault.UNKNOWN_ITEM: (
        "item_id",
        Text(es="El artículo no está en el catálogo.", en="The catalogue does not have this item."),
    ),
    DeliveryFault.INACTIVE_ITEM: ("item_id", Text(es="El artículo está dado de baja.", en="The item is not active.")),
    DeliveryFault.OTHER_UNIT: (
        "item_id",
        Text(es="El artículo se lleva en otra unidad.", en="The item is kept in another unit."),
    ),
    DeliveryFault.CODE_TAKEN: ("lot_code", Text(es="Ya hay un lote con ese código.", en="A lot has that code already.")),
    DeliveryFault.CODE_RESERVED: (
        "lot_code",
        Text(es="Los códigos LOTE-… los pone el sistema.", en="Codes LOTE-… are given by the system."),
    ),
    DeliveryFault.UNKNOWN_PLACE: ("location_id", Text(es="Ese lugar no existe.", en="There is no such place.")),
}
_NO_ITEM = Text(es="El artículo no está en el catálogo.", en="The catalogue does not have this item.")
_NOT_ITS_LINE = Text(es="La orden no pidió este artículo en esa línea.", en="The order does not ask for this item there.")
_NO_PRICE = Text(es="Escribe el precio.", en="Say what it costs.")
_TWICE = Text(es="Dos líneas llevan el mismo código.", en="Two lines have the same code.")
_TOO_SMALL = Text(es="La cantidad no puede ser {quantity}.", en="The quantity cannot be {quantity}.")


def post_receipt(tx: Tx, draft_id: Id) -> GoodsReceipt:
    """Post what was counted: into its order, the payables and (by its event) stock; the same draft twice is one receipt.

    Refuses all that is wrong at once, each at its line (`ReceiptFaults`), and differences beyond the supplier's tolerance
    that nobody allowed (`ReceiptBeyondTolerance`). Receipts of one order are posted one after the other. (INV-P44, INV-P47)
    """
    posted = tx.session.get(GoodsReceipt, draft_id)
    if posted is not None:
        return posted
    draft = locked_draft(tx, draft_id)
    counting = counting_of(draft)
    if counting.order_id is not None:
        require_move(locked_order(tx, counting.order_id), OrderMove.RECEIVE)
    judged = judge(tx, counting)
    faults = [*_faults(judged), *_moment_faults(tx, counting), *_stock_faults(tx, judged)]
    if faults:
        raise ReceiptFaults(faults)
    allowed = draft.override_sha256 == draft.sha256
    if judged.is_beyond and not allowed:
        raise _beyond(judged)
    receipt = _store(tx, draft, judged, override=draft if judged.is_beyond else None)
    lines = [_line(receipt, place, line) for place, line in enumerate(judged.lines, start=1)]
    tx.session.add_all(lines)
    if judged.order is not None:
        note_receipt(tx, judged.order.id, _arrived(lines, judged), receipt.number)
    recognize(tx, receipt, judged.supplier)
    tx.session.delete(draft)
    tx.session.flush()
    kept = tuple(_told(line) for line in lines if line.accepted > 0)
    tx.emit(
        GoodsReceived(
            receipt_id=receipt.id,
            number=receipt.number,
            supplier_id=receipt.supplier_id,
            supplier_name=receipt.supplier_name,
            order_id=receipt.order_id,
            order_number=receipt.order_number,
            invoice_number=receipt.invoice_number,
            received_at=receipt.received_at,
            lots=kept,
        )
    )
    return receipt


def receive_at_once(tx: Tx, counting: Counting, override_reason: str | None = None) -> GoodsReceipt:
    """Post a delivery that nobody counts on a tablet: another program says what came, and why a difference is all right."""
    draft_id = new_id()
    save_counting(tx, draft_id, counting)
    if override_reason:
        allow_difference(tx, draft_id, override_reason)
    return post_receipt(tx, draft_id)


def note_stocked(tx: Tx, receipt_id: Id, codes: Mapping[Id, str]) -> None:
    """Keep what inventory calls the lots of a receipt of ours; other receipts are not our business."""
    if tx.session.get(GoodsReceipt, receipt_id) is None:
        return
    query = select(GoodsReceiptLine).where(GoodsReceiptLine.receipt_id == receipt_id)
    for line in tx.session.execute(query).scalars():
        line.stocked_code = codes.get(line.id, line.stocked_code)


def _faults(judged: Judged) -> Iterator[Fault]:
    codes = Counter(line.entry.lot_code for line in judged.lines if line.entry.lot_code)
    if not judged.lines:
        yield Fault("/lines", Text(es="Escribe qué llegó.", en="Say what came."))
    for place, line in enumerate(judged.lines):
        at = f"/lines/{place}"
        if line.item is None:
            yield Fault(f"{at}/item_id", _NO_ITEM)
        if line.entry.order_line_id and (line.ordered is None or line.ordered.item_id != line.entry.item_id):
            yield Fault(f"{at}/order_line_id", _NOT_ITS_LINE)
        if line.counted is None:
            yield Fault(f"{at}/pack_price", _NO_PRICE)
        elif line.entry.delivered > 0 and not 0 < line.counted.delivered_base <= MOST_QUANTITY:
            yield Fault(f"{at}/delivered", _TOO_SMALL, {"quantity": f"{line.counted.delivered_base:f}"})
        if line.entry.lot_code and codes[line.entry.lot_code] > 1:
            yield Fault(f"{at}/lot_code", _TWICE)
        for doubt in line.doubts:
            field, text = DOUBTS[doubt]
            yield Fault(f"{at}/{field}", text)


def _moment_faults(tx: Tx, counting: Counting) -> Iterator[Fault]:
    if counting.received_at > tx.now + AHEAD_MAX:
        yield Fault("/received_at", Text(es="La fecha está en el futuro.", en="The date is in the future."))
    if counting.received_at < tx.now - BEHIND_MAX:
        yield Fault("/received_at", Text(es="La fecha es demasiado antigua.", en="The date is too long ago."))


def _stock_faults(tx: Tx, judged: Judged) -> Iterator[Fault]:
    """What inventory would not take, asked while the person is still at the scale."""
    kept = [
        (place, line.entry, line.item)
        for place, line in enumerate(judged.lines)
        if line.item is not None and line.entry.delivered > line.entry.rejected
    ]
    asked = [
        DeliveryLine(entry.item_id, BaseUnit(item.base_unit), entry.lot_code, entry.location_id) for _, entry, item in kept
    ]
    if not asked:
        return
    for (place, _, _), found in zip(kept, tx.ports.get(DeliveryCheck).check(asked), strict=True):
        for fault in found:
            field, text = STOCK[fault]
            yield Fault(f"/lines/{place}/{field}", text)


def _beyond(judged: Judged) -> ReceiptBeyondTolerance:
    lines = [each for each in judged.differences if each.is_beyond]
    summary = "; ".join(
        f"{each.line.item_name} {each.received.normalize():f}/{each.line.quantity.normalize():f} {each.line.base_unit}"
        for each in lines
    )
    tolerance = judged.supplier.tolerance_pct.normalize()
    ids = [str(each.line.id) for each in lines]
    return ReceiptBeyondTolerance(
        summary=summary, supplier=judged.supplier.name, tolerance_pct=f"{tolerance:f}", order_lines=ids
    )


def _store(tx: Tx, draft: ReceivingDraft, judged: Judged, override: ReceivingDraft | None) -> GoodsReceipt:
    totals, counting = judged.totals, judged.counting
    if in_pesos(totals.total, judged.exchange_rate) > MOST_MONEY:
        raise InvalidInput("/lines", Text(es="El importe total es imposible.", en="The total cost is impossible."))
    receipt = GoodsReceipt(
        id=draft.id,
        number=f"EM-{next_numbers(tx, 'goods_receipt')[0]:06d}",
        order_id=counting.order_id,
        order_number=judged.order.number if judged.order else None,
        supplier_id=judged.supplier.id,
        supplier_name=judged.supplier.name,
        currency=judged.currency,
        exchange_rate=judged.exchange_rate,
        invoice_number=counting.invoice_number,
        delivery_note=counting.delivery_note,
        notes=counting.notes,
        net=totals.net,
        ieps=totals.ieps,
        vat=totals.vat,
        total=totals.total,
        received_at=counting.received_at,
        posted_at=tx.now,
        posted_by=tx.origin.actor,
        posted_by_name=tx.origin.actor_name,
        override_reason=override.override_reason if override else None,
        overridden_by_name=override.overridden_by_name if override else None,
    )
    tx.session.add(receipt)
    tx.session.flush()
    return receipt


def _line(receipt: GoodsReceipt, place: int, judged: JudgedLine) -> GoodsReceiptLine:
    counted, item, entry = judged.counted, judged.item, judged.entry
    assert isinstance(counted, CountedLine), "a line without a price was refused"
    assert isinstance(item, ItemCopy), "a line of an unknown item was refused"
    owed = counted.totals()
    return GoodsReceiptLine(
        id=new_id(),
        receipt_id=receipt.id,
        position=place,
        order_line_id=entry.order_line_id,
        item_id=item.id,
        item_name=item.name,
        base_unit=item.base_unit,
        pack_name=counted.pack_name,
        pack_factor=counted.pack_factor,
        delivered=counted.delivered_base,
        accepted=counted.accepted_base,
        rejected=counted.delivered_base - counted.accepted_base,
        rejection=entry.rejection.value if entry.rejection and entry.rejected > 0 else None,
        rejection_note=entry.rejection_note,
        supplier_lot=entry.supplier_lot,
        lot_code=entry.lot_code,
        expires_on=entry.expires_on,
        hold_reason=entry.hold_reason,
        temperature_c=entry.temperature_c,
        temperature_reason=entry.temperature_reason,
        location_id=entry.location_id,
        pack_price=counted.pack_price,
        ordered_price=judged.ordered.pack_price if judged.ordered else None,
        vat_rate=counted.vat_rate.value,
        ieps_pct=counted.ieps_pct,
        net=owed.net,
        ieps=owed.ieps,
        vat=owed.vat,
        stock_cost=in_pesos(counted.stock_cost(), receipt.exchange_rate),
        returned=Decimal(0),
    )


def _arrived(lines: list[GoodsReceiptLine], judged: Judged) -> list[ArrivedLine]:
    return [
        ArrivedLine(line.order_line_id, line.accepted, line.rejected, judged_line.entry.closes)
        for line, judged_line in zip(lines, judged.lines, strict=True)
        if line.order_line_id is not None
    ]


def _told(line: GoodsReceiptLine) -> DeliveredLot:
    return DeliveredLot(
        line_id=line.id,
        item_id=line.item_id,
        item_name=line.item_name,
        quantity=line.accepted,
        unit=BaseUnit(line.base_unit),
        cost=line.stock_cost,
        supplier_lot=line.supplier_lot,
        lot_code=line.lot_code,
        expires_on=line.expires_on,
        location_id=line.location_id,
        hold_reason=line.hold_reason,
    )
