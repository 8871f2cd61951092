"""What every row of purchasing is made of."""

from __future__ import annotations

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

from desertbrew.platform.tables import NAMING

METADATA = MetaData(naming_convention=NAMING)


class Row(DeclarativeBase):
    """The rows of this context."""

    metadata = METADATA
