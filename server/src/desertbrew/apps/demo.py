"""Desert Brew Co.: a small brewery with a past, made with the commands that people use.

A seed, a length and a pace make it (`demo_world.DemoSize`): the same ones on the same day make the same brewery. A load
that was killed is finished by the next one, whatever size that one asks for.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta

from pydantic import SecretStr
from sqlalchemy import select

from desertbrew.apps.demo_accounts import DEMO_ACCOUNTS
from desertbrew.apps.demo_brewing import Brewing
from desertbrew.apps.demo_calendar import DAYS_A_MONTH, calendar
from desertbrew.apps.demo_data.people import PINS
from desertbrew.apps.demo_data.plant import tanks_for
from desertbrew.apps.demo_kegs import Kegs
from desertbrew.apps.demo_kitchen import Kitchen
from desertbrew.apps.demo_opening import open_brewery
from desertbrew.apps.demo_stage import Stage
from desertbrew.apps.demo_warehouse import Warehouse
from desertbrew.apps.demo_world import QUICK, DemoSize, World
from desertbrew.apps.demo_yeast import Yeast
from desertbrew.contexts.production.rules.cellar import VesselKind
from desertbrew.contexts.security import commands as security
from desertbrew.contexts.security.commands import hashing
from desertbrew.contexts.security.tables import Person
from desertbrew.kernel.clock import business_date
from desertbrew.kernel.roles import Role
from desertbrew.platform.db import Origin, Tx, new_request_id
from desertbrew.platform.host import Host
from desertbrew.platform.tables import audit_entry

__all__ = ["QUICK", "DemoSize", "NotADemo", "is_demo_loaded", "load_demo", "refuse_real_brewery"]

BEGUN, LOADED = "security.begin_demo", "security.load_demo"
"""The audit entries that begin and end a load; the trail is never changed, so neither is what they say."""

OnDay = Callable[[float, datetime], None]
"""Told how much of the past is there, from 0 to 1, and the moment that is being played."""


class NotADemo(Exception):
    """Real people work here: sample stock could never be taken out of their ledger again."""


def is_demo_loaded(host: Host) -> bool:
    """Whether the demo brewery is here, whole."""
    return _entry(host, LOADED) is not None


def load_demo(host: Host, on_day: OnDay, size: DemoSize = QUICK) -> None:
    """Make the demo brewery in a host that serves every context and is not started; returns at once when it is there.

    Raises `NotADemo` where people are registered who are none of the demo's.
    """
    if is_demo_loaded(host):
        return
    refuse_real_brewery(host)
    people = _register_people(host, size)
    begun = json.loads(_entry(host, BEGUN) or "{}")
    now, size = datetime.fromisoformat(begun["now"]), DemoSize(**begun["size"])
    world = _world(host, people, now, size)
    _cue_all(world)
    span = now - world.stage.now
    opened = world.stage.now
    for moment in world.stage.play():
        on_day((moment - opened) / span, moment)
    owner = people[Role.OWNER]
    host.databases["security"].write(lambda tx: tx.note(LOADED, "demo", json.dumps(asdict(size))), owner)


def refuse_real_brewery(host: Host) -> None:
    """Raise `NotADemo` where people work who are not the demo's: their brewery is no place for published passwords."""
    ours = [account.username for account in DEMO_ACCOUNTS]
    with host.databases["security"].read() as tx:
        stranger = tx.session.execute(select(Person.username).where(Person.username.not_in(ours)).limit(1)).scalar()
    if stranger is not None:
        raise NotADemo(f"{stranger} works here; the demo needs a data directory of its own")


def _entry(host: Host, action: str) -> str | None:
    """What the trail says of it, None where it never happened."""
    with host.databases["security"].read() as tx:
        query = select(audit_entry.c.details).where(audit_entry.c.action == action).limit(1)
        return tx.connection.execute(query).scalar_one_or_none()


def _register_people(host: Host, size: DemoSize) -> dict[Role, Origin]:
    """Let the demo's people in, with the word of when and how big their brewery was begun; who they are, by role."""
    database = host.databases["security"]
    if _entry(host, BEGUN) is None:
        hashes = [
            (
                hashing.submit(hashing.hash_password, SecretStr(each.password), each.username, demo=True),
                hashing.submit(hashing.hash_pin, SecretStr(PINS[each.role])),
            )
            for each in DEMO_ACCOUNTS
        ]
        hired = [
            security.NewPerson(who.username, who.display_name, frozenset({who.role}), password.result(), pin.result())
            for who, (password, pin) in zip(DEMO_ACCOUNTS, hashes, strict=True)
        ]
        begun = json.dumps({"now": host.clock.now().isoformat(), "size": asdict(size)})

        def work(tx: Tx) -> None:
            for person in hired:
                security.register_person(tx, person, by=security.THE_HOUSE)
            tx.note(BEGUN, "demo", begun)

        database.write(work, Origin("system:demo", new_request_id()))
    with database.read() as tx:
        ids = {row.username: row.id for row in tx.session.execute(select(Person.username, Person.id))}
    return {
        account.role: Origin(str(ids[account.username]), new_request_id(), account.display_name) for account in DEMO_ACCOUNTS
    }


def _world(host: Host, people: dict[Role, Origin], now: datetime, size: DemoSize) -> World:
    zone = host.databases["production"].zone
    today = business_date(now, zone)
    opens = today - timedelta(days=round(size.months * DAYS_A_MONTH))
    morning = datetime(opens.year, opens.month, opens.day, 6, tzinfo=zone)
    return World(Stage(host, people, morning, now), size, zone, opens, today)


def _cue_all(world: World) -> None:
    """The first morning; and from it, everything."""
    warehouse, kegs, yeast = Warehouse(world), Kegs(world), Yeast(world)
    tanks = tanks_for(world.size.batches_per_month)
    fermenters = [tank.code for tank in tanks if tank.kind is VesselKind.FERMENTER]
    brites = [tank.code for tank in tanks if tank.kind is VesselKind.BRITE]
    luck = world.chance("calendar")
    slots = calendar(world.opens, world.today, world.size.batches_per_month, fermenters, brites, luck)

    def begin() -> None:
        for slot in slots:
            Brewing(world, warehouse, kegs, yeast, slot).plan()
        warehouse.open()
        warehouse.recall(kegs.hold_recalled)
        kegs.open()

    open_brewery(world, begin)
    Kitchen(world).open()
