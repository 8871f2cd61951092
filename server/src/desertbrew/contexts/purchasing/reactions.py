"""What purchasing does when it hears of others' facts."""

from __future__ import annotations

from desertbrew.contexts.inventory.contract import ItemCreated
from desertbrew.contexts.purchasing import commands
from desertbrew.platform.context import Reactions
from desertbrew.platform.db import Tx

reactions = Reactions()


@reactions.on(ItemCreated)
def know_item(tx: Tx, happened: ItemCreated) -> None:
    """Keep it, so that it can be ordered while inventory is down."""
    item = commands.KnownItem(happened.item_id, happened.sku, happened.name, happened.kind, happened.base_unit)
    commands.know_item(tx, item)
