"""The one table of what may happen to a keg, and the checks that a table cannot hold. (INV-K1)

docs/algorithms/keg-states.md shows the same table to people; a test holds the two together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from desertbrew.contexts.inventory.contract import KegMove, KegOwnership, KegState, KegType
from desertbrew.kernel.ids import Id

S, M = KegState, KegMove

HOLDS_BEER = frozenset({S.FULL, S.IN_TRANSIT, S.AT_CLIENT, S.RETURNING, S.TAPPED})
"""There is always a fill behind these; RETURNING too, for nobody has looked inside yet."""
MAY_HOLD_BEER = frozenset({S.QUARANTINE, S.LOST})
"""These remember what was inside, if anything was."""
NEEDS_CLIENT = frozenset({S.AT_CLIENT})
MAY_HAVE_CLIENT = frozenset({S.IN_TRANSIT, S.QUARANTINE, S.LOST})
"""IN_TRANSIT: where it is going; the others: who had it."""
OUT_OF_SIGHT = frozenset({S.IN_TRANSIT, S.AT_CLIENT, S.RETURNING})
GONE = frozenset({S.WITH_OWNER, S.RETIRED})

_LIVING = (S.DIRTY, S.CLEAN, S.FULL, S.IN_TRANSIT, S.AT_CLIENT, S.RETURNING, S.TAPPED)

Targets = Mapping[KegState, tuple[KegState, ...]]

MOVES: Mapping[KegMove, Targets] = {
    M.WASH: {S.DIRTY: (S.CLEAN,)},
    M.FILL: {S.CLEAN: (S.FULL,)},
    M.TRANSFER_IN: {S.CLEAN: (S.FULL,)},
    M.TRANSFER_OUT: {S.FULL: (S.DIRTY,)},
    M.DISPATCH: {S.FULL: (S.IN_TRANSIT,)},
    M.UNLOAD: {S.IN_TRANSIT: (S.FULL,)},
    M.DELIVER: {S.FULL: (S.AT_CLIENT,), S.IN_TRANSIT: (S.AT_CLIENT,)},
    M.COLLECT: {S.AT_CLIENT: (S.RETURNING,)},
    # What was recalled while it was out comes home and is still to be looked at.
    M.RETURN: {S.AT_CLIENT: (S.DIRTY,), S.RETURNING: (S.DIRTY,), S.QUARANTINE: (S.QUARANTINE,)},
    M.TAP: {S.FULL: (S.TAPPED,)},
    M.EMPTY: {S.FULL: (S.DIRTY,), S.TAPPED: (S.DIRTY,)},
    M.QUARANTINE: dict.fromkeys(_LIVING, (S.QUARANTINE,)),
    # Never to CLEAN: what was held is washed again. The other three only if that is where it was held.
    M.RELEASE: {S.QUARANTINE: (S.DIRTY, S.FULL, S.TAPPED, S.AT_CLIENT)},
    M.LOSE: dict.fromkeys((*_LIVING, S.QUARANTINE), (S.LOST,)),
    M.FIND: {S.LOST: (S.QUARANTINE,)},
    M.HAND_BACK: dict.fromkeys((S.DIRTY, S.CLEAN, S.QUARANTINE), (S.WITH_OWNER,)),
    M.ADMIT: {S.WITH_OWNER: (S.DIRTY, S.FULL)},
    M.RETIRE: dict.fromkeys((S.DIRTY, S.CLEAN, S.QUARANTINE, S.LOST), (S.RETIRED,)),
}
"""What a keg of steel may do: move -> from -> where to. What is not here may not happen."""

ONE_WAY_MOVES: Mapping[KegMove, Targets] = {
    **MOVES,
    M.WASH: {},
    M.COLLECT: {},
    M.RETURN: {S.QUARANTINE: (S.QUARANTINE,)},
    M.TRANSFER_OUT: {S.FULL: (S.RETIRED,)},
    M.EMPTY: {S.FULL: (S.RETIRED,), S.TAPPED: (S.RETIRED,)},
    M.RELEASE: {S.QUARANTINE: (S.FULL, S.TAPPED, S.AT_CLIENT)},
    M.HAND_BACK: {},
    M.ADMIT: {S.WITH_OWNER: (S.FULL,)},
    M.RETIRE: dict.fromkeys((S.CLEAN, S.AT_CLIENT, S.QUARANTINE, S.LOST), (S.RETIRED,)),
}
"""What a one-way keg may do: it is born clean, is filled once, and stays where it was emptied."""

RELEASE_FROM: Mapping[KegState, frozenset[KegState]] = {
    S.DIRTY: frozenset({*_LIVING, S.LOST}),
    S.FULL: frozenset({S.FULL, S.IN_TRANSIT, S.AT_CLIENT}),
    S.TAPPED: frozenset({S.TAPPED}),
    S.AT_CLIENT: frozenset({S.AT_CLIENT}),
}
"""Where a release may lead, by the state in which the keg was put in quarantine."""

STANDARD_SIZES = (Decimal(20), Decimal(30), Decimal(50), Decimal(60))
CORNELIUS_SIZES = (Decimal("9.5"), Decimal(19))
LARGEST_L = Decimal(100)
ONE_WAY_TYPES = frozenset({KegType.KEYKEG, KegType.PET_ONE_WAY})


class KegFault(StrEnum):
    """Why one keg of a list cannot."""

    UNKNOWN = "UNKNOWN"
    REPEATED = "REPEATED"
    WRONG_STATE = "WRONG_STATE"
    ONE_WAY = "ONE_WAY"
    TOO_SMALL = "TOO_SMALL"
    NEEDS_MAINTENANCE = "NEEDS_MAINTENANCE"
    NO_CLIENT = "NO_CLIENT"
    STILL_AT_CLIENT = "STILL_AT_CLIENT"
    NOT_HELD_THERE = "NOT_HELD_THERE"
    CONTENT_NOT_WRITTEN_OFF = "CONTENT_NOT_WRITTEN_OFF"
    OURS = "OURS"
    MORE_THAN_INSIDE = "MORE_THAN_INSIDE"
    NO_TARE = "NO_TARE"
    WEIGHS_NOTHING = "WEIGHS_NOTHING"
    NO_SUCH_CONTENT = "NO_SUCH_CONTENT"


@dataclass(frozen=True, slots=True)
class Keg:
    """A keg as far as deciding about it goes."""

    keg_id: Id
    state: KegState
    size_l: Decimal
    one_way: bool
    ownership: KegOwnership
    needs_maintenance: bool
    content_l: Decimal | None
    """Litres of the fill inside; None where there is none."""
    has_client: bool
    held_from: KegState | None
    """What it was when it was put in quarantine."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What one keg is asked to do, beyond the move itself."""

    to: KegState | None = None
    """Only for moves that leave a choice."""
    volume_l: Decimal | None = None
    """Litres that go in."""
    left_l: Decimal | None = None
    """Litres that were still inside."""
    client_known: bool = False
    content_written_off: bool = False


