"""Kegs move together or not at all: found, locked in id order, decided by the table, written a whole set at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, insert, or_, select, update

from desertbrew.contexts.inventory.commands.kegs.refusing import Refused, refuse
from desertbrew.contexts.inventory.contract import KegMove, KegOwnership, KegsMoved, KegState, MovedKeg
from desertbrew.contexts.inventory.rules import kegs as rules
from desertbrew.contexts.inventory.tables import KegEvent, KegFill, KegRow
from desertbrew.kernel.errors import InvalidInput, Text
from desertbrew.kernel.ids import Id, new_id
from desertbrew.platform.db import Tx

AHEAD_MAX = timedelta(days=1)
"""A tablet's clock may be a little ahead."""
BEHIND_MAX = timedelta(days=90)
"""A driver's phone may come back on Monday; what is older than the answers we remember is a slipped finger."""


@dataclass(frozen=True, slots=True)
class KegOrder:
    """One move for a list of kegs, named by code, serial or tag as they were scanned."""

    kind: KegMove
    codes: Sequence[str]
    by_name: str
    happened_at: datetime | None = None
    location: str = ""
    reason: str = ""
    client_id: Id | None = None
    client_name: str | None = None
    to: KegState | None = None
    left_l: Mapping[str, Decimal] = field(default_factory=dict)
    """Litres that were still inside, by the code as scanned."""
    content_written_off: bool = False


@dataclass(frozen=True, slots=True)
class KegDocument:
    """What was written down: one id for all the kegs that moved together."""

    id: Id
    kind: KegMove
    happened_at: datetime
    kegs: tuple[MovedKeg, ...]


@dataclass(frozen=True, slots=True)
class Locked:
    """A keg that is ours until the transaction ends, and what is inside it."""

    pointer: str
    code: str
    """As it was scanned."""
    row: Any
    fill: Any | None

    def as_keg(self) -> rules.Keg:
        """As the rules see it."""
        row = self.row
        return rules.Keg(
            row.id,
            KegState(row.state),
            row.size_l,
            row.one_way,
            KegOwnership(row.ownership),
            row.needs_maintenance,
            self.fill.volume_l if self.fill else None,
            row.client_name is not None,
            KegState(row.held_from) if row.held_from else None,
        )

    def refused(self, fault: rules.KegFault) -> Refused:
        """Why this one cannot."""
        row = self.row
        inside = f"{self.fill.volume_l.normalize():f}" if self.fill else "0"
        size = f"{row.size_l.normalize():f}"
        return Refused(self.pointer, self.code, fault, row.serial, KegState(row.state), size, inside)


@dataclass(frozen=True, slots=True)
class Change:
    """One keg's move, decided."""

    locked: Locked
    to: KegState
    litres: Decimal | None = None
    new_fill: dict[str, Any] | None = None
    """The row of `keg_fill` that this move made."""


_LOCK = (
    select(KegRow.__table__)
    .where(
        or_(
            KegRow.code.in_(bindparam("codes", expanding=True)),
            KegRow.serial.in_(bindparam("codes", expanding=True)),
            KegRow.rfid_tag.in_(bindparam("codes", expanding=True)),
        )
    )
    .order_by(KegRow.id)
    .with_for_update()
)
_FILLS = select(KegFill.__table__).where(KegFill.id.in_(bindparam("fills", expanding=True)))


def lock_kegs(tx: Tx, scanned: Sequence[tuple[str, str]]) -> tuple[list[Locked], list[Refused]]:
    """The kegs behind (pointer, code), each once and in the list's order, and the codes that are nobody's.

    Locks them in id order, whatever the order of the scan, so that two lists with the same kegs cannot deadlock; the rows
    are read after the lock is held, so what is decided next is decided on the truth.
    """
    wanted = [(pointer, code, rules.read_code(code)) for pointer, code in scanned]
    connection = tx.session.connection()
    rows = connection.execute(_LOCK, {"codes": list({bare for _, _, bare in wanted})}).all()
    by_name = {row.rfid_tag: row for row in rows if row.rfid_tag}
    by_name |= {row.serial: row for row in rows}
    by_name |= {row.code: row for row in rows}
    inside = [row.fill_id for row in rows if row.fill_id is not None]
    fills = {fill.id: fill for fill in connection.execute(_FILLS, {"fills": inside})} if inside else {}
    locked: dict[Id, Locked] = {}
    unknown = []
    for pointer, code, bare in wanted:
        row = by_name.get(bare)
        if row is None:
            unknown.append(Refused(pointer, code, rules.KegFault.UNKNOWN))
        elif row.id not in locked:  # a wedge reads twice what it was held to twice
            locked[row.id] = Locked(pointer, code, row, fills.get(row.fill_id))
    return list(locked.values()), unknown


