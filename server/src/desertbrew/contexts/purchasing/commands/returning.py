"""Goods go back to the supplier: what left stock is said by inventory, what is owed less by the supplier's credit note."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal

from sqlalchemy import select

from desertbrew.contexts.inventory.contract import ReturnIssued, ReturnRefused
from desertbrew.contexts.purchasing.commands.correcting import take_back_receipt
from desertbrew.contexts.purchasing.commands.owing import owe_less
from desertbrew.contexts.purchasing.contract import ReturnedLot, ReturnRequested
from desertbrew.contexts.purchasing.errors import ReceiptTakenBack, ReturnAboveReceipt, ReturnMoveNotAllowed
from desertbrew.contexts.purchasing.rules.orders import LineTotals, order_totals
from desertbrew.contexts.purchasing.rules.receipts import RETURN_MOVES, ReturnKind, ReturnMove, ReturnState, share
from desertbrew.contexts.purchasing.tables import (
    GoodsReceipt,
    GoodsReceiptLine,
    SupplierReturn,
    SupplierReturnEvent,
    SupplierReturnLine,
)
from desertbrew.kernel.errors import InvalidInput, NotFound, Text
from desertbrew.kernel.ids import Id, new_id
from desertbrew.platform.counters import next_numbers
from desertbrew.platform.db import Tx


@dataclass(frozen=True, slots=True)
class NewReturnLine:
    """So much of a receipt's line, in its base unit."""

    line_id: Id
    quantity: Decimal


def draft_return(tx: Tx, receipt_id: Id, lines: Sequence[NewReturnLine], reason: str) -> SupplierReturn:
    """Write down what should go back of a receipt: never more than was kept and did not go back yet. (INV-P45)"""
    receipt = _locked_receipt(tx, receipt_id)
    if receipt.corrected_by is not None:
        raise ReceiptTakenBack(number=receipt.number)
    return _create(tx, receipt, lines, reason, ReturnKind.RETURN)


def correct_receipt(tx: Tx, receipt_id: Id, reason: str) -> SupplierReturn:
    """Take back a receipt that should never have been posted, by a counter-document for all of it. (INV-P47)

    Its lots have to be whole in stock: inventory lets all of them go or none, and until it has answered the receipt stands.
    """
    receipt = _locked_receipt(tx, receipt_id)
    lines = _lines_of(tx, receipt.id)
    if receipt.corrected_by is not None or any(line.returned > 0 for line in lines):
        raise ReceiptTakenBack(number=receipt.number)
    everything = [NewReturnLine(line.id, line.accepted) for line in lines if line.accepted > 0]
    back = _create(tx, receipt, everything, reason, ReturnKind.CORRECTION)
    if everything:
        _ask(tx, back)
    else:
        back.state = ReturnState.CLOSED.value
        take_back_receipt(tx, receipt, lines, back)
    return back


def approve_return(tx: Tx, return_id: Id) -> SupplierReturn:
    """Agree that it goes back."""
    return _move(tx, return_id, ReturnMove.APPROVE, ReturnState.APPROVED)


def ship_return(tx: Tx, return_id: Id) -> SupplierReturn:
    """Ask stock to let go of exactly these lots; it has left once inventory says so, and not before."""
    back = _locked(tx, return_id, ReturnMove.SHIP)
    _ask(tx, back)
    return back


@dataclass(frozen=True, slots=True)
class CreditNote:
    """What the supplier credited, as the paper says."""

    number: str
    net: Decimal
    ieps: Decimal
    vat: Decimal


