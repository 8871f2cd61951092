"""Opening stock as a sheet: what was on the shelf, and what it cost, on the day the books begin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import partial

from desertbrew.contexts.inventory.rules.lots import is_expired, supplier_lot_key
from desertbrew.contexts.inventory.rules.sheets.cells import FaultCode, RowFault, between, day, number, words
from desertbrew.contexts.inventory.rules.sheets.columns import ColumnRule, folded
from desertbrew.contexts.inventory.rules.sheets.items import UNIT_WORDS, CatalogueItem, amount, figure, read_sku
from desertbrew.contexts.inventory.rules.sheets.planning import (
    Alike,
    Duplicates,
    FieldChange,
    Outcome,
    PlannedRow,
    RowReader,
    unknown,
)
from desertbrew.kernel.errors import Text
from desertbrew.kernel.ids import Id
from desertbrew.kernel.money import CENTAVO, MOST_MONEY
from desertbrew.kernel.quantity import MOST_QUANTITY, UNITS, BaseUnit, UnitMismatch, to_base
from desertbrew.kernel.sheets import Cell

MOST_UNIT_COST = Decimal(10_000_000)

OPENING_COLUMNS: Sequence[ColumnRule] = (
    ColumnRule(
        "sku",
        Text("Clave", "SKU"),
        Text("la clave del artículo, como en el catálogo", "the item's code, as in the catalogue"),
        needed=True,
        aliases=("código", "code"),
    ),
    ColumnRule(
        "name",
        Text("Nombre", "Name"),
        Text("solo para leer; manda la clave", "for reading only; the code decides"),
        aliases=("artículo", "item", "ingrediente"),
    ),
    ColumnRule(
        "quantity",
        Text("Cantidad", "Quantity"),
        Text("cuánto hay, mayor que cero", "how much there is, above zero"),
        needed=True,
        aliases=("existencia", "stock", "qty"),
    ),
    ColumnRule(
        "unit",
        Text("Unidad", "Unit"),
        Text("vacía es la unidad base; o saco, caja…", "empty is the base unit; or sack, box…"),
        aliases=("um",),
    ),
    ColumnRule(
        "unit_cost",
        Text("Costo unitario", "Unit cost"),
        Text("pesos por esa unidad, antes de impuestos", "pesos for one such unit, before taxes"),
        needed=True,
        aliases=("costo", "precio", "cost", "price", "precio unitario"),
    ),
    ColumnRule(
        "supplier_lot",
        Text("Lote del proveedor", "Supplier lot"),
        Text("el número del saco o la caja", "the number on the sack or box"),
        aliases=("lote", "lot", "lote proveedor"),
    ),
    ColumnRule(
        "expires_on",
        Text("Caducidad", "Expiry"),
        Text("día/mes/año", "day/month/year"),
        aliases=("caduca", "vence", "vencimiento", "fecha de caducidad", "expires", "expiry date"),
    ),
    ColumnRule(
        "location",
        Text("Lugar", "Place"),
        Text("clave o nombre de un lugar que ya existe", "code or name of a place that exists"),
        aliases=("ubicación", "almacén", "location", "storage"),
    ),
)


@dataclass(frozen=True, slots=True)
class OpeningRecord:
    """One lot that was there when the books began; `quantity` in the base unit, `cost` in pesos for all of it."""

    item: CatalogueItem
    quantity: Decimal
    cost: Decimal
    supplier_lot: str | None
    expires_on: date | None
    location_id: Id | None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the rows are read against."""

    catalogue: Mapping[str, CatalogueItem]
    places: Mapping[str, Id]
    """By code and by name, folded."""
    today: date
    decimal_comma: bool


def plan_opening(rows: Sequence[tuple[int, Mapping[str, Cell]]], around: Surroundings) -> list[PlannedRow]:
    """What each row puts on the shelf; an item's opening is posted once, whole."""
    duplicates = Duplicates()
    alike = Alike({f"{item.sku} ({item.name})": item.sku for item in around.catalogue.values()})
    by_name = Alike({f"{item.sku} ({item.name})": item.name for item in around.catalogue.values()})
    running = {item.sku: item.on_hand for item in around.catalogue.values()}
    planned = []
    for at, row in rows:
        reader = RowReader(row)
        record = _record(reader, around, (alike, by_name))
        if record is not None and not reader.faults:
            key = (record.item.id, supplier_lot_key(record.supplier_lot or ""), record.expires_on, record.location_id)
            reader.faults += duplicates.fault((*key, record.cost / record.quantity), at, "sku")
        label = reader.label("sku", "name")
        if record is None or reader.faults:
            planned.append(PlannedRow(at, label, Outcome.ERROR, faults=tuple(reader.faults)))
            continue
        unit = record.item.base_unit
        before = running[record.item.sku]
        running[record.item.sku] = after = before + record.quantity
        changes = (
            FieldChange("on_hand", _quantity(before, unit), _quantity(after, unit)),
            FieldChange("cost", None, format(record.cost, "f")),
        )
        planned.append(PlannedRow(at, label, Outcome.NEW, changes, (), _notes(record, around.today), record))
    return planned


