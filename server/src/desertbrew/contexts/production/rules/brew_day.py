"""The sheet of a brew day: what is done when, what is measured, and how far from its target a figure may lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Protocol

from desertbrew.contexts.production.rules.batches import scaled, share_of_brew
from desertbrew.contexts.production.rules.brew_plan import Kettle


class StepKind(StrEnum):
    """What a step asks for: time to pass, something to be added, a figure, or just to be done."""

    TIMER = "TIMER"
    ADDITION = "ADDITION"
    MEASURE = "MEASURE"
    ACTION = "ACTION"


class EntryKind(StrEnum):
    """What somebody says of a step."""

    STARTED = "STARTED"
    DONE = "DONE"
    MEASURED = "MEASURED"
    SKIPPED = "SKIPPED"
    NOTE = "NOTE"


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the sheet. `code` is for the screens to word, `detail` names what it is about.

    `due_min` counts from the start of the timer before it, `target` and `tolerance` are in `unit`.
    """

    kind: StepKind
    code: str
    detail: str = ""
    target: Decimal | None = None
    tolerance: Decimal | None = None
    unit: str = ""
    duration_min: Decimal | None = None
    due_min: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Rest:
    """One rest of the mash."""

    name: str
    celsius: Decimal
    minutes: Decimal


@dataclass(frozen=True, slots=True)
class Aims:
    """What the recipe promises; None where it does not say."""

    boil_minutes: Decimal | None
    og: Decimal | None


class Line(Protocol):
    """A line of the frozen recipe, as far as the sheet goes."""

    @property
    def kind(self) -> str: ...  # noqa: D102 - the columns' own names
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def amount(self) -> Decimal: ...  # noqa: D102
    @property
    def unit(self) -> str: ...  # noqa: D102
    @property
    def use(self) -> str: ...  # noqa: D102
    @property
    def time_minutes(self) -> Decimal | None: ...  # noqa: D102


USUAL_BOIL_MIN = Decimal(60)
USUAL_STAND_MIN = Decimal(15)
BOIL_OFF_PER_HOUR = Decimal("0.12")
"""Of the full kettle; a plant's own figure belongs into its equipment, this is what a 3.5 barrel kettle does."""
SHRINKAGE = Decimal("0.04")
"""Boiling wort is that much more than cold wort."""
MASH_PH = (Decimal("5.40"), Decimal("0.20"))
MASH_TOLERANCE_C = Decimal("1.0")
VOLUME_TOLERANCE = Decimal("0.03")
GRAVITY_TOLERANCE = Decimal("0.0020")
TENTH = Decimal("0.1")
POINT = Decimal("0.0001")

BEFORE_BOIL = frozenset({"mash", "first_wort"})
INTO_FERMENTER = frozenset({"primary", "fermentation", "pitch"})
LATER = frozenset({"dry_hop", "secondary", "packaging"})


@dataclass(frozen=True, slots=True)
class Share:
    """Which brew of how many of a batch, and the batch's litres."""

    planned_l: Decimal
    brews: int
    number: int

    @property
    def volume_l(self) -> Decimal:
        """The brew's own litres into the fermenter."""
        return scaled(self.planned_l, Decimal(self.brews), Decimal(1))


