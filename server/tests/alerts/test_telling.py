"""Telling people: who asked for it, once a change, together, and nobody who should not hear."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from alerts.neighbours import Neighbours, enough, letter, low, person
from desertbrew.contexts.alerts import queries
from desertbrew.contexts.alerts.commands import tell_people
from desertbrew.contexts.alerts.contract import AlertKind
from desertbrew.contexts.alerts.rules import TOPICS, letter_of, may_see, push_of, say
from desertbrew.contexts.security.contract import PersonDeactivated, PersonRegistered, PersonRolesChanged
from desertbrew.kernel.clock import FixedClock
from desertbrew.kernel.ids import new_id
from desertbrew.kernel.roles import Role
from desertbrew.platform.db import Database, Origin
from desertbrew.platform.settings import Settings
from desertbrew.platform.tables import message
from support.client import Client, answered, slug_of
from support.vendor import Browser, Vendor, open_vendor
from support.waiting import eventually

Tell = Callable[[], list[Any]]


@pytest.fixture
def vendor() -> Iterator[Vendor]:
    with open_vendor() as vendor:
        yield vendor


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Push may go to the vendor on loopback."""
    return settings.model_copy(update={"push_hosts": ("127.0.0.1",)})


@pytest.fixture
def tell(alerts: Database, origin: Origin) -> Tell:
    """Run the job; returns every message there is, in order."""

    def run() -> list[Any]:
        alerts.write(tell_people, origin)
        with alerts.read() as tx:
            return list(tx.connection.execute(select(message).order_by(message.c.id)))

    return run


def wish(who: Client, channel: str, kind: str = "LOW_STOCK", minimum: str = "NOTICE", mail_to: str = "a@example.mx") -> None:
    choice = {"channel": channel, "kind": kind, "minimum": minimum}
    answered(who.put("/v1/alert-preferences", {"language": "es", "mail_to": mail_to, "choices": [choice]}))


def subscribe(who: Client, browser: Browser) -> str:
    told = answered(who.post("/v1/alert-devices", {**browser.subscription, "label": "Tableta"}), 201)
    return str(told["id"])


def test_a_change_is_mailed_once_and_a_repetition_never(client: Client, neighbours: Neighbours, tell: Tell) -> None:
    """INV-A3"""
    wish(client.acting_as(Role.WAREHOUSE), "MAIL", minimum="WARNING")
    neighbours.tell(low(1))
    assert tell() == []
    neighbours.tell(low(2, on_hand="5"), low(2, on_hand="4"))
    [mail] = tell()
    assert (mail.kind, mail.recipient, mail.title) == ("MAIL", "a@example.mx", "Poca existencia: Malta Pilsner")
    assert "Quedan 4 kg; el mínimo es 10 kg." in mail.content
    neighbours.tell(low(2, on_hand="3"))
    assert len(tell()) == 1
    neighbours.tell(low(3, on_hand="0"))
    assert [each.title for each in tell()] == ["Poca existencia: Malta Pilsner", "Se acabó: Malta Pilsner"]


def test_what_comes_together_is_told_together(client: Client, neighbours: Neighbours, tell: Tell, clock: FixedClock) -> None:
    wish(client.acting_as(Role.WAREHOUSE), "MAIL")
    neighbours.tell(*(low(1, new_id()) for _ in range(3)))
    [mail] = tell()
    assert mail.title == "3 alertas"
    assert mail.send_before == clock.now() + timedelta(hours=24)


def test_what_was_taken_care_of_or_ended_meanwhile_is_told_to_nobody(
    client: Client, neighbours: Neighbours, tell: Tell
) -> None:
    warehouse = client.acting_as(Role.WAREHOUSE)
    wish(warehouse, "MAIL")
    neighbours.tell(low(1), low(1, new_id()), enough())
    [shown] = answered(warehouse.get("/v1/alerts", open=True))["items"]
    answered(warehouse.post(f"/v1/alerts/{shown['id']}/acknowledgements"), 201)
    assert tell() == []
    assert neighbours.noted() == []


def test_roles_decide_and_who_left_hears_nothing(client: Client, neighbours: Neighbours, tell: Tell) -> None:
    """INV-A5"""
    brewer, cook = client.acting_as(Role.BREWER), client.acting_as(Role.COOK)
    wish(brewer, "MAIL", mail_to="b@example.mx")
    wish(cook, "MAIL", mail_to="c@example.mx")
    neighbours.tell(PersonRolesChanged(person("brewer"), (Role.WAITER,)))
    neighbours.tell(low(1))
    assert [each.recipient for each in tell()] == ["c@example.mx"]
    neighbours.tell(low(2))
    neighbours.tell(PersonDeactivated(person("cook")), low(3))
    assert len(tell()) == 1
    assert neighbours.noted() == []


def test_of_a_persons_roles_the_newest_word_stands(neighbours: Neighbours, alerts: Database) -> None:
    who = new_id()
    told = [letter(PersonRegistered(who, "Cocinera de prueba", (Role.COOK,))), letter(PersonDeactivated(who))]
    neighbours.deliver(told[::-1])
    with alerts.read() as tx:
        reader = queries.reader(tx, who)
        assert reader is not None
        assert not reader.is_active


