"""Time is an input: rules and commands are told what time it is, they never look."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Where the present comes from."""

    def now(self) -> datetime:
        """The present, aware and in UTC."""
        ...


class SystemClock:
    """The machine's own clock; the one place where the program looks at it."""

    def now(self) -> datetime:
        """The present, aware and in UTC."""
        return datetime.now(UTC)


class FixedClock:
    """A clock that stands still until it is moved: for demos, tests and simulations."""

    def __init__(self, at: datetime) -> None:
        assert at.tzinfo is not None, "a time without a zone is not a time"
        self._at = at

    def now(self) -> datetime:
        """The moment the clock stands at."""
        return self._at

    def advance(self, by: timedelta) -> None:
        """Move the clock; it may only go forward, as the real one should."""
        assert by >= timedelta(0), "time does not run backwards"
        self._at += by


def business_date(at: datetime, zone: ZoneInfo) -> date:
    """The day that people at the brewery call `at`: 23:30 in Saltillo is already tomorrow in UTC."""
    return at.astimezone(zone).date()


def local_moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """When the wall clock at the brewery says `at` on `day`, in UTC.

    A time that the clocks repeat in autumn is taken the first time round; one that they jump over in spring is taken as
    late after midnight as on any other day, which the wall clock then calls an hour later.
    """
    return datetime.combine(day, at, zone).astimezone(UTC)
