"""Every refusal of purchasing."""

from __future__ import annotations

from collections.abc import Sequence

from desertbrew.kernel.errors import DomainError, Fault, Text


class RfcTaken(DomainError):
    """Two suppliers with one tax id are one supplier."""

    slug = "supplier-rfc-taken"
    title = Text(es="Ese RFC ya está registrado", en="That RFC is already registered")
    detail = Text(es="El RFC {rfc} es de {name}.", en="The RFC {rfc} belongs to {name}.")


class TaxIdTaken(DomainError):
    """As with an RFC, in another country."""

    slug = "supplier-tax-id-taken"
    title = Text(es="Esa identificación fiscal ya está registrada", en="That tax id is already registered")
    detail = Text(es="La identificación {tax_id} es de {name}.", en="The tax id {tax_id} belongs to {name}.")


class SupplierNameTaken(DomainError):
    """Two of one name, and nothing that tells them apart: whoever orders would choose blindly."""

    slug = "supplier-name-taken"
    title = Text(es="Ya hay un proveedor con ese nombre", en="There is a supplier of that name")
    detail = Text(
        es="Ya existe {name}. Si es otra empresa, escribe la identificación fiscal de las dos o cambia el nombre.",
        en="There is {name} already. If this is another company, give both tax ids or change the name.",
    )


class SupplierHasOpenOrders(DomainError):
    """Goods are still expected from them. (INV-P7)"""

    slug = "supplier-has-open-orders"
    title = Text(es="El proveedor tiene órdenes abiertas", en="The supplier has open orders")
    detail = Text(
        es="{name} tiene órdenes abiertas: {numbers}. Recíbelas o cancélalas primero.",
        en="{name} has open orders: {numbers}. Receive or cancel them first.",
    )


class SupplierInactive(DomainError):
    """We do not buy there any more."""

    slug = "supplier-inactive"
    title = Text(es="El proveedor está inactivo", en="The supplier is inactive")
    detail = Text(es="{name} está inactivo; actívalo para comprarle.", en="{name} is inactive; activate it to buy there.")


class PackTaken(DomainError):
    """The same item in a pack of the same name is the same pack."""

    slug = "supplier-pack-taken"
    title = Text(es="Esa presentación ya existe", en="That pack exists already")
    detail = Text(es="{supplier} ya vende {item} en {pack}.", en="{supplier} sells {item} in {pack} already.")


class OrderMoveNotAllowed(DomainError):
    """The order is not where that may be done. (INV-P5)"""

    slug = "purchase-order-move-not-allowed"
    title = Text(es="La orden no lo permite", en="The order does not allow it")
    detail = Text(
        es="La orden {number} está en {state}; eso no se puede hacer ahora ({why_not}).",
        en="The order {number} is {state}; that cannot be done now ({why_not}).",
    )


class OrderRevised(DomainError):
    """What somebody looked at is not what the order says now."""

    slug = "purchase-order-revised"
    title = Text(es="La orden cambió mientras la veías", en="The order changed while you looked at it")
    detail = Text(
        es="La orden {number} va en la revisión {revision}. Revísala otra vez.",
        en="The order {number} is at revision {revision} now. Look at it again.",
    )


class MailNotSetUp(DomainError):
    """Nothing would leave: better said now than found in a queue."""

    slug = "mail-not-set-up"
    title = Text(es="El correo no está configurado", en="Mail is not set up")
    detail = Text(
        es="Esta instalación no tiene servidor de correo. Baja el PDF, envíalo tú y anótalo como enviado a mano.",
        en="This installation has no mail server. Download the PDF, send it yourself and note it as sent by hand.",
    )


class ApprovalOverLimit(DomainError):
    """More than this person's roles may approve. (INV-P6)"""

    slug = "approval-over-limit"
    title = Text(es="El importe rebasa tu límite", en="The amount is above your limit")
    detail = Text(
        es="La orden {number} suma {total_mxn} pesos; pide la aprobación a quien tenga un límite mayor.",
        en="The order {number} comes to {total_mxn} pesos; ask somebody with a higher limit.",
    )


