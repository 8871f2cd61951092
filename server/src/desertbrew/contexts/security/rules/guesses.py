"""Guesses: few tries, then a lock that doubles.

A try is counted before it is checked, so that a hundred sent at once are not all checked before the first is counted.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=15)
LONGEST_LOCK = timedelta(hours=24)
FORGOTTEN_AFTER = timedelta(hours=24)
"""A quiet day, and the next lock is a short one again."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How many tries within `WINDOW` before the lock."""

    tries: int


PAIR = Limit(5)
"""One name from one place: a person who forgot."""
PLACE = Limit(30)
"""Any names from one place: somebody who tries one password on everybody; a shared address has several honest ones."""
NAME = Limit(30)
"""One name from any place. Because of the pair's lock it takes six places to reach it, so that nobody at one computer
can lock another person out."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What is known of the guesses at one key."""

    tries: int
    locks: int
    last_at: datetime
    locked_until: datetime | None


def seconds_locked(tally: Tally, now: datetime) -> int:
    """Whole seconds until the next try is looked at, rounded up; 0 where it is now."""
    if tally.locked_until is None:
        return 0
    return max(0, math.ceil((tally.locked_until - now).total_seconds()))


def count_try(tally: Tally | None, limit: Limit, now: datetime) -> Tally:
    """The tally with one more try, which must not be locked; the last one allowed puts the lock on.

    Any quarter of an hour sees at most `limit.tries`: the count only restarts after a quiet window or a lock, and no
    lock is shorter than the window (INV-S4).
    """
    if tally is None or now - max(tally.last_at, tally.locked_until or tally.last_at) >= FORGOTTEN_AFTER:
        tally = Tally(0, 0, now, None)
    if seconds_locked(tally, now):
        raise ValueError("a locked try is refused before it is counted")
    restarts = tally.locked_until is not None or now - tally.last_at >= WINDOW
    tries = 1 if restarts else tally.tries + 1
    if tries < limit.tries:
        return Tally(tries, tally.locks, now, None)
    length = min(WINDOW * 2 ** min(tally.locks, 10), LONGEST_LOCK)
    return Tally(tries, tally.locks + 1, now, now + length)


def forgive_try(tally: Tally) -> Tally:
    """The tally without the try that turned out right and the lock that it put on; other tries stay counted."""
    locks = tally.locks - 1 if tally.locked_until is not None else tally.locks
    return Tally(max(0, tally.tries - 1), max(0, locks), tally.last_at, None)
