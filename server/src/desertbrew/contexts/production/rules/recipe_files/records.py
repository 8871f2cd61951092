"""Reading one XML record (`HOP`, `Grain`, …) by a table of what each of its fields may hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, cast

from desertbrew.contexts.production.rules.recipe_files.values import (
    LONGEST_NAME,
    LONGEST_NOTES,
    Quantity,
    RecipeRefused,
    RepairLog,
    clean_text,
    gravity_of,
    nine,
    not_known_in,
    plain,
    quantity_in,
    shown,
    six,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

BIG = Decimal(1_000_000)
Need = Literal["required", "expected", "optional"]
Kind = Literal["text", "number", "gravity", "flag", "choice", "code", "stated"]


@dataclass(frozen=True, slots=True)
class Rule:
    """What one field may hold, and what happens when it does not.

    `need`: a `required` field that is missing refuses the recipe, an `expected` one is listed as a repair, an
    `optional` one is nobody's business. `strict`: a value that cannot be read refuses the recipe; otherwise it is left
    out and the repair says so. `unit` is the unit that a number may carry although the format wants it bare.
    `private`: a person's name, which no repair repeats. `fine`: nine decimals, for what becomes grams.
    """

    kind: Kind = "text"
    need: Need = "optional"
    strict: bool = False
    low: Decimal = Decimal(0)
    high: Decimal = BIG
    choices: Mapping[str, str] | None = None
    unit: str = ""
    longest: int = LONGEST_NAME
    private: bool = False
    fine: bool = False


def number(
    need: Need = "optional",
    *,
    strict: bool = False,
    low: int | str = 0,
    high: int | str = BIG.to_eng_string(),
    unit: str = "",
    fine: bool = False,
) -> Rule:
    """A number between two bounds, both allowed."""
    return Rule("number", need, strict, Decimal(low), Decimal(high), None, unit, fine=fine)


def choice(choices: Mapping[str, str], need: Need = "optional", *, strict: bool = False) -> Rule:
    """One of a list of words (BeerXML) or numeric codes (BeerSmith), with our word for each."""
    return Rule("choice", need, strict, choices=choices)


TEXT = Rule()
PERSON = Rule(private=True)
NOTES = Rule(longest=LONGEST_NOTES)
FLAG = Rule("flag")
STRICT_FLAG = Rule("flag", strict=True)
GRAVITY = Rule("gravity")
STATED = Rule("stated")
"""A figure with its unit in the text, as programs show it: `7.0 SRM`, `32,4 IBUs`."""

PERCENT = number(high=100)
TEMPERATURE = number(low=-30, high=130)

TRUE_WORDS = frozenset({"true", "1", "yes"})
FALSE_WORDS = frozenset({"false", "0", "no"})

Value = str | bool | Decimal | Quantity | None


@dataclass(frozen=True, slots=True)
class Record:
    """The values of one record, already checked. Asking for a field that was not there gives `None` or empty text."""

    path: str
    line: int | None
    values: Mapping[str, Value]

    def text(self, tag: str) -> str:
        """The text of a field, trimmed, or empty."""
        value = self.values.get(tag)
        return value if isinstance(value, str) else ""

    def number(self, tag: str) -> Decimal | None:
        """A number, when the file has one."""
        value = self.values.get(tag)
        return value if isinstance(value, Decimal) else None

    def needed(self, tag: str) -> Decimal:
        """A number without which there is no recipe. Raises `RecipeRefused` when the file has none."""
        value = self.number(tag)
        if value is None:
            raise RecipeRefused("missing-value", f"{self.path} › {tag}: there is no value", self.line)
        return value

    def flag(self, tag: str) -> bool | None:
        """True or false, when the file says."""
        value = self.values.get(tag)
        return value if isinstance(value, bool) else None

    def quantity(self, tag: str) -> Quantity | None:
        """A stated figure with its unit."""
        value = self.values.get(tag)
        return value if isinstance(value, Quantity) else None


def line_of(element: _Element) -> int | None:
    """The line of the file where the element starts."""
    # The stubs leave this attribute open; lxml gives the line, or None for an element that no file had.
    return cast("int | None", element.sourceline)


def text_of(element: _Element) -> str:
    """The text of a leaf, with the comments inside it skipped."""
    if len(element) == 0:
        return element.text or ""
    return (element.text or "") + "".join(child.tail or "" for child in element)


def elements_of(element: _Element) -> dict[str, list[_Element]]:
    """The child elements by tag, without comments and processing instructions."""
    found: dict[str, list[_Element]] = {}
    for child in element:
        if isinstance(child.tag, str):
            found.setdefault(child.tag, []).append(child)
    return found


def read_record(element: _Element, rules: Mapping[str, Rule], path: str, log: RepairLog) -> Record:
    """Check every field of `element` that `rules` knows; others are somebody else's extension and are passed over.

    Raises `RecipeRefused` with the line of the field when a strict or required one cannot be read.
    """
    found = elements_of(element)
    tell_stray_text(element, path, log)
    values: dict[str, Value] = {}
    for tag, rule in rules.items():
        same = found.get(tag)
        text = text_of(same[0]).strip() if same else ""
        if same and len(same) > 1:
            tell_twice(same, rule, f"{path} › {tag}", log)
        if not text or same is None:
            tell_missing(rule, f"{path} › {tag}", log, line_of(element))
            continue
        values[tag] = value_of(text, rule, f"{path} › {tag}", line_of(same[0]), log)
    for tag in not_known_in(text_of(found["NOTES"][0])) if "NOTES" in found else ():
        values.pop(tag, None)
    return Record(path, line_of(element), values)


def tell_stray_text(element: _Element, path: str, log: RepairLog) -> None:
    """List text that stands loose between fields, which no field owns."""
    for child in element:
        tail = (child.tail or "").strip()
        if tail:
            log.note("stray-text", path, tail, "", line_of(child))


def tell_twice(same: list[_Element], rule: Rule, path: str, log: RepairLog) -> None:
    """A field that comes twice: the first counts, unless they disagree on something that matters."""
    first, second = text_of(same[0]).strip(), text_of(same[1]).strip()
    if first != second and (rule.strict or rule.need == "required"):
        raise RecipeRefused(
            "duplicate-field", f"{path}: written twice, as {shown(first)!r} and {shown(second)!r}", line_of(same[1])
        )
    found, used = ("…", "…") if rule.private else (second, first)
    log.note("duplicate-field", path, found, used, line_of(same[1]))


def tell_missing(rule: Rule, path: str, log: RepairLog, line: int | None) -> None:
    """A field that is not there, or is blank."""
    if rule.need == "required":
        raise RecipeRefused("missing-value", f"{path}: there is no value", line)
    if rule.need == "expected":
        log.note("missing-value", path, "", "", line)


def value_of(text: str, rule: Rule, path: str, line: int | None, log: RepairLog) -> Value:
    """One value by its rule; `None` after a repair that left it out."""
    if rule.kind == "text":
        return bounded_text(text, rule, path, line, log)
    if rule.kind == "flag":
        word = text.lower()
        if word in TRUE_WORDS or word in FALSE_WORDS:
            return word in TRUE_WORDS
        unreadable("not-true-or-false", text, rule, path, line, log)
        return None
    if rule.kind == "choice":
        return chosen(text, rule, path, line, log)
    quantity = quantity_in(text)
    if quantity is None:
        unreadable("not-a-number", text, rule, path, line, log)
        return None
    if rule.kind == "stated":
        return quantity
    if rule.kind == "gravity":
        return gravity(quantity, text, path, line, log)
    return bare_number(quantity, text, rule, path, line, log)


def bounded_text(text: str, rule: Rule, path: str, line: int | None, log: RepairLog) -> str:
    """Text cleaned and cut to its longest."""
    clean = clean_text(text, rule.longest)
    if len(text) > rule.longest:
        log.note("text-too-long", path, f"{len(text)} characters", f"{rule.longest} characters", line)
    return clean


def chosen(text: str, rule: Rule, path: str, line: int | None, log: RepairLog) -> str | None:
    """Our word for one of the format's words; a wrong letter case is repaired."""
    choices = rule.choices or {}
    if text in choices:
        return choices[text]
    for word, ours in choices.items():
        if word.lower() == text.lower():
            log.note("letter-case", path, text, word, line)
            return ours
    unreadable("unknown-choice", text, rule, path, line, log)
    return None


