"""Every route of kegs on the wire: it does its work, and it refuses what it must."""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pytest
import segno

from desertbrew.contexts.inventory.context import CONTEXT
from desertbrew.contexts.inventory.contract import KegMove, KegOwnership
from desertbrew.contexts.inventory.http.kegs.label_sheet import COLUMNS, ROWS, Label, Paper, draw_labels, encode
from desertbrew.kernel.clock import FixedClock
from desertbrew.kernel.ids import new_id
from desertbrew.kernel.roles import Role
from inventory.cooperage import Cooperage
from support.client import Client, answered, slug_of

NOBODY = str(new_id())


@dataclass
class Yard:
    """A keg in every state that a route needs, and somebody with a scanner."""

    client: Client
    cooperage: Cooperage
    dirty: str
    clean: str
    full: str
    out: str
    riding: str
    tapped: str
    held: str
    lost: str
    guest: str
    rented: str

    def move(self, path: str, *codes: str, **more: Any) -> httpx.Response:
        return self.client.post(f"/v1/{path}", {"codes": list(codes), **more})

    def id_of(self, code: str) -> str:
        return str(self.cooperage.row(code).id)

    def filling(self, code: str, **more: Any) -> dict[str, Any]:
        beer = {"batch_id": NOBODY, "batch_number": "L-0104", "beer_name": "Velafrons"}
        return {**beer, "fills": [{"code": code, **more}]}


@pytest.fixture
def yard(client: Client, cooperage: Cooperage) -> Yard:
    dirty, clean = cooperage.register("DIRTY", "CLEAN")
    cooperage.move(KegMove.WASH, clean)
    full, out, riding, tapped, held, lost = cooperage.full("FULL", "OUT", "RIDING", "TAPPED", "HELD", "LOST")
    cooperage.move(KegMove.DELIVER, out, client_name="Bar La Noria")
    cooperage.move(KegMove.DISPATCH, riding)
    cooperage.move(KegMove.TAP, tapped)
    cooperage.move(KegMove.QUARANTINE, held, reason="prueba")
    cooperage.move(KegMove.LOSE, lost, reason="prueba")
    (guest,) = cooperage.register("GUEST", ownership=KegOwnership.GUEST)
    (rented,) = cooperage.register("RENTED", ownership=KegOwnership.RENTED)
    return Yard(client, cooperage, dirty, clean, full, out, riding, tapped, held, lost, guest, rented)


Request = Callable[[Yard], httpx.Response]
KEG = {"serial": "b-1", "size_l": "50", "keg_type": "SANKE_D"}
MANY = {"prefix": "B50-", "first": 1, "count": 3, "size_l": "50", "keg_type": "SANKE_D"}


def moves(path: str, good: str, bad: str, **more: Any) -> tuple[Request, int, Request, str]:
    """A route that moves a list of kegs."""
    return (
        lambda yard: yard.move(path, getattr(yard, good), **more),
        201,
        lambda yard: yard.move(path, getattr(yard, bad), **more),
        "kegs-cannot-move",
    )


