"""Who may say yes to how much."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from desertbrew.kernel.money import ZERO
from desertbrew.kernel.roles import Role


@dataclass(frozen=True, slots=True)
class ApprovalLimit:
    """What a role may approve, in pesos with taxes: others' orders up to `amount`, its own up to `own_amount`, None any."""

    amount: Decimal | None
    own_amount: Decimal | None


NOTHING = ApprovalLimit(ZERO, ZERO)

DEFAULT_LIMITS: Mapping[Role, ApprovalLimit] = {
    Role.OWNER: ApprovalLimit(None, None),
    Role.MANAGER: ApprovalLimit(Decimal("50000.00"), Decimal("5000.00")),
}
"""Until the owner says otherwise; the other roles approve nothing."""


def why_not_approve(limits: Mapping[Role, ApprovalLimit], roles: Iterable[Role], total: Decimal, *, own: bool) -> str | None:
    """What bars the approval: `over-limit`, or `own-order` where others of the role could; None if nothing. (INV-P6)

    Who holds several roles has the widest of their limits.
    """
    held = [limits.get(role, NOTHING) for role in roles]
    if not any(_reaches(limit.amount, total) for limit in held):
        return "over-limit"
    if own and not any(_reaches(limit.own_amount, total) for limit in held):
        return "own-order"
    return None


def _reaches(limit: Decimal | None, total: Decimal) -> bool:
    return limit is None or (limit > 0 and total <= limit)
