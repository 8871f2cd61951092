"""Passwords and PINs to argon2id and back to yes or no; costs 60 ms of a core each time, by design.

So nothing here may run inside a transaction: on SQLite it would hold up every write of the context. And no more than
two at once, or a burst of sign-ins would take the machine from the people who are in already.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from typing import Any, ParamSpec, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from pydantic import SecretStr

from desertbrew.contexts.security.errors import TooBusy
from desertbrew.contexts.security.rules.secrets import (
    DEMO_PASSWORD,
    normalize_secret,
    password_fault,
    pin_fault,
)
from desertbrew.kernel.errors import InvalidInput

P = ParamSpec("P")
T = TypeVar("T")

WORKERS = 2
QUEUE_MAX = 64
"""Four seconds of work for two cores; whoever comes after is told to come back."""

# OWASP Password Storage Cheat Sheet (2024), its first choice: argon2id, 19 MiB, two passes, one lane.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1, hash_len=32, salt_len=16)


class PasswordHash(SecretStr):
    """What is stored of a password that was found good enough; only `hash_password` makes one."""


class PinHash(SecretStr):
    """What is stored of a PIN that was found good enough; only `hash_pin` makes one."""


def hash_password(password: SecretStr, username: str, *, pointer: str = "/password", demo: bool = False) -> PasswordHash:
    """Hash a password for `username`; refuses one that is too short or too common, at `pointer` (INV-S5).

    The demo's password is published, so it is as common as can be, and will do nowhere but in a demo.
    """
    plain = password.get_secret_value()
    fault = None if demo and plain == DEMO_PASSWORD else password_fault(plain, username)
    if fault is not None:
        raise InvalidInput(pointer, fault)
    return PasswordHash(_HASHER.hash(normalize_secret(plain)))


def hash_pin(pin: SecretStr, *, pointer: str = "/pin") -> PinHash:
    """Hash a PIN; refuses the trivial ones, at `pointer` (INV-S5)."""
    plain = pin.get_secret_value()
    fault = pin_fault(plain)
    if fault is not None:
        raise InvalidInput(pointer, fault)
    return PinHash(_HASHER.hash(plain))


def matches(stored: str | None, guess: SecretStr) -> bool:
    """Whether `guess` is what `stored` was made of; takes the same time where nothing is stored (INV-S3)."""
    dummy = _dummy()
    try:
        _HASHER.verify(stored or dummy, normalize_secret(guess.get_secret_value()))
    except VerifyMismatchError:
        return False
    return stored is not None


def rehash_if_weak(stored: str, proven: SecretStr) -> str | None:
    """A new hash of the secret that `stored` was just proven to be of, where the parameters have changed since."""
    return _HASHER.hash(normalize_secret(proven.get_secret_value())) if _HASHER.check_needs_rehash(stored) else None


@cache
def _dummy() -> str:
    return _HASHER.hash("nobody's password")


class _Queue:
    """Two threads that hash, and how many wait for them."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="hashing")
        self._waiting = 0
        self._lock = threading.Lock()

    def submit(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        with self._lock:
            if self._waiting >= QUEUE_MAX:
                raise TooBusy
            self._waiting += 1
        future = self._pool.submit(work, *args, **kwargs)
        future.add_done_callback(self._leave)
        return future

    def _leave(self, _: Future[Any]) -> None:
        with self._lock:
            self._waiting -= 1


submit = _Queue().submit
"""Run work that hashes in a thread that may; raises `TooBusy` where too much waits already."""
