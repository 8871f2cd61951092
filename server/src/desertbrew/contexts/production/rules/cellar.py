"""What a vessel may do, and whose litres leave it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from desertbrew.kernel.ids import Id
from desertbrew.kernel.quantity import apportion

MILLILITRE = Decimal("0.001")
"""Beer is counted to the millilitre, at 20 °C."""


class VesselKind(StrEnum):
    """What a piece of the plant is for."""

    BREWHOUSE = "BREWHOUSE"
    MASH_TUN = "MASH_TUN"
    KETTLE = "KETTLE"
    HLT = "HLT"
    FERMENTER = "FERMENTER"
    BRITE = "BRITE"


TANKS = frozenset({VesselKind.FERMENTER, VesselKind.BRITE})
"""The vessels whose litres the ledger keeps; what is in a kettle is not beer yet."""


class Material(StrEnum):
    """The steel a vessel is made of."""

    STEEL_304 = "304"
    STEEL_316 = "316"


EXPANSION_PPM_PER_K = {Material.STEEL_304: Decimal("17.3"), Material.STEEL_316: Decimal("16.0")}
"""Linear expansion of stainless steel, 1e-6 per kelvin (AISI 304 and 316, mean of 0-100 °C)."""


class VesselState(StrEnum):
    """Where a vessel stands."""

    AVAILABLE = "AVAILABLE"
    IN_USE = "IN_USE"
    DIRTY = "DIRTY"
    CLEANING = "CLEANING"
    MAINTENANCE = "MAINTENANCE"
    OUT_OF_SERVICE = "OUT_OF_SERVICE"


AVAILABLE, IN_USE, DIRTY, CLEANING = VesselState.AVAILABLE, VesselState.IN_USE, VesselState.DIRTY, VesselState.CLEANING
MAINTENANCE, OUT_OF_SERVICE = VesselState.MAINTENANCE, VesselState.OUT_OF_SERVICE

BY_HAND: dict[VesselState, frozenset[VesselState]] = {
    AVAILABLE: frozenset({DIRTY, CLEANING, MAINTENANCE, OUT_OF_SERVICE}),
    IN_USE: frozenset(),
    DIRTY: frozenset({CLEANING, MAINTENANCE, OUT_OF_SERVICE}),
    CLEANING: frozenset({AVAILABLE, DIRTY, MAINTENANCE}),
    MAINTENANCE: frozenset({DIRTY, CLEANING, OUT_OF_SERVICE}),
    OUT_OF_SERVICE: frozenset({DIRTY, CLEANING, MAINTENANCE}),
}
"""The whole table for a tank. Only cleaning makes it clean, and only beer makes it used or empties it. (INV-V3)"""


def states_by_hand(kind: VesselKind, state: VesselState) -> frozenset[VesselState]:
    """Where a person may take a vessel from `state`; the brewhouse is also put to use and emptied by hand. (INV-V3)"""
    if kind in TANKS:
        return BY_HAND[state]
    if state is IN_USE:
        return frozenset({DIRTY})
    return BY_HAND[state] | (frozenset({IN_USE}) if state is AVAILABLE else frozenset())


class MovementKind(StrEnum):
    """Why litres changed place."""

    KNOCK_OUT = "KNOCK_OUT"
    TRANSFER = "TRANSFER"
    DILUTION = "DILUTION"
    LOSS = "LOSS"
    PACKAGED = "PACKAGED"
    ADJUSTMENT = "ADJUSTMENT"


class LossReason(StrEnum):
    """Where beer went that nobody will drink."""

    TRUB = "TRUB"
    YEAST = "YEAST"
    DRY_HOP = "DRY_HOP"
    TRANSFER = "TRANSFER"
    SAMPLE = "SAMPLE"
    FILTRATION = "FILTRATION"
    PACKAGING = "PACKAGING"
    SPILL = "SPILL"
    DUMPED = "DUMPED"
    EVAPORATION = "EVAPORATION"
    OTHER = "OTHER"


def is_millilitres(volume_l: Decimal) -> bool:
    """Whether the ledger can hold the figure as it is."""
    return volume_l == volume_l.quantize(MILLILITRE)


def shares(contents: Mapping[Id, Decimal], volume_l: Decimal) -> dict[Id, Decimal]:
    """Whose litres leave when `volume_l` leaves a mixed vessel: each batch's share, to the millilitre. (INV-V1)

    The shares add up to `volume_l` exactly and none is more than there is of its batch. A batch whose share is nothing is
    left out.
    """
    assert 0 < volume_l <= sum(contents.values(), Decimal(0)), "no more leaves a vessel than is in it"
    return {batch_id: share for batch_id, share in apportion(volume_l, contents, MILLILITRE).items() if share}


def mixes(coming: frozenset[Id], there: frozenset[Id]) -> bool:
    """Whether beer of `coming` batches into a vessel with `there` makes or changes a blend; somebody has to mean it."""
    return bool(there) and coming != there
