"""The brew day's sheet: written when the material comes, filled in at the kettle, with or without a network."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from desertbrew.contexts.production.queries.brew_day import sheet_drafts
from desertbrew.contexts.production.rules.brew_day import EntryKind
from desertbrew.contexts.production.tables import Batch, Brew, BrewStep, BrewStepEntry
from desertbrew.kernel.errors import InvalidInput, NotFound, Text
from desertbrew.kernel.ids import Id, new_id
from desertbrew.platform.db import Tx


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What somebody says of a step; `happened_at` is by the clock of their device."""

    step_id: Id
    kind: EntryKind
    happened_at: datetime
    value: Decimal | None = None
    note: str = ""


def write_sheet(tx: Tx, batch: Batch, brew: Brew) -> None:
    """Write the steps of a brew that has its material; from now on the sheet stays as it is."""
    for position, step in enumerate(sheet_drafts(tx, batch, brew.number), start=1):
        tx.session.add(
            BrewStep(
                id=new_id(),
                brew_id=brew.id,
                position=position,
                kind=step.kind.value,
                code=step.code,
                detail=step.detail[:200],
                target=step.target,
                tolerance=step.tolerance,
                unit=step.unit,
                duration_min=step.duration_min,
                due_min=step.due_min,
            )
        )


def record_entry(tx: Tx, brew_id: Id, new: NewEntry) -> BrewStepEntry:
    """Keep what was said, however late and whatever was said before: a tablet that was offline is not wrong. (INV-B8)

    Refused only where there is no such step, or a measurement has no figure.
    """
    step = tx.session.get(BrewStep, new.step_id)
    if step is None or step.brew_id != brew_id:
        raise NotFound(what=Text("un paso de este cocimiento", "step of this brew"), id=new.step_id)
    if (new.kind is EntryKind.MEASURED) != (new.value is not None):
        raise InvalidInput("/value", Text(es="Una medición lleva su cifra.", en="A measurement has its figure."))
    entry = BrewStepEntry(
        id=new_id(),
        brew_id=brew_id,
        step_id=step.id,
        kind=new.kind.value,
        value=new.value,
        note=new.note,
        by=tx.origin.actor,
        by_name=tx.origin.actor_name,
        happened_at=new.happened_at,
        posted_at=tx.now,
    )
    tx.session.add(entry)
    return entry
