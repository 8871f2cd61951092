"""The catalogue as a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial

from desertbrew.contexts.inventory.contract import ItemKind
from desertbrew.contexts.inventory.rules.drawing import DrawPolicy, normalize_sku
from desertbrew.contexts.inventory.rules.sheets.cells import FaultCode, RowFault, Unreadable, between, number, words
from desertbrew.contexts.inventory.rules.sheets.columns import ColumnRule, folded
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
from desertbrew.kernel.quantity import MOST_QUANTITY, UNITS, BaseUnit
from desertbrew.kernel.sheets import Cell

LONGEST_SKU = 40
LONGEST_NAME = 120
MOST_FACTOR = Decimal(1_000_000)
UNIT = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,19}")
SHIFTS = str.maketrans("áéíóúüñÁÉÍÓÚÜÑ", "aeiouunAEIOUUN")

KIND_WORDS: Mapping[ItemKind, tuple[str, str]] = {
    ItemKind.MALT: ("Malta", "Malt"),
    ItemKind.HOPS: ("Lúpulo", "Hops"),
    ItemKind.YEAST: ("Levadura", "Yeast"),
    ItemKind.ADJUNCT: ("Adjunto", "Adjunct"),
    ItemKind.WATER_AGENT: ("Sal de agua", "Water agent"),
    ItemKind.CHEMICAL: ("Químico", "Chemical"),
    ItemKind.PACKAGING: ("Empaque", "Packaging"),
    ItemKind.BEER: ("Cerveza", "Beer"),
    ItemKind.FOOD: ("Ingrediente de cocina", "Kitchen ingredient"),
    ItemKind.PREPARED: ("Preparado", "Prepared"),
    ItemKind.RESALE: ("Reventa", "Resale"),
    ItemKind.SUPPLY: ("Consumible", "Supply"),
    ItemKind.OTHER: ("Otro", "Other"),
}
UNIT_WORDS: Mapping[BaseUnit, tuple[str, ...]] = {
    BaseUnit.KG: ("kg", "kilo", "kilos", "kilogramo", "kgs"),
    BaseUnit.L: ("l", "lt", "litro", "litros", "liter", "litre"),
    BaseUnit.PIECE: ("piece", "pieza", "piezas", "pz", "pza", "pzas", "unidad", "each", "ea"),
}
POLICY_WORDS: Mapping[DrawPolicy, tuple[str, ...]] = {
    DrawPolicy.FIFO: ("fifo", "peps", "primeras entradas", "mas antiguo"),
    DrawPolicy.FEFO: ("fefo", "pcps", "caducidad", "primero en caducar"),
}

ITEM_COLUMNS: Sequence[ColumnRule] = (
    ColumnRule(
        "sku",
        Text("Clave", "SKU"),
        Text("letras, cifras y guiones, hasta 40", "letters, digits and hyphens, 40 at most"),
        needed=True,
        aliases=("código", "codigo", "code", "clave del artículo"),
    ),
    ColumnRule(
        "name",
        Text("Nombre", "Name"),
        Text("cómo se llama el artículo", "what the item is called"),
        aliases=("artículo", "item", "ingrediente", "descripción corta", "producto"),
    ),
    ColumnRule(
        "kind",
        Text("Tipo", "Kind"),
        Text(
            ", ".join(spanish for spanish, _ in KIND_WORDS.values()),
            ", ".join(english for _, english in KIND_WORDS.values()),
        ),
        aliases=("clase",),
    ),
    ColumnRule(
        "base_unit",
        Text("Unidad base", "Base unit"),
        Text("kg, L o pieza; no cambia después", "kg, L or piece; it does not change later"),
        aliases=("unidad", "unit", "unidad de medida", "um"),
    ),
    ColumnRule(
        "conversions",
        Text("Equivalencias", "Conversions"),
        Text("cuántas unidades base es cada una: saco=25; caja=12", "base units in each: sack=25; box=12"),
        aliases=("presentaciones", "packs"),
    ),
    ColumnRule(
        "draw_policy",
        Text("Orden de salida", "Draw policy"),
        Text("PEPS (lo más antiguo) o FEFO (lo que caduca antes)", "FIFO (the oldest) or FEFO (the soonest to expire)"),
        aliases=("salida", "policy"),
    ),
    ColumnRule(
        "category",
        Text("Categoría", "Category"),
        Text("una que ya existe", "one that exists"),
        aliases=("familia", "grupo"),
    ),
    ColumnRule(
        "min_quantity",
        Text("Mínimo", "Minimum"),
        Text("en unidad base; al llegar ahí avisa", "in base units; there it warns"),
        aliases=("stock mínimo", "mín", "min"),
    ),
    ColumnRule(
        "max_quantity",
        Text("Máximo", "Maximum"),
        Text("en unidad base, mayor que el mínimo", "in base units, above the minimum"),
        aliases=("stock máximo", "máx", "max"),
    ),
)


@dataclass(frozen=True, slots=True)
class CatalogueItem:
    """An item as it is now."""

    id: Id
    sku: str
    name: str
    kind: str
    base_unit: BaseUnit
    draw_policy: str
    conversions: Mapping[str, Decimal] = field(default_factory=dict)
    on_hand: Decimal = Decimal(0)
    opened: bool = False
    """Its opening stock was posted."""
    category: str | None = None
    min_quantity: Decimal | None = None
    max_quantity: Decimal | None = None


@dataclass(frozen=True, slots=True)
class KnownCategory:
    """A category that takes items."""

    id: Id
    name: str
    draw_policy: DrawPolicy | None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What there is: items by SKU, categories by folded name."""

    items: Mapping[str, CatalogueItem]
    categories: Mapping[str, KnownCategory]


