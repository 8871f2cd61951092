"""Suppliers on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from desertbrew.contexts.purchasing import commands, queries
from desertbrew.contexts.purchasing.http.permissions import READ_SUPPLIERS, REGISTER_SUPPLIER, routes
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx, Tx
from desertbrew.platform.http.pages import Cursor, Limit, Page, decode_cursor, page_of


class SupplierIn(BaseModel):
    """A supplier to register."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: str = Field(min_length=2, max_length=120)
    rfc: str | None = Field(default=None, max_length=20)
    email: str | None = Field(default=None, max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
    phone: str | None = Field(default=None, max_length=30)
    lead_time_days: int | None = Field(default=None, ge=0, le=365)


class SupplierOut(BaseModel):
    """A supplier."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    name: str
    rfc: str | None
    email: str | None
    phone: str | None
    lead_time_days: int | None
    registered_at: datetime


@routes.query("/suppliers", READ_SUPPLIERS, refusals=())
def list_suppliers(
    tx: ReadTx, q: Annotated[str | None, Query(max_length=120)] = None, limit: Limit = 100, cursor: Cursor = None
) -> Page[SupplierOut]:
    """Suppliers by name."""
    after = decode_cursor(cursor, [str, Id])
    found = queries.suppliers(tx, q, (after[0], after[1]) if after else None, limit + 1)
    rows, following = page_of(found, limit, lambda row: (row.name, str(row.id)))
    return Page(items=[SupplierOut.model_validate(row) for row in rows], next_cursor=following)


@routes.command("POST", "/suppliers", REGISTER_SUPPLIER, refusals=(409,))
def register_supplier(tx: Tx, body: SupplierIn) -> SupplierOut:
    """Begin to buy from somebody."""
    return SupplierOut.model_validate(commands.register_supplier(tx, commands.NewSupplier(**body.model_dump())))