def _quantity(held: Decimal, unit: BaseUnit) -> str:
    return f"{figure(held)} {unit}"


def _notes(record: OpeningRecord, today: date) -> tuple[RowFault, ...]:
    if not is_expired(record.expires_on, today):
        return ()
    said = Text(es="Ya caducó: entra, y no se podrá usar.", en="It has expired: it comes in, and cannot be used.")
    return (RowFault("expires_on", FaultCode.EXPIRED, said),)


def _record(reader: RowReader, around: Surroundings, alike: tuple[Alike, Alike]) -> OpeningRecord | None:
    sku = reader.take("sku", read_sku, needed=True)
    item = around.catalogue.get(sku) if sku else None
    if sku and item is None:
        name = reader.take("name", partial(words, longest=200)) or ""
        reader.faults.append(unknown("sku", sku, alike[0].to(sku) or alike[1].to(name)))
    if item is not None and item.opened:
        said = Text(
            es="Su existencia inicial ya se registró; corrígela con un conteo.",
            en="Its opening stock was posted already; correct it by a count.",
        )
        reader.faults.append(RowFault("sku", FaultCode.ALREADY_OPENED, said))
    typed = reader.take("quantity", partial(amount, decimal_comma=around.decimal_comma), needed=True)
    unit = reader.take("unit", partial(words, longest=20))
    unit_cost = reader.take("unit_cost", partial(_unit_cost, decimal_comma=around.decimal_comma), needed=True)
    supplier_lot = reader.take("supplier_lot", partial(words, longest=60))
    expires_on = reader.take("expires_on", day)
    location_id = _location(reader, around)
    if item is None or typed is None or unit_cost is None:
        return None
    quantity = in_base(reader, item, typed, unit)
    cost = (typed * unit_cost).quantize(CENTAVO, ROUND_HALF_UP)
    if cost > MOST_MONEY:
        said = Text(es="El importe es imposible.", en="The amount is impossible.")
        reader.faults.append(RowFault("unit_cost", FaultCode.OUT_OF_RANGE, said))
    return None if quantity is None else OpeningRecord(item, quantity, cost, supplier_lot, expires_on, location_id)


def _unit_cost(cell: Cell, *, decimal_comma: bool) -> Decimal | None:
    return between(number(cell, decimal_comma=decimal_comma), Decimal(0), MOST_UNIT_COST)


def _location(reader: RowReader, around: Surroundings) -> Id | None:
    typed = reader.take("location", partial(words, longest=60))
    if typed is None:
        return None
    found = around.places.get(folded(typed))
    if found is None:
        reader.faults.append(unknown("location", typed, Alike({name: name for name in around.places}).to(typed)))
    return found


def in_base(reader: RowReader, item: CatalogueItem, typed: Decimal, unit: str | None) -> Decimal | None:
    """So many base units, whichever case the unit is written in; None, and a fault, where nothing converts."""
    written = (unit or item.base_unit).casefold()
    named = {code.casefold(): code for code in (*UNITS, *item.conversions)}
    named |= dict.fromkeys(UNIT_WORDS[item.base_unit], item.base_unit.value)
    try:
        found = to_base(typed, named.get(written, written), item.base_unit, dict(item.conversions)).amount
    except UnitMismatch:
        said = Text(
            es="{item} se lleva en {base}; falta decir cuánto es {unit}.",
            en="{item} is kept in {base}; nobody said how much {unit} is.",
        )
        facts = {"item": item.name, "base": item.base_unit, "unit": unit or ""}
        reader.faults.append(RowFault("unit", FaultCode.UNIT_DOES_NOT_CONVERT, said, facts))
        return None
    if not 0 <= found <= MOST_QUANTITY or (found == 0) != (typed == 0):
        said = Text(es="La cantidad es imposible.", en="The quantity is impossible.")
        reader.faults.append(RowFault("quantity", FaultCode.OUT_OF_RANGE, said))
        return None
    return found
