"""Registering people and changing what they may do, on a real database."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pydantic import SecretStr
from sqlalchemy import update

from desertbrew.contexts.security import commands
from desertbrew.contexts.security.commands import entrance, hashing
from desertbrew.contexts.security.errors import (
    LastOwner,
    OwnerExists,
    OwnersOnly,
    OwnRoles,
    PersonInactive,
    UsernameTaken,
    WrongCredentials,
)
from desertbrew.contexts.security.tables import Person, PersonRole
from desertbrew.kernel.errors import InvalidInput
from desertbrew.kernel.ids import new_id
from desertbrew.kernel.roles import Role
from desertbrew.platform.db import Database, Origin, Tx
from security.cast import (
    MANAGER,
    OWNER,
    Register,
    SignInAs,
    alive,
    behind,
    events,
    outcomes,
)


def test_a_person_is_registered_with_hashes_only(security: Database, register: Register) -> None:
    person = register("Ana", Role.BREWER, Role.CELLAR)
    assert person.username == "ana"
    assert str(person.password_hash).startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert str(person.pin_hash).startswith("$argon2id$")
    assert str(person.id) in events(security, "person_registered")[0]
    assert "argon2" not in events(security, "person_registered")[0]


def test_usernames_are_unique_whatever_their_case(register: Register) -> None:
    """INV-S1."""
    register("ana", Role.BREWER)
    with pytest.raises(UsernameTaken):
        register("ANA", Role.COOK)


def test_of_many_who_want_a_username_at_once_one_gets_it(register: Register) -> None:
    found = outcomes([lambda: register("ana", Role.BREWER)] * 8)
    assert found.count(None) == 1
    assert found.count(UsernameTaken) == 7


@pytest.mark.parametrize(
    "username,roles,pointer",
    [("a b", {Role.COOK}, "/username"), ("ana", set(), "/roles"), ("ana", {Role.SERVICE}, "/roles")],
)
def test_people_who_cannot_be_registered(register: Register, username: str, roles: set[Role], pointer: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        register(username, *roles)
    assert refused.value.pointer == pointer


def test_only_owners_touch_owners(security: Database, register: Register, origin: Origin) -> None:
    """INV-S6."""
    owner, other = register("ana", Role.OWNER), register("luz", Role.OWNER)
    hashed = commands.hash_password(SecretStr("otra frase muy larga"), "ana")
    new = commands.NewPerson("eva", "Eva", OWNER)
    tries: list[Callable[[Tx], object]] = [
        lambda tx: commands.register_person(tx, new, by=MANAGER),
        lambda tx: commands.change_roles(tx, owner.id, MANAGER, by=MANAGER, by_id=str(new_id())),
        lambda tx: commands.change_password(tx, owner.id, hashed, by=MANAGER, keep_session=""),
        lambda tx: commands.change_pin(tx, owner.id, None, by=MANAGER),
        lambda tx: commands.deactivate_person(tx, owner.id, by=MANAGER),
    ]
    for attempt in tries:
        with pytest.raises(OwnersOnly):
            security.write(attempt, origin)
    security.write(lambda tx: commands.deactivate_person(tx, other.id, by=OWNER), origin)


def test_nobody_promotes_themselves(security: Database, register: Register, origin: Origin) -> None:
    """INV-S6."""
    manager = register("luz", Role.MANAGER)
    roles = frozenset({Role.MANAGER, Role.AUDITOR})
    with pytest.raises(OwnRoles):
        security.write(lambda tx: commands.change_roles(tx, manager.id, roles, by=MANAGER, by_id=str(manager.id)), origin)
    security.write(lambda tx: commands.change_roles(tx, manager.id, roles, by=MANAGER, by_id=str(new_id())), origin)
    assert len(events(security, "person_roles_changed")) == 1


def test_the_same_roles_again_change_nothing(security: Database, register: Register, origin: Origin) -> None:
    person = register("ana", Role.COOK)
    roles = frozenset({Role.COOK})
    security.write(lambda tx: commands.change_roles(tx, person.id, roles, by=OWNER, by_id=""), origin)
    assert events(security, "person_roles_changed") == []


def test_the_last_owner_stays(security: Database, register: Register, origin: Origin) -> None:
    """INV-S2."""
    owner = register("ana", Role.OWNER)
    gone = register("luz", Role.OWNER)
    security.write(lambda tx: commands.deactivate_person(tx, gone.id, by=OWNER), origin)
    with pytest.raises(LastOwner):
        security.write(lambda tx: commands.deactivate_person(tx, owner.id, by=OWNER), origin)
    with pytest.raises(LastOwner):
        security.write(lambda tx: commands.change_roles(tx, owner.id, MANAGER, by=OWNER, by_id=""), origin)
    assert alive(security, owner) == 0


def test_two_owners_who_demote_each_other_at_once_do_not_both_succeed(
    security: Database, register: Register, origin: Origin
) -> None:
    for _ in range(5):
        one, two = register(f"a{new_id().hex[-8:]}", Role.OWNER), register(f"b{new_id().hex[-8:]}", Role.OWNER)

        def demote(person: Person) -> Callable[[], object]:
            return lambda: security.write(
                lambda tx: commands.change_roles(tx, person.id, MANAGER, by=OWNER, by_id=""), origin
            )

        assert sorted(outcomes([demote(one), demote(two)]), key=str) == [LastOwner, None]
        with security.read() as tx:
            assert not entrance.needs_owner(tx)
        _demote_the_rest(security, origin)


def _demote_the_rest(security: Database, origin: Origin) -> None:
    """Take every owner away behind the rules' back, for the next round."""
    security.write(lambda tx: tx.session.execute(update(PersonRole).values(role="cook")), origin)


