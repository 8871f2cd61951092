"""Spreadsheets to try: honest ones in both formats, and those that mean harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

from desertbrew.platform.sheets import write_csv, write_xlsx

HEADER = ["Clave", "Nombre", "Tipo", "Unidad base", "Equivalencias", "Orden de salida"]
OPENING = ["Clave", "Cantidad", "Unidad", "Costo unitario", "Lote del proveedor", "Caducidad", "Lugar"]


def csv_of(header: Sequence[str], *rows: Sequence[Any]) -> bytes:
    """Comma-separated, as we write it."""
    return write_csv(header, rows)


def xlsx_of(header: Sequence[str], *rows: Sequence[Any]) -> bytes:
    """As we write it."""
    return write_xlsx("hoja", header, rows)


def changed_zip(content: bytes, change: Callable[[str, bytes], bytes | None], **extra: bytes) -> bytes:
    """An .xlsx with some of its parts changed, left out (None) or added."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            became = change(part.filename, old.read(part))
            if became is not None:
                new.writestr(part.filename, became)
        for name, data in extra.items():
            new.writestr(name.replace("__", "/"), data)
    return written.getvalue()


def _same(_: str, data: bytes) -> bytes:
    return data


def _in_sheet(old: bytes, new: bytes) -> Callable[[str, bytes], bytes]:
    return lambda name, data: data.replace(old, new) if name.startswith("xl/worksheets/sheet1") else data


PLAIN = xlsx_of(HEADER, ["MALT-PALE", "Malta Pale", "Malta", "kg", "saco=25", "PEPS"])
_ROW = b"<sheetData>"
_ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


def _far_row(name: str, data: bytes) -> bytes:
    far = b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    return data.replace(b"</sheetData>", far) if name.startswith("xl/worksheets/sheet1") else data


def _with_entities(name: str, data: bytes) -> bytes:
    return _ENTITY + data.split(b"?>", 1)[-1] if name == "xl/workbook.xml" else data


HOSTILE: dict[str, tuple[bytes, str]] = {
    "an old .xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "old-excel"),
    "a zip that is no sheet": (changed_zip(PLAIN, lambda name, data: None if "workbook" in name else data), "not-a-sheet"),
    "a bomb of zeros": (changed_zip(PLAIN, _same, xl__media__zero=bytes(90 * 1024 * 1024)), "suspicious"),
    "more than memory": (changed_zip(PLAIN, _same, xl__media__zero=bytes(100 * 1024 * 1024)), "too-large"),
    "a zip within": (changed_zip(PLAIN, _same, **{"xl__inner.zip": PLAIN}), "suspicious"),
    "entities of XML": (changed_zip(PLAIN, _with_entities), "suspicious"),
    "a row a million rows down": (changed_zip(PLAIN, _far_row), "too-large"),
    "a truncated file": (PLAIN[: len(PLAIN) // 2], "broken-xlsx"),
    "a sheet that is no XML": (changed_zip(PLAIN, _in_sheet(_ROW, b"<sheetData")), "broken-xlsx"),
    "a program": (b"MZ" + bytes(range(256)) * 4, "not-a-sheet"),
    "an endless cell": (b'Clave,Nombre\nA,"' + b"x" * 200_000, "broken-csv"),
    "a long cell": (b"Clave,Nombre\nA," + b"x" * 2_000, "long-cell"),
    "an open quote": (b'Clave,Nombre\nMALT,"Malta\n', "broken-csv"),
    "too many columns": (b"Clave" + b",x" * 80 + b"\nA" + b",1" * 80, "too-large"),
    "too many rows": (b"Clave\n" + b"A\n" * 10_001, "too-large"),
    "too many bytes": (b"Clave\n" + b"A" * (8 * 1024 * 1024), "too-large"),
}
