"""What may be decided about a lot, and what counts as the same supplier lot."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from desertbrew.contexts.inventory.contract import ExpirySeverity, LotStatus

HOLDS: Mapping[LotStatus, frozenset[LotStatus]] = {
    LotStatus.AVAILABLE: frozenset({LotStatus.QUARANTINE, LotStatus.BLOCKED}),
    LotStatus.QUARANTINE: frozenset({LotStatus.BLOCKED}),
    LotStatus.BLOCKED: frozenset({LotStatus.QUARANTINE}),
    LotStatus.RECALLED: frozenset(),
    LotStatus.EXPIRED: frozenset(),
}
"""From what a lot is to how it may be held; a recall outranks every hold, and any lot may be recalled."""


def may_hold(status: LotStatus, kind: LotStatus) -> bool:
    """Whether a lot that is `status` may be put under a hold of `kind`."""
    return kind in HOLDS[status]


def may_release(status: LotStatus) -> bool:
    """Whether there is anything to release; only another date takes EXPIRED back."""
    return status not in {LotStatus.AVAILABLE, LotStatus.EXPIRED}


GOES_OUT_OF_DATE = frozenset({LotStatus.AVAILABLE, LotStatus.QUARANTINE})
"""What becomes EXPIRED when its day has passed; a block and a recall say more, and stay."""


def released_to(expires_on: date | None, today: date) -> LotStatus:
    """What a lot becomes that nobody holds any more."""
    return LotStatus.EXPIRED if is_expired(expires_on, today) else LotStatus.AVAILABLE


WARNING_DAYS = 7
CRITICAL_DAYS = 3
PRIORITY_DAYS = ((2, 5), (5, 4), (10, 3), (15, 2))


def severity_of(days_left: int) -> ExpirySeverity | None:
    """How urgent a lot is with so many days left, its last day being 0; None where there is time, or none left."""
    if not 0 <= days_left <= WARNING_DAYS:
        return None
    return ExpirySeverity.CRITICAL if days_left <= CRITICAL_DAYS else ExpirySeverity.WARNING


def expiry_priority(days_left: int) -> int:
    """From 5, use or throw away first, to 1."""
    return next((priority for days, priority in PRIORITY_DAYS if days_left <= days), 1)


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
