"""The broker freezes, dies and comes back under load: nothing is lost, and nobody who works notices."""

from __future__ import annotations

import os
import signal

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
from private_servers import PrivateBroker, descendants

pytestmark = pytest.mark.dialect("postgresql")

KILLS = 20 if SOAK else 1


def kill_broker(broker: PrivateBroker, *campaigns: Campaign) -> None:
    """Stop it in the middle of whatever it does, let people go on, and take its power away.

    What was written to its socket meanwhile is lost with it: only a confirm says that the broker has an event.
    """
    for campaign in campaigns:
        campaign.load.wait_for(campaign.chance.randint(2, 12))
    assert broker.process is not None
    for pid in (broker.process.pid, *descendants(broker.process.pid)):
        os.kill(pid, signal.SIGSTOP)
    for campaign in campaigns:
        campaign.load.wait_for(6)
    broker.kill()
    for campaign in campaigns:
        campaign.load.wait_for(6)
    broker.start()


def test_broker_restart_loses_nothing(build_brewery: BuildBrewery, private_broker: PrivateBroker) -> None:
    campaign = begin(build_brewery(broker=private_broker.url))
    with campaign.load:
        for _ in range(KILLS):
            kill_broker(private_broker, campaign)
        campaign.load.wait_for(10)
    assert_nothing_lost(campaign)
    assert campaign.load.journal.slowest_s < ANSWERED_WITHIN_S
    assert not campaign.load.journal.unavailable, "commands do not wait for the broker"
    campaign.brewery.stop()


def test_relay_that_awaits_no_confirm_is_caught(build_brewery: BuildBrewery, private_broker: PrivateBroker) -> None:
    brewery = build_brewery(launcher("publish_without_confirm"), broker=private_broker.url, one_process=True)
    campaign = begin(brewery)
    with campaign.load:
        kill_broker(private_broker, campaign)
    assert_caught(campaign, "never heard")
