"""Rows of security. No password, PIN or token is kept, only hashes of them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, MetaData, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from desertbrew.kernel.ids import Id
from desertbrew.platform.columns import ID, MOMENT
from desertbrew.platform.tables import NAMING

METADATA = MetaData(naming_convention=NAMING)


class Row(DeclarativeBase):
    """The rows of this context."""

    metadata = METADATA


class Person(Row):
    """Somebody who works here, or did; never deleted, for what they did names them."""

    __tablename__ = "person"
    __table_args__ = (CheckConstraint("username = lower(username)", name="username_lower"),)

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    username: Mapped[str] = mapped_column(String(40), unique=True)
    display_name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    pin_hash: Mapped[str | None] = mapped_column(String(200))
    registered_at: Mapped[datetime] = mapped_column(MOMENT)
    deactivated_at: Mapped[datetime | None] = mapped_column(MOMENT)


class PersonRole(Row):
    """One thing that a person does."""

    __tablename__ = "person_role"

    person_id: Mapped[Id] = mapped_column(ForeignKey("person.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(20), primary_key=True)


class SharedDevice(Row):
    """A tablet that several people use, each by their PIN."""

    __tablename__ = "shared_device"

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    registered_at: Mapped[datetime] = mapped_column(MOMENT)
    last_used_at: Mapped[datetime | None] = mapped_column(MOMENT)


class SignIn(Row):
    """A session: a person on a device, from signing in until the end; ended ones are deleted."""

    __tablename__ = "session"

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[Id] = mapped_column(ForeignKey("person.id"), index=True)
    device_id: Mapped[Id | None] = mapped_column(ForeignKey("shared_device.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    user_agent: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(MOMENT)
    last_seen_at: Mapped[datetime] = mapped_column(MOMENT)
    """Up to a minute late: it is not worth a write on every request."""
    expires_at: Mapped[datetime] = mapped_column(MOMENT, index=True)


class GuessTally(Row):
    """Tries to guess one secret from one place; `key` is a hash, for people type passwords where usernames go."""

    __tablename__ = "guess_tally"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    tries: Mapped[int]
    locks: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(MOMENT)
    locked_until: Mapped[datetime | None] = mapped_column(MOMENT)


class SavedView(Row):
    """A list page's filters under a name, for the one person who gave it; the address is the page's own affair."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("person_id", "page", "name"),)

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    person_id: Mapped[Id] = mapped_column(ID)
    page: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(60))
    query: Mapped[str] = mapped_column(String(1000))
    is_default: Mapped[bool]
    saved_at: Mapped[datetime] = mapped_column(MOMENT)


# A page opens one way, whatever two devices of the same person say at once (INV-S10).
Index(
    "uq_saved_view_default",
    SavedView.person_id,
    SavedView.page,
    unique=True,
    postgresql_where=SavedView.is_default,
    sqlite_where=SavedView.is_default,
)
