"""The checks of the kills can fail: they find bugs that were planted for them."""

from __future__ import annotations

import pytest

from faults.conftest import BuildBrewery
from faults.killing import assert_caught, begin
from faults.planted_server import launcher

PLANTED_KILLS = 3


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
