"""The kitchen's Spanish wire: suppliers and orders, as programs that were written for the earlier inventory call them.

Paths and field names are theirs and go no deeper than this file; the commands behind them are the ones of `/v1`.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from time import monotonic
from typing import Annotated, Any

from fastapi import Depends, Request
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from sqlalchemy import select

from desertbrew.contexts.purchasing import commands
from desertbrew.contexts.purchasing.commands.moving import lines_of
from desertbrew.contexts.purchasing.commands.posting import receive_at_once
from desertbrew.contexts.purchasing.http.permissions import APPROVE_ORDERS, RECEIVE_GOODS, REGISTER_SUPPLIER, WRITE_ORDERS
from desertbrew.contexts.purchasing.rules.orders import OrderState, Vat
from desertbrew.contexts.purchasing.rules.receipts import Counting, LineEntry
from desertbrew.contexts.purchasing.tables import GoodsReceiptLine, ItemCopy, PurchaseOrder, PurchaseOrderLine
from desertbrew.kernel.errors import InvalidInput, NotFound, Text
from desertbrew.kernel.ids import Id
from desertbrew.kernel.money import UNIT_COST_STEP
from desertbrew.kernel.quantity import UNITS, Unit, to_base
from desertbrew.platform.auth import Caller
from desertbrew.platform.db import Database, ReadTx, Tx
from desertbrew.platform.http.callers import WIRE
from desertbrew.platform.http.envelope import Envelope, Number
from desertbrew.platform.http.routes import Routes

wire = Routes("purchasing", prefix=WIRE)

HEARD_WITHIN_S = 2.0
STOCKED_WITHIN_S = 5.0
LOOK_EVERY_S = 0.01

STATES = {
    OrderState.DRAFT: "Pendiente",
    OrderState.APPROVED: "Aprobada",
    OrderState.SENT: "Enviada",
    OrderState.PARTIALLY_RECEIVED: "ParcialmenteRecibida",
    OrderState.RECEIVED: "Recibida",
    OrderState.CANCELLED: "Cancelada",
}


class ProgramIn(BaseModel):
    """A body as those programs send it: what they say besides is theirs."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)


