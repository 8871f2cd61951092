"""First start: until there is an owner, whoever can read the server's own screen may become it."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from desertbrew.kernel.roles import Role

# Crockford's base 32: nothing that looks like something else on a screen across the room.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
GROUPS, GROUP_LENGTH = 3, 4
"""Sixty bits, against five guesses a quarter of an hour."""


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """Somebody who works at the demo brewery, with the password that its sign-in page shows."""

    username: str
    display_name: str
    role: Role
    password: str


def _new_code() -> str:
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))


@dataclass(frozen=True, slots=True)
class FirstStart:
    """What a process knows for people who cannot sign in yet; bound as a port by the composition root.

    The code is new at each start and kept in memory alone: the CLI prints it while there is no owner.
    """

    demo: bool = False
    demo_accounts: Sequence[DemoAccount] = ()
    code: str = field(default_factory=_new_code, repr=False)

    def accepts(self, code: str) -> bool:
        """Whether somebody read the code off the server's screen; dashes, spaces and case do not matter."""
        return hmac.compare_digest(_plain(code).encode(), _plain(self.code).encode())


def _plain(code: str) -> str:
    return code.upper().translate(LOOKALIKES).replace("-", "").replace(" ", "")
