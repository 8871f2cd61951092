"""A start crosses two databases: killed at every step of the way, it takes its material once and is brewing in the end.

Holds INV-B4 and INV-L5 where they matter: on real processes that lose their power.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial

from faults.brewery import Brewery
from faults.conftest import BuildBrewery
from faults.load import Catalogue, Journal, Person
from faults.planted_server import DEATH_WISH, STEPS, launcher
from faults.verdict import find_violations, wait_until_quiet
from support.waiting import eventually

DIES_WITHIN_S = 30.0
BREWS_WITHIN_S = 30.0


def test_start_survives_death_at_every_step(build_brewery: BuildBrewery) -> None:
    brewery = build_brewery(launcher("die_where_wished"))
    wish = brewery.folder / "wish"
    brewery.env[DEATH_WISH] = str(wish)
    brewery.start()
    journal = Journal()
    person = Person(brewery, journal)
    has = Catalogue.open(person)
    for step in STEPS:
        plan = {"recipe_id": has.recipe, "planned_volume_l": "100", "planned_on": "2026-12-01"}
        batch = person.do("plan", "POST", "/v1/batches", plan)
        assert batch is not None, journal.complaints
        wish.write_text(step)
        with ThreadPoolExecutor(1) as elsewhere:
            # Who starts the batch may be left without an answer, and goes on asking until the server is back.
            started = elsewhere.submit(person.do, "start", "POST", f"/v1/batches/{batch['id']}/starts")
            _bring_back_whoever_died(brewery, step)
            assert started.result() is not None, journal.complaints
        eventually(partial(_is_brewing, person, batch["id"]), BREWS_WITHIN_S)
    books = wait_until_quiet(brewery)
    assert not find_violations(books, journal)
    assert len([row for row in books.of("inventory", "issue") if row.batch_id]) == len(STEPS)
    ill = brewery.doctor()
    assert not ill, ill
    person.close()
    brewery.stop()


def _bring_back_whoever_died(brewery: Brewery, step: str) -> None:
    def died() -> bool:
        return any(server.has_died() for server in brewery.servers)

    eventually(died, DIES_WITHIN_S)
    assert not (brewery.folder / "wish").exists(), f"somebody died, and not {step}"
    for server in brewery.servers:
        if server.has_died():
            brewery.restart(server)


def _is_brewing(person: Person, batch_id: str) -> bool:
    batch = person.ask(f"/v1/batches/{batch_id}")
    return batch is not None and batch["state"] == "BREWING"
