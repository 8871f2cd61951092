"""Pages are cursors: stable order, no totals by default, and no parameter changes a response's shape."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel, Field

from desertbrew.kernel.errors import InvalidInput, Text

T = TypeVar("T")
R = TypeVar("R")

LIMIT_MAX = 500

Limit = Annotated[int, Query(ge=1, le=LIMIT_MAX, description="Rows a page holds at the most")]
Cursor = Annotated[str | None, Query(max_length=400, description="The next_cursor of the page before")]


class Page(BaseModel, Generic[T]):
    """One page, and where the next begins; None on the last."""

    items: list[T]
    next_cursor: str | None = Field(description="Pass as ?cursor= to go on; null on the last page")


def encode_cursor(key: Sequence[str | int]) -> str:
    """The sort key of a page's last row, opaque to clients."""
    return base64.urlsafe_b64encode(json.dumps(list(key)).encode()).decode().rstrip("=")


def decode_cursor(cursor: str | None, kinds: Sequence[Callable[[Any], Any]]) -> list[Any] | None:
    """The sort key a page goes on after, each part read by its kind; None on the first page."""
    if cursor is None:
        return None
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(key, list) or len(key) != len(kinds):
            raise ValueError(cursor)
        if any(isinstance(part, str) and not _can_be_kept(part) for part in key):
            raise ValueError(cursor)
        return [kind(part) for kind, part in zip(kinds, key, strict=True)]
    except (ValueError, TypeError, ArithmeticError, AttributeError, binascii.Error, RecursionError) as error:
        raise InvalidInput("cursor", Text(es="No es un cursor de esta lista.", en="Not a cursor of this list.")) from error


def _can_be_kept(text: str) -> bool:
    """Not with U+0000, which PostgreSQL cannot store, nor half a surrogate pair, which JSON can say and UTF-8 cannot."""
    return not any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in text)


def page_of(rows: Sequence[R], limit: int, key: Callable[[R], Sequence[str | int]]) -> tuple[list[R], str | None]:
    """Cut `limit` + 1 fetched rows down to a page: the extra row only tells that there is more."""
    if len(rows) <= limit:
        return list(rows), None
    kept = list(rows[:limit])
    return kept, encode_cursor(key(kept[-1]))
