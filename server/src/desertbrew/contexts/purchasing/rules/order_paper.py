"""An order on paper, for the supplier: who asks whom for what, at which price, and what it comes to."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from desertbrew.contexts.purchasing.rules.orders import Vat
from desertbrew.kernel.money import ZERO

INK, QUIET, RULE = HexColor("#1C1A17"), HexColor("#5C554B"), HexColor("#D9CDB8")
GROUND, COPPER = HexColor("#F3EBDD"), HexColor("#9A4A12")
DRAFT_GREY = Color(0.6, 0.55, 0.5, alpha=0.18)
WIDTH = LETTER[0] - 36 * mm

PLAIN = ParagraphStyle("plain", fontName="Helvetica", fontSize=9, leading=12, textColor=INK)
SMALL = ParagraphStyle("small", PLAIN, fontSize=7.5, leading=10, textColor=QUIET)
BOLD = ParagraphStyle("bold", PLAIN, fontName="Helvetica-Bold")
RIGHT = ParagraphStyle("right", PLAIN, alignment=TA_RIGHT)
HOUSE = ParagraphStyle("house", BOLD, fontSize=15, leading=19)
TITLE = ParagraphStyle("title", BOLD, fontSize=12, leading=16, alignment=TA_RIGHT, textColor=COPPER)

VAT_WORDS = {Vat.V16: "16 %", Vat.V8: "8 %", Vat.V0: "0 %", Vat.EXEMPT: "Exento"}
UNIT_WORDS = {"kg": "kg", "L": "L", "piece": "pza"}


@dataclass(frozen=True, slots=True)
class Party:
    """One side of the order: its name, and what else is known of it, a line each."""

    name: str
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One line of the order as it is printed."""

    code: str
    item: str
    pack: str
    packs: Decimal
    quantity: Decimal
    unit: str
    price: Decimal
    vat: Vat
    ieps_pct: Decimal | None
    net: Decimal
    note: str


@dataclass(frozen=True, slots=True)
class OrderPaper:
    """An order as it is printed; amounts in `currency`."""

    number: str
    revision: int
    is_draft: bool
    ordered_on: date
    expected_on: date
    buyer: Party
    supplier: Party
    credit_days: int
    tolerance_pct: Decimal
    currency: str
    lines: Sequence[PaperLine]
    subtotal: Decimal
    ieps: Decimal
    vat: Decimal
    total: Decimal
    notes: str
    approved_by: str


def draw_order(paper: OrderPaper) -> bytes:
    """The order as PDF, letter size, as many pages as it takes; the same order is the same bytes."""
    written = io.BytesIO()
    document = SimpleDocTemplate(
        written,
        pagesize=LETTER,
        leftMargin=18 * mm,
        rightMargin=18 * mm,
        topMargin=16 * mm,
        bottomMargin=18 * mm,
        title=f"Orden de compra {paper.number}",
        author=paper.buyer.name,
        invariant=1,
    )
    story: list[Flowable] = [
        _heading(paper),
        Spacer(0, 6 * mm),
        _parties(paper),
        Spacer(0, 4 * mm),
        _facts(paper),
        Spacer(0, 5 * mm),
        _lines(paper),
        Spacer(0, 3 * mm),
        _totals(paper),
        Spacer(0, 5 * mm),
        *_terms(paper),
    ]

    def dress(canvas: Canvas, _: Any) -> None:  # noqa: ANN401 - the document itself
        _dress(canvas, paper)

    document.build(story, onFirstPage=dress, onLaterPages=dress)
    return written.getvalue()


def _text(written: str, style: ParagraphStyle = PLAIN) -> Paragraph:
    """A name may hold what looks like markup, and letters that the printer's own fonts have not."""
    printable = written.encode("cp1252", "replace").decode("cp1252")
    return Paragraph(escape(printable).replace("\n", "<br/>"), style)


def _heading(paper: OrderPaper) -> Table:
    revision = f" · revisión {paper.revision}" if paper.revision > 1 else ""
    own = [_text(paper.buyer.name, HOUSE), *(_text(line, SMALL) for line in paper.buyer.lines)]
    title = [
        _text("BORRADOR DE ORDEN DE COMPRA" if paper.is_draft else "ORDEN DE COMPRA", TITLE),
        _text(paper.number + revision, ParagraphStyle("number", RIGHT, fontName="Helvetica-Bold")),
    ]
    return _table([[own, title]], [WIDTH * 0.52, WIDTH * 0.48], [("LINEBELOW", (0, 0), (-1, -1), 1.2, COPPER)])


def _parties(paper: OrderPaper) -> Table:
    supplier = [_text("PROVEEDOR", SMALL), _text(paper.supplier.name, BOLD), *map(_text, paper.supplier.lines)]
    deliver = [_text("ENTREGAR Y FACTURAR A", SMALL), _text(paper.buyer.name, BOLD), *map(_text, paper.buyer.lines)]
    return _table([[supplier, deliver]], [WIDTH / 2, WIDTH / 2], [])


