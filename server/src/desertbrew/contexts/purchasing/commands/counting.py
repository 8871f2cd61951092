"""A delivery is counted on the tablet: kept as it grows, seen by whoever may allow its differences, photographed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select

from desertbrew.contexts.purchasing.errors import NotAPhoto, PhotosFull
from desertbrew.contexts.purchasing.queries.counting import judge
from desertbrew.contexts.purchasing.rules.receipts import Counting, photo_media_type
from desertbrew.contexts.purchasing.tables import GoodsReceipt, ReceiptPhoto, ReceivingDraft, ReceivingLimit
from desertbrew.kernel.errors import InvalidInput, NotFound, Text
from desertbrew.kernel.ids import Id, new_id
from desertbrew.platform.db import Tx
from desertbrew.platform.outbox import adapter

MOST_BYTES = 8 * 1024 * 1024
MOST_PHOTOS = 30


def save_counting(tx: Tx, draft_id: Id, counting: Counting) -> ReceivingDraft | None:
    """Keep a delivery as it was counted so far, under the id that the device gave it; the last word counts.

    None where it was posted meanwhile: what a second tablet still sends changes nothing. (INV-P47)
    """
    if tx.session.get(GoodsReceipt, draft_id) is not None:
        return None
    judged = judge(tx, counting)
    document = adapter(Counting).dump_json(counting).decode()
    draft = tx.session.get(ReceivingDraft, draft_id, with_for_update=True)
    if draft is None:
        draft = ReceivingDraft(id=draft_id, begun_at=tx.now)
        tx.session.add(draft)
    draft.order_id = counting.order_id
    draft.supplier_id = judged.supplier.id
    draft.document = document
    draft.sha256 = hashlib.sha256(document.encode()).hexdigest()
    draft.saved_at = tx.now
    draft.saved_by, draft.saved_by_name = tx.origin.actor, tx.origin.actor_name
    tx.session.flush()
    return draft


def counting_of(draft: ReceivingDraft) -> Counting:
    """The draft's document, read back."""
    counting: Counting = adapter(Counting).validate_json(draft.document)
    return counting


def allow_difference(tx: Tx, draft_id: Id, reason: str) -> ReceivingDraft:
    """Say that this delivery, exactly as it is counted now, may be posted beyond the tolerance. (INV-P44)"""
    draft = locked_draft(tx, draft_id)
    draft.override_sha256, draft.override_reason = draft.sha256, reason
    draft.overridden_by, draft.overridden_by_name = tx.origin.actor, tx.origin.actor_name
    return draft


def discard_counting(tx: Tx, draft_id: Id) -> None:
    """Forget a delivery that was begun and never came to anything."""
    tx.session.delete(locked_draft(tx, draft_id))


def locked_draft(tx: Tx, draft_id: Id) -> ReceivingDraft:
    """The draft, nobody else's until the commit."""
    draft = tx.session.get(ReceivingDraft, draft_id, with_for_update=True, populate_existing=True)
    if draft is None:
        raise NotFound(what=Text("una recepción empezada", "delivery being counted"), id=draft_id)
    return draft


@dataclass(frozen=True, slots=True)
class PhotoFile:
    """A file that was read and found to be a picture or a PDF."""

    name: str
    media_type: str
    sha256: str
    content: bytes


def read_photo(name: str, content: bytes) -> PhotoFile:
    """Judge a file by its bytes, whatever it is called; raises `NotAPhoto`."""
    media_type = photo_media_type(content)
    if media_type is None or len(content) > MOST_BYTES:
        raise NotAPhoto(limit=MOST_BYTES // 1024 // 1024)
    return PhotoFile(name, media_type, hashlib.sha256(content).hexdigest(), content)


def add_photo(tx: Tx, receipt_id: Id, file: PhotoFile) -> ReceiptPhoto:
    """Keep a photo with a delivery, begun or posted; the same bytes a second time are the photo that we have."""
    if tx.session.get(ReceivingDraft, receipt_id) is None and tx.session.get(GoodsReceipt, receipt_id) is None:
        raise NotFound(what=Text("una recepción", "delivery"), id=receipt_id)
    same = select(ReceiptPhoto).where(ReceiptPhoto.receipt_id == receipt_id, ReceiptPhoto.sha256 == file.sha256)
    known = tx.session.execute(same).scalar_one_or_none()
    if known is not None:
        return known
    many = select(func.count()).select_from(ReceiptPhoto).where(ReceiptPhoto.receipt_id == receipt_id)
    if tx.session.execute(many).scalar_one() >= MOST_PHOTOS:
        raise PhotosFull(most=MOST_PHOTOS)
    photo = ReceiptPhoto(
        id=new_id(),
        receipt_id=receipt_id,
        file_name=file.name,
        media_type=file.media_type,
        size_bytes=len(file.content),
        sha256=file.sha256,
        content=file.content,
        added_at=tx.now,
        added_by=tx.origin.actor,
        added_by_name=tx.origin.actor_name,
    )
    tx.session.add(photo)
    return photo


@dataclass(frozen=True, slots=True)
class NewLimits:
    """Between what goods of a kind, or one item, must arrive; °C, either end may be open, both open forgets them."""

    subject: str
    low_c: Decimal | None
    high_c: Decimal | None


def set_receiving_limits(tx: Tx, new: NewLimits) -> ReceivingLimit | None:
    """Say how cold something has to arrive from now on."""
    if new.low_c is not None and new.high_c is not None and new.low_c > new.high_c:
        text = Text(es="El máximo está por debajo del mínimo.", en="The highest is below the lowest.")
        raise InvalidInput("/high_c", text)
    known = tx.session.get(ReceivingLimit, new.subject)
    if new.low_c is None and new.high_c is None:
        if known is not None:
            tx.session.delete(known)
        return None
    limits = known or ReceivingLimit(subject=new.subject)
    limits.low_c, limits.high_c = new.low_c, new.high_c
    limits.changed_at, limits.changed_by = tx.now, tx.origin.actor
    tx.session.add(limits)
    return limits
