"""Errors on the wire: RFC 9457 problem+json, in the language the reader asked for (es-MX first)."""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import structlog
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from desertbrew.kernel.errors import DomainError, Text
from desertbrew.platform.http.callers import WIRE
from desertbrew.platform.http.envelope import refuse_in_envelope

TYPE_BASE = "https://desertbrew.mx/problems/"
CONTENT_TYPE = "application/problem+json"

log = structlog.get_logger()


class FieldProblem(BaseModel):
    """One field that needs correcting."""

    pointer: str = Field(description="RFC 6901 pointer into the request body, or the parameter's name")
    detail: str


class Problem(BaseModel):
    """What every refusal looks like; `type` is the contract, the prose may change."""

    type: str
    title: str
    status: int
    detail: str
    request_id: str
    errors: list[FieldProblem] | None = None


PROBLEM_REFERENCE = "#/components/schemas/Problem"


def problem_schemas() -> dict[str, Any]:
    """The schemas that `PROBLEM_REFERENCE` leads to, as OpenAPI's components; routes only refer to them."""
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    return {**schema.pop("$defs"), Problem.__name__: schema}


MALFORMED = Text(es="La petición no se entiende", en="The request is malformed")
MALFORMED_DETAIL = Text(es="Revisa los campos señalados.", en="Check the fields that are marked.")
BROKEN = Text(es="Algo falló de nuestro lado", en="Something failed on our side")
BROKEN_DETAIL = Text(
    es="No se guardó nada. Si se repite, pasa a soporte el número de petición.",
    en="Nothing was kept. If it happens again, give support the request number.",
)
HTTP_TITLES = {
    404: Text(es="No existe", en="Not found"),
    405: Text(es="Método no permitido", en="Method not allowed"),
    413: Text(es="Demasiado grande", en="Too large"),
}

# What pydantic says, by its error type; whatever is not here is said in its own English words.
FIELD_TEXTS = {
    "missing": "Falta este dato.",
    "string_too_short": "Es demasiado corto.",
    "string_too_long": "Es demasiado largo.",
    "too_short": "Falta por lo menos un elemento.",
    "too_long": "Son demasiados elementos.",
    "greater_than": "Debe ser mayor.",
    "greater_than_equal": "Debe ser mayor o igual.",
    "less_than": "Debe ser menor.",
    "less_than_equal": "Debe ser menor o igual.",
    "decimal_parsing": "No es un número.",
    "decimal_type": "No es un número.",
    "decimal_max_places": "Tiene demasiados decimales.",
    "decimal_max_digits": "Tiene demasiadas cifras.",
    "decimal_whole_digits": "Tiene demasiadas cifras.",
    "finite_number": "Debe ser un número finito.",
    "uuid_parsing": "No es un identificador.",
    "uuid_type": "No es un identificador.",
    "enum": "No es una de las opciones.",
    "literal_error": "No es una de las opciones.",
    "int_parsing": "No es un número entero.",
    "json_invalid": "No es JSON válido.",
    "extra_forbidden": "Este dato no se conoce.",
    "date_from_datetime_parsing": "No es una fecha.",
    "datetime_from_date_parsing": "No es una fecha con hora.",
    "timezone_aware": "Falta la zona horaria.",
    "string_pattern_mismatch": "No tiene la forma esperada.",
    "model_attributes_type": "Se esperaba un objeto.",
    "dict_type": "Se esperaba un objeto.",
    "list_type": "Se esperaba una lista.",
    "string_type": "Se esperaba un texto.",
    "bool_parsing": "Debe ser sí o no.",
}


def language_of(request: Request) -> str:
    """English ("en") where the reader puts English before Spanish, else "es"."""
    ranked: list[tuple[float, str]] = []
    for part in request.headers.get("accept-language", "").lower().split(","):
        tag, _, quality = part.strip().partition(";q=")
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            weight = 0.0
        if not math.isnan(weight):
            ranked.append((weight, tag[:2]))
    best = max((weight for weight, tag in ranked if tag == "es"), default=0.0)
    return "en" if any(tag == "en" and weight > best for weight, tag in ranked) else "es"


