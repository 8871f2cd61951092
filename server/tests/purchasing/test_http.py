"""Purchasing on the wire: one success and the refusals of each route."""

from __future__ import annotations

from typing import Any

import pytest

from desertbrew.kernel.ids import new_id
from desertbrew.kernel.roles import Role
from support.client import Client, answered, slug_of
from support.waiting import eventually

MALT = {
    "name": "Malta del Norte",
    "rfc": "mno-120315-ab1",
    "email": "ventas@maltadelnorte.mx",
    "phone": "844 123 4567",
    "lead_time_days": 5,
}


def test_a_supplier_is_registered_and_listed(client: Client) -> None:
    made = answered(client.post("/v1/suppliers", MALT), 201)
    unsaid = {"tax_id": None, "contact_name": "", "street": "", "city": "", "state": "", "postal_code": "", "notes": ""}
    usual = {"country": "México", "national": True, "credit_days": 0, "tolerance_pct": "5.000000", "currency": "MXN"}
    given = {**MALT, "rfc": "MNO120315AB1", "active": True, "registered_at": "2026-11-20T15:00:00Z"}
    assert made == {**given, **unsaid, **usual, "id": made["id"]}
    assert answered(client.get("/v1/suppliers")) == {"items": [made], "next_cursor": None}
    assert answered(client.get("/v1/suppliers", q="norte"))["items"] == [made]
    assert answered(client.get("/v1/suppliers", q="sur"))["items"] == []


def test_a_name_is_enough(client: Client) -> None:
    made = answered(client.post("/v1/suppliers", {"name": "  Mercado  "}), 201)
    assert (made["name"], made["rfc"], made["lead_time_days"]) == ("Mercado", None, None)


def test_a_tax_id_that_is_taken_says_whose_it_is(client: Client) -> None:
    client.post("/v1/suppliers", MALT)
    refused = client.post("/v1/suppliers", {"name": "Otra", "rfc": MALT["rfc"]})
    assert (refused.status_code, slug_of(refused)) == (409, "supplier-rfc-taken")
    assert (refused.json()["rfc"], refused.json()["name"]) == ("MNO120315AB1", "Malta del Norte")


@pytest.mark.parametrize(
    "change,pointer",
    [
        ({"name": "M"}, "/name"),
        ({"name": None}, "/name"),
        ({"name": "M" * 121}, "/name"),
        ({"rfc": "no es"}, "/rfc"),
        ({"rfc": "M" * 21}, "/rfc"),
        ({"email": "nobody"}, "/email"),
        ({"lead_time_days": -1}, "/lead_time_days"),
        ({"lead_time_days": 366}, "/lead_time_days"),
        ({"lead_time_days": 1.5}, "/lead_time_days"),
        ({"colour": "red"}, "/colour"),
    ],
    ids=str,
)
def test_what_cannot_be_meant_is_pointed_at(client: Client, change: dict[str, Any], pointer: str) -> None:
    refused = client.post("/v1/suppliers", {**MALT, **change})
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]
    assert answered(client.get("/v1/suppliers"))["items"] == []


def test_a_retry_registers_nobody_twice(client: Client) -> None:
    key = str(new_id())
    first, second = client.post("/v1/suppliers", MALT, key=key), client.post("/v1/suppliers", MALT, key=key)
    assert first.content == second.content
    assert len(answered(client.get("/v1/suppliers"))["items"]) == 1


def test_pages(client: Client) -> None:
    for number in range(5):
        client.post("/v1/suppliers", {"name": f"Malta {number}"})
    first = answered(client.get("/v1/suppliers", limit=3))
    second = answered(client.get("/v1/suppliers", limit=3, cursor=first["next_cursor"]))
    assert [row["name"] for page in (first, second) for row in page["items"]] == [f"Malta {n}" for n in range(5)]
    assert second["next_cursor"] is None


def test_whoever_may_read_may_not_therefore_register(client: Client) -> None:
    brewer = client.acting_as(Role.BREWER)
    assert answered(brewer.get("/v1/suppliers"))["items"] == []
    refused = brewer.post("/v1/suppliers", MALT)
    assert (refused.status_code, slug_of(refused)) == (403, "not-allowed")


def test_the_audit_trail_says_who_registered_whom(client: Client) -> None:
    made = answered(client.acting_as(Role.WAREHOUSE).post("/v1/suppliers", MALT), 201)
    [entry] = answered(client.get("/v1/purchasing/audit-entries", subject=made["id"]))["items"]
    assert entry["action"] == "purchasing.register_supplier"
    assert "Malta del Norte" in entry["details"]


def test_the_event_leaves(client: Client) -> None:
    client.post("/v1/suppliers", MALT)
    eventually(lambda: 'desertbrew_outbox_waiting{context="purchasing"} 0.0' in client.get("/metrics").text)
