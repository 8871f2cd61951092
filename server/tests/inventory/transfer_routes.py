"""The routes of transfers between places."""

from __future__ import annotations

from typing import Any

from desertbrew.contexts.inventory.rules import TRANSIT, UNPLACED
from desertbrew.kernel.roles import Role
from inventory.shop import NOBODY, Routes, Shop


def wish(shop: Shop, **changed: Any) -> dict[str, Any]:
    """Two of the ten kilos, to a new place."""
    lines = [{"lot_id": str(shop.lot_id), "quantity": "2"}]
    return {"from_id": str(UNPLACED), "to_id": str(shop.warehouse.location()), "lines": lines, **changed}


def requested(shop: Shop) -> str:
    """One that nobody sent off."""
    return f"/v1/stock-transfers/{shop.client.post('/v1/stock-transfers', wish(shop)).json()['id']}"


def on_its_way(shop: Shop) -> str:
    """One that was sent off."""
    path = requested(shop)
    shop.client.post(f"{path}/dispatches")
    return path


def place(shop: Shop) -> str:
    """An empty place."""
    return f"/v1/storage-locations/{shop.warehouse.location()}"


TRANSFER_ROUTES: Routes = {
    ("POST", "/v1/stock-transfers"): (
        lambda shop: shop.client.post("/v1/stock-transfers", wish(shop, at_once=True)),
        201,
        lambda shop: shop.client.post("/v1/stock-transfers", wish(shop, to_id=str(UNPLACED))),
        "invalid-input",
    ),
    ("GET", "/v1/stock-transfers"): (
        lambda shop: shop.client.get("/v1/stock-transfers", state="IN_TRANSIT"),
        200,
        lambda shop: shop.client.get("/v1/stock-transfers", cursor="nonsense"),
        "invalid-input",
    ),
    ("GET", "/v1/stock-transfers/{transfer_id}"): (
        lambda shop: shop.client.get(requested(shop)),
        200,
        lambda shop: shop.client.get(f"/v1/stock-transfers/{NOBODY}"),
        "not-found",
    ),
    ("POST", "/v1/stock-transfers/{transfer_id}/dispatches"): (
        lambda shop: shop.client.post(f"{requested(shop)}/dispatches"),
        201,
        lambda shop: shop.client.post(f"{on_its_way(shop)}/dispatches"),
        "transfer-move-refused",
    ),
    ("POST", "/v1/stock-transfers/{transfer_id}/receipts"): (
        lambda shop: shop.client.post(f"{on_its_way(shop)}/receipts", {}),
        201,
        lambda shop: shop.client.acting_as(Role.COOK).post(
            f"{on_its_way(shop)}/receipts",
            {"lines": [{"lot_id": str(shop.lot_id), "received": "1"}], "reason": "se cayó"},
        ),
        "loss-needs-manager",
    ),
    ("POST", "/v1/stock-transfers/{transfer_id}/cancellations"): (
        lambda shop: shop.client.post(f"{on_its_way(shop)}/cancellations", {"reason": "ya no hace falta"}),
        201,
        lambda shop: shop.client.acting_as(Role.SALES).post(f"{requested(shop)}/cancellations", {"reason": "porque sí"}),
        "not-allowed",
    ),
    ("PUT", "/v1/storage-locations/{location_id}"): (
        lambda shop: shop.client.put(place(shop), {"name": "Bodega vieja", "active": False}),
        200,
        lambda shop: shop.client.put(f"/v1/storage-locations/{TRANSIT}", {"name": "Camioneta"}),
        "location-built-in",
    ),
    ("GET", "/v1/storage-locations/{location_id}/stock"): (
        lambda shop: shop.client.get(f"/v1/storage-locations/{UNPLACED}/stock"),
        200,
        lambda shop: shop.client.get(f"/v1/storage-locations/{NOBODY}/stock"),
        "not-found",
    ),
}
