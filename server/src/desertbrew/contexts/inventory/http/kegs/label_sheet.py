"""A sheet of keg labels as PDF: 5 x 5 cm each, to be printed on vinyl, laminated against UV, and cut along the lines."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import segno
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

SIDE = 50 * mm
QR_SIDE = 36 * mm
QUIET_MODULES = 4
"""ISO/IEC 18004: a reader finds nothing without four blank modules around."""
COLUMNS, ROWS = 4, 5
CUT_GREY = 0.75


class Paper(StrEnum):
    """What lies in the printer."""

    A4 = "A4"
    LETTER = "LETTER"


SIZES = {Paper.A4: A4, Paper.LETTER: LETTER}


@dataclass(frozen=True, slots=True)
class Label:
    """What one label says."""

    address: str
    """What the QR holds: the page that a guest's phone opens, with the keg's code at its end."""
    serial: str
    size: str


def draw_labels(labels: Sequence[Label], brewery: str, paper: Paper, skip: int = 0) -> bytes:
    """The sheets, twenty labels a page; `skip` leaves out those that an earlier sheet has used up already."""
    width, height = SIZES[paper]
    left, bottom = (width - COLUMNS * SIDE) / 2, (height - ROWS * SIDE) / 2
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=SIZES[paper], invariant=1)
    canvas.setTitle("Etiquetas de barril")
    for place, label in enumerate(labels, skip):
        on_page = place % (COLUMNS * ROWS)
        if on_page == 0 and place > skip:
            canvas.showPage()
        row, column = divmod(on_page, COLUMNS)
        _draw(canvas, left + column * SIDE, bottom + (ROWS - 1 - row) * SIDE, label, brewery)
    canvas.save()
    return written.getvalue()


def _draw(canvas: Canvas, x: float, y: float, label: Label, brewery: str) -> None:
    canvas.setStrokeGray(CUT_GREY)
    canvas.setLineWidth(0.3)
    canvas.rect(x, y, SIDE, SIDE)
    canvas.setFillGray(0)
    canvas.setFont("Helvetica", 7)
    canvas.drawCentredString(x + SIDE / 2, y + SIDE - 4.2 * mm, brewery)
    _draw_code(canvas, x + (SIDE - QR_SIDE) / 2, y + 8.2 * mm, label.address)
    canvas.setFont("Helvetica-Bold", 13 if len(label.serial) <= 12 else 8)  # noqa: PLR2004 - what fits beside the size
    canvas.drawString(x + 3.5 * mm, y + 3.2 * mm, label.serial)
    canvas.setFont("Helvetica", 11)
    canvas.drawRightString(x + SIDE - 3.5 * mm, y + 3.2 * mm, label.size)


def _draw_code(canvas: Canvas, x: float, y: float, text: str) -> None:
    """The QR as black bars of whole rows: crisp at any size, and level H, so that a third of it may be scratched away."""
    matrix = encode(text).matrix
    step = QR_SIDE / (len(matrix) + 2 * QUIET_MODULES)
    path = canvas.beginPath()
    for number, row in enumerate(matrix):
        top = y + QR_SIDE - (QUIET_MODULES + number + 1) * step
        start = 0
        while start < len(row):
            end = start + 1
            while end < len(row) and row[end] == row[start]:
                end += 1
            if row[start]:
                path.rect(x + (QUIET_MODULES + start) * step, top, (end - start) * step, step)
            start = end
    canvas.drawPath(path, stroke=0, fill=1)


def encode(text: str) -> segno.QRCode:
    """`text` as a QR of error correction H."""
    return segno.make_qr(text, error="h", boost_error=False)
