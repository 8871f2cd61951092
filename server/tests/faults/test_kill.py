"""kill -9 at random points under load: what was acknowledged is there once, nothing is half there.

SQLite: the one process of `desertbrew up`. PostgreSQL: three services with RabbitMQ between them.
"""

from __future__ import annotations

import pytest

from faults.conftest import BuildBrewery
from faults.killing import RECOVERED_WITHIN_S, SOAK, assert_caught, assert_nothing_lost, begin
from faults.planted_server import launcher

KILLS = int(SOAK or 4)
PLANTED_KILLS = 3


def test_kill_loses_nothing(build_brewery: BuildBrewery) -> None:
    campaign = begin(build_brewery())
    with campaign.load:
        campaign.kill_servers(KILLS)
    assert_nothing_lost(campaign)
    assert min(campaign.brewery.recoveries) < RECOVERED_WITHIN_S
    campaign.brewery.stop()


# Planted here once: with PostgreSQL the same two are planted where the database dies (test_database_restart).
@pytest.mark.dialect("sqlite")
@pytest.mark.parametrize(
    "bug, sign", [("answer_before_commit", "acknowledged and lost"), ("mark_before_publish", "never heard")]
)
def test_planted_bug_is_caught_by_the_same_checks(build_brewery: BuildBrewery, bug: str, sign: str) -> None:
    # In one process, so that each kill finds every relay and every commit wherever they are.
    campaign = begin(build_brewery(launcher(bug), one_process=True))
    with campaign.load:
        campaign.kill_servers(PLANTED_KILLS)
    assert_caught(campaign, sign)
