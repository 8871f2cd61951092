"""What security does by the clock."""

from __future__ import annotations

from datetime import timedelta

from desertbrew.contexts.security.commands.guesses import forget_old_tallies
from desertbrew.contexts.security.commands.sessions import forget_ended_sessions
from desertbrew.platform.context import Job

JOBS = (
    Job("forget_ended_sessions", timedelta(hours=1), forget_ended_sessions),
    Job("forget_old_tallies", timedelta(hours=6), forget_old_tallies),
)
