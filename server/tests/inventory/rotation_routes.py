"""The routes of rotation and projection."""

from __future__ import annotations

from desertbrew.kernel.roles import Role
from inventory.shop import NOBODY, Routes

LIMITS = {"very_fast": "8", "fast": "5", "medium": "2.5", "slow": "1"}

ROTATION_ROUTES: Routes = {
    ("GET", "/v1/rotation"): (
        lambda shop: shop.client.get("/v1/rotation", days="30"),
        200,
        lambda shop: shop.client.get("/v1/rotation", days="31"),
        "malformed-request",
    ),
    ("GET", "/v1/slow-movers"): (
        lambda shop: shop.client.get("/v1/slow-movers"),
        200,
        lambda shop: shop.client.anonymous().get("/v1/slow-movers"),
        "sign-in-needed",
    ),
    ("GET", "/v1/items/{item_id}/outlook"): (
        lambda shop: shop.client.get(f"/v1/items/{shop.item_id}/outlook", ahead=14),
        200,
        lambda shop: shop.client.get(f"/v1/items/{NOBODY}/outlook"),
        "not-found",
    ),
    ("PUT", "/v1/rotation-limits"): (
        lambda shop: shop.client.put("/v1/rotation-limits", LIMITS),
        200,
        lambda shop: shop.client.put("/v1/rotation-limits", {**LIMITS, "fast": "9"}),
        "invalid-input",
    ),
    ("POST", "/v1/internal/stock-figures"): (
        lambda shop: shop.client.post("/v1/internal/stock-figures", {"item_ids": [str(shop.item_id)]}),
        200,
        lambda shop: shop.client.acting_as(Role.WAITER).post("/v1/internal/stock-figures", {}),
        "not-allowed",
    ),
}
