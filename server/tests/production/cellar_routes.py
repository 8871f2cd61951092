"""Every route of the cellar: a request that works with its status, and one that is refused with its slug."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx

from desertbrew.contexts.production.tables import Batch, VesselBooking
from desertbrew.kernel.ids import new_id
from desertbrew.kernel.roles import Role
from production.cellar import Cellar
from support.client import Client

NOBODY = str(new_id())


@dataclass
class CellarDoor:
    """A cellar with 400 L of a batch in its first tank and the second one booked, and somebody at its door."""

    client: Client
    room: Cellar
    batch: Batch
    booking: VesselBooking

    def vessel(self, **changed: Any) -> dict[str, Any]:
        whole = {"code": "FV-07", "name": "Fermentador 7", "kind": "FERMENTER", "nominal_volume_l": "826"}
        return {**whole, "working_max_l": "780", **changed}

    def span(self, **changed: Any) -> dict[str, Any]:
        return {"from_on": "2026-12-01", "to_on": "2026-12-15", **changed}

    def first(self, noun: str) -> str:
        return f"/v1/vessels/{self.room.first}/{noun}"

    def second(self, noun: str) -> str:
        return f"/v1/vessels/{self.room.second}/{noun}"


Request = Callable[[CellarDoor], httpx.Response]
LOSS = {"volume_l": "3.5", "reason": "SAMPLE"}
TABLE = [{"dip_mm": "0", "volume_l": "0"}, {"dip_mm": "1000", "volume_l": "500"}, {"dip_mm": "1500", "volume_l": "826"}]
DRAWING = {"radius_mm": "450", "half_angle_deg": "30", "cylinder_mm": "1000", "step_mm": 20}
SEEN = {"shown_l": "395", "temperature_c": "2", "og": "1.050", "gravity": "1.012"}

CELLAR_ROUTES: dict[tuple[str, str], tuple[Request, int, Request, str]] = {
    ("GET", "/v1/vessels"): (
        lambda at: at.client.get("/v1/vessels"),
        200,
        lambda at: at.client.acting_as(Role.WAITER).get("/v1/vessels"),
        "not-allowed",
    ),
    ("GET", "/v1/vessels/{vessel_id}"): (
        lambda at: at.client.get(f"/v1/vessels/{at.room.first}"),
        200,
        lambda at: at.client.get(f"/v1/vessels/{NOBODY}"),
        "not-found",
    ),
    ("POST", "/v1/vessels"): (
        lambda at: at.client.post("/v1/vessels", at.vessel()),
        201,
        lambda at: at.client.post("/v1/vessels", at.vessel(code="FV-01")),
        "vessel-code-taken",
    ),
    ("POST", "/v1/vessels/{vessel_id}/state-changes"): (
        lambda at: at.client.post(at.second("state-changes"), {"state": "MAINTENANCE"}),
        201,
        lambda at: at.client.post(at.first("state-changes"), {"state": "CLEANING"}),
        "vessel-move-not-allowed",
    ),
    ("GET", "/v1/vessel-calendar"): (
        lambda at: at.client.get("/v1/vessel-calendar", **at.span()),
        200,
        lambda at: at.client.get("/v1/vessel-calendar", **at.span(to_on="2026-11-01")),
        "invalid-input",
    ),
    ("GET", "/v1/vessel-fits"): (
        lambda at: at.client.get("/v1/vessel-fits", volume_l="700", **at.span()),
        200,
        lambda at: at.client.get("/v1/vessel-fits", volume_l="0", **at.span()),
        "malformed-request",
    ),
    ("POST", "/v1/vessel-bookings"): (
        lambda at: at.client.post("/v1/vessel-bookings", at.span(vessel_id=str(at.room.first), note="Mantto")),
        201,
        lambda at: at.client.post("/v1/vessel-bookings", at.span(vessel_id=str(at.room.second), note="Mantto")),
        "vessel-booked",
    ),
    ("PUT", "/v1/vessel-bookings/{booking_id}"): (
        lambda at: at.client.put(f"/v1/vessel-bookings/{at.booking.id}", at.span(to_on="2026-12-10")),
        200,
        lambda at: at.client.put(f"/v1/vessel-bookings/{at.booking.id}", at.span(to_on="2026-12-01")),
        "invalid-input",
    ),
    ("POST", "/v1/vessel-bookings/{booking_id}/cancellations"): (
        lambda at: at.client.post(f"/v1/vessel-bookings/{at.booking.id}/cancellations"),
        204,
        lambda at: at.client.post(f"/v1/vessel-bookings/{NOBODY}/cancellations"),
        "not-found",
    ),
    ("POST", "/v1/vessels/{vessel_id}/transfers"): (
        lambda at: at.client.post(
            at.first("transfers"), {"to_vessel_id": str(at.room.brite), "volume_l": "390", "loss_l": "10"}
        ),
        201,
        lambda at: at.client.post(at.second("transfers"), {"to_vessel_id": str(at.room.brite), "volume_l": "1"}),
        "not-enough-beer",
    ),
    ("POST", "/v1/vessels/{vessel_id}/losses"): (
        lambda at: at.client.post(at.first("losses"), LOSS),
        201,
        lambda at: at.client.post(at.first("losses"), {**LOSS, "reason": "THIRST"}),
        "malformed-request",
    ),
    ("POST", "/v1/vessels/{vessel_id}/dilutions"): (
        lambda at: at.client.post(at.first("dilutions"), {"volume_l": "40"}),
        201,
        lambda at: at.client.post(at.second("dilutions"), {"volume_l": "40"}),
        "not-enough-beer",
    ),
    ("POST", "/v1/vessels/{vessel_id}/emptyings"): (
        lambda at: at.client.post(at.first("emptyings"), {"reason": "DUMPED"}),
        201,
        lambda at: at.client.post(f"/v1/vessels/{NOBODY}/emptyings", {"reason": "DUMPED"}),
        "not-found",
    ),
    ("GET", "/v1/beer-movements"): (
        lambda at: at.client.get("/v1/beer-movements", vessel_id=at.room.first, batch_id=at.batch.id),
        200,
        lambda at: at.client.get("/v1/beer-movements", vessel_id="FV-01"),
        "malformed-request",
    ),
    ("GET", "/v1/batches/{batch_id}/volumes"): (
        lambda at: at.client.get(f"/v1/batches/{at.batch.id}/volumes"),
        200,
        lambda at: at.client.get(f"/v1/batches/{NOBODY}/volumes"),
        "not-found",
    ),
    ("GET", "/v1/vessels/{vessel_id}/strapping-table"): (
        lambda at: at.client.get(at.first("strapping-table")),
        200,
        lambda at: at.client.get(f"/v1/vessels/{NOBODY}/strapping-table"),
        "not-found",
    ),
    ("PUT", "/v1/vessels/{vessel_id}/strapping-table"): (
        lambda at: at.client.put(at.first("strapping-table"), {"points": TABLE}),
        200,
        lambda at: at.client.put(at.first("strapping-table"), {"points": TABLE[::-1]}),
        "invalid-input",
    ),
    ("POST", "/v1/vessels/{vessel_id}/strapping-drawings"): (
        lambda at: at.client.post(at.first("strapping-drawings"), DRAWING),
        201,
        lambda at: at.client.post(at.first("strapping-drawings"), {**DRAWING, "half_angle_deg": "0"}),
        "malformed-request",
    ),
    ("GET", "/v1/vessels/{vessel_id}/expected-gravities"): (
        lambda at: at.client.get(at.first("expected-gravities")),
        200,
        lambda at: at.client.get(f"/v1/vessels/{NOBODY}/expected-gravities"),
        "not-found",
    ),
    ("GET", "/v1/vessels/{vessel_id}/reading-preview"): (
        lambda at: at.client.get(at.first("reading-preview"), **SEEN),
        200,
        lambda at: at.client.get(at.first("reading-preview"), dip_mm="850", temperature_c="2"),
        "no-strapping-table",
    ),
    ("POST", "/v1/vessels/{vessel_id}/readings"): (
        lambda at: at.client.post(at.first("readings"), SEEN),
        201,
        lambda at: at.client.post(at.first("readings"), {**SEEN, "settlement": {}}),
        "invalid-input",
    ),
    ("GET", "/v1/vessels/{vessel_id}/readings"): (
        lambda at: at.client.get(at.first("readings")),
        200,
        lambda at: at.client.get(at.first("readings"), cursor="x"),
        "invalid-input",
    ),
}
