"""When the demo brews what in which tank: the whole year at once, so that no two beers want the same tank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from random import Random

from desertbrew.apps.demo_data.beers import BEERS, DemoBeer

DAYS_A_MONTH = 30.4
SUNDAY = 6
AHEAD = timedelta(days=16)
"""So far ahead of today a day has been found for beers."""
DOUBLE_L, SINGLE_L = 750, 375
IN_BRITE = timedelta(days=3)
TO_CLEAN = timedelta(days=2)


class Story(StrEnum):
    """What is particular about a batch."""

    USUAL = "USUAL"
    BREWED_NOW = "BREWED_NOW"
    PACKAGED_NOW = "PACKAGED_NOW"
    STUCK = "STUCK"
    DUMPED = "DUMPED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class Slot:
    """A batch on the calendar, with its tanks."""

    beer: DemoBeer
    volume_l: int
    brews: int
    brew_on: date
    fermenter: str
    rack_on: date
    brite: str
    package_on: date
    story: Story = Story.USUAL


class _Tanks:
    """Who is in which tank from a day until the day on which it is free again."""

    def __init__(self, codes: Sequence[str]) -> None:
        self._taken: dict[str, list[tuple[date, date]]] = {code: [] for code in codes}

    def free(self, since: date, until: date) -> str | None:
        """The first that is free all along."""
        for code, spans in self._taken.items():
            if all(until <= begins or since >= ends for begins, ends in spans):
                return code
        return None

    def take(self, code: str, since: date, until: date) -> None:
        self._taken[code].append((since, until))


def calendar(
    opens: date, today: date, a_month: int, fermenters: Sequence[str], brites: Sequence[str], rng: Random
) -> list[Slot]:
    """Every batch in the order of its brew day; as many a month as the tanks allow, `a_month` at the most.

    One is brewed today and one packaged, whatever the seed: a brewery that somebody visits is at work. The next one is the
    last of the beers, for which something is missing.
    """
    cellar, cold = _Tanks(fermenters), _Tanks(brites)
    now = _place(BEERS[0], today, Story.BREWED_NOW, cellar, cold)
    ale = BEERS[1]
    packed = _place(ale, today - IN_BRITE - timedelta(days=ale.racked_after_days), Story.PACKAGED_NOW, cellar, cold)
    slots = [slot for slot in (now, packed) if slot is not None and slot.brew_on > opens]
    made = dict.fromkeys((beer.sku for beer in BEERS), 0.0)
    for day in _days(opens + timedelta(days=2), today, a_month):
        beer = max(BEERS, key=lambda each: (each.weight * (1 + sum(made.values())) - 10 * made[each.sku], rng.random()))
        if day > today and not any(slot.brew_on > today for slot in slots):
            beer = BEERS[-1]
        brews = 1 if rng.random() < 0.1 else 2  # noqa: PLR2004 - one of ten fills half a tank
        for late in range(4):
            slot = _place(beer, _workday(day + timedelta(days=late)), Story.USUAL, cellar, cold, brews)
            if slot is not None:
                slots.append(slot)
                made[beer.sku] += 1
                break
    slots.sort(key=lambda slot: (slot.brew_on, slot.fermenter))
    return _with_stories(slots, today)


def _days(first: date, today: date, a_month: int) -> list[date]:
    """Brew days counted backwards and forwards from today, which has its own."""
    step = DAYS_A_MONTH / a_month
    count = int((today - first).days / step)
    steps = [*range(-count, 0), *range(1, int(AHEAD.days / step) + 1)]
    return [today + timedelta(days=round(number * step)) for number in steps]


def _workday(day: date) -> date:
    return day + timedelta(days=1) if day.weekday() == SUNDAY else day


def _place(beer: DemoBeer, day: date, story: Story, cellar: _Tanks, cold: _Tanks, brews: int = 2) -> Slot | None:
    """Find tanks for a beer brewed on a day; None where there are none."""
    exact = story is not Story.USUAL
    rack = day + timedelta(days=beer.racked_after_days)
    for waits in range(5):
        rack_on = rack if exact else _workday(rack + timedelta(days=waits))
        package_on = rack_on + IN_BRITE if exact else _workday(rack_on + IN_BRITE)
        fermenter = cellar.free(day, rack_on + TO_CLEAN)
        brite = cold.free(rack_on, package_on + TO_CLEAN)
        if fermenter is not None and brite is not None:
            cellar.take(fermenter, day, rack_on + TO_CLEAN)
            cold.take(brite, rack_on, package_on + TO_CLEAN)
            volume = SINGLE_L if brews == 1 else DOUBLE_L
            return Slot(beer, volume, brews, day, fermenter, rack_on, brite, package_on, story)
    return None


def _with_stories(slots: list[Slot], today: date) -> list[Slot]:
    """Give three batches of the past their misfortune."""
    past = [
        place
        for place, slot in enumerate(slots)
        if slot.story is Story.USUAL and slot.brews > 1 and slot.package_on < today - timedelta(days=7)
    ]
    told = dict(zip((0.35, 0.55, 0.75), (Story.CANCELLED, Story.STUCK, Story.DUMPED), strict=True))
    if len(past) < 2 * len(told):
        return slots
    for share, story in told.items():
        place = past[int(len(past) * share)]
        slot = slots[place]
        slots[place] = Slot(
            slot.beer,
            slot.volume_l,
            slot.brews,
            slot.brew_on,
            slot.fermenter,
            slot.rack_on,
            slot.brite,
            slot.package_on,
            story,
        )
    return slots
