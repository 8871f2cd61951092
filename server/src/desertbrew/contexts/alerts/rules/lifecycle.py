"""What a new word about a thing does to the alert about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from desertbrew.contexts.alerts.contract import AlertSeverity

RANK = {AlertSeverity.NOTICE: 1, AlertSeverity.WARNING: 2, AlertSeverity.CRITICAL: 3}
BY_URGENCY = {1: AlertSeverity.NOTICE, 2: AlertSeverity.WARNING, 3: AlertSeverity.CRITICAL}


@dataclass(frozen=True, slots=True)
class Standing:
    """How serious something is; two that are equal are the same alert."""

    severity: AlertSeverity
    urgency: int | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """What was heard of a thing: how it stands, or nothing where all is well again."""

    standing: Standing | None
    name: str = ""
    """What people call the thing."""
    figures: Mapping[str, str] = field(default_factory=dict)
    """What the word came from: figures as text, dates as ISO."""


class Step(StrEnum):
    """What a word does."""

    OPENED = "OPENED"
    CHANGED = "CHANGED"
    ACKNOWLEDGED = "ACKNOWLEDGED"
    CLEARED = "CLEARED"


def judge(standing: Standing | None, word: Word) -> Step | None:
    """What `word` does to an alert that stands so (None: there is none open); None where it says nothing new.

    Only a change is a step: somebody who acknowledged "low" must hear of "nothing left", and not of "low" again.
    (INV-A1, INV-A3)
    """
    if word.standing is None:
        return None if standing is None else Step.CLEARED
    if standing is None:
        return Step.OPENED
    return None if word.standing == standing else Step.CHANGED


def stock_severity(urgency: int) -> AlertSeverity:
    """How serious the three urgencies of low stock are: low, half of low, nothing."""
    return BY_URGENCY[urgency]


def expiry_severity(*, critical: bool) -> AlertSeverity:
    """Within three days it is critical, within seven a warning; inventory's rules count the days."""
    return AlertSeverity.CRITICAL if critical else AlertSeverity.WARNING


def at_least(severity: AlertSeverity, minimum: AlertSeverity) -> bool:
    """Whether somebody who wants to hear from `minimum` on hears of `severity`."""
    return RANK[severity] >= RANK[minimum]
