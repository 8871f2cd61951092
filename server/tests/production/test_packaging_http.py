"""Packaging on the wire: every route does its work and refuses what it must."""

from __future__ import annotations

import pytest

from desertbrew.contexts.production import commands
from desertbrew.platform.db import Database, Origin
from production.brewhouse import refused
from production.packaging_routes import PACKAGING_ROUTES, PackagingDoor
from production.packing import Packaging
from support.client import Client, answered, slug_of


@pytest.fixture
def stocked(production: Database, origin: Origin) -> PackagingDoor:
    """Beer in two tanks, before anybody serves it: the real inventory would refuse this batch its material."""
    packing = Packaging(production, origin)
    form = packing.format()
    packing.beer("400")
    packing.beer("200", vessel=packing.cellar.second)
    run = packing.open()
    request = packing.bottles(run, form, 100)
    packing.write(lambda tx: commands.refuse_materials(tx, refused(request)))
    _, (line,) = packing.read(run)
    return PackagingDoor(None, packing, form, run, line.row.id)  # type: ignore[arg-type]


@pytest.fixture
def door(stocked: PackagingDoor, client: Client) -> PackagingDoor:
    stocked.client = client
    return stocked


@pytest.mark.parametrize("route", PACKAGING_ROUTES, ids=" ".join)
def test_the_route_does_its_work(door: PackagingDoor, route: tuple[str, str]) -> None:
    request, status, _, _ = PACKAGING_ROUTES[route]
    answered(request(door), status)
    assert door.packing.cellar.faults() == []


@pytest.mark.parametrize("route", PACKAGING_ROUTES, ids=" ".join)
def test_the_route_refuses_what_it_must_and_changes_nothing(door: PackagingDoor, route: tuple[str, str]) -> None:
    _, _, request, slug = PACKAGING_ROUTES[route]
    assert slug_of(request(door)) == slug
    view, lines = door.packing.read(door.run)
    assert (view.row.state, len(lines), str(view.packaged_l)) == ("OPEN", 1, "35.500000")


def test_a_run_shows_its_litres_and_what_a_line_lacks(door: PackagingDoor) -> None:
    shown = answered(door.client.get(door.at("")))
    assert (shown["before_l"], shown["packaged_l"], shown["in_tank_l"]) == ("400.000000", "35.500000", "364.500000")
    (line,) = shown["lines"]
    assert (line["material_state"], line["count"], line["format_name"]) == ("REFUSED", 100, "BOT355")
    assert line["shortages"][0]["item_name"] == "Botella 355"
    (listed,) = answered(door.client.get("/v1/packaging-runs"))["items"]
    assert listed["number"] == shown["number"]
