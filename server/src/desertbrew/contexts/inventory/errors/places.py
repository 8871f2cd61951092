"""What places and what is carried between them refuse."""

from __future__ import annotations

from desertbrew.kernel.errors import DomainError, Text


class LocationCodeTaken(DomainError):
    """Two places with one code are one place."""

    slug = "location-code-taken"
    title = Text(es="Esa clave ya existe", en="That code exists already")
    detail = Text(es="La clave {code} es de {name}.", en="The code {code} belongs to {name}.")


class LocationBuiltIn(DomainError):
    """Every kilo is somewhere, so these places always are."""

    slug = "location-built-in"
    title = Text(es="Ese lugar es del sistema", en="That place is built in")
    detail = Text(es="{place} no se cambia.", en="{place} cannot be changed.")


class LocationInUse(DomainError):
    """Only an empty place is closed."""

    slug = "location-in-use"
    title = Text(es="El lugar está en uso", en="The place is in use")
    detail = Text(
        es="En {place} todavía hay lotes, o un traspaso abierto sale de ahí o va para allá.",
        en="Lots still stand in {place}, or an open transfer comes from it or goes there.",
    )


class TransferMoveRefused(DomainError):
    """The transfer is not where this follows."""

    slug = "transfer-move-refused"
    title = Text(es="El traspaso no está para eso", en="The transfer is not ready for that")
    detail = Text(es="El traspaso {number} está {state}.", en="Transfer {number} is {state}.")


class LotIsThere(DomainError):
    """A move that moves nothing is a slip."""

    slug = "lot-is-there"
    title = Text(es="El lote ya está ahí", en="The lot is there already")
    detail = Text(es="El lote {code} ya está en {place}.", en="Lot {code} is in {place} already.")


class LotInSeveralPlaces(DomainError):
    """A count or a loss is seen in one place; the lot stands in more, so somebody has to say which."""

    slug = "lot-in-several-places"
    title = Text(es="El lote está en varios lugares", en="The lot stands in several places")
    detail = Text(es="El lote {code} está en {places}. Di en cuál.", en="Lot {code} stands in {places}. Say in which.")


class LotOnItsWay(DomainError):
    """Between two places nobody counts or takes anything; whoever receives the transfer says what came."""

    slug = "lot-on-its-way"
    title = Text(es="El lote va en camino", en="The lot is on its way")
    detail = Text(
        es="El lote {code} va en un traslado. Recíbelo primero.", en="Lot {code} is in a transfer. Receive that first."
    )


class PlaceHoldsLess(DomainError):
    """There is less of the lot in that place; `places` says where else it stands."""

    slug = "place-holds-less"
    title = Text(es="Ahí no hay tanto", en="There is not that much there")
    detail = Text(
        es="Del lote {code} hay ahí {available} {unit}. En otros lugares: {elsewhere}. No se tomó nada.",
        en="Lot {code} has {available} {unit} there. Elsewhere: {elsewhere}. Nothing was taken.",
    )


class LocationClosed(DomainError):
    """Nothing is put into a place that is no longer used."""

    slug = "location-closed"
    title = Text(es="Ese lugar ya no se usa", en="That place is no longer used")
    detail = Text(es="{place} está dado de baja.", en="{place} is closed.")


class NotAColdRoom(DomainError):
    """A shelf has no thermometer to read."""

    slug = "not-a-cold-room"
    title = Text(es="Ese lugar no lleva temperatura", en="That place keeps no temperature")
    detail = Text(es="{place} no tiene límites de temperatura.", en="{place} has no temperature limits.")


class ReadingImpossible(DomainError):
    """Beyond what such a room can reach: a slipped finger."""

    slug = "reading-impossible"
    status = 422
    title = Text(es="Esa temperatura no puede ser", en="That temperature cannot be")
    detail = Text(
        es="En {place} se anota entre {low} y {high} °C. Revisa el signo y el punto decimal.",
        en="{place} takes readings between {low} and {high} °C. Check the sign and the decimal point.",
    )
