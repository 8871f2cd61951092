"""What others may know of kegs: where they are in their life, and what just happened to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from desertbrew.kernel.ids import Id


class KegState(StrEnum):
    """Where a keg is in its life, such that somebody who stands before it can tell; see docs/algorithms/keg-states.md."""

    DIRTY = "DIRTY"
    CLEAN = "CLEAN"
    FULL = "FULL"
    IN_TRANSIT = "IN_TRANSIT"
    AT_CLIENT = "AT_CLIENT"
    RETURNING = "RETURNING"
    TAPPED = "TAPPED"
    QUARANTINE = "QUARANTINE"
    LOST = "LOST"
    WITH_OWNER = "WITH_OWNER"
    RETIRED = "RETIRED"


class KegMove(StrEnum):
    """What people do to a keg; each has one row in the table of moves."""

    REGISTER = "REGISTER"
    WASH = "WASH"
    FILL = "FILL"
    TRANSFER_IN = "TRANSFER_IN"
    TRANSFER_OUT = "TRANSFER_OUT"
    DISPATCH = "DISPATCH"
    UNLOAD = "UNLOAD"
    DELIVER = "DELIVER"
    COLLECT = "COLLECT"
    RETURN = "RETURN"
    TAP = "TAP"
    EMPTY = "EMPTY"
    QUARANTINE = "QUARANTINE"
    RELEASE = "RELEASE"
    LOSE = "LOSE"
    FIND = "FIND"
    HAND_BACK = "HAND_BACK"
    ADMIT = "ADMIT"
    RETIRE = "RETIRE"


class KegType(StrEnum):
    """The fitting; KeyKeg and PET are sold with their beer and never come back."""

    SANKE_D = "SANKE_D"
    SANKE_S = "SANKE_S"
    CORNELIUS = "CORNELIUS"
    KEYKEG = "KEYKEG"
    PET_ONE_WAY = "PET_ONE_WAY"
    OTHER = "OTHER"


class KegOwnership(StrEnum):
    """Whose metal it is; what is not ours goes back to its owner in the end."""

    OWN = "OWN"
    RENTED = "RENTED"
    GUEST = "GUEST"


@dataclass(frozen=True, slots=True)
class FilledKeg:
    """One keg that was filled; `volume_l` of at most `size_l`."""

    keg_id: Id
    serial: str
    fill_id: Id
    volume_l: Decimal
    size_l: Decimal


@dataclass(frozen=True, slots=True)
class KegsFilled:
    """A batch went into kegs; `packaging_run_id` where production opened a run for it."""

    NAME: ClassVar[str] = "inventory.kegs_filled.v1"

    filling_id: Id
    packaging_run_id: Id | None
    batch_id: Id | None
    batch_number: str | None
    beer_name: str
    fills: tuple[FilledKeg, ...]
    filled_at: datetime
    best_before: date | None = None

    @property
    def subject(self) -> str:
        """The filling."""
        return str(self.filling_id)


@dataclass(frozen=True, slots=True)
class MovedKeg:
    """One keg after its move, with the content and the client that the move was about: also those it has just lost."""

    keg_id: Id
    serial: str
    from_state: KegState | None
    state: KegState
    fill_id: Id | None
    batch_id: Id | None
    client_id: Id | None
    client_name: str | None
    location: str


@dataclass(frozen=True, slots=True)
class KegsMoved:
    """Kegs made one move together; `document_id` is the scan, the delivery, the return."""

    NAME: ClassVar[str] = "inventory.kegs_moved.v1"

    document_id: Id
    kind: KegMove
    kegs: tuple[MovedKeg, ...]
    happened_at: datetime

    @property
    def subject(self) -> str:
        """The document."""
        return str(self.document_id)


@dataclass(frozen=True, slots=True)
class KegsCounted:
    """A packaging run gets no more kegs; it got so many, with so many litres in them."""

    NAME: ClassVar[str] = "inventory.kegs_counted.v1"

    packaging_run_id: Id
    kegs: int
    volume_l: Decimal

    @property
    def subject(self) -> str:
        """The run."""
        return str(self.packaging_run_id)
