"""How the fleet does, and where it is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import func, select

from desertbrew.contexts.inventory.contract import KegMove, KegState
from desertbrew.contexts.inventory.rules import kegs as rules
from desertbrew.contexts.inventory.rules.keg_figures import YEAR, Spread, a_year, gaps, spread_of
from desertbrew.contexts.inventory.tables import KegEvent, KegFill, KegRow
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx

GONE = tuple(state.value for state in sorted(rules.GONE))


@dataclass(frozen=True, slots=True)
class FleetPart:
    """Kegs of one size in one state, and the beer in them."""

    state: str
    size_l: Decimal
    kegs: int
    litres: Decimal


@dataclass(frozen=True, slots=True)
class ClientDwell:
    """How long one client keeps kegs."""

    client_name: str
    dwell: Spread


@dataclass(frozen=True, slots=True)
class KegFigures:
    """The fleet now, and how it did over the last year (or since the first keg, if that is less)."""

    fleet: list[FleetPart]
    window_days: int
    steel: int
    """Kegs that should come back and that we have not given up: what turns and losses are counted on."""
    dwell: Spread | None
    dwell_by_client: list[ClientDwell]
    cycle: Spread | None
    fills: int
    turns_a_year: float | None
    lost: int
    loss_a_year: float | None


@dataclass(frozen=True, slots=True)
class ClientKegs:
    """Steel that a client answers for."""

    client_id: Id | None
    client_name: str
    at_client: int
    held: int
    """In quarantine while still out there."""
    lost: int
    oldest_days: int


def keg_figures(tx: ReadTx) -> KegFigures:
    """Dwell at clients, time from fill to fill, turns and losses a year."""
    connection = tx.session.connection()
    parts = connection.execute(
        select(KegRow.state, KegRow.size_l, func.count().label("kegs"), func.sum(KegFill.volume_l).label("litres"))
        .outerjoin(KegFill, KegFill.id == KegRow.fill_id)
        .group_by(KegRow.state, KegRow.size_l)
        .order_by(KegRow.state, KegRow.size_l)
    ).all()
    fleet = [FleetPart(row.state, row.size_l, row.kegs, row.litres or Decimal(0)) for row in parts]
    ours = (KegRow.one_way.is_(False), KegRow.state.not_in(GONE))
    steel = connection.execute(select(func.count()).where(*ours)).scalar_one()
    first: datetime | None = connection.execute(select(func.min(KegRow.registered_at)).where(*ours)).scalar_one_or_none()
    window = timedelta(0) if first is None else min(YEAR, tx.now - first)
    since = tx.now - YEAR
    fills = connection.execute(
        select(KegFill.keg_id, KegFill.filled_at)
        .join(KegRow, KegRow.id == KegFill.keg_id)
        .where(KegRow.one_way.is_(False), KegFill.filled_at >= since)
        .order_by(KegFill.keg_id, KegFill.filled_at)
    ).all()
    happened = connection.execute(
        select(KegEvent.kind, func.count())
        .join(KegRow, KegRow.id == KegEvent.keg_id)
        .where(KegEvent.kind.in_((KegMove.LOSE, KegMove.FIND)), KegEvent.happened_at >= since, KegRow.one_way.is_(False))
        .group_by(KegEvent.kind)
    )
    counted = {kind: many for kind, many in happened}  # noqa: C416 - a Row is no pair to mypy
    lost = max(0, counted.get(KegMove.LOSE, 0) - counted.get(KegMove.FIND, 0))
    stays = _stays(tx)
    by_client = [(name, spread_of(times)) for name, times in stays.items()]
    return KegFigures(
        fleet=fleet,
        window_days=window.days,
        steel=steel,
        dwell=spread_of([each for times in stays.values() for each in times]),
        dwell_by_client=sorted(
            (ClientDwell(name, spread) for name, spread in by_client if spread),
            key=lambda each: (-each.dwell.p50_days, each.client_name),
        ),
        cycle=spread_of(gaps([(row.keg_id, row.filled_at) for row in fills])),
        fills=len(fills),
        turns_a_year=a_year(len(fills), steel, window),
        lost=lost,
        loss_a_year=a_year(lost, steel, window),
    )


def _stays(tx: ReadTx) -> dict[str, list[timedelta]]:
    """How long kegs stayed with each client, of those that left again within a year."""
    left = KegEvent.__table__.alias("left_event")
    query = (
        select(KegEvent.client_name, KegEvent.happened_at, left.c.happened_at.label("left_at"))
        .join(KegRow, KegRow.id == KegEvent.keg_id)
        .join(left, (left.c.keg_id == KegEvent.keg_id) & (left.c.seq == KegEvent.seq + 1))
        .where(
            KegEvent.kind == KegMove.DELIVER,
            KegEvent.to_state == KegState.AT_CLIENT,
            left.c.happened_at >= tx.now - YEAR,
            left.c.kind.in_((KegMove.COLLECT, KegMove.RETURN)),
            KegRow.one_way.is_(False),
        )
    )
    stays: dict[str, list[timedelta]] = defaultdict(list)
    for row in tx.session.connection().execute(query):
        stays[row.client_name or ""].append(max(timedelta(0), row.left_at - row.happened_at))
    return stays


def kegs_at_clients(tx: ReadTx) -> list[ClientKegs]:
    """Who has how much of our steel; what was lost or held while with a client still counts as theirs."""
    query = (
        select(
            KegRow.client_id,
            KegRow.client_name,
            KegRow.state,
            func.count().label("many"),
            func.min(KegRow.last_moved_at).label("oldest"),
        )
        .where(
            KegRow.client_name.is_not(None),
            KegRow.one_way.is_(False),
            KegRow.state.in_((KegState.AT_CLIENT, KegState.LOST))
            | ((KegRow.state == KegState.QUARANTINE) & (KegRow.held_from == KegState.AT_CLIENT)),
        )
        .group_by(KegRow.client_id, KegRow.client_name, KegRow.state)
    )
    found: dict[tuple[Id | None, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in tx.session.connection().execute(query):
        client = found[row.client_id, row.client_name]
        client[row.state] = row.many
        client["days"] = max(client["days"], (tx.now - row.oldest).days)
    clients = [
        ClientKegs(
            client_id,
            name,
            counts[KegState.AT_CLIENT],
            counts[KegState.QUARANTINE],
            counts[KegState.LOST],
            counts["days"],
        )
        for (client_id, name), counts in found.items()
    ]
    return sorted(clients, key=lambda each: (-(each.at_client + each.held + each.lost), each.client_name))
