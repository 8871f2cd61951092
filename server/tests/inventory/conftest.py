"""Inventory alone: its database on the dialect of this run, and a warehouse in it."""

from __future__ import annotations

import pytest

from desertbrew.platform.db import Database, Origin
from inventory.cooperage import Cooperage
from inventory.warehouse import Warehouse


@pytest.fixture
def inventory(databases: dict[str, Database]) -> Database:
    """Inventory's database, migrated and empty."""
    return databases["inventory"]


@pytest.fixture
def warehouse(inventory: Database, origin: Origin) -> Warehouse:
    """An empty warehouse with one supplier."""
    return Warehouse(inventory, origin)


@pytest.fixture
def cooperage(inventory: Database, origin: Origin) -> Cooperage:
    """A brewery without kegs."""
    return Cooperage(inventory, origin)
