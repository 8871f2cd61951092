"""Transfers between places: what may be done with one, and what becomes of what did not arrive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

LOSS_PCT = Decimal(3)
"""More than that of a line is lost on the way only by a manager's word."""


class TransferState(StrEnum):
    """Where a transfer stands."""

    REQUESTED = "REQUESTED"
    IN_TRANSIT = "IN_TRANSIT"
    RECEIVED = "RECEIVED"
    CANCELLED = "CANCELLED"


class TransferMove(StrEnum):
    """What people do with a transfer."""

    REQUEST = "REQUEST"
    DISPATCH = "DISPATCH"
    RECEIVE = "RECEIVE"
    CANCEL = "CANCEL"


TRANSFER_MOVES: Mapping[TransferMove, tuple[frozenset[TransferState], TransferState]] = {
    TransferMove.DISPATCH: (frozenset({TransferState.REQUESTED}), TransferState.IN_TRANSIT),
    TransferMove.RECEIVE: (frozenset({TransferState.IN_TRANSIT}), TransferState.RECEIVED),
    TransferMove.CANCEL: (frozenset({TransferState.REQUESTED, TransferState.IN_TRANSIT}), TransferState.CANCELLED),
}
"""From where each may be done, and where it leads."""


class Remainder(StrEnum):
    """What became of the part of a line that did not arrive."""

    LOST = "LOST"
    RETURNED = "RETURNED"


@dataclass(frozen=True, slots=True)
class Settlement:
    """How a line that was dispatched ends; the three add up to what was dispatched."""

    received: Decimal
    lost: Decimal
    returned: Decimal


def settle(dispatched: Decimal, received: Decimal, remainder: Remainder) -> Settlement:
    """Split what was dispatched into what arrived and what did not. (INV-L17)"""
    rest = dispatched - received
    lost = rest if remainder is Remainder.LOST else Decimal(0)
    return Settlement(received, lost, rest - lost)


def is_grave(dispatched: Decimal, lost: Decimal) -> bool:
    """Whether so much was lost that a manager has to say so. (INV-L18)"""
    return lost * 100 > dispatched * LOSS_PCT
