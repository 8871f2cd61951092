"""Alerts alone: its database on the dialect of this run, and events as its neighbours tell them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from alerts.neighbours import Neighbours
from desertbrew.contexts.alerts.context import CONTEXT
from desertbrew.platform.context import Context
from desertbrew.platform.db import Database


@pytest.fixture
def contexts() -> Sequence[Context]:
    """This context, whose job the tests run themselves: the host's clock would run it between two words."""
    return (replace(CONTEXT, jobs=()),)


@pytest.fixture
def alerts(databases: dict[str, Database]) -> Database:
    """Its database."""
    return databases["alerts"]


@pytest.fixture
def neighbours(alerts: Database) -> Neighbours:
    """Whoever warns."""
    return Neighbours(alerts)
