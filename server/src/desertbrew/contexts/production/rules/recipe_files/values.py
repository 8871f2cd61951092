"""Reading one value of a recipe file: numbers, gravities, colours, and the log of what had to be repaired."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal, DecimalException

from desertbrew.contexts.production.rules.recipe import Repair

STEP = Decimal("0.000001")
"""Everything is kept to six decimals, as stock is."""

FINE_STEP = Decimal("0.000000001")
"""Kilograms that become grams, and litres that become millilitres, keep their six decimals."""

OUNCE_KG = Decimal("0.028349523125")
FLUID_OUNCE_L = Decimal("0.0295735295625")
MINUTES_A_DAY = Decimal(1440)

EBC_PER_SRM = Decimal("1.97")
"""BeerSmith's factor; others use 1.9685. EBC 4.6 is 2.3 SRM with either."""

POTENTIAL_POINTS = Decimal("46.214")
"""Points per pound and US gallon of sucrose: 385.67 L·degree/kg."""

LONGEST_NAME = 200
LONGEST_NOTES = 20_000
MOST_SHOWN = 80
MOST_REPAIRS = 1000

NUMBER = re.compile(r"\s*([+-]?(?:\d{1,15}(?:[.,]\d{0,20})?|[.,]\d{1,20})(?:[eE][+-]?\d{1,2})?)\s*(\S.{0,20})?\s*\Z")
UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class RecipeRefused(Exception):
    """This recipe, or this file, cannot be read whole; `read_recipe_file` turns it into a `Refusal`."""

    def __init__(self, code: str, detail: str, line: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.line = line


@dataclass(slots=True)
class RepairLog:
    """The repairs of one recipe, in the order of the file."""

    entries: list[Repair] = field(default_factory=list)

    def note(self, code: str, path: str, found: str, used: str = "", line: int | None = None) -> None:
        """Write one repair down; long texts are cut, since a person reads this.

        Raises `RecipeRefused` when there are more than a person would read: that is no recipe with faults, it is noise.
        """
        if len(self.entries) >= MOST_REPAIRS:
            raise RecipeRefused("too-many-faults", f"more than {MOST_REPAIRS} faults in one recipe", line)
        self.entries.append(Repair(code, path, shown(found), shown(used), line))


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as written: its value, whether a comma stood for the point, and what followed it."""

    value: Decimal
    comma: bool
    suffix: str


def shown(text: str) -> str:
    """A short, printable form of what a file holds."""
    flat = " ".join(UNWANTED.sub("", text).split())
    return flat if len(flat) <= MOST_SHOWN else flat[: MOST_SHOWN - 1] + "…"


def clean_text(text: str, longest: int = LONGEST_NAME) -> str:
    """Text that any database and screen takes: no control characters or lone surrogates, trimmed, bounded."""
    return UNWANTED.sub("", text).strip()[:longest].strip()


def six(value: Decimal) -> Decimal:
    """The value at six decimals. Raises `RecipeRefused` where it does not fit."""
    return at(value, STEP)


def nine(value: Decimal) -> Decimal:
    """The value at nine decimals. Raises `RecipeRefused` where it does not fit."""
    return at(value, FINE_STEP)


def at(value: Decimal, step: Decimal) -> Decimal:
    """The value at so many decimals. Raises `RecipeRefused` where it does not fit."""
    try:
        return value.quantize(step)
    except DecimalException as error:
        raise RecipeRefused("out-of-range", f"a number out of range: {shown(str(value))}") from error


def quantity_in(text: str) -> Quantity | None:
    """The number at the start of `text`, or `None`. A comma is a decimal point; nobody groups thousands here."""
    match = NUMBER.match(text) if len(text) <= MOST_SHOWN else None
    if match is None:
        return None
    digits = match.group(1)
    return Quantity(Decimal(digits.replace(",", ".")), "," in digits, (match.group(2) or "").strip())


def plain(value: Decimal) -> str:
    """A decimal as people write it: no exponent, no trailing zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def gravity_of(quantity: Quantity) -> tuple[Decimal | None, bool]:
    """A specific gravity, and whether it was written in points (`1059`, `1053.0`) or degrees Plato.

    Zero and anything outside 0.98 to 1.2 is no gravity of wort or beer: `None`. Plato by the usual
    inverse, 1 + P / (258.6 − 227.1 · P / 258.2), within 0.00015 of the ASBC polynomial.
    """
    value, restated = quantity.value, False
    if quantity.suffix.lower().lstrip("°") in {"p", "plato", "brix", "bx"}:
        if not Decimal(0) <= value <= Decimal(50):
            return None, False
        value, restated = 1 + value / (Decimal("258.6") - Decimal("227.1") * value / Decimal("258.2")), True
    elif Decimal(980) <= value <= Decimal(1200):
        value, restated = value / 1000, True
    if not Decimal("0.98") <= value <= Decimal("1.2"):
        return None, restated
    return six(value), restated


def color_srm_of(quantity: Quantity) -> Decimal:
    """A beer colour in SRM. A bare number is SRM already, as the format says."""
    if quantity.suffix.upper().startswith("EBC"):
        return six(quantity.value / EBC_PER_SRM)
    return six(quantity.value)


def celsius_of(fahrenheit: Decimal) -> Decimal:
    """°F to °C."""
    return six((fahrenheit - 32) * 5 / 9)


def tell_zero(log: RepairLog, path: str, amount: Decimal, line: int | None) -> None:
    """A zero amount stays in the recipe and takes nothing from the warehouse; that must be seen."""
    if amount == 0:
        log.note("zero-amount", path, "0", "0", line)


NOT_KNOWN = "Not known, a placeholder stands there: "
"""How our exports say in notes that a field which the format demands is not known."""


def not_known_in(notes: str) -> list[str]:
    """The fields that one of our own exports had to fill with a placeholder, from the last line of the notes."""
    last = notes.rstrip().rpartition("\n")[2]
    return last.removeprefix(NOT_KNOWN).split(", ") if last.startswith(NOT_KNOWN) else []


def own_notes(notes: str) -> str:
    """Notes without the line in which one of our exports said what was not known."""
    return notes.rpartition("\n")[0].rstrip() if not_known_in(notes) else notes
