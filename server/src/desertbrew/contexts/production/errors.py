"""Every refusal of production."""

from __future__ import annotations

from desertbrew.kernel.errors import DomainError, Text


class MoveNotAllowed(DomainError):
    """The batch is not in a state from which that may happen."""

    slug = "batch-move-not-allowed"
    title = Text(es="La cocción no puede hacer eso ahora", en="The batch cannot do that now")
    detail = Text(es="La cocción {number} está en {state}.", en="Batch {number} is {state}.")


class BeerIsBlended(DomainError):
    """The batch's beer shares a tank with another's, and one cannot be poured away or closed without the other."""

    slug = "beer-is-blended"
    title = Text(es="La cerveza está mezclada con otra", en="The beer is mixed with another")
    detail = Text(
        es="En {code} hay también cerveza de otra cocción; pásala o envásala primero.",
        en="{code} holds another batch's beer too; move or package it first.",
    )


class ReadingSuperseded(DomainError):
    """Another reading took this one's place already."""

    slug = "reading-superseded"
    title = Text(es="Esa lectura ya se corrigió", en="That reading was put right already")
    detail = Text(es="Corrige la lectura que la sustituyó.", en="Put right the reading that took its place.")


class CostNotReversible(DomainError):
    """The line was taken back before, takes another back itself, or is material, which goes back to its lot."""

    slug = "cost-not-reversible"
    title = Text(es="Ese costo no se puede revertir", en="That cost cannot be taken back")
    detail = Text(
        es="«{description}» ya se revirtió, o es material: ese solo vuelve al almacén al cancelar la cocción.",
        en='"{description}" was taken back already, or is material: that only goes back to stock with its batch.',
    )


class IngredientsUnmatched(DomainError):
    """Nobody has said which items of the warehouse these ingredients are."""

    slug = "ingredients-unmatched"
    title = Text(es="Faltan ingredientes por relacionar", en="Some ingredients are not matched")
    detail = Text(es="Relaciona primero: {names}.", en="Match these first: {names}.")


class ProductNotLitres(DomainError):
    """Beer is stocked as an item that is kept in litres."""

    slug = "product-not-in-litres"
    status = 422
    title = Text(es="El producto no se lleva en litros", en="The product is not kept in litres")
    detail = Text(es="{name} se lleva en {unit}.", en="{name} is kept in {unit}.")


class FileUnreadable(DomainError):
    """What was sent is not base64, or is no file at all."""

    slug = "file-unreadable"
    status = 422
    title = Text(es="El archivo no se puede leer", en="The file cannot be read")
    detail = Text(es="{file_name} no llegó completo.", en="{file_name} did not arrive whole.")


class EquipmentNameTaken(DomainError):
    """Another brewhouse has that name."""

    slug = "equipment-name-taken"
    title = Text(es="Ya hay un equipo con ese nombre", en="There is equipment of that name")
    detail = Text(es="{name} ya existe.", en="{name} exists already.")


class NothingChanged(DomainError):
    """The new version says what a version that is here says already."""

    slug = "nothing-changed"
    title = Text(es="No cambió nada", en="Nothing changed")
    detail = Text(es="Es igual a {name} v{version}.", en="It is the same as {name} v{version}.")


class VesselCodeTaken(DomainError):
    """Two tanks with one code on the door are one tank."""

    slug = "vessel-code-taken"
    title = Text(es="Esa clave de tanque ya existe", en="That vessel code exists already")
    detail = Text(es="La clave {code} es de {name}.", en="The code {code} belongs to {name}.")


class VesselNotReady(DomainError):
    """Beer only goes into a tank that is clean, or that holds beer already."""

    slug = "vessel-not-ready"
    title = Text(es="El tanque no puede recibir cerveza", en="The vessel cannot take beer")
    detail = Text(es="{code} está en {state}.", en="{code} is {state}.")


class VesselMoveNotAllowed(DomainError):
    """The table of moves does not lead there."""

    slug = "vessel-move-not-allowed"
    title = Text(es="El tanque no puede pasar a ese estado", en="The vessel cannot move to that state")
    detail = Text(es="{code} está en {state} y no pasa a {wanted}.", en="{code} is {state} and does not go to {wanted}.")


class OverCapacity(DomainError):
    """More would be in the vessel than fits."""

    slug = "over-capacity"
    title = Text(es="No cabe", en="It does not fit")
    detail = Text(es="A {code} le caben {room_l} L más.", en="There is room for {room_l} L more in {code}.")