def targets_of(kind: KegMove, state: KegState, *, one_way: bool) -> tuple[KegState, ...]:
    """Where the move may lead from `state`; empty where it may not be made. The table, and nothing else."""
    table = ONE_WAY_MOVES if one_way else MOVES
    return table.get(kind, {}).get(state, ())


def first_state(ownership: KegOwnership, *, one_way: bool) -> KegState:
    """A steel keg is washed before its first beer too; a one-way one comes sterile from its maker; a guest is still out."""
    if ownership is KegOwnership.GUEST:
        return S.WITH_OWNER
    return S.CLEAN if one_way else S.DIRTY


def decide(kind: KegMove, keg: Keg, wish: Wish) -> KegState | KegFault:
    """Where the keg goes, or why it stays. Pure; the caller holds the keg's lock. (INV-K1)"""
    allowed = targets_of(kind, keg.state, one_way=keg.one_way)
    if not allowed:
        only_steel = keg.one_way and targets_of(kind, keg.state, one_way=False)
        return KegFault.ONE_WAY if only_steel else KegFault.WRONG_STATE
    target = allowed[0] if wish.to is None else wish.to
    if target not in allowed:
        return KegFault.ONE_WAY if keg.one_way and target in MOVES[kind].get(keg.state, ()) else KegFault.WRONG_STATE
    return _find_fault(kind, keg, wish, target) or target


def _find_fault(kind: KegMove, keg: Keg, wish: Wish, target: KegState) -> KegFault | None:
    """What the table cannot hold: the first of these that is true."""
    checks = {
        KegFault.TOO_SMALL: wish.volume_l is not None and wish.volume_l > keg.size_l,
        KegFault.MORE_THAN_INSIDE: wish.left_l is not None and wish.left_l > (keg.content_l or 0),
        KegFault.NEEDS_MAINTENANCE: kind in {M.FILL, M.TRANSFER_IN} and keg.needs_maintenance,
        KegFault.NO_CLIENT: kind is M.DELIVER and not (wish.client_known or keg.has_client),
        # Only what was recalled out there can come back into quarantine.
        KegFault.WRONG_STATE: kind is M.RETURN and keg.state is S.QUARANTINE and not keg.has_client,
        KegFault.OURS: kind is M.HAND_BACK and keg.ownership is KegOwnership.OWN,
        KegFault.STILL_AT_CLIENT: kind is M.HAND_BACK and keg.has_client,
        KegFault.CONTENT_NOT_WRITTEN_OFF: kind is M.RETIRE and _loses_beer(keg) and not wish.content_written_off,
    }
    fault = next((fault for fault, is_so in checks.items() if is_so), None)
    return _fault_of_release(keg, target) if fault is None and kind is M.RELEASE else fault


