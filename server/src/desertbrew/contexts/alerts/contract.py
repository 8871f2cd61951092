"""What other contexts and screens may know of alerts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from desertbrew.kernel.ids import Id


class AlertKind(StrEnum):
    """What is wrong."""

    LOW_STOCK = "LOW_STOCK"
    LOT_EXPIRING = "LOT_EXPIRING"
    LOT_EXPIRED = "LOT_EXPIRED"
    COLD_ROOM = "COLD_ROOM"
    ORDER_WAITING = "ORDER_WAITING"


class AlertSeverity(StrEnum):
    """How soon somebody must act: when there is time, today, now."""

    NOTICE = "NOTICE"
    WARNING = "WARNING"
    CRITICAL = "CRITICAL"


class SubjectType(StrEnum):
    """What kind of thing an alert is about, and so which page shows it."""

    ITEM = "ITEM"
    LOT = "LOT"
    LOCATION = "LOCATION"
    ORDER = "ORDER"


class Channel(StrEnum):
    """How an alert reaches somebody who is not looking; the inbox in the app always has it."""

    MAIL = "MAIL"
    PUSH = "PUSH"


@dataclass(frozen=True, slots=True)
class AlertRaised:
    """An alert was opened, or an open one changed its severity or urgency; a repetition is not told."""

    NAME: ClassVar[str] = "alerts.alert_raised.v1"

    alert_id: Id
    kind: AlertKind
    subject_type: SubjectType
    subject_id: Id
    severity: AlertSeverity
    urgency: int | None

    @property
    def subject(self) -> str:
        """The alert."""
        return str(self.alert_id)


@dataclass(frozen=True, slots=True)
class AlertAcknowledged:
    """Somebody saw an alert and takes care of it."""

    NAME: ClassVar[str] = "alerts.alert_acknowledged.v1"

    alert_id: Id
    person_id: Id

    @property
    def subject(self) -> str:
        """The alert."""
        return str(self.alert_id)


@dataclass(frozen=True, slots=True)
class AlertCleared:
    """What the alert was about is no longer so."""

    NAME: ClassVar[str] = "alerts.alert_cleared.v1"

    alert_id: Id

    @property
    def subject(self) -> str:
        """The alert."""
        return str(self.alert_id)