# Route -> what works and its status, what does not and how it is refused.
ROUTES: dict[tuple[str, str], tuple[Request, int, Request, str]] = {
    ("POST", "/v1/kegs"): (
        lambda yard: yard.client.post("/v1/kegs", KEG),
        201,
        lambda yard: yard.client.post("/v1/kegs", {**KEG, "serial": "full"}),
        "keg-serial-taken",
    ),
    ("POST", "/v1/keg-batches"): (
        lambda yard: yard.client.post("/v1/keg-batches", MANY),
        201,
        lambda yard: yard.client.post("/v1/keg-batches", {**MANY, "size_l": "45"}),
        "invalid-input",
    ),
    ("PATCH", "/v1/kegs/{keg_id}"): (
        lambda yard: yard.client.request("PATCH", f"/v1/kegs/{yard.id_of(yard.full)}", {"needs_maintenance": True}),
        200,
        lambda yard: yard.client.request("PATCH", f"/v1/kegs/{NOBODY}", {"notes": "x"}),
        "not-found",
    ),
    ("GET", "/v1/kegs"): (
        lambda yard: yard.client.get("/v1/kegs", state="FULL", size_l="50", q="velaf"),
        200,
        lambda yard: yard.client.get("/v1/kegs", state="EMPTY"),
        "malformed-request",
    ),
    ("GET", "/v1/kegs/{keg_id}"): (
        lambda yard: yard.client.get(f"/v1/kegs/{yard.id_of(yard.full)}"),
        200,
        lambda yard: yard.client.get(f"/v1/kegs/{NOBODY}"),
        "not-found",
    ),
    ("GET", "/v1/keg-scans/{code}"): (
        lambda yard: yard.client.get(f"/v1/keg-scans/{yard.full.lower()}"),
        200,
        lambda yard: yard.client.get("/v1/keg-scans/KEG-FULL-00000000"),
        "not-found",
    ),
    ("GET", "/v1/keg-events"): (
        lambda yard: yard.client.get("/v1/keg-events", client="noria"),
        200,
        lambda yard: yard.client.get("/v1/keg-events", cursor="nonsense"),
        "invalid-input",
    ),
    ("GET", "/v1/keg-fills"): (
        lambda yard: yard.client.get("/v1/keg-fills", keg_id=yard.id_of(yard.full)),
        200,
        lambda yard: yard.client.get("/v1/keg-fills", batch_id="L-0104"),
        "malformed-request",
    ),
    ("GET", "/v1/kegs-at-risk"): (
        lambda yard: yard.client.get("/v1/kegs-at-risk", days=10),
        200,
        lambda yard: yard.client.get("/v1/kegs-at-risk", days=-1),
        "malformed-request",
    ),
    ("GET", "/v1/kegs-at-risk/csv"): (
        lambda yard: yard.client.get("/v1/kegs-at-risk/csv"),
        200,
        lambda yard: yard.client.acting_as(Role.WAITER).get("/v1/kegs-at-risk/csv"),
        "not-allowed",
    ),
    ("GET", "/v1/keg-figures"): (
        lambda yard: yard.client.get("/v1/keg-figures"),
        200,
        lambda yard: yard.client.acting_as(Role.COOK).get("/v1/keg-figures"),
        "not-allowed",
    ),
    ("GET", "/v1/keg-clients"): (
        lambda yard: yard.client.get("/v1/keg-clients"),
        200,
        lambda yard: yard.client.anonymous().get("/v1/keg-clients"),
        "sign-in-needed",
    ),
    ("POST", "/v1/keg-label-sheets"): (
        lambda yard: yard.client.post("/v1/keg-label-sheets", {"keg_ids": [yard.id_of(yard.full)]}),
        200,
        lambda yard: yard.client.post("/v1/keg-label-sheets", {"first_serial": "nada"}),
        "not-found",
    ),
    ("POST", "/v1/keg-washes"): moves("keg-washes", "dirty", "clean"),
    ("POST", "/v1/keg-dispatches"): moves("keg-dispatches", "full", "clean", client_name="Bar", client_id=NOBODY),
    ("POST", "/v1/keg-unloadings"): moves("keg-unloadings", "riding", "full"),
    ("POST", "/v1/keg-deliveries"): moves("keg-deliveries", "riding", "out", client_name="Bar"),
    ("POST", "/v1/keg-collections"): moves("keg-collections", "out", "full"),
    ("POST", "/v1/keg-returns"): moves("keg-returns", "out", "held"),
    ("POST", "/v1/keg-tappings"): moves("keg-tappings", "full", "tapped", location="Línea 1"),
    ("POST", "/v1/keg-emptyings"): moves("keg-emptyings", "tapped", "clean"),
    ("POST", "/v1/keg-quarantines"): moves("keg-quarantines", "out", "held", reason="olor"),
    ("POST", "/v1/keg-releases"): moves("keg-releases", "held", "full", reason="bien", to="FULL"),
    ("POST", "/v1/keg-losses"): moves("keg-losses", "out", "lost", reason="inventario"),
    ("POST", "/v1/keg-findings"): moves("keg-findings", "lost", "full"),
    ("POST", "/v1/keg-handovers"): moves("keg-handovers", "rented", "dirty"),
    ("POST", "/v1/keg-retirements"): moves("keg-retirements", "dirty", "held", reason="roto"),
    ("POST", "/v1/keg-fillings"): (
        lambda yard: yard.client.post("/v1/keg-fillings", yard.filling(yard.clean, volume_l="49.5")),
        201,
        lambda yard: yard.client.post("/v1/keg-fillings", yard.filling(yard.dirty)),
        "kegs-cannot-move",
    ),
    ("POST", "/v1/keg-transfers"): (
        lambda yard: yard.client.post("/v1/keg-transfers", {"source": yard.full, "targets": [{"code": yard.clean}]}),
        201,
        lambda yard: yard.client.post(
            "/v1/keg-transfers", {"source": yard.full, "targets": [{"code": yard.clean, "volume_l": "49"}], "loss_l": "2"}
        ),
        "transfer-does-not-add-up",
    ),
    ("POST", "/v1/keg-admissions"): (
        lambda yard: yard.move("keg-admissions", yard.guest, content={"beer_name": "Gose invitada"}, volume_l="20"),
        201,
        lambda yard: yard.move("keg-admissions", yard.full),
        "kegs-cannot-move",
    ),
}


def test_every_route_is_tried_here() -> None:
    assert {(each.method, each.path) for each in CONTEXT.routes.declared if each.path.startswith("/v1/keg")} == set(ROUTES)


