"""What people do at the brewery; permissions are granted to these, never to a person."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """One person may hold several. SERVICE is not a person: it is one of our processes asking another."""

    OWNER = "owner"
    BREWER = "brewer"
    CELLAR = "cellar"
    WAREHOUSE = "warehouse"
    MANAGER = "manager"
    WAITER = "waiter"
    BARTENDER = "bartender"
    COOK = "cook"
    DRIVER = "driver"
    SALES = "sales"
    ACCOUNTANT = "accountant"
    AUDITOR = "auditor"
    SERVICE = "service"


PEOPLE_ROLES = tuple(role for role in Role if role is not Role.SERVICE)
