"""The routes of physical counts."""

from __future__ import annotations

from inventory.counting import begun, lines, submit, tally
from inventory.shop import NOBODY, Routes, Shop

ALL = {"scope": "ALL"}
TWO = {"quantity": "2", "unit": "kg"}


def drafted(shop: Shop) -> str:
    """A count that nobody began."""
    return f"/v1/stock-counts/{shop.client.post('/v1/stock-counts', ALL).json()['id']}"


def counting(shop: Shop) -> str:
    """One that is under way."""
    return f"/v1/stock-counts/{begun(shop.warehouse).id}"


def line(shop: Shop) -> str:
    """The path of the only line of one that is under way."""
    row = begun(shop.warehouse)
    return f"/v1/stock-counts/{row.id}/lines/{lines(shop.warehouse, row)[0].line.id}"


def counted(shop: Shop) -> str:
    """One that was handed in."""
    row = begun(shop.warehouse)
    tally(shop.warehouse, row, shop.lot_id, "9")
    submit(shop.warehouse, row)
    return f"/v1/stock-counts/{row.id}"


COUNT_ROUTES: Routes = {
    ("POST", "/v1/stock-counts"): (
        lambda shop: shop.client.post("/v1/stock-counts", ALL),
        201,
        lambda shop: shop.client.post("/v1/stock-counts", {"scope": "ITEMS"}),
        "invalid-input",
    ),
    ("GET", "/v1/stock-counts"): (
        lambda shop: shop.client.get("/v1/stock-counts", state="DRAFT"),
        200,
        lambda shop: shop.client.get("/v1/stock-counts", cursor="nonsense"),
        "invalid-input",
    ),
    ("GET", "/v1/stock-counts/{count_id}"): (
        lambda shop: shop.client.get(drafted(shop)),
        200,
        lambda shop: shop.client.get(f"/v1/stock-counts/{NOBODY}"),
        "not-found",
    ),
    ("GET", "/v1/stock-counts/{count_id}/lines"): (
        lambda shop: shop.client.get(f"{counting(shop)}/lines"),
        200,
        lambda shop: shop.client.get(f"/v1/stock-counts/{NOBODY}/lines"),
        "not-found",
    ),
    ("GET", "/v1/stock-counts/{count_id}/variances"): (
        lambda shop: shop.client.get(f"{counted(shop)}/variances"),
        200,
        lambda shop: shop.client.get(f"/v1/stock-counts/{NOBODY}/variances"),
        "not-found",
    ),
    ("POST", "/v1/stock-counts/{count_id}/starts"): (
        lambda shop: shop.client.post(f"{drafted(shop)}/starts"),
        201,
        lambda shop: shop.client.post(f"{counting(shop)}/starts"),
        "count-move-refused",
    ),
    ("POST", "/v1/stock-counts/{count_id}/lines/{line_id}/tallies"): (
        lambda shop: shop.client.post(f"{line(shop)}/tallies", TWO),
        201,
        lambda shop: shop.client.post(f"{line(shop)}/tallies", {**TWO, "unit": "barril"}),
        "unit-does-not-convert",
    ),
    ("POST", "/v1/stock-counts/{count_id}/finds"): (
        lambda shop: shop.client.post(f"{counting(shop)}/finds", {**TWO, "item_id": str(shop.item_id)}),
        201,
        lambda shop: shop.client.post(f"{counting(shop)}/finds", TWO),
        "invalid-input",
    ),
    ("POST", "/v1/stock-counts/{count_id}/submissions"): (
        lambda shop: shop.client.post(f"{counting(shop)}/submissions", {"leave_uncounted": True}),
        201,
        lambda shop: shop.client.post(f"{counting(shop)}/submissions", {}),
        "count-unfinished",
    ),
    ("POST", "/v1/stock-counts/{count_id}/recounts"): (
        lambda shop: shop.client.post(f"{counted(shop)}/recounts", {"severity": "HIGH"}),
        201,
        lambda shop: shop.client.post(f"{counted(shop)}/recounts", {"severity": "CRITICAL"}),
        "nothing-to-recount",
    ),
    ("POST", "/v1/stock-counts/{count_id}/approvals"): (
        lambda shop: shop.client.post(f"{counted(shop)}/approvals", {"reason": "revisado"}),
        201,
        lambda shop: shop.client.post(f"{counting(shop)}/approvals", {}),
        "count-move-refused",
    ),
    ("POST", "/v1/stock-counts/{count_id}/cancellations"): (
        lambda shop: shop.client.post(f"{drafted(shop)}/cancellations", {"reason": "otro día"}),
        201,
        lambda shop: shop.client.post(f"/v1/stock-counts/{NOBODY}/cancellations", {}),
        "not-found",
    ),
}
