"""People who work at the brewery, registered by the commands, and how to sign them in."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import SecretStr

from desertbrew.contexts.security import commands
from desertbrew.contexts.security.commands import entrance
from desertbrew.contexts.security.commands.guesses import Visitor
from desertbrew.contexts.security.commands.sessions import Opened
from desertbrew.contexts.security.tables import Person
from desertbrew.kernel.roles import Role
from desertbrew.platform.db import Database, Origin
from security.cast import PASSWORD, Register, SignInAs, hashed_password, hashed_pin


@pytest.fixture
def security(databases: dict[str, Database]) -> Database:
    """Security's database, migrated and empty."""
    return databases["security"]


@pytest.fixture
def at_the_door() -> Visitor:
    """Somebody at a computer of the brewery."""
    return Visitor("192.168.1.20", "Firefox", "test-request-0002")


@pytest.fixture
def register(security: Database, origin: Origin) -> Register:
    """Registers somebody with the password PASSWORD and the PIN PIN: `register("ana", Role.OWNER)`."""

    def register(username: str, *roles: Role, **more: Any) -> Person:
        new = commands.NewPerson(
            username,
            more.get("display_name", username.title()),
            frozenset(roles),
            more.get("password_hash", hashed_password()),
            more.get("pin_hash", hashed_pin()),
        )
        return security.write(lambda tx: commands.register_person(tx, new, by=commands.THE_HOUSE), origin)

    return register


@pytest.fixture
def sign_in(security: Database, at_the_door: Visitor) -> SignInAs:
    """Tries a password: `sign_in("ana")`, `sign_in("ana", "a guess", client="10.0.0.9")`."""

    def sign_in(username: str, password: str = PASSWORD, *, client: str = "", **more: Any) -> Opened:
        visitor = Visitor(client or at_the_door.client, at_the_door.user_agent, at_the_door.request_id)
        return entrance.sign_in_with_password(security, username, SecretStr(password), visitor, **more)

    return sign_in
