"""The routes of spreadsheets."""

from __future__ import annotations

import base64
from typing import Any

from desertbrew.kernel.roles import Role
from inventory.sheetwork import HEADER, csv_of
from inventory.shop import NOBODY, Routes, Shop

GOOD = csv_of(HEADER, ["HOPS-SAAZ", "Lúpulo Saaz", "Lúpulo", "kg", "paquete=0.1", "FEFO"])
BAD = csv_of(HEADER, ["HOPS-SAAZ", "Lúpulo Saaz", "Piedra", "kg", "", ""])


def sheet(content: bytes = GOOD, **changed: Any) -> dict[str, Any]:
    """A file on its way."""
    return {
        "kind": "ITEMS",
        "file_name": "catálogo.csv",
        "content_base64": base64.b64encode(content).decode(),
        **changed,
    }


def uploaded(shop: Shop, content: bytes = GOOD) -> str:
    """The path of a sheet that was read."""
    return f"/v1/sheet-imports/{shop.client.post('/v1/sheet-imports', sheet(content)).json()['id']}"


SHEET_ROUTES: Routes = {
    ("POST", "/v1/sheet-imports"): (
        lambda shop: shop.client.post("/v1/sheet-imports", sheet()),
        201,
        lambda shop: shop.client.post("/v1/sheet-imports", sheet(b"a,b\n1,2\n")),
        "sheet-lacks-columns",
    ),
    ("GET", "/v1/sheet-imports"): (
        lambda shop: shop.client.get("/v1/sheet-imports", kind="ITEMS"),
        200,
        lambda shop: shop.client.acting_as(Role.CELLAR).get("/v1/sheet-imports"),
        "not-allowed",
    ),
    ("GET", "/v1/sheet-imports/{import_id}"): (
        lambda shop: shop.client.get(uploaded(shop)),
        200,
        lambda shop: shop.client.get(f"/v1/sheet-imports/{NOBODY}"),
        "not-found",
    ),
    ("GET", "/v1/sheet-imports/{import_id}/rows"): (
        lambda shop: shop.client.get(f"{uploaded(shop)}/rows", outcome="NEW"),
        200,
        lambda shop: shop.client.get(f"{uploaded(shop)}/rows", cursor="nonsense"),
        "invalid-input",
    ),
    ("POST", "/v1/sheet-imports/{import_id}/applications"): (
        lambda shop: shop.client.post(f"{uploaded(shop)}/applications"),
        201,
        lambda shop: shop.client.post(f"{uploaded(shop, BAD)}/applications"),
        "sheet-has-errors",
    ),
}
SHEET_FILE = "/v1/sheets/{kind}"
"""Answers with bytes, so it is tried on its own."""
