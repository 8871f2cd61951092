"""Folios: the short numbers that people say aloud (LOTE-000123), one gapless-enough series a counter and context."""

from __future__ import annotations

from sqlalchemy import bindparam, update

from desertbrew.platform.db import Tx
from desertbrew.platform.inbox import insert_once
from desertbrew.platform.tables import counter

_TAKE = (
    update(counter)
    .where(counter.c.name == bindparam("series"))
    .values(value=counter.c.value + bindparam("many"))
    .returning(counter.c.value)
)


def next_numbers(tx: Tx, series: str, many: int = 1) -> range:
    """The next `many` numbers of `series`, starting at 1; a transaction that rolls back gives them back."""
    connection = tx.connection
    taken = connection.execute(_TAKE, {"series": series, "many": many}).scalar_one_or_none()
    if taken is None:
        insert_once(connection, counter, {"name": series, "value": 0})
        taken = connection.execute(_TAKE, {"series": series, "many": many}).scalar_one()
    return range(taken - many + 1, taken + 1)
