"""Proving who one is: passwords, guesses, the first start."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import cast

import pytest
from argon2 import PasswordHasher
from pydantic import SecretStr
from sqlalchemy import select

from desertbrew.contexts.security import commands
from desertbrew.contexts.security.commands import devices, entrance, hashing
from desertbrew.contexts.security.commands.guesses import Visitor
from desertbrew.contexts.security.errors import (
    OwnerExists,
    TooManyTries,
    WrongCredentials,
    WrongSetupCode,
)
from desertbrew.contexts.security.rules.secrets import DEMO_PASSWORD
from desertbrew.contexts.security.tables import METADATA, Person, SignIn
from desertbrew.kernel.clock import FixedClock
from desertbrew.kernel.errors import InvalidInput
from desertbrew.kernel.roles import Role
from desertbrew.platform.auth import hash_token
from desertbrew.platform.db import Database, Origin, ReadTx, Tx
from desertbrew.platform.tables import audit_entry, outbox
from security.cast import (
    BREW,
    MANAGE,
    OWNER,
    PASSWORD,
    PIN,
    RESOLVE,
    Register,
    SignInAs,
    alive,
    behind,
    notes,
    outcomes,
)


def test_a_password_opens_a_session_that_is_stored_by_its_hash(
    security: Database, register: Register, sign_in: SignInAs
) -> None:
    person = register("ana", Role.BREWER)
    opened = sign_in(" Ana ")
    token = opened.token.get_secret_value()
    assert len(token) >= 43
    with security.read() as tx:
        row = tx.session.execute(select(SignIn)).scalar_one()
    assert row.token_hash == hash_token(token)
    assert row.person_id == person.id
    caller = behind(security, opened.token, BREW, MANAGE, RESOLVE)
    assert caller is not None
    assert caller.permissions == {BREW.name}
    assert caller.roles == {Role.BREWER}
    assert notes(security, "signed_in") == 1


def test_signing_in_again_ends_the_session_of_that_browser(
    security: Database, register: Register, sign_in: SignInAs
) -> None:
    person = register("ana", Role.BREWER)
    first = sign_in("ana")
    sign_in("ana", ends=first.token.get_secret_value())
    assert behind(security, first.token) is None
    assert alive(security, person) == 1


def test_unknown_and_known_usernames_are_refused_alike(security: Database, register: Register, sign_in: SignInAs) -> None:
    """INV-S3."""
    register("ana", Role.BREWER)
    register("pin", Role.COOK, password_hash=None)
    said = set()
    for username in ("ana", "nobody", "pin", "no es un usuario", ""):
        with pytest.raises(WrongCredentials) as refused:
            sign_in(username, "a wrong password")
        said.add((refused.value.status, refused.value.slug, str(refused.value)))
    assert len(said) == 1
    assert notes(security, "sign_in_failed") == 5


def test_an_unknown_username_costs_as_much_time_as_a_known_one(register: Register) -> None:
    stored = register("ana", Role.BREWER).password_hash

    def fastest(against: str | None) -> float:
        hashing.matches(against, SecretStr("warm"))
        took = []
        for _ in range(5):
            began = time.process_time()
            hashing.matches(against, SecretStr("a wrong password"))
            took.append(time.process_time() - began)
        return min(took)

    assert 0.5 < fastest(None) / fastest(stored) < 2


def test_the_sixth_try_is_not_even_looked_at(
    security: Database, register: Register, sign_in: SignInAs, clock: FixedClock
) -> None:
    """INV-S4."""
    register("ana", Role.BREWER)
    for _ in range(5):
        with pytest.raises(WrongCredentials):
            sign_in("ana", "a wrong password")
    with pytest.raises(TooManyTries) as refused:
        sign_in("ana")
    assert refused.value.facts["retry_after_s"] == 15 * 60
    assert notes(security, "sign_in_locked") == 1
    clock.advance(timedelta(minutes=14, seconds=59))
    with pytest.raises(TooManyTries):
        sign_in("ana")
    sign_in("ana", client="192.168.1.99")
    clock.advance(timedelta(seconds=1))
    sign_in("ana")


def test_a_lock_is_the_same_for_usernames_that_there_are_not(sign_in: SignInAs) -> None:
    for _ in range(5):
        with pytest.raises(WrongCredentials):
            sign_in("nobody", "a wrong password")
    with pytest.raises(TooManyTries):
        sign_in("NOBODY", "a wrong password")


def test_the_right_password_starts_the_count_anew(register: Register, sign_in: SignInAs) -> None:
    register("ana", Role.BREWER)
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(WrongCredentials):
                sign_in("ana", "a wrong password")
        sign_in("ana")


def test_guesses_sent_at_once_are_not_all_looked_at(register: Register, sign_in: SignInAs) -> None:
    """INV-S4."""
    register("ana", Role.BREWER)
    found = outcomes([lambda: sign_in("ana", "a wrong password")] * 16)
    assert found.count(WrongCredentials) == 5
    assert found.count(TooManyTries) == 11


def test_one_place_cannot_try_everybody(register: Register, sign_in: SignInAs) -> None:
    register("ana", Role.BREWER)
    for number in range(30):
        with pytest.raises(WrongCredentials):
            sign_in(f"user{number}", "a wrong password")
    with pytest.raises(TooManyTries):
        sign_in("ana")
    sign_in("ana", client="10.0.0.9")


def test_many_places_cannot_try_one_person_for_ever(register: Register, sign_in: SignInAs) -> None:
    register("ana", Role.BREWER)
    for number in range(30):
        with pytest.raises(WrongCredentials):
            sign_in("ana", "a wrong password", client=f"10.0.0.{number}")
    with pytest.raises(TooManyTries):
        sign_in("ana", client="10.0.0.200")


def test_an_old_hash_is_made_anew_at_the_next_sign_in(security: Database, register: Register, sign_in: SignInAs) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    person = register("ana", Role.BREWER, password_hash=hashing.PasswordHash(weak))
    sign_in("ana")
    with security.read() as tx:
        stored = tx.session.get_one(Person, person.id).password_hash
    assert stored != weak
    assert hashing.matches(stored, SecretStr(PASSWORD))
    sign_in("ana")


class Interrupted:
    """The real database, with something that somebody else does right after the hash to check against was read."""

    def __init__(self, real: Database, then: Callable[[], object]) -> None:
        self.write = real.write
        self._real = real
        self._then = then
        self._reads = 0

    @contextmanager
    def read(self) -> Iterator[ReadTx]:
        with self._real.read() as tx:
            yield tx
        self._reads += 1
        if self._reads == 2:
            self._then()


@pytest.mark.parametrize("leaves", [False, True])
def test_a_password_that_changes_while_it_is_checked_opens_nothing(
    security: Database, register: Register, origin: Origin, at_the_door: Visitor, leaves: bool
) -> None:
    person = register("ana", Role.COOK)
    hashed = commands.hash_password(SecretStr("otra frase muy larga"), "ana")

    def meddle(tx: Tx) -> object:
        if leaves:
            return commands.deactivate_person(tx, person.id, by=OWNER)
        return commands.change_password(tx, person.id, hashed, by=OWNER, keep_session="")

    interrupted = Interrupted(security, lambda: security.write(meddle, origin))
    with pytest.raises(WrongCredentials):
        entrance.sign_in_with_password(cast("Database", interrupted), "ana", SecretStr(PASSWORD), at_the_door)
    assert alive(security, person) == 0


def test_composed_and_decomposed_letters_are_one_password(register: Register, sign_in: SignInAs) -> None:
    register("ana", Role.BREWER)
    sign_in("ana", "vi\u0301as del tren lejano")


def test_the_published_password_opens_nothing_outside_the_demo(register: Register, sign_in: SignInAs) -> None:
    """INV-S9."""
    with pytest.raises(InvalidInput):
        commands.hash_password(SecretStr(DEMO_PASSWORD), "dueno")
    hashed = commands.hash_password(SecretStr(DEMO_PASSWORD), "dueno", demo=True)
    register("dueno", Role.OWNER, password_hash=hashed)
    sign_in("dueno", DEMO_PASSWORD, demo=True)
    with pytest.raises(WrongCredentials):
        sign_in("dueno", DEMO_PASSWORD)


def test_whoever_changes_their_password_knows_the_present_one(
    security: Database, register: Register, at_the_door: Visitor
) -> None:
    person = register("ana", Role.BREWER)
    entrance.prove_current_password(security, person.id, SecretStr(PASSWORD), at_the_door)
    for _ in range(5):
        with pytest.raises(InvalidInput):
            entrance.prove_current_password(security, person.id, SecretStr("a wrong password"), at_the_door)
    with pytest.raises(TooManyTries):
        entrance.prove_current_password(security, person.id, SecretStr(PASSWORD), at_the_door)


def test_the_setup_code_makes_one_owner(security: Database, at_the_door: Visitor) -> None:
    first = commands.FirstStart()
    owner = entrance.Owner("ana", "Ana", SecretStr(PASSWORD))
    with pytest.raises(WrongSetupCode):
        entrance.set_up(security, first, "AAAA-AAAA-AAAA", owner, at_the_door)
    weak = entrance.Owner("ana", "Ana", SecretStr("1234567890"))
    for _ in range(6):
        with pytest.raises(InvalidInput):
            entrance.set_up(security, first, first.code, weak, at_the_door)
    opened = entrance.set_up(security, first, f" {first.code.lower()} ", owner, at_the_door)
    assert behind(security, opened.token)
    with pytest.raises(OwnerExists):
        entrance.set_up(security, first, first.code, owner, at_the_door)
    assert repr(first).count(first.code) == 0


def test_the_setup_code_cannot_be_guessed(security: Database, at_the_door: Visitor) -> None:
    first = commands.FirstStart()
    owner = entrance.Owner("ana", "Ana", SecretStr(PASSWORD))
    for _ in range(5):
        with pytest.raises(WrongSetupCode):
            entrance.set_up(security, first, "AAAA-AAAA-AAAA", owner, at_the_door)
    with pytest.raises(TooManyTries):
        entrance.set_up(security, first, first.code, owner, at_the_door)


def test_no_secret_is_stored_or_written_down(
    security: Database, register: Register, sign_in: SignInAs, origin: Origin, at_the_door: Visitor
) -> None:
    register("ana", Role.OWNER)
    tokens = [sign_in("ana").token.get_secret_value()]
    with pytest.raises(WrongCredentials):
        sign_in("my secret typed as a username", "a wrong password")
    device = entrance.new_token()
    security.write(lambda tx: devices.share_device(tx, "Barra", device, replaces=""), origin)
    tokens.append(device.get_secret_value())
    everything = []
    with security.read() as tx:
        for table in (*METADATA.sorted_tables, audit_entry, outbox):
            everything += [repr(row) for row in tx.session.execute(select(table))]
    stored = "\n".join(everything)
    for secret in (*tokens, PASSWORD, PIN, "a wrong password", "my secret typed"):
        assert secret not in stored
