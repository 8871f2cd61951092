"""Suppliers: whom the brewery buys from."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from desertbrew.contexts.purchasing.contract import SupplierRegistered
from desertbrew.contexts.purchasing.errors import RfcTaken
from desertbrew.contexts.purchasing.rules import normalize_rfc
from desertbrew.contexts.purchasing.tables import Supplier
from desertbrew.kernel.errors import InvalidInput, Text
from desertbrew.kernel.ids import new_id
from desertbrew.platform.db import Tx


@dataclass(frozen=True, slots=True)
class NewSupplier:
    """What is known of a supplier when it is registered."""

    name: str
    rfc: str | None = None
    email: str | None = None
    phone: str | None = None
    lead_time_days: int | None = None


def register_supplier(tx: Tx, new: NewSupplier) -> Supplier:
    """Begin to buy from somebody; refuses a tax id that another supplier has. (INV-P1)"""
    rfc = None
    if new.rfc:
        rfc = normalize_rfc(new.rfc)
        if rfc is None:
            raise InvalidInput("/rfc", Text(es="No tiene la forma de un RFC.", en="This does not look like an RFC."))
        holder = tx.session.execute(select(Supplier.name).where(Supplier.rfc == rfc)).scalar_one_or_none()
        if holder is not None:
            raise RfcTaken(rfc=rfc, name=holder)
    supplier = Supplier(
        id=new_id(),
        name=new.name,
        rfc=rfc,
        email=new.email,
        phone=new.phone,
        lead_time_days=new.lead_time_days,
        registered_at=tx.now,
    )
    tx.session.add(supplier)
    tx.emit(SupplierRegistered(supplier_id=supplier.id, name=supplier.name))
    return supplier
