"""Traceability alone: its database on the dialect of this run."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from desertbrew.contexts.traceability.context import CONTEXT
from desertbrew.platform.context import Context
from desertbrew.platform.db import Database, Origin
from traceability.genealogy import Genealogy


@pytest.fixture
def contexts() -> Sequence[Context]:
    """This context."""
    return (CONTEXT,)


@pytest.fixture
def traceability(databases: dict[str, Database]) -> Database:
    """Its database."""
    return databases["traceability"]


@pytest.fixture
def genealogy(traceability: Database, origin: Origin) -> Genealogy:
    """An empty graph."""
    return Genealogy(traceability, origin)
