"""The routes of the catalogue: items as they are edited, and their categories."""

from __future__ import annotations

from desertbrew.kernel.roles import Role
from inventory.shop import NOBODY, Routes, Shop

DAIRY = {"name": "Lácteos", "description": "Leche, crema y quesos"}
WHY = {"reason": "mal escrita"}
EDITED = {"name": "Malta Pale", "kind": "MALT", "min_quantity": "5", "max_quantity": "50"}


def category(shop: Shop) -> str:
    """The id of a category."""
    made: str = shop.client.post("/v1/item-categories", {"name": "Abarrotes"}).json()["id"]
    return made


FILES = {("GET", "/v1/movements/csv"), ("GET", "/v1/valuation/csv")}
"""They answer with a table, so they are tried on their own."""

CATALOGUE_ROUTES: Routes = {
    ("GET", "/v1/expiring-lots"): (
        lambda shop: shop.client.get("/v1/expiring-lots", days=30),
        200,
        lambda shop: shop.client.get("/v1/expiring-lots", days=-1),
        "malformed-request",
    ),
    ("POST", "/v1/lots/{lot_id}/expiry-corrections"): (
        lambda shop: shop.client.post(f"/v1/lots/{shop.lot_id}/expiry-corrections", {**WHY, "expires_on": "2027-01-31"}),
        201,
        lambda shop: shop.client.post(f"/v1/lots/{shop.lot_id}/expiry-corrections", {**WHY, "expires_on": None}),
        "expiry-is-that",
    ),
    ("GET", "/v1/lots/{lot_id}/expiry-corrections"): (
        lambda shop: shop.client.get(f"/v1/lots/{shop.lot_id}/expiry-corrections"),
        200,
        lambda shop: shop.client.get(f"/v1/lots/{NOBODY}/expiry-corrections"),
        "not-found",
    ),
    ("GET", "/v1/items/{item_id}/draw-preview"): (
        lambda shop: shop.client.get(f"/v1/items/{shop.item_id}/draw-preview", quantity="2", unit="kg"),
        200,
        lambda shop: shop.client.get(f"/v1/items/{NOBODY}/draw-preview", quantity="2", unit="kg"),
        "not-found",
    ),
    ("GET", "/v1/valuation"): (
        lambda shop: shop.client.get("/v1/valuation", by="item", as_of="2026-11-19"),
        200,
        lambda shop: shop.client.acting_as(Role.COOK).get("/v1/valuation"),
        "not-allowed",
    ),
    ("GET", "/v1/waste-report"): (
        lambda shop: shop.client.get("/v1/waste-report"),
        200,
        lambda shop: shop.client.get("/v1/waste-report", since="2020-01-01"),
        "invalid-input",
    ),
    ("PUT", "/v1/items/{item_id}"): (
        lambda shop: shop.client.put(f"/v1/items/{shop.item_id}", EDITED),
        200,
        lambda shop: shop.client.put(f"/v1/items/{shop.item_id}", {**EDITED, "max_quantity": "5"}),
        "invalid-input",
    ),
    ("GET", "/v1/item-categories"): (
        lambda shop: shop.client.get("/v1/item-categories"),
        200,
        lambda shop: shop.client.anonymous().get("/v1/item-categories"),
        "sign-in-needed",
    ),
    ("POST", "/v1/item-categories"): (
        lambda shop: shop.client.post("/v1/item-categories", DAIRY),
        201,
        lambda shop: [shop.client.post("/v1/item-categories", {"name": name}) for name in ("Lácteos", "LACTEOS")][1],
        "category-name-taken",
    ),
    ("PUT", "/v1/item-categories/{category_id}"): (
        lambda shop: shop.client.put(f"/v1/item-categories/{category(shop)}", {**DAIRY, "active": False}),
        200,
        lambda shop: shop.client.put(f"/v1/item-categories/{NOBODY}", DAIRY),
        "not-found",
    ),
}
