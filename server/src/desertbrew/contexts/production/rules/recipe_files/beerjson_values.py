"""Reading one value of a BeerJSON document: texts, words, quantities with their units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from desertbrew.contexts.production.rules.recipe_files.beerjson_units import MINUTES
from desertbrew.contexts.production.rules.recipe_files.values import (
    LONGEST_NAME,
    Quantity,
    RecipeRefused,
    RepairLog,
    celsius_of,
    clean_text,
    gravity_of,
    plain,
    shown,
    six,
)

Json = Mapping[str, object]

LONGEST_NUMBER = 40
COLDEST, HOTTEST = Decimal(-50), Decimal(300)
LARGEST = Decimal(10_000_000)


def decimal_of(digits: str) -> Decimal:
    """A JSON number, exactly as written. Raises `RecipeRefused` beyond any quantity of beer."""
    value = Decimal(digits) if len(digits) <= LONGEST_NUMBER else None
    if value is None or not -LARGEST <= value <= LARGEST:
        raise RecipeRefused("out-of-range", f"a number out of range: {shown(digits)}")
    return value


def no_constant(name: str) -> Decimal:
    """Python's JSON takes NaN and Infinity; JSON does not."""
    raise RecipeRefused("not-a-number", name)


def without_twins(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object whose keys come once each."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise RecipeRefused("duplicate-field", "an object has the same key twice")
    return found


def items(owner: Json, key: str) -> Iterator[Json]:
    """The objects of a list. Raises `RecipeRefused` when it is not one."""
    found = owner.get(key) or []
    if not isinstance(found, list):
        raise RecipeRefused("not-a-list", f"{key} is not a list")
    for item in found:
        if not isinstance(item, dict):
            raise RecipeRefused("not-an-object", f"{key} holds something that is not an object")
        yield item


def part(owner: Json, key: str, path: str) -> Json:
    """An object inside another, empty when it is not there. Raises `RecipeRefused` when it is something else."""
    found = owner.get(key)
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise RecipeRefused("not-an-object", f"{path} › {key} is not an object")
    return found


def text(owner: Json, key: str, longest: int = LONGEST_NAME) -> str:
    """A text, cleaned and bounded; empty when it is not there."""
    found = owner.get(key)
    return clean_text(found, longest) if isinstance(found, str) else ""


def named(owner: Json, path: str) -> str:
    """The name of an ingredient. Raises `RecipeRefused` when it has none: nobody could match it with the warehouse."""
    name = text(owner, "name")
    if not name:
        raise RecipeRefused("missing-value", f"{path} › name: there is no value")
    return name


def word(owner: Json, key: str, words: Mapping[str, str], path: str, log: RepairLog) -> str:
    """Our word for one of the format's words; an unknown one is left out and listed."""
    found = text(owner, key)
    if found and found not in words:
        log.note("unknown-choice", f"{path} › {key}", found)
    return words.get(found, "")


def value_and_unit(owner: Json, key: str, path: str) -> tuple[Decimal, str] | None:
    """A quantity as written. Raises `RecipeRefused` when it is there and is not one."""
    found = owner.get(key)
    if found is None:
        return None
    value = found.get("value") if isinstance(found, dict) else None
    unit = found.get("unit") if isinstance(found, dict) else None
    if not isinstance(value, Decimal) or not isinstance(unit, str):
        raise RecipeRefused("not-a-number", f"{path} › {key} is not a value with its unit")
    return value, unit


def measure(owner: Json, key: str, units: Mapping[str, Decimal], path: str) -> Decimal | None:
    """A quantity in our unit, not negative. Raises `RecipeRefused` for a unit of another kind."""
    found = value_and_unit(owner, key, path)
    if found is None:
        return None
    value, unit = found
    if unit not in units:
        raise RecipeRefused("unknown-unit", f"{path} › {key}: {shown(unit)!r}")
    if value < 0:
        raise RecipeRefused("out-of-range", f"{path} › {key}: {plain(value)}")
    return six(value * units[unit])


def stated(owner: Json, key: str, units: Mapping[str, Decimal], path: str, log: RepairLog) -> Decimal | None:
    """A quantity on which no amount depends: one that cannot be read is left out and listed."""
    try:
        return measure(owner, key, units, path)
    except RecipeRefused as error:
        log.note(error.code, f"{path} › {key}", error.detail)
        return None


def gravity(owner: Json, key: str, path: str, log: RepairLog) -> Decimal | None:
    """A specific gravity; some files write points (1038) with the unit sg."""
    found = value_and_unit(owner, key, path)
    if found is None:
        return None
    value, restated = gravity_of(Quantity(found[0], comma=False, suffix=found[1] if found[1] != "sg" else ""))
    if value is None:
        log.note("out-of-range", f"{path} › {key}", plain(found[0]))
    elif restated and found[1] == "sg":
        log.note("gravity-restated", f"{path} › {key}", plain(found[0]), plain(value))
    return value


def celsius(owner: Json, key: str, path: str) -> Decimal | None:
    """A temperature in °C. Raises `RecipeRefused` for one that no brewery has."""
    found = value_and_unit(owner, key, path)
    if found is None:
        return None
    if found[1] not in {"C", "F"} or not COLDEST <= found[0] <= HOTTEST:
        raise RecipeRefused("out-of-range", f"{path} › {key}: {plain(found[0])} {shown(found[1])}")
    return celsius_of(found[0]) if found[1] == "F" else six(found[0])


def minutes_of(owner: Json, path: str) -> Decimal | None:
    """How long an addition stays. `duration` is that; several programs write it as `time`."""
    timing = part(owner, "timing", path)
    duration = measure(timing, "duration", MINUTES, f"{path} › timing")
    return duration if duration is not None else measure(timing, "time", MINUTES, f"{path} › timing")


def not_known(item: Json) -> frozenset[str]:
    """The fields that one of our own exports had to fill with a placeholder."""
    names = item.get("desertbrew_not_known")
    return frozenset(str(name) for name in names) if isinstance(names, list) else frozenset()
