"""What the demo's people write down: the sheet of a brew day, and how a beer ferments."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from sqlalchemy import select

from desertbrew.apps.demo_calendar import Slot, Story
from desertbrew.contexts.production.commands.brew_day import NewEntry, record_entry
from desertbrew.contexts.production.commands.fermentation import NewReading
from desertbrew.contexts.production.rules.brew_day import EntryKind, StepKind, deviates
from desertbrew.contexts.production.tables import Brew, BrewStep
from desertbrew.platform.db import Tx

SAID = {StepKind.TIMER: EntryKind.STARTED, StepKind.ADDITION: EntryKind.DONE, StepKind.ACTION: EntryKind.DONE}
WHY = ("Termómetro recién calibrado", "Se corrigió con agua", "Molienda más gruesa que de costumbre")
SAMPLE_C = Decimal("20.0")


def fill_sheet(tx: Tx, brew: Brew, figures: Mapping[str, Decimal], began: datetime, until: datetime, luck: Random) -> None:
    """Say of every step of a brew's sheet that it was done, in the time there was; `figures` by the step's code."""
    steps = (
        tx.session.execute(select(BrewStep).where(BrewStep.brew_id == brew.id).order_by(BrewStep.position)).scalars().all()
    )
    each = (until - began) / (len(steps) + 1)
    for place, step in enumerate(steps, start=1):
        kind = SAID.get(StepKind(step.kind), EntryKind.MEASURED)
        value = _figure(step, figures, luck) if kind is EntryKind.MEASURED else None
        note = luck.choice(WHY) if deviates(step.target, step.tolerance, value) else ""
        record_entry(tx, brew.id, NewEntry(step.id, kind, began + each * place, value, note))


def begin_sheet(tx: Tx, brew: Brew, began: datetime) -> None:
    """Say of the first steps of a brew that has just begun that they are done: up to the first figure."""
    steps = select(BrewStep).where(BrewStep.brew_id == brew.id).order_by(BrewStep.position)
    for place, step in enumerate(tx.session.execute(steps).scalars()):
        kind = SAID.get(StepKind(step.kind))
        if kind is None:
            return
        record_entry(tx, brew.id, NewEntry(step.id, kind, began + timedelta(minutes=3 * place)))


def _figure(step: BrewStep, figures: Mapping[str, Decimal], luck: Random) -> Decimal:
    """What was measured: what else is known of the brew, or about the target."""
    known = figures.get(step.code)
    if known is not None:
        return known
    target = float(step.target) if step.target is not None else luck.uniform(17.5, 20.0)
    spread = float(step.tolerance) / 2.2 if step.tolerance else 0.3
    digits = 4 if step.unit == "SG" else 2 if step.unit == "pH" else 1
    return Decimal(f"{luck.gauss(target, spread):.{digits}f}")


def fermented(hours: float, steepness: float, middle: float) -> float:
    """How much of what will ferment has, after so many hours: the logistic curve of a fermentation, from 0 to 1."""
    return 1 / (1 + math.exp(-steepness * (hours - middle)))


STUCK_AT, STUCK_FROM_H, ROUSED_H = 0.63, 56.0, 120.0


def _gone(slot: Slot, hours: float) -> float:
    beer = slot.beer
    usual = fermented(hours, beer.steepness_per_h, beer.middle_h)
    if slot.story is not Story.STUCK or usual < STUCK_AT:
        return usual
    roused = fermented(hours - ROUSED_H, beer.steepness_per_h, beer.middle_h / 2)
    return STUCK_AT + (0.94 - STUCK_AT) * roused if hours > ROUSED_H else STUCK_AT


def readings_of(slot: Slot, og: float, fg: float, began: datetime, luck: Random) -> Iterator[tuple[datetime, NewReading]]:
    """What was read off a fermenter, twice a day while it works and once while it cools: (when, what).

    The tank warms up to its warmest as the beer works, rests there, and is cooled half a degree an hour before it is racked.
    """
    beer = slot.beer
    days = (slot.rack_on - slot.brew_on).days
    cools_h = 24.0 * (beer.ferments_days + 1)
    for half_day in range(1, 2 * days):
        busy = half_day <= 2 * (beer.ferments_days + 1)
        if not busy and half_day % 2:
            continue
        hours = 12.0 * half_day
        gone = _gone(slot, hours)
        celsius = beer.pitched_c + (beer.warmest_c - beer.pitched_c) * min(1.0, 1.3 * gone)
        if hours > cools_h:
            celsius = max(beer.cold_c, celsius - 0.5 * (hours - cools_h))
        gravity = og - (og - fg) * gone + luck.gauss(0, 0.0003)
        acid = Decimal(f"{5.3 - 0.85 * gone + luck.gauss(0, 0.02):.2f}") if half_day % 2 == 0 and busy else None
        note = ""
        if slot.story is Story.STUCK and abs(hours - ROUSED_H) < 1:
            note = "Atorada: se subió la temperatura y se movió la levadura"
        yield (
            began + timedelta(hours=hours),
            NewReading(
                gravity=Decimal(f"{max(gravity, fg - 0.0005):.4f}"),
                sample_c=SAMPLE_C,
                temperature_c=Decimal(f"{celsius + luck.gauss(0, 0.12):.1f}"),
                ph=acid,
                note=note,
            ),
        )
