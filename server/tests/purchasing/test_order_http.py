"""Packs, prices and orders on the wire: one success and the refusals of each route."""

from __future__ import annotations

from typing import Any

import pytest

from desertbrew.kernel.ids import new_id
from desertbrew.kernel.roles import Role
from purchasing.desk import MALT, Desk
from support.client import Client, answered, slug_of

SUPPLIER = {"name": "Malta del Norte", "email": "ventas@maltadelnorte.mx", "lead_time_days": 5, "credit_days": 30}
PACK = {"item_id": str(MALT.item_id), "pack_name": "saco 25 kg", "factor_to_base": "25"}


@pytest.fixture
def buyer(client: Client, desk: Desk) -> Client:
    """Somebody who may write orders and not approve them; three items are known."""
    assert desk.origin.actor == "test"
    return client.acting_as(Role.WAREHOUSE, person="almacen")


@pytest.fixture
def seller(client: Client) -> str:
    return str(answered(client.post("/v1/suppliers", SUPPLIER), 201)["id"])


def an_order(seller: str, **change: Any) -> dict[str, Any]:
    line = {"item_id": str(MALT.item_id), "packs": "1000", "pack_price": "20"}
    return {"supplier_id": seller, "lines": [line], **change}


def written(buyer: Client, seller: str) -> dict[str, Any]:
    made: dict[str, Any] = answered(buyer.post("/v1/purchase-orders", an_order(seller)), 201)
    return made


def moves(order: dict[str, Any]) -> dict[str, str | None]:
    return {move["name"]: move["why_not"] for move in order["moves"]}


def test_a_supplier_is_corrected_put_aside_and_taken_up_again(client: Client, seller: str) -> None:
    path = f"/v1/suppliers/{seller}"
    foreign = {**SUPPLIER, "national": False, "country": "Deutschland", "tax_id": "de-811 907 980", "tolerance_pct": "2.5"}
    changed = answered(client.put(path, foreign))
    assert (changed["tax_id"], changed["tolerance_pct"], changed["country"]) == ("DE811907980", "2.500000", "Deutschland")
    assert answered(client.get(path)) == changed
    assert answered(client.put(f"{path}/activity", {"active": False}))["active"] is False
    assert answered(client.get("/v1/suppliers", active=True))["items"] == []
    assert client.put("/v1/suppliers/" + str(new_id()), SUPPLIER).status_code == 404


def test_what_a_supplier_may_not_be_called(client: Client, seller: str) -> None:
    """(INV-P1)"""
    assert seller
    same = client.post("/v1/suppliers", {"name": "MALTA DEL NÓRTE"})
    assert (same.status_code, slug_of(same)) == (409, "supplier-name-taken")
    answered(client.post("/v1/suppliers", {"name": "Hopfen", "national": False, "tax_id": "DE 1"}), 201)
    taken = client.post("/v1/suppliers", {"name": "Otra", "national": False, "tax_id": "de1"})
    assert slug_of(taken) == "supplier-tax-id-taken"
    rfc = client.post("/v1/suppliers", {"name": "Otra", "national": False, "rfc": "MNO120315AB1"})
    assert [error["pointer"] for error in rfc.json()["errors"]] == ["/rfc"]


def test_packs_and_prices(buyer: Client, seller: str) -> None:
    pack = answered(buyer.post(f"/v1/suppliers/{seller}/packs", PACK), 201)
    assert (pack["preferred"], pack["price"], pack["factor_to_base"]) == (True, None, "25.000000")
    path = f"/v1/supplier-packs/{pack['id']}"
    answered(buyer.post(f"{path}/prices", {"price": "1000", "valid_from": "2026-10-01"}), 201)
    history = answered(buyer.post(f"{path}/prices", {"price": "1150"}), 201)["items"]
    assert [(row["price"], row["valid_to"], row["change_pct"], row["is_jump"]) for row in history] == [
        ("1150.000000", None, "15.0", True),
        ("1000.000000", "2026-11-20", None, False),
    ]
    assert answered(buyer.get(f"{path}/prices"))["items"] == history
    [listed] = answered(buyer.get("/v1/supplier-packs", supplier_id=seller, q="pils"))["items"]
    assert (listed["price"]["price"], listed["unit_price"]) == ("1150.000000", "46.000000")
    put = answered(buyer.put(path, {"preferred": False, "active": False, "min_packs": 4}))
    assert (put["active"], put["preferred"], put["min_packs"]) == (False, False, 4)
    assert [item["sku"] for item in answered(buyer.get("/v1/purchasing/items", q="malta"))["items"]] == ["PILS"]
    again = buyer.post(f"/v1/suppliers/{seller}/packs", PACK)
    assert (again.status_code, slug_of(again)) == (409, "supplier-pack-taken")
    assert buyer.acting_as(Role.COOK).post(f"{path}/prices", {"price": "1"}).status_code == 403


