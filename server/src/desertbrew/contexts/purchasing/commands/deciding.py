"""Who says yes or no to an order, and who may."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from desertbrew.contexts.purchasing.commands.moving import lines_of, locked_order, named, require_move, tell, told_lines
from desertbrew.contexts.purchasing.commands.orders import require_revision
from desertbrew.contexts.purchasing.contract import PurchaseOrderApproved, PurchaseOrderCancelled
from desertbrew.contexts.purchasing.errors import ApprovalOverLimit, OwnOrder
from desertbrew.contexts.purchasing.queries.orders import approval_limits
from desertbrew.contexts.purchasing.rules.approval import ApprovalLimit, why_not_approve
from desertbrew.contexts.purchasing.rules.orders import OrderMove, OrderState
from desertbrew.contexts.purchasing.tables import ApprovalLimitRow, PurchaseOrder
from desertbrew.kernel.ids import Id
from desertbrew.kernel.roles import Role
from desertbrew.platform.db import Tx


@dataclass(frozen=True, slots=True)
class Approver:
    """Whoever says yes."""

    person_id: str
    roles: Collection[Role]


REFUSALS = {"over-limit": ApprovalOverLimit, "own-order": OwnOrder}


def approve_order(tx: Tx, order_id: Id, revision: int, approver: Approver) -> PurchaseOrder:
    """Say yes to an order as it stands in `revision`, within what the approver's roles may. (INV-P5, INV-P6)"""
    order = locked_order(tx, order_id)
    require_move(order, OrderMove.APPROVE)
    require_revision(order, revision)
    own = order.created_by == approver.person_id
    why_not = why_not_approve(approval_limits(tx), approver.roles, order.total_mxn, own=own)
    if why_not is not None:
        raise REFUSALS[why_not](number=order.number, total_mxn=format(order.total_mxn, ",.2f"))
    order.state = OrderState.APPROVED.value
    order.approved_at, order.approved_by = tx.now, tx.origin.actor
    order.approved_by_name = tx.origin.actor_name
    tell(tx, order, "approved")
    tx.emit(
        PurchaseOrderApproved(
            **named(order),
            total=order.total,
            currency=order.currency,
            total_mxn=order.total_mxn,
            expected_on=order.expected_on,
            lines=told_lines(lines_of(tx, order.id)),
            approved_by_name=order.approved_by_name,
        )
    )
    return order


def cancel_order(tx: Tx, order_id: Id, reason: str) -> PurchaseOrder:
    """Want nothing of it any more; where something came already, only the rest is given up. (INV-P5)"""
    order = locked_order(tx, order_id)
    short = order.state == OrderState.PARTIALLY_RECEIVED
    require_move(order, OrderMove.CLOSE_SHORT if short else OrderMove.CANCEL)
    order.state = (OrderState.RECEIVED if short else OrderState.CANCELLED).value
    order.closed_short, order.closed_at, order.cancel_reason = short, tx.now, reason
    for line in lines_of(tx, order.id):
        line.closed = True
    tell(tx, order, "closed_short" if short else "cancelled", reason)
    tx.emit(PurchaseOrderCancelled(**named(order), reason=reason, closed_short=short))
    return order


def set_approval_limit(tx: Tx, role: Role, limit: ApprovalLimit) -> None:
    """Say what a role may approve from now on; what was approved stays so. (INV-P6)"""
    row = ApprovalLimitRow(
        role=role.value,
        amount=limit.amount,
        own_amount=limit.own_amount,
        changed_at=tx.now,
        changed_by=tx.origin.actor,
    )
    tx.session.merge(row)
