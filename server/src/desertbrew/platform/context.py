"""The manifest that every context fills in; `apps/` composes the program from these and from nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import MetaData

from desertbrew.kernel.clock import business_date, local_moment
from desertbrew.kernel.errors import Text
from desertbrew.kernel.events import Event
from desertbrew.kernel.roles import Role

if TYPE_CHECKING:
    from desertbrew.platform.db import ReadTx, Tx
    from desertbrew.platform.http.routes import Routes
    from desertbrew.platform.messages import Claimed, Undeliverable

E = TypeVar("E")


@dataclass(frozen=True, slots=True)
class Permission:
    """Something one may be allowed to do, and the roles that are; the owner may do everything that people may."""

    name: str
    """`context.things.verb`, such as inventory.lots.receive."""
    what: Text
    roles: frozenset[Role]

    def granted_to(self, roles: frozenset[Role]) -> bool:
        """Whether somebody with `roles` has it."""
        owned = Role.OWNER in roles and self.roles != {Role.SERVICE}
        return owned or bool(self.roles & roles)


def permission(name: str, es: str, en: str, *roles: Role) -> Permission:
    """A permission in one line of a manifest."""
    return Permission(name, Text(es=es, en=en), frozenset(roles))


@dataclass(frozen=True, slots=True)
class Reaction:
    """What a context does when it hears of an event, its own or another's. Runs once an event; order is not promised."""

    event: type[Any]
    handle: Callable[[Tx, Any], None]


class Reactions:
    """Collects a context's reactions, one decorator each."""

    def __init__(self) -> None:
        self.declared: list[Reaction] = []

    def on(self, kind: type[E]) -> Callable[[Callable[[Tx, E], None]], Callable[[Tx, E], None]]:
        """Register the decorated function for events of `kind`."""

        def register(handle: Callable[[Tx, E], None]) -> Callable[[Tx, E], None]:
            self.declared.append(Reaction(kind, handle))
            return handle

        return register


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What happens by the clock: `every` so often, or daily `at` a time of the brewery's wall clock, never both.

    Periods and days that passed while the machine slept are made up for by one run, as soon as it wakes.
    """

    name: str
    every: timedelta | None = None
    at: time | None = None
    run: Callable[[Tx], None]

    def __post_init__(self) -> None:
        assert (self.every is None) != (self.at is None), f"{self.name} is either every so often or at a time of day"

    def first_due(self, now: datetime, zone: ZoneInfo) -> datetime:
        """When a job that never ran is due: at once, or at its time of this business day, even if that has passed."""
        return now if self.at is None else local_moment(business_date(now, zone), self.at, zone)

    def due_after(self, now: datetime, zone: ZoneInfo) -> datetime:
        """When the job is due again once it ran at `now`."""
        if self.at is None:
            assert self.every is not None
            return now + self.every
        today = business_date(now, zone)
        due = local_moment(today, self.at, zone)
        return due if due > now else local_moment(today + timedelta(days=1), self.at, zone)


@dataclass(frozen=True, slots=True)
class Check:
    """An invariant that `doctor` recomputes from the rows; returns a sentence for each violation."""

    name: str
    find_faults: Callable[[ReadTx], list[str]]


def _let_be(_: Tx, __: Claimed, ___: Undeliverable) -> None:
    """Nothing follows from a message that cannot arrive, but that a person sees it."""


@dataclass(frozen=True)
class Context:
    """One room of the house."""

    name: str
    metadata: MetaData
    routes: Routes
    migrations: Path
    emits: Mapping[type[Event], Permission]
    """Every event the context may emit, and who may see it pass on the live feed."""
    permissions: tuple[Permission, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    jobs: tuple[Job, ...] = ()
    checks: tuple[Check, ...] = field(default=())
    undeliverable: Callable[[Tx, Claimed, Undeliverable], None] = _let_be
    """What follows where a message of the context's can never arrive, such as a push to a browser that is gone."""

    def hears(self) -> frozenset[str]:
        """The names of the events that the context reacts to: what the courier must bring it."""
        return frozenset(reaction.event.NAME for reaction in self.reactions)
