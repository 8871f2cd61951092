"""The kitchen's Spanish wire: what programs that were written for the earlier inventory call, as they call it.

Paths and field names are theirs and go no deeper than this file; the commands behind them are the ones of `/v1`. Figures are
JSON numbers in the unit in which the ingredient was registered.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select

from desertbrew.contexts.inventory import commands, queries
from desertbrew.contexts.inventory.contract import ExpirySeverity, ItemKind, Need
from desertbrew.contexts.inventory.errors import IngredientNameTaken
from desertbrew.contexts.inventory.http.permissions import EDIT_ITEMS, ISSUE_STOCK, READ_STOCK
from desertbrew.contexts.inventory.queries import kitchen_wire
from desertbrew.contexts.inventory.rules import WARNING_DAYS, severity_of, urgency_of
from desertbrew.contexts.inventory.tables import Item, Lot, Movement
from desertbrew.kernel.errors import InvalidInput, Text
from desertbrew.kernel.ids import Id, new_id
from desertbrew.kernel.money import unit_cost
from desertbrew.kernel.quantity import UNITS, Unit, to_base
from desertbrew.platform.db import ReadTx, Tx
from desertbrew.platform.http.callers import WIRE
from desertbrew.platform.http.envelope import Envelope, ListEnvelope, Number
from desertbrew.platform.http.routes import Routes
from desertbrew.platform.search import fold, fold_text

wire = Routes("inventory", prefix=WIRE)

NAMES: dict[str, str] = {
    "kilogramo": "kg", "kilogramos": "kg", "kilo": "kg", "kilos": "kg", "kgs": "kg", "kil": "kg",
    "gramo": "g", "gramos": "g", "gr": "g", "grs": "g",
    "litro": "L", "litros": "L", "l": "L", "lt": "L", "lts": "L", "lit": "L",
    "mililitro": "ml", "mililitros": "ml",
    "unidad": "piece", "unidades": "piece", "und": "piece", "u": "piece", "pieza": "piece", "piezas": "piece", "pz": "piece",
    "pza": "piece", "pzas": "piece", "ea": "piece", "docena": "dozen", "docenas": "dozen",
    "libra": "lb", "libras": "lb", "onza": "oz", "onzas": "oz",
}  # fmt: skip
"""What people write for a unit, to the unit that it is; besides the codes of `UNITS` themselves."""

LONGEST_LIST = 1000


class WireIn(BaseModel):
    """A body as those programs send it: what they say besides is theirs."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)


Amount = Annotated[Decimal, Field(gt=0, max_digits=15, decimal_places=6)]
Level = Annotated[Decimal, Field(ge=0, max_digits=15, decimal_places=6)]


class CategoriaIn(WireIn):
    """A category."""

    nombre: str = Field(min_length=2, max_length=60)
    descripcion: str = Field(default="", max_length=300)


class CategoriaOut(BaseModel):
    """A category that was created."""

    id: Id
    nombre: str
    descripcion: str
    activa: bool
    fechaCreacion: datetime  # noqa: N815 - that wire's name


class IngredienteIn(WireIn):
    """An ingredient, and how much of it there should be at least and at most."""

    nombre: str = Field(min_length=2, max_length=120)
    descripcion: str = Field(default="", max_length=300)
    unidadMedida: str = Field(default="kg", min_length=1, max_length=20)  # noqa: N815
    stockMinimo: Level  # noqa: N815
    stockMaximo: Level  # noqa: N815
    categoriaId: Id | None = None  # noqa: N815


class Tipo(StrEnum):
    """What that wire calls a movement."""

    ENTRADA = "Entrada"
    SALIDA = "Salida"
    AJUSTE = "Ajuste"
    TRANSFERENCIA = "Transferencia"


class IngredienteOut(BaseModel):
    """An ingredient as it stands."""

    id: Id
    nombre: str
    descripcion: str
    categoriaId: Id | None  # noqa: N815
    categoriaNombre: str  # noqa: N815
    unidadMedida: str  # noqa: N815
    stockMinimo: Number | None  # noqa: N815
    stockMaximo: Number | None  # noqa: N815
    cantidadActual: Number  # noqa: N815
    requiereReabastecimiento: bool  # noqa: N815
    nivelUrgencia: int  # noqa: N815
    activo: bool


class ConsumoIn(WireIn):
    """What the kitchen took, out of the lot that it names or of the one that expires first."""

    ingredienteId: Id  # noqa: N815
    cantidad: Amount
    motivo: str = Field(min_length=3, max_length=200)
    loteId: Id | None = None  # noqa: N815
    usuarioId: str | None = Field(default=None, max_length=64)  # noqa: N815
    observaciones: str | None = Field(default=None, max_length=300)


class LoteConsumidoOut(BaseModel):
    """What came out of one lot."""

    loteId: Id  # noqa: N815
    codigo: str
    cantidad: Number
    costo: Number


