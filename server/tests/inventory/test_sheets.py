"""Sheets are shown before they are applied, and applied whole, once, on the books that were shown. (INV-H1, INV-H2)"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from desertbrew.contexts.inventory import commands, queries
from desertbrew.contexts.inventory.errors import BooksMoved, SheetHasErrors, SheetLacksColumns
from desertbrew.contexts.inventory.rules import DrawPolicy
from desertbrew.contexts.inventory.rules.sheets import SheetKind
from desertbrew.contexts.inventory.tables import Item, SheetImport, SheetRow
from desertbrew.kernel.roles import Role
from desertbrew.platform.tables import audit_entry, outbox
from inventory.sheet_routes import sheet
from inventory.sheetwork import HEADER, HOSTILE, OPENING, csv_of, xlsx_of
from inventory.warehouse import Warehouse
from support.client import Client, slug_of

MANY = 1_500


def preview(warehouse: Warehouse, content: bytes, kind: SheetKind = SheetKind.ITEMS) -> SheetImport:
    """Upload a file."""
    file = commands.read_sheet_file(kind, "hoja", content)
    return warehouse.write(lambda tx: commands.preview_sheet(tx, kind, file))


def apply(warehouse: Warehouse, row: SheetImport) -> SheetImport:
    """Do what it said."""
    return warehouse.write(lambda tx: commands.apply_sheet(tx, row.id))


def rows(warehouse: Warehouse, row: SheetImport) -> list[SheetRow]:
    """As a person sees them."""
    with warehouse.database.read() as tx:
        return list(queries.sheet_rows(tx, row.id, None, None, 500))


def counts(row: SheetImport) -> tuple[int, int, int, int]:
    """Errors, changes, new ones, and those that change nothing."""
    return row.error_rows, row.change_rows, row.new_rows, row.same_rows


def stored(warehouse: Warehouse, sku: str) -> Item | None:
    """The item of that code."""
    with warehouse.database.read() as tx:
        return tx.session.execute(select(Item).where(Item.sku == sku)).scalar_one_or_none()


@pytest.mark.parametrize("write", [csv_of, xlsx_of])
def test_inv_h1_a_preview_writes_nothing_and_says_what_each_row_would_do(warehouse: Warehouse, write: Any) -> None:
    warehouse.item("MALT-PALE")
    content = write(
        HEADER,
        ["malt pale", "Malta Pale Ale", "Malta", "kg", "saco=25", "FEFO"],
        ["HOPS-SAAZ", "Lúpulo Saaz", "Hops", "KILO", "", ""],
        ["HOPS-X", "", "Piedra", "barril", "saco", ""],
        ["hops-saaz", "Otra vez", "Hops", "kg", "", ""],
    )
    row = preview(warehouse, content)
    assert counts(row) == (2, 1, 1, 0)
    assert [(each.number, each.outcome) for each in rows(warehouse, row)] == [
        (4, "ERROR"),
        (5, "ERROR"),
        (2, "CHANGE"),
        (3, "NEW"),
    ]
    worst, twice, change, _ = rows(warehouse, row)
    assert [fault in worst.faults for fault in ('"name"', '"kind"', '"base_unit"', '"conversions"')] == [True] * 4
    assert "renglón 3" in twice.faults
    assert '"before": "FIFO", "after": "FEFO"' in change.changes
    assert stored(warehouse, "HOPS-SAAZ") is None
    with pytest.raises(SheetHasErrors):
        apply(warehouse, row)


def test_inv_h2_a_sheet_is_applied_whole_and_once(warehouse: Warehouse) -> None:
    known = warehouse.item("MALT-PALE")
    content = csv_of(
        HEADER,
        ["MALT-PALE", "Malta Pale Ale", "", "", "saco=25; caja=12.5", "FEFO"],
        ["HOPS-SAAZ", "Lúpulo Saaz", "Hops", "kg", "paquete=0.1", ""],
    )
    row = preview(warehouse, content)
    assert apply(warehouse, row).state == "APPLIED"
    assert apply(warehouse, row).state == "APPLIED", "a second time nothing happens"
    item = warehouse.read_item(known)
    assert (item.name, item.draw_policy) == ("Malta Pale Ale", DrawPolicy.FEFO)
    new = stored(warehouse, "HOPS-SAAZ")
    assert new is not None
    with warehouse.database.read() as tx:
        view = queries.item(tx, known)
        assert {each.unit: each.factor_to_base for each in view.conversions} == {"saco": 25, "caja": Decimal("12.5")}
        assert queries.item(tx, new.id).on_hand == 0
        told = tx.connection.execute(select(outbox.c.name)).scalars().all()
    assert told.count("inventory.item_created.v1") == 2
    assert counts(preview(warehouse, content)) == (0, 0, 0, 2), "the same file again changes nothing"


def test_levels_and_categories_come_along_and_stand_in_order(warehouse: Warehouse) -> None:
    category = warehouse.write(lambda tx: commands.create_category(tx, commands.CategoryDetails("Maltas básicas")))
    header = ["Clave", "Nombre", "Tipo", "Unidad base", "Categoría", "Mínimo", "Máximo"]
    known = warehouse.item("MALT-PALE")
    row = preview(
        warehouse,
        csv_of(
            header,
            ["MALT-PALE", "", "", "", "maltas BASICAS", "50", "500"],
            ["MALT-RYE", "Malta de centeno", "Malta", "kg", "Maltas básicas", "25", ""],
        ),
    )
    assert counts(row) == (0, 1, 1, 0)
    apply(warehouse, row)
    new = stored(warehouse, "MALT-RYE")
    assert new is not None
    assert (new.category_id, new.min_quantity, new.max_quantity) == (category.id, Decimal(25), None)
    item = warehouse.read_item(known)
    assert (item.category_id, item.min_quantity, item.max_quantity) == (category.id, Decimal(50), Decimal(500))
    wrong = csv_of(header, ["MALT-PALE", "", "", "", "Maltas basica", "600", ""], ["MALT-RYE", "", "", "", "", "", "5"])
    said = [each.faults for each in rows(warehouse, preview(warehouse, wrong))]
    assert "¿Será Maltas básicas?" in said[0]
    assert ["MIN_ABOVE_MAX" in each for each in said] == [True, True]


def test_inv_h2_books_that_moved_since_are_not_written_over(warehouse: Warehouse) -> None:
    row = preview(warehouse, csv_of(HEADER, ["HOPS-SAAZ", "Lúpulo Saaz", "Hops", "kg", "", ""]))
    warehouse.item("HOPS-SAAZ")
    with pytest.raises(BooksMoved):
        apply(warehouse, row)
    item_id = warehouse.item("MALT")
    opening = preview(warehouse, csv_of(OPENING, ["MALT", "10", "", "5", "", "", ""]), SheetKind.OPENING)
    warehouse.stock(item_id, "1", "5.00")
    with pytest.raises(BooksMoved):
        apply(warehouse, opening)
    assert warehouse.balance(item_id) == (Decimal(1), Decimal(5))


def test_opening_stock_begins_the_books_once_at_its_cost(warehouse: Warehouse) -> None:
    malt, hops = warehouse.item("MALT"), warehouse.item("HOPS")
    warehouse.write(lambda tx: commands.set_conversion(tx, malt, "saco", Decimal(25)))
    place = warehouse.location(code="SILO-1")
    content = (
        "Clave;Cantidad;Unidad;Costo unitario;Lote del proveedor;Caducidad;Lugar\r\n"
        "malt;10;SACO;512,35;PA-1;31/12/2027;silo 1\r\n"
        "MALT;2,5;;20;PA-2;;\r\n"
        "hops;500;g;0,333333;;01/01/2026;\r\n"
    ).encode("cp1252")
    row = preview(warehouse, content, SheetKind.OPENING)
    assert counts(row) == (0, 0, 3, 0)
    assert "Ya caducó" in rows(warehouse, row)[2].notes
    assert apply(warehouse, row).document_id == apply(warehouse, row).document_id
    assert warehouse.balance(malt) == (Decimal("252.5"), Decimal("5173.50"))
    assert warehouse.balance(hops) == (Decimal("0.5"), Decimal("166.67"))
    first, _ = warehouse.lots(malt)
    assert (first.supplier_lot, first.expires_on, first.location_id) == ("PA-1", date(2027, 12, 31), place)
    assert {line.kind for line in warehouse.movements(malt)} == {"OPENING"}
    assert warehouse.faults() == []
    again = preview(warehouse, content, SheetKind.OPENING)
    assert counts(again) == (3, 0, 0, 0)
    assert "ya se registró" in rows(warehouse, again)[0].faults


def test_what_cannot_be_opened_is_said_by_row_with_what_was_meant(warehouse: Warehouse) -> None:
    warehouse.item("MALT-PALE")
    content = csv_of(
        OPENING,
        ["MALT-PAEL", "10", "", "5", "", "", ""],
        ["MALT-PALE", "10", "barril", "5", "", "", ""],
        ["MALT-PALE", "0", "", "-5", "", "31/31/2026", "la luna"],
        ["MALT-PALE", "diez", "", "", "", "", ""],
    )
    row = preview(warehouse, content, SheetKind.OPENING)
    said = [each.faults for each in rows(warehouse, row)]
    assert "¿Será MALT-PALE" in said[0]
    assert "UNIT_DOES_NOT_CONVERT" in said[1]
    assert [code in said[2] for code in ("OUT_OF_RANGE", "NOT_A_DAY", "UNKNOWN")] == [True] * 3
    assert [code in said[3] for code in ("NOT_A_NUMBER", "MISSING")] == [True] * 2


def test_a_new_item_that_looks_like_an_old_one_is_pointed_out(warehouse: Warehouse) -> None:
    apply(warehouse, preview(warehouse, csv_of(HEADER, ["MALT-PALE", "Malta Pale Ale", "Malta", "kg", "", ""])))
    row = preview(warehouse, csv_of(HEADER, ["MALT-PAL", "Malta Pale Alé", "Malta", "kg", "", ""]))
    assert "Se parece a MALT-PALE" in rows(warehouse, row)[0].notes
    assert counts(row) == (0, 0, 1, 0)


def test_columns_are_found_by_any_name_and_strange_ones_are_told() -> None:
    file = commands.read_sheet_file(
        SheetKind.ITEMS, "x", b"Inventario 2026\n\nUNIDAD BASE,sku *,Color,Nombre\nkg,A-1,rojo,Malta\n"
    )
    assert file.table.ignored == ("Color",)
    assert file.table.rows == [(4, {"base_unit": "kg", "sku": "A-1", "name": "Malta"})]
    for broken in (b"Nombre,Tipo\nMalta,Malta\n", b"Clave,Clave\nA,B\n"):
        with pytest.raises(SheetLacksColumns):
            commands.read_sheet_file(SheetKind.ITEMS, "x", broken)


def test_a_whole_catalogue_at_once(warehouse: Warehouse) -> None:
    table = [[f"ITEM-{n}", f"Artículo {n}", "Malta", "kg", "saco=25", "PEPS"] for n in range(MANY)]
    row = preview(warehouse, csv_of(HEADER, *table))
    assert counts(row) == (0, 0, MANY, 0)
    apply(warehouse, row)
    with warehouse.database.read() as tx:
        assert len(queries.catalogue(tx)) == MANY


@pytest.mark.parametrize("what", [name for name in HOSTILE if "bomb" in name or "xls" in name or "program" in name])
def test_a_hostile_file_is_a_refusal_on_the_wire(client: Client, what: str) -> None:
    response = client.post("/v1/sheet-imports", sheet(HOSTILE[what][0]))
    assert (response.status_code, slug_of(response)) == (422, "sheet-unreadable")
    assert response.json()["code"] == HOSTILE[what][1]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["es", "en"])
def test_the_catalogue_goes_out_and_comes_in_unchanged(
    client: Client, warehouse: Warehouse, form: str, language: str
) -> None:
    apply(warehouse, preview(warehouse, csv_of(HEADER, ["A-1", "=cmd|' /C'!A0", "Lúpulo", "pieza", "caja=12", "FEFO"])))
    out = client.request("GET", f"/v1/sheets/items?format={form}", headers={"Accept-Language": language})
    assert out.status_code == 200
    assert out.headers["content-disposition"].endswith(f'.{form}"')
    body = {**sheet(out.content), "file_name": f"x.{form}"}
    came = client.post("/v1/sheet-imports", body).json()
    assert (came["error_rows"], came["same_rows"]) == (0, 1)
    empty = client.get("/v1/sheets/opening", format=form, empty=True)
    refused = client.post("/v1/sheet-imports", sheet(empty.content, kind="OPENING"))
    assert slug_of(refused) == "sheet-empty"


def test_sheets_are_audited_without_their_content(client: Client, warehouse: Warehouse) -> None:
    done = client.post("/v1/sheet-imports", sheet()).json()
    client.post(f"/v1/sheet-imports/{done['id']}/applications")
    with warehouse.database.read() as tx:
        entries = tx.connection.execute(select(audit_entry.c.action, audit_entry.c.subject, audit_entry.c.details)).all()
    mine = [entry for entry in entries if entry.subject == done["id"]]
    assert [entry.action for entry in mine] == ["inventory.preview_sheet", "inventory.apply_sheet"]
    assert "content_base64" not in mine[0].details


def test_who_may_not_import(client: Client) -> None:
    assert slug_of(client.acting_as(Role.COOK).post("/v1/sheet-imports", sheet())) == "not-allowed"
    broken = {**sheet(), "content_base64": "no es base64!"}
    assert slug_of(client.post("/v1/sheet-imports", broken)) == "sheet-unreadable"
