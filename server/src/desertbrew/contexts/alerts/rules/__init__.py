"""The decisions of alerts: what a new word does to an alert, who may see which, and how it is said."""

from __future__ import annotations

from desertbrew.contexts.alerts.rules.audience import AUDIENCE, TOPICS, Topic, may_see, topic_of
from desertbrew.contexts.alerts.rules.lifecycle import Standing, Step, Word, at_least, expiry_severity, judge, stock_severity
from desertbrew.contexts.alerts.rules.wording import Said, letter_of, push_of, say

__all__ = [
    "AUDIENCE",
    "TOPICS",
    "Said",
    "Standing",
    "Step",
    "Topic",
    "Word",
    "at_least",
    "expiry_severity",
    "judge",
    "letter_of",
    "may_see",
    "push_of",
    "say",
    "stock_severity",
    "topic_of",
]
