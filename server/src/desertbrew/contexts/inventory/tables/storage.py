"""Where lots stand, what was decided about them, and the papers that came with them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, true
from sqlalchemy.orm import Mapped, mapped_column

from desertbrew.contexts.inventory.tables.rows import ACTOR, Row
from desertbrew.kernel.ids import Id
from desertbrew.platform.columns import ID, MOMENT, RATIO


class StorageLocation(Row):
    """A silo, a shelf, a freezer, a cold room; one that is cooled has limits, and readings against them."""

    __tablename__ = "storage_location"
    __table_args__ = (
        CheckConstraint("temperature_min_c <= temperature_max_c", name="temperature"),
        CheckConstraint("humidity_max_pct BETWEEN 0 AND 100000000", name="humidity"),
    )

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(12))
    temperature_min_c: Mapped[Decimal | None] = mapped_column(RATIO)
    temperature_max_c: Mapped[Decimal | None] = mapped_column(RATIO)
    temperature_target_c: Mapped[Decimal | None] = mapped_column(RATIO)
    humidity_max_pct: Mapped[Decimal | None] = mapped_column(RATIO)
    created_at: Mapped[datetime] = mapped_column(MOMENT)
    active: Mapped[bool] = mapped_column(server_default=true())


class RoomReading(Row):
    """What a thermometer said, once written never changed; humidity where somebody looked."""

    __tablename__ = "room_reading"
    __table_args__ = (Index("ix_room_reading_location_id_read_at", "location_id", "read_at"),)

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    location_id: Mapped[Id] = mapped_column(ForeignKey("storage_location.id"))
    read_at: Mapped[datetime] = mapped_column(MOMENT)
    temperature_c: Mapped[Decimal] = mapped_column(RATIO)
    humidity_pct: Mapped[Decimal | None] = mapped_column(RATIO)
    in_limits: Mapped[bool]
    note: Mapped[str] = mapped_column(String(200))
    read_by: Mapped[str] = mapped_column(ACTOR)


class LotStatusChange(Row):
    """One decision about a lot: held, released, recalled; who and why. Never changed. (INV-L8)"""

    __tablename__ = "lot_status_change"
    __table_args__ = (Index("ix_lot_status_change_lot_id_id", "lot_id", "id"),)

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    lot_id: Mapped[Id] = mapped_column(ForeignKey("lot.id"))
    before: Mapped[str] = mapped_column(String(12))
    after: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(String(200))
    recall_id: Mapped[Id | None] = mapped_column(ForeignKey("recall.id"), index=True)
    changed_at: Mapped[datetime] = mapped_column(MOMENT)
    changed_by: Mapped[str] = mapped_column(ACTOR)


class LotExpiryChange(Row):
    """The last day of a lot was written wrongly: what it said, what it says, who and why. Never changed. (INV-L12)"""

    __tablename__ = "lot_expiry_change"
    __table_args__ = (Index("ix_lot_expiry_change_lot_id_id", "lot_id", "id"),)

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    lot_id: Mapped[Id] = mapped_column(ForeignKey("lot.id"))
    before: Mapped[date | None]
    after: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(200))
    changed_at: Mapped[datetime] = mapped_column(MOMENT)
    changed_by: Mapped[str] = mapped_column(ACTOR)


class LotExpiryNotice(Row):
    """What was told of a lot's last day, so that it is told once: WARNING, CRITICAL, EXPIRED. Never changed."""

    __tablename__ = "lot_expiry_notice"

    lot_id: Mapped[Id] = mapped_column(ForeignKey("lot.id"), primary_key=True)
    step: Mapped[str] = mapped_column(String(12), primary_key=True)
    expires_on: Mapped[date] = mapped_column(primary_key=True)
    told_at: Mapped[datetime] = mapped_column(MOMENT)


class LotMove(Row):
    """A lot was carried from one place to another; it stays the same lot, with its cost and its dates. (INV-L11)"""

    __tablename__ = "lot_move"
    __table_args__ = (Index("ix_lot_move_lot_id_id", "lot_id", "id"),)

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    lot_id: Mapped[Id] = mapped_column(ForeignKey("lot.id"))
    from_location_id: Mapped[Id | None] = mapped_column(ForeignKey("storage_location.id"))
    to_location_id: Mapped[Id] = mapped_column(ForeignKey("storage_location.id"))
    reason: Mapped[str] = mapped_column(String(200))
    moved_at: Mapped[datetime] = mapped_column(MOMENT)
    moved_by: Mapped[str] = mapped_column(ACTOR)


class Recall(Row):
    """Lots that must not be used any more, and why; what comes later from the same supplier lot is recalled on arrival."""

    __tablename__ = "recall"
    __table_args__ = (Index("ix_recall_supplier_id_supplier_lot_key", "supplier_id", "supplier_lot_key"),)

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    reason: Mapped[str] = mapped_column(String(200))
    supplier_id: Mapped[Id | None] = mapped_column(ID)
    supplier_name: Mapped[str] = mapped_column(String(120))
    supplier_lot: Mapped[str | None] = mapped_column(String(60))
    supplier_lot_key: Mapped[str | None] = mapped_column(String(60))
    item_id: Mapped[Id | None] = mapped_column(ForeignKey("item.id"))
    declared_at: Mapped[datetime] = mapped_column(MOMENT)
    declared_by: Mapped[str] = mapped_column(ACTOR)


class Certificate(Row):
    """A paper that came with lots, byte for byte; kept in the database so that a backup holds it."""

    __tablename__ = "certificate"

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    file_name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(40))
    size_bytes: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    added_at: Mapped[datetime] = mapped_column(MOMENT)
    added_by: Mapped[str] = mapped_column(ACTOR)


class LotCertificate(Row):
    """Which certificate speaks of which lot; one paper may cover a whole delivery."""

    __tablename__ = "lot_certificate"

    lot_id: Mapped[Id] = mapped_column(ForeignKey("lot.id"), primary_key=True)
    certificate_id: Mapped[Id] = mapped_column(ForeignKey("certificate.id"), primary_key=True, index=True)
