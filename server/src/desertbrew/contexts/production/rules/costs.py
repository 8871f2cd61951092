"""What a rate charges, and how a cost is read from the first peso to the litre."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Protocol, TypeVar

from desertbrew.kernel.money import CENTAVO


class Basis(StrEnum):
    """What a rate is charged by. The first four when a brew is knocked out, the batch's when it is completed."""

    BREW_HOUR = "BREW_HOUR"
    BREW = "BREW"
    LITRE = "LITRE"
    KWH = "KWH"
    BATCH = "BATCH"


BREW_BASES = frozenset(Basis) - {Basis.BATCH}


@dataclass(frozen=True, slots=True)
class Usage:
    """What one brew took: hours of work, litres into the fermenter, and kWh where somebody read the meter."""

    hours: Decimal
    litres: Decimal
    kwh: Decimal | None

    def of(self, basis: Basis) -> Decimal | None:
        """So many of what a rate counts; None where nobody measured it."""
        measured = {Basis.BREW_HOUR: self.hours, Basis.LITRE: self.litres, Basis.KWH: self.kwh}
        return measured.get(basis, Decimal(1))


def charge(price: Decimal, units: Decimal) -> Decimal:
    """Price times units, in pesos, to the centavo, halves up."""
    return (price * units).quantize(CENTAVO, ROUND_HALF_UP)


class Dated(Protocol):
    """A rate as far as choosing it goes."""

    @property
    def name(self) -> str:
        """What it is the price of."""
        ...

    @property
    def valid_from(self) -> date:
        """The first day it is charged."""
        ...


D = TypeVar("D", bound=Dated)


def rates_on(rates: Iterable[D], day: date) -> list[D]:
    """Of every name the latest rate that began on or before `day`; `rates` come in the order in which they were set.

    Two for the same day: the one set later is meant.
    """
    current: dict[str, D] = {}
    for rate in rates:
        known = current.get(rate.name)
        if rate.valid_from <= day and (known is None or rate.valid_from >= known.valid_from):
            current[rate.name] = rate
    return [current[name] for name in sorted(current)]
