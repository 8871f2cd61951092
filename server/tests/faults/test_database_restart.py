"""PostgreSQL dies and recovers under load: 503 with Retry-After meanwhile, nobody hangs, nothing is lost."""

from __future__ import annotations

import pytest

from faults.conftest import BuildBrewery
from faults.killing import (
    ANSWERED_WITHIN_S,
    SOAK,
    Campaign,
    assert_caught,
    assert_nothing_lost,
    begin,
)
from faults.planted_server import launcher
from private_servers import PrivatePostgres

pytestmark = pytest.mark.dialect("postgresql")

KILLS = 20 if SOAK else 2


def kill_database(server: PrivatePostgres, campaign: Campaign) -> None:
    """Take its power away under load, let people see that it is gone, and bring it back."""
    campaign.load.wait_for(campaign.chance.randint(2, 20))
    server.kill()
    campaign.load.wait_for_503(3)
    server.start()


@pytest.mark.parametrize("embedded", [False, True], ids=["services", "one process"])
def test_database_restart_loses_nothing(
    build_brewery: BuildBrewery, private_postgres: PrivatePostgres, embedded: bool
) -> None:
    campaign = begin(build_brewery(embedded=embedded))
    with campaign.load:
        for _ in range(KILLS):
            kill_database(private_postgres, campaign)
        campaign.load.wait_for(10)
    assert_nothing_lost(campaign)
    assert campaign.load.journal.slowest_s < ANSWERED_WITHIN_S
    campaign.brewery.stop()


@pytest.mark.parametrize(
    "bug, sign", [("answer_before_commit", "acknowledged and lost"), ("mark_before_publish", "never heard")]
)
def test_planted_bug_is_caught(build_brewery: BuildBrewery, private_postgres: PrivatePostgres, bug: str, sign: str) -> None:
    campaign = begin(build_brewery(launcher(bug), embedded=True))
    with campaign.load:
        for _ in range(3):
            kill_database(private_postgres, campaign)
        campaign.load.wait_for(5)
    assert_caught(campaign, sign)
