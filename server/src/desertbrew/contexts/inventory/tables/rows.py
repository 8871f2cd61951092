"""What every row of inventory is made of."""

from __future__ import annotations

from sqlalchemy import MetaData, String
from sqlalchemy.orm import DeclarativeBase

from desertbrew.platform.tables import NAMING

METADATA = MetaData(naming_convention=NAMING)

ACTOR = String(64)
"""A person's id, or `system:<what>`."""


class Row(DeclarativeBase):
    """The rows of this context."""

    metadata = METADATA
