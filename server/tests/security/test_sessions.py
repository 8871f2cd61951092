"""Sessions and shared devices, on a real database."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pydantic import SecretStr
from sqlalchemy import func, select

from desertbrew.contexts.security import commands
from desertbrew.contexts.security.commands import devices, entrance, people, sessions
from desertbrew.contexts.security.commands.guesses import Visitor, forget_old_tallies
from desertbrew.contexts.security.errors import (
    DeviceNotShared,
    OwnersOnly,
    TooManyTries,
    WrongCredentials,
    WrongPin,
)
from desertbrew.contexts.security.rules.sessions import SessionKind
from desertbrew.contexts.security.tables import GuessTally, SignIn
from desertbrew.kernel.clock import FixedClock
from desertbrew.kernel.errors import NotFound
from desertbrew.kernel.ids import new_id
from desertbrew.kernel.roles import Role
from desertbrew.platform.auth import hash_token
from desertbrew.platform.db import Database, Origin
from security.cast import (
    BREW,
    MANAGE,
    OWNER,
    PIN,
    RESOLVE,
    Register,
    SignInAs,
    alive,
    behind,
    directory,
)
from support.waiting import eventually


@pytest.fixture
def tablet(security: Database, origin: Origin) -> SecretStr:
    token = entrance.new_token()
    security.write(lambda tx: devices.share_device(tx, "Barra", token, replaces=""), origin)
    return token


def test_a_pin_opens_a_short_session_on_a_shared_device(
    security: Database, register: Register, tablet: SecretStr, at_the_door: Visitor, clock: FixedClock
) -> None:
    person = register("ana", Role.MANAGER, Role.BREWER)
    opened = entrance.sign_in_with_pin(security, tablet.get_secret_value(), person.id, SecretStr(PIN), at_the_door)
    caller = behind(security, opened.token, BREW, MANAGE)
    assert caller is not None
    assert caller.permissions == {BREW.name}
    clock.advance(timedelta(minutes=30))
    assert behind(security, opened.token) is None


def test_a_pin_opens_nothing_elsewhere(security: Database, register: Register, at_the_door: Visitor) -> None:
    person = register("ana", Role.BREWER)
    for token in ("", "made up"):
        with pytest.raises(DeviceNotShared):
            entrance.sign_in_with_pin(security, token, person.id, SecretStr(PIN), at_the_door)


def test_pins_are_throttled_per_person_and_device(
    security: Database, register: Register, tablet: SecretStr, at_the_door: Visitor
) -> None:
    ana, luz = register("ana", Role.BREWER), register("luz", Role.COOK)
    token = tablet.get_secret_value()
    for _ in range(5):
        with pytest.raises(WrongPin):
            entrance.sign_in_with_pin(security, token, ana.id, SecretStr("9999"), at_the_door)
    with pytest.raises(TooManyTries):
        entrance.sign_in_with_pin(security, token, ana.id, SecretStr(PIN), at_the_door)
    entrance.sign_in_with_pin(security, token, luz.id, SecretStr(PIN), at_the_door)
    with pytest.raises(WrongPin):
        entrance.sign_in_with_pin(security, token, new_id(), SecretStr(PIN), at_the_door)


def test_a_device_that_was_lost_opens_nothing_any_more(
    security: Database, register: Register, tablet: SecretStr, at_the_door: Visitor, origin: Origin
) -> None:
    person = register("ana", Role.BREWER)
    token = tablet.get_secret_value()
    opened = entrance.sign_in_with_pin(security, token, person.id, SecretStr(PIN), at_the_door)
    with security.read() as tx:
        device = entrance.shared_device(tx, token)
    assert device.last_used_at is not None
    security.write(lambda tx: devices.unshare_device(tx, device.id), origin)
    assert behind(security, opened.token) is None
    with pytest.raises(DeviceNotShared):
        entrance.sign_in_with_pin(security, token, person.id, SecretStr(PIN), at_the_door)
    with pytest.raises(NotFound):
        security.write(lambda tx: devices.unshare_device(tx, device.id), origin)


def test_a_new_pin_ends_what_the_old_one_opened(  # and leaves sessions by password alone
    security: Database,
    register: Register,
    tablet: SecretStr,
    at_the_door: Visitor,
    origin: Origin,
    sign_in: SignInAs,
) -> None:
    person = register("ana", Role.BREWER)
    by_password = sign_in("ana")
    by_pin = entrance.sign_in_with_pin(security, tablet.get_secret_value(), person.id, SecretStr(PIN), at_the_door)
    security.write(lambda tx: commands.change_pin(tx, person.id, None, by=OWNER), origin)
    assert behind(security, by_pin.token) is None
    assert behind(security, by_password.token)
    with pytest.raises(WrongPin):
        entrance.sign_in_with_pin(security, tablet.get_secret_value(), person.id, SecretStr(PIN), at_the_door)


def test_a_change_of_roles_is_in_force_at_the_next_question(
    security: Database, register: Register, sign_in: SignInAs, origin: Origin
) -> None:
    person = register("ana", Role.COOK)
    opened = sign_in("ana")
    asked = directory(security, BREW, RESOLVE)
    found = asked.find(hash_token(opened.token.get_secret_value()))
    assert found is not None
    assert found.permissions == frozenset()
    security.write(lambda tx: commands.change_roles(tx, person.id, frozenset({Role.OWNER}), by=OWNER, by_id=""), origin)
    found = asked.find(hash_token(opened.token.get_secret_value()))
    assert found is not None
    assert found.permissions == {BREW.name}, "an owner may do all that people may, and is not one of our processes"


def test_a_session_lives_while_it_is_used_and_not_for_ever(
    security: Database, register: Register, sign_in: SignInAs, clock: FixedClock
) -> None:
    register("ana", Role.COOK)
    opened = sign_in("ana")
    hashed = hash_token(opened.token.get_secret_value())
    asked = directory(security)
    for _ in range(14 * 24 // 20):
        clock.advance(timedelta(hours=20))
        if not (found := asked.find(hashed)):
            break
        assert found.expires_at <= opened.expires_at
    clock.advance(timedelta(hours=20))
    assert clock.now() >= opened.expires_at
    assert asked.find(hashed) is None


def test_a_session_that_nobody_uses_ends(
    security: Database, register: Register, sign_in: SignInAs, clock: FixedClock
) -> None:
    register("ana", Role.COOK)
    opened = sign_in("ana")
    clock.advance(timedelta(hours=23, minutes=59))
    assert behind(security, opened.token)
    eventually(lambda: _last_seen_is_now(security))
    clock.advance(timedelta(hours=24))
    assert behind(security, opened.token) is None


def _last_seen_is_now(security: Database) -> bool:
    with security.read() as tx:
        return tx.session.execute(select(SignIn.last_seen_at)).scalar_one() == tx.now


def test_last_seen_is_written_at_most_once_a_minute(
    security: Database, register: Register, sign_in: SignInAs, clock: FixedClock
) -> None:
    register("ana", Role.COOK)
    hashed = hash_token(sign_in("ana").token.get_secret_value())
    asked = directory(security)
    clock.advance(timedelta(seconds=59))
    asked.find(hashed)
    assert security.waiting == 0
    assert not _last_seen_is_now(security)
    clock.advance(timedelta(seconds=1))
    asked.find(hashed)
    eventually(lambda: _last_seen_is_now(security))
    marked = clock.now()
    clock.advance(timedelta(seconds=30))
    for _ in range(20):
        asked.find(hashed)
    assert security.waiting == 0
    with security.read() as tx:
        assert tx.session.execute(select(SignIn.last_seen_at)).scalar_one() == marked


def test_one_ends_ones_own_sessions_and_sees_no_others(
    security: Database, register: Register, sign_in: SignInAs, origin: Origin
) -> None:
    ana, luz = register("ana", Role.COOK), register("luz", Role.COOK)
    sign_in("ana")
    with security.read() as tx:
        session_id = tx.session.execute(select(SignIn.id)).scalar_one()
    with pytest.raises(NotFound):
        security.write(lambda tx: sessions.revoke_session(tx, session_id, of_person=str(luz.id)), origin)
    security.write(lambda tx: sessions.revoke_session(tx, session_id, of_person=str(ana.id)), origin)
    assert alive(security, ana) == 0
    with pytest.raises(NotFound):
        security.write(lambda tx: sessions.revoke_session(tx, session_id, of_person=None), origin)


def test_what_ended_by_itself_is_forgotten(
    security: Database,
    register: Register,
    sign_in: SignInAs,
    clock: FixedClock,
    origin: Origin,
    tablet: SecretStr,
    at_the_door: Visitor,
) -> None:
    person = register("ana", Role.COOK)
    sign_in("ana")
    entrance.sign_in_with_pin(security, tablet.get_secret_value(), person.id, SecretStr(PIN), at_the_door)
    with pytest.raises(WrongCredentials):
        sign_in("luz", "a wrong password")
    clock.advance(timedelta(minutes=31))
    security.write(sessions.forget_ended_sessions, origin)
    with security.read() as tx:
        assert tx.session.execute(select(SignIn.kind)).scalars().all() == [SessionKind.PASSWORD.value]
    clock.advance(timedelta(hours=24))
    security.write(sessions.forget_ended_sessions, origin)
    security.write(forget_old_tallies, origin)
    assert alive(security, person) == 0
    with security.read() as tx:
        assert tx.session.execute(select(func.count()).select_from(GuessTally)).scalar_one() == 0


def test_a_programs_key_carries_work_and_not_the_office(
    security: Database, register: Register, origin: Origin, clock: FixedClock
) -> None:
    """INV-S11."""
    program = register("caja-vieja", Role.MANAGER, Role.BREWER, password_hash=None, pin_hash=None)
    token = entrance.new_token()
    security.write(
        lambda tx: people.open_program_key(tx, token, program.id, "Caja vieja", by=frozenset({Role.MANAGER})), origin
    )
    caller = behind(security, token, BREW, MANAGE)
    assert caller is not None
    assert (caller.person_id, caller.permissions) == (str(program.id), frozenset({BREW.name}))
    clock.advance(timedelta(days=89))
    assert behind(security, token) is not None
    security.write(lambda tx: commands.deactivate_person(tx, program.id, by=frozenset({Role.MANAGER})), origin)
    assert behind(security, token) is None


def test_nobody_but_an_owner_makes_a_key_of_an_owner(security: Database, register: Register, origin: Origin) -> None:
    """INV-S6."""
    owner = register("duena", Role.OWNER)
    register("segunda", Role.OWNER)
    token = entrance.new_token()
    with pytest.raises(OwnersOnly):
        security.write(
            lambda tx: people.open_program_key(tx, token, owner.id, "Puerta", by=frozenset({Role.MANAGER})), origin
        )
    assert behind(security, token) is None
