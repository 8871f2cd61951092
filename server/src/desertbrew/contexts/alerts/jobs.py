"""What alerts does by the clock."""

from __future__ import annotations

from datetime import timedelta

from desertbrew.contexts.alerts.commands import tell_people
from desertbrew.platform.context import Job

JOBS = (Job(name="tell_people", every=timedelta(seconds=20), run=tell_people),)
"""A delivery that makes twenty items low should ring a telephone once, and nobody minds the seconds."""
