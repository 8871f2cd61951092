"""Traces on the wire: one success and the refusals of each route."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

import pytest

from desertbrew.contexts.traceability.commands import KegSeen, Link, Look, Told, record_reading
from desertbrew.contexts.traceability.contract import EdgeKind, NodeKind
from desertbrew.contexts.traceability.http.public import LOOKS_A_MINUTE
from desertbrew.kernel.ids import Id, new_id
from desertbrew.kernel.roles import Role
from desertbrew.platform.db import Database, Origin
from support.client import Client, answered, slug_of
from traceability.genealogy import NOON, Genealogy


@dataclass
class Beer:
    """A malt in a batch, a blend with another, two kegs of it: one in house, one at a client's."""

    malt: Id = field(default_factory=new_id)
    batch: Id = field(default_factory=new_id)
    other: Id = field(default_factory=new_id)
    lot: Id = field(default_factory=new_id)
    near: Id = field(default_factory=new_id)
    far: Id = field(default_factory=new_id)
    client: Id = field(default_factory=new_id)
    keg: Id = field(default_factory=new_id)

    @property
    def code(self) -> str:
        """What the QR of the keg says."""
        return f"KEG-DB-2-{self.keg.hex[-8:].upper()}"

    def tell(self, genealogy: Genealogy) -> None:
        fill = {"beer": "Velafrons", "batch": "L-0001", "volume_l": "58.5", "filled_at": "2026-11-18T17:00:00+00:00"}
        told = [
            Told(
                self.malt,
                NodeKind.SUPPLIER_LOT,
                {
                    "code": "LOTE-000001", "item": "Malta Pálida", "item_kind": "MALT", "supplier": "=Maltas",
                    "supplier_lot": "MP-7", "invoice": "F-77", "country": "Alemania",
                },
            ),
            Told(
                self.batch,
                NodeKind.BATCH,
                {
                    "number": "L-0001", "beer": "Velafrons", "style": "Saison", "abv_pct": "6.2", "ibu": "24",
                    "brewed_at": "2026-11-02T03:00:00+00:00",
                },
            ),
            Told(self.other, NodeKind.BATCH, {"number": "L-0002", "beer": "Velafrons"}),
            Told(self.lot, NodeKind.PACKAGING_LOT, {"number": "E-1"}),
            Told(self.near, NodeKind.KEG_FILL, {"serial": "DB-1", "state": "FULL", "location": "Cuarto frío", **fill}),
            Told(
                self.far,
                NodeKind.KEG_FILL,
                {"serial": "DB-2", "state": "AT_CLIENT", "client": "Bar Ñandú", "best_before": "2027-02-18", **fill},
            ),
            Told(self.client, NodeKind.CLIENT, {"name": "Bar Ñandú", "contact": "por la barra"}),
        ]  # fmt: skip
        document = new_id()
        links = [
            Link(self.malt, self.batch, EdgeKind.ISSUED, document, Decimal(200), "kg"),
            Link(self.batch, self.lot, EdgeKind.PACKAGED, document, Decimal(100), "L"),
            Link(self.other, self.lot, EdgeKind.PACKAGED, document, Decimal(17), "L"),
            Link(self.lot, self.near, EdgeKind.FILLED, document, Decimal("58.5"), "L"),
            Link(self.lot, self.far, EdgeKind.FILLED, document, Decimal("58.5"), "L"),
            Link(self.far, self.client, EdgeKind.DELIVERED, document, Decimal("58.5"), "L"),
        ]
        genealogy.record(told, links)
        genealogy.see(KegSeen(self.keg, "DB-2", self.far))


@pytest.fixture
def beer(databases: dict[str, Database], origin: Origin, client: Client) -> Beer:
    """Told to the running application's own database."""
    story = Beer()
    story.tell(Genealogy(databases["traceability"], origin))
    return story


def path(kind: NodeKind, id: Id, way: str) -> str:
    return f"/v1/trace/{kind}/{id}/{way}"


