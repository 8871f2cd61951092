"""The cast of these stories: what they type, how they are called for, and how to look at what became of them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from pydantic import SecretStr
from sqlalchemy import func, select

from desertbrew.contexts.security import commands
from desertbrew.contexts.security.commands.hashing import PasswordHash, PinHash
from desertbrew.contexts.security.commands.sessions import Opened
from desertbrew.contexts.security.tables import Person, SignIn
from desertbrew.kernel.errors import DomainError
from desertbrew.kernel.roles import Role
from desertbrew.platform.auth import Caller, hash_token
from desertbrew.platform.context import Permission, permission
from desertbrew.platform.db import Database
from desertbrew.platform.tables import audit_entry, outbox

PASSWORD = "vías del tren lejano"
PIN = "8305"

Register = Callable[..., Person]
SignInAs = Callable[..., Opened]


@cache
def hashed_password() -> PasswordHash:
    return commands.hash_password(SecretStr(PASSWORD), "nobody")


@cache
def hashed_pin() -> PinHash:
    return commands.hash_pin(SecretStr(PIN))


MANAGER = frozenset({Role.MANAGER})
OWNER = frozenset({Role.OWNER})
BREW = permission("production.batches.brew", "Cocer", "Brew", Role.BREWER)
MANAGE = permission("security.people.manage", "Gestionar", "Manage", Role.MANAGER)
RESOLVE = permission("security.sessions.resolve", "Reconocer", "Recognise", Role.SERVICE)


def events(database: Database, name: str) -> list[str]:
    with database.read() as tx:
        query = select(outbox.c.payload).where(outbox.c.name == f"security.{name}.v1").order_by(outbox.c.seq)
        return list(tx.session.execute(query).scalars())


def notes(database: Database, action: str) -> int:
    with database.read() as tx:
        query = select(func.count()).where(audit_entry.c.action == f"security.{action}")
        return tx.session.execute(query).scalar_one()


def alive(database: Database, person: Person) -> int:
    with database.read() as tx:
        return tx.session.execute(select(func.count()).where(SignIn.person_id == person.id)).scalar_one()


def directory(database: Database, *permissions: Permission) -> commands.Directory:
    return commands.Directory(database, permissions)


def behind(database: Database, token: SecretStr, *permissions: Permission) -> Caller | None:
    return directory(database, *permissions).find(hash_token(token.get_secret_value()))


def outcomes(attempts: list[Callable[[], object]]) -> list[type[DomainError] | None]:
    """What became of attempts made at the same moment."""

    def settle(attempt: Callable[[], object]) -> type[DomainError] | None:
        try:
            attempt()
        except DomainError as refusal:
            return type(refusal)
        return None

    with ThreadPoolExecutor(len(attempts)) as pool:
        return list(pool.map(settle, attempts))
