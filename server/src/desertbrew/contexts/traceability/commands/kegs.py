"""Kegs as they are now: where a guest's code leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from desertbrew.contexts.traceability.rules import stamp_of
from desertbrew.contexts.traceability.tables import Keg
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import Tx
from desertbrew.platform.search import fold


@dataclass(frozen=True, slots=True)
class KegSeen:
    """A keg and what is in it; no fill is an empty keg."""

    keg_id: Id
    serial: str
    fill_id: Id | None


_DIALECTS: dict[str, Any] = {"postgresql": postgresql, "sqlite": sqlite}
_ADD = {name: each.insert(Keg).on_conflict_do_nothing() for name, each in _DIALECTS.items()}
_LOCK = select(Keg.id).where(Keg.id.in_(bindparam("sought", expanding=True))).order_by(Keg.id).with_for_update()
_RENEW = (
    update(Keg)
    .where(Keg.id == bindparam("keg"), Keg.stamp < bindparam("new_stamp"))
    .values(fill_id=bindparam("new_fill_id", type_=Keg.fill_id.type), stamp=bindparam("new_stamp"))
)


def see_kegs(tx: Tx, at: datetime, document_id: Id, seen: Sequence[KegSeen]) -> None:
    """Know what is in each keg by a document of `at`; an older word than the last changes nothing. (INV-T3)"""
    if not seen:
        return
    connection = tx.connection
    stamp = stamp_of(at, document_id)
    kegs = sorted(seen, key=lambda each: each.keg_id)
    connection.execute(
        _ADD[connection.dialect.name],
        [
            {
                "id": each.keg_id,
                "serial": each.serial,
                "serial_sought": fold(each.serial),
                "fill_id": each.fill_id,
                "stamp": stamp,
            }
            for each in kegs
        ],
    )
    connection.execute(_LOCK, {"sought": [each.keg_id for each in kegs]}).all()
    connection.execute(_RENEW, [{"keg": each.keg_id, "new_fill_id": each.fill_id, "new_stamp": stamp} for each in kegs])
