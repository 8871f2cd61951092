"""Production alone: its database on the dialect of this run, and a brewhouse in it."""

from __future__ import annotations

import pytest

from desertbrew.platform.db import Database, Origin
from production.brewhouse import Brewhouse


@pytest.fixture
def production(databases: dict[str, Database]) -> Database:
    """Production's database, migrated and empty."""
    return databases["production"]


@pytest.fixture
def brewhouse(production: Database, origin: Origin) -> Brewhouse:
    """An empty brewhouse."""
    return Brewhouse(production, origin)
