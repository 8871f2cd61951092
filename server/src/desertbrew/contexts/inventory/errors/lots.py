"""What lots and what is taken out of them refuse."""

from __future__ import annotations

from desertbrew.kernel.errors import DomainError, Text


class InsufficientStock(DomainError):
    """Something asked for is missing, so nothing was taken; `shortages` lists all of it, not just the first."""

    slug = "insufficient-stock"
    title = Text(es="No hay suficiente existencia", en="Not enough stock")
    detail = Text(es="Falta: {summary}. No se tomó nada.", en="Missing: {summary}. Nothing was taken.")


class HoldNotAllowed(DomainError):
    """The lot is not in a state from which this follows."""

    slug = "hold-not-allowed"
    title = Text(es="El lote no puede pasar a ese estado", en="The lot cannot go to that state")
    detail = Text(es="El lote {code} está {state}.", en="Lot {code} is {state}.")


class LotNotDrawable(DomainError):
    """Blocked, quarantined, recalled and expired lots are never drawn, whoever chooses them."""

    slug = "lot-not-drawable"
    title = Text(es="Ese lote no se puede usar", en="That lot cannot be used")
    detail = Text(es="El lote {code} está {state}. No se tomó nada.", en="Lot {code} is {state}. Nothing was taken.")


class LotHoldsLess(DomainError):
    """A lot chosen by hand has to hold what is asked of it."""

    slug = "lot-holds-less"
    title = Text(es="El lote no alcanza", en="The lot does not hold that much")
    detail = Text(
        es="Del lote {code} quedan {available} {unit}. No se tomó nada.",
        en="Lot {code} holds {available} {unit}. Nothing was taken.",
    )


class RecallFindsNothing(DomainError):
    """A mistyped lot number must not look like a recall that worked."""

    slug = "recall-finds-nothing"
    title = Text(es="No tenemos lotes así", en="No lots match")
    detail = Text(
        es="Ningún lote nuestro viene de {supplier}, lote {supplier_lot}. Revisa el número.",
        en="None of our lots came from {supplier}, lot {supplier_lot}. Check the number.",
    )


class LossNeedsManager(DomainError):
    """More was lost on the way than anybody may say alone. (INV-L18)"""

    slug = "loss-needs-manager"
    title = Text(es="Falta demasiado", en="Too much is missing")
    detail = Text(
        es="Del lote {code} se perdió más del 3 % en {number}. Debe recibirlo un gerente, o regresar lo que falta.",
        en="More than 3 % of lot {code} was lost in {number}. A manager must receive it, or the rest goes back.",
    )


class LotIsEmpty(DomainError):
    """Nothing is left that could be carried."""

    slug = "lot-is-empty"
    title = Text(es="El lote ya se acabó", en="The lot is used up")
    detail = Text(es="Del lote {code} ya no queda nada.", en="Nothing is left of lot {code}.")


class NotACertificate(DomainError):
    """Only what a browser shows safely and an auditor accepts; decided by the bytes, not by the name."""

    slug = "not-a-certificate"
    status = 422
    title = Text(es="Ese archivo no sirve de certificado", en="That file cannot be a certificate")
    detail = Text(
        es="Debe ser PDF, JPEG o PNG, de {limit} MB a lo más.", en="It must be a PDF, JPEG or PNG of {limit} MB at the most."
    )


class ExpiryIsThat(DomainError):
    """A correction that corrects nothing is a slip."""

    slug = "expiry-is-that"
    title = Text(es="Esa ya es su caducidad", en="That is its expiry already")
    detail = Text(es="El lote {code} ya dice esa fecha.", en="Lot {code} says that date already.")


class LotCodeTaken(DomainError):
    """Two lots with one code are one lot; codes like our own series are ours."""

    slug = "lot-code-taken"
    title = Text(es="Ese código de lote ya existe", en="That lot code exists already")
    detail = Text(es="Ya existen, o son de nuestra serie: {codes}.", en="These exist, or are of our own series: {codes}.")


class DeliveredItemUnknown(DomainError):
    """A delivery was posted of something that the catalogue does not have: it waits here until it does."""

    slug = "delivered-item-unknown"
    title = Text(es="La recepción trae un artículo que no está en el catálogo", en="The delivery brings an unknown item")
    detail = Text(
        es="La recepción {number} trae {items}, que no está en el catálogo. Nada entró a existencias todavía.",
        en="Delivery {number} brings {items}, which the catalogue does not have. None of it is in stock yet.",
    )
