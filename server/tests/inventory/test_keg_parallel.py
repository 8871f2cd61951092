"""Many scanners on the same kegs at the same moment: one of them wins, whole, and nobody waits for ever. (INV-K6)"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import event

from desertbrew.apps import compose, registry
from desertbrew.contexts.inventory import commands
from desertbrew.contexts.inventory.commands.kegs import runs
from desertbrew.contexts.inventory.contract import KegMove, KegsCounted, KegState
from desertbrew.contexts.inventory.errors import KegsCannotMove, PackagingRunNotOpen
from desertbrew.kernel.clock import Clock
from desertbrew.kernel.ids import new_id
from desertbrew.platform.db import Database, Origin
from desertbrew.platform.ports import Ports
from desertbrew.platform.settings import Settings
from inventory.cooperage import BY, Cooperage
from support.client import Client
from support.letters import emitted

HANDS = 32


@pytest.fixture
def processes(inventory: Database, settings: Settings, clock: Clock) -> Iterator[Sequence[Database]]:
    """Everybody who may write: on PostgreSQL a second process too."""
    if inventory.is_sqlite:
        yield [inventory]
        return
    context = registry.context_named("inventory")
    other = compose.open_database(settings.model_copy(update={"database_workers": 16}), context, clock, Ports())
    yield [inventory, other]
    other.close()


def scan_all(processes: Sequence[Database], origin: Origin, orders: Sequence[commands.KegOrder]) -> list[bool]:
    """Hand every order in at once; whether each was done."""

    def hand_in(index: int) -> bool:
        try:
            processes[index % len(processes)].write(lambda tx: commands.move_kegs(tx, orders[index]), origin)
        except KegsCannotMove:
            return False
        return True

    with ThreadPoolExecutor(HANDS) as hands:
        return list(hands.map(hand_in, range(len(orders))))


def test_inv_k6_32_scanners_of_the_same_kegs_and_one_wins(
    cooperage: Cooperage, processes: Sequence[Database], origin: Origin
) -> None:
    codes = cooperage.register(*(f"B-{number}" for number in range(10)))
    forth = commands.KegOrder(KegMove.WASH, codes, BY)
    back = commands.KegOrder(KegMove.WASH, codes[::-1], BY)
    done = scan_all(processes, origin, [forth if number % 2 else back for number in range(HANDS)])
    assert sum(done) == 1
    assert {row.event_count for row in cooperage.rows()} == {2}
    assert cooperage.faults() == []


def test_inv_k6_lists_that_overlap_never_split_a_keg(
    cooperage: Cooperage, processes: Sequence[Database], origin: Origin
) -> None:
    """Each list shares a keg with the next, in either order: whoever has its keg taken is refused whole."""
    codes = cooperage.register(*(f"B-{number:02d}" for number in range(HANDS + 1)))
    pairs = [codes[number : number + 2] for number in range(HANDS)]
    orders = [commands.KegOrder(KegMove.WASH, pair if number % 2 else pair[::-1], BY) for number, pair in enumerate(pairs)]
    done = scan_all(processes, origin, orders)
    washed = {code for pair, was in zip(pairs, done, strict=True) if was for code in pair}
    assert sum(done) >= HANDS // 3
    assert len(washed) == 2 * sum(done), "no keg was in two lists that won"
    assert set(cooperage.states(*washed)) == {KegState.CLEAN}
    assert set(cooperage.states(*(set(codes) - washed))) <= {KegState.DIRTY}


def test_over_http_too_the_keg_goes_to_one_of_many_drivers(cooperage: Cooperage, client: Client) -> None:
    (code,) = cooperage.full("B-1")
    body = {"codes": [code], "client_name": "Bar La Noria"}
    with ThreadPoolExecutor(8) as hands:
        answers = [each.status_code for each in hands.map(lambda _: client.post("/v1/keg-deliveries", body), range(8))]
    assert sorted(answers) == [201] + [409] * 7


def test_inv_k9_kegs_that_are_filled_while_their_run_closes_are_counted_or_refused(
    cooperage: Cooperage, processes: Sequence[Database], origin: Origin
) -> None:
    """The count is what production takes from the tank: a keg filled after it would be full of nobody's litres."""
    opened = runs.NewRun(new_id(), "ENV-0001", new_id(), "L-0104", "Cerro del Pueblo", "BT-01")
    cooperage.write(lambda tx: runs.know_run(tx, opened))
    codes = cooperage.register(*(f"R-{number:02d}" for number in range(HANDS)))
    cooperage.move(KegMove.WASH, *codes)
    content = commands.Content("", packaging_run_id=opened.id)

    def fill_or_close(index: int) -> bool:
        database = processes[index % len(processes)]
        try:
            if index == HANDS // 2:
                database.write(lambda tx: runs.end_run(tx, opened), origin)
            else:
                new = commands.NewFilling(content, [commands.NewFill(codes[index], Decimal(50))], BY)
                database.write(lambda tx: commands.fill_kegs(tx, new), origin)
        except PackagingRunNotOpen:
            return False
        return True

    with ThreadPoolExecutor(HANDS) as hands:
        done = list(hands.map(fill_or_close, range(HANDS)))
    assert done[HANDS // 2], "the run is closed whatever happens beside"
    (counted,) = emitted(cooperage.database, KegsCounted)
    assert isinstance(counted, KegsCounted)
    filled = [fill for fill in cooperage.fills() if fill.packaging_run_id == opened.id]
    assert counted.kegs == len(filled) == sum(done) - 1
    assert counted.volume_l == sum((fill.volume_l for fill in filled), Decimal(0))
    full = [code for code, was in zip(codes, done, strict=True) if was and code != codes[HANDS // 2]]
    assert set(cooperage.states(*(set(codes) - set(full)))) == {KegState.CLEAN}, "a keg that was refused stays as it was"
    assert cooperage.faults() == []


def test_200_kegs_are_a_handful_of_statements(cooperage: Cooperage) -> None:
    """Sets, not kegs: as many statements for two hundred as for two."""
    counts = []
    for many in (2, 200):
        codes = cooperage.register(*(f"N-{many}-{number}" for number in range(many)))
        seen: list[str] = []

        def note(_c: Any, _cur: Any, statement: str, *_: Any, into: list[str] = seen) -> None:
            into.append(statement)

        event.listen(cooperage.database.write_engine, "before_cursor_execute", note)
        try:
            cooperage.move(KegMove.WASH, *codes)
            cooperage.fill(*codes)
        finally:
            event.remove(cooperage.database.write_engine, "before_cursor_execute", note)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 12, counts
