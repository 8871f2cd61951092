"""What purchasing does by the clock."""

from __future__ import annotations

from datetime import time

from desertbrew.contexts.purchasing import commands
from desertbrew.platform.context import Job

SUGGESTED_AT = time(6)
"""Before anybody opens the office, so that the day begins with today's figures."""

JOBS = (Job(name="replenish", at=SUGGESTED_AT, run=commands.replenish_daily),)
