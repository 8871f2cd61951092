"""The cellar on the wire: every route does its work and refuses what it must; the screens get what they show."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desertbrew.contexts.production.tables import Batch
from desertbrew.platform.db import Database, Origin
from production.cellar import Cellar
from production.cellar_routes import CELLAR_ROUTES, TABLE, CellarDoor
from support.client import Client, answered, slug_of


@pytest.fixture
def stocked(production: Database, origin: Origin) -> tuple[Cellar, Batch]:
    """A cellar with beer, before anybody serves it: the real inventory would refuse this batch its material."""
    room = Cellar(production, origin)
    batch = room.brew()
    room.knock_out(batch, room.first, "400")
    return room, batch


@pytest.fixture
def door(stocked: tuple[Cellar, Batch], client: Client) -> CellarDoor:
    room, batch = stocked
    return CellarDoor(client, room, batch, room.book(room.second, 11, 25))


@pytest.mark.parametrize("route", CELLAR_ROUTES, ids=" ".join)
def test_the_route_does_its_work(door: CellarDoor, route: tuple[str, str]) -> None:
    request, status, _, _ = CELLAR_ROUTES[route]
    answered(request(door), status)
    assert door.room.faults() == []


@pytest.mark.parametrize("route", CELLAR_ROUTES, ids=" ".join)
def test_the_route_refuses_what_it_must_and_changes_nothing(door: CellarDoor, route: tuple[str, str]) -> None:
    _, _, request, slug = CELLAR_ROUTES[route]
    assert slug_of(request(door)) == slug
    assert door.room.contents(door.room.first) == {door.batch.number: Decimal(400)}
    assert door.room.state(door.room.second) == "AVAILABLE"
    assert door.room.faults() == []


def test_a_vessel_shows_what_is_in_it_and_where_it_may_go(door: CellarDoor) -> None:
    shown = answered(door.client.get(f"/v1/vessels/{door.room.first}"))
    assert (shown["state"], shown["volume_l"], shown["next_states"]) == ("IN_USE", "400.000000", [])
    (inside,) = shown["contents"]
    assert (inside["batch_number"], inside["recipe_name"]) == (door.batch.number, "Velafrons")
    empty = answered(door.client.get(f"/v1/vessels/{door.room.second}"))
    assert empty["next_states"] == ["CLEANING", "DIRTY", "MAINTENANCE", "OUT_OF_SERVICE"]
    assert empty["expansion_ppm_per_k"] == "17.300000"


def test_the_ledger_tells_a_transfer_and_its_loss(door: CellarDoor) -> None:
    body = {"to_vessel_id": str(door.room.brite), "volume_l": "380", "loss_l": "12.5", "loss_reason": "YEAST"}
    after = answered(door.client.post(door.first("transfers"), body), 201)
    assert after["volume_l"] == "7.500000"
    ledger = answered(door.client.get("/v1/beer-movements", vessel_id=door.room.first))["items"]
    assert [(line["kind"], line["from_code"], line["to_code"], line["loss_reason"]) for line in ledger] == [
        ("LOSS", "FV-01", None, "YEAST"),
        ("TRANSFER", "FV-01", "BT-01", None),
        ("KNOCK_OUT", None, "FV-01", None),
    ]
    first = answered(door.client.get("/v1/beer-movements", batch_id=door.batch.id, limit=2))
    rest = answered(door.client.get("/v1/beer-movements", batch_id=door.batch.id, cursor=first["next_cursor"]))
    assert first["items"] + rest["items"] == ledger
    volumes = answered(door.client.get(f"/v1/batches/{door.batch.id}/volumes"))
    assert volumes["lost"] == [{"reason": "YEAST", "volume_l": "12.500000"}]
    assert (volumes["in_tanks_l"], volumes["adds_up"]) == ("387.500000", True)


def test_the_calendar_says_when_a_vessel_frees_up_and_what_fits(door: CellarDoor) -> None:
    room = door.room
    room.book(room.first, 0, 6, door.batch)
    room.book(room.first, 6, 8, note="Lavado a fondo")
    small = room.tank("FV-08", working_l="350")
    calendar = answered(door.client.get("/v1/vessel-calendar", from_on="2026-11-16", to_on="2026-11-30"))
    assert calendar["today"] == "2026-11-20"
    rows = {row["vessel"]["code"]: row for row in calendar["rows"]}
    assert {code: row["frees_on"] for code, row in rows.items()} == {
        "BT-01": "2026-11-20",
        "FV-01": "2026-11-28",
        "FV-02": "2026-11-20",
        "FV-08": "2026-11-20",
    }
    assert [booking["batch_number"] for booking in rows["FV-01"]["bookings"]] == [door.batch.number, None]
    assert rows["FV-02"]["bookings"] == []

    def fits(litres: str, start: str, end: str) -> list[str]:
        found = answered(door.client.get("/v1/vessel-fits", volume_l=litres, from_on=start, to_on=end))["rows"]
        return [row["vessel"]["code"] for row in found]

    assert fits("300", "2026-11-21", "2026-11-25") == ["FV-08", "BT-01", "FV-02"]
    assert fits("400", "2026-11-28", "2026-12-02") == ["BT-01", "FV-01"]
    assert fits("801", "2026-11-28", "2026-12-02") == []
    assert room.state(small) == "AVAILABLE"


def test_beer_that_stays_longer_than_it_was_booked_is_overdue(door: CellarDoor) -> None:
    rows = answered(door.client.get("/v1/vessel-calendar", from_on="2026-11-16", to_on="2026-11-30"))["rows"]
    first = next(row for row in rows if row["vessel"]["code"] == "FV-01")
    assert (first["frees_on"], first["overdue"]) == ("2026-12-04", True), "fourteen days after it came in, as is usual"


# ------------------------------------------------------------------------------------------------------------ readings


def test_inv_v6_a_reading_shows_each_step_to_20_degrees_and_keeps_it(door: CellarDoor) -> None:
    answered(door.client.put(door.first("strapping-table"), {"points": TABLE}))
    dip = {"dip_mm": "780", "temperature_c": "2", "og": "1.050", "gravity": "1.012"}
    preview = answered(door.client.get(door.first("reading-preview"), **dip))
    assert preview == {
        "og": "1.050",
        "gravity": "1.012",
        "table_l": "390.000",
        "shell_factor": "0.999066",
        "at_temperature_l": "389.636",
        "liquid_factor": "1.002376",
        "volume_20_l": "390.562",
        "ledger_l": "400.000000",
        "difference_l": "-9.438000",
        "alcohol_mass_pct": "3.947",
        "real_extract_pct": "4.753",
    }
    kept = answered(door.client.post(door.first("readings"), {**dip, "note": "antes de envasar"}), 201)
    assert (kept["volume_20_l"], kept["difference_l"], kept["movement_id"]) == ("390.562000", "-9.438000", None)
    answered(door.client.put(door.first("strapping-table"), {"points": TABLE[:2]}))
    (listed,) = answered(door.client.get(door.first("readings")))["items"]
    assert listed == kept
    assert answered(door.client.get(f"/v1/vessels/{door.room.first}"))["volume_l"] == "400.000000"


@pytest.mark.parametrize(
    "shown, settlement, kind, reason",
    [
        ("390", {"loss_reason": "EVAPORATION"}, "LOSS", "EVAPORATION"),
        ("390", {"note": "tabla de aforo vieja"}, "ADJUSTMENT", None),
        ("410", {"loss_reason": "OTHER", "note": "quedó agua de la línea"}, "ADJUSTMENT", None),
    ],
)
def test_the_difference_gets_a_name_and_the_ledger_says_what_was_read(
    door: CellarDoor, shown: str, settlement: dict[str, str], kind: str, reason: str | None
) -> None:
    body = {"shown_l": shown, "temperature_c": "20", "og": "1.050", "gravity": "1.012", "settlement": settlement}
    kept = answered(door.client.post(door.first("readings"), body), 201)
    last = answered(door.client.get("/v1/beer-movements", vessel_id=door.room.first))["items"][0]
    assert (last["id"], last["kind"], last["loss_reason"]) == (kept["movement_id"], kind, reason)
    assert door.room.contents(door.room.first) == {door.batch.number: Decimal(shown)}
    assert door.room.volumes(door.batch).adds_up
    assert door.room.faults() == []


def test_gravities_that_nobody_measured_are_the_recipes(door: CellarDoor) -> None:
    expected = answered(door.client.get(door.first("expected-gravities")))
    preview = answered(door.client.get(door.first("reading-preview"), shown_l="390", temperature_c="2"))
    assert (preview["og"], preview["gravity"]) == (expected["og"], expected["fg"])
    assert answered(door.client.get(door.second("expected-gravities"))) == {"og": None, "fg": None}
    silent = door.client.get(door.second("reading-preview"), shown_l="390", temperature_c="2")
    assert silent.json()["errors"][0]["pointer"] == "/og"


@pytest.mark.parametrize(
    "seen, slug",
    [
        ({"temperature_c": "2"}, "invalid-input"),
        ({"temperature_c": "2", "shown_l": "1", "dip_mm": "1"}, "invalid-input"),
        ({"temperature_c": "55", "shown_l": "300"}, "invalid-input"),
        ({"temperature_c": "2", "shown_l": "300", "og": "1.040", "gravity": "1.050"}, "invalid-input"),
        ({"temperature_c": "2", "dip_mm": "1500.001"}, "dip-off-table"),
        ({"temperature_c": "-6", "shown_l": "300"}, "malformed-request"),
    ],
    ids=str,
)
def test_a_reading_that_cannot_be_meant_is_refused(door: CellarDoor, seen: dict[str, str], slug: str) -> None:
    answered(door.client.put(door.first("strapping-table"), {"points": TABLE}))
    assert slug_of(door.client.get(door.first("reading-preview"), **seen)) == slug
    assert slug_of(door.client.post(door.first("readings"), seen)) == slug


def test_inv_v5_a_table_from_a_drawing_can_be_read_by(door: CellarDoor) -> None:
    drawing = {"radius_mm": "450", "half_angle_deg": "30", "cylinder_mm": "1000"}
    points = answered(door.client.post(door.first("strapping-drawings"), drawing), 201)["points"]
    assert points[0] == {"dip_mm": "0.000000", "volume_l": "0.000000"}
    assert len(points) > 150
    preview = answered(door.client.get(door.first("reading-preview"), dip_mm="1000", temperature_c="20"))
    assert 300 < float(preview["table_l"]) < 310
    assert (preview["shell_factor"], preview["liquid_factor"]) == ("1.000000", "1.000000")