class OwnOrder(DomainError):
    """Four eyes: whoever wrote it does not approve it, above what the owner trusts them with. (INV-P6)"""

    slug = "approval-own-order"
    title = Text(es="No puedes aprobar tu propia orden", en="You cannot approve your own order")
    detail = Text(
        es="Tú hiciste la orden {number} por {total_mxn} pesos; otra persona debe aprobarla.",
        en="You wrote the order {number} for {total_mxn} pesos; somebody else has to approve it.",
    )


class SuggestionClosed(DomainError):
    """Somebody decided it, or it is too old. (INV-P21)"""

    slug = "suggestion-closed"
    title = Text(es="La sugerencia ya no está abierta", en="The suggestion is no longer open")
    detail = Text(es="La de {item} está en {state}.", en="The one of {item} is {state}.")


class SuggestionIncomplete(DomainError):
    """Nobody sells it, or nobody knows for how much."""

    slug = "suggestion-incomplete"
    title = Text(es="Falta proveedor o precio", en="A supplier or a price is missing")
    detail = Text(
        es="{item} no tiene presentación con precio; regístrala en su proveedor.",
        en="{item} has no pack with a price; record one at its supplier.",
    )


class ReceiptFaults(DomainError):
    """A delivery cannot be posted as it was counted; each fault points at its line."""

    slug = "goods-receipt-faults"
    status = 422
    title = Text(es="La recepción tiene datos por corregir", en="The delivery needs correcting")
    detail = Text(
        es="Revisa las líneas señaladas. Nada se ha registrado.", en="Check what is marked. Nothing has been posted."
    )

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__()
        self.faults = faults


class ReceiptBeyondTolerance(DomainError):
    """More or less came than the supplier is allowed without asking: somebody who may has to say yes. (INV-P44)"""

    slug = "goods-receipt-beyond-tolerance"
    title = Text(es="La diferencia rebasa la tolerancia", en="The difference is beyond the tolerance")
    detail = Text(
        es="{summary}. La tolerancia de {supplier} es {tolerance_pct} %: un gerente debe autorizar la diferencia.",
        en="{summary}. The tolerance of {supplier} is {tolerance_pct} %: a manager has to allow the difference.",
    )


class NotAPhoto(DomainError):
    """Neither a picture nor a PDF, or too large."""

    slug = "not-a-photo"
    status = 422
    title = Text(es="El archivo no es una foto", en="The file is not a photo")
    detail = Text(
        es="Se aceptan JPEG, PNG, WebP y PDF de hasta {limit} MB.", en="JPEG, PNG, WebP and PDF up to {limit} MB are taken."
    )


class PhotosFull(DomainError):
    """A delivery has as many photos as it may."""

    slug = "receipt-photos-full"
    title = Text(es="La recepción ya tiene muchas fotos", en="The delivery has many photos already")
    detail = Text(es="Caben {most} fotos en una recepción.", en="A delivery holds {most} photos.")


class ReturnMoveNotAllowed(DomainError):
    """The return is not where that may be done. (INV-P46)"""

    slug = "supplier-return-move-not-allowed"
    title = Text(es="La devolución no lo permite", en="The return does not allow it")
    detail = Text(es="La devolución {number} está en {state}.", en="The return {number} is {state}.")


class ReturnAboveReceipt(DomainError):
    """More would go back than was kept. (INV-P45)"""

    slug = "return-above-receipt"
    title = Text(es="Se devolvería más de lo recibido", en="More would go back than was received")
    detail = Text(
        es="De {item} se pueden devolver {left} {unit} todavía.", en="Of {item}, {left} {unit} can still be returned."
    )


class ReceiptTakenBack(DomainError):
    """A receipt that was corrected, or of which something went back, cannot be corrected whole."""

    slug = "goods-receipt-taken-back"
    title = Text(es="La recepción ya tiene una devolución", en="The receipt has a return already")
    detail = Text(
        es="La recepción {number} ya se corrigió o tiene devoluciones: devuelve lo que queda.",
        en="The receipt {number} was corrected, or has returns: return what is left instead.",
    )
