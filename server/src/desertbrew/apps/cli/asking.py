"""Operations from the command line: asked of the server that owns the databases, or done here where none runs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from desertbrew.apps.embedded import owned_host
from desertbrew.platform import ownership
from desertbrew.platform.host import Host
from desertbrew.platform.settings import Settings

Lines = Iterator[dict[str, Any]]


class ServerSilent(Exception):
    """The process that owns the data folder does not answer, or not as it should."""


def ask(settings: Settings, method: str, path: str, body: dict[str, Any] | None, here: Callable[[Host], Lines]) -> Lines:
    """The answer's lines as they come, from the owner of the data folder, or from `here` on a host of our own."""
    owner = ownership.find_owner(settings.data_dir)
    if owner is None:
        # Asking must not change a schema under services that run elsewhere.
        with owned_host(settings, migrated=settings.is_sqlite) as host:
            yield from here(host)
        return
    import httpx

    patience = httpx.Timeout(600.0, connect=3.0)
    headers = {"Authorization": f"Bearer {owner.key}"}
    try:
        with httpx.stream(method, owner.url + path, json=body, headers=headers, timeout=patience) as response:
            response.raise_for_status()
            for line in response.iter_lines():
                yield json.loads(line)
    except httpx.HTTPError as error:
        raise ServerSilent(str(error)) from error
