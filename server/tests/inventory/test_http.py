"""Every route of inventory on the wire: it does its work, and it refuses what it must."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from desertbrew.contexts.inventory.context import CONTEXT
from desertbrew.kernel.ids import new_id
from desertbrew.kernel.roles import Role
from inventory.catalogue_routes import CATALOGUE_ROUTES, FILES
from inventory.cellar_routes import CELLAR_ROUTES
from inventory.count_routes import COUNT_ROUTES
from inventory.lot_routes import CERTIFICATE, LOT_ROUTES
from inventory.rotation_routes import ROTATION_ROUTES
from inventory.sheet_routes import SHEET_FILE, SHEET_ROUTES
from inventory.shop import NOBODY, Routes, Shop
from inventory.transfer_routes import TRANSFER_ROUTES
from inventory.warehouse import Warehouse
from support.client import Client, answered, slug_of


@pytest.fixture
def shop(client: Client, warehouse: Warehouse) -> Shop:
    item_id = warehouse.item("MALT-PALE")
    lot = warehouse.stock(item_id, "10", "100.00")
    return Shop(client, warehouse, item_id, lot.id, lot.receipt_id)


ITEM = {"sku": "hops-saaz", "name": "Lúpulo Saaz", "kind": "HOPS", "base_unit": "kg"}

ROUTES: Routes = (
    LOT_ROUTES
    | CATALOGUE_ROUTES
    | CELLAR_ROUTES
    | SHEET_ROUTES
    | ROTATION_ROUTES
    | COUNT_ROUTES
    | TRANSFER_ROUTES
    | {
        ("GET", "/v1/units"): (
            lambda shop: shop.client.get("/v1/units"),
            200,
            lambda shop: shop.client.anonymous().get("/v1/units"),
            "sign-in-needed",
        ),
        ("GET", "/v1/items"): (
            lambda shop: shop.client.get("/v1/items", q="pale", kind="MALT"),
            200,
            lambda shop: shop.client.get("/v1/items", kind="STONES"),
            "malformed-request",
        ),
        ("POST", "/v1/items"): (
            lambda shop: shop.client.post("/v1/items", ITEM),
            201,
            lambda shop: shop.client.post("/v1/items", {**ITEM, "sku": "Malt Pale"}),
            "sku-taken",
        ),
        ("GET", "/v1/items/{item_id}"): (
            lambda shop: shop.client.get(f"/v1/items/{shop.item_id}"),
            200,
            lambda shop: shop.client.get(f"/v1/items/{NOBODY}"),
            "not-found",
        ),
        ("PUT", "/v1/items/{item_id}/draw-policy"): (
            lambda shop: shop.client.put(f"/v1/items/{shop.item_id}/draw-policy", {"draw_policy": "FEFO"}),
            200,
            lambda shop: shop.client.put(f"/v1/items/{shop.item_id}/draw-policy", {"draw_policy": "LIFO"}),
            "malformed-request",
        ),
        ("PUT", "/v1/items/{item_id}/conversions/{unit}"): (
            lambda shop: shop.client.put(f"/v1/items/{shop.item_id}/conversions/saco", {"factor_to_base": "25"}),
            200,
            lambda shop: shop.client.put(f"/v1/items/{shop.item_id}/conversions/g", {"factor_to_base": "25"}),
            "invalid-input",
        ),
        ("POST", "/v1/receipts"): (
            lambda shop: shop.client.post("/v1/receipts", shop.delivery()),
            201,
            lambda shop: shop.client.post("/v1/receipts", shop.delivery(unit="packet")),
            "unit-does-not-convert",
        ),
        ("GET", "/v1/receipts"): (
            lambda shop: shop.client.get("/v1/receipts", limit=1),
            200,
            lambda shop: shop.client.get("/v1/receipts", cursor="nonsense"),
            "invalid-input",
        ),
        ("GET", "/v1/receipts/{receipt_id}"): (
            lambda shop: shop.client.get(f"/v1/receipts/{shop.receipt_id}"),
            200,
            lambda shop: shop.client.get(f"/v1/receipts/{NOBODY}"),
            "not-found",
        ),
        ("GET", "/v1/lots"): (
            lambda shop: shop.client.get("/v1/lots", item_id=shop.item_id, open_only=True),
            200,
            lambda shop: shop.client.get("/v1/lots", item_id="malt"),
            "malformed-request",
        ),
        ("GET", "/v1/lots/{lot_id}"): (
            lambda shop: shop.client.get(f"/v1/lots/{shop.lot_id}"),
            200,
            lambda shop: shop.client.get(f"/v1/lots/{NOBODY}"),
            "not-found",
        ),
        ("GET", "/v1/stock"): (
            lambda shop: shop.client.get("/v1/stock", q="pale"),
            200,
            lambda shop: shop.client.acting_as(Role.DRIVER).get("/v1/stock"),
            "not-allowed",
        ),
        ("GET", "/v1/stock-overview"): (
            lambda shop: shop.client.get("/v1/stock-overview"),
            200,
            lambda shop: shop.client.acting_as(Role.DRIVER).get("/v1/stock-overview"),
            "not-allowed",
        ),
        ("GET", "/v1/movements"): (
            lambda shop: shop.client.get("/v1/movements", lot_id=shop.lot_id),
            200,
            lambda shop: shop.client.get("/v1/movements", limit=501),
            "malformed-request",
        ),
        ("POST", "/v1/issues"): (
            lambda shop: shop.client.post("/v1/issues", {"reason": "muestra", "lines": [shop.line()]}),
            201,
            lambda shop: shop.client.post("/v1/issues", {"reason": "muestra", "lines": [shop.line(quantity="10.1")]}),
            "insufficient-stock",
        ),
        ("POST", "/v1/internal/availability"): (
            lambda shop: shop.client.post("/v1/internal/availability", {"lines": [shop.line()]}),
            200,
            lambda shop: shop.client.acting_as(Role.WAITER).post("/v1/internal/availability", {"lines": []}),
            "not-allowed",
        ),
        ("POST", "/v1/internal/delivery-check"): (
            lambda shop: shop.client.post("/v1/internal/delivery-check", {"lines": [{"item_id": NOBODY, "unit": "kg"}]}),
            200,
            lambda shop: shop.client.acting_as(Role.WAITER).post("/v1/internal/delivery-check", {"lines": []}),
            "not-allowed",
        ),
    }
)


def test_every_route_is_tried_here() -> None:
    # Kegs are many: test_keg_http.py tries them; the kitchen's Spanish wire has scenarios of its own.
    house = ("/api/", "/v1/inventory/audit-entries", "/v1/inventory/dead-letters", "/v1/inventory/messages", "/v1/keg")
    ours = {(each.method, each.path) for each in CONTEXT.routes.declared if not each.path.startswith(house)}
    assert ours == {*ROUTES, *FILES, ("GET", CERTIFICATE), ("GET", SHEET_FILE)}


@pytest.mark.parametrize("route", ROUTES, ids=" ".join)
def test_the_route_does_its_work(shop: Shop, route: tuple[str, str]) -> None:
    request, status, _, _ = ROUTES[route]
    answered(request(shop), status)


@pytest.mark.parametrize("route", ROUTES, ids=" ".join)
def test_the_route_refuses_what_it_must_and_changes_nothing(shop: Shop, route: tuple[str, str]) -> None:
    _, _, request, slug = ROUTES[route]
    assert slug_of(request(shop)) == slug
    assert shop.warehouse.balance(shop.item_id) == (Decimal(10), Decimal(100))
    assert shop.warehouse.faults() == []


# ------------------------------------------------------------------------------------------------------------ the wire


def test_a_delivery_is_answered_with_its_lots(shop: Shop) -> None:
    body = shop.delivery(supplier_lot="PA-1", expires_on="2027-11-20", quantity="2.5")
    made = answered(shop.client.post("/v1/receipts", {**body, "received_at": "2026-11-19T10:00:00-06:00"}), 201)
    assert (made["number"], made["total_cost"], made["received_at"]) == ("REC-000002", "10.50", "2026-11-19T16:00:00Z")
    (lot,) = made["lots"]
    assert {name: lot[name] for name in ("code", "supplier_lot", "unit", "unit_cost", "expired", "expires_on")} == {
        "code": "LOTE-000002",
        "supplier_lot": "PA-1",
        "unit": "kg",
        "unit_cost": "4.200000",
        "expired": False,
        "expires_on": "2027-11-20",
    }
    assert answered(shop.client.get(f"/v1/receipts/{made['id']}")) == made


def test_decimals_are_strings_and_floats_do_not_creep_in(shop: Shop) -> None:
    (row,) = answered(shop.client.get("/v1/stock"))["items"]
    assert (row["on_hand"], row["value"], row["lots"]) == ("10.000000", "100.00", 1)


def test_an_issue_says_from_which_lots(shop: Shop) -> None:
    made = answered(shop.client.post("/v1/issues", {"reason": "muestra", "lines": [shop.line(quantity="3")]}), 201)
    (draw,) = made["draws"]
    assert (draw["lot_id"], Decimal(draw["quantity"]), draw["cost"]) == (str(shop.lot_id), Decimal(3), "30.00")
    assert made["total_cost"] == "30.00"


def test_a_shortage_names_everything_that_is_missing_for_machines_too(shop: Shop) -> None:
    hops = shop.warehouse.item("HOPS-SAAZ")
    lines = [shop.line(quantity="11"), {"item_id": str(hops), "quantity": "5", "unit": "g"}]
    refused = shop.client.post("/v1/issues", {"reason": "muestra", "lines": lines})
    assert slug_of(refused) == "insufficient-stock"
    missing = {each["item_id"]: (each["needed"], each["reason"]) for each in refused.json()["shortages"]}
    assert {item: (Decimal(needed), why) for item, (needed, why) in missing.items()} == {
        str(shop.item_id): (Decimal(11), "NOT_ENOUGH"),
        str(hops): (Decimal("0.005"), "NOT_ENOUGH"),
    }


def test_a_retried_delivery_is_one_delivery(shop: Shop) -> None:
    key = str(new_id())
    first, second = (shop.client.post("/v1/receipts", shop.delivery(), key=key) for _ in range(2))
    assert first.content == second.content
    assert shop.warehouse.balance(shop.item_id)[0] == 11


@pytest.mark.parametrize(
    "changed",
    [
        {"quantity": "0"},
        {"quantity": "-1"},
        {"quantity": "NaN"},
        {"quantity": "Infinity"},
        {"quantity": "0.0000001"},
        {"quantity": "100000001"},
        {"total_cost": "-0.01"},
        {"total_cost": "1.001"},
        {"unit": ""},
        {"item_id": "malt"},
        {"expires_on": "mañana"},
        {"surprise": 1},
    ],
    ids=str,
)
def test_a_malformed_line_is_refused_with_a_pointer_to_it(shop: Shop, changed: dict[str, Any]) -> None:
    body = shop.delivery()
    body["lines"][0] |= changed
    refused = shop.client.post("/v1/receipts", body)
    assert (refused.status_code, slug_of(refused)) == (422, "malformed-request")
    assert refused.json()["errors"][0]["pointer"] == f"/lines/0/{next(iter(changed))}"


@pytest.mark.parametrize("received_at", ["0001-01-01T00:00:00+05:00", "0026-11-20T00:00:00Z", "9999-12-31T23:59:59-05:00"])
def test_a_date_that_cannot_be_meant_is_refused(shop: Shop, received_at: str) -> None:
    refused = shop.client.post("/v1/receipts", {**shop.delivery(), "received_at": received_at})
    assert (refused.status_code, slug_of(refused)) == (422, "invalid-input")


@pytest.mark.parametrize("path", ["/v1/items", "/v1/lots", "/v1/stock", "/v1/movements", "/v1/receipts"])
def test_pages_go_on_where_they_ended(shop: Shop, path: str) -> None:
    for n in range(4):
        shop.warehouse.stock(shop.warehouse.item(f"MALT-{n}"), "1", "1.00")
    whole = answered(shop.client.get(path))
    assert whole["next_cursor"] is None
    seen: list[Any] = []
    cursor = None
    while True:
        page = answered(shop.client.get(path, limit=2, cursor=cursor))
        seen += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
        assert len(page["items"]) == 2
    assert seen == whole["items"]
    assert len(seen) == 5


# A moment that is in no year once it is told in UTC, where the lots' cursor has one.
@pytest.mark.parametrize(
    "cursor", ["x", "W10", "WyIwMDAxLTAxLTAxVDAwOjAwOjAwKzA1OjAwIiwiMDFhMWZjMGYtMDk4NS03MTE1LTgzMjQtMDQ2NDBjYzBlNGNjIl0"]
)
def test_a_cursor_that_nobody_gave_out_is_refused(shop: Shop, cursor: str) -> None:
    assert slug_of(shop.client.get("/v1/lots", cursor=cursor)) == "invalid-input"
