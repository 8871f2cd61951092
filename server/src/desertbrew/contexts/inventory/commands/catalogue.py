"""Items and how they are measured."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from desertbrew.contexts.inventory.contract import ItemCreated, ItemKind
from desertbrew.contexts.inventory.errors import SkuTaken
from desertbrew.contexts.inventory.rules import DrawPolicy, normalize_sku
from desertbrew.contexts.inventory.tables import Item, ItemConversion, StockBalance, SupplierCopy
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
    draw_policy: DrawPolicy = DrawPolicy.FIFO


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
    item = Item(
        id=new_id(),
        sku=sku,
        name=new.name,
        kind=new.kind.value,
        base_unit=new.base_unit.value,
        draw_policy=new.draw_policy.value,
        created_at=tx.now,
    )
    tx.session.add(item)
    tx.session.flush()
    # The balance row is there from the start, so that issues have something to lock.
    tx.session.add(StockBalance(item_id=item.id, quantity=Decimal(0), value=Decimal(0)))
    tx.emit(ItemCreated(item.id, sku, new.name, new.kind, new.base_unit))
    return item


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
