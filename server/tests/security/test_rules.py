"""Pure decisions: names, secrets, guesses, sessions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desertbrew.contexts.security.rules import guesses
from desertbrew.contexts.security.rules.guesses import NAME, PAIR, PLACE, Limit, Tally, count_try, seconds_locked
from desertbrew.contexts.security.rules.people import are_grantable, may_change, normalize_username
from desertbrew.contexts.security.rules.secrets import (
    DEMO_PASSWORD,
    NAMES_PERSON,
    TOO_COMMON,
    password_fault,
    pin_fault,
)
from desertbrew.contexts.security.rules.sessions import SessionKind, ends_at, is_open_to
from desertbrew.kernel.roles import PEOPLE_ROLES, Role

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "written,stored",
    [
        ("Ana", "ana"),
        (" ANA.lopez ", "ana.lopez"),
        ("a-1_b", "a-1_b"),
        ("x" * 40, "x" * 40),
        ("a", None),
        ("x" * 41, None),
        (".ana", None),
        ("ana lopez", None),
        ("añil", None),
        ("ana\x00", None),
        ("٣٣", None),
        ("", None),
    ],
)
def test_usernames_are_kept_in_lower_case(written: str, stored: str | None) -> None:
    assert normalize_username(written) == stored


@pytest.mark.parametrize(
    "by,before,after,allowed",
    [
        ({Role.OWNER}, set(), {Role.OWNER}, True),
        ({Role.OWNER}, {Role.OWNER}, {Role.BREWER}, True),
        ({Role.MANAGER}, set(), {Role.WAITER, Role.COOK}, True),
        ({Role.MANAGER}, {Role.WAITER}, {Role.MANAGER}, True),
        ({Role.MANAGER}, set(), {Role.OWNER}, False),
        ({Role.MANAGER}, {Role.OWNER}, {Role.WAITER}, False),
        ({Role.MANAGER}, {Role.WAITER}, {Role.WAITER, Role.OWNER}, False),
    ],
)
def test_owners_are_changed_by_owners(by: set[Role], before: set[Role], after: set[Role], allowed: bool) -> None:
    assert may_change(by, before, after) is allowed


def test_a_process_is_not_a_person() -> None:
    assert not are_grantable({Role.SERVICE})
    assert not are_grantable({Role.OWNER, Role.SERVICE})
    assert not are_grantable(set())
    assert all(are_grantable({role}) for role in PEOPLE_ROLES)


@pytest.mark.parametrize(
    "password",
    [
        "vías del tren lejano",
        "correct horse battery",
        "nopal-grillo-banqueta",
        "x7#Kq!vB2mZp",
        "    espacios    ",
        "1984 fue un buen año",
    ],
)
def test_a_password_needs_length_and_nothing_else(password: str) -> None:
    assert password_fault(password, "ana") is None


@pytest.mark.parametrize(
    "password",
    [
        "1234567890",
        "0987654321",
        "12345678901",
        "aaaaaaaaaa",
        "abababababab",
        "abcabcabcabc",
        "qwertyuiop",
        "poiuytrewq",
        "Password123!",
        "P@ssw0rd2026",
        "contraseña1",
        "Contrasena2026",
        "cerveza12345",
        "desertbrew-2026",
        "Monterrey-2026",
        "20262026202",
        "!!!!!!!!!!",
        "----------1",
        "1q2w3e4r5t",
        "correcthorsebatterystaple",
        DEMO_PASSWORD,
    ],
)
def test_the_first_guesses_are_refused(password: str) -> None:
    """INV-S5."""
    assert password_fault(password, "ana") == TOO_COMMON


def test_a_password_does_not_name_its_person() -> None:
    assert password_fault("Ana.Lopez siempre", "ana.lopez") == NAMES_PERSON


@given(st.text(max_size=9))
def test_short_passwords_are_refused(password: str) -> None:
    fault = password_fault(password, "")
    # Composing characters (NFKC) can lengthen a text: ﷺ becomes eighteen letters.
    assert fault is not None or len(password) < 10


@given(st.text(min_size=0, max_size=300), st.text(max_size=50))
def test_any_text_gets_an_answer(password: str, username: str) -> None:
    password_fault(password, username)


@pytest.mark.parametrize("pin", ["8305", "71942", "490217", "83051942"])
def test_a_pin_that_will_do(pin: str) -> None:
    assert pin_fault(pin) is None


@pytest.mark.parametrize(
    "pin",
    [
        "1234", "4321", "0000", "1111", "1212", "123123", "12345678", "87654321", "7890", "8901", "0987", "2580",
        "1985", "2026", "99999999", "123", "123456789", "12a4", "", "١٢٣٤", "83 05",
    ],
)  # fmt: skip
def test_a_pin_that_anybody_would_try(pin: str) -> None:
    """INV-S5."""
    assert pin_fault(pin) is not None


gaps = st.lists(st.integers(min_value=0, max_value=4000), min_size=1, max_size=60)


@given(gaps, st.sampled_from([PAIR, NAME, PLACE, Limit(1)]))
def test_no_quarter_of_an_hour_sees_more_tries_than_the_limit(waits: list[int], limit: Limit) -> None:
    """INV-S4."""
    tally: Tally | None = None
    looked_at: list[datetime] = []
    now = NOW
    for wait in waits:
        now += timedelta(seconds=wait)
        if tally is not None and seconds_locked(tally, now):
            continue
        tally = count_try(tally, limit, now)
        looked_at.append(now)
    for first in looked_at:
        within = [at for at in looked_at if first <= at < first + guesses.WINDOW]
        assert len(within) <= limit.tries


def test_each_lock_is_twice_as_long_until_a_day() -> None:
    tally: Tally | None = None
    lengths = []
    now = NOW
    for _ in range(10):
        for _ in range(PAIR.tries):
            tally = count_try(tally, PAIR, now)
        assert tally is not None
        lengths.append(seconds_locked(tally, now))
        now += timedelta(seconds=lengths[-1])
    assert lengths[0] == 15 * 60
    assert all(later == min(2 * earlier, 24 * 3600) for earlier, later in pairwise(lengths))


def test_a_quiet_day_makes_locks_short_again() -> None:
    tally = Tally(5, 4, NOW, NOW + timedelta(hours=2))
    now = NOW + timedelta(hours=26)
    for _ in range(PAIR.tries):
        tally = count_try(tally, PAIR, now)
    assert seconds_locked(tally, now) == 15 * 60


def test_a_right_try_is_not_counted_and_the_others_are() -> None:
    tally: Tally | None = None
    for _ in range(PAIR.tries):
        tally = count_try(tally, PAIR, NOW)
    assert tally is not None
    forgiven = guesses.forgive_try(tally)
    assert (forgiven.tries, forgiven.locks, seconds_locked(forgiven, NOW)) == (PAIR.tries - 1, 0, 0)


def test_a_pin_opens_the_work_and_not_the_office() -> None:
    """INV-S7."""
    assert is_open_to(SessionKind.PIN, "production.batches.brew")
    assert is_open_to(SessionKind.PIN, "security.self.use")
    assert not is_open_to(SessionKind.PIN, "security.people.manage")
    assert not is_open_to(SessionKind.PIN, "security.self.change_secrets")
    assert is_open_to(SessionKind.PASSWORD, "security.people.manage")


def test_a_session_ends_at_its_age_or_its_idleness() -> None:
    absolute = NOW + timedelta(hours=12)
    assert ends_at(SessionKind.PIN, absolute, NOW) == NOW + timedelta(minutes=30)
    assert ends_at(SessionKind.PIN, absolute, NOW + timedelta(hours=11, minutes=45)) == absolute
    assert ends_at(SessionKind.PASSWORD, NOW + timedelta(days=14), NOW) == NOW + timedelta(hours=24)