class ConsumoOut(BaseModel):
    """A consumption, the lots that it took from, and what is left."""

    id: Id
    ingredienteId: Id  # noqa: N815
    cantidad: Number
    unidadMedida: str  # noqa: N815
    lotes: list[LoteConsumidoOut]
    costoTotal: Number  # noqa: N815
    stockActual: Number  # noqa: N815
    nivelUrgencia: int  # noqa: N815


class LoteOut(BaseModel):
    """A lot that expires soon."""

    id: Id
    codigo: str
    ingredienteId: Id  # noqa: N815
    ingredienteNombre: str  # noqa: N815
    proveedorNombre: str  # noqa: N815
    cantidadInicial: Number  # noqa: N815
    cantidadDisponible: Number  # noqa: N815
    unidadMedida: str  # noqa: N815
    fechaVencimiento: date  # noqa: N815
    fechaRecepcion: datetime  # noqa: N815
    precioUnitario: Number  # noqa: N815
    moneda: str
    vencido: bool
    diasHastaVencimiento: int  # noqa: N815
    critico: bool


class MovimientoOut(BaseModel):
    """A line of the ledger; `cantidad` has a sign only where the type does not say the way (Ajuste, Transferencia)."""

    id: Id
    ingredienteId: Id  # noqa: N815
    ingredienteNombre: str  # noqa: N815
    loteId: Id  # noqa: N815
    loteCodigo: str  # noqa: N815
    tipoMovimiento: str  # noqa: N815
    cantidad: Number
    unidadMedida: str  # noqa: N815
    fechaMovimiento: datetime  # noqa: N815
    motivo: str
    documentoReferencia: Id  # noqa: N815
    observaciones: str | None


def unit_named(written: str) -> Unit:
    """The unit that people mean; raises `InvalidInput` where nobody measures stock in it."""
    code = NAMES.get((fold(written) or "").strip(" ."), written)
    unit = UNITS.get(code) or next((each for each in UNITS.values() if each.code.lower() == code.lower()), None)
    if unit is None or not unit.exact:
        raise InvalidInput(
            "unidadMedida",
            Text(es="No hay unidad «{unit}»: usa kg, g, L, ml o pieza.", en="No such unit: use kg, g, L, ml, piece."),
            unit=written,
        )
    return unit


def _spoken(item: Item) -> Unit:
    return UNITS[item.spoken_unit or item.base_unit]


def _in_unit(quantity: Decimal, unit: Unit) -> Decimal:
    return quantity / unit.factor_to_base


def _ingredient(view: queries.ItemView) -> IngredienteOut:
    item, unit = view.item, _spoken(view.item)
    urgency = urgency_of(view.on_hand, item.min_quantity) if item.active else 0
    return IngredienteOut(
        id=item.id,
        nombre=item.name,
        descripcion=item.description,
        categoriaId=item.category_id,
        categoriaNombre=view.category_name or "",
        unidadMedida=item.spoken_unit or item.base_unit,
        stockMinimo=None if item.min_quantity is None else _in_unit(item.min_quantity, unit),
        stockMaximo=None if item.max_quantity is None else _in_unit(item.max_quantity, unit),
        cantidadActual=_in_unit(view.on_hand, unit),
        requiereReabastecimiento=urgency > 0,
        nivelUrgencia=urgency,
        activo=item.active,
    )


@wire.command("POST", "/categorias", EDIT_ITEMS, refusals=(400,))
def crear_categoria(tx: Tx, body: CategoriaIn) -> Envelope[CategoriaOut]:
    """Create a category."""
    row = commands.create_category(tx, commands.CategoryDetails(body.nombre, body.descripcion))
    data = CategoriaOut(
        id=row.id, nombre=row.name, descripcion=row.description, activa=row.active, fechaCreacion=row.created_at
    )
    return Envelope(message="Categoría creada exitosamente", data=data)


@wire.command("POST", "/ingredientes", EDIT_ITEMS, refusals=(400,))
def crear_ingrediente(tx: Tx, body: IngredienteIn) -> Envelope[IngredienteOut]:
    """Add an ingredient; that wire knows ingredients by name, so two of one name are refused."""
    unit = unit_named(body.unidadMedida)
    name = " ".join(body.nombre.split())
    holder = tx.session.execute(select(Item.id).where(Item.active, fold_text(Item.name) == fold(name)).limit(1))
    if holder.first() is not None:
        raise IngredientNameTaken(name=name)
    new = commands.NewItem(
        sku=f"ING-{new_id().hex[-10:]}",
        name=name,
        kind=ItemKind.FOOD,
        base_unit=unit.base,
        category_id=body.categoriaId,
        description=body.descripcion,
        min_quantity=to_base(body.stockMinimo, unit.code, unit.base).amount,
        max_quantity=to_base(body.stockMaximo, unit.code, unit.base).amount,
        spoken_unit=unit.code,
    )
    item = commands.create_item(tx, new)
    tx.session.flush()
    return Envelope(message="Ingrediente creado exitosamente", data=_ingredient(queries.item(tx, item.id)))


