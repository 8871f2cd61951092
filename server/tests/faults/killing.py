"""Killing processes at seeded random points of a load, and what is asserted afterwards."""

from __future__ import annotations

import os
import random
import sys
from dataclasses import dataclass

from faults.brewery import Brewery
from faults.load import Journal, Load
from faults.verdict import find_violations, wait_until_quiet

SOAK = os.environ.get("DESERTBREW_TEST_SOAK", "")
"""How many kills the long run does; empty in the short one."""
SEED = int(os.environ.get("DESERTBREW_TEST_SEED", "0")) or random.SystemRandom().randrange(1, 10**9)
POWER_CUTS = 0.2
"""The share of kills that take all processes at once."""
RECOVERED_WITHIN_S = 10.0
"""For the quickest recovery of a run: on a machine that does other things too, the others say more of the machine.

The aim is two seconds on an idle one, and docs/evidence.md says what was measured.
"""
ANSWERED_WITHIN_S = 5.0
"""Whatever is down, nobody waits longer than this for an answer, if only for a 503."""
CAUGHT_WITHIN_S = 4.0
"""How long an event may take to arrive before it counts as lost, where losing some is the point."""


@dataclass
class Campaign:
    """A load on a brewery, and the chance by which its processes die. Prints the seed that repeats it."""

    brewery: Brewery
    load: Load
    chance: random.Random

    def kill_servers(self, times: int) -> None:
        """Kill one process, or all as a power cut does, after some acknowledgements; bring back what died, and again."""
        for _ in range(times):
            self.load.wait_for(self.chance.randint(2, 20))
            together = len(self.brewery.servers) if self.chance.random() < POWER_CUTS else 1
            victims = self.chance.sample(self.brewery.servers, together)
            for server in victims:
                server.kill()
            self.brewery.restart(*victims)
        self.load.wait_for(5)


def begin(brewery: Brewery, people: int = 3) -> Campaign:
    """Start the brewery and prepare a load on it."""
    say(f"seed {SEED}: repeat with DESERTBREW_TEST_SEED={SEED}")
    brewery.start()
    return Campaign(brewery, Load(brewery, people, SEED), random.Random(SEED))


def assert_nothing_lost(campaign: Campaign) -> None:
    """Everything acknowledged is there once, nothing is half there, every event reached its readers once."""
    campaign.load.finish()
    books = wait_until_quiet(campaign.brewery)
    violations = find_violations(books, campaign.load.journal)
    assert not violations, f"seed {SEED}: {len(violations)} violations\n" + "\n".join(violations[:40])
    ill = campaign.brewery.doctor()
    assert not ill, ill
    report(campaign)


def assert_caught(campaign: Campaign, sign: str) -> None:
    """The checks that the honest program passes find the planted bug, and say `sign`."""
    violations = violations_of(campaign)
    assert any(sign in violation for violation in violations), f"seed {SEED}: {violations}"
    say(f"caught by {len(violations)} violations, such as: {violations[0]}")


def violations_of(campaign: Campaign) -> list[str]:
    """What is found, without much patience: for a brewery in which a bug is planted."""
    campaign.load.finish()
    return find_violations(wait_until_quiet(campaign.brewery, CAUGHT_WITHIN_S), campaign.load.journal)


def say(what: str) -> None:
    """Tell whoever reads the output of a test that failed, or of a long run."""
    sys.stdout.write(what + "\n")


def report(campaign: Campaign) -> None:
    """The figures of a run, in one line a subject."""
    journal: Journal = campaign.load.journal
    tries = sum(command.tries for command in journal.commands)
    say(
        f"{journal.acknowledged} commands acknowledged in {tries} tries, {journal.replayed} answered from memory, "
        f"{journal.unavailable} × 503, slowest answer {journal.slowest_s * 1000:.0f} ms"
    )
    recoveries = sorted(campaign.brewery.recoveries)
    if recoveries:
        half, most = recoveries[len(recoveries) // 2], recoveries[int(len(recoveries) * 0.95)]
        say(
            f"{len(recoveries)} processes killed; from start to first answer: "
            f"p50 {half:.2f} s, p95 {most:.2f} s, longest {recoveries[-1]:.2f} s"
        )
