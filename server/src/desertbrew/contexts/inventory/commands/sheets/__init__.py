"""Spreadsheets come in: read and shown first, then applied whole or not at all."""

from __future__ import annotations

from desertbrew.contexts.inventory.commands.sheets.applying import apply_sheet
from desertbrew.contexts.inventory.commands.sheets.previewing import SheetFile, preview_sheet, read_sheet_file

__all__ = ["SheetFile", "apply_sheet", "preview_sheet", "read_sheet_file"]
