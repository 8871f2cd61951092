"""What sheets and counts refuse."""

from __future__ import annotations

from desertbrew.kernel.errors import DomainError, Text


class CountAboveReceipt(DomainError):
    """A lot cannot hold more than came in it; what is over came another way, and has a receipt of its own."""

    slug = "count-above-receipt"
    title = Text(es="Contaste más de lo que llegó", en="Counted more than came")
    detail = Text(
        es="En el lote {code} entraron {initial} {unit}. Recibe lo que sobra como otro lote.",
        en="Lot {code} came with {initial} {unit}. Receive what is over as another lot.",
    )


class CountAgrees(DomainError):
    """Nothing to correct."""

    slug = "count-agrees"
    title = Text(es="El conteo coincide", en="The count agrees")
    detail = Text(es="El lote {code} ya dice {quantity} {unit}.", en="Lot {code} says {quantity} {unit} already.")


class SheetLacksColumns(DomainError):
    """Without its header a sheet is only figures."""

    slug = "sheet-lacks-columns"
    status = 422
    title = Text(es="Faltan columnas", en="Columns are missing")
    detail = Text(
        es="La primera fila debe llevar: {columns}. Descarga la plantilla y compárala.",
        en="The first row must have: {columns}. Download the template and compare.",
    )


class SheetEmpty(DomainError):
    """A header and nothing under it."""

    slug = "sheet-empty"
    status = 422
    title = Text(es="La hoja no tiene renglones", en="The sheet has no rows")
    detail = Text(es="Solo encontramos el encabezado.", en="We found the header only.")


class SheetHasErrors(DomainError):
    """All of a sheet is applied, or nothing."""

    slug = "sheet-has-errors"
    title = Text(es="La hoja tiene errores", en="The sheet has errors")
    detail = Text(
        es="{count} renglones tienen errores. Corrígelos y sube el archivo otra vez; no se guardó nada.",
        en="{count} rows have errors. Correct them and upload the file again; nothing was kept.",
    )


class BooksMoved(DomainError):
    """What the person saw is not what would happen now."""

    slug = "books-moved"
    title = Text(es="Algo cambió desde que la viste", en="Something changed since you looked")
    detail = Text(
        es="El catálogo o la existencia cambiaron desde la vista previa. Sube el archivo otra vez; no se guardó nada.",
        en="The catalogue or the stock changed since the preview. Upload the file again; nothing was kept.",
    )


class CountMoveRefused(DomainError):
    """The count is not where this follows."""

    slug = "count-move-refused"
    title = Text(es="El conteo no está para eso", en="The count is not ready for that")
    detail = Text(es="El conteo {number} está {state}.", en="Count {number} is {state}.")


class NothingToCount(DomainError):
    """No lot holds anything there."""

    slug = "nothing-to-count"
    title = Text(es="No hay nada que contar", en="There is nothing to count")
    detail = Text(es="Ningún lote de {number} tiene existencia.", en="No lot of {number} holds anything.")


class CountUnfinished(DomainError):
    """Some lines were not counted, and nobody said to leave them."""

    slug = "count-unfinished"
    title = Text(es="Faltan renglones por contar", en="Some lines are not counted")
    detail = Text(es="A {number} le faltan {count} renglones.", en="{number} lacks {count} lines.")


class NothingToRecount(DomainError):
    """No line is as grave as that."""

    slug = "nothing-to-recount"
    title = Text(es="Nada que volver a contar", en="Nothing to count again")
    detail = Text(es="Ningún renglón de {number} difiere tanto.", en="No line of {number} differs as much.")


class CountNeedsAnother(DomainError):
    """A critical variance takes four eyes: who alone counted it does not approve it. (INV-N3)"""

    slug = "count-needs-another"
    title = Text(es="Debe aprobarlo otra persona", en="Somebody else must approve it")
    detail = Text(
        es="{number} tiene diferencias críticas que solo tú contaste. Que otra persona las cuente, o las apruebe.",
        en="{number} has critical variances that you alone counted. Somebody else must count or approve them.",
    )


class CountAboveBooks(DomainError):
    """More is missing than the books still have; `errors` names every such line."""

    slug = "count-above-books"
    title = Text(es="Falta más de lo que queda", en="More is missing than is left")
    detail = Text(
        es="{count} renglones de {number} ya no cuadran con lo que queda. Cuéntalos otra vez; no se ajustó nada.",
        en="{count} lines of {number} no longer fit what is left. Count them again; nothing was adjusted.",
    )