def credit_return(tx: Tx, return_id: Id, note: CreditNote) -> SupplierReturn:
    """The supplier gave a credit note: so much less is owed."""
    back = _locked(tx, return_id, ReturnMove.CREDIT)
    receipt = _locked_receipt(tx, back.receipt_id)
    amounts = LineTotals(note.net, note.ieps, note.vat)
    if amounts.total > receipt.total:
        text = Text(es="La nota es mayor que la recepción ({total}).", en="The note is above the receipt ({total}).")
        raise InvalidInput("/net", text, total=f"{receipt.total:f}")
    back.credit_note_number = note.number
    back.net, back.ieps, back.vat, back.total = amounts.net, amounts.ieps, amounts.vat, amounts.total
    back.state = ReturnState.CREDITED.value
    _tell(tx, back, "credited", note.number)
    owe_less(tx, receipt, back, amounts, note.number)
    return back


def close_return(tx: Tx, return_id: Id) -> SupplierReturn:
    """Nothing is left to do about it."""
    return _move(tx, return_id, ReturnMove.CLOSE, ReturnState.CLOSED)


def cancel_return(tx: Tx, return_id: Id, reason: str) -> SupplierReturn:
    """It stays here after all; what was promised back may be promised again."""
    back = _move(tx, return_id, ReturnMove.CANCEL, ReturnState.CANCELLED, reason)
    _let_go(tx, back)
    return back


def note_left(tx: Tx, issued: ReturnIssued) -> None:
    """Inventory let the lots go: the return is on its way, or the receipt is taken back; once."""
    back = _awaiting(tx, issued.return_id, issued.request_id)
    if back is None:
        return
    back.stock_cost = issued.total_cost
    back.missing = "[]"
    if back.kind == ReturnKind.RETURN:
        back.state = ReturnState.SHIPPED.value
        _tell(tx, back, "shipped")
        return
    receipt = _locked_receipt(tx, back.receipt_id)
    back.state = ReturnState.CLOSED.value
    _tell(tx, back, "corrected")
    take_back_receipt(tx, receipt, _lines_of(tx, receipt.id), back)
    owe_less(tx, receipt, back, LineTotals(back.net, back.ieps, back.vat), back.number)


def note_refused(tx: Tx, refused: ReturnRefused) -> None:
    """Some of it is gone: a return waits, with what is missing, for another decision; a correction is off."""
    back = _awaiting(tx, refused.return_id, refused.request_id)
    if back is None:
        return
    back.missing = json.dumps([asdict(each) for each in refused.missing], default=str, ensure_ascii=False)
    codes = ", ".join(each.lot_code or "?" for each in refused.missing)
    _tell(tx, back, "refused", codes)
    if back.kind == ReturnKind.RETURN:
        back.state = ReturnState.APPROVED.value
    else:
        back.state = ReturnState.CANCELLED.value
        _let_go(tx, back)


def _create(tx: Tx, receipt: GoodsReceipt, wanted: Sequence[NewReturnLine], reason: str, kind: ReturnKind) -> SupplierReturn:
    lines = {line.id: line for line in _lines_of(tx, receipt.id)}
    back = SupplierReturn(
        id=new_id(),
        number=f"{'DV' if kind is ReturnKind.RETURN else 'CR'}-{next_numbers(tx, f'supplier_{kind.lower()}')[0]:06d}",
        kind=kind.value,
        receipt_id=receipt.id,
        supplier_id=receipt.supplier_id,
        supplier_name=receipt.supplier_name,
        state=ReturnState.DRAFT.value,
        reason=reason,
        missing="[]",
        created_at=tx.now,
    )
    made = []
    for place, each in enumerate(wanted):
        line = lines.get(each.line_id)
        if line is None:
            raise NotFound(what=Text("una línea de la recepción", "line of the receipt"), id=each.line_id)
        left = line.accepted - line.returned
        if not 0 < each.quantity <= left:
            fault = ReturnAboveReceipt(item=line.item_name, left=f"{left.normalize():f}", unit=line.base_unit)
            fault.facts["pointer"] = f"/lines/{place}/quantity"
            raise fault
        amounts = [share(whole, line.returned, each.quantity, line.accepted) for whole in (line.net, line.ieps, line.vat)]
        line.returned += each.quantity
        made.append(
            SupplierReturnLine(
                return_id=back.id,
                line_id=line.id,
                quantity=each.quantity,
                net=amounts[0],
                ieps=amounts[1],
                vat=amounts[2],
            )
        )
    total = order_totals([LineTotals(line.net, line.ieps, line.vat) for line in made])
    back.net, back.ieps, back.vat, back.total = total.net, total.ieps, total.vat, total.total
    tx.session.add(back)
    tx.session.flush()
    tx.session.add_all(made)
    _tell(tx, back, "created", reason)
    return back


