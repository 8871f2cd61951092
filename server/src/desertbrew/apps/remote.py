"""The session directory of a process that does not serve security: it asks the one that does."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus

import httpx
import tenacity
from pydantic import BaseModel, ValidationError

from desertbrew.kernel.errors import DomainError, Text
from desertbrew.kernel.roles import Role
from desertbrew.platform.auth import Caller

TIMEOUT = httpx.Timeout(2.0, connect=0.5)
"""Every request of every person may wait for this, so it is short; together with the tries less than seven seconds."""
TRIES = 3


class DirectoryUnavailable(DomainError):
    """Nobody can tell who is signed in; not the same as nobody being signed in, so no screen may sign anybody out."""

    slug = "directory-unavailable"
    status = 503
    title = Text(es="No podemos comprobar tu sesión", en="Your session cannot be checked")
    detail = Text(
        es="El servicio de acceso no responde. Vuelve a intentarlo en unos segundos.",
        en="The sign-in service does not answer. Try again in a few seconds.",
    )


class _CallerIn(BaseModel):
    person_id: str
    display_name: str
    roles: list[Role]
    permissions: list[str]
    session_id: str
    expires_at: datetime


class RemoteSessionDirectory:
    """Implements `platform.auth.SessionDirectory` over HTTP; may be called from many threads."""

    def __init__(self, base_url: str, service_key: str, transport: httpx.BaseTransport | None = None) -> None:
        headers = {"Authorization": f"Bearer {service_key}"}
        self._client = httpx.Client(base_url=base_url, headers=headers, timeout=TIMEOUT, transport=transport)

    def find(self, token_hash: str, *, seen: bool = True) -> Caller | None:
        """The caller behind a session that is alive now; raises `DirectoryUnavailable` where nobody can tell."""
        try:
            response = _again(self._client.get, f"/v1/internal/sessions/{token_hash}", params={"seen": seen})
        except httpx.TransportError as error:
            raise DirectoryUnavailable from error
        if response.status_code == HTTPStatus.NOT_FOUND:
            return None
        if response.status_code != HTTPStatus.OK:
            raise DirectoryUnavailable
        try:
            found = _CallerIn.model_validate_json(response.content)
        except ValidationError as error:
            raise DirectoryUnavailable from error
        return Caller(
            person_id=found.person_id,
            display_name=found.display_name,
            roles=frozenset(found.roles),
            permissions=frozenset(found.permissions),
            session_id=found.session_id,
            expires_at=found.expires_at,
        )

    def close(self) -> None:
        """Let the connections go."""
        self._client.close()


_again = tenacity.Retrying(
    retry=tenacity.retry_if_exception_type(httpx.TransportError),
    stop=tenacity.stop_after_attempt(TRIES),
    wait=tenacity.wait_random_exponential(multiplier=0.05, max=0.3),
    reraise=True,
)
