"""Shapes that several routes of kegs share."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from desertbrew.contexts.inventory import commands
from desertbrew.contexts.inventory.contract import KegMove, KegOwnership, KegState, KegType
from desertbrew.contexts.inventory.rules import kegs as rules
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx

MOST_CODES = 500

Code = Annotated[str, Field(min_length=1, max_length=300, description="QR text, address of its page, serial or RFID tag")]
Codes = Annotated[list[Code], Field(min_length=1, max_length=MOST_CODES)]
Litres = Annotated[Decimal, Field(gt=0, le=200, decimal_places=3)]
LitresOrNone = Annotated[Decimal, Field(ge=0, le=200, decimal_places=3)]
Kilos = Annotated[Decimal, Field(gt=0, le=500, decimal_places=3)]
Place = Annotated[str, Field(max_length=80)]
Reason = Annotated[str, Field(min_length=3, max_length=200)]
ClientName = Annotated[str, Field(min_length=1, max_length=120)]


class Body(BaseModel):
    """What every request of kegs has: `happened_at` is now unless a device was offline."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    happened_at: AwareDatetime | None = None
    location: Place = ""


class MovedKegOut(BaseModel):
    """One keg after its move, with the content and the client that the move was about."""

    keg_id: Id
    serial: str
    from_state: KegState | None
    state: KegState
    fill_id: Id | None
    batch_id: Id | None
    client_id: Id | None
    client_name: str | None
    location: str


class KegDocumentOut(BaseModel):
    """Kegs that moved together."""

    id: Id
    kind: KegMove
    happened_at: datetime
    kegs: list[MovedKegOut]


class KegContentOut(BaseModel):
    """What is inside a keg."""

    fill_id: Id
    beer_name: str
    batch_id: Id | None
    batch_number: str | None
    volume_l: Decimal
    filled_at: datetime
    best_before: date | None


class KegOut(BaseModel):
    """A keg as it is now; `allowed` are the moves that may be made with it."""

    id: Id
    serial: str
    code: str
    rfid_tag: str | None
    size_l: Decimal
    keg_type: KegType
    one_way: bool
    ownership: KegOwnership
    owner_name: str | None
    tare_kg: Decimal | None
    state: KegState
    held_from: KegState | None
    location: str
    client_id: Id | None
    client_name: str | None
    content: KegContentOut | None
    cycle_count: int
    last_washed_at: datetime | None
    last_filled_at: datetime | None
    last_moved_at: datetime
    days_in_state: int
    needs_maintenance: bool
    notes: str
    registered_at: datetime
    allowed: list[KegMove]


def document_out(document: commands.KegDocument) -> KegDocumentOut:
    """A document as it goes out."""
    kegs = [MovedKegOut(**{name: getattr(keg, name) for name in MovedKegOut.model_fields}) for keg in document.kegs]
    return KegDocumentOut(id=document.id, kind=document.kind, happened_at=document.happened_at, kegs=kegs)


PLAIN = tuple(name for name in KegOut.model_fields if name not in {"content", "days_in_state", "allowed"})


def keg_out(tx: ReadTx, row: Any) -> KegOut:  # noqa: ANN401 - a keg's row with its content
    """A keg as it goes out."""
    content = None
    if row.fill_id is not None:
        names = ("fill_id", "beer_name", "batch_id", "batch_number", "volume_l", "filled_at", "best_before")
        content = KegContentOut(**{name: getattr(row, name) for name in names})
    keg = rules.Keg(
        row.id,
        KegState(row.state),
        row.size_l,
        row.one_way,
        KegOwnership(row.ownership),
        row.needs_maintenance,
        content.volume_l if content else None,
        row.client_name is not None,
        KegState(row.held_from) if row.held_from else None,
    )
    return KegOut(
        **{name: getattr(row, name) for name in PLAIN},
        content=content,
        days_in_state=max(0, (tx.now - row.last_moved_at).days),
        allowed=rules.moves_from(keg),
    )
