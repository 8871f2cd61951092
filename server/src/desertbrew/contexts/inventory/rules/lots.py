"""What may be decided about a lot, and what counts as the same supplier lot."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from desertbrew.contexts.inventory.contract import LotStatus

HOLDS: Mapping[LotStatus, frozenset[LotStatus]] = {
    LotStatus.AVAILABLE: frozenset({LotStatus.QUARANTINE, LotStatus.BLOCKED}),
    LotStatus.QUARANTINE: frozenset({LotStatus.BLOCKED}),
    LotStatus.BLOCKED: frozenset({LotStatus.QUARANTINE}),
    LotStatus.RECALLED: frozenset(),
}
"""From what a lot is to how it may be held; a recall outranks every hold, and any lot may be recalled."""


def may_hold(status: LotStatus, kind: LotStatus) -> bool:
    """Whether a lot that is `status` may be put under a hold of `kind`."""
    return kind in HOLDS[status]


def may_release(status: LotStatus) -> bool:
    """Whether there is anything to release."""
    return status is not LotStatus.AVAILABLE


def is_expired(expires_on: date | None, today: date) -> bool:
    """A lot may be used on the day that is printed on it, not after."""
    return expires_on is not None and expires_on < today


def supplier_lot_key(written: str) -> str:
    """The same for `pa 0831`, `PA-0831` and `PA0831`: people copy a lot number from a sack as they please."""
    plain = written.casefold()
    return re.sub(r"[^0-9a-z]+", "", plain) or plain.strip()


OWN_CODE = re.compile(r"LOTE-[0-9]+")


def is_own_code(code: str) -> bool:
    """Whether a lot code is of the series that we count ourselves: given by hand, it would meet its number later."""
    return OWN_CODE.fullmatch(code) is not None


def certificate_media_type(content: bytes) -> str | None:
    """What a file is by its first bytes, whatever it is called; None for what is neither PDF, JPEG nor PNG."""
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    return None