def _loses_beer(keg: Keg) -> bool:
    """A one-way keg at a client was sold with its beer: nothing is lost when it is thrown away."""
    return keg.content_l is not None and not (keg.one_way and keg.state is S.AT_CLIENT)


def _fault_of_release(keg: Keg, target: KegState) -> KegFault | None:
    if keg.held_from not in RELEASE_FROM[target] or (target in HOLDS_BEER and keg.content_l is None):
        return KegFault.NOT_HELD_THERE
    if target is S.AT_CLIENT:
        return None if keg.has_client else KegFault.NO_CLIENT
    # A keg that was held out there must be brought home first: scan its return.
    if keg.has_client and keg.held_from is S.AT_CLIENT:
        return KegFault.STILL_AT_CLIENT
    return None


def moves_from(keg: Keg) -> list[KegMove]:
    """What may be done to the keg now, in the table's order; checks that need more than the keg are left open."""
    wishes = (Wish(client_known=True, content_written_off=True, to=to) for to in (None, *S))
    possible = list(wishes)
    return [kind for kind in MOVES if any(isinstance(decide(kind, keg, wish), KegState) for wish in possible)]


def wrong_size(keg_type: KegType, size_l: Decimal) -> bool:
    """Kegs come in sizes; a fitting that is none of ours may be any size up to 100 L."""
    if keg_type is KegType.OTHER:
        return not 0 < size_l <= LARGEST_L
    return size_l not in (CORNELIUS_SIZES if keg_type is KegType.CORNELIUS else STANDARD_SIZES)


def split_transfer(inside_l: Decimal, into_l: Sequence[Decimal], loss_l: Decimal | None) -> Decimal | None:
    """The litres lost when `inside_l` goes over into several kegs; None where the figures do not add up. (INV-K4)

    What goes in plus what is lost is what was inside: a loss that is told must fit, one that is not told is the rest.
    """
    rest = inside_l - sum(into_l, Decimal(0))
    return rest if rest >= 0 and (loss_l is None or loss_l == rest) else None


MILLILITRE = Decimal("0.001")
WATER_20C_KG_L = Decimal("0.9982012")
"""CIPM 2001; a specific gravity at 20/20 °C times this is a density."""
CO2_ML_PER_G = Decimal("0.73")
"""Partial molar volume of dissolved CO2: Torrent/EBC, BrewingScience 59 (2006)."""
FILL_TOLERANCE = Decimal("0.005")
"""A scale and a dip pipe agree to half a percent."""


def net_litres(gross_kg: Decimal, tare_kg: Decimal, final_gravity: Decimal, co2_g_l: Decimal) -> Decimal:
    """Litres at 20 °C in a weighed keg, to the millilitre; weighing makes the beer's temperature irrelevant (EBC 11.3.1).

    `final_gravity` at 20/20 °C. Air buoyancy (-0.1 %) is left in: it is inside a floor scale's own error.
    """
    density = WATER_20C_KG_L * final_gravity
    carbonated = (density + co2_g_l / 1000) / (1 + CO2_ML_PER_G * co2_g_l / 1000)
    return ((gross_kg - tare_kg) / carbonated).quantize(MILLILITRE, ROUND_HALF_UP)


def weighed_fill(net_l: Decimal, size_l: Decimal) -> Decimal:
    """A keg that weighs in at up to half a percent over its size is full: the scale is no better than that."""
    return size_l if size_l < net_l <= size_l * (1 + FILL_TOLERANCE) else net_l


# ------------------------------------------------------------------------------------------------- codes and serials

CODE = re.compile(r"KEG-[A-Z0-9][A-Z0-9-]*-[0-9A-F]{8}")
SERIAL_MAX = 32
_LINK = re.compile(r"^[a-z][a-z0-9+.-]*://[^?#]*/([^/?#]+)/?(?:[?#].*)?$", re.IGNORECASE)
_UNPRINTED = re.compile(r"[\x00-\x1f\x7f\s]+")


def normalize_serial(written: str) -> str:
    """Upper case with single hyphens: `b 50 / 7` is B-50-7."""
    return re.sub(r"[^A-Z0-9]+", "-", written.upper()).strip("-")


def code_of(serial: str, keg_id: Id) -> str:
    """What the QR says; the eight hex digits of the id keep a label from being guessed from another."""
    return f"KEG-{serial}-{keg_id.hex[-8:].upper()}"


def read_code(scanned: str) -> str:
    """What a scanner gave, as it is looked up: a code, a serial or an RFID tag, out of whatever a label wraps it in.

    A wedge may add group separators and blanks, a camera gives the whole address of the guest's page.
    """
    bare = _UNPRINTED.sub("", scanned)
    link = _LINK.match(bare)
    return (link.group(1) if link else bare).upper()


def serial_range(prefix: str, first: int, count: int, digits: int) -> list[str]:
    """`B50-` from 7, three of them, four digits: B50-0007, B50-0008, B50-0009."""
    return [normalize_serial(f"{prefix}{number:0{digits}d}") for number in range(first, first + count)]
