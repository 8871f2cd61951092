"""kill -9 at random points under load: what was acknowledged is there once, nothing is half there.

SQLite: the one process of `desertbrew up`. PostgreSQL: three services with RabbitMQ between them.
"""

from __future__ import annotations

from faults.conftest import BuildBrewery
from faults.killing import RECOVERED_WITHIN_S, SOAK, assert_nothing_lost, begin

KILLS = int(SOAK or 4)


def test_kill_loses_nothing(build_brewery: BuildBrewery) -> None:
    campaign = begin(build_brewery())
    with campaign.load:
        campaign.kill_servers(KILLS)
    assert_nothing_lost(campaign)
    assert min(campaign.brewery.recoveries) < RECOVERED_WITHIN_S
    campaign.brewery.stop()