def _ask(tx: Tx, back: SupplierReturn) -> None:
    """Each request is one of its own, and inventory answers every id once: nothing leaves twice."""
    back.request_id = new_id()
    back.state = ReturnState.SHIPPING.value
    _tell(tx, back, "requested")
    tx.session.flush()
    lots = tuple(ReturnedLot(line.line_id, line.quantity) for line in _return_lines(tx, back.id))
    tx.emit(
        ReturnRequested(back.request_id, back.id, back.number, back.supplier_id, back.supplier_name, lots),
    )


def _let_go(tx: Tx, back: SupplierReturn) -> None:
    _locked_receipt(tx, back.receipt_id)
    promised = {line.line_id: line.quantity for line in _return_lines(tx, back.id)}
    for line in _lines_of(tx, back.receipt_id):
        line.returned -= promised.get(line.id, Decimal(0))


def _move(tx: Tx, return_id: Id, move: ReturnMove, state: ReturnState, detail: str = "") -> SupplierReturn:
    back = _locked(tx, return_id, move)
    back.state = state.value
    _tell(tx, back, state.value.lower(), detail)
    return back


def _locked(tx: Tx, return_id: Id, move: ReturnMove) -> SupplierReturn:
    back = _held(tx, return_id)
    if back is None:
        raise NotFound(what=Text("una devolución", "return"), id=return_id)
    if move not in RETURN_MOVES[ReturnState(back.state)]:
        raise ReturnMoveNotAllowed(number=back.number, state=back.state, move=move.value)
    return back


def _held(tx: Tx, return_id: Id) -> SupplierReturn | None:
    return tx.session.get(SupplierReturn, return_id, with_for_update={"key_share": True}, populate_existing=True)


def _awaiting(tx: Tx, return_id: Id, request_id: Id) -> SupplierReturn | None:
    """The return, while it still waits for this very answer."""
    back = _held(tx, return_id)
    if back is None or back.state != ReturnState.SHIPPING or back.request_id != request_id:
        return None
    return back


def _locked_receipt(tx: Tx, receipt_id: Id) -> GoodsReceipt:
    """The receipt, nobody else's until the commit: what may still go back of it is decided by one at a time."""
    tx.session.flush()
    receipt = tx.session.get(GoodsReceipt, receipt_id, with_for_update={"key_share": True}, populate_existing=True)
    if receipt is None:
        raise NotFound(what=Text("una recepción", "receipt"), id=receipt_id)
    return receipt


def _lines_of(tx: Tx, receipt_id: Id) -> Sequence[GoodsReceiptLine]:
    query = select(GoodsReceiptLine).where(GoodsReceiptLine.receipt_id == receipt_id).order_by(GoodsReceiptLine.position)
    return tx.session.execute(query.execution_options(populate_existing=True)).scalars().all()


def _return_lines(tx: Tx, return_id: Id) -> Sequence[SupplierReturnLine]:
    query = select(SupplierReturnLine).where(SupplierReturnLine.return_id == return_id)
    return tx.session.execute(query.order_by(SupplierReturnLine.line_id)).scalars().all()


def _tell(tx: Tx, back: SupplierReturn, what: str, detail: str = "") -> None:
    tx.session.flush()
    event = SupplierReturnEvent(
        return_id=back.id,
        at=tx.now,
        what=what,
        by=tx.origin.actor,
        by_name=tx.origin.actor_name,
        detail=detail[:300],
    )
    tx.session.add(event)
