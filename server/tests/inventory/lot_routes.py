"""The routes of lots: holds, recalls, corrections, places, cold rooms, certificates."""

from __future__ import annotations

import base64
from typing import Any

from desertbrew.contexts.inventory import commands
from desertbrew.contexts.inventory.contract import LotStatus
from desertbrew.contexts.inventory.rules import LocationKind
from desertbrew.kernel.ids import Id
from desertbrew.kernel.roles import Role
from inventory.shop import NOBODY, Routes, Shop

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
ROOM = {"code": "camara-1", "name": "Cámara fría 1", "kind": "COLD_ROOM"}
LIMITS = {"temperature_min_c": "1", "temperature_max_c": "5", "temperature_target_c": "3"}
WHY = {"reason": "saco roto"}


def place(shop: Shop, kind: LocationKind = LocationKind.COLD_ROOM) -> Id:
    """A place of its own."""
    return shop.warehouse.location(kind)


def paper(shop: Shop, content: bytes = PDF, **changed: Any) -> dict[str, Any]:
    """A certificate on its way."""
    body = {"file_name": "análisis 2026.pdf", "content_base64": base64.b64encode(content).decode()}
    return {**body, "lot_ids": [str(shop.lot_id)], **changed}


def kept(shop: Shop) -> str:
    """A certificate that is here."""
    file = commands.read_certificate("análisis.pdf", PDF)
    return str(shop.warehouse.write(lambda tx: commands.add_certificate(tx, file, [shop.lot_id])).id)


def held(shop: Shop) -> str:
    """The path of the lot, blocked."""
    shop.warehouse.hold(shop.lot_id, LotStatus.BLOCKED)
    return f"/v1/lots/{shop.lot_id}"


LOT_ROUTES: Routes = {
    ("POST", "/v1/lots/{lot_id}/holds"): (
        lambda shop: shop.client.post(f"/v1/lots/{shop.lot_id}/holds", {**WHY, "kind": "QUARANTINE"}),
        201,
        lambda shop: shop.client.post(f"{held(shop)}/holds", {**WHY, "kind": "BLOCKED"}),
        "hold-not-allowed",
    ),
    ("POST", "/v1/lots/{lot_id}/releases"): (
        lambda shop: shop.client.post(f"{held(shop)}/releases", WHY),
        201,
        lambda shop: shop.client.post(f"/v1/lots/{shop.lot_id}/releases", WHY),
        "hold-not-allowed",
    ),
    ("POST", "/v1/lots/{lot_id}/counts"): (
        lambda shop: shop.client.post(f"/v1/lots/{shop.lot_id}/counts", {**WHY, "counted_quantity": "9.5"}),
        201,
        lambda shop: shop.client.post(f"/v1/lots/{shop.lot_id}/counts", {**WHY, "counted_quantity": "10.5"}),
        "count-above-receipt",
    ),
    ("POST", "/v1/lots/{lot_id}/wastes"): (
        lambda shop: shop.client.post(f"{held(shop)}/wastes", {**WHY, "quantity": "10"}),
        201,
        lambda shop: shop.client.post(f"/v1/lots/{shop.lot_id}/wastes", {**WHY, "quantity": "11"}),
        "lot-holds-less",
    ),
    ("GET", "/v1/lots/{lot_id}/history"): (
        lambda shop: shop.client.get(f"{held(shop)}/history"),
        200,
        lambda shop: shop.client.get(f"/v1/lots/{NOBODY}/history"),
        "not-found",
    ),
    ("POST", "/v1/lots/{lot_id}/moves"): (
        lambda shop: shop.client.post(f"/v1/lots/{shop.lot_id}/moves", {"location_id": str(place(shop))}),
        201,
        lambda shop: shop.client.post(f"/v1/lots/{shop.lot_id}/moves", {"location_id": NOBODY}),
        "not-found",
    ),
    ("POST", "/v1/recalls"): (
        lambda shop: shop.client.post("/v1/recalls", {**WHY, "lot_ids": [str(shop.lot_id)]}),
        201,
        lambda shop: shop.client.post(
            "/v1/recalls", {**WHY, "supplier_id": str(shop.warehouse.supplier_id), "supplier_lot": "PA-1"}
        ),
        "recall-finds-nothing",
    ),
    ("GET", "/v1/recalls"): (
        lambda shop: shop.client.get("/v1/recalls"),
        200,
        lambda shop: shop.client.get("/v1/recalls", cursor="nonsense"),
        "invalid-input",
    ),
    ("GET", "/v1/storage-locations"): (
        lambda shop: shop.client.get("/v1/storage-locations"),
        200,
        lambda shop: shop.client.acting_as(Role.DRIVER).get("/v1/storage-locations"),
        "not-allowed",
    ),
    ("POST", "/v1/storage-locations"): (
        lambda shop: shop.client.post("/v1/storage-locations", {**ROOM, "limits": LIMITS}),
        201,
        lambda shop: shop.client.post("/v1/storage-locations", {**ROOM, "limits": {**LIMITS, "temperature_target_c": "6"}}),
        "invalid-input",
    ),
    ("GET", "/v1/cold-rooms"): (
        lambda shop: shop.client.get("/v1/cold-rooms"),
        200,
        lambda shop: shop.client.anonymous().get("/v1/cold-rooms"),
        "sign-in-needed",
    ),
    ("PUT", "/v1/cold-rooms/{location_id}/limits"): (
        lambda shop: shop.client.put(f"/v1/cold-rooms/{place(shop)}/limits", LIMITS),
        200,
        lambda shop: shop.client.put(f"/v1/cold-rooms/{NOBODY}/limits", LIMITS),
        "not-found",
    ),
    ("GET", "/v1/cold-rooms/{location_id}/readings"): (
        lambda shop: shop.client.get(f"/v1/cold-rooms/{place(shop)}/readings", hours=48),
        200,
        lambda shop: shop.client.get(f"/v1/cold-rooms/{NOBODY}/readings"),
        "not-found",
    ),
    ("POST", "/v1/cold-rooms/{location_id}/readings"): (
        lambda shop: shop.client.post(f"/v1/cold-rooms/{place(shop)}/readings", {"temperature_c": "3.5"}),
        201,
        lambda shop: shop.client.post(f"/v1/cold-rooms/{place(shop)}/readings", {"temperature_c": "35"}),
        "reading-impossible",
    ),
    ("POST", "/v1/certificates"): (
        lambda shop: shop.client.post("/v1/certificates", paper(shop)),
        201,
        lambda shop: shop.client.post("/v1/certificates", paper(shop, b"<html><script>alert(1)</script></html>")),
        "not-a-certificate",
    ),
    ("GET", "/v1/lots/{lot_id}/certificates"): (
        lambda shop: shop.client.get(f"/v1/lots/{shop.lot_id}/certificates"),
        200,
        lambda shop: shop.client.get(f"/v1/lots/{NOBODY}/certificates"),
        "not-found",
    ),
}
CERTIFICATE = "/v1/certificates/{certificate_id}/content"
"""Answers with bytes, so it is tried on its own."""
