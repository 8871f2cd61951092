"""What a dip or a gauge means at 20 °C, and what was read before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import bindparam, select

from desertbrew.contexts.production.errors import DipOffTable, NoStrappingTable
from desertbrew.contexts.production.queries.cellar import NOTHING
from desertbrew.contexts.production.queries.vessels import VesselView, vessel
from desertbrew.contexts.production.rules.densities import Beer, OutOfRange, beer_of
from desertbrew.contexts.production.rules.volume import Corrected, OffTheTable, Point, corrected, strapped
from desertbrew.contexts.production.tables import Batch, Recipe, StrappingPoint, TankReading, VesselContent
from desertbrew.kernel.errors import InvalidInput, Text
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx

GRAVITY_STEP = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Look:
    """What somebody saw: a dip in mm, or the litres that the tank itself shows; at a temperature, of such a beer.

    Gravities that nobody measured are the recipe's, weighed by litres where batches are blended.
    """

    dip_mm: Decimal | None
    shown_l: Decimal | None
    temperature_c: Decimal
    og: Decimal | None = None
    gravity: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A look on its way to 20 °C, beside what the ledger thinks."""

    view: VesselView
    og: Decimal
    gravity: Decimal
    beer: Beer
    steps: Corrected

    @property
    def difference_l(self) -> Decimal:
        """What there is more (or less) than the ledger thinks."""
        return self.steps.volume_20_l - self.view.volume_l


_TABLE = select(StrappingPoint).where(StrappingPoint.vessel_id == bindparam("vessel")).order_by(StrappingPoint.dip_mm)
_GRAVITIES = (
    select(VesselContent.volume_l, Recipe.og, Recipe.fg)
    .join(Batch, Batch.id == VesselContent.batch_id)
    .join(Recipe, Recipe.id == Batch.recipe_id)
    .where(VesselContent.vessel_id == bindparam("vessel"))
)


def strapping_table(tx: ReadTx, vessel_id: Id) -> list[Point]:
    """A vessel's table, from the lowest dip up; empty where it has none."""
    vessel(tx, vessel_id)
    return [Point(row.dip_mm, row.volume_l) for row in tx.session.execute(_TABLE, {"vessel": vessel_id}).scalars()]


def expected_gravities(tx: ReadTx, vessel_id: Id) -> tuple[Decimal | None, Decimal | None]:
    """Original and final gravity by the recipes of what is in the vessel, weighed by litres; None where one is silent."""
    rows = tx.session.execute(_GRAVITIES, {"vessel": vessel_id}).all()
    total = sum((row.volume_l for row in rows), NOTHING)
    if not rows or any(row.og is None or row.fg is None for row in rows):
        return None, None
    og = sum((row.og * row.volume_l for row in rows), NOTHING) / total
    fg = sum((row.fg * row.volume_l for row in rows), NOTHING) / total
    return og.quantize(GRAVITY_STEP, ROUND_HALF_UP), fg.quantize(GRAVITY_STEP, ROUND_HALF_UP)


def read(tx: ReadTx, vessel_id: Id, look: Look) -> Reading:
    """What was seen, in litres at 20 °C, with each correction. (INV-V6)

    Raises `NoStrappingTable` and `DipOffTable` for a dip, `InvalidInput` where a formula does not reach or a gravity is
    missing.
    """
    view = vessel(tx, vessel_id)
    if (look.dip_mm is None) == (look.shown_l is None):
        raise InvalidInput("/dip_mm", Text(es="Escribe la medida o los litros.", en="Enter either the dip or the litres."))
    expected = expected_gravities(tx, vessel_id)
    og, gravity = look.og or expected[0], look.gravity or expected[1]
    if og is None or gravity is None:
        pointer = "/og" if og is None else "/gravity"
        raise InvalidInput(pointer, Text(es="La receta no la dice; escríbela.", en="The recipe does not say; enter it."))
    table_l = look.shown_l if look.shown_l is not None else _strapped(tx, view, look.dip_mm or NOTHING)
    try:
        beer = beer_of(float(og), float(gravity))
        steps = corrected(table_l, look.temperature_c, view.vessel.expansion_ppm_per_k, beer)
    except OutOfRange as error:
        raise InvalidInput(
            POINTERS.get(error.what, "/gravity"),
            Text(es="Fuera de lo que la fórmula alcanza.", en="Beyond what the formula reaches."),
        ) from error
    return Reading(view, og, gravity, beer, steps)


POINTERS = {"temp_c": "/temperature_c", "og": "/og", "gravity": "/og"}


def _strapped(tx: ReadTx, view: VesselView, dip_mm: Decimal) -> Decimal:
    table = strapping_table(tx, view.vessel.id)
    if not table:
        raise NoStrappingTable(code=view.vessel.code)
    try:
        return strapped(table, dip_mm)
    except OffTheTable as error:
        raise DipOffTable(
            code=view.vessel.code, low_mm=f"{error.low_mm.normalize():f}", high_mm=f"{error.high_mm.normalize():f}"
        ) from error


def readings(tx: ReadTx, vessel_id: Id, after: Id | None, limit: int) -> Sequence[TankReading]:
    """A vessel's readings, the newest first."""
    vessel(tx, vessel_id)
    query = select(TankReading).where(TankReading.vessel_id == vessel_id).order_by(TankReading.id.desc()).limit(limit)
    if after is not None:
        query = query.where(TankReading.id < after)
    return tx.session.execute(query).scalars().all()
