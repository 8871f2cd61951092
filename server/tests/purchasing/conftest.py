"""Purchasing alone: what it does needs no neighbour."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from desertbrew.contexts.purchasing.context import CONTEXT
from desertbrew.platform.context import Context
from desertbrew.platform.db import Database


@pytest.fixture
def contexts() -> Sequence[Context]:
    """This context."""
    return (CONTEXT,)


@pytest.fixture
def purchasing(databases: dict[str, Database]) -> Database:
    """Its database."""
    return databases["purchasing"]
