"""What security does by the clock."""

from __future__ import annotations

from datetime import timedelta

from desertbrew.contexts.security.commands.guesses import forget_old_tallies
from desertbrew.contexts.security.commands.sessions import forget_ended_sessions
from desertbrew.platform.context import Job

JOBS = (
    Job(name="forget_ended_sessions", every=timedelta(hours=1), run=forget_ended_sessions),
    Job(name="forget_old_tallies", every=timedelta(hours=6), run=forget_old_tallies),
)
