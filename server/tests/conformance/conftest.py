"""Every registered context passes the same suite; a new one is in it by being registered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desertbrew.apps import compose, registry
from desertbrew.kernel.clock import SystemClock
from desertbrew.platform.context import Context
from desertbrew.platform.db import Database
from desertbrew.platform.ports import Ports
from support.stores import Store


@pytest.fixture(params=registry.CONTEXTS, ids=lambda context: context.name)
def context(request: pytest.FixtureRequest) -> Context:
    """Each context in turn."""
    found: Context = request.param
    return found


@pytest.fixture
def blank(store: Store, context: Context, tmp_path: Path) -> Iterator[Database]:
    """The context's database before any migration."""
    settings = store.unmigrated(context, tmp_path)
    database = compose.open_database(settings, context, SystemClock(), Ports())
    yield database
    database.close()
