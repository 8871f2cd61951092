"""What kegs, cylinders and cultures refuse."""

from __future__ import annotations

from desertbrew.kernel.errors import DomainError, Text


class KegsCannotMove(DomainError):
    """At least one keg of the list cannot, so none moved; `errors` names every one of them and why. (INV-K2)"""

    slug = "kegs-cannot-move"
    title = Text(es="Hay barriles que no pueden", en="Some kegs cannot")
    detail = Text(
        es="{count} de {total} barriles no pueden. No se movió ninguno.",
        en="{count} of {total} kegs cannot. None was moved.",
    )


class KegSerialTaken(DomainError):
    """Two kegs with one serial, or with one tag, are one keg."""

    slug = "keg-serial-taken"
    title = Text(es="Ese barril ya está dado de alta", en="That keg is registered already")
    detail = Text(es="Ya existen: {taken}. No se dio de alta ninguno.", en="These exist: {taken}. None was registered.")


class TransferDoesNotAddUp(DomainError):
    """What goes into the kegs and what is lost must be what was inside. (INV-K4)"""

    slug = "transfer-does-not-add-up"
    title = Text(es="El trasiego no cuadra", en="The transfer does not add up")
    detail = Text(
        es="El barril {serial} tiene {inside} L; salen {out} L a otros barriles y {loss} L de merma.",
        en="Keg {serial} holds {inside} L; {out} L go into other kegs and {loss} L are lost.",
    )


class CylinderCodeTaken(DomainError):
    """Two cylinders with one code are one cylinder."""

    slug = "cylinder-code-taken"
    title = Text(es="Ese cilindro ya existe", en="That cylinder exists already")
    detail = Text(es="Ya hay un cilindro {code}.", en="There is a cylinder {code} already.")


class CylinderNotAtHand(DomainError):
    """What was returned or is being repaired gives no gas."""

    slug = "cylinder-not-at-hand"
    title = Text(es="El cilindro no está en servicio", en="The cylinder is not in service")
    detail = Text(es="El cilindro {code} está {state}.", en="Cylinder {code} is {state}.")


class CylinderHoldsLess(DomainError):
    """More gas than there is: the level was wrong, or the figure is."""

    slug = "cylinder-holds-less"
    title = Text(es="El cilindro no tiene tanto", en="The cylinder does not hold that much")
    detail = Text(es="Al cilindro {code} le quedan {level} {unit}.", en="Cylinder {code} holds {level} {unit}.")


class CylinderTooFull(DomainError):
    """A refill ends at the capacity."""

    slug = "cylinder-too-full"
    title = Text(es="No le cabe tanto", en="It does not hold that much")
    detail = Text(es="Al cilindro {code} le caben {room} {unit} más.", en="Cylinder {code} takes {room} {unit} more.")


class CylinderNotEmpty(DomainError):
    """Gas that was paid for does not go back without a reason."""

    slug = "cylinder-not-empty"
    title = Text(es="El cilindro todavía tiene gas", en="The cylinder still holds gas")
    detail = Text(
        es="Al cilindro {code} le quedan {level} {unit}. Di por qué se devuelve así.",
        en="Cylinder {code} holds {level} {unit}. Say why it goes back like this.",
    )


class NotYeast(DomainError):
    """Cultures are made of the catalogue's yeasts."""

    slug = "not-yeast"
    title = Text(es="Eso no es levadura", en="That is not yeast")
    detail = Text(es="{item} no es una levadura del catálogo.", en="{item} is not a yeast of the catalogue.")


class CultureNotStored(DomainError):
    """Used up or discarded yeast is gone."""

    slug = "culture-not-stored"
    title = Text(es="Esa levadura ya no está", en="That yeast is gone")
    detail = Text(es="El cultivo {code} está {state}.", en="Culture {code} is {state}.")


class CultureHoldsLess(DomainError):
    """More slurry than the vessel holds."""

    slug = "culture-holds-less"
    title = Text(es="No hay tanta levadura", en="There is not that much yeast")
    detail = Text(es="Del cultivo {code} quedan {left} L.", en="Culture {code} holds {left} L.")


class RepitchRefused(DomainError):
    """Too many generations, or too few alive; a person may say why all the same."""

    slug = "repitch-refused"
    title = Text(es="Esta levadura no debería usarse otra vez", en="This yeast should not be pitched again")
    detail = Text(
        es="{code} es G{generation} (máximo G{max_generation}) y está viva al {viability} % (mínimo {min_viability} %). "
        "Para usarla di por qué.",
        en="{code} is G{generation} (G{max_generation} at the most) and {viability} % viable ({min_viability} % at the "
        "least). To pitch it, say why.",
    )


class CultureNotPitchedThere(DomainError):
    """What was never pitched into a batch cannot be harvested from it."""

    slug = "culture-not-pitched-there"
    title = Text(es="Esa levadura no fermentó ese lote", en="That yeast did not ferment that batch")
    detail = Text(es="El cultivo {code} no se usó en {batch}.", en="Culture {code} was not pitched into {batch}.")


class PackagingRunNotOpen(DomainError):
    """Kegs are filled for a run while it is open; one that was opened a moment ago may not be known here yet."""

    slug = "packaging-run-not-open-for-kegs"
    title = Text(es="La corrida no recibe barriles", en="The run takes no kegs")
    detail = Text(
        es="La corrida {number} está cerrada o apenas se abrió. Vuelve a intentarlo si acaba de abrirse.",
        en="The run {number} is closed, or was opened a moment ago. Try again if it was just opened.",
    )
