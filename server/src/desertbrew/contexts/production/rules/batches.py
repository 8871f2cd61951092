"""Which way a batch may go, how its brews share the recipe, and what a litre of it cost."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from enum import StrEnum

from desertbrew.kernel.money import ZERO, unit_cost
from desertbrew.kernel.quantity import STEP


class BatchState(StrEnum):
    """Where a batch stands. STARTING is the moment between asking for its first brew's material and having it, or not."""

    PLANNED = "PLANNED"
    STARTING = "STARTING"
    BREWING = "BREWING"
    FERMENTING = "FERMENTING"
    CONDITIONING = "CONDITIONING"
    PACKAGING = "PACKAGING"
    COMPLETED = "COMPLETED"
    CANCELLED = "CANCELLED"


class BrewState(StrEnum):
    """Where one of a batch's brews stands; several of them may end in the same fermenter."""

    PLANNED = "PLANNED"
    STARTING = "STARTING"
    BREWING = "BREWING"
    KNOCKED_OUT = "KNOCKED_OUT"
    CANCELLED = "CANCELLED"


class Move(StrEnum):
    """What a person may do to a batch."""

    REPLAN = "replan"
    START = "start"
    ASK_AGAIN = "ask_again"
    KNOCK_OUT = "knock_out"
    FERMENT = "ferment"
    CONDITION = "condition"
    PACKAGE = "package"
    COMPLETE = "complete"
    RECORD_COST = "record_cost"
    RECORD_READING = "record_reading"
    CANCEL = "cancel"


class CostKind(StrEnum):
    """Where a peso went."""

    MATERIAL = "MATERIAL"
    LABOR = "LABOR"
    ENERGY = "ENERGY"
    WATER = "WATER"
    OVERHEAD = "OVERHEAD"


class Fate(StrEnum):
    """What becomes of the material of a batch that is given up."""

    RETURN = "RETURN"
    WASTE = "WASTE"


_IN_TANK = frozenset({Move.RECORD_COST, Move.RECORD_READING, Move.CANCEL})

ALLOWED: dict[BatchState, frozenset[Move]] = {
    BatchState.PLANNED: frozenset({Move.REPLAN, Move.START, Move.CANCEL}),
    BatchState.STARTING: frozenset({Move.ASK_AGAIN, Move.CANCEL}),
    BatchState.BREWING: _IN_TANK | {Move.START, Move.ASK_AGAIN, Move.KNOCK_OUT, Move.FERMENT},
    BatchState.FERMENTING: _IN_TANK | {Move.CONDITION, Move.PACKAGE},
    BatchState.CONDITIONING: _IN_TANK | {Move.PACKAGE},
    BatchState.PACKAGING: _IN_TANK | {Move.COMPLETE},
    BatchState.COMPLETED: frozenset({Move.RECORD_READING}),
    BatchState.CANCELLED: frozenset(),
}
"""The whole table. While brewing, the brews decide further (`why_not_brewing`). A reading may arrive after the end: it was
taken in time and the tablet was out of reach."""

LEADS_TO: dict[Move, BatchState] = {
    Move.FERMENT: BatchState.FERMENTING,
    Move.CONDITION: BatchState.CONDITIONING,
    Move.PACKAGE: BatchState.PACKAGING,
    Move.COMPLETE: BatchState.COMPLETED,
    Move.CANCEL: BatchState.CANCELLED,
}
"""Where a move ends that always ends in the same place."""

PACKAGED_PER_PLANNED_MAX = Decimal(3)
"""High-gravity brewing dilutes, but nobody packages three times what was planned; such a figure is a slipped finger."""

BREWS_MAX = 12
"""More than fill any fermenter this is made for."""


def may(state: BatchState, move: Move) -> bool:
    """Whether a batch in `state` may be moved so, as far as its state goes. (INV-B1)"""
    return move in ALLOWED[state]


def why_not_brewing(move: Move, brews: Iterable[BrewState]) -> str | None:
    """What bars a move that the state allows, seen from the brews; a slug for the screens to word, None if nothing.

    One request for material at a time; fermentation needs a brew in the fermenter and none on its way there.
    """
    there = set(brews)
    if move is Move.START and BrewState.STARTING in there:
        return "brew-starting"
    if move is Move.START and BrewState.PLANNED not in there:
        return "no-brew-left"
    if move is Move.ASK_AGAIN and BrewState.STARTING not in there:
        return "nothing-asked"
    if move is Move.KNOCK_OUT and BrewState.BREWING not in there:
        return "no-brew-in-kettle"
    if move is Move.FERMENT and BrewState.KNOCKED_OUT not in there:
        return "nothing-in-fermenter"
    if move is Move.FERMENT and there & {BrewState.STARTING, BrewState.BREWING}:
        return "brew-on-its-way"
    return None


def scaled(amount: Decimal, recipe_l: Decimal, planned_l: Decimal) -> Decimal:
    """An ingredient's amount for another brew length, in proportion, to a millionth of its unit."""
    assert recipe_l > 0, "a recipe makes something"
    return (amount * planned_l / recipe_l).quantize(STEP, ROUND_HALF_UP)


def share_of_brew(amount: Decimal, brews: int, number: int) -> Decimal:
    """What of an amount goes into brew `number` of `brews`: equal shares, rounded down, the last takes the rest.

    So the brews' shares of a line add up to the line, whatever its digits. (INV-B6)
    """
    assert 1 <= number <= brews, "brews are counted from 1"
    each = (amount / brews).quantize(STEP, ROUND_DOWN)
    return amount - each * (brews - 1) if number == brews else each


def cost_per_litre(costs: Iterable[Decimal], packaged_l: Decimal) -> Decimal:
    """All that was spent over the litres that were really packaged: 10,000 over 850 L is 11.764706. (INV-B3)"""
    return unit_cost(sum(costs, ZERO), packaged_l)


def normalize_name(written: str) -> str:
    """How an ingredient's name is compared: without accents, case, marks and double spaces, in any alphabet.

    A name of nothing but marks is compared as it is written: two names that mean nothing must not mean the same.
    """
    plain = unicodedata.normalize("NFKD", written)
    letters = "".join(mark for mark in plain if not unicodedata.combining(mark)).casefold()
    words = re.sub(r"[\W_]+", " ", letters).strip()
    return (words or letters.strip())[:120]
