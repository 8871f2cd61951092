"""The page behind a guest's QR, on the wire: public facts, for anybody, not too often."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated

from fastapi import Path, Request, Response
from pydantic import BaseModel, ConfigDict

from desertbrew.contexts.traceability import queries
from desertbrew.contexts.traceability.errors import TooManyLooks
from desertbrew.contexts.traceability.http.permissions import routes
from desertbrew.platform.db import Database

CACHED_S = 60
LOOKS_A_MINUTE = 120
"""A full bar behind one address; a script that tries serials is slowed down."""
MINUTE = timedelta(minutes=1)
ADDRESSES_MAX = 10_000


class OriginOut(BaseModel):
    """Something the beer was made of, and the country it comes from if that is known."""

    model_config = ConfigDict(from_attributes=True)

    kind: str
    name: str
    country: str | None


class CurvePointOut(BaseModel):
    """One point of the fermentation: days since the first reading, specific gravity, °C."""

    model_config = ConfigDict(from_attributes=True)

    day: Decimal
    gravity: Decimal | None
    temperature_c: Decimal | None


class PublicTraceOut(BaseModel):
    """The story of the beer in a keg; where `filled` is false there is none now."""

    model_config = ConfigDict(from_attributes=True)

    serial: str
    filled: bool
    beer: str | None
    style: str | None
    batch: str | None
    blended_with: Sequence[str]
    brewed_on: date | None
    packaged_on: date | None
    best_before: date | None
    abv_pct: Decimal | None
    ibu: Decimal | None
    origins: Sequence[OriginOut]
    curve: Sequence[CurvePointOut]


class Looks:
    """How often each address looked in the current minute; the longest unseen are forgotten first."""

    def __init__(self) -> None:
        self._counts: OrderedDict[str, tuple[datetime, int]] = OrderedDict()
        self._lock = threading.Lock()

    def count(self, address: str, now: datetime) -> None:
        """Count one; raises `TooManyLooks` over the limit."""
        with self._lock:
            since, count = self._counts.pop(address, (now, 0))
            if not timedelta(0) <= now - since < MINUTE:
                since, count = now, 0
            self._counts[address] = (since, count + 1)
            if len(self._counts) > ADDRESSES_MAX:
                self._counts.popitem(last=False)
        if count >= LOOKS_A_MINUTE:
            raise TooManyLooks(retry_after_s=int((since + MINUTE - now).total_seconds()) + 1)


@routes.bare(
    "GET",
    "/public/trace/{code}",
    why="A guest scans the code on a keg and has no account; only what would fit on a label is told.",
    model=PublicTraceOut,
    refusals=(404, 429),
)
def read_public_trace(
    request: Request, response: Response, code: Annotated[str, Path(min_length=1, max_length=100)]
) -> PublicTraceOut:
    """The story of the beer in the keg with this serial or code."""
    host = request.app.state.host
    looks: Looks = request.app.state.__dict__.setdefault("public_looks", Looks())
    looks.count(request.client.host if request.client else "unknown", host.clock.now())
    database: Database = host.databases["traceability"]
    with database.read() as tx:
        story = queries.public_trace(tx, code)
    response.headers["Cache-Control"] = f"public, max-age={CACHED_S}"
    return PublicTraceOut.model_validate(story)
