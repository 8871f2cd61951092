"""What inventory does by the clock."""

from __future__ import annotations

from datetime import time

from desertbrew.contexts.inventory.commands.expiring import watch_dates
from desertbrew.platform.context import Job

JOBS = (Job(name="watch_dates", at=time(0, 5), run=watch_dates),)