def move_kegs(tx: Tx, order: KegOrder) -> KegDocument:
    """Make one move with every keg of the list; raises `KegsCannotMove` with all that cannot, and then none moved."""
    if order.client_id is not None and not order.client_name:
        raise InvalidInput("/client_name", Text(es="Falta el nombre del cliente.", en="The client's name is missing."))
    left = {rules.read_code(code): litres for code, litres in order.left_l.items()}
    locked, refused = lock_kegs(tx, [(f"/codes/{index}", code) for index, code in enumerate(order.codes)])

    def wish_of(keg: Locked) -> rules.Wish:
        names = (rules.read_code(keg.code), keg.row.code, keg.row.serial, keg.row.rfid_tag)
        return rules.Wish(
            to=order.to,
            left_l=next((left[name] for name in names if name in left), None),
            client_known=bool(order.client_name),
            content_written_off=order.content_written_off,
        )

    decided = decide_all(order.kind, locked, refused, wish_of)
    changes = [Change(keg, target, _litres_of(order.kind, keg, target, wish_of(keg))) for keg, target in decided]
    return write_moves(tx, order, new_id(), changes)


def decide_all(
    kind: KegMove, locked: Sequence[Locked], refused: list[Refused], wish_of: Callable[[Locked], rules.Wish]
) -> list[tuple[Locked, KegState]]:
    """Ask the table about every keg; raises `KegsCannotMove` with `refused` and whatever it adds to them."""
    decided = []
    for keg in locked:
        answer = rules.decide(kind, keg.as_keg(), wish_of(keg))
        if isinstance(answer, rules.KegFault):
            refused.append(keg.refused(answer))
        else:
            decided.append((keg, answer))
    if refused:
        raise refuse(kind, sorted(refused, key=lambda each: _place(each.pointer)), len(locked) + _unknown(refused))
    return decided


def _place(pointer: str) -> tuple[int, ...]:
    return tuple(int(step) for step in pointer.split("/") if step.isdigit())


def _unknown(refused: Sequence[Refused]) -> int:
    return sum(each.fault is rules.KegFault.UNKNOWN for each in refused)


def _litres_of(kind: KegMove, keg: Locked, target: KegState, wish: rules.Wish) -> Decimal | None:
    """Litres that the move was about: what was left inside, or what is lost with the keg."""
    if wish.left_l is not None:
        return wish.left_l
    thrown_away = target in {KegState.RETIRED, KegState.DIRTY} and kind in {KegMove.RETIRE, KegMove.RELEASE}
    if keg.fill is not None and thrown_away and keg.row.state != KegState.AT_CLIENT:
        volume: Decimal = keg.fill.volume_l
        return volume
    return None


# -------------------------------------------------------------------------------------------------------- writing

_MOVE = (
    update(KegRow)
    .where(KegRow.id == bindparam("keg"))
    .values(
        state=bindparam("new_state"),
        held_from=bindparam("new_held_from"),
        location=bindparam("new_location"),
        client_id=bindparam("new_client_id"),
        client_name=bindparam("new_client_name"),
        fill_id=bindparam("new_fill_id"),
        event_count=bindparam("new_event_count"),
        cycle_count=bindparam("new_cycle_count"),
        last_washed_at=bindparam("new_washed_at"),
        last_filled_at=bindparam("new_filled_at"),
        last_moved_at=bindparam("new_moved_at"),
    )
)
MOVES_PLACE = frozenset({
    KegMove.DISPATCH, KegMove.UNLOAD, KegMove.COLLECT, KegMove.RETURN,
    KegMove.LOSE, KegMove.FIND, KegMove.HAND_BACK, KegMove.ADMIT, KegMove.RETIRE,
})  # fmt: skip
"""After these a keg is not where it was, and nobody may have said where it is."""


def moment_of(tx: Tx, happened_at: datetime | None) -> datetime:
    """When it happened, in UTC; now where nobody says."""
    moment = happened_at or tx.now
    if moment > tx.now + AHEAD_MAX:
        raise InvalidInput("/happened_at", Text(es="La fecha está en el futuro.", en="The date is in the future."))
    if moment < tx.now - BEHIND_MAX:
        raise InvalidInput("/happened_at", Text(es="La fecha es demasiado antigua.", en="The date is too long ago."))
    return moment.astimezone(UTC)