@dataclass(frozen=True, slots=True)
class ItemRecord:
    """What a row says of an item; None where it says nothing, and then nothing changes."""

    known: CatalogueItem | None
    sku: str
    name: str | None
    kind: ItemKind | None
    base_unit: BaseUnit | None
    draw_policy: DrawPolicy | None
    conversions: Mapping[str, Decimal]
    category: KnownCategory | None
    min_quantity: Decimal | None
    max_quantity: Decimal | None

    def whole(self) -> tuple[str, ItemKind, BaseUnit]:
        """What a new item cannot do without; the plan refuses rows that lack it."""
        assert self.name is not None
        assert self.kind is not None
        assert self.base_unit is not None
        return self.name, self.kind, self.base_unit


def read_sku(cell: Cell) -> str | None:
    """A code, as the catalogue writes it."""
    written = words(cell, 200)
    sku = normalize_sku((written or "").translate(SHIFTS))
    if not 0 < len(sku) <= LONGEST_SKU:
        raise Unreadable(
            FaultCode.NOT_A_SKU,
            "La clave no sirve: letras y cifras, hasta 40.",
            "Not a SKU: letters and digits, 40 at most.",
        )
    return sku


def _choice(cell: Cell, named: Mapping[str, Iterable[str]]) -> str:
    """The code whose name, in either language, the cell says."""
    typed = folded(words(cell, 200) or "")
    for code, names in named.items():
        if typed in {folded(code), *map(folded, names)}:
            return code
    raise Unreadable(
        FaultCode.NOT_A_CHOICE,
        "No es una de las opciones: {choices}.",
        "Not one of the choices: {choices}.",
        choices=", ".join(next(iter(names), code) for code, names in named.items()),
    )


def read_kind(cell: Cell) -> ItemKind:
    """A kind by its word in either language."""
    return ItemKind(_choice(cell, {kind.value: names for kind, names in KIND_WORDS.items()}))


def read_base_unit(cell: Cell) -> BaseUnit:
    """One of the three."""
    return BaseUnit(_choice(cell, {unit.value: names for unit, names in UNIT_WORDS.items()}))


def read_policy(cell: Cell) -> DrawPolicy:
    """FIFO or FEFO, in either language."""
    return DrawPolicy(_choice(cell, {policy.value: names for policy, names in POLICY_WORDS.items()}))


def read_conversions(cell: Cell, *, decimal_comma: bool) -> Mapping[str, Decimal]:
    """`saco=25; caja=12`: each unit, and how many base units it is."""
    found: dict[str, Decimal] = {}
    for part in re.split(r"[;\n|]", words(cell, 1000) or ""):
        if not part.strip():
            continue
        unit, equals, figure = part.partition("=")
        unit = unit.strip().translate(SHIFTS)
        factor = number(figure.strip() or None, decimal_comma=decimal_comma) if equals else None
        if not UNIT.fullmatch(unit) or factor is None or not 0 < factor <= MOST_FACTOR or unit in found:
            raise Unreadable(
                FaultCode.BAD_CONVERSION,
                "«{typed}» no es una equivalencia: escribe saco=25; caja=12.",
                "“{typed}” is no conversion: write sack=25; box=12.",
                typed=part.strip(),
            )
        found[unit] = factor
    return found


def figure(level: Decimal) -> str:
    """Without the zeros that say nothing."""
    return format(level.normalize(), "f") if level else "0"


def conversions_text(conversions: Mapping[str, Decimal]) -> str:
    """As `read_conversions` reads them."""
    return "; ".join(f"{unit}={figure(factor)}" for unit, factor in sorted(conversions.items()))


def plan_items(
    rows: Sequence[tuple[int, Mapping[str, Cell]]], catalogue: Catalogue, *, decimal_comma: bool
) -> list[PlannedRow]:
    """What each row does to the catalogue, by SKU; an empty cell leaves what there is."""
    duplicates = Duplicates()
    alike = Alike({f"{item.sku} ({item.name})": item.name for item in catalogue.items.values()})
    planned = []
    for at, row in rows:
        reader = RowReader(row)
        record = _record(reader, catalogue, decimal_comma=decimal_comma)
        if record.sku:
            reader.faults += duplicates.fault(record.sku, at, "sku")
        label = reader.label("sku", "name")
        if reader.faults:
            planned.append(PlannedRow(at, label, Outcome.ERROR, faults=tuple(reader.faults)))
            continue
        changes = _changes(record)
        outcome = Outcome.NEW if record.known is None else Outcome.CHANGE if changes else Outcome.SAME
        planned.append(PlannedRow(at, label, outcome, changes, (), _lookalike(record, alike), record))
    return planned


