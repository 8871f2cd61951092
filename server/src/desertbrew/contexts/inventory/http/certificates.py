"""Certificates of lots on the wire: in as JSON with the file's bytes, out as the file."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime
from urllib.parse import quote

from fastapi import Request, Response
from pydantic import BaseModel, ConfigDict, Field

from desertbrew.contexts.inventory import commands, queries
from desertbrew.contexts.inventory.errors import NotACertificate
from desertbrew.contexts.inventory.http.permissions import READ_STOCK, RECEIVE_LOTS, routes
from desertbrew.contexts.inventory.tables import Certificate
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx, Tx


class CertificateIn(BaseModel):
    """A PDF, JPEG or PNG of 8 MiB at the most, and the lots of which it speaks."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    file_name: str = Field(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f/\\]+$")
    content_base64: str = Field(min_length=4, max_length=11_500_000)
    lot_ids: list[Id] = Field(min_length=1, max_length=500)


class CertificateOut(BaseModel):
    """A certificate without its bytes; `sha256` of them in hex."""

    id: Id
    file_name: str
    media_type: str
    size_bytes: int
    sha256: str
    added_at: datetime
    added_by: str


class CertificatesOut(BaseModel):
    """A lot's certificates, the newest first."""

    items: list[CertificateOut]


def _certificate(row: Certificate) -> CertificateOut:
    return CertificateOut(**{name: getattr(row, name) for name in CertificateOut.model_fields})


def _read(body: CertificateIn) -> commands.CertificateFile:
    """Before the transaction: hashing megabytes must not hold the database."""
    try:
        content = base64.b64decode(body.content_base64, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotACertificate(limit=8) from error
    return commands.read_certificate(body.file_name, content)


@routes.command("POST", "/certificates", RECEIVE_LOTS, prepare=_read, refusals=(404,))
def add_certificate(tx: Tx, body: CertificateIn, prepared: commands.CertificateFile) -> CertificateOut:
    """Keep a certificate with the lots that it speaks of."""
    return _certificate(commands.add_certificate(tx, prepared, body.lot_ids))


@routes.query("/lots/{lot_id}/certificates", READ_STOCK)
def list_certificates(tx: ReadTx, lot_id: Id) -> CertificatesOut:
    """A lot's certificates."""
    return CertificatesOut(items=[_certificate(row) for row in queries.certificates(tx, lot_id)])


@routes.bare(
    "GET",
    "/certificates/{certificate_id}/content",
    permission=READ_STOCK,
    why="answers with the file's own bytes instead of JSON",
    refusals=(404,),
)
def download_certificate(request: Request, certificate_id: Id) -> Response:
    """The file as it came; always saved, never shown inside the app: a PDF may carry more than a certificate."""
    with request.app.state.host.databases["inventory"].read() as tx:
        name, media_type, content = queries.certificate_file(tx, certificate_id)
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, max-age=3600",
    }
    return Response(content, media_type=media_type, headers=headers)
