"""Photos of deliveries on the wire: in as JSON with the file's bytes, out as the file."""

from __future__ import annotations

import base64
import binascii
from urllib.parse import quote

from fastapi import Request, Response
from pydantic import BaseModel, ConfigDict, Field

from desertbrew.contexts.purchasing.commands import counting as commands
from desertbrew.contexts.purchasing.errors import NotAPhoto
from desertbrew.contexts.purchasing.http.permissions import READ_RECEIPTS, RECEIVE_GOODS, routes
from desertbrew.contexts.purchasing.http.receipts import ReceiptPhotoOut, photo_out
from desertbrew.contexts.purchasing.queries import receipts as queries
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import Tx


class ReceiptPhotoIn(BaseModel):
    """A JPEG, PNG, WebP or PDF of 8 MiB at the most."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    file_name: str = Field(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f/\\]+$")
    content_base64: str = Field(min_length=4, max_length=11_500_000)


def _read_photo(receipt_id: Id, body: ReceiptPhotoIn) -> commands.PhotoFile:  # noqa: ARG001 - the wire's names
    """Before the transaction: hashing megabytes must not hold the database."""
    try:
        content = base64.b64decode(body.content_base64, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotAPhoto(limit=commands.MOST_BYTES // 1024 // 1024) from error
    return commands.read_photo(body.file_name, content)


@routes.command("POST", "/goods-receipts/{receipt_id}/photos", RECEIVE_GOODS, prepare=_read_photo)
def add_receipt_photo(
    tx: Tx,
    receipt_id: Id,
    body: ReceiptPhotoIn,  # noqa: ARG001 - read before the transaction
    prepared: commands.PhotoFile,
) -> ReceiptPhotoOut:
    """Keep a photo with a delivery, begun or posted."""
    return photo_out(commands.add_photo(tx, receipt_id, prepared))


@routes.bare(
    "GET",
    "/receipt-photos/{photo_id}/content",
    permission=READ_RECEIPTS,
    why="answers with the file's own bytes instead of JSON",
    refusals=(404,),
)
def download_receipt_photo(request: Request, photo_id: Id) -> Response:
    """The file as it came; pictures may be shown inside the app, a PDF is always saved: it may carry more than a picture."""
    with request.app.state.host.databases["purchasing"].read() as tx:
        name, media_type, content = queries.photo_file(tx, photo_id)
    shown = "inline" if media_type.startswith("image/") else "attachment"
    headers = {
        "Content-Disposition": f"{shown}; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, max-age=3600",
    }
    return Response(content, media_type=media_type, headers=headers)