class NotEnoughBeer(DomainError):
    """More was asked of the vessel than is in it."""

    slug = "not-enough-beer"
    title = Text(es="No hay tanta cerveza en el tanque", en="There is not so much beer in the vessel")
    detail = Text(es="En {code} hay {available_l} L.", en="There are {available_l} L in {code}.")


class BlendNotConfirmed(DomainError):
    """Another batch's beer is in the vessel; mixing cannot be undone, so somebody has to mean it."""

    slug = "blend-not-confirmed"
    title = Text(es="Se mezclarían cocciones", en="Batches would be blended")
    detail = Text(
        es="{code} tiene {batches}. Confirma la mezcla si es lo que quieres.",
        en="{code} holds {batches}. Confirm the blend if you mean it.",
    )


class VesselBooked(DomainError):
    """Somebody else has the vessel on these days."""

    slug = "vessel-booked"
    title = Text(es="El tanque está apartado", en="The vessel is booked")
    detail = Text(
        es="{code} está apartado del {from_on} al {to_on}: {whose}.",
        en="{code} is booked from {from_on} to {to_on}: {whose}.",
    )


class FermenterNotFree(DomainError):
    """A batch is planned into a tank that somebody else has on those days; told when it is planned, not at knock-out."""

    slug = "fermenter-not-free"
    title = Text(es="El fermentador está ocupado esos días", en="The fermenter is taken on those days")
    detail = Text(
        es="{code} lo tiene {whose} del {from_on} al {to_on}. Libres esos días: {free_codes}.",
        en="{whose} has {code} from {from_on} to {to_on}. Free on those days: {free_codes}.",
    )


class BatchHasNoBeer(DomainError):
    """The batch has not been brewed yet, or is over: none of its wort can come into a tank."""

    slug = "batch-has-no-beer"
    title = Text(es="La cocción no tiene mosto que trasegar", en="The batch has no wort to knock out")
    detail = Text(es="La cocción {number} está en {state}.", en="Batch {number} is {state}.")


class NoStrappingTable(DomainError):
    """A dip means nothing without the tank's table."""

    slug = "no-strapping-table"
    title = Text(es="El tanque no tiene tabla de aforo", en="The vessel has no strapping table")
    detail = Text(
        es="Carga la tabla de {code} o escribe los litros que marca.",
        en="Load the table of {code}, or enter the litres it shows.",
    )


class DipOffTable(DomainError):
    """Nobody guesses beyond the strapping table."""

    slug = "dip-off-table"
    status = 422
    title = Text(es="La medida está fuera de la tabla", en="The dip is off the table")
    detail = Text(
        es="La tabla de {code} va de {low_mm} a {high_mm} mm.", en="The table of {code} goes from {low_mm} to {high_mm} mm."
    )


class VesselHasRun(DomainError):
    """One packaging run a tank at a time: two would each count what the other takes."""

    slug = "vessel-has-packaging-run"
    title = Text(es="El tanque ya se está envasando", en="The vessel is being packaged already")
    detail = Text(es="{code} tiene abierta la corrida {number}.", en="{code} has the run {number} open.")


class RunNotOpen(DomainError):
    """The packaging run takes nothing more."""

    slug = "packaging-run-not-open"
    title = Text(es="La corrida de envasado no está abierta", en="The packaging run is not open")
    detail = Text(es="{number} está en {state}.", en="{number} is {state}.")


class PackageNotPieces(DomainError):
    """Bottles and cans are stocked one by one."""

    slug = "package-not-pieces"
    title = Text(es="El producto no se cuenta en piezas", en="The product is not counted in pieces")
    detail = Text(es="{name} se lleva en {unit}.", en="{name} is kept in {unit}.")


class MaterialNotMissing(DomainError):
    """Only what the warehouse refused can be asked for again, or waived."""

    slug = "packaging-material-not-missing"
    title = Text(es="No falta material en este renglón", en="This line lacks no material")
    detail = Text(es="Su material está en {state}.", en="Its material is {state}.")


class PackagingUnsettled(DomainError):
    """A batch is costed once all its packages are known, and what they took."""

    slug = "packaging-unsettled"
    title = Text(es="El envasado no está cerrado", en="The packaging is not settled")
    detail = Text(es="Falta cerrar: {what}.", en="Still to settle: {what}.")
