"""What every route does before FastAPI reads a request: who asks, taking the body in, refusing what no database keeps."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from desertbrew.kernel.errors import InvalidInput, Text
from desertbrew.platform.http.callers import admit

NUL = "\0"
NUL_IN_JSON = b"\\u0000"
SAID = Text(es="Tiene un carácter que no se puede guardar.", en="It has a character that cannot be kept.")


class CarefulRoute(APIRoute):
    """A route on which U+0000 is the client's mistake on both databases: PostgreSQL cannot store it, SQLite would.

    The body is read here because FastAPI answers 400 to whatever is raised while it reads; a body that grows past its
    limit is a 413.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's own handler, after a look."""
        handle = super().get_route_handler()

        async def look_first(request: Request) -> Response:
            await admit(self.endpoint, request)
            for name, value in (*request.path_params.items(), *request.query_params.multi_items()):
                if NUL in str(value):
                    raise InvalidInput(name, SAID)
            body = await request.body() if request.method != "GET" else b""
            if NUL_IN_JSON in body:
                # Six bytes that look like one may be an escaped backslash before "u0000": only parsing tells.
                with contextlib.suppress(ValueError, RecursionError):
                    for pointer in _nuls(json.loads(body), ""):
                        raise InvalidInput(pointer, SAID)
            return await handle(request)

        return look_first


def _nuls(value: Any, pointer: str) -> Iterator[str]:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, str):
        if NUL in value:
            yield pointer or "/"
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _nuls(item, f"{pointer}/{number}")
    elif isinstance(value, dict):
        for name, item in value.items():
            if NUL in name:
                yield pointer or "/"
            step = name.replace("~", "~0").replace("/", "~1")
            yield from _nuls(item, f"{pointer}/{step}")
