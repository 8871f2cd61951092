"""The brew day's sheet on the wire."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from desertbrew.contexts.production import queries
from desertbrew.contexts.production.commands import brew_day as commands
from desertbrew.contexts.production.http.batches import BrewOut
from desertbrew.contexts.production.http.permissions import READ_BATCHES, RECORD_BREW_DAY, routes
from desertbrew.contexts.production.rules.brew_day import EntryKind, deviates
from desertbrew.contexts.production.tables import BrewStepEntry
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx, Tx


class EntryIn(BaseModel):
    """What somebody says of a step, when it happened by the clock of their device."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    step_id: Id
    kind: EntryKind
    value: Decimal | None = Field(default=None, ge=-1_000_000, le=1_000_000, decimal_places=6)
    note: str = Field(default="", max_length=500)
    happened_at: AwareDatetime


class EntryOut(BaseModel):
    """The same, as it was kept; `posted_at` is when the server heard of it."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    step_id: Id
    kind: EntryKind
    value: Decimal | None
    note: str
    by: str
    by_name: str
    happened_at: datetime
    posted_at: datetime


class StepOut(BaseModel):
    """One line of the sheet: `code` and `kind` are for the screens to word.

    `due_min` counts from the start of the timer before it. `contested` says that two measured differently, `deviates` that
    the latest figure lies outside the tolerance, `unexplained` that nobody has said why.
    """

    id: Id
    position: int
    kind: str
    code: str
    detail: str
    target: Decimal | None
    tolerance: Decimal | None
    unit: str
    duration_min: Decimal | None
    due_min: Decimal | None
    contested: bool
    deviates: bool
    unexplained: bool
    entries: list[EntryOut]


class BrewDayOut(BaseModel):
    """A brew's whole sheet."""

    batch_id: Id
    batch_number: str
    batch_state: str
    recipe_name: str
    brews_planned: int
    fermenter_id: Id | None
    brew: BrewOut
    steps: list[StepOut]


@routes.query("/brews/{brew_id}/sheet", READ_BATCHES)
def read_brew_day(tx: ReadTx, brew_id: Id) -> BrewDayOut:
    """The sheet of a brew with all that was said of its steps; without steps until its material has come."""
    view = queries.brew_sheet(tx, brew_id)
    said: dict[Id, list[BrewStepEntry]] = {}
    for entry in view.entries:
        said.setdefault(entry.step_id, []).append(entry)
    steps = []
    for row in view.steps:
        mine = said.get(row.id, [])
        measured = [entry for entry in mine if entry.value is not None]
        outside = bool(measured) and deviates(row.target, row.tolerance, measured[-1].value)
        steps.append(
            StepOut(
                id=row.id,
                position=row.position,
                kind=row.kind,
                code=row.code,
                detail=row.detail,
                target=row.target,
                tolerance=row.tolerance,
                unit=row.unit,
                duration_min=row.duration_min,
                due_min=row.due_min,
                contested=len({entry.value for entry in measured}) > 1,
                deviates=outside,
                unexplained=outside and not any(entry.note for entry in mine),
                entries=[EntryOut.model_validate(entry) for entry in mine],
            )
        )
    return BrewDayOut(
        batch_id=view.batch.id,
        batch_number=view.batch.number,
        batch_state=view.batch.state,
        recipe_name=view.batch.recipe_name,
        brews_planned=view.batch.brews_planned,
        fermenter_id=view.batch.fermenter_id,
        brew=BrewOut.model_validate(view.brew),
        steps=steps,
    )


@routes.command("POST", "/brews/{brew_id}/entries", RECORD_BREW_DAY, refusals=(404,))
def record_entry(tx: Tx, brew_id: Id, body: EntryIn) -> EntryOut:
    """Say something of a step; kept however late it comes."""
    entry = commands.record_entry(tx, brew_id, commands.NewEntry(**body.model_dump()))
    tx.session.flush()
    tx.session.expire_all()
    return EntryOut.model_validate(entry)
