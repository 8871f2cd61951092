"""What one can ask security, on a real database."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from desertbrew.contexts.security import commands, queries
from desertbrew.contexts.security.context import CONTEXT
from desertbrew.contexts.security.tables import Person, PersonRole
from desertbrew.kernel.clock import FixedClock
from desertbrew.kernel.ids import Id
from desertbrew.kernel.roles import Role
from desertbrew.platform import migrate
from desertbrew.platform.db import Database, Origin
from security.cast import Register, SignInAs


def test_the_migration_makes_what_the_tables_say(security: Database) -> None:
    assert migrate.drift(CONTEXT, security) == []


def test_people_come_in_pages_by_name(security: Database, register: Register) -> None:
    for name in ("Beto", "Ana", "Carla", "Ana Luisa", "Zoé"):
        register(name.lower().replace(" ", ".").replace("é", "e"), Role.COOK, display_name=name)
    seen: list[str] = []
    after: tuple[str, Id] | None = None
    with security.read() as tx:
        while found := queries.people(tx, None, after, 2):
            seen += [profile.display_name for profile in found]
            after = (found[-1].display_name, found[-1].id)
    assert seen == ["Ana", "Ana Luisa", "Beto", "Carla", "Zoé"]


def test_people_are_found_without_their_accents(security: Database, register: Register) -> None:
    register("zoe", Role.COOK, display_name="Zoé Núñez")
    with security.read() as tx:
        assert [profile.username for profile in queries.people(tx, "nunez", None, 10)] == ["zoe"]


def test_people_are_found_by_name_or_username(security: Database, register: Register) -> None:
    register("vale", Role.OWNER, display_name="Valeria Cantú")
    register("beto", Role.COOK, display_name="Roberto Vale%ra")
    with security.read() as tx:
        assert len(queries.people(tx, "VALE", None, 9)) == 2
        assert [profile.username for profile in queries.people(tx, "e%r", None, 9)] == ["beto"]


def test_a_profile_says_which_secrets_there_are_and_shows_none(
    security: Database, register: Register, origin: Origin
) -> None:
    person = register("ana", Role.COOK, Role.WAITER, password_hash=None)
    with security.read() as tx:
        profile = queries.profile(tx, person.id)
    assert (profile.has_password, profile.has_pin, profile.active) == (False, True, True)
    assert profile.roles == (Role.COOK, Role.WAITER)
    assert "argon2" not in repr(profile)
    security.write(lambda tx: commands.deactivate_person(tx, person.id, by=frozenset({Role.MANAGER})), origin)
    with security.read() as tx:
        profile = queries.profile(tx, person.id)
        assert queries.people(tx, None, None, 9, active_only=True) == []
        assert queries.people_with_pin(tx) == []
    assert (profile.has_pin, profile.active) == (False, False)


def test_a_shared_device_offers_those_who_have_a_pin(security: Database, register: Register) -> None:
    register("luz", Role.COOK, display_name="Luz")
    register("ana", Role.COOK, display_name="Ana")
    register("eva", Role.COOK, pin_hash=None)
    with security.read() as tx:
        assert [profile.display_name for profile in queries.people_with_pin(tx)] == ["Ana", "Luz"]


def test_only_sessions_that_are_alive_are_listed(
    security: Database, register: Register, sign_in: SignInAs, clock: FixedClock
) -> None:
    ana = register("ana", Role.COOK)
    register("luz", Role.COOK)
    sign_in("ana")
    clock.advance(timedelta(hours=23))
    sign_in("luz")
    with security.read() as tx:
        assert [session.display_name for session in queries.sessions(tx, None, None, 9)] == ["Luz", "Ana"]
        (mine,) = queries.sessions(tx, ana.id, None, 9)
        assert [session.display_name for session in queries.sessions(tx, None, mine.id, 9)] == []
    clock.advance(timedelta(hours=1))
    with security.read() as tx:
        assert [session.display_name for session in queries.sessions(tx, None, None, 9)] == ["Luz"]


def faults(security: Database) -> dict[str, list[str]]:
    with security.read() as tx:
        return {check.name: check.find_faults(tx) for check in CONTEXT.checks}


def test_doctor_sees_that_no_owner_is_left(security: Database, register: Register, origin: Origin) -> None:
    assert not any(faults(security).values()), "an empty installation is not ill"
    register("ana", Role.OWNER)
    assert not any(faults(security).values())
    security.write(lambda tx: tx.session.execute(update(PersonRole).values(role="cook")), origin)
    assert faults(security)["security.an_owner_is_active"]


def test_doctor_sees_a_session_of_somebody_who_left(
    security: Database, register: Register, sign_in: SignInAs, origin: Origin, clock: FixedClock
) -> None:
    register("ana", Role.OWNER)
    sign_in("ana")
    assert not any(faults(security).values())
    security.write(lambda tx: tx.session.execute(update(Person).values(deactivated_at=clock.now())), origin)
    assert faults(security)["security.sessions_have_active_people"]
