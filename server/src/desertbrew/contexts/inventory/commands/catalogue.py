"""Items and how they are measured."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from desertbrew.contexts.inventory.contract import ItemChanged, ItemCreated, ItemKind, LowStockCleared
from desertbrew.contexts.inventory.errors import CategoryInactive, SkuTaken
from desertbrew.contexts.inventory.rules import DrawPolicy, normalize_sku, urgency_of, usual_policy
from desertbrew.contexts.inventory.tables import Item, ItemCategory, ItemConversion, StockBalance, SupplierCopy
from desertbrew.kernel.errors import InvalidInput, NotFound, Text
from desertbrew.kernel.ids import Id, new_id
from desertbrew.kernel.quantity import UNITS, BaseUnit
from desertbrew.platform.db import Tx

SKU_MAX = 40


@dataclass(frozen=True, slots=True)
class NewItem:
    """What is known of an item when it enters the catalogue."""

    sku: str
    name: str
    kind: ItemKind
    base_unit: BaseUnit
    draw_policy: DrawPolicy | None = None
    """By its category or its kind, where nobody says."""
    category_id: Id | None = None
    description: str = ""
    min_quantity: Decimal | None = None
    max_quantity: Decimal | None = None
    spoken_unit: str = ""
    """The unit that another program speaks of it in, where that is not the base unit."""


@dataclass(frozen=True, slots=True)
class ItemDetails:
    """What may change of an item while it is in the catalogue: all but its code and its base unit; levels in that unit."""

    name: str
    kind: ItemKind
    category_id: Id | None = None
    description: str = ""
    min_quantity: Decimal | None = None
    max_quantity: Decimal | None = None
    active: bool = True


def create_item(tx: Tx, new: NewItem) -> Item:
    """Add an item to the catalogue of the whole company; refuses a code that another item has."""
    sku = normalize_sku(new.sku)
    if not 0 < len(sku) <= SKU_MAX:  # upper case can be longer: ß becomes SS
        raise InvalidInput(
            "/sku", Text(es="La clave no sirve: letras y cifras, hasta 40.", en="Not a SKU: letters and digits, 40 at most.")
        )
    holder = tx.session.execute(select(Item.name).where(Item.sku == sku)).scalar_one_or_none()
    if holder is not None:
        raise SkuTaken(sku=sku, name=holder)
    _check_levels(new.min_quantity, new.max_quantity)
    category = _open_category(tx, new.category_id)
    of_category = DrawPolicy(category.draw_policy) if category and category.draw_policy else None
    policy = new.draw_policy or usual_policy(new.kind, of_category)
    item = Item(
        id=new_id(),
        sku=sku,
        name=new.name,
        kind=new.kind.value,
        base_unit=new.base_unit.value,
        draw_policy=policy.value,
        category_id=new.category_id,
        description=new.description,
        min_quantity=new.min_quantity,
        max_quantity=new.max_quantity,
        active=True,
        spoken_unit=new.spoken_unit,
        created_at=tx.now,
    )
    tx.session.add(item)
    tx.session.flush()
    # The balance row is there from the start, so that issues have something to lock.
    tx.session.add(StockBalance(item_id=item.id, quantity=Decimal(0), value=Decimal(0)))
    tx.emit(ItemCreated(item.id, sku, new.name, new.kind, new.base_unit, new.spoken_unit))
    return item


def edit_item(tx: Tx, item_id: Id, new: ItemDetails) -> Item:
    """Say anew what an item is called, what it is for, how much of it there should be, and whether it is used. (INV-I2)

    It may stay in a category that has closed, not go into one. What it takes to be low may change here too: an item that
    no longer is gets its `LowStockCleared`.
    """
    item = tx.session.get(Item, item_id)
    if item is None:
        raise NotFound(what=Text("un artículo", "item"), id=item_id)
    _check_levels(new.min_quantity, new.max_quantity)
    if new.category_id != item.category_id:
        _open_category(tx, new.category_id)
    balance = tx.session.get_one(StockBalance, item_id, with_for_update=True)
    minimum = item.min_quantity if item.active else None
    item.name = new.name
    item.kind = new.kind.value
    item.category_id = new.category_id
    item.description = new.description
    item.min_quantity = new.min_quantity
    item.max_quantity = new.max_quantity
    item.active = new.active
    tx.emit(ItemChanged(item.id, item.sku, new.name, new.kind, BaseUnit(item.base_unit), new.active, item.spoken_unit))
    low_now = new.active and urgency_of(balance.quantity, new.min_quantity)
    if minimum is not None and urgency_of(balance.quantity, minimum) and not low_now:
        tx.emit(LowStockCleared(item.id, balance.quantity, minimum))
    return item


def _check_levels(minimum: Decimal | None, maximum: Decimal | None) -> None:
    if minimum is not None and maximum is not None and minimum >= maximum:
        raise InvalidInput(
            "/max_quantity", Text(es="El máximo debe ser mayor que el mínimo.", en="The maximum must be above the minimum.")
        )


def _open_category(tx: Tx, category_id: Id | None) -> ItemCategory | None:
    """The category that something new goes into; held shared, so that it cannot close before our commit. (INV-I1)"""
    if category_id is None:
        return None
    category = tx.session.get(ItemCategory, category_id, with_for_update={"read": True})
    if category is None:
        raise NotFound(what=Text("una categoría", "category"), id=category_id)
    if not category.active:
        raise CategoryInactive(name=category.name)
    return category


def set_conversion(tx: Tx, item_id: Id, unit: str, factor_to_base: Decimal) -> Item:
    """Say how many base units of the item one `unit` is; a unit of the common table keeps its common meaning."""
    item = tx.session.get(Item, item_id)
    if item is None:
        raise NotFound(what=Text("un artículo", "item"), id=item_id)
    common = UNITS.get(unit)
    if common is not None and common.base == item.base_unit:
        raise InvalidInput(
            "unit",
            Text(
                es="{unit} ya equivale a {factor} {base} para todo el mundo.",
                en="{unit} is {factor} {base} for everybody already.",
            ),
            unit=unit,
            factor=format(common.factor_to_base, "f"),
            base=item.base_unit,
        )
    known = tx.session.get(ItemConversion, (item_id, unit))
    if known is None:
        tx.session.add(ItemConversion(item_id=item_id, unit=unit, factor_to_base=factor_to_base))
    else:
        known.factor_to_base = factor_to_base
    return item


def set_draw_policy(tx: Tx, item_id: Id, policy: DrawPolicy) -> Item:
    """Say which lot of the item goes first from now on."""
    item = tx.session.get(Item, item_id)
    if item is None:
        raise NotFound(what=Text("un artículo", "item"), id=item_id)
    item.draw_policy = policy.value
    return item


def know_supplier(tx: Tx, supplier_id: Id, name: str) -> None:
    """Keep a copy of a supplier's name."""
    tx.session.merge(SupplierCopy(id=supplier_id, name=name))