def test_an_order_from_draft_to_sent(buyer: Client, client: Client, seller: str) -> None:
    order = written(buyer, seller)
    path = f"/v1/purchase-orders/{order['id']}"
    assert (order["state"], order["total"], order["expected_on"], order["mail_ready"]) == (
        "DRAFT",
        "23200.00",
        "2026-11-27",
        False,
    )
    assert moves(order)["approve"] == "over-limit"
    refused = buyer.post(f"{path}/approvals", {"revision": 1})
    assert (refused.status_code, slug_of(refused)) == (409, "approval-over-limit")
    more = {**an_order(seller, notes="por el andén 2"), "revision": 1}
    assert answered(buyer.put(path, more))["revision"] == 2
    stale = client.post(f"{path}/approvals", {"revision": 1})
    assert (stale.status_code, slug_of(stale)) == (409, "purchase-order-revised")
    approved = answered(client.post(f"{path}/approvals", {"revision": 2}), 201)
    assert (approved["state"], moves(approved)["send"], moves(approved)["approve"]) == ("APPROVED", None, "state-approved")
    unset = buyer.post(f"{path}/mail-sendings", {})
    assert (unset.status_code, slug_of(unset)) == (409, "mail-not-set-up")
    sent = answered(buyer.post(f"{path}/hand-sendings", {"note": "por WhatsApp"}), 201)
    assert (sent["state"], sent["sent_note"]) == ("SENT", "por WhatsApp")
    assert [event["what"] for event in sent["history"]] == ["created", "revised", "approved", "sent"]
    assert answered(buyer.get(path)) == sent
    gone = answered(buyer.post(f"{path}/cancellations", {"reason": "ya no hace falta"}), 201)
    assert (gone["state"], moves(gone)["cancel"]) == ("CANCELLED", "state-cancelled")
    late = buyer.post(f"{path}/cancellations", {"reason": "otra vez"})
    assert (late.status_code, slug_of(late)) == (409, "purchase-order-move-not-allowed")


def test_lists_sums_and_files(buyer: Client, seller: str) -> None:
    first, second = written(buyer, seller), written(buyer, seller)
    page = answered(buyer.get("/v1/purchase-orders", limit=1))
    assert [row["id"] for row in page["items"]] == [second["id"]]
    rest = answered(buyer.get("/v1/purchase-orders", limit=1, cursor=page["next_cursor"]))
    assert [row["id"] for row in rest["items"]] == [first["id"]]
    assert answered(buyer.get("/v1/purchase-orders", state="SENT"))["items"] == []
    sums = {row["state"]: row for row in answered(buyer.get("/v1/purchase-order-sums", q="malta"))["items"]}
    assert (sums["DRAFT"]["orders"], sums["DRAFT"]["total_mxn"]) == (2, "46400.00")
    pdf = buyer.get(f"/v1/purchase-orders/{first['id']}/pdf")
    assert (pdf.headers["content-type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert buyer.get(f"/v1/purchase-orders/{new_id()}/pdf").status_code == 404
    table = buyer.get("/v1/purchase-order-list/csv")
    assert table.headers["content-type"].startswith("text/csv")
    assert f"{first['number']},Malta del Norte,DRAFT,2026-11-27,MXN,20000.00,0.00,3200.00,23200.00,23200.00" in table.text


def test_limits_are_the_owners(buyer: Client, client: Client, seller: str) -> None:
    """(INV-P6)"""
    order = written(buyer, seller)
    assert buyer.put("/v1/approval-limits/warehouse", {"amount": "1", "own_amount": "1"}).status_code == 403
    assert answered(client.put("/v1/approval-limits/warehouse", {"amount": "30000", "own_amount": "0"}))["amount"] == "30000"
    limits = {row["role"]: row["amount"] for row in answered(buyer.get("/v1/approval-limits"))["items"]}
    assert (limits["owner"], limits["warehouse"], limits["cook"]) == (None, "30000.00", "0.00")
    own = buyer.post(f"/v1/purchase-orders/{order['id']}/approvals", {"revision": 1})
    assert (own.status_code, slug_of(own)) == (409, "approval-own-order")
    colleague = client.acting_as(Role.WAREHOUSE, person="otra")
    assert (
        answered(colleague.post(f"/v1/purchase-orders/{order['id']}/approvals", {"revision": 1}), 201)["state"] == "APPROVED"
    )
    assert client.put("/v1/approval-limits/waiter", {"amount": "1", "own_amount": "1"}).status_code == 422


@pytest.mark.parametrize(
    "change,pointer",
    [
        ({"lines": []}, "/lines"),
        ({"currency": "pesos"}, "/currency"),
        ({"currency": "USD"}, "/exchange_rate"),
        ({"expected_on": "2026-11-19"}, "/expected_on"),
        ({"lines": [{"item_id": str(MALT.item_id), "packs": "0", "pack_price": "1"}]}, "/lines/0/packs"),
        (
            {"lines": [{"item_id": str(MALT.item_id), "packs": "1", "pack_price": "1", "vat_rate": "15"}]},
            "/lines/0/vat_rate",
        ),
    ],
    ids=str,
)
def test_what_cannot_be_meant_is_pointed_at(buyer: Client, seller: str, change: dict[str, Any], pointer: str) -> None:
    refused = buyer.post("/v1/purchase-orders", an_order(seller, **change))
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]
