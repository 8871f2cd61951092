"""Who answers a context's questions where the neighbour lives in this process."""

from __future__ import annotations

from collections.abc import Sequence

from desertbrew.contexts.inventory import queries as inventory_queries
from desertbrew.contexts.inventory.contract import Available, DeliveryFault, DeliveryLine, Need, StockFigure
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import Database


class LocalMaterialAvailability:
    """Asks inventory's database in this process."""

    def __init__(self, inventory: Database) -> None:
        self._inventory = inventory

    def check(self, needs: Sequence[Need]) -> list[Available]:
        """One answer an item."""
        with self._inventory.read() as tx:
            return inventory_queries.availability(tx, needs)


class LocalDeliveryCheck:
    """Asks inventory's database in this process."""

    def __init__(self, inventory: Database) -> None:
        self._inventory = inventory

    def check(self, lines: Sequence[DeliveryLine]) -> list[tuple[DeliveryFault, ...]]:
        """What is wrong with each line."""
        with self._inventory.read() as tx:
            return inventory_queries.delivery_faults(tx, lines)


class LocalStockFigures:
    """Asks inventory's database in this process."""

    def __init__(self, inventory: Database) -> None:
        self._inventory = inventory

    def ask(self, item_ids: Sequence[Id] = ()) -> list[StockFigure]:
        """These active items, or all of them."""
        with self._inventory.read() as tx:
            return inventory_queries.stock_figures(tx, item_ids)