def sheet_of(
    lines: Sequence[Line], rests: Sequence[Rest], aims: Aims, share: Share, kettle: Kettle | None = None
) -> list[Step]:
    """The steps of a brew, in the order in which they are done.

    Amounts are the brew's own share, so that what is weighed is what was issued. What belongs to the fermenter later (dry
    hops) is no part of a brew day. Volumes are the brewhouse's own (`kettle`), or what is usual where none is known.
    """
    volume, brews, number = share.volume_l, share.brews, share.number
    kettle = kettle or usual_kettle(volume, aims.boil_minutes)
    boil = kettle.boil_minutes
    mine = [_own(line, brews, number) for line in lines]
    water = [line for line in mine if line.kind == "OTHER" and line.unit in {"L", "ml"} and line.use not in LATER]
    mine = [line for line in mine if line not in water]
    steps = [_addition("add_water", line) for line in water]
    steps += _strike(kettle)
    steps += [_addition("add_mash", line) for line in mine if line.use == "mash"]
    for rest in rests:
        minutes = rest.minutes if rest.minutes > 0 else None
        steps.append(
            Step(StepKind.TIMER, "mash_rest", rest.name, rest.celsius, MASH_TOLERANCE_C, "°C", duration_min=minutes)
        )
    steps.append(Step(StepKind.MEASURE, "mash_ph", "", *MASH_PH, "pH"))
    steps.append(Step(StepKind.ACTION, "sparge"))
    if kettle.sparge_l:
        steps.append(_volume("sparge_water", kettle.sparge_l))
    steps += [_addition("add_first_wort", line) for line in mine if line.use == "first_wort"]
    steps += _before_boil(kettle, aims.og)
    steps.append(Step(StepKind.TIMER, "boil", duration_min=boil))
    boiled = [line for line in mine if line.use not in BEFORE_BOIL | LATER | INTO_FERMENTER and not _stands(line)]
    for line in sorted(boiled, key=lambda each: each.minutes, reverse=True):
        if line.kind != "YEAST":
            steps.append(_addition("add_boil", line, max(boil - line.minutes, Decimal(0))))
    steps.append(_volume("postboil_volume", kettle.postboil_l))
    standing = [line for line in mine if _stands(line)]
    if standing:
        longest = max(line.minutes for line in standing) or USUAL_STAND_MIN
        steps.append(Step(StepKind.TIMER, "whirlpool", duration_min=longest))
        steps += [_addition("add_whirlpool", line, max(longest - line.minutes, Decimal(0))) for line in standing]
    else:
        steps.append(Step(StepKind.TIMER, "whirlpool", duration_min=USUAL_STAND_MIN))
    steps.append(Step(StepKind.MEASURE, "cooled_temp", "", None, None, "°C"))
    steps.append(Step(StepKind.MEASURE, "og", "", aims.og, GRAVITY_TOLERANCE if aims.og else None, "SG"))
    steps.append(_volume("fermenter_volume", volume.quantize(TENTH, ROUND_HALF_UP)))
    pitched = [line for line in mine if line.kind == "YEAST" or line.use in INTO_FERMENTER]
    steps += [_addition("pitch", line) for line in pitched]
    return steps


def usual_kettle(volume: Decimal, boil_minutes: Decimal | None) -> Kettle:
    """What a kettle does that nobody has described: the water is the brewer's to know."""
    boil = boil_minutes if boil_minutes is not None else USUAL_BOIL_MIN
    share = max(1 - BOIL_OFF_PER_HOUR * boil / 60, Decimal("0.2"))
    nothing = Decimal(0)
    after = volume * (1 + SHRINKAGE)
    return Kettle(
        equipment="",
        efficiency_pct=nothing,
        boil_minutes=boil,
        strike_l=nothing,
        strike_c=None,
        sparge_l=nothing,
        preboil_l=(after / share).quantize(TENTH, ROUND_HALF_UP),
        postboil_l=after.quantize(TENTH, ROUND_HALF_UP),
        boiled_off_l=nothing,
        absorbed_l=nothing,
        trub_loss_l=nothing,
        fermenter_loss_l=nothing,
        total_water_l=nothing,
        extract_share=share,
    )


def _strike(kettle: Kettle) -> list[Step]:
    """The mash's first water: how much and how hot."""
    if not kettle.strike_l:
        return []
    steps = [_volume("strike_water", kettle.strike_l)]
    if kettle.strike_c is not None:
        steps.append(Step(StepKind.MEASURE, "strike_temp", "", kettle.strike_c, MASH_TOLERANCE_C, "°C"))
    return steps


def _before_boil(kettle: Kettle, og: Decimal | None) -> list[Step]:
    """Volume and gravity of the full kettle: what boils off leaves the extract behind."""
    steps = [_volume("preboil_volume", kettle.preboil_l)]
    if og is not None:
        gravity = (1 + (og - 1) * kettle.extract_share).quantize(POINT, ROUND_HALF_UP)
        steps.append(Step(StepKind.MEASURE, "preboil_sg", "", gravity, GRAVITY_TOLERANCE, "SG"))
    return steps


@dataclass(frozen=True, slots=True)
class _Own:
    """A line at the size of one brew."""

    kind: str
    name: str
    amount: Decimal
    unit: str
    use: str
    minutes: Decimal


def _own(line: Line, brews: int, number: int) -> _Own:
    amount = share_of_brew(line.amount, brews, number)
    return _Own(line.kind, line.name, amount, line.unit, line.use, line.time_minutes or Decimal(0))


def _stands(line: _Own) -> bool:
    return line.use in {"whirlpool", "aroma", "after_boil"}


def _volume(code: str, litres: Decimal) -> Step:
    tolerance = (litres * VOLUME_TOLERANCE).quantize(TENTH, ROUND_HALF_UP)
    return Step(StepKind.MEASURE, code, "", litres, tolerance, "L")


def _addition(code: str, line: _Own, due: Decimal | None = None) -> Step:
    return replace(Step(StepKind.ADDITION, code, line.name, line.amount, None, line.unit), due_min=due)


def deviates(target: Decimal | None, tolerance: Decimal | None, measured: Decimal | None) -> bool:
    """Whether a figure lies outside its target's tolerance; its edge is inside. (INV-B8)"""
    if target is None or tolerance is None or measured is None:
        return False
    return abs(measured - target) > tolerance
