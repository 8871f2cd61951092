"""Receiving and returning at the counter: who may, what is refused, and what comes back as bytes."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

import pytest

from desertbrew.apps import registry
from desertbrew.kernel.ids import new_id
from desertbrew.kernel.roles import Role
from desertbrew.platform.context import Context
from desertbrew.platform.db import Database, Origin
from purchasing.dock import Dock
from support.client import Client
from support.waiting import eventually

WEBP = b"RIFF\x10\x00\x00\x00WEBPVP8 \x00\x00"


@pytest.fixture
def contexts() -> Sequence[Context]:
    """Purchasing, and the inventory that it talks with."""
    return (registry.context_named("inventory"), registry.context_named("purchasing"))


@pytest.fixture
def dock(databases: dict[str, Database], origin: Origin, client: Client) -> Dock:
    """An empty dock, beside a running application."""
    return Dock(databases, origin)


def body(dock: Dock, kilos: str = "60", **more: Any) -> dict[str, Any]:
    order = dock.ordered((dock.item(), "100", "20"))
    (line,) = dock.order_lines(order.id)
    entry = {"item_id": str(line.item_id), "order_line_id": str(line.id), "delivered": kilos, "supplier_lot": "PA-1"}
    received_at = "2026-11-20T15:00:00Z"
    return {"received_at": received_at, "order_id": str(order.id), "invoice_number": "F-1", "lines": [entry | more]}


def test_a_delivery_from_the_first_tap_to_the_credit_note(dock: Dock, client: Client) -> None:
    keeper, boss = client.acting_as(Role.WAREHOUSE), client.acting_as(Role.MANAGER)
    wanted = body(dock, rejected="10", rejection="DAMAGED", rejection_note="rotos")
    (expected,) = keeper.get("/v1/receivable-orders").json()["items"]
    assert expected["lines"][0]["outstanding"] == "100.000000"
    draft = f"/v1/receiving-drafts/{new_id()}"
    saved = keeper.put(draft, wanted).json()
    assert (saved["needs_override"], saved["differences"][0]["difference_pct"]) == (True, "-50.00")
    refused = keeper.post(f"{draft}/postings", {})
    assert (refused.status_code, refused.json()["type"].rsplit("/", 1)[-1]) == (409, "goods-receipt-beyond-tolerance")
    assert keeper.post(f"{draft}/overrides", {"reason": "avisaron"}).status_code == 403
    assert boss.post(f"{draft}/overrides", {"reason": "avisaron"}).json()["needs_override"] is False
    receipt_id = draft.rsplit("/", 1)[-1]
    photo = {"file_name": "caja.jpg", "content_base64": base64.b64encode(WEBP).decode()}
    kept = keeper.post(f"/v1/goods-receipts/{receipt_id}/photos", photo).json()
    file = keeper.get(f"/v1/receipt-photos/{kept['id']}/content")
    assert (file.content, file.headers["content-type"], file.headers["x-content-type-options"]) == (
        WEBP,
        "image/webp",
        "nosniff",
    )
    receipt = keeper.post(f"{draft}/postings", {}).json()
    assert (receipt["total"], receipt["overridden_by_name"] is not None) == ("1000.00", True)
    line_id = receipt["lines"][0]["id"]
    # The lot appears by itself, and says what it is called.
    stocked = eventually(lambda: keeper.get(f"/v1/goods-receipts/{receipt_id}").json()["lines"][0]["stocked_code"])
    assert keeper.get(f"/v1/lots/{line_id}").json()["code"] == stocked
    assert keeper.get("/v1/payables").status_code == 403
    (owed,) = client.acting_as(Role.ACCOUNTANT).get("/v1/payables").json()["items"]
    assert (owed["total"], owed["reference"]) == ("1000.00", "F-1")
    assert client.get("/v1/payables/due").json()["items"][0]["total"] == "1000.00"
    back = {"receipt_id": receipt_id, "reason": "gorgojo", "lines": [{"line_id": line_id, "quantity": "50"}]}
    returned = keeper.post("/v1/supplier-returns", back).json()
    at = f"/v1/supplier-returns/{returned['id']}"
    assert keeper.post(f"{at}/approvals", {}).status_code == 403
    assert boss.post(f"{at}/approvals", {}).json()["moves"] == ["cancel", "ship"]
    keeper.post(f"{at}/shipments", {})
    assert eventually(lambda: keeper.get(at).json()["state"] == "SHIPPED")
    credited = boss.post(f"{at}/credits", {"number": "NC-1", "net": "1000.00"}).json()
    assert [event["what"] for event in credited["events"]][-1] == "credited"
    assert boss.post(f"{at}/closings", {}).json()["state"] == "CLOSED"
    assert client.get("/v1/payables/due").json()["items"][0]["total"] == "0.00"


def test_who_may_allow_differences_sees_them_and_saving_the_same_again_keeps_the_word(dock: Dock, client: Client) -> None:
    keeper, boss = client.acting_as(Role.WAREHOUSE), client.acting_as(Role.MANAGER)

    def asked() -> dict[str, bool]:
        rows = boss.get("/v1/receiving-drafts").json()["items"]
        return {row["id"]: row["needs_override"] for row in rows}

    short, whole = str(new_id()), str(new_id())
    wanted = body(dock, "60")
    keeper.put(f"/v1/receiving-drafts/{short}", wanted)
    keeper.put(f"/v1/receiving-drafts/{whole}", body(dock, "100"))
    assert asked() == {short: True, whole: False}
    boss.post(f"/v1/receiving-drafts/{short}/overrides", {"reason": "el resto llega el lunes"})
    assert asked() == {short: False, whole: False}
    kept = keeper.put(f"/v1/receiving-drafts/{short}", wanted).json()
    assert (kept["needs_override"], kept["override_reason"]) == (False, "el resto llega el lunes")
    wanted["lines"][0]["delivered"] = "50"
    assert keeper.put(f"/v1/receiving-drafts/{short}", wanted).json()["override_reason"] is None
    assert asked() == {short: True, whole: False}


def test_faults_point_at_lines_and_an_old_key_gets_its_old_answer(dock: Dock, client: Client) -> None:
    draft = f"/v1/receiving-drafts/{new_id()}"
    client.put(draft, body(dock, "100", expires_on="2026-11-19"))
    refused = client.post(f"{draft}/postings", {})
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/lines/0/expires_on"]
    wanted = body(dock, "100")
    client.put(draft, wanted)
    key = str(new_id())
    first, second = client.post(f"{draft}/postings", {}, key=key), client.post(f"{draft}/postings", {}, key=key)
    assert first.status_code == 201
    assert second.headers["Idempotent-Replayed"] == "true"
    assert client.put(draft, wanted).json()["posted"] is True
    assert client.get(draft).status_code == 404
    assert client.get("/v1/goods-receipts", params={"q": "F-1"}).json()["items"][0]["id"] == first.json()["id"]


def test_a_draft_is_forgotten_and_a_receipt_taken_back(dock: Dock, client: Client) -> None:
    draft = f"/v1/receiving-drafts/{new_id()}"
    client.put(draft, body(dock, "100"))
    assert len(client.get("/v1/receiving-drafts").json()["items"]) == 1
    assert client.request("DELETE", draft).status_code == 204
    assert client.get("/v1/receiving-drafts").json()["items"] == []
    client.put(draft, body(dock, "100"))
    receipt = client.post(f"{draft}/postings", {}).json()
    assert eventually(lambda: client.get(f"/v1/goods-receipts/{receipt['id']}").json()["lines"][0]["stocked_code"])
    correction = f"/v1/goods-receipts/{receipt['id']}/corrections"
    assert client.acting_as(Role.WAREHOUSE).post(correction, {"reason": "error"}).status_code == 403
    back = client.post(correction, {"reason": "era de otro"}).json()
    assert eventually(lambda: client.get(f"/v1/goods-receipts/{receipt['id']}").json()["corrected_by"]) == back["id"]
    assert client.get("/v1/supplier-returns").json()["items"][0]["kind"] == "CORRECTION"
    asked = {"receipt_id": receipt["id"], "reason": "otra vez", "lines": []}
    assert client.post("/v1/supplier-returns", asked).status_code == 422
    cancelled = client.post(f"/v1/supplier-returns/{back['id']}/cancellations", {"reason": "ya no"})
    assert cancelled.status_code == 409


def test_limits_are_set_by_those_who_may(client: Client) -> None:
    limits = {"low_c": "0", "high_c": "4"}
    assert client.acting_as(Role.COOK).put("/v1/receiving-limits/FOOD", limits).status_code == 403
    assert client.put("/v1/receiving-limits/FOOD", {"low_c": "5", "high_c": "4"}).status_code == 422
    assert client.put("/v1/receiving-limits/FOOD", limits).status_code == 200
    assert client.acting_as(Role.COOK).get("/v1/receiving-limits").json()["items"][0]["subject"] == "FOOD"
    assert (
        client.post("/v1/goods-receipts/" + str(new_id()) + "/photos", {"file_name": "x", "content_base64": "!!!!"})
        .json()["type"]
        .endswith("not-a-photo")
    )