def _facts(paper: OrderPaper) -> Table:
    terms = f"Crédito, {paper.credit_days} días" if paper.credit_days else "Contado"
    facts = {
        "Fecha": _day(paper.ordered_on),
        "Entrega esperada": _day(paper.expected_on),
        "Condiciones": terms,
        "Moneda": paper.currency,
    }
    rows = [[_text(name, SMALL) for name in facts], [_text(value, BOLD) for value in facts.values()]]
    return _table(rows, [WIDTH / 4] * 4, [("BACKGROUND", (0, 0), (-1, -1), GROUND)])


def _lines(paper: OrderPaper) -> Table:
    right = ParagraphStyle("small-right", SMALL, alignment=TA_RIGHT)
    head = [_text("Artículo", SMALL), _text("Presentación", SMALL)]
    head += [_text(name, right) for name in ("Cantidad", "Precio", "IVA", "Importe")]
    rows = [head]
    for line in paper.lines:
        about = [line.code, line.note]
        if line.ieps_pct:
            about.append(f"IEPS {_figure(line.ieps_pct)} %")
        item: Any = [_text(line.item), *(_text(each, SMALL) for each in [" · ".join(filter(None, about))] if each)]
        whole = f"{_figure(line.quantity)} {UNIT_WORDS.get(line.unit, line.unit)}"
        loose = line.pack == line.unit
        rows.append(
            [
                item,
                [_text(UNIT_WORDS.get(line.unit, line.unit) if loose else line.pack)],
                [_text(_figure(line.packs), RIGHT), *([] if loose else [_text(whole, right)])],
                _text(_price(line.price), RIGHT),
                _text(VAT_WORDS[line.vat], RIGHT),
                _text(f"{line.net:,.2f}", RIGHT),
            ]
        )
    shares = (0.32, 0.19, 0.13, 0.13, 0.09, 0.14)
    return _table(
        rows,
        [WIDTH * share for share in shares],
        [
            ("LINEBELOW", (0, 0), (-1, 0), 0.8, INK),
            ("LINEBELOW", (0, 1), (-1, -1), 0.4, RULE),
        ],
        repeat=1,
    )


def _totals(paper: OrderPaper) -> Table:
    rows = [("Subtotal", paper.subtotal)]
    if paper.ieps != ZERO:
        rows.append(("IEPS", paper.ieps))
    rows.append(("IVA", paper.vat))
    cells = [["", _text(name, RIGHT), _text(f"{amount:,.2f}", RIGHT)] for name, amount in rows]
    strong = ParagraphStyle("strong", RIGHT, fontName="Helvetica-Bold", fontSize=11)
    cells.append(["", _text(f"Total {paper.currency}", strong), _text(f"${paper.total:,.2f}", strong)])
    last = len(cells) - 1
    lines = [("LINEABOVE", (1, last), (-1, last), 0.8, INK), ("NOSPLIT", (0, 0), (-1, -1))]
    return _table(cells, [WIDTH * 0.58, WIDTH * 0.22, WIDTH * 0.2], lines)


def _terms(paper: OrderPaper) -> list[Flowable]:
    said: list[Flowable] = []
    if paper.notes:
        said += [_text("NOTAS", SMALL), _text(paper.notes), Spacer(0, 3 * mm)]
    tolerance = _figure(paper.tolerance_pct)
    said += [
        _text("CONDICIONES", SMALL),
        _text(f"Escribe el número {paper.number} en la factura y en la remisión."),
        _text(f"La mercancía se revisa al recibirla; aceptamos hasta {tolerance} % más o menos de lo pedido."),
        _text("Anota en la remisión el lote y la caducidad de lo que los tenga, y entrega sus certificados."),
    ]
    if paper.approved_by:
        said += [Spacer(0, 5 * mm), _text(f"Aprobó: {paper.approved_by}")]
    return said


def _table(rows: Sequence[Sequence[Any]], widths: Sequence[float], rules: list[Any], repeat: int = 0) -> Table:
    table = Table(rows, colWidths=widths, repeatRows=repeat, hAlign="LEFT")
    usual = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 4),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ]
    table.setStyle(TableStyle(usual + rules))
    return table


def _dress(canvas: Canvas, paper: OrderPaper) -> None:
    canvas.saveState()
    canvas.setFont("Helvetica", 7.5)
    canvas.setFillColor(QUIET)
    canvas.drawString(18 * mm, 10 * mm, f"{paper.number}, revisión {paper.revision}")
    canvas.drawRightString(LETTER[0] - 18 * mm, 10 * mm, f"Página {canvas.getPageNumber()}")
    if paper.is_draft:
        canvas.translate(LETTER[0] / 2, LETTER[1] / 2)
        canvas.rotate(45)
        canvas.setFont("Helvetica-Bold", 90)
        canvas.setFillColor(DRAFT_GREY)
        canvas.drawCentredString(0, -30, "BORRADOR")
    canvas.restoreState()


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _figure(number: Decimal) -> str:
    """Without the zeros that say nothing: 4, 43.2."""
    return f"{number.normalize():,f}"


def _price(price: Decimal) -> str:
    """Two decimals, and as many more as it has."""
    return f"{price:,.2f}" if price == round(price, 2) else f"{price.normalize():,f}"
