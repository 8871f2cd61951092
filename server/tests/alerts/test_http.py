"""The inbox over HTTP: who sees what, who takes care, and that it reaches the others."""

from __future__ import annotations

import pytest

from alerts.neighbours import MALT, Neighbours, cool, enough, low, warm
from desertbrew.kernel.clock import FixedClock
from desertbrew.kernel.ids import new_id
from desertbrew.kernel.roles import Role
from desertbrew.platform.db import Database
from support.client import Client, answered, slug_of


@pytest.fixture
def both(neighbours: Neighbours, clock: FixedClock) -> None:
    """An item runs low, and a room is warm."""
    neighbours.tell(low(2), warm(clock.now()))


def listed(client: Client, **query: object) -> list[str]:
    return [each["kind"] for each in answered(client.get("/v1/alerts", **query))["items"]]


def test_the_inbox_shows_what_is_ones_business(client: Client, both: None) -> None:
    """INV-A5"""
    assert listed(client.acting_as(Role.WAREHOUSE)) == ["COLD_ROOM", "LOW_STOCK"]
    assert listed(client.acting_as(Role.CELLAR)) == ["COLD_ROOM"]
    assert listed(client.acting_as(Role.AUDITOR)) == ["COLD_ROOM", "LOW_STOCK"]
    assert listed(client) == ["COLD_ROOM", "LOW_STOCK"]
    assert slug_of(client.acting_as(Role.DRIVER).get("/v1/alerts")) == "not-allowed"
    counted = answered(client.acting_as(Role.CELLAR).get("/v1/alerts/waiting"))
    assert counted == {"notice": 0, "warning": 0, "critical": 1}


def test_filters_narrow_and_pages_follow(client: Client, both: None, neighbours: Neighbours) -> None:
    assert listed(client, kind="LOW_STOCK") == ["LOW_STOCK"]
    assert listed(client, severity="CRITICAL") == ["COLD_ROOM"]
    assert listed(client, subject_id=str(MALT)) == ["LOW_STOCK"]
    neighbours.tell(enough())
    assert listed(client, open=True) == ["COLD_ROOM"]
    assert listed(client, open=False) == ["LOW_STOCK"]
    first = answered(client.get("/v1/alerts", limit=1))
    rest = answered(client.get("/v1/alerts", limit=1, cursor=first["next_cursor"]))
    assert [each["kind"] for each in first["items"] + rest["items"]] == ["COLD_ROOM", "LOW_STOCK"]
    assert slug_of(client.get("/v1/alerts", cursor="bogus")) == "invalid-input"


def test_who_takes_care_first_stays(client: Client, both: None) -> None:
    [alert] = answered(client.get("/v1/alerts", kind="LOW_STOCK"))["items"]
    path = f"/v1/alerts/{alert['id']}/acknowledgements"
    taken = answered(client.acting_as(Role.WAREHOUSE, person="Almacén").post(path), 201)
    assert taken["acknowledged_by_name"] == "Almacén"
    assert taken["acknowledged_at"] is not None
    again = answered(client.acting_as(Role.MANAGER, person="Gerente").post(path), 201)
    assert again["acknowledged_by_name"] == "Almacén"
    assert listed(client, acknowledged=False) == ["COLD_ROOM"]
    told = answered(client.get(f"/v1/alerts/{alert['id']}"))
    assert [(each["step"], each["person_name"]) for each in told["steps"]] == [("OPENED", ""), ("ACKNOWLEDGED", "Almacén")]
    assert slug_of(client.acting_as(Role.AUDITOR).post(path)) == "not-allowed"


def test_nobody_takes_care_of_what_they_may_not_see(client: Client, both: None) -> None:
    """INV-A5"""
    [alert] = answered(client.get("/v1/alerts", kind="LOW_STOCK"))["items"]
    cellar = client.acting_as(Role.CELLAR)
    assert slug_of(cellar.post(f"/v1/alerts/{alert['id']}/acknowledgements")) == "not-found"
    assert slug_of(cellar.get(f"/v1/alerts/{alert['id']}")) == "not-found"
    assert answered(cellar.post("/v1/alert-acknowledgements", {"alert_ids": [alert["id"]]}), 201)["items"] == []


def test_all_shown_are_taken_at_once_and_what_ended_is_let_be(
    client: Client, both: None, neighbours: Neighbours, clock: FixedClock
) -> None:
    shown = [each["id"] for each in answered(client.get("/v1/alerts"))["items"]]
    neighbours.tell(cool(clock.now()))
    taken = answered(client.post("/v1/alert-acknowledgements", {"alert_ids": [*shown, str(new_id())]}), 201)["items"]
    assert [each["kind"] for each in taken] == ["LOW_STOCK"]
    over = next(each for each in shown if each != taken[0]["id"])
    assert slug_of(client.post(f"/v1/alerts/{over}/acknowledgements")) == "alert-closed"


def test_a_choice_of_mail_needs_an_address(client: Client) -> None:
    wish = {"channel": "MAIL", "kind": "LOW_STOCK", "minimum": "WARNING"}
    body = {"language": "es", "mail_to": "", "choices": [wish]}
    assert slug_of(client.put("/v1/alert-preferences", body)) == "mail-needs-an-address"
    kept = answered(client.put("/v1/alert-preferences", {**body, "mail_to": "duena@example.mx"}))
    assert kept == answered(client.get("/v1/alert-preferences"))
    assert (kept["choices"], kept["mail_to"], kept["mail_ready"]) == ([wish], "duena@example.mx", False)
    assert "LOW_STOCK" in kept["kinds"]
    assert answered(client.acting_as(Role.CELLAR).get("/v1/alert-preferences"))["kinds"] == ["COLD_ROOM"]
    for address in ("x", "a@b", "a@b.mx\nBcc: c@d.mx", "a b@c.mx"):
        assert slug_of(client.put("/v1/alert-preferences", {**body, "mail_to": address})) == "malformed-request"


def test_what_was_raised_and_taken_is_told_to_open_screens(client: Client, alerts: Database, both: None) -> None:
    """The feed carries what the outbox does."""
    with alerts.read() as tx:
        told = [row.name for row in tx.connection.exec_driver_sql("SELECT name FROM outbox ORDER BY seq")]
    assert told == ["alerts.alert_raised.v1"] * 2
