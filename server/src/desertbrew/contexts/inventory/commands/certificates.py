"""Papers that came with lots."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select

from desertbrew.contexts.inventory.errors import NotACertificate
from desertbrew.contexts.inventory.rules import certificate_media_type
from desertbrew.contexts.inventory.tables import Certificate, Lot, LotCertificate
from desertbrew.kernel.errors import NotFound, Text
from desertbrew.kernel.ids import Id, new_id
from desertbrew.platform.db import Tx

MOST_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class CertificateFile:
    """A file that was read and found to be one of ours."""

    name: str
    media_type: str
    sha256: str
    content: bytes


def read_certificate(name: str, content: bytes) -> CertificateFile:
    """Judge a file by its bytes; raises `NotACertificate` for what is too large or neither PDF, JPEG nor PNG."""
    media_type = certificate_media_type(content)
    if media_type is None or len(content) > MOST_BYTES:
        raise NotACertificate(limit=MOST_BYTES // 1024 // 1024)
    return CertificateFile(name, media_type, hashlib.sha256(content).hexdigest(), content)


def add_certificate(tx: Tx, file: CertificateFile, lot_ids: Sequence[Id]) -> Certificate:
    """Keep the file and say of which lots it speaks; the same bytes a second time are the certificate that we have."""
    wanted = set(lot_ids)
    known = set(tx.session.execute(select(Lot.id).where(Lot.id.in_(wanted))).scalars())
    if wanted - known:
        raise NotFound(what=Text("un lote", "lot"), id=min(wanted - known))
    certificate = tx.session.execute(select(Certificate).where(Certificate.sha256 == file.sha256)).scalar_one_or_none()
    if certificate is None:
        certificate = Certificate(
            id=new_id(),
            file_name=file.name,
            media_type=file.media_type,
            size_bytes=len(file.content),
            sha256=file.sha256,
            content=file.content,
            added_at=tx.now,
            added_by=tx.origin.actor,
        )
        tx.session.add(certificate)
        tx.session.flush()
    linked = select(LotCertificate.lot_id).where(LotCertificate.certificate_id == certificate.id)
    fresh = wanted - set(tx.session.execute(linked).scalars())
    if fresh:
        rows = [{"lot_id": lot_id, "certificate_id": certificate.id} for lot_id in sorted(fresh)]
        tx.session.execute(insert(LotCertificate), rows)
    return certificate
