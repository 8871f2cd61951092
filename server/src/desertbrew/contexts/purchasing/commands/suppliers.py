"""Suppliers: whom the brewery buys from."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal

from sqlalchemy import select

from desertbrew.contexts.purchasing.contract import SupplierChanged, SupplierRegistered
from desertbrew.contexts.purchasing.errors import RfcTaken, SupplierHasOpenOrders, SupplierNameTaken, TaxIdTaken
from desertbrew.contexts.purchasing.rules import normalize_rfc, normalize_tax_id
from desertbrew.contexts.purchasing.rules.orders import OPEN
from desertbrew.contexts.purchasing.tables import PurchaseOrder, Supplier
from desertbrew.kernel.errors import InvalidInput, NotFound, Text
from desertbrew.kernel.ids import Id, new_id
from desertbrew.platform.db import Tx
from desertbrew.platform.search import fold, fold_text

MOST_NAMED = 5
"""So many order numbers fit into a sentence."""


@dataclass(frozen=True, slots=True)
class NewSupplier:
    """What is known of a supplier; `tolerance_pct` is how much more or less than ordered may come."""

    name: str
    rfc: str | None = None
    email: str | None = None
    phone: str | None = None
    lead_time_days: int | None = None
    tax_id: str | None = None
    contact_name: str = ""
    street: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    country: str = "México"
    national: bool = True
    credit_days: int = 0
    tolerance_pct: Decimal = Decimal(5)
    currency: str = "MXN"
    notes: str = ""


def register_supplier(tx: Tx, new: NewSupplier) -> Supplier:
    """Begin to buy from somebody; refuses a tax id that another supplier has, and a name that would be mistaken. (INV-P1)"""
    supplier = Supplier(id=new_id(), registered_at=tx.now, active=True)
    _write(tx, supplier, new)
    tx.session.add(supplier)
    tx.emit(SupplierRegistered(supplier_id=supplier.id, name=supplier.name))
    return supplier


def change_supplier(tx: Tx, supplier_id: Id, new: NewSupplier) -> Supplier:
    """Correct what is known of a supplier, all of it at once; orders keep what they said. (INV-P1)"""
    supplier = held_supplier(tx, supplier_id)
    _write(tx, supplier, new)
    tx.emit(SupplierChanged(supplier.id, supplier.name, supplier.active))
    return supplier


def set_supplier_active(tx: Tx, supplier_id: Id, active: bool) -> Supplier:  # noqa: FBT001 - the wire's own word
    """Stop buying from somebody, or begin again; refuses to stop while an order of theirs is open. (INV-P7)"""
    supplier = held_supplier(tx, supplier_id)
    if supplier.active == active:
        return supplier
    if not active:
        query = select(PurchaseOrder.number).where(
            PurchaseOrder.supplier_id == supplier_id, PurchaseOrder.state.in_([state.value for state in OPEN])
        )
        numbers = tx.session.execute(query.order_by(PurchaseOrder.id).limit(MOST_NAMED)).scalars().all()
        if numbers:
            raise SupplierHasOpenOrders(name=supplier.name, numbers=", ".join(numbers))
    supplier.active = active
    tx.emit(SupplierChanged(supplier.id, supplier.name, supplier.active))
    return supplier


def held_supplier(tx: Tx, supplier_id: Id) -> Supplier:
    """The supplier, nobody else's until the commit: an order cannot begin while its supplier is put aside. (INV-P7)"""
    supplier = tx.session.get(Supplier, supplier_id, with_for_update={"key_share": True}, populate_existing=True)
    if supplier is None:
        raise NotFound(what=Text("un proveedor", "supplier"), id=supplier_id)
    return supplier


def _write(tx: Tx, supplier: Supplier, new: NewSupplier) -> None:
    rfc = _rfc(tx, supplier, new)
    tax_id = normalize_tax_id(new.tax_id) if new.tax_id else None
    if tax_id is not None:
        taken = select(Supplier.name).where(Supplier.tax_id == tax_id, Supplier.id != supplier.id)
        holder = tx.session.execute(taken).scalar_one_or_none()
        if holder is not None:
            raise TaxIdTaken(tax_id=tax_id, name=holder)
    _require_own_name(tx, supplier, new.name, rfc or tax_id)
    for name, value in asdict(new).items():
        setattr(supplier, name, value)
    supplier.rfc, supplier.tax_id = rfc, tax_id


def _rfc(tx: Tx, supplier: Supplier, new: NewSupplier) -> str | None:
    if not new.rfc:
        return None
    rfc = normalize_rfc(new.rfc)
    if rfc is None:
        raise InvalidInput("/rfc", Text(es="No tiene la forma de un RFC.", en="This does not look like an RFC."))
    if not new.national:
        raise InvalidInput(
            "/rfc",
            Text(
                es="Un proveedor extranjero lleva la identificación fiscal de su país.",
                en="A foreign supplier has the tax id of its own country.",
            ),
        )
    taken = select(Supplier.name).where(Supplier.rfc == rfc, Supplier.id != supplier.id)
    holder = tx.session.execute(taken).scalar_one_or_none()
    if holder is not None:
        raise RfcTaken(rfc=rfc, name=holder)
    return rfc


def _require_own_name(tx: Tx, supplier: Supplier, name: str, identity: str | None) -> None:
    """Two branches of one trade name may both be suppliers, but only tax ids tell them apart."""
    same = select(Supplier.name, Supplier.rfc, Supplier.tax_id).where(
        fold_text(Supplier.name) == fold(name), Supplier.id != supplier.id, Supplier.active
    )
    for known in tx.session.execute(same):
        if identity is None or (known.rfc or known.tax_id) is None:
            raise SupplierNameTaken(name=known.name)
