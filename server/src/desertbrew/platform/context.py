"""The manifest that every context fills in; `apps/` composes the program from these and from nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import MetaData

from desertbrew.kernel.errors import Text
from desertbrew.kernel.events import Event
from desertbrew.kernel.roles import Role

if TYPE_CHECKING:
    from desertbrew.platform.db import ReadTx, Tx
    from desertbrew.platform.http.routes import Routes

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


@dataclass(frozen=True, slots=True)
class Job:
    """What happens by the clock, once each period also after the machine slept."""

    name: str
    every: timedelta
    run: Callable[[Tx], None]


@dataclass(frozen=True, slots=True)
class Check:
    """An invariant that `doctor` recomputes from the rows; returns a sentence for each violation."""

    name: str
    find_faults: Callable[[ReadTx], list[str]]


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

    def hears(self) -> frozenset[str]:
        """The names of the events that the context reacts to: what the courier must bring it."""
        return frozenset(reaction.event.NAME for reaction in self.reactions)
