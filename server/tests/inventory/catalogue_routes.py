"""The routes of the catalogue: items as they are edited, and their categories."""

from __future__ import annotations

from inventory.shop import NOBODY, Routes, Shop

DAIRY = {"name": "Lácteos", "description": "Leche, crema y quesos"}
EDITED = {"name": "Malta Pale", "kind": "MALT", "min_quantity": "5", "max_quantity": "50"}


def category(shop: Shop) -> str:
    """The id of a category."""
    made: str = shop.client.post("/v1/item-categories", {"name": "Abarrotes"}).json()["id"]
    return made


CATALOGUE_ROUTES: Routes = {
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
