"""Rows of alerts: what is wrong now and was before, who wants to hear of it, and how."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, Integer, MetaData, String, Text, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from desertbrew.kernel.ids import Id
from desertbrew.platform.columns import BIG_ID, ID, MOMENT
from desertbrew.platform.tables import NAMING

METADATA = MetaData(naming_convention=NAMING)
OPEN = text("cleared_at IS NULL")


class Row(DeclarativeBase):
    """The rows of this context."""

    metadata = METADATA


class Alert(Row):
    """Something is wrong with one thing, from when it was first heard until it is well again. (INV-A1)"""

    __tablename__ = "alert"
    __table_args__ = (
        Index("uq_alert_open", "kind", "subject_id", unique=True, postgresql_where=OPEN, sqlite_where=OPEN),
        Index("ix_alert_last_changed_at", "last_changed_at", "id"),
    )

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    subject_type: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[Id] = mapped_column(ID)
    name: Mapped[str] = mapped_column(String(200))
    severity: Mapped[str] = mapped_column(String(10))
    urgency: Mapped[int | None] = mapped_column(Integer)
    figures: Mapped[str] = mapped_column(Text)
    """JSON: what the newest word came from."""
    opened_at: Mapped[datetime] = mapped_column(MOMENT)
    last_changed_at: Mapped[datetime] = mapped_column(MOMENT)
    acknowledged_by: Mapped[Id | None] = mapped_column(ID)
    acknowledged_by_name: Mapped[str] = mapped_column(String(120))
    acknowledged_at: Mapped[datetime | None] = mapped_column(MOMENT)
    cleared_at: Mapped[datetime | None] = mapped_column(MOMENT)


class Watch(Row):
    """The newest word that was heard of a thing; an older one that comes later changes nothing. (INV-A2)"""

    __tablename__ = "watch"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    subject_id: Mapped[Id] = mapped_column(ID, primary_key=True)
    stamp: Mapped[str] = mapped_column(String(80))


class AlertStep(Row):
    """What happened to an alert; never changed or deleted. (INV-A4)"""

    __tablename__ = "alert_step"

    seq: Mapped[int] = mapped_column(BIG_ID, primary_key=True, autoincrement=True)
    alert_id: Mapped[Id] = mapped_column(ForeignKey("alert.id"), index=True)
    step: Mapped[str] = mapped_column(String(14))
    at: Mapped[datetime] = mapped_column(MOMENT)
    severity: Mapped[str] = mapped_column(String(10))
    urgency: Mapped[int | None] = mapped_column(Integer)
    figures: Mapped[str] = mapped_column(Text)
    person_id: Mapped[Id | None] = mapped_column(ID)
    person_name: Mapped[str] = mapped_column(String(120))


class Reader(Row):
    """Somebody who works here: what they do decides what they are told."""

    __tablename__ = "reader"

    person_id: Mapped[Id] = mapped_column(ID, primary_key=True)
    roles: Mapped[str] = mapped_column(String(400))
    """Comma-separated."""
    is_active: Mapped[bool] = mapped_column(Boolean)
    stamp: Mapped[str] = mapped_column(String(80))
    mail_to: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(2))


class Choice(Row):
    """Somebody wants to hear of a kind of alert by a channel, from a severity on."""

    __tablename__ = "choice"

    person_id: Mapped[Id] = mapped_column(ForeignKey("reader.person_id"), primary_key=True)
    channel: Mapped[str] = mapped_column(String(8), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    minimum: Mapped[str] = mapped_column(String(10))


class Device(Row):
    """A browser that somebody lets us push to."""

    __tablename__ = "device"

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    person_id: Mapped[Id] = mapped_column(ForeignKey("reader.person_id"), index=True)
    endpoint: Mapped[str] = mapped_column(String(1000), unique=True)
    p256dh: Mapped[str] = mapped_column(String(120))
    auth: Mapped[str] = mapped_column(String(40))
    label: Mapped[str] = mapped_column(String(120))
    added_at: Mapped[datetime] = mapped_column(MOMENT)


class PushKey(Row):
    """The installation's keys for web push, made once; browsers subscribed to the public one."""

    __tablename__ = "push_key"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    private_pem: Mapped[str] = mapped_column(Text)
    public_pem: Mapped[str] = mapped_column(Text)
    public: Mapped[str] = mapped_column(String(120))


class Notice(Row):
    """An alert that somebody is still to be told of; what comes together is told together."""

    __tablename__ = "notice"
    __table_args__ = (UniqueConstraint("alert_id", "person_id", "channel"),)

    seq: Mapped[int] = mapped_column(BIG_ID, primary_key=True, autoincrement=True)
    alert_id: Mapped[Id] = mapped_column(ForeignKey("alert.id"))
    person_id: Mapped[Id] = mapped_column(ForeignKey("reader.person_id"))
    channel: Mapped[str] = mapped_column(String(8))
