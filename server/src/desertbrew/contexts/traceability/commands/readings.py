"""What fermenting batches read, for the curve of the public page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from desertbrew.contexts.traceability.tables import Reading
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import Tx


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a batch: gravity as specific gravity, temperature in °C."""

    batch_id: Id
    at: datetime
    gravity: Decimal | None
    temperature_c: Decimal | None
    replaces_at: datetime | None = None
    """The moment of the reading that this one corrects."""


_DIALECTS: dict[str, Any] = {"postgresql": postgresql, "sqlite": sqlite}
_ADD = {name: each.insert(Reading).on_conflict_do_nothing() for name, each in _DIALECTS.items()}


def _put(dialect: Any) -> Any:  # noqa: ANN401 - the dialect's insert
    made = dialect.insert(Reading)
    told = {"gravity": made.excluded.gravity, "temperature_c": made.excluded.temperature_c}
    return made.on_conflict_do_update(index_elements=["batch_id", "at"], set_=told)


_PUT = {name: _put(each) for name, each in _DIALECTS.items()}


def record_reading(tx: Tx, look: Look) -> None:
    """Keep it, once a moment; what it corrects becomes a reading of nothing, also if that is heard of later."""
    connection = tx.connection
    if look.replaces_at is not None:
        nothing = {"batch_id": look.batch_id, "at": look.replaces_at, "gravity": None, "temperature_c": None}
        connection.execute(_PUT[connection.dialect.name], nothing)
    values = {"batch_id": look.batch_id, "at": look.at, "gravity": look.gravity, "temperature_c": look.temperature_c}
    statements = _ADD if look.replaces_at is None else _PUT
    connection.execute(statements[connection.dialect.name], values)