def _day(written: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Their dates come with a time behind them, which means nothing."""
    return written[:10] if isinstance(written, str) else written


Day = Annotated[date, BeforeValidator(_day)]
Amount = Annotated[Decimal, Field(gt=0, max_digits=15, decimal_places=6)]
Price = Annotated[Decimal, Field(ge=0, max_digits=15, decimal_places=6)]


class ProveedorIn(ProgramIn):
    """A supplier; `nit` is what its country calls its tax id."""

    nombre: str = Field(min_length=2, max_length=120)
    nit: str | None = Field(default=None, max_length=30)
    telefono: str | None = Field(default=None, max_length=30)
    email: str | None = Field(default=None, max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
    calle: str = Field(default="", max_length=120)
    ciudad: str = Field(default="", max_length=80)
    codigoPostal: str = Field(default="", max_length=10)  # noqa: N815 - that wire's name
    pais: str = Field(default="México", max_length=60)
    personaContacto: str = Field(default="", max_length=120)  # noqa: N815


class ProveedorOut(BaseModel):
    """A supplier that was registered."""

    id: Id
    nombre: str
    nit: str | None
    activo: bool


class DetalleIn(ProgramIn):
    """So much of an ingredient, in its own unit, at a price each."""

    ingredienteId: Id  # noqa: N815
    cantidad: Amount
    precioUnitario: Price  # noqa: N815
    moneda: str = Field(default="MXN", pattern=r"^[A-Z]{3}$")


class OrdenIn(ProgramIn):
    """An order; `tipoCambio` is pesos for one of another currency."""

    proveedorId: Id  # noqa: N815
    fechaEntregaEsperada: Day | None = None  # noqa: N815
    tipoCambio: Annotated[Decimal, Field(gt=0, le=10_000, decimal_places=6)] | None = None  # noqa: N815
    detalles: list[DetalleIn] = Field(min_length=1, max_length=200)


class AprobarIn(ProgramIn):
    """Who says yes is whoever holds the key; a name that is sent along proves nothing."""

    aprobadorId: str | None = Field(default=None, max_length=64)  # noqa: N815


class LoteIn(ProgramIn):
    """One lot that came, in the ingredient's own unit."""

    ingredienteId: Id  # noqa: N815
    codigoLote: str = Field(min_length=1, max_length=20)  # noqa: N815
    cantidad: Amount
    fechaVencimiento: Day  # noqa: N815


class RecibirIn(ProgramIn):
    """The lots of a delivery."""

    lotes: list[LoteIn] = Field(min_length=1, max_length=200)


class DetalleOut(BaseModel):
    """A line of an order."""

    ingredienteId: Id  # noqa: N815
    ingredienteNombre: str  # noqa: N815
    cantidad: Number
    cantidadRecibida: Number  # noqa: N815
    unidadMedida: str  # noqa: N815
    precioUnitario: Number  # noqa: N815
    subtotal: Number


class OrdenOut(BaseModel):
    """An order as it stands."""

    id: Id
    ordenId: Id  # noqa: N815
    numeroOrden: str  # noqa: N815
    proveedorId: Id  # noqa: N815
    proveedorNombre: str  # noqa: N815
    estado: str
    fechaEntregaEsperada: date  # noqa: N815
    total: Number
    moneda: str
    detalles: list[DetalleOut]


def _units(tx: ReadTx, items: Iterable[Id]) -> dict[Id, Unit]:
    """The unit in which programs speak of each item that we have heard of."""
    query = select(ItemCopy.id, ItemCopy.spoken_unit, ItemCopy.base_unit).where(ItemCopy.id.in_(set(items)))
    return {row.id: UNITS[row.spoken_unit or row.base_unit] for row in tx.connection.execute(query)}


def _order(tx: Tx, order: PurchaseOrder) -> OrdenOut:
    lines = lines_of(tx, order.id)
    units = _units(tx, (line.item_id for line in lines))
    return OrdenOut(
        id=order.id,
        ordenId=order.id,
        numeroOrden=order.number,
        proveedorId=order.supplier_id,
        proveedorNombre=order.supplier_name,
        estado=STATES[OrderState(order.state)],
        fechaEntregaEsperada=order.expected_on,
        total=order.total,
        moneda=order.currency,
        detalles=[_detail(line, units[line.item_id]) for line in lines],
    )


def _detail(line: PurchaseOrderLine, unit: Unit) -> DetalleOut:
    return DetalleOut(
        ingredienteId=line.item_id,
        ingredienteNombre=line.item_name,
        cantidad=line.quantity / unit.factor_to_base,
        cantidadRecibida=line.received_quantity / unit.factor_to_base,
        unidadMedida=unit.code,
        precioUnitario=line.unit_price * unit.factor_to_base,
        subtotal=line.net,
    )


def _named(tx: ReadTx, named: str) -> PurchaseOrder:
    """The order of that id or number."""
    query = select(PurchaseOrder).where(PurchaseOrder.number == named)
    with suppress(ValueError):
        query = select(PurchaseOrder).where(PurchaseOrder.id == Id(named))
    order = tx.session.execute(query).scalar_one_or_none()
    if order is None:
        raise NotFound(what=Text("una orden de compra", "purchase order"), id=named)
    return order


def _look(database: Database, found: Callable[[ReadTx], bool], within_s: float) -> None:
    """Wait until something is so, or until it has been too long; what others tell us comes by events, moments later."""
    deadline, pause = monotonic() + within_s, threading.Event()
    while monotonic() < deadline:
        with database.read() as tx:
            if found(tx):
                return
        pause.wait(LOOK_EVERY_S)


async def _wait_until_heard(request: Request, body: OrdenIn) -> None:
    """A program orders an ingredient a moment after it registered it, and cannot know that two contexts are behind it."""
    items = {line.ingredienteId for line in body.detalles}
    database = request.app.state.host.databases["purchasing"]
    await asyncio.to_thread(_look, database, lambda tx: len(_units(tx, items)) == len(items), HEARD_WITHIN_S)


@wire.command("POST", "/proveedores", REGISTER_SUPPLIER)
def crear_proveedor(tx: Tx, body: ProveedorIn) -> Envelope[ProveedorOut]:
    """Register a supplier."""
    supplier = commands.register_supplier(
        tx,
        commands.NewSupplier(
            body.nombre,
            tax_id=body.nit or None,
            email=body.email,
            phone=body.telefono,
            contact_name=body.personaContacto,
            street=body.calle,
            city=body.ciudad,
            postal_code=body.codigoPostal,
            country=body.pais,
        ),
    )
    data = ProveedorOut(id=supplier.id, nombre=supplier.name, nit=supplier.tax_id or supplier.rfc, activo=supplier.active)
    return Envelope(message="Proveedor creado exitosamente", data=data)


@wire.command("POST", "/ordenes-compra", WRITE_ORDERS)
def crear_orden_de_compra(
    tx: Tx,
    body: OrdenIn,
    heard: Annotated[None, Depends(_wait_until_heard)] = None,  # noqa: ARG001 - waited for
) -> Envelope[OrdenOut]:
    """Order ingredients; their prices are without taxes, and that wire knows none."""
    currencies = {line.moneda for line in body.detalles}
    if len(currencies) > 1:
        raise InvalidInput("/detalles", Text(es="Una orden va en una sola moneda.", en="An order has one currency."))
    units = _units(tx, (line.ingredienteId for line in body.detalles))
    lines = []
    for place, line in enumerate(body.detalles):
        unit = units.get(line.ingredienteId)
        if unit is None:
            raise InvalidInput(f"/detalles/{place}/ingredienteId", Text(es="No existe.", en="There is none."))
        quantity = to_base(line.cantidad, unit.code, unit.base).amount
        price = (line.precioUnitario / unit.factor_to_base).quantize(UNIT_COST_STEP)
        lines.append(commands.NewOrderLine(line.ingredienteId, quantity, price, vat_rate=Vat.V0))
    new = commands.NewOrder(
        body.proveedorId, lines, currencies.pop(), body.tipoCambio, expected_on=body.fechaEntregaEsperada
    )
    order = commands.create_order(tx, new)
    return Envelope(message="Orden de compra creada exitosamente", data=_order(tx, order))


@wire.command("PUT", "/ordenes-compra/{orden}/aprobar", APPROVE_ORDERS, status=200)
def aprobar_orden(tx: Tx, caller: Caller, orden: str, body: AprobarIn) -> Envelope[OrdenOut]:  # noqa: ARG001 - audited
    """Say yes to an order, within the limit of the key's roles."""
    order = _named(tx, orden)
    approved = commands.approve_order(tx, order.id, order.revision, commands.Approver(caller.person_id, caller.roles))
    return Envelope(message="Orden de compra aprobada exitosamente", data=_order(tx, approved))


def _wait_until_stocked(databases: dict[str, Database], answer: dict[str, Any]) -> None:
    """A program consumes a moment after it received, and cannot know that its lots come by an event."""
    order_id = Id(answer["data"]["id"])
    waiting = (
        select(GoodsReceiptLine.id)
        .join(PurchaseOrderLine, PurchaseOrderLine.id == GoodsReceiptLine.order_line_id)
        .where(PurchaseOrderLine.order_id == order_id, GoodsReceiptLine.stocked_code.is_(None))
        .where(GoodsReceiptLine.accepted > 0)
        .limit(1)
    )
    _look(databases["purchasing"], lambda tx: tx.connection.execute(waiting).first() is None, STOCKED_WITHIN_S)


@wire.command("PUT", "/ordenes-compra/{orden}/recibir", RECEIVE_GOODS, status=200, afterwards=_wait_until_stocked)
def recibir_orden(tx: Tx, orden: str, body: RecibirIn) -> Envelope[OrdenOut]:
    """Take in the lots of a delivery; less than was ordered leaves the order open."""
    order = _named(tx, orden)
    entries, partial = _entries(tx, order, body.lotes)
    reason = "Entrega parcial, dicha por otro programa" if partial else None
    receive_at_once(tx, Counting(tx.now, tuple(entries), order_id=order.id), reason)
    return Envelope(message="Orden de compra recibida exitosamente", data=_order(tx, order))


def _entries(tx: Tx, order: PurchaseOrder, lots: Sequence[LoteIn]) -> tuple[list[LineEntry], bool]:
    """The delivery's lines, each put to what is open of the order; and whether no line of it gets more than was ordered."""
    lines = lines_of(tx, order.id)
    left = {line.id: line.quantity - line.received_quantity for line in lines}
    units = _units(tx, (line.item_id for line in lines))
    entries = []
    for place, lot in enumerate(lots):
        unit = units.get(lot.ingredienteId)
        if unit is None:
            said = Text(es="La orden no pidió este ingrediente.", en="The order does not ask for this ingredient.")
            raise InvalidInput(f"/lotes/{place}/ingredienteId", said)
        quantity = to_base(lot.cantidad, unit.code, unit.base).amount
        own = [line for line in lines if line.item_id == lot.ingredienteId]
        line = next((each for each in own if left[each.id] > 0), own[-1])
        left[line.id] -= quantity
        entries.append(
            LineEntry(
                lot.ingredienteId,
                quantity,
                order_line_id=line.id,
                in_base=True,
                lot_code=lot.codigoLote,
                expires_on=lot.fechaVencimiento,
            )
        )
    return entries, all(quantity >= 0 for quantity in left.values())


# The seed says PUT; the programs that were written for its first version say POST.
@wire.command("POST", "/ordenes-compra/{orden}/aprobar", APPROVE_ORDERS, status=200)
def aprobar_orden_por_post(tx: Tx, caller: Caller, orden: str, body: AprobarIn) -> Envelope[OrdenOut]:
    """As PUT."""
    return aprobar_orden(tx, caller, orden, body)


@wire.command("POST", "/ordenes-compra/{orden}/recibir", RECEIVE_GOODS, status=200, afterwards=_wait_until_stocked)
def recibir_orden_por_post(tx: Tx, orden: str, body: RecibirIn) -> Envelope[OrdenOut]:
    """As PUT."""
    return recibir_orden(tx, orden, body)
