"""One open alert a thing, as the newest word says, whatever comes in whatever order."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from alerts.neighbours import Neighbours, cool, enough, letter, low, warm
from desertbrew.contexts.alerts import commands, queries
from desertbrew.contexts.alerts.context import CONTEXT
from desertbrew.contexts.alerts.contract import AlertKind, AlertSeverity, SubjectType
from desertbrew.contexts.alerts.rules import Standing, Step, Word, judge, say
from desertbrew.contexts.inventory.contract import ExpirySeverity, LotExpired, LotExpiring, LotStatus, LotStatusChanged
from desertbrew.contexts.purchasing.contract import (
    PurchaseOrderApproved,
    PurchaseOrderCancelled,
    PurchaseOrderCreated,
    PurchaseOrderRevised,
)
from desertbrew.kernel.clock import FixedClock
from desertbrew.kernel.ids import new_id
from desertbrew.kernel.quantity import BaseUnit
from desertbrew.platform.db import Database, Origin
from desertbrew.platform.inbox import Receiver

KINDS = list(AlertKind)
PERSON = Origin(str(new_id()), "request", "Cervecera de prueba")


def test_each_urgency_of_low_stock_is_told_once(neighbours: Neighbours) -> None:
    neighbours.tell(
        low(1, on_hand="9"), low(1, on_hand="8"), low(2, on_hand="5"), low(2, on_hand="4.5"), low(3, on_hand="0")
    )
    [alert] = neighbours.alerts()
    assert (alert.severity, alert.urgency, alert.name) == ("CRITICAL", 3, "Malta Pilsner")
    assert json.loads(alert.figures) == {"sku": "MAL-1", "on_hand": "0", "minimum": "10", "unit": "kg"}
    assert neighbours.steps() == ["OPENED", "CHANGED", "CHANGED"]


def test_a_repetition_renews_the_figures_and_keeps_the_acknowledgement(neighbours: Neighbours, alerts: Database) -> None:
    """INV-A3"""
    neighbours.tell(low(1, on_hand="9"))
    [alert] = neighbours.alerts()
    alerts.write(lambda tx: commands.acknowledge(tx, alert.id, KINDS), PERSON)
    neighbours.tell(low(1, on_hand="7"))
    [again] = neighbours.alerts()
    assert (again.acknowledged_by_name, json.loads(again.figures)["on_hand"]) == ("Cervecera de prueba", "7")
    neighbours.tell(low(2, on_hand="5"))
    [changed] = neighbours.alerts()
    assert (changed.acknowledged_by, changed.acknowledged_at, changed.acknowledged_by_name) == (None, None, "")
    assert neighbours.steps() == ["OPENED", "ACKNOWLEDGED", "CHANGED"]


def test_what_is_well_again_is_closed_and_may_open_anew(neighbours: Neighbours) -> None:
    neighbours.tell(low(1), enough(), enough(), low(1))
    assert neighbours.steps() == ["OPENED", "CLEARED", "OPENED"]
    assert (len(neighbours.alerts()), len(neighbours.alerts(is_open=False))) == (1, 2)


def test_in_any_order_the_newest_word_stands(alerts: Database, neighbours: Neighbours) -> None:
    """INV-A2"""
    for words, expected in (((1, 2, None), None), ((1, None, 3), 3), ((None, 1, 2), 2)):
        for order in permutations(range(3)):
            item = new_id()
            told = [letter(enough(item) if urgency is None else low(urgency, item)) for urgency in words]
            neighbours.deliver([told[place] for place in order])
            standing = [alert.urgency for alert in neighbours.alerts() if alert.subject_id == item]
            assert standing == ([] if expected is None else [expected]), (words, order)


def test_a_reading_that_comes_late_is_as_old_as_it_is(neighbours: Neighbours, clock: FixedClock) -> None:
    now = clock.now()
    neighbours.tell(warm(now), cool(now + timedelta(minutes=15)), warm(now + timedelta(minutes=5)))
    assert neighbours.alerts() == []
    neighbours.tell(warm(now + timedelta(minutes=30), "11"))
    [alert] = neighbours.alerts()
    assert (alert.kind, alert.severity, json.loads(alert.figures)["temperature_c"]) == ("COLD_ROOM", "CRITICAL", "11")


def test_a_lot_that_expires_is_a_warning_then_critical_then_expired(neighbours: Neighbours) -> None:
    lot, item, day = new_id(), new_id(), date(2026, 11, 27)
    held = ("L-1", item, "Lúpulo Citra", day)

    def soon(days: int, severity: ExpirySeverity) -> LotExpiring:
        return LotExpiring(lot, *held, days, Decimal("2.5"), BaseUnit.KG, severity)

    neighbours.tell(*(soon(days, ExpirySeverity.WARNING) for days in (7, 6)), soon(3, ExpirySeverity.CRITICAL))
    [alert] = neighbours.alerts()
    assert (alert.kind, alert.severity, alert.name) == ("LOT_EXPIRING", "CRITICAL", "Lúpulo Citra")
    assert json.loads(alert.figures)["days_left"] == "3"
    neighbours.tell(LotExpired(lot, *held, Decimal("2.5"), BaseUnit.KG, Decimal("412.50")))
    [expired] = neighbours.alerts()
    assert (expired.kind, expired.severity, expired.subject_id) == ("LOT_EXPIRED", "CRITICAL", lot)
    assert json.loads(expired.figures)["value"] == "412.50"
    assert neighbours.steps() == ["OPENED", "CHANGED", "CLEARED", "OPENED"]
    neighbours.tell(LotStatusChanged(lot, "L-1", item, LotStatus.EXPIRED, LotStatus.AVAILABLE, "análisis"))
    assert neighbours.alerts() == []


def test_an_order_waits_for_a_yes_in_whatever_order_it_is_heard(neighbours: Neighbours) -> None:
    """INV-A2"""
    for order in permutations(range(3)):
        named = (new_id(), "OC-20261120-0000000A", new_id(), "Lácteos del Norte")
        total, due = Decimal("1160.50"), date(2026, 11, 27)
        written = letter(PurchaseOrderCreated(*named, total, "MXN", total, due, (), "Cocinera de prueba"))
        approved = letter(PurchaseOrderApproved(*named, total, "MXN", total, due, (), "Gerente de prueba"))
        anew = letter(PurchaseOrderRevised(*named, 2, total, "MXN", total, due, ()))
        told = [written, approved, anew]
        neighbours.deliver([told[place] for place in order])
        [alert] = neighbours.alerts()
        assert (alert.kind, alert.severity, alert.subject_id) == ("ORDER_WAITING", "WARNING", named[0])
        said = say(AlertKind.ORDER_WAITING, alert.name, json.loads(alert.figures), None, "es")
        assert said.body == "Lácteos del Norte: 1160.50 MXN, para el 27/11/2026."
        neighbours.tell(PurchaseOrderCancelled(*named, "Ya no hace falta", closed_short=False))
        assert neighbours.alerts() == []


def test_two_words_at_once_make_one_alert(alerts: Database) -> None:
    """INV-A1"""
    receiver = Receiver(CONTEXT, alerts)
    with ThreadPoolExecutor(8) as hands:
        list(hands.map(receiver.receive, [letter(low(1 + number % 3)) for number in range(24)]))
    with alerts.read() as tx:
        [alert] = queries.alerts(tx, queries.Wanted(KINDS, is_open=True), 50, None)
        assert alert.urgency == 3
        assert queries.unsound(tx) == []


def test_the_history_cannot_be_rewritten(neighbours: Neighbours, alerts: Database, origin: Origin) -> None:
    """INV-A4"""
    neighbours.tell(low(1))
    for what in ("DELETE FROM alert_step", "UPDATE alert_step SET step = 'CLEARED'"):
        with pytest.raises(DBAPIError, match="append-only"):
            alerts.write(lambda tx, what=what: tx.connection.execute(text(what)), origin)  # type: ignore[misc]


def test_the_doctor_sees_a_history_that_does_not_fit(neighbours: Neighbours, alerts: Database, origin: Origin) -> None:
    neighbours.tell(low(1))
    alerts.write(lambda tx: tx.connection.execute(text("UPDATE alert SET cleared_at = opened_at")), origin)
    with alerts.read() as tx:
        assert len(queries.unsound(tx)) == 1


STANDINGS = st.builds(Standing, st.sampled_from(AlertSeverity), st.none() | st.integers(1, 3))


@given(words=st.lists(st.none() | STANDINGS, max_size=20))
def test_only_changes_are_steps(words: list[Standing | None]) -> None:
    """INV-A3: as many steps as the standing changes, and nothing else is one."""
    standing: Standing | None = None
    steps = []
    for word in words:
        step = judge(standing, Word(word))
        assert (step is None) == (word == standing)
        steps.append(step)
        standing = word
    changes = sum(1 for before, after in zip([None, *words], words, strict=False) if before != after)
    assert sum(step is not None for step in steps) == changes


Play = st.lists(
    st.tuples(st.sampled_from([1, 2, 3, None, "ack"]), st.integers(0, 1), st.integers(0, 30)), min_size=1, max_size=12
)


@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(play=Play)
def test_any_play_leaves_one_alert_a_thing_told_once_a_change(alerts: Database, play: list[tuple[Any, int, int]]) -> None:
    """INV-A1, INV-A2, INV-A3, INV-A4: raised, repeated, changed, cleared and acknowledged, in any order."""
    things = [commands.Thing(AlertKind.LOW_STOCK, SubjectType.ITEM, new_id()) for _ in range(2)]
    stamped = [(what, things[which], f"{age:03}-{place:03}") for place, (what, which, age) in enumerate(play)]
    newest: dict[Any, tuple[str, Any]] = {}
    for what, thing, stamp in stamped:
        if what == "ack":
            alerts.write(lambda tx, thing=thing: _take(tx, thing), PERSON)  # type: ignore[misc]
            continue
        word = Word(None) if what is None else Word(Standing(AlertSeverity.NOTICE, what), "Malta", {})
        before = newest.get(thing, ("", None))
        step = alerts.write(lambda tx, a=thing, b=word, c=stamp: commands.hear(tx, a, b, c), PERSON)  # type: ignore[misc]
        is_news = stamp > before[0]
        assert step == (
            judge(None if before[1] is None else Standing(AlertSeverity.NOTICE, before[1]), word) if is_news else None
        )
        if is_news:
            newest[thing] = (stamp, what)
    with alerts.read() as tx:
        assert queries.unsound(tx) == []
        for thing in things:
            found = queries.alerts(tx, queries.Wanted(KINDS, is_open=True, subject_id=thing.subject_id), 50, None)
            expected = newest.get(thing, ("", None))[1]
            assert [each.urgency for each in found] == ([] if expected is None else [expected])
            for each in found:
                last = [step.step for step in queries.history(tx, each.id)][-1]
                assert (each.acknowledged_at is not None) == (last == Step.ACKNOWLEDGED)


def _take(tx: Any, thing: commands.Thing) -> None:
    found = queries.alerts(tx, queries.Wanted(KINDS, is_open=True, subject_id=thing.subject_id), 50, None)
    commands.acknowledge_many(tx, [each.id for each in found], KINDS)
