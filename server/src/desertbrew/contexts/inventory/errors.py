"""Every refusal of inventory."""

from __future__ import annotations

from desertbrew.kernel.errors import DomainError, Text


class SkuTaken(DomainError):
    """Two items with one code are one item."""

    slug = "sku-taken"
    title = Text(es="Esa clave ya existe", en="That SKU exists already")
    detail = Text(es="La clave {sku} es de {name}.", en="The SKU {sku} belongs to {name}.")


class IngredientNameTaken(DomainError):
    """Programs on the kitchen's wire know ingredients by name."""

    slug = "ingredient-name-taken"
    title = Text(es="Ese ingrediente ya existe", en="That ingredient exists already")
    detail = Text(es="Ya hay un ingrediente {name}.", en="There is an ingredient {name} already.")


class CategoryNameTaken(DomainError):
    """Two categories whose names differ in case or accents only are one category."""

    slug = "category-name-taken"
    title = Text(es="Esa categoría ya existe", en="That category exists already")
    detail = Text(es="Ya hay una categoría {name}.", en="There is a category {name} already.")


class CategoryInactive(DomainError):
    """What is closed takes nothing new in."""

    slug = "category-inactive"
    title = Text(es="Esa categoría está inactiva", en="That category is inactive")
    detail = Text(es="{name} no recibe artículos nuevos.", en="{name} takes no new items.")


class ItemInactive(DomainError):
    """Neither received nor consumed; counting it and throwing it away goes on."""

    slug = "item-inactive"
    title = Text(es="Ese artículo está inactivo", en="That item is inactive")
    detail = Text(
        es="{name} está dado de baja: no se recibe ni se consume. No se movió nada.",
        en="{name} is inactive: it is neither received nor consumed. Nothing moved.",
    )


class InsufficientStock(DomainError):
    """Something asked for is missing, so nothing was taken; `shortages` lists all of it, not just the first."""

    slug = "insufficient-stock"
    title = Text(es="No hay suficiente existencia", en="Not enough stock")
    detail = Text(es="Falta: {summary}. No se tomó nada.", en="Missing: {summary}. Nothing was taken.")


class UnitDoesNotConvert(DomainError):
    """Nobody told how much of the item one such unit is."""

    slug = "unit-does-not-convert"
    status = 422
    title = Text(es="Unidad sin equivalencia", en="Unit without a conversion")
    detail = Text(
        es="{item} se lleva en {base}; falta decir cuánto es un(a) {unit}.",
        en="{item} is kept in {base}; nobody has said how much one {unit} is.",
    )


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


class LossNeedsManager(DomainError):
    """More was lost on the way than anybody may say alone. (INV-L18)"""

    slug = "loss-needs-manager"
    title = Text(es="Falta demasiado", en="Too much is missing")
    detail = Text(
        es="Del lote {code} se perdió más del 3 % en {number}. Debe recibirlo un gerente, o regresar lo que falta.",
        en="More than 3 % of lot {code} was lost in {number}. A manager must receive it, or the rest goes back.",
    )


class LotIsThere(DomainError):
    """A move that moves nothing is a slip."""

    slug = "lot-is-there"
    title = Text(es="El lote ya está ahí", en="The lot is there already")
    detail = Text(es="El lote {code} ya está en {place}.", en="Lot {code} is in {place} already.")


class LotIsEmpty(DomainError):
    """Nothing is left that could be carried."""

    slug = "lot-is-empty"
    title = Text(es="El lote ya se acabó", en="The lot is used up")
    detail = Text(es="Del lote {code} ya no queda nada.", en="Nothing is left of lot {code}.")


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


class NotACertificate(DomainError):
    """Only what a browser shows safely and an auditor accepts; decided by the bytes, not by the name."""

    slug = "not-a-certificate"
    status = 422
    title = Text(es="Ese archivo no sirve de certificado", en="That file cannot be a certificate")
    detail = Text(
        es="Debe ser PDF, JPEG o PNG, de {limit} MB a lo más.", en="It must be a PDF, JPEG or PNG of {limit} MB at the most."
    )


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


class DeliveredItemUnknown(DomainError):
    """A delivery was posted of something that the catalogue does not have: it waits here until it does."""

    slug = "delivered-item-unknown"
    title = Text(es="La recepción trae un artículo que no está en el catálogo", en="The delivery brings an unknown item")
    detail = Text(
        es="La recepción {number} trae {items}, que no está en el catálogo. Nada entró a existencias todavía.",
        en="Delivery {number} brings {items}, which the catalogue does not have. None of it is in stock yet.",
    )


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
