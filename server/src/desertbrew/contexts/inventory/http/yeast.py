"""Yeast cultures on the wire."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from desertbrew.contexts.inventory import commands, queries
from desertbrew.contexts.inventory.http.permissions import EDIT_ITEMS, HANDLE_YEAST, READ_STOCK, routes
from desertbrew.contexts.inventory.rules import (
    CultureState,
    RepitchFault,
    StrainLimits,
    repitch_faults,
    viability_now,
    viable_cells_e9,
)
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx, Tx
from desertbrew.platform.http.pages import Cursor, Limit, Page, decode_cursor, page_of

Litres = Annotated[Decimal, Field(gt=0, le=10_000, decimal_places=3)]
Percent = Annotated[Decimal, Field(ge=0, le=100, decimal_places=2)]
Density = Annotated[Decimal, Field(gt=0, le=20, decimal_places=4)]
BatchNumber = Annotated[str, Field(min_length=1, max_length=40)]


class StrainIn(BaseModel):
    """How far a yeast may be repitched."""

    model_config = ConfigDict(extra="forbid")

    max_generation: int = Field(ge=1, le=99)
    min_viability_pct: Percent


class StrainOut(BaseModel):
    """A yeast of the catalogue and how far it may be repitched."""

    item_id: Id
    name: str
    sku: str
    max_generation: int
    min_viability_pct: Decimal


class StrainsOut(BaseModel):
    """All yeasts; a short list, so not a page."""

    items: list[StrainOut]


class CultureIn(BaseModel):
    """Yeast put by, out of a lot or of another culture; through a batch where it says which.

    Volumes in litres, cells in 10^9 per mL, viability in percent.
    """

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    volume_l: Litres
    source_lot_id: Id | None = None
    parent_id: Id | None = None
    from_batch_number: BatchNumber | None = None
    from_batch_id: Id | None = None
    cells_per_ml_e9: Density | None = None
    viability_pct: Percent | None = None
    location_id: Id | None = None
    harvested_at: AwareDatetime | None = None


class YeastPitchIn(BaseModel):
    """So many litres into a batch; why, where the rules speak against it."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    batch_number: BatchNumber
    volume_l: Litres
    batch_id: Id | None = None
    override_reason: str | None = Field(default=None, max_length=200)


class ViabilityIn(BaseModel):
    """What the microscope says."""

    model_config = ConfigDict(extra="forbid")

    viability_pct: Percent
    cells_per_ml_e9: Density | None = None


class CultureDiscardIn(BaseModel):
    """Why it is poured away."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    reason: str = Field(min_length=3, max_length=200)


class CultureOut(BaseModel):
    """A culture as it is now: `viability_now_pct` is 0.7 points a day below what was counted or assumed."""

    id: Id
    code: str
    item_id: Id
    item_name: str
    generation: int
    source_lot_id: Id | None
    parent_id: Id | None
    from_batch_id: Id | None
    from_batch_number: str | None
    location_id: Id | None
    volume_l: Decimal
    remaining_l: Decimal
    cells_per_ml_e9: Decimal | None
    viability_pct: Decimal
    viability_measured: bool
    viability_at: datetime
    viability_now_pct: Decimal
    viable_cells_e9: Decimal | None
    state: CultureState
    discard_reason: str | None
    harvested_at: datetime
    max_generation: int
    min_viability_pct: Decimal
    faults: list[RepitchFault]


class YeastPitchOut(BaseModel):
    """A pitch, at the viability of its moment."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    culture_id: Id
    batch_id: Id | None
    batch_number: str
    volume_l: Decimal
    viability_pct: Decimal
    override_reason: str | None
    pitched_at: datetime
    pitched_by: str


class GenealogyOut(BaseModel):
    """A culture's line: the packet behind it, its ancestors (first one first), itself, what came of it, its pitches."""

    source_lot_id: Id | None
    source_lot_code: str | None
    ancestors: list[CultureOut]
    culture: CultureOut
    descendants: list[CultureOut]
    pitches: list[YeastPitchOut]


