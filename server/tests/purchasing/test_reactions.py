"""What purchasing keeps of the items that inventory tells of; each event comes twice, and in either order."""

from __future__ import annotations

import pytest

from desertbrew.contexts.inventory.contract import ItemChanged, ItemCreated, ItemKind
from desertbrew.contexts.purchasing import queries, reactions
from desertbrew.kernel.ids import Id
from desertbrew.kernel.quantity import BaseUnit
from desertbrew.platform.db import Database, Origin

ITEM = Id("01900000-0000-7000-8000-000000000009")
CREATED = ItemCreated(ITEM, "CARA", "Malta Caramelo", ItemKind.MALT, BaseUnit.KG)
CHANGED = ItemChanged(ITEM, "CARA", "Malta Caramelo 60", ItemKind.MALT, BaseUnit.KG, active=True)
DROPPED = ItemChanged(ITEM, "CARA", "Malta Caramelo 60", ItemKind.MALT, BaseUnit.KG, active=False)


def names(database: Database) -> list[str]:
    with database.read() as tx:
        return [item.name for item in queries.items(tx, None, None, 10)]


@pytest.mark.parametrize("late", [False, True])
def test_an_item_is_known_as_it_is_called_now(purchasing: Database, origin: Origin, late: bool) -> None:
    happened = (CHANGED, CREATED) if late else (CREATED, CHANGED)
    for event in (*happened, *happened):
        if isinstance(event, ItemCreated):
            purchasing.write(lambda tx, told=event: reactions.know_item(tx, told), origin)  # type: ignore[misc]
        else:
            purchasing.write(lambda tx, told=event: reactions.change_item(tx, told), origin)  # type: ignore[misc]
    assert names(purchasing) == ["Malta Caramelo 60"]


def test_an_item_that_nobody_uses_is_not_offered(purchasing: Database, origin: Origin) -> None:
    for event in (CHANGED, DROPPED, DROPPED):
        purchasing.write(lambda tx, told=event: reactions.change_item(tx, told), origin)  # type: ignore[misc]
    assert names(purchasing) == []
