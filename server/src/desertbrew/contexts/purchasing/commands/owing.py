"""What is owed to suppliers: recognized with the goods, corrected by what goes back. A ledger, never edited. (INV-P42)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from desertbrew.contexts.purchasing.contract import PayableCorrected, PayableRecognized
from desertbrew.contexts.purchasing.rules.orders import LineTotals
from desertbrew.contexts.purchasing.tables import GoodsReceipt, Payable, Supplier, SupplierReturn
from desertbrew.kernel.clock import business_date
from desertbrew.kernel.ids import new_id
from desertbrew.platform.db import Tx


def recognize(tx: Tx, receipt: GoodsReceipt, supplier: Supplier) -> Payable | None:
    """Owe for what was kept; nothing where nothing was kept, or it was a gift."""
    owed = LineTotals(receipt.net, receipt.ieps, receipt.vat)
    if owed.total == 0:
        return None
    received_on = business_date(receipt.received_at, tx.zone)
    due_on = received_on + timedelta(days=supplier.credit_days)
    payable = _write(tx, receipt, None, receipt.invoice_number or receipt.number, _Owed(owed, received_on, due_on))
    tx.emit(
        PayableRecognized(
            payable_id=payable.id,
            receipt_id=receipt.id,
            receipt_number=receipt.number,
            order_id=receipt.order_id,
            order_number=receipt.order_number,
            supplier_id=receipt.supplier_id,
            supplier_name=receipt.supplier_name,
            invoice_number=receipt.invoice_number,
            net=owed.net,
            ieps=owed.ieps,
            vat=owed.vat,
            total=owed.total,
            currency=receipt.currency,
            exchange_rate=receipt.exchange_rate,
            received_on=received_on,
            due_on=due_on,
        )
    )
    return payable


def owe_less(tx: Tx, receipt: GoodsReceipt, back: SupplierReturn, amounts: LineTotals, reference: str) -> None:
    """Owe so much less: `amounts` are above zero, and stand below it in the ledger."""
    if amounts.total == 0:
        return
    first = select(Payable).where(Payable.receipt_id == receipt.id, Payable.return_id.is_(None))
    owed = tx.session.execute(first).scalar_one()
    less = LineTotals(-amounts.net, -amounts.ieps, -amounts.vat)
    payable = _write(tx, receipt, back, reference, _Owed(less, tx.today, owed.due_on))
    tx.emit(
        PayableCorrected(
            payable_id=payable.id,
            corrects_id=owed.id,
            return_id=back.id,
            return_number=back.number,
            supplier_id=receipt.supplier_id,
            supplier_name=receipt.supplier_name,
            credit_note_number=back.credit_note_number,
            net=less.net,
            ieps=less.ieps,
            vat=less.vat,
            total=less.total,
            currency=receipt.currency,
            exchange_rate=receipt.exchange_rate,
            corrected_on=tx.today,
        )
    )


@dataclass(frozen=True, slots=True)
class _Owed:
    amounts: LineTotals
    recorded_on: date
    due_on: date


def _write(tx: Tx, receipt: GoodsReceipt, back: SupplierReturn | None, reference: str, owed: _Owed) -> Payable:
    payable = Payable(
        id=new_id(),
        receipt_id=receipt.id,
        return_id=back.id if back else None,
        supplier_id=receipt.supplier_id,
        supplier_name=receipt.supplier_name,
        reference=reference,
        net=owed.amounts.net,
        ieps=owed.amounts.ieps,
        vat=owed.amounts.vat,
        total=owed.amounts.total,
        currency=receipt.currency,
        exchange_rate=receipt.exchange_rate,
        recorded_on=owed.recorded_on,
        due_on=owed.due_on,
        recorded_at=tx.now,
    )
    tx.session.add(payable)
    tx.session.flush()
    return payable