def _record(reader: RowReader, catalogue: Catalogue, *, decimal_comma: bool) -> ItemRecord:
    sku = reader.take("sku", read_sku, needed=True) or ""
    known = catalogue.items.get(sku)
    is_new = known is None
    name = reader.take("name", partial(words, longest=LONGEST_NAME, shortest=2), needed=is_new)
    kind = reader.take("kind", read_kind, needed=is_new)
    base_unit = reader.take("base_unit", read_base_unit, needed=is_new)
    policy = reader.take("draw_policy", read_policy)
    conversions = reader.take("conversions", partial(read_conversions, decimal_comma=decimal_comma)) or {}
    base = known.base_unit if known else base_unit
    if known and base_unit not in {None, known.base_unit}:
        said = Text(es="La unidad base es {unit} y no cambia.", en="The base unit is {unit} and does not change.")
        reader.faults.append(RowFault("base_unit", FaultCode.BASE_UNIT_CHANGES, said, {"unit": known.base_unit}))
    for unit in conversions:
        if unit in UNITS and UNITS[unit].base == base:
            said = Text(
                es="{unit} ya tiene su equivalencia para todo el mundo.", en="{unit} converts for everybody already."
            )
            reader.faults.append(RowFault("conversions", FaultCode.BAD_CONVERSION, said, {"unit": unit}))
    low, high = _levels(reader, known, decimal_comma=decimal_comma)
    category = _category(reader, catalogue, known)
    return ItemRecord(known, sku, name, kind, base_unit, policy, conversions, category, low, high)


def _levels(reader: RowReader, known: CatalogueItem | None, *, decimal_comma: bool) -> tuple[Decimal | None, Decimal | None]:
    """The minimum and the maximum, which together with what there is must stand in order. (INV-I2)"""
    low = reader.take("min_quantity", partial(_level, decimal_comma=decimal_comma))
    high = reader.take("max_quantity", partial(amount, decimal_comma=decimal_comma))
    floor = low if low is not None or known is None else known.min_quantity
    ceiling = high if high is not None or known is None else known.max_quantity
    if floor is not None and ceiling is not None and floor >= ceiling:
        said = Text(es="El máximo debe ser mayor que el mínimo.", en="The maximum must be above the minimum.")
        reader.faults.append(RowFault("max_quantity", FaultCode.MIN_ABOVE_MAX, said))
    return low, high


def _level(cell: Cell, *, decimal_comma: bool) -> Decimal | None:
    return between(number(cell, decimal_comma=decimal_comma), Decimal(0), MOST_QUANTITY)


def _category(reader: RowReader, catalogue: Catalogue, known: CatalogueItem | None) -> KnownCategory | None:
    typed = reader.take("category", partial(words, longest=60))
    if typed is None or (known and known.category and folded(known.category) == folded(typed)):
        return None
    found = catalogue.categories.get(folded(typed))
    if found is None:
        meant = Alike({category.name: category.name for category in catalogue.categories.values()}).to(typed)
        reader.faults.append(unknown("category", typed, meant))
    return found


def _changes(record: ItemRecord) -> tuple[FieldChange, ...]:
    known = record.known
    after = {"name": record.name, "kind": record.kind, "base_unit": record.base_unit, "draw_policy": record.draw_policy}
    before = {name: getattr(known, name) if known else None for name in after}
    changes = [
        FieldChange(name, before[name], str(value))
        for name, value in after.items()
        if value is not None and str(value) != str(before[name])
    ]
    if record.category:
        changes.append(FieldChange("category", known.category if known else None, record.category.name))
    for name, level in (("min_quantity", record.min_quantity), ("max_quantity", record.max_quantity)):
        had_level = getattr(known, name) if known else None
        if level is not None and level != had_level:
            changes.append(FieldChange(name, None if had_level is None else figure(had_level), figure(level)))
    own = known.conversions if known else {}
    new = {unit: factor for unit, factor in record.conversions.items() if own.get(unit) != factor}
    if new:
        had = conversions_text({unit: own[unit] for unit in new if unit in own})
        changes.append(FieldChange("conversions", had or None, conversions_text(new)))
    return tuple(changes)


def _lookalike(record: ItemRecord, alike: Alike) -> tuple[RowFault, ...]:
    """A new item whose name nearly is another's may be that one under a mistyped code."""
    meant = alike.to(record.name or "") if record.known is None else None
    if meant is None:
        return ()
    said = Text(es="Se parece a {meant}. ¿Es otro artículo?", en="It looks like {meant}. Is it another item?")
    return (RowFault("name", FaultCode.LOOKS_LIKE, said, {"meant": meant}),)


def amount(cell: Cell, *, decimal_comma: bool) -> Decimal | None:
    """A quantity that moves stock: more than nothing."""
    return between(number(cell, decimal_comma=decimal_comma), Decimal(0), MOST_QUANTITY, low_is_in=False)