def write_moves(tx: Tx, order: KegOrder, document_id: Id, changes: Sequence[Change]) -> KegDocument:
    """Write the fills, the kegs and their events, and promise to tell it."""
    moment = moment_of(tx, order.happened_at)
    connection = tx.session.connection()
    fills = [change.new_fill for change in changes if change.new_fill is not None]
    if fills:
        connection.execute(insert(KegFill), fills)
    after = [_after(order, change, moment) for change in changes]
    connection.execute(_MOVE, after)
    moved = tuple(_told(change, new) for change, new in zip(changes, after, strict=True))
    lines = [(new["new_event_count"], change.litres) for change, new in zip(changes, after, strict=True)]
    return write_events(tx, order, KegDocument(document_id, order.kind, moment, moved), lines)


def write_events(tx: Tx, order: KegOrder, document: KegDocument, lines: Sequence[tuple[int, Decimal | None]]) -> KegDocument:
    """One event a keg, with its (number in the keg's life, litres), and the promise to tell it."""
    tx.session.connection().execute(
        insert(KegEvent),
        [
            {
                "id": new_id(),
                "keg_id": keg.keg_id,
                "seq": seq,
                "kind": document.kind.value,
                "from_state": keg.from_state,
                "to_state": keg.state.value,
                "fill_id": keg.fill_id,
                "client_id": keg.client_id,
                "client_name": keg.client_name,
                "location": keg.location,
                "litres": litres,
                "reason": order.reason,
                "document_id": document.id,
                "happened_at": document.happened_at,
                "posted_at": tx.now,
                "by_id": tx.origin.actor,
                "by_name": order.by_name,
            }
            for keg, (seq, litres) in zip(document.kegs, lines, strict=True)
        ],
    )
    tx.emit(KegsMoved(document.id, document.kind, document.kegs, document.happened_at))
    return document


def _after(order: KegOrder, change: Change, moment: datetime) -> dict[str, Any]:
    """The keg's row after the move, as `_MOVE` takes it."""
    row, kind, to = change.locked.row, order.kind, change.to
    client_id, client_name = _client_after(order, row, to)
    filled = change.new_fill is not None
    fill_id = row.fill_id if to in rules.HOLDS_BEER | rules.MAY_HOLD_BEER else None
    held_from = None
    if to is KegState.QUARANTINE:
        held_from = row.held_from or row.state
    stays = "" if kind in MOVES_PLACE else row.location
    return {
        "keg": row.id,
        "new_state": to.value,
        "new_held_from": held_from,
        "new_location": order.location or (client_name or "" if to is KegState.AT_CLIENT else stays),
        "new_client_id": client_id,
        "new_client_name": client_name,
        "new_fill_id": change.new_fill["id"] if change.new_fill else fill_id,
        "new_event_count": row.event_count + 1,
        "new_cycle_count": row.cycle_count + (1 if filled else 0),
        "new_washed_at": moment if kind is KegMove.WASH else row.last_washed_at,
        "new_filled_at": moment if filled else row.last_filled_at,
        # What a tablet did offline may arrive after something younger.
        "new_moved_at": max(moment, row.last_moved_at),
    }


def _client_after(order: KegOrder, row: Any, to: KegState) -> tuple[Id | None, str | None]:  # noqa: ANN401 - a keg's row
    if order.kind in {KegMove.DELIVER, KegMove.DISPATCH}:
        given = bool(order.client_name) or order.kind is KegMove.DISPATCH
        return (order.client_id, order.client_name or None) if given else (row.client_id, row.client_name)
    came_home = order.kind in {KegMove.RETURN, KegMove.FIND}
    # A keg that never arrived was lost by us, not by whom it was meant for.
    lost_by_us = to is KegState.LOST and KegState.IN_TRANSIT in {row.state, row.held_from}
    if came_home or lost_by_us or to not in rules.NEEDS_CLIENT | rules.MAY_HAVE_CLIENT:
        return None, None
    return row.client_id, row.client_name


def _told(change: Change, new: dict[str, Any]) -> MovedKeg:
    """The keg as the event tells it: with the content and the client that the move was about. (INV-K5)"""
    row, fill = change.locked.row, change.new_fill
    batch_id = fill["batch_id"] if fill else getattr(change.locked.fill, "batch_id", None)
    had_client = new["new_client_name"] is None
    return MovedKeg(
        row.id,
        row.serial,
        KegState(row.state),
        change.to,
        new["new_fill_id"] or row.fill_id,
        batch_id,
        row.client_id if had_client else new["new_client_id"],
        row.client_name if had_client else new["new_client_name"],
        new["new_location"],
    )
