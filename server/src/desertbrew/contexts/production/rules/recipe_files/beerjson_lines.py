"""On which line of a BeerJSON document something stands; asked only once something is wrong with it."""

from __future__ import annotations

import json
import json.scanner
import re
from functools import cached_property
from typing import Any, cast

LARGEST_LOOKED_THROUGH = 2_000_000
"""Characters; beyond that a refusal names its recipe and its field, without a line."""

PLACE = re.compile(r"\b([a-z]+_(?:additions|steps)) (\d+)\b")


class Located(dict[str, Any]):
    """An object of the document that knows where it begins."""

    at = 0


class Lines:
    """The lines of one document. It is read a second time, with places, when the first fault asks, and only once."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _recipes(self) -> list[Any]:
        if len(self._text) > LARGEST_LOOKED_THROUGH:
            return []
        try:
            document, _ = locating_scanner()(self._text, self._text.index("{"))
            recipes = document["beerjson"]["recipes"]
        except (StopIteration, ValueError, LookupError, TypeError, RecursionError):
            return []
        return recipes if isinstance(recipes, list) else []

    def of_fault(self, place: int, detail: str) -> int | None:
        """The line where the `place`-th recipe's part that `detail` speaks of begins, or the recipe itself."""
        if place > len(self._recipes):
            return None
        found = self._recipes[place - 1]
        spot = PLACE.search(detail)
        if spot is not None and isinstance(found, Located):
            owner = found.get("mash" if spot.group(1) == "mash_steps" else "ingredients")
            parts = owner.get(spot.group(1)) if isinstance(owner, Located) else None
            number = int(spot.group(2))
            if isinstance(parts, list) and 0 < number <= len(parts) and isinstance(parts[number - 1], Located):
                found = parts[number - 1]
        return self._text.count("\n", 0, found.at) + 1 if isinstance(found, Located) else None


def locating_scanner() -> Any:  # noqa: ANN401 - the scanner of the standard library has no type of its own
    """The standard library's own scanner, whose objects know where they begin."""
    decoder = cast("Any", json.JSONDecoder())

    def parse_object(start: tuple[str, int], *rest: Any) -> tuple[Located, int]:  # noqa: ANN401 - passed on
        pairs, end = json.decoder.JSONObject(start, *rest)  # type: ignore[attr-defined]
        found = Located(pairs)
        found.at = start[1] - 1
        return found, end

    decoder.parse_object = parse_object
    return json.scanner.py_make_scanner(decoder)  # type: ignore[attr-defined]
