"""People at the counter: in a browser of their own, signed in for real."""

from __future__ import annotations

from typing import Any

from security.cast import PASSWORD
from support.client import Client, answered


def enter(visitor: Client, username: str, password: str = PASSWORD) -> Client:
    """Somebody who signed in with a password in a browser of their own."""
    client = visitor.anonymous()
    answered(client.post("/v1/sessions", {"username": username, "password": password}), 201)
    return client


def me(client: Client) -> dict[str, Any]:
    session: dict[str, Any] = answered(client.get("/v1/session"))
    return session


def entries(client: Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = answered(client.get("/v1/security/audit-entries", limit=500))["items"]
    return found
