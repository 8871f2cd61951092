"""Suppliers on the wire."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from desertbrew.contexts.purchasing import commands, queries
from desertbrew.contexts.purchasing.http.permissions import READ_SUPPLIERS, REGISTER_SUPPLIER, routes
from desertbrew.contexts.purchasing.tables import Supplier
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx, Tx
from desertbrew.platform.http.pages import Cursor, Limit, Page, decode_cursor, page_of

CURRENCY = r"^[A-Z]{3}$"
EMAIL = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"


class SupplierIn(BaseModel):
    """A supplier, with all that is known of it; `rfc` is Mexico's, `tax_id` another country's."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: str = Field(min_length=2, max_length=120)
    rfc: str | None = Field(default=None, max_length=20)
    tax_id: str | None = Field(default=None, max_length=40)
    email: str | None = Field(default=None, max_length=254, pattern=EMAIL)
    phone: str | None = Field(default=None, max_length=30)
    contact_name: str = Field(default="", max_length=120)
    street: str = Field(default="", max_length=160)
    city: str = Field(default="", max_length=80)
    state: str = Field(default="", max_length=80)
    postal_code: str = Field(default="", max_length=12)
    country: str = Field(default="México", max_length=60)
    national: bool = True
    lead_time_days: int | None = Field(default=None, ge=0, le=365)
    credit_days: int = Field(default=0, ge=0, le=365)
    tolerance_pct: Decimal = Field(default=Decimal(5), ge=0, le=100, decimal_places=2)
    currency: str = Field(default="MXN", pattern=CURRENCY)
    notes: str = Field(default="", max_length=500)


class SupplierActivityIn(BaseModel):
    """Whether we buy there."""

    model_config = ConfigDict(extra="forbid")

    active: bool


class SupplierOut(BaseModel):
    """A supplier."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    name: str
    rfc: str | None
    tax_id: str | None
    email: str | None
    phone: str | None
    contact_name: str
    street: str
    city: str
    state: str
    postal_code: str
    country: str
    national: bool
    lead_time_days: int | None
    credit_days: int
    tolerance_pct: Decimal
    currency: str
    notes: str
    active: bool
    registered_at: datetime


def _after(tx: Tx, row: Supplier) -> SupplierOut:
    """As stored: an answer given now and one given tomorrow show the same decimals."""
    tx.session.flush()
    tx.session.expire(row)
    return SupplierOut.model_validate(row)


@routes.query("/suppliers", READ_SUPPLIERS, refusals=())
def list_suppliers(
    tx: ReadTx,
    q: Annotated[str | None, Query(max_length=120)] = None,
    active: bool | None = None,  # noqa: FBT001 - a query parameter
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Page[SupplierOut]:
    """Suppliers by name."""
    after = decode_cursor(cursor, [str, Id])
    found = queries.suppliers(tx, q, (after[0], after[1]) if after else None, limit + 1, active=active)
    rows, following = page_of(found, limit, lambda row: (row.name, str(row.id)))
    return Page(items=[SupplierOut.model_validate(row) for row in rows], next_cursor=following)


@routes.query("/suppliers/{supplier_id}", READ_SUPPLIERS, quick=True)
def read_supplier(tx: ReadTx, supplier_id: Id) -> SupplierOut:
    """One supplier."""
    return SupplierOut.model_validate(queries.supplier(tx, supplier_id))


@routes.command("POST", "/suppliers", REGISTER_SUPPLIER, refusals=(409,))
def register_supplier(tx: Tx, body: SupplierIn) -> SupplierOut:
    """Begin to buy from somebody."""
    return _after(tx, commands.register_supplier(tx, commands.NewSupplier(**body.model_dump())))


@routes.command("PUT", "/suppliers/{supplier_id}", REGISTER_SUPPLIER, status=200)
def change_supplier(tx: Tx, supplier_id: Id, body: SupplierIn) -> SupplierOut:
    """Correct what is known of a supplier, all of it at once."""
    return _after(tx, commands.change_supplier(tx, supplier_id, commands.NewSupplier(**body.model_dump())))


@routes.command("PUT", "/suppliers/{supplier_id}/activity", REGISTER_SUPPLIER, status=200)
def set_supplier_active(tx: Tx, supplier_id: Id, body: SupplierActivityIn) -> SupplierOut:
    """Stop buying from somebody, or begin again."""
    return _after(tx, commands.set_supplier_active(tx, supplier_id, body.active))
