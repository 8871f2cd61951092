"""How a context declares its routes, and a command's life on the wire.

`@routes.command` opens the transaction, claims the idempotency key, calls the endpoint, stores the answer under the key,
commits, and only then responds. A FastAPI `yield` dependency that commits on exit would have answered 200 before a commit
that can still fail.
"""

from __future__ import annotations

import asyncio
import inspect
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar, get_type_hints
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from pydantic import BaseModel, SecretStr, TypeAdapter

from desertbrew.kernel.ids import new_id
from desertbrew.platform.auth import ForeignOrigin
from desertbrew.platform.context import Permission
from desertbrew.platform.db import Database, Origin, ReadTx, Tx
from desertbrew.platform.http import idempotency
from desertbrew.platform.http.callers import allowed_caller, caller_of, require
from desertbrew.platform.http.envelope import Refusal
from desertbrew.platform.http.problems import CONTENT_TYPE, PROBLEM_REFERENCE
from desertbrew.platform.http.reading import CarefulRoute

F = TypeVar("F", bound=Callable[..., Any])
JSON = "application/json"

Afterwards = Callable[[dict[str, Database], dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Declared:
    """One route as the permission table and the generated documents see it; `permission` None is public."""

    method: str
    path: str
    permission: Permission | None
    why_public: str


def _problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    said = {
        400: "The request cannot be read",
        401: "Nobody is signed in",
        403: "Not allowed",
        404: "Not found",
        409: "The state of things refuses it",
        413: "Too large",
        422: "Malformed, or a key reused for another request",
        429: "Too many tries",
        503: "Come back in Retry-After seconds",
    }
    return {
        status: {"description": said[status], "content": {CONTENT_TYPE: {"schema": {"$ref": PROBLEM_REFERENCE}}}}
        for status in statuses
    }


_REFUSALS: dict[int | str, dict[str, Any]] = {
    "4XX": {"model": Refusal, "description": "What was said, or who said it, was wrong"},
    503: {"model": Refusal, "description": "Come back in Retry-After seconds"},
}


def refuse_foreign_origin(request: Request) -> None:
    """A browser says where a request comes from; only our own pages may change anything."""
    origin = request.headers.get("origin")
    if origin is None:
        return
    host = request.headers.get("x-forwarded-host") or request.headers.get("host", "")
    if origin.partition("://")[2] != host:
        raise ForeignOrigin(origin=origin)


class Routes:
    """A context's routes; each says which permission it needs, or why it needs none.

    Those of another `prefix` are for programs that were written for somebody else's wire: they may leave the idempotency
    key out, and then nothing tells a retry from a second request.
    """

    def __init__(self, context: str, prefix: str = "/v1") -> None:
        self.context = context
        self.prefix = prefix
        self.router = APIRouter(prefix=prefix, tags=[context], route_class=CarefulRoute)
        self.declared: list[Declared] = []

    def take_in(self, others: Routes) -> None:
        """Serve the routes of `others` as well."""
        self.declared += others.declared
        self.router.routes += others.router.routes

    def command(  # noqa: PLR0913 - options, each by its name
        self,
        method: str,
        path: str,
        permission: Permission,
        *,
        status: int = 201,
        changes_sessions: bool = False,
        prepare: Callable[..., Any] | None = None,
        secret: bool = False,
        afterwards: Afterwards | None = None,
        refusals: tuple[int, ...] = (404, 409),
    ) -> Callable[[F], F]:
        """A write: the decorated function takes `tx: Tx` first, and `caller: Caller` if it wants, then wire values.

        It returns what goes out. The `Idempotency-Key` header is required, and a retry gets the remembered answer with
        `Idempotent-Replayed: true`.

        `prepare` does what takes long and needs no database (reading a file, hashing a password): it gets the wire values
        by name, runs in a thread before the transaction, and the function finds its result in the argument `prepared`.

        `afterwards` gets the process's databases and the answer once that is committed, in a thread, before it goes out.

        `secret` says that the body carries a `SecretStr`: the key's fingerprint then leaves it out, for a PIN is guessed in
        no time from a plain hash of the request that set it.
        """

        def register(function: F) -> F:
            hints = get_type_hints(function, include_extras=True)
            options = _Options(permission, status, changes_sessions, prepare, secret, afterwards)
            endpoint = _command_endpoint(self, function, hints, options)
            self._add(method, path, endpoint, permission, hints.get("return"), status, (400, 413, 422, *refusals))
            return function

        return register

    def query(
        self, path: str, permission: Permission, *, quick: bool = False, refusals: tuple[int, ...] = (404,)
    ) -> Callable[[F], F]:
        """A read: the decorated function takes `tx: ReadTx` first, and `caller: Caller` if it wants, then wire values.

        `quick` promises a few look-ups by key. On SQLite, where a reader never waits, it then runs on the loop itself:
        handing it to a thread costs more than the look-ups do.
        """

        def register(function: F) -> F:
            hints = get_type_hints(function, include_extras=True)
            endpoint = _query_endpoint(self.context, function, hints, permission, quick=quick)
            self._add("GET", path, endpoint, permission, hints.get("return"), 200, (400, 422, *refusals))
            return function

        return register

    def bare(
        self,
        method: str,
        path: str,
        *,
        why: str,
        permission: Permission | None = None,
        status: int = 200,
        model: Any = None,  # noqa: ANN401 - a pydantic model or None
        answers: type[Response] = JSONResponse,
        refusals: tuple[int, ...] = (),
    ) -> Callable[[F], F]:
        """A route that is neither (signing in must not store its answer); `why` is its reason and is published.

        `answers` with a media type of its own says that a file comes back; its `also` names another that it may be.
        """

        def register(function: F) -> F:
            statuses = (400, 413, 422, *refusals)
            self.declared.append(Declared(method, self.prefix + path, permission, why))
            if permission is not None:
                require(function, permission)
            dependencies = []
            if method != "GET":
                dependencies.append(Depends(refuse_foreign_origin))
            all_statuses = {*statuses, 503, *((401, 403) if permission else ()), *((403,) if method != "GET" else ())}
            self.router.add_api_route(
                path,
                function,
                methods=[method],
                response_model=model,
                response_class=answers,
                status_code=status,
                dependencies=dependencies,
                responses=_problems(*sorted(all_statuses))
                | ({status: {"content": {also: {}}}} if (also := getattr(answers, "also", "")) else {}),
                operation_id=f"{self.context}_{function.__name__}",
            )
            return function

        return register

    def _add(
        self,
        method: str,
        path: str,
        endpoint: Callable[..., Any],
        permission: Permission,
        model: Any,  # noqa: ANN401 - a pydantic model or None
        status: int,
        refusals: tuple[int, ...],
    ) -> None:
        self.declared.append(Declared(method, self.prefix + path, permission, ""))
        self.router.add_api_route(
            path,
            endpoint,
            methods=[method],
            response_model=None if status == 204 else model,  # noqa: PLR2004 - No Content
            status_code=status,
            responses=_problems(*sorted({401, 403, 503, *refusals})) if self.prefix == "/v1" else _REFUSALS,
            operation_id=f"{self.context}_{endpoint.__name__}",
        )


def _exposed(function: Callable[..., Any], hints: dict[str, Any]) -> list[inspect.Parameter]:
    """The function's parameters as FastAPI should see them: without the transaction, with hints resolved."""
    parameters = list(inspect.signature(function).parameters.values())
    assert parameters, f"{function.__name__} takes a transaction first"
    assert parameters[0].name == "tx", f"{function.__name__} takes a transaction first"
    return [
        parameter.replace(annotation=hints[parameter.name], kind=inspect.Parameter.KEYWORD_ONLY)
        for parameter in parameters[1:]
        if parameter.name not in {"caller", "prepared"}
    ]


def _dress(endpoint: Any, function: Callable[..., Any], parameters: list[inspect.Parameter]) -> None:  # noqa: ANN401
    """Make the endpoint look like its function to FastAPI; `functools.wraps` would let it look through to the original."""
    endpoint.__name__ = function.__name__
    endpoint.__doc__ = function.__doc__
    endpoint.__signature__ = inspect.Signature(parameters)


def _keyword(name: str, annotation: Any) -> inspect.Parameter:  # noqa: ANN401 - an annotation
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation)


@dataclass(frozen=True, slots=True)
class _Options:
    """What `Routes.command` was told."""

    permission: Permission
    status: int
    changes_sessions: bool
    prepare: Callable[..., Any] | None
    secret: bool
    afterwards: Afterwards | None


def _command_endpoint(
    routes: Routes, function: Callable[..., Any], hints: dict[str, Any], options: _Options
) -> Callable[..., Any]:
    wants_caller = "caller" in hints
    returned = hints.get("return")
    adapter: TypeAdapter[Any] | None = None if returned in {None, type(None)} else TypeAdapter(returned)
    context = routes.context
    action = f"{context}.{function.__name__}"

    async def endpoint(
        http_request: Request,
        idempotency_key: UUID | None,
        **wire: Any,  # noqa: ANN401
    ) -> Response:
        refuse_foreign_origin(http_request)
        command_caller = allowed_caller(http_request)
        host = http_request.app.state.host
        target = http_request.url.path + ("?" + http_request.url.query if http_request.url.query else "")
        raw = _details(wire).encode() if options.secret else await http_request.body()
        key = str(idempotency_key or new_id())
        print_ = idempotency.fingerprint(http_request.method, target, command_caller.person_id, raw)
        origin = Origin(command_caller.person_id, http_request.state.request_id, command_caller.display_name)
        arguments = {**wire, "caller": command_caller} if wants_caller else dict(wire)
        if options.prepare is not None:
            arguments["prepared"] = await asyncio.to_thread(options.prepare, **wire)

        def work(tx: Tx) -> idempotency.Answer:
            before = idempotency.claim(tx, key, print_)
            if before is not None:
                return before
            value = function(tx, **arguments)
            body = "" if adapter is None else adapter.dump_json(value).decode()
            tx.note(action, _subject(value, wire), _details(wire))
            idempotency.remember(tx, key, options.status, body)
            return idempotency.Answer(options.status, body, replayed=False)

        answer = await asyncio.wrap_future(host.databases[context].submit(work, origin))
        if options.changes_sessions:
            host.sessions.forget()
        if options.afterwards is not None:
            await asyncio.to_thread(options.afterwards, host.databases, json.loads(answer.body))
        headers = {"Idempotent-Replayed": "true"} if answer.replayed else None
        media_type = None if adapter is None else JSON
        return Response(answer.body.encode(), answer.status, headers, media_type)

    header = Header(alias="Idempotency-Key")
    key_parameter = _keyword("idempotency_key", Annotated[UUID, header])
    if routes.prefix != "/v1":
        key_parameter = _keyword("idempotency_key", Annotated[UUID | None, header]).replace(default=None)
    _dress(
        endpoint,
        function,
        [
            _keyword("http_request", Request),
            key_parameter,
            *_exposed(function, hints),
        ],
    )
    require(endpoint, options.permission)
    return endpoint


def _subject(value: Any, wire: dict[str, Any]) -> str:  # noqa: ANN401 - any command's answer
    own = getattr(value, "id", None)
    if own is not None:
        return str(own)
    return next((str(item) for item in wire.values() if isinstance(item, (UUID, str))), "")


def _details(wire: dict[str, Any]) -> str:
    """What was asked, as JSON; secrets are pydantic's SecretStr and come out as stars, file contents are left out."""
    plain: dict[str, Any] = {}
    for name, item in wire.items():
        if isinstance(item, BaseModel):
            plain |= item.model_dump(mode="json", exclude={"content_base64"})
        elif item is not None and not isinstance(item, SecretStr):
            plain[name] = str(item)
    return json.dumps(plain, ensure_ascii=False)


def _query_endpoint(
    context: str, function: Callable[..., Any], hints: dict[str, Any], permission: Permission, *, quick: bool
) -> Callable[..., Any]:
    wants_caller = "caller" in hints
    adapter: TypeAdapter[Any] = TypeAdapter(hints["return"])

    def answer(database: Database, arguments: dict[str, Any]) -> Response:
        with database.read() as tx:
            value = function(tx, **arguments)
        return Response(adapter.dump_json(value), 200, None, JSON)

    async def endpoint(http_request: Request, **wire: Any) -> Response:  # noqa: ANN401
        arguments = {**wire, "caller": allowed_caller(http_request)} if wants_caller else wire
        database = http_request.app.state.host.databases[context]
        if quick and database.is_sqlite:
            return answer(database, arguments)
        return await run_in_threadpool(answer, database, arguments)

    _dress(
        endpoint,
        function,
        [
            _keyword("http_request", Request),
            *_exposed(function, hints),
        ],
    )
    require(endpoint, permission)
    return endpoint


__all__ = ["Declared", "ReadTx", "Routes", "Tx", "caller_of", "refuse_foreign_origin"]
