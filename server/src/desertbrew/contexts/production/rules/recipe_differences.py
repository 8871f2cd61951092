"""What changed from one version of a recipe to another, in words that a screen can put in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, Literal

from desertbrew.contexts.production.rules.batches import normalize_name
from desertbrew.contexts.production.rules.brewing_maths import figures_of
from desertbrew.contexts.production.rules.recipe import RecipeDraft

What = Literal["added", "removed", "changed"]

LISTS = ("fermentables", "hops", "yeasts", "miscs", "waters", "mash_steps")
FIELDS = (
    "name",
    "style",
    "recipe_kind",
    "batch_volume_l",
    "boil_volume_l",
    "boil_minutes",
    "efficiency_pct",
    "trub_loss_l",
    "top_up_l",
    "grain_temp_c",
    "hop_utilization_pct",
    "notes",
)
FIGURES = ("og", "fg", "abv_pct", "ibu", "color_srm")
PLACES = ("use", "time_minutes", "kind", "step_temp_c")
"""What tells two lines of one name apart."""

QUIET = frozenset({"stated_ibu"})
"""Nobody changes these by hand."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One change.

    `section` is `recipe`, `figures` or a list of ingredients; `line` names the ingredient, `field` what of it changed
    (empty for a whole line); `before` and `after` are as stored, `None` where there was or is nothing.
    """

    section: str
    what: What
    line: str
    field: str
    before: str | None
    after: str | None


def differences(before: RecipeDraft, after: RecipeDraft) -> list[Difference]:
    """Every change: of the recipe itself, of the figures that follow, and line by line.

    Lines are paired by name, and among those of one name by where and when they go in; a line without a pair was added
    or removed.
    """
    found = [
        *changes("recipe", "", before, after, FIELDS),
        *changes("figures", "", figures_of(before), figures_of(after), FIGURES),
    ]
    for section in LISTS:
        found += lines_of(section, getattr(before, section), getattr(after, section))
    return found


def changes(section: str, line: str, before: object, after: object, names: Sequence[str]) -> Iterator[Difference]:
    """The fields of two things of one kind that differ."""
    for name in names:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield Difference(section, "changed", line, name, shown(old), shown(new))


def lines_of(section: str, before: Sequence[Any], after: Sequence[Any]) -> Iterator[Difference]:
    """The changes of one list."""
    left = list(after)
    for old in before:
        same = [new for new in left if normalize_name(new.name) == normalize_name(old.name)]
        if not same:
            yield Difference(section, "removed", old.name, "", whole(old), None)
            continue
        new = max(same, key=lambda each: likeness(old, each))
        left.remove(new)
        names = [each.name for each in fields(old) if each.name not in QUIET]
        yield from changes(section, old.name, old, new, names)
    for new in left:
        yield Difference(section, "added", new.name, "", None, whole(new))


def likeness(one: object, other: object) -> int:
    """How many of the things that tell lines of one name apart are the same."""
    return sum(getattr(one, name, None) == getattr(other, name, None) for name in PLACES)


def whole(line: Any) -> str:  # noqa: ANN401 - any of the recipe's lines
    """A line in a few figures: how much, and where and when it goes in."""
    amount = [shown(getattr(line, name, None)) for name in ("amount_kg", "amount", "amount_l")]
    unit = getattr(line, "unit", "kg" if hasattr(line, "amount_kg") else "L")
    parts = [f"{each} {unit}" for each in amount if each]
    parts += [f"{each} °C" for each in [shown(getattr(line, "step_temp_c", None))] if each]
    parts += [each for each in [shown(getattr(line, "use", None))] if each]
    minutes = (shown(getattr(line, name, None)) for name in ("time_minutes", "step_minutes"))
    return " · ".join([*parts, *(f"{each} min" for each in minutes if each)])


def shown(value: object) -> str | None:
    """A value as text: decimals without trailing zeros."""
    if value is None or value == "":
        return None
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value)
