"""A warehouse with somebody at its counter, for what goes over the wire."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx

from desertbrew.kernel.ids import Id, new_id
from inventory.warehouse import Warehouse
from support.client import Client

NOBODY = str(new_id())


@dataclass
class Shop:
    """A warehouse with an item in stock, and somebody at its counter."""

    client: Client
    warehouse: Warehouse
    item_id: Id
    lot_id: Id
    receipt_id: Id

    def line(self, **changed: Any) -> dict[str, Any]:
        return {"item_id": str(self.item_id), "quantity": "1", "unit": "kg", **changed}

    def delivery(self, **changed: Any) -> dict[str, Any]:
        return {"supplier_id": str(self.warehouse.supplier_id), "lines": [self.line(total_cost="10.50", **changed)]}


Request = Callable[[Shop], httpx.Response]
Routes = dict[tuple[str, str], tuple[Request, int, Request, str]]
"""Route -> what works and its status, what does not and how it is refused."""