def _culture(tx: ReadTx, row: Any) -> CultureOut:  # noqa: ANN401 - a (YeastCulture, Item) row
    culture, item = row
    limits = queries.strain_limits(tx, item.id)
    alive = viability_now(culture.viability_pct, culture.viability_at, tx.now)
    computed = {"item_name", "viability_now_pct", "viable_cells_e9", "max_generation", "min_viability_pct", "faults"}
    own = {name: getattr(culture, name) for name in CultureOut.model_fields.keys() - computed}
    return CultureOut(
        **own,
        item_name=item.name,
        viability_now_pct=alive,
        viable_cells_e9=viable_cells_e9(culture.remaining_l, culture.cells_per_ml_e9, alive),
        max_generation=limits.max_generation,
        min_viability_pct=limits.min_viability_pct,
        faults=repitch_faults(culture.generation, alive, limits),
    )


@routes.query("/yeast-strains", READ_STOCK, refusals=())
def list_strains(tx: ReadTx) -> StrainsOut:
    """Every yeast of the catalogue with its limits."""
    return StrainsOut(
        items=[
            StrainOut(
                item_id=item.id,
                name=item.name,
                sku=item.sku,
                max_generation=limits.max_generation,
                min_viability_pct=limits.min_viability_pct,
            )
            for item, limits in queries.strains(tx)
        ]
    )


@routes.command("PUT", "/yeast-strains/{item_id}", EDIT_ITEMS, status=204)
def set_strain_limits(tx: Tx, item_id: Id, body: StrainIn) -> None:
    """Say how far a yeast may be repitched."""
    commands.set_strain_limits(tx, item_id, StrainLimits(body.max_generation, body.min_viability_pct))


@routes.query("/yeast-cultures", READ_STOCK, refusals=())
def list_cultures(
    tx: ReadTx, state: CultureState | None = None, limit: Limit = 100, cursor: Cursor = None
) -> Page[CultureOut]:
    """Cultures, the newest first."""
    after = decode_cursor(cursor, [Id])
    found = queries.cultures(tx, state, after[0] if after else None, limit + 1)
    rows, following = page_of(found, limit, lambda row: (str(row[0].id),))
    return Page(items=[_culture(tx, row) for row in rows], next_cursor=following)


@routes.query("/yeast-cultures/{culture_id}", READ_STOCK)
def read_culture(tx: ReadTx, culture_id: Id) -> GenealogyOut:
    """One culture with its whole line."""
    found = queries.genealogy(tx, culture_id)
    return GenealogyOut(
        source_lot_id=found.source_lot.id if found.source_lot else None,
        source_lot_code=found.source_lot.code if found.source_lot else None,
        ancestors=[_culture(tx, row) for row in found.ancestors],
        culture=_culture(tx, found.culture),
        descendants=[_culture(tx, row) for row in found.descendants],
        pitches=[YeastPitchOut.model_validate(row) for row in found.pitches],
    )


@routes.command("POST", "/yeast-cultures", HANDLE_YEAST)
def keep_culture(tx: Tx, body: CultureIn) -> CultureOut:
    """Put yeast by: a starter out of a lot, or a harvest."""
    culture = commands.keep_culture(tx, commands.NewCulture(**dict(body)))
    tx.session.flush()
    return _culture(tx, queries.culture(tx, culture.id))


@routes.command("POST", "/yeast-cultures/{culture_id}/pitches", HANDLE_YEAST)
def pitch_culture(tx: Tx, culture_id: Id, body: YeastPitchIn) -> YeastPitchOut:
    """Pour some of a culture into a batch."""
    return YeastPitchOut.model_validate(commands.pitch_culture(tx, culture_id, commands.NewPitch(**dict(body))))


@routes.command("POST", "/yeast-cultures/{culture_id}/viability-counts", HANDLE_YEAST)
def count_viability(tx: Tx, culture_id: Id, body: ViabilityIn) -> CultureOut:
    """Write down what the microscope says."""
    commands.count_viability(tx, culture_id, body.viability_pct, body.cells_per_ml_e9)
    tx.session.flush()
    return _culture(tx, queries.culture(tx, culture_id))


@routes.command("POST", "/yeast-cultures/{culture_id}/discards", HANDLE_YEAST)
def discard_culture(tx: Tx, culture_id: Id, body: CultureDiscardIn) -> CultureOut:
    """Pour what is left away."""
    commands.discard_culture(tx, culture_id, body.reason)
    tx.session.flush()
    return _culture(tx, queries.culture(tx, culture_id))