def test_a_browser_reads_what_is_pushed_to_it_and_nobody_else_signed_it(
    client: Client, neighbours: Neighbours, tell: Tell, vendor: Vendor
) -> None:
    cook, browser = client.acting_as(Role.COOK), vendor.browser("cook")
    public_key = answered(cook.post("/v1/alert-push-keys"))["public_key"]
    assert answered(client.post("/v1/alert-push-keys"))["public_key"] == public_key
    wish(cook, "PUSH", mail_to="")
    subscribe(cook, browser)
    neighbours.tell(low(3, on_hand="0"))
    tell()
    eventually(lambda: vendor.taken)
    [(path, headers, body)] = vendor.taken
    assert (path, headers["content-encoding"], headers["urgency"]) == ("/push/cook", "aes128gcm", "high")
    [alert] = answered(cook.get("/v1/alerts"))["items"]
    assert browser.read(body) == {
        "title": "Se acabó: Malta Pilsner",
        "body": "Quedan 0 kg; el mínimo es 10 kg.",
        "url": "/alerts",
        "tag": alert["id"],
    }
    assert vendor.signed_by(headers, public_key)["sub"].startswith("mailto:")


@pytest.mark.parametrize("status,kept", [(404, False), (410, False), (403, True), (429, True), (500, True)])
def test_a_browser_that_is_gone_is_forgotten(
    client: Client, neighbours: Neighbours, tell: Tell, vendor: Vendor, status: int, kept: bool
) -> None:
    """INV-A6"""
    cook = client.acting_as(Role.COOK)
    wish(cook, "PUSH", mail_to="")
    device = subscribe(cook, vendor.browser("cook"))
    vendor.answer = status
    neighbours.tell(low(1))
    tell()
    eventually(lambda: tell()[0].last_error)
    left = [each["id"] for each in answered(cook.get("/v1/alert-preferences"))["devices"]]
    assert left == ([device] if kept else [])
    neighbours.tell(low(2))
    assert len(tell()) == (2 if kept else 1)


def test_a_browser_is_one_persons_at_a_time_and_only_theirs_to_remove(client: Client, vendor: Vendor) -> None:
    cook, brewer, browser = client.acting_as(Role.COOK), client.acting_as(Role.BREWER), vendor.browser("tablet")
    device = subscribe(cook, browser)
    assert subscribe(brewer, browser) == device
    assert answered(cook.get("/v1/alert-preferences"))["devices"] == []
    assert slug_of(cook.delete(f"/v1/alert-devices/{device}")) == "not-found"
    assert brewer.delete(f"/v1/alert-devices/{device}").status_code == 204
    assert answered(brewer.get("/v1/alert-preferences"))["devices"] == []


@pytest.mark.parametrize(
    "endpoint",
    ["https://evil.example/push", "https://127.0.0.1.evil.example/x", "http://localhost:1/x", "file:///etc/passwd"],
)
def test_a_browser_cannot_send_us_elsewhere(client: Client, vendor: Vendor, endpoint: str) -> None:
    body = {**vendor.browser("x").subscription, "label": "x", "endpoint": endpoint}
    assert slug_of(client.post("/v1/alert-devices", body)) == "invalid-input"


@pytest.mark.parametrize(
    "field,value,slug",
    [
        ("p256dh", "A" * 87, "invalid-input"),  # as long as a point, and none
        ("auth", "A" * 23, "invalid-input"),
        ("p256dh", "x", "malformed-request"),
        ("auth", "x", "malformed-request"),
    ],
)
def test_keys_that_are_none_are_refused(client: Client, vendor: Vendor, field: str, value: str, slug: str) -> None:
    body = {**vendor.browser("x").subscription, "label": "x", field: value}
    assert slug_of(client.post("/v1/alert-devices", body)) == slug


def test_every_kind_has_its_words_its_audience_and_a_dash_for_what_is_missing() -> None:
    assert set(TOPICS) == set(AlertKind)
    for kind in AlertKind:
        for language in ("es", "en"):
            said = say(kind, "Malta", {}, 1, language)
            assert said.title.endswith("Malta")
            assert "–" in said.body
        assert may_see(kind, [Role.OWNER])
        assert not may_see(kind, [Role.DRIVER])


def test_a_name_in_a_letter_is_text_and_many_alerts_fit_on_a_telephone() -> None:
    said = [say(AlertKind.LOW_STOCK, f"<b>{number}</b>", {}, 1, "en") for number in range(9)]
    subject, text, html = letter_of(said, "en", "https://example.mx/alerts")
    assert subject == "9 alerts"
    assert "<b>3</b>" in text
    assert "<b>3</b>" not in html
    assert push_of(said, "es").body.splitlines()[-1] == "+5"
    assert letter_of(said[:1], "en", "")[0] == "Low stock: <b>0</b>"
