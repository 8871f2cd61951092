"""What alerts does: hears words, takes acknowledgements and wishes, and tells people."""

from __future__ import annotations

from desertbrew.contexts.alerts.commands.acknowledging import acknowledge, acknowledge_many
from desertbrew.contexts.alerts.commands.hearing import Thing, hear
from desertbrew.contexts.alerts.commands.readers import (
    Wishes,
    add_device,
    ensure_push_key,
    forget_device,
    forget_reader,
    keep_wishes,
    know_reader,
    lose_device,
)
from desertbrew.contexts.alerts.commands.telling import tell_people

__all__ = [
    "Thing",
    "Wishes",
    "acknowledge",
    "acknowledge_many",
    "add_device",
    "ensure_push_key",
    "forget_device",
    "forget_reader",
    "hear",
    "keep_wishes",
    "know_reader",
    "lose_device",
    "tell_people",
]
