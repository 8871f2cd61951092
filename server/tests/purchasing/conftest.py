"""Purchasing alone: what it does needs no neighbour."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from desertbrew.contexts.purchasing.context import CONTEXT
from desertbrew.platform.context import Context
from desertbrew.platform.db import Database, Origin
from purchasing.desk import Desk


@pytest.fixture
def contexts() -> Sequence[Context]:
    """This context."""
    return (CONTEXT,)


@pytest.fixture
def purchasing(databases: dict[str, Database]) -> Database:
    """Its database."""
    return databases["purchasing"]


@pytest.fixture
def desk(purchasing: Database, origin: Origin) -> Desk:
    """A buyer who has heard of three items."""
    desk = Desk(purchasing, origin)
    desk.know_items()
    return desk
