"""Shapes of alerts on the wire."""

from __future__ import annotations

import json
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from desertbrew.contexts.alerts.contract import AlertKind, AlertSeverity, Channel, SubjectType
from desertbrew.contexts.alerts.tables import Alert, AlertStep
from desertbrew.kernel.ids import Id

MAIL_ADDRESS = r"^$|^[^\s@<>,;:\"]+@[^\s@<>,;:\"]+\.[^\s@<>,;:\".]+$"


class AlertOut(BaseModel):
    """One alert: what, how serious, since when, and who takes care of it."""

    id: Id
    kind: AlertKind
    subject_type: SubjectType
    subject_id: Id
    name: str
    severity: AlertSeverity
    urgency: int | None
    figures: dict[str, str]
    opened_at: datetime
    last_changed_at: datetime
    acknowledged_by: Id | None
    acknowledged_by_name: str
    acknowledged_at: datetime | None
    cleared_at: datetime | None

    @classmethod
    def of(cls, row: Alert) -> AlertOut:
        """The row as it goes out."""
        told = {name: getattr(row, name) for name in cls.model_fields if name != "figures"}
        return cls(**told, figures=json.loads(row.figures))


class AlertStepOut(BaseModel):
    """One thing that happened to an alert."""

    step: str
    at: datetime
    severity: AlertSeverity
    urgency: int | None
    figures: dict[str, str]
    person_id: Id | None
    person_name: str

    @classmethod
    def of(cls, row: AlertStep) -> AlertStepOut:
        """The row as it goes out."""
        told = {name: getattr(row, name) for name in cls.model_fields if name != "figures"}
        return cls(**told, figures=json.loads(row.figures))


class AlertWithHistoryOut(BaseModel):
    """An alert and everything that happened to it, in order."""

    alert: AlertOut
    steps: list[AlertStepOut]


class AlertCountsOut(BaseModel):
    """Open alerts that nobody takes care of yet, by severity."""

    notice: int
    warning: int
    critical: int


class AlertsTakenIn(BaseModel):
    """The alerts that somebody takes care of; those that ended meanwhile are let be."""

    model_config = ConfigDict(extra="forbid")

    alert_ids: list[Id] = Field(min_length=1, max_length=500)


class AlertsTakenOut(BaseModel):
    """The alerts that are taken care of now."""

    items: list[AlertOut]


class AlertChoice(BaseModel):
    """A kind of alert, by a channel, from a severity on."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    channel: Channel
    kind: AlertKind
    minimum: AlertSeverity


class AlertPreferencesIn(BaseModel):
    """What somebody wants to hear of outside the app."""

    model_config = ConfigDict(extra="forbid")

    language: str = Field(pattern="^(es|en)$")
    mail_to: str = Field(max_length=254, pattern=MAIL_ADDRESS)
    choices: list[AlertChoice] = Field(max_length=100)


class AlertDeviceOut(BaseModel):
    """A browser that is pushed to."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    label: str
    added_at: datetime


class AlertPreferencesOut(BaseModel):
    """What somebody hears of, by which way, and what can be sent at all."""

    language: str
    mail_to: str
    choices: list[AlertChoice]
    devices: list[AlertDeviceOut]
    kinds: list[AlertKind] = Field(description="The kinds that this person may choose from")
    mail_ready: bool


class AlertPushKeyOut(BaseModel):
    """What a browser subscribes with."""

    public_key: str


class AlertDeviceIn(BaseModel):
    """A subscription as a browser makes it."""

    model_config = ConfigDict(extra="forbid")

    endpoint: str = Field(min_length=10, max_length=1000)
    p256dh: str = Field(pattern="^[A-Za-z0-9_-]{80,100}=*$")
    auth: str = Field(pattern="^[A-Za-z0-9_-]{20,32}=*$")
    label: str = Field(min_length=1, max_length=120)
