"""What the neighbours tell, as their envelopes arrive."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_DNS, uuid5

from sqlalchemy import select

from desertbrew.contexts.alerts.context import CONTEXT
from desertbrew.contexts.alerts.tables import Alert, AlertStep, Notice
from desertbrew.contexts.inventory.contract import (
    ColdRoomBackInLimits,
    ColdRoomOutOfLimits,
    LowStockCleared,
    LowStockDetected,
)
from desertbrew.kernel.events import Envelope
from desertbrew.kernel.ids import Id, new_id
from desertbrew.kernel.quantity import BaseUnit
from desertbrew.platform.db import Database
from desertbrew.platform.inbox import Receiver
from desertbrew.platform.outbox import encode

MALT = uuid5(NAMESPACE_DNS, "malt")
ROOM = uuid5(NAMESPACE_DNS, "room")


def person(name: str) -> Id:
    """The id that the tests' sessions give somebody of that name."""
    return uuid5(NAMESPACE_DNS, name)


def low(urgency: int, item: Id = MALT, on_hand: str = "4") -> LowStockDetected:
    """An item runs low."""
    return LowStockDetected(item, "MAL-1", "Malta Pilsner", Decimal(on_hand), Decimal(10), BaseUnit.KG, urgency)


def enough(item: Id = MALT) -> LowStockCleared:
    """There is enough again."""
    return LowStockCleared(item, Decimal(20), Decimal(10))


def warm(at: datetime, degrees: str = "9") -> ColdRoomOutOfLimits:
    """The room is too warm."""
    return ColdRoomOutOfLimits(ROOM, "Cámara 1", Decimal(degrees), None, at)


def cool(at: datetime) -> ColdRoomBackInLimits:
    """It is cold again."""
    return ColdRoomBackInLimits(ROOM, "Cámara 1", Decimal(4), None, at)


def letter(happened: Any) -> Envelope:
    """The event as it travels; born now."""
    context = happened.NAME.partition(".")[0]
    at = "2026-11-20T15:00:00+00:00"
    return Envelope(str(new_id()), happened.NAME, context, happened.subject, at, "request-of-a-neighbour", encode(happened))


class Neighbours:
    """Brings their events, each twice: a courier may."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._receiver = Receiver(CONTEXT, database)

    def tell(self, *happened: Any) -> None:
        """In order."""
        self.deliver([letter(each) for each in happened])

    def deliver(self, envelopes: Sequence[Envelope]) -> None:
        """In this order, each twice."""
        for envelope in envelopes:
            for _ in range(2):
                self._receiver.receive(envelope)

    def alerts(self, *, is_open: bool = True) -> list[Alert]:
        """Those that are open, or all."""
        with self.database.read() as tx:
            query = select(Alert).order_by(Alert.id)
            return list(tx.session.execute(query.where(Alert.cleared_at.is_(None)) if is_open else query).scalars())

    def steps(self) -> list[str]:
        """What happened to all alerts, in order."""
        with self.database.read() as tx:
            return list(tx.session.execute(select(AlertStep.step).order_by(AlertStep.seq)).scalars())

    def noted(self) -> list[tuple[Id, str]]:
        """Whom a change is still to be told, and how."""
        with self.database.read() as tx:
            rows = tx.session.execute(select(Notice.person_id, Notice.channel).order_by(Notice.seq))
            return [(each, channel) for each, channel in rows]