def answer(
    request: Request,
    slug: str,
    status: int,
    title: str,
    detail: str,
    facts: dict[str, Any] | None = None,
    errors: Iterable[dict[str, str]] | None = None,
) -> JSONResponse:
    """A problem+json response; `facts` go out as extension members."""
    if request.url.path.startswith(WIRE + "/"):
        return refuse_in_envelope(request, slug, status, detail, list(errors or ()))
    # A fact that is prose is for the sentence; a client reads figures and codes.
    told = {name: value for name, value in (facts or {}).items() if not isinstance(value, Text)}
    body: dict[str, Any] = {name: _plain(value) for name, value in told.items()}
    body |= {
        "type": TYPE_BASE + slug,
        "title": title,
        "status": status,
        "detail": detail,
        "request_id": getattr(request.state, "request_id", ""),
    }
    if errors is not None:
        body["errors"] = list(errors)
    headers = {"Retry-After": str(body.get("retry_after_s", 2))} if status in {429, 503} else None
    return JSONResponse(body, status, headers, media_type=CONTENT_TYPE)


def _plain(value: Any) -> Any:  # noqa: ANN401 - a refusal's facts are whatever it has to say
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal):
        return format(value, "f")
    return value if isinstance(value, (bool, int, float, type(None))) else str(value)


async def refuse(request: Request, error: Exception) -> JSONResponse:
    """A `DomainError`, said to the person who asked."""
    assert isinstance(error, DomainError), "registered for refusals only"
    language = language_of(request)
    log.info("refused", slug=error.slug, status=error.status)
    errors = None
    if error.faults:
        errors = [{"pointer": fault.pointer, "detail": fault.text.say(language, fault.facts)} for fault in error.faults]
    return answer(
        request,
        error.slug,
        error.status,
        error.title.say(language, {}),
        error.detail.say(language, error.facts),
        error.facts,
        errors,
    )


async def refuse_malformed(request: Request, error: Exception) -> JSONResponse:
    """A request that does not fit its shape: 422 with a pointer and a sentence a field."""
    assert isinstance(error, RequestValidationError), "registered for malformed requests only"
    language = language_of(request)
    errors: list[dict[str, str]] = []
    for fault in error.errors():
        said = fault["msg"] if language == "en" else FIELD_TEXTS.get(fault["type"], fault["msg"])
        error_at = {"pointer": _pointer(fault["loc"]), "detail": said}
        # A body that a dependency reads too (to hash its password) is found faulty twice.
        if error_at not in errors:
            errors.append(error_at)
    title, detail = MALFORMED.say(language, {}), MALFORMED_DETAIL.say(language, {})
    return answer(request, "malformed-request", 422, title, detail, None, errors)


def _pointer(location: Iterable[int | str]) -> str:
    where, *path = location
    if where != "body":
        return str(path[0]) if path else str(where)
    return "/" + "/".join(str(step).replace("~", "~0").replace("/", "~1") for step in path)


async def refuse_http(request: Request, error: Exception) -> JSONResponse:
    """What the framework itself turns down: an unknown path, a method that a path does not have."""
    assert isinstance(error, HTTPException), "registered for the framework's refusals only"
    language = language_of(request)
    title = HTTP_TITLES.get(error.status_code, Text(es="Petición rechazada", en="Request refused"))
    said = title.say(language, {})
    response = answer(request, f"http-{error.status_code}", error.status_code, said, said)
    response.headers.update(error.headers or {})
    return response


async def confess(request: Request, error: Exception) -> JSONResponse:
    """A bug of ours: 500 with the request's number and no stack."""
    log.error("failed", error=repr(error), exc_info=error)
    language = language_of(request)
    return answer(request, "internal-error", 500, BROKEN.say(language, {}), BROKEN_DETAIL.say(language, {}))
