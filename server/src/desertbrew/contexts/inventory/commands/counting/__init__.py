"""Physical counts: planned, counted by several at once, looked at, and approved into the books."""

from __future__ import annotations

from desertbrew.contexts.inventory.commands.counting.deciding import approve_count, ask_recount, cancel_count
from desertbrew.contexts.inventory.commands.counting.planning import NewCount, plan_count, start_count, submit_count
from desertbrew.contexts.inventory.commands.counting.tallying import Find, NewTally, find_lot, tally_line

__all__ = [
    "Find",
    "NewCount",
    "NewTally",
    "approve_count",
    "ask_recount",
    "cancel_count",
    "find_lot",
    "plan_count",
    "start_count",
    "submit_count",
    "tally_line",
]
