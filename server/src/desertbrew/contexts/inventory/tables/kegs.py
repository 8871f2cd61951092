"""Kegs, what was in them, and everything that was ever done to them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desertbrew.contexts.inventory.tables.rows import Row
from desertbrew.kernel.ids import Id
from desertbrew.platform.columns import ID, MOMENT, QUANTITY

# Spelt out, because the migration spells them too and neither may follow a change of the rules in silence. (INV-K7)
HOLDS_BEER = "('FULL', 'IN_TRANSIT', 'AT_CLIENT', 'RETURNING', 'TAPPED')"
HOLDS_NOTHING = "('DIRTY', 'CLEAN', 'WITH_OWNER', 'RETIRED')"
HAS_NO_CLIENT = "('DIRTY', 'CLEAN', 'FULL', 'RETURNING', 'TAPPED', 'WITH_OWNER', 'RETIRED')"


class KegRow(Row):
    """A keg as it is now: the sum of its events, and the row that is locked before it moves."""

    __tablename__ = "keg"
    __table_args__ = (
        CheckConstraint("size_l > 0", name="size_l"),
        CheckConstraint(
            f"(state NOT IN {HOLDS_BEER} OR fill_id IS NOT NULL) AND (state NOT IN {HOLDS_NOTHING} OR fill_id IS NULL)",
            name="content",
        ),
        CheckConstraint(
            f"(state <> 'AT_CLIENT' OR client_name IS NOT NULL) AND "
            f"(state NOT IN {HAS_NO_CLIENT} OR (client_name IS NULL AND client_id IS NULL))",
            name="client",
        ),
        CheckConstraint("(state = 'QUARANTINE') = (held_from IS NOT NULL)", name="held_from"),
    )

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    serial: Mapped[str] = mapped_column(String(32), unique=True)
    code: Mapped[str] = mapped_column(String(48), unique=True)
    rfid_tag: Mapped[str | None] = mapped_column(String(64), unique=True)
    size_l: Mapped[Decimal] = mapped_column(QUANTITY)
    keg_type: Mapped[str] = mapped_column(String(12))
    one_way: Mapped[bool]
    ownership: Mapped[str] = mapped_column(String(8))
    owner_name: Mapped[str | None] = mapped_column(String(120))
    tare_kg: Mapped[Decimal | None] = mapped_column(QUANTITY)
    state: Mapped[str] = mapped_column(String(12))
    held_from: Mapped[str | None] = mapped_column(String(12))
    location: Mapped[str] = mapped_column(String(80))
    client_id: Mapped[Id | None] = mapped_column(ID)
    client_name: Mapped[str | None] = mapped_column(String(120))
    fill_id: Mapped[Id | None] = mapped_column(ID)
    event_count: Mapped[int]
    cycle_count: Mapped[int]
    last_washed_at: Mapped[datetime | None] = mapped_column(MOMENT)
    last_filled_at: Mapped[datetime | None] = mapped_column(MOMENT)
    last_moved_at: Mapped[datetime] = mapped_column(MOMENT)
    needs_maintenance: Mapped[bool]
    notes: Mapped[str] = mapped_column(String(500))
    registered_at: Mapped[datetime] = mapped_column(MOMENT)


Index("ix_keg_state_last_moved_at", KegRow.state, KegRow.last_moved_at)
Index(
    "ix_keg_client_id",
    KegRow.client_id,
    postgresql_where=KegRow.client_id.is_not(None),
    sqlite_where=KegRow.client_id.is_not(None),
)


class KegFill(Row):
    """One filling of one keg: what was inside, of which batch; never changed or deleted. (INV-K5)"""

    __tablename__ = "keg_fill"
    __table_args__ = (
        CheckConstraint("volume_l > 0", name="volume_l"),
        Index("ix_keg_fill_keg_id_id", "keg_id", "id"),
        Index("ix_keg_fill_batch_id", "batch_id"),
        Index("ix_keg_fill_document_id", "document_id"),
    )

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    keg_id: Mapped[Id] = mapped_column(ForeignKey("keg.id"))
    document_id: Mapped[Id] = mapped_column(ID)
    batch_id: Mapped[Id | None] = mapped_column(ID)
    batch_number: Mapped[str | None] = mapped_column(String(20))
    beer_name: Mapped[str] = mapped_column(String(200))
    packaging_run_id: Mapped[Id | None] = mapped_column(ID)
    volume_l: Mapped[Decimal] = mapped_column(QUANTITY)
    gross_kg: Mapped[Decimal | None] = mapped_column(QUANTITY)
    filled_at: Mapped[datetime] = mapped_column(MOMENT)
    best_before: Mapped[date | None]
    from_fill_id: Mapped[Id | None] = mapped_column(ForeignKey("keg_fill.id"))


class KegEvent(Row):
    """One line of a keg's life, with the content and the client it was about; never changed or deleted. (INV-K5)"""

    __tablename__ = "keg_event"
    __table_args__ = (
        UniqueConstraint("keg_id", "seq"),
        Index("ix_keg_event_document_id", "document_id"),
        Index("ix_keg_event_kind_happened_at", "kind", "happened_at"),
        Index("ix_keg_event_client_id_id", "client_id", "id"),
        Index("ix_keg_event_fill_id", "fill_id"),
    )

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    keg_id: Mapped[Id] = mapped_column(ForeignKey("keg.id"))
    seq: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    from_state: Mapped[str | None] = mapped_column(String(12))
    to_state: Mapped[str] = mapped_column(String(12))
    fill_id: Mapped[Id | None] = mapped_column(ForeignKey("keg_fill.id"))
    client_id: Mapped[Id | None] = mapped_column(ID)
    client_name: Mapped[str | None] = mapped_column(String(120))
    location: Mapped[str] = mapped_column(String(80))
    litres: Mapped[Decimal | None] = mapped_column(QUANTITY)
    reason: Mapped[str] = mapped_column(String(200))
    document_id: Mapped[Id] = mapped_column(ID)
    happened_at: Mapped[datetime] = mapped_column(MOMENT)
    posted_at: Mapped[datetime] = mapped_column(MOMENT)
    by_id: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(120))


class PackagingRunCopy(Row):
    """Production's packaging runs as we heard of them: kegs are filled for a run while it is open. (INV-K9)"""

    __tablename__ = "packaging_run_copy"

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    number: Mapped[str] = mapped_column(String(20))
    batch_id: Mapped[Id] = mapped_column(ID)
    batch_number: Mapped[str] = mapped_column(String(20))
    beer_name: Mapped[str] = mapped_column(String(200))
    vessel_code: Mapped[str] = mapped_column(String(20))
    kegs_best_before: Mapped[date | None]
    is_open: Mapped[bool]