@wire.command("POST", "/inventario/consumo", ISSUE_STOCK, status=200, refusals=(400,))
def registrar_consumo(tx: Tx, body: ConsumoIn) -> Envelope[ConsumoOut]:
    """Take out of stock what the kitchen used, all of it or nothing."""
    view = queries.item(tx, body.ingredienteId)
    unit = _spoken(view.item)
    reason = " · ".join(filter(None, (body.motivo, body.observaciones)))[:200]
    if body.loteId is None:
        issued = commands.issue(tx, reason, [Need(body.ingredienteId, body.cantidad, unit.code)])
    else:
        if queries.lot(tx, body.loteId)[0].item_id != body.ingredienteId:
            raise InvalidInput("loteId", Text(es="El lote es de otro ingrediente.", en="The lot is another ingredient's."))
        issued = commands.issue(tx, reason, [], [commands.Pick(body.loteId, body.cantidad, unit.code)], body.motivo)
    level = issued.levels[0]
    data = ConsumoOut(
        id=issued.id,
        ingredienteId=body.ingredienteId,
        cantidad=body.cantidad,
        unidadMedida=unit.code,
        lotes=[
            LoteConsumidoOut(
                loteId=draw.lot_id, codigo=draw.lot_code, cantidad=_in_unit(draw.quantity, unit), costo=draw.cost
            )
            for draw in issued.draws
        ],
        costoTotal=issued.total_cost,
        stockActual=_in_unit(level.on_hand, unit),
        nivelUrgencia=level.urgency,
    )
    return Envelope(message="Consumo registrado exitosamente", data=data)


@wire.query("/ingredientes/reabastecer", READ_STOCK, refusals=())
def ingredientes_para_reabastecer(tx: ReadTx) -> ListEnvelope[IngredienteOut]:
    """Ingredients at or below their minimum, the most urgent first."""
    wanted = queries.ItemFilter(active=True, low_only=True, low_first=True)
    found = [_ingredient(view) for view in queries.items(tx, wanted, None, LONGEST_LIST)]
    return ListEnvelope(data=found, count=len(found))


@wire.query("/lotes/proximos-vencer", READ_STOCK, refusals=())
def lotes_proximos_a_vencer(tx: ReadTx, dias: Annotated[int, Query(ge=0, le=3650)] = WARNING_DAYS) -> ListEnvelope[LoteOut]:
    """Lots that may still be used and expire within so many days, the soonest first; what has expired is not soon."""
    found = [_lot(tx, *row) for row in kitchen_wire.expiring_lots(tx, dias, LONGEST_LIST)]
    return ListEnvelope(data=found, count=len(found))


def _lot(tx: ReadTx, lot: Lot, item: Item) -> LoteOut:
    unit = _spoken(item)
    assert lot.expires_on is not None, "asked for by its expiry"
    days = (lot.expires_on - tx.today).days
    return LoteOut(
        id=lot.id,
        codigo=lot.code,
        ingredienteId=item.id,
        ingredienteNombre=item.name,
        proveedorNombre=lot.supplier_name,
        cantidadInicial=_in_unit(lot.initial_quantity, unit),
        cantidadDisponible=_in_unit(lot.remaining_quantity, unit),
        unidadMedida=unit.code,
        fechaVencimiento=lot.expires_on,
        fechaRecepcion=lot.received_at,
        precioUnitario=unit_cost(lot.initial_cost, lot.initial_quantity) * unit.factor_to_base,
        moneda="MXN",
        vencido=days < 0,
        diasHastaVencimiento=days,
        critico=severity_of(days) is ExpirySeverity.CRITICAL,
    )


@wire.query("/inventario/historial", READ_STOCK, refusals=())
def historial_de_movimientos(
    tx: ReadTx,
    ingredienteId: Id | None = None,  # noqa: N803 - that wire's name
    tipo: Tipo | None = None,
    fechaDesde: date | None = None,  # noqa: N803
    fechaHasta: date | None = None,  # noqa: N803
    limite: Annotated[int, Query(ge=1, le=LONGEST_LIST)] = 200,
) -> ListEnvelope[MovimientoOut]:
    """Lines of the ledger, the newest first; days are the brewery's, both inclusive."""
    wanted = kitchen_wire.MovementFilter(ingredienteId, tipo and tipo.value, fechaDesde, fechaHasta)
    found = [_movement(*row) for row in kitchen_wire.movements(tx, wanted, limite)]
    return ListEnvelope(data=found, count=len(found))


def _movement(movement: Movement, lot: Lot, item: Item) -> MovimientoOut:
    unit = _spoken(item)
    kind = kitchen_wire.type_of(movement.kind)
    quantity = _in_unit(movement.quantity, unit)
    return MovimientoOut(
        id=movement.id,
        ingredienteId=item.id,
        ingredienteNombre=item.name,
        loteId=lot.id,
        loteCodigo=lot.code,
        tipoMovimiento=kind,
        cantidad=abs(quantity) if kind in {"Entrada", "Salida"} else quantity,
        unidadMedida=unit.code,
        fechaMovimiento=movement.happened_at,
        motivo=movement.reference,
        documentoReferencia=movement.document_id,
        observaciones=movement.override_reason,
    )