def gravity(quantity: Quantity, text: str, path: str, line: int | None, log: RepairLog) -> Decimal | None:
    """A specific gravity; points and Plato are restated, and what is no gravity is left out."""
    value, restated = gravity_of(quantity)
    if value is None:
        # Zero is how several programs say "not measured yet": nothing was lost, so nothing is listed.
        if quantity.value not in (0, 1):
            log.note("out-of-range", path, text, "", line)
        return None
    if restated:
        log.note("gravity-restated", path, text, plain(value), line)
    elif quantity.comma:
        log.note("decimal-comma", path, text, plain(value), line)
    return value


def bare_number(quantity: Quantity, text: str, rule: Rule, path: str, line: int | None, log: RepairLog) -> Decimal | None:
    """A number in the format's own unit, within its bounds."""
    if quantity.suffix and quantity.suffix.lower() != rule.unit.lower():
        unreadable("not-a-number", text, rule, path, line, log)
        return None
    if not rule.low <= quantity.value <= rule.high:
        unreadable("out-of-range", text, rule, path, line, log)
        return None
    value = nine(quantity.value) if rule.fine else six(quantity.value)
    if quantity.suffix:
        log.note("unit-in-number", path, text, plain(value), line)
    elif quantity.comma:
        log.note("decimal-comma", path, text, plain(value), line)
    return value


def unreadable(code: str, text: str, rule: Rule, path: str, line: int | None, log: RepairLog) -> None:
    """Refuse the recipe where the field matters, or leave the value out and say so."""
    if rule.strict or rule.need == "required":
        raise RecipeRefused(code, f"{path}: {shown(text)!r}", line)
    log.note(code, path, text, "", line)
