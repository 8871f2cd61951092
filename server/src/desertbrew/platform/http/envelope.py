"""The envelope of the kitchen's Spanish wire: {success, data, count, message} about every answer and every refusal."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Generic, TypeVar

from fastapi import Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, PlainSerializer

T = TypeVar("T")

Number = Annotated[Decimal, PlainSerializer(float, return_type=float, when_used="json")]
"""A figure as that wire writes it: a JSON number. Ours are strings, which no reader rounds."""


class Envelope(BaseModel, Generic[T]):
    """One thing that was done or found."""

    success: bool = True
    message: str
    data: T


class ListEnvelope(BaseModel, Generic[T]):
    """Things that were found, and how many."""

    success: bool = True
    message: str = ""
    data: list[T]
    count: int


class FieldFault(BaseModel):
    """One field that needs correcting."""

    campo: str
    mensaje: str


class Refusal(BaseModel):
    """What was not done, and why."""

    success: bool = False
    message: str
    data: None = None
    codigo: str
    errores: list[FieldFault]
    peticion: str


def refuse_in_envelope(request: Request, slug: str, status: int, detail: str, errors: list[dict[str, str]]) -> JSONResponse:
    """A refusal as that wire knows it: what the state or the shape of the request refuses is 400.

    404 is only for what the path names; an unknown thing in the body is 400, as a malformed one is. Who may not is told
    so (401, 403), and a server that is busy or broken says that (413, 429, 5xx).
    """
    if status in {409, 412, 422} or (status == 404 and not request.path_params):  # noqa: PLR2004 - Not Found
        status = 400
    faults = [FieldFault(campo=each["pointer"].strip("/").replace("/", "."), mensaje=each["detail"]) for each in errors]
    said = " ".join([detail, *(f"{each.campo}: {each.mensaje}" for each in faults)])
    body = Refusal(message=said, codigo=slug, errores=faults, peticion=getattr(request.state, "request_id", ""))
    headers = {"Retry-After": "2"} if status in {429, 503} else None
    return JSONResponse(body.model_dump(mode="json"), status, headers)