def test_of_many_first_owners_at_once_one_is(security: Database, origin: Origin, register: Register) -> None:
    hashed = register("seed", Role.COOK).password_hash
    assert hashed is not None
    secret = hashing.PasswordHash(hashed)

    def create(name: str) -> Callable[[], object]:
        return lambda: security.write(lambda tx: commands.create_owner(tx, name, name.title(), secret), origin)

    found = outcomes([create(f"owner{number}") for number in range(8)])
    assert found.count(None) == 1
    assert found.count(OwnerExists) == 7


def test_who_left_is_out_at_once_and_for_good(
    security: Database, register: Register, origin: Origin, sign_in: SignInAs
) -> None:
    """INV-S8."""
    person = register("ana", Role.COOK)
    opened = sign_in("ana")
    assert behind(security, opened.token)
    security.write(lambda tx: commands.deactivate_person(tx, person.id, by=MANAGER), origin)
    assert behind(security, opened.token) is None
    assert alive(security, person) == 0
    assert len(events(security, "session_revoked")) == 1
    assert len(events(security, "person_deactivated")) == 1
    with pytest.raises(WrongCredentials):
        sign_in("ana")
    with pytest.raises(PersonInactive):
        security.write(lambda tx: commands.change_roles(tx, person.id, MANAGER, by=OWNER, by_id=""), origin)


def test_a_new_password_ends_the_other_sessions(
    security: Database, register: Register, origin: Origin, sign_in: SignInAs
) -> None:
    """INV-S8."""
    person = register("ana", Role.COOK)
    stolen, own = sign_in("ana"), sign_in("ana")
    caller = behind(security, own.token)
    assert caller is not None
    hashed = commands.hash_password(SecretStr("otra frase muy larga"), "ana")
    security.write(
        lambda tx: commands.change_password(tx, person.id, hashed, by=OWNER, keep_session=caller.session_id), origin
    )
    assert behind(security, stolen.token) is None
    assert behind(security, own.token)
    sign_in("ana", "otra frase muy larga")
    with pytest.raises(WrongCredentials):
        sign_in("ana")


def test_a_password_that_was_hashed_for_nobody_is_refused_at_its_field() -> None:
    with pytest.raises(InvalidInput) as refused:
        commands.hash_password(SecretStr("corta"), "ana", pointer="/new_password")
    assert refused.value.pointer == "/new_password"
    with pytest.raises(InvalidInput):
        commands.hash_pin(SecretStr("1234"))