def test_what_can_be_traced_is_found_page_by_page(client: Client, beer: Beer) -> None:
    found = answered(client.get("/v1/trace/nodes", q="palida"))["items"]
    assert [(each["label"], each["kind"], each["known"]) for each in found] == [("LOTE-000001", "SUPPLIER_LOT", True)]
    assert found[0]["facts"]["supplier_lot"] == "MP-7"
    seen, cursor = [], None
    while True:
        page = answered(client.get("/v1/trace/nodes", q="velafrons", limit=1, cursor=cursor))
        seen += [each["label"] for each in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert sorted(seen) == ["DB-1", "DB-2", "L-0001", "L-0002"]
    assert answered(client.get("/v1/trace/nodes", q="nandu", kind="CLIENT"))["items"][0]["id"] == str(beer.client)
    refused = client.get("/v1/trace/nodes", cursor="eHh4")
    assert (refused.status_code, slug_of(refused)) == (422, "invalid-input")


def test_a_trace_goes_both_ways(client: Client, beer: Beer) -> None:
    down = answered(client.get(path(NodeKind.SUPPLIER_LOT, beer.malt, "downstream")))
    assert {each["label"] for each in down["nodes"]} == {"LOTE-000001", "L-0001", "E-1", "DB-1", "DB-2", "Bar Ñandú"}
    assert (down["direction"], down["cut"], down["start"]["depth"]) == ("downstream", None, 0)
    up = answered(client.get(path(NodeKind.KEG_FILL, beer.far, "upstream")))
    assert {each["label"] for each in up["nodes"]} == {"DB-2", "E-1", "L-0001", "L-0002", "LOTE-000001"}
    issued = next(each for each in up["edges"] if each["kind"] == "ISSUED")
    assert (issued["from_id"], issued["quantity"], issued["unit"]) == (str(beer.malt), "200.000000", "kg")
    short = answered(client.get(path(NodeKind.SUPPLIER_LOT, beer.malt, "downstream"), depth=1))
    assert (len(short["nodes"]), short["cut"]) == (2, "DEPTH")


@pytest.mark.parametrize("way", ["upstream", "downstream", "upstream.csv", "downstream.csv"])
def test_what_is_not_there_is_not_found(client: Client, way: str) -> None:
    for kind in (NodeKind.BATCH, NodeKind.CLIENT):
        refused = client.get(path(kind, new_id(), way))
        assert (refused.status_code, slug_of(refused)) == (404, "not-found")
    assert client.get(f"/v1/trace/NOTHING/{new_id()}/{way}").status_code == 422
    assert client.acting_as(Role.WAITER).get(path(NodeKind.BATCH, new_id(), way)).status_code == 403


def test_a_recall_is_one_file_that_sorts(client: Client, beer: Beer) -> None:
    answer = client.acting_as(Role.WAREHOUSE).get(path(NodeKind.SUPPLIER_LOT, beer.malt, "downstream.csv"), bom=1)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="LOTE-000001-downstream.csv"'
    text = answer.content.decode("utf-8-sig")
    assert answer.content[:3] == b"\xef\xbb\xbf"
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {(row["lote"], row["coccion"], row["barril"], row["cliente"]) for row in rows} == {
        ("LOTE-000001", "L-0001", "DB-1", ""),
        ("LOTE-000001", "L-0001", "DB-2", "Bar Ñandú"),
    }
    delivered = next(row for row in rows if row["cliente"])
    assert (delivered["cantidad"], delivered["unidad"], delivered["fecha"]) == ("58.5", "L", "2026-11-20T18:00:00Z")
    # What a spreadsheet would run is made harmless.
    assert delivered["proveedor"] == "'=Maltas"


def test_the_way_up_is_the_same_file(client: Client, beer: Beer) -> None:
    answer = client.get(path(NodeKind.KEG_FILL, beer.far, "upstream.csv"))
    assert not answer.text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [(row["lote"], row["coccion"], row["barril"]) for row in rows] == [
        ("LOTE-000001", "L-0001", "DB-2"),
        ("", "L-0002", "DB-2"),
    ]


def test_a_recall_report_says_where_everything_is(client: Client, beer: Beer) -> None:
    report = answered(client.get(f"/v1/recall-reports/{beer.malt}"))
    assert report["lot"]["label"] == "LOTE-000001"
    assert report["batches"] == [{"id": str(beer.batch), "number": "L-0001", "beer": "Velafrons"}]
    assert report["litres"] == "117.0"
    assert [(each["state"], each["count"], each["litres"]) for each in report["states"]] == [
        ("AT_CLIENT", 1, "58.5"),
        ("FULL", 1, "58.5"),
    ]
    assert [(each["serial"], each["client"], each["place"]) for each in report["kegs"]] == [
        ("DB-2", "Bar Ñandú", ""),
        ("DB-1", "", "Cuarto frío"),
    ]
    (client_row,) = report["clients"]
    assert (client_row["name"], client_row["contact"], client_row["kegs"], client_row["litres"]) == (
        "Bar Ñandú", "por la barra", 1, "58.5",
    )  # fmt: skip
    # Only a supplier's lot is recalled this way.
    assert client.get(f"/v1/recall-reports/{beer.batch}").status_code == 404


# ----------------------------------------------------------------------------------------------------- the public page

PRIVATE = ("Maltas", "MP-7", "F-77", "LOTE-000001", "Ñandú", "barra", "58.5", "200", "Cuarto")


def test_inv_t6_a_guest_sees_the_beer_and_nothing_private(
    visitor: Client, beer: Beer, databases: dict[str, Database], origin: Origin
) -> None:
    for number in range(3):
        look = Look(beer.batch, NOON + timedelta(hours=12 * number), Decimal("1.050") - number, Decimal(20))
        databases["traceability"].write(lambda tx, look=look: record_reading(tx, look), origin)  # type: ignore[misc]
        databases["traceability"].write(lambda tx, look=look: record_reading(tx, look), origin)  # type: ignore[misc]
    for code in ("DB-2", "db-2", beer.code, "07501234567890DB-2"):
        answer = visitor.get(f"/v1/public/trace/{code}")
        story = answered(answer)
        assert answer.headers["cache-control"] == "public, max-age=60"
        assert (story["beer"], story["style"], story["batch"]) == ("Velafrons", "Saison", "L-0001")
        assert story["blended_with"] == ["L-0002"]
        # Nine in the evening in Saltillo is still the day before.
        assert (story["brewed_on"], story["packaged_on"]) == ("2026-11-01", "2026-11-18")
        assert (story["best_before"], story["abv_pct"], story["ibu"]) == ("2027-02-18", "6.2", "24")
        assert story["origins"] == [{"kind": "MALT", "name": "Malta Pálida", "country": "Alemania"}]
        assert [each["day"] for each in story["curve"]] == ["0.00", "0.50", "1.00"]
        assert [word for word in PRIVATE if word in answer.text] == []


def test_inv_t6_every_unknown_code_is_refused_alike(visitor: Client, beer: Beer) -> None:
    # A forged label, a keg that is not, another thing's id: nobody can tell which.
    refusals = [visitor.get(f"/v1/public/trace/{code}") for code in ("KEG-DB-2-ffffffff", "DB-99", str(beer.batch))]
    said = [{k: v for k, v in each.json().items() if k not in {"request_id", "instance"}} for each in refusals]
    assert {each.status_code for each in refusals} == {404}
    assert said[0] == said[1] == said[2]
    assert slug_of(refusals[0]) == "trace-not-found"


def test_inv_t3_the_kegs_current_fill_decides(
    visitor: Client, beer: Beer, databases: dict[str, Database], origin: Origin
) -> None:
    genealogy = Genealogy(databases["traceability"], origin)
    genealogy.see(KegSeen(beer.keg, "DB-2", None), at=NOON + timedelta(days=3))
    # What happened before and is told later changes nothing.
    genealogy.see(KegSeen(beer.keg, "DB-2", beer.far), at=NOON + timedelta(days=1))
    story = answered(visitor.get("/v1/public/trace/DB-2"))
    assert (story["filled"], story["beer"], story["origins"]) == (False, None, [])
    genealogy.see(KegSeen(beer.keg, "DB-2", beer.near), at=NOON + timedelta(days=4))
    assert answered(visitor.get(f"/v1/public/trace/{beer.code}"))["best_before"] is None


def test_guests_are_slowed_down_and_let_in_again(visitor: Client, beer: Beer) -> None:
    answers = [visitor.get("/v1/public/trace/DB-2").status_code for _ in range(LOOKS_A_MINUTE)]
    assert set(answers) == {200}
    refused = visitor.get("/v1/public/trace/DB-2")
    assert (refused.status_code, slug_of(refused)) == (429, "too-many-looks")
    assert int(refused.headers["retry-after"]) > 0
