"""The routes of gases, yeast and shortages."""

from __future__ import annotations

from decimal import Decimal

from desertbrew.contexts.inventory import commands
from desertbrew.contexts.inventory.contract import ItemKind
from desertbrew.contexts.inventory.rules import Gas, GasUnit, Ownership
from desertbrew.kernel.roles import Role
from inventory.shop import NOBODY, Routes, Shop

BOTTLE = {"code": "co2-01", "gas": "CO2", "unit": "kg", "capacity": "25", "ownership": "RENTED"}
USE = {"purpose": "CARBONATION", "amount": "2.5", "batch_number": "L-0001"}
LIMITS = {"max_generation": 5, "min_viability_pct": "75"}


def bottle(shop: Shop) -> str:
    """The path of a full cylinder of 10 kg."""
    new = commands.NewCylinder("CO2-99", Gas.CO2, GasUnit.KG, Decimal(10), Ownership.RENTED)
    return f"/v1/gas-cylinders/{shop.warehouse.write(lambda tx: commands.register_cylinder(tx, new)).id}"


def yeast(shop: Shop) -> str:
    """A lot of yeast."""
    return str(shop.warehouse.stock(shop.warehouse.item("YEAST-X", kind=ItemKind.YEAST), "1", "90.00").id)


def strain(shop: Shop) -> str:
    """The path of a yeast's limits."""
    return f"/v1/yeast-strains/{shop.warehouse.item('YEAST-Y', kind=ItemKind.YEAST)}"


def jar(shop: Shop) -> str:
    """The path of a culture of 2 L."""
    new = commands.NewCulture(Decimal(2), source_lot_id=shop.warehouse.yeast_lot())
    return f"/v1/yeast-cultures/{shop.warehouse.write(lambda tx: commands.keep_culture(tx, new)).id}"


CELLAR_ROUTES: Routes = {
    ("GET", "/v1/gas-cylinders"): (
        lambda shop: shop.client.get("/v1/gas-cylinders"),
        200,
        lambda shop: shop.client.anonymous().get("/v1/gas-cylinders"),
        "sign-in-needed",
    ),
    ("GET", "/v1/gas-cylinders/{cylinder_id}/events"): (
        lambda shop: shop.client.get(f"{bottle(shop)}/events"),
        200,
        lambda shop: shop.client.get(f"/v1/gas-cylinders/{NOBODY}/events"),
        "not-found",
    ),
    ("POST", "/v1/gas-cylinders"): (
        lambda shop: shop.client.post("/v1/gas-cylinders", BOTTLE),
        201,
        lambda shop: shop.client.post("/v1/gas-cylinders", {**BOTTLE, "deposit_amount": "100"}),
        "invalid-input",
    ),
    ("POST", "/v1/gas-cylinders/{cylinder_id}/uses"): (
        lambda shop: shop.client.post(f"{bottle(shop)}/uses", USE),
        201,
        lambda shop: shop.client.post(f"{bottle(shop)}/uses", {**USE, "amount": "10.1"}),
        "cylinder-holds-less",
    ),
    ("POST", "/v1/gas-cylinders/{cylinder_id}/refills"): (
        lambda shop: shop.client.post(f"{used(shop)}/refills", {}),
        201,
        lambda shop: shop.client.post(f"{bottle(shop)}/refills", {}),
        "cylinder-too-full",
    ),
    ("POST", "/v1/gas-cylinders/{cylinder_id}/returns"): (
        lambda shop: shop.client.post(f"{bottle(shop)}/returns", {"reason": "válvula rota"}),
        201,
        lambda shop: shop.client.post(f"{bottle(shop)}/returns", {}),
        "cylinder-not-empty",
    ),
    ("POST", "/v1/gas-cylinders/{cylinder_id}/inspections"): (
        lambda shop: shop.client.post(f"{bottle(shop)}/inspections", {"next_due": "2031-01-01"}),
        201,
        lambda shop: shop.client.post(f"{bottle(shop)}/inspections", {"next_due": "2001-01-01"}),
        "invalid-input",
    ),
    ("POST", "/v1/gas-cylinders/{cylinder_id}/maintenances"): (
        lambda shop: shop.client.post(f"{bottle(shop)}/maintenances", {"reason": "fuga en la válvula"}),
        201,
        lambda shop: shop.client.post(f"{bottle(shop)}/maintenances", {"reason": ""}),
        "malformed-request",
    ),
    ("GET", "/v1/yeast-strains"): (
        lambda shop: shop.client.get("/v1/yeast-strains"),
        200,
        lambda shop: shop.client.acting_as(Role.DRIVER).get("/v1/yeast-strains"),
        "not-allowed",
    ),
    ("PUT", "/v1/yeast-strains/{item_id}"): (
        lambda shop: shop.client.put(strain(shop), LIMITS),
        204,
        lambda shop: shop.client.put(f"/v1/yeast-strains/{shop.item_id}", LIMITS),
        "not-yeast",
    ),
    ("GET", "/v1/yeast-cultures"): (
        lambda shop: shop.client.get("/v1/yeast-cultures", state="STORED"),
        200,
        lambda shop: shop.client.get("/v1/yeast-cultures", state="ASLEEP"),
        "malformed-request",
    ),
    ("GET", "/v1/yeast-cultures/{culture_id}"): (
        lambda shop: shop.client.get(jar(shop)),
        200,
        lambda shop: shop.client.get(f"/v1/yeast-cultures/{NOBODY}"),
        "not-found",
    ),
    ("POST", "/v1/yeast-cultures"): (
        lambda shop: shop.client.post("/v1/yeast-cultures", {"volume_l": "2", "source_lot_id": yeast(shop)}),
        201,
        lambda shop: shop.client.post("/v1/yeast-cultures", {"volume_l": "2", "source_lot_id": str(shop.lot_id)}),
        "not-yeast",
    ),
    ("POST", "/v1/yeast-cultures/{culture_id}/pitches"): (
        lambda shop: shop.client.post(f"{jar(shop)}/pitches", {"batch_number": "L-1", "volume_l": "2"}),
        201,
        lambda shop: shop.client.post(f"{jar(shop)}/pitches", {"batch_number": "L-1", "volume_l": "2.1"}),
        "culture-holds-less",
    ),
    ("POST", "/v1/yeast-cultures/{culture_id}/viability-counts"): (
        lambda shop: shop.client.post(f"{jar(shop)}/viability-counts", {"viability_pct": "91.5"}),
        201,
        lambda shop: shop.client.post(f"{jar(shop)}/viability-counts", {"viability_pct": "101"}),
        "malformed-request",
    ),
    ("POST", "/v1/yeast-cultures/{culture_id}/discards"): (
        lambda shop: shop.client.post(f"{jar(shop)}/discards", {"reason": "huele a huevo"}),
        201,
        lambda shop: shop.client.post(f"/v1/yeast-cultures/{NOBODY}/discards", {"reason": "huele a huevo"}),
        "not-found",
    ),
    ("GET", "/v1/shortages"): (
        lambda shop: shop.client.get("/v1/shortages", weeks=4),
        200,
        lambda shop: shop.client.get("/v1/shortages", weeks=0),
        "malformed-request",
    ),
}


def used(shop: Shop) -> str:
    """The path of a cylinder that is not full."""
    path = bottle(shop)
    assert shop.client.post(f"{path}/uses", USE).status_code == 201
    return path
