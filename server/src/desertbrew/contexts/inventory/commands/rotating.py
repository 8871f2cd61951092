"""What counts as fast and as slow in this brewery."""

from __future__ import annotations

from desertbrew.contexts.inventory.rules.rotation import RotationLimits
from desertbrew.contexts.inventory.tables import RotationLimitsRow
from desertbrew.kernel.errors import InvalidInput, Text
from desertbrew.platform.db import Tx


def set_rotation_limits(tx: Tx, limits: RotationLimits) -> RotationLimits:
    """Set where each class begins, for every report from now on; they have to fall from class to class."""
    if not limits.fall():
        raise InvalidInput(
            "/slow",
            Text(
                es="Cada clase debe empezar más abajo que la anterior, y la última arriba de cero.",
                en="Each class has to begin below the one before it, and the last above nothing.",
            ),
        )
    row = tx.session.get(RotationLimitsRow, "HOUSE") or RotationLimitsRow(name="HOUSE")
    row.very_fast, row.fast, row.medium, row.slow = limits.very_fast, limits.fast, limits.medium, limits.slow
    row.changed_at, row.changed_by = tx.now, tx.origin.actor
    tx.session.add(row)
    return limits