@pytest.mark.parametrize("route", ROUTES, ids=" ".join)
def test_the_route_does_its_work_and_refuses_what_it_must(yard: Yard, route: tuple[str, str]) -> None:
    good, status, bad, slug = ROUTES[route]
    refused = bad(yard)
    assert slug_of(refused) == slug
    if refused.status_code == 409 and slug == "kegs-cannot-move":
        assert refused.json()["errors"], "each keg that cannot is pointed at"
    assert good(yard).status_code == status, good(yard).text


def test_a_refusal_points_at_every_keg_and_says_why(yard: Yard) -> None:
    said = yard.move("keg-tappings", yard.full, yard.dirty, "nada", yard.out).json()
    assert said["errors"] == [
        {"pointer": "/codes/1", "detail": "DIRTY está sucio."},
        {"pointer": "/codes/2", "detail": "No hay un barril con el código nada."},
        {"pointer": "/codes/3", "detail": "OUT está con el cliente."},
    ]
    assert [each["reason"] for each in said["kegs"]] == ["WRONG_STATE", "UNKNOWN", "WRONG_STATE"]


def test_a_retry_of_a_scan_answers_the_same(yard: Yard) -> None:
    key = str(new_id())
    answers = [yard.client.post("/v1/keg-washes", {"codes": [yard.dirty]}, key=key) for _ in range(2)]
    assert [each.status_code for each in answers] == [201, 201]
    assert answers[0].content == answers[1].content


def test_the_list_goes_on_where_it_stopped(yard: Yard) -> None:
    first = answered(yard.client.get("/v1/kegs", limit=4))
    rest = answered(yard.client.get("/v1/kegs", cursor=first["next_cursor"]))
    serials = [keg["serial"] for keg in (*first["items"], *rest["items"])]
    assert serials == sorted(serials)
    assert len(serials) == 10
    content = answered(yard.client.get("/v1/keg-scans/FULL"))
    assert content["content"]["batch_number"] == "L-0104"
    assert "DISPATCH" in content["allowed"]


def test_a_clients_name_is_no_formula_in_a_spreadsheet(yard: Yard, clock: FixedClock) -> None:
    yard.move("keg-deliveries", yard.riding, client_name="=HYPERLINK(1)")
    clock.advance(timedelta(days=31))
    first, *lines = yard.client.get("/v1/kegs-at-risk/csv", days=30).text.splitlines()
    assert first.startswith("\ufeffserie,")
    assert [line.split(",")[3] for line in lines] == ["Bar La Noria", "'=HYPERLINK(1)"]


# ------------------------------------------------------------------------------------------------------------ labels


def text_of(pdf: bytes) -> str:
    """What a PDF's pages draw, as their operators say it."""
    streams = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    return "\n".join(_inflate(each).decode("latin-1") for each in streams)


def _inflate(stream: bytes) -> bytes:
    # reportlab wraps its streams in ASCII85.
    return zlib.decompress(base64.a85decode(stream.strip().removesuffix(b"~>")))


def test_a_label_says_serial_size_and_brewery_and_its_qr_opens_the_page(yard: Yard) -> None:
    answer = yard.client.post("/v1/keg-label-sheets", {"keg_ids": [yard.id_of(yard.full)], "paper": "A4"})
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    said = text_of(answer.content)
    for word in ("(FULL)", "(50 L)", "(Desert Brew Co.)"):
        assert word in said
    expected = segno.make_qr(f"https://desertbrew.mx/trace/{yard.full}", error="h", boost_error=False)
    drawn = sum(width for width in widths(said))
    step = min(widths(said))
    assert round(drawn / step) == sum(sum(row) for row in expected.matrix), "as many black modules as the code has"


def widths(operators: str) -> list[float]:
    """Of the QR's bars, in points: the frame of the label is stroked, not filled, and 50 mm wide."""
    bars = [float(found) for found in re.findall(r"[\d.]+ [\d.]+ ([\d.]+) [\d.]+ re", operators)]
    return [bar for bar in bars if bar < 100]


def test_a_qr_is_of_level_h_and_small_enough_to_be_read() -> None:
    code = encode("https://desertbrew.mx/trace/KEG-B50-0001-0A1B2C3D")
    assert code.error == "H"
    assert len(code.matrix) <= 49, "0.63 mm a module on a label of 5 cm"


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("many, skip, pages", [(1, 0, 1), (20, 0, 1), (21, 0, 2), (20, 1, 2), (1, 19, 1)])
def test_twenty_labels_a_sheet(paper: Paper, many: int, skip: int, pages: int) -> None:
    labels = [Label(f"https://desertbrew.mx/trace/KEG-{number}", f"B-{number}", "50 L") for number in range(many)]
    pdf = draw_labels(labels, "Desert Brew Co.", paper, skip)
    assert COLUMNS * ROWS == 20
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") == pages
    assert f"(B-{many - 1})" in text_of(pdf)
