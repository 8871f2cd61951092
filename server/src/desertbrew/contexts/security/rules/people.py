"""Usernames, and who may change whom."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from desertbrew.kernel.roles import PEOPLE_ROLES, Role

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}", re.ASCII)


def normalize_username(written: str) -> str | None:
    """The username as it is stored, in lower case; None where it cannot be one (INV-S1)."""
    plain = written.strip().lower()
    return plain if USERNAME.fullmatch(plain) else None


def are_grantable(roles: AbstractSet[Role]) -> bool:
    """At least one role, and only such as people have: SERVICE is one of our processes."""
    return bool(roles) and roles <= frozenset(PEOPLE_ROLES)


def may_change(by: AbstractSet[Role], before: AbstractSet[Role], after: AbstractSet[Role]) -> bool:
    """Whether somebody with the roles `by` may take a person from `before` to `after`: owners are changed by owners.

    Otherwise a manager could set the owner's password, or become one (INV-S6).
    """
    return Role.OWNER in by or Role.OWNER not in (before | after)
