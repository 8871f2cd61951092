"""Suggestions are made, edited, approved, rejected, and become orders. (INV-P21)"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import or_, select

from desertbrew.contexts.inventory.contract import StockFigure, StockFigures
from desertbrew.contexts.purchasing import queries
from desertbrew.contexts.purchasing.commands.orders import PESO, NewOrder, NewOrderLine, create_order
from desertbrew.contexts.purchasing.errors import SuggestionClosed, SuggestionIncomplete
from desertbrew.contexts.purchasing.queries import PackFilter, PackView, SupplierScore
from desertbrew.contexts.purchasing.rules import replenishment as rules
from desertbrew.contexts.purchasing.rules.replenishment import Offer, choose_offer
from desertbrew.contexts.purchasing.rules.suggestions import (
    LIVES_DAYS,
    OPEN,
    Proposal,
    Situation,
    SuggestionState,
    propose,
)
from desertbrew.contexts.purchasing.tables import (
    OPEN_SUGGESTION,
    ItemCopy,
    PurchaseOrder,
    ReplenishmentRules,
    Suggestion,
    Supplier,
)
from desertbrew.kernel.errors import NotFound, Text
from desertbrew.kernel.ids import Id, new_id
from desertbrew.kernel.money import CENTAVO, ZERO
from desertbrew.kernel.quantity import STEP
from desertbrew.platform.db import Tx

ONE = Decimal(1)
EVERY_PACK = 100_000


def refresh_suggestions(tx: Tx) -> int:
    """Look at every item anew; returns how many suggestions are open.

    What nobody touched takes today's figures, or goes where nothing is needed any more; what a person reviewed stays as
    they left it. What was rejected is not suggested again for a week, and nothing is while it is on order.
    """
    known = {row.item_id: row for row in tx.session.execute(select(Suggestion).where(OPEN_SUGGESTION)).scalars()}
    quiet = select(Suggestion.item_id).where(
        Suggestion.state == SuggestionState.REJECTED.value, Suggestion.expires_on >= tx.today
    )
    silenced = set(tx.connection.execute(quiet).scalars())
    offers, scores, coming = _offers(tx), queries.supplier_scores(tx), queries.on_order(tx)
    leads: dict[Id, int | None] = {row.id: row.lead_time_days for row in tx.session.execute(select(Supplier)).scalars()}
    copies = set(tx.connection.execute(select(ItemCopy.id)).scalars())
    for figure in tx.ports.get(StockFigures).ask():
        row = known.pop(figure.item_id, None)
        if figure.item_id not in copies or figure.item_id in silenced:
            continue
        if row is not None and row.state != SuggestionState.PENDING:
            _expire(tx, row, if_due=True)
            continue
        chosen = _choose(offers.get(figure.item_id, []), scores)
        situation = _situation(tx, figure, coming.get(figure.item_id, ZERO), chosen, leads)
        proposal = propose(situation)
        if proposal is not None:
            _write(tx, row, figure, situation, proposal, chosen, scores)
        elif row is not None:
            _expire(tx, row)
    for row in known.values():
        _expire(tx, row, if_due=True)
    tx.session.flush()
    return len(queries.open_suggestions(tx))


def _offers(tx: Tx) -> dict[Id, list[PackView]]:
    suppliers = set(tx.connection.execute(select(Supplier.id).where(Supplier.active)).scalars())
    offers: dict[Id, list[PackView]] = defaultdict(list)
    for view in queries.packs(tx, PackFilter(active=True), None, EVERY_PACK):
        if view.pack.supplier_id in suppliers:
            offers[view.pack.item_id].append(view)
    return offers


def _choose(views: Sequence[PackView], scores: dict[Id, SupplierScore]) -> PackView | None:
    """The preferred pack, else the best by score and price in pesos; other currencies only where there is nothing else."""
    told = {
        Offer(
            view.pack.supplier_id,
            _unit_price(view),
            scores[view.pack.supplier_id].score,
            view.pack.preferred,
        ): view
        for view in sorted(views, key=lambda each: each.pack.id, reverse=True)
    }
    chosen = choose_offer(list(told))
    return None if chosen is None else told[chosen]


def _unit_price(view: PackView) -> Decimal | None:
    if view.price is None or view.price.currency != PESO:
        return None
    return (view.price.price / view.pack.factor_to_base).quantize(STEP)


def _situation(
    tx: Tx, figure: StockFigure, coming: Decimal, chosen: PackView | None, leads: dict[Id, int | None]
) -> Situation:
    lead = None
    if chosen is not None:
        own = chosen.pack.lead_time_days
        lead = leads[chosen.pack.supplier_id] if own is None else own
    return Situation(
        usable=figure.usable,
        on_order=coming,
        minimum=figure.minimum,
        maximum=figure.maximum,
        daily=figure.daily,
        mean_30=figure.mean_30,
        projected_30=figure.projected_30,
        reserved=figure.reserved,
        days_to_short=None if figure.short_on is None else max(0, (figure.short_on - tx.today).days),
        lead_days=rules.USUAL_LEAD_DAYS if lead is None else lead,
        pack=ONE if chosen is None else chosen.pack.factor_to_base,
        min_packs=1 if chosen is None else chosen.pack.min_packs,
    )


def _write(
    tx: Tx,
    row: Suggestion | None,
    figure: StockFigure,
    situation: Situation,
    proposal: Proposal,
    chosen: PackView | None,
    scores: dict[Id, SupplierScore],
) -> None:
    if row is None:
        row = Suggestion(id=new_id(), item_id=figure.item_id, state=SuggestionState.PENDING.value, made_at=tx.now)
        row.expires_on = tx.today + timedelta(days=LIVES_DAYS)
        row.decided_by = row.decided_by_name = row.reject_reason = ""
        tx.session.add(row)
    row.item_sku, row.item_name, row.base_unit = figure.sku, figure.name, figure.unit
    row.supplier_id = None if chosen is None else chosen.pack.supplier_id
    row.supplier_name = "" if chosen is None else chosen.supplier_name
    row.pack_id = None if chosen is None else chosen.pack.id
    row.pack_name = figure.unit if chosen is None else chosen.pack.pack_name
    row.pack_factor = situation.pack
    row.pack_price = None if chosen is None or chosen.price is None else chosen.price.price
    row.currency = PESO if chosen is None or chosen.price is None else chosen.price.currency
    row.quantity, row.packs = proposal.quantity, (proposal.quantity / situation.pack).quantize(STEP)
    row.engine, row.priority, row.urgency = proposal.engine.value, proposal.priority.value, proposal.urgency
    score = None if chosen is None else scores[chosen.pack.supplier_id].score
    told: dict[str, Any] = asdict(figure) | asdict(situation) | asdict(proposal) | {"supplier_score": score}
    row.figures = json.dumps(told, default=str, ensure_ascii=False)


def _expire(tx: Tx, row: Suggestion, *, if_due: bool = False) -> None:
    if not if_due or row.expires_on < tx.today:
        row.state, row.decided_at = SuggestionState.EXPIRED.value, tx.now


def _held(tx: Tx, suggestion_id: Id) -> Suggestion:
    """The suggestion, ours alone until the commit, still open."""
    row = tx.session.get(Suggestion, suggestion_id, with_for_update=True)
    if row is None:
        raise NotFound(what=Text("una sugerencia", "suggestion"), id=suggestion_id)
    if SuggestionState(row.state) not in OPEN:
        raise SuggestionClosed(item=row.item_name, state=row.state)
    return row


def _decide(tx: Tx, row: Suggestion, state: SuggestionState) -> Suggestion:
    row.state, row.decided_at = state.value, tx.now
    row.decided_by, row.decided_by_name = tx.origin.actor, tx.origin.actor_name
    return row


def review_suggestion(tx: Tx, suggestion_id: Id, packs: Decimal) -> Suggestion:
    """Somebody knows better how many packs."""
    row = _held(tx, suggestion_id)
    row.packs, row.quantity = packs, (packs * row.pack_factor).quantize(STEP)
    return _decide(tx, row, SuggestionState.REVIEWED)


def approve_suggestion(tx: Tx, suggestion_id: Id) -> Suggestion:
    """Somebody says yes, and lets another write the order."""
    return _decide(tx, _held(tx, suggestion_id), SuggestionState.APPROVED)


def reject_suggestion(tx: Tx, suggestion_id: Id, reason: str) -> Suggestion:
    """Somebody says no and why; it is not suggested again before a week has passed."""
    row = _held(tx, suggestion_id)
    row.reject_reason, row.expires_on = reason, tx.today + timedelta(days=LIVES_DAYS)
    return _decide(tx, row, SuggestionState.REJECTED)


def convert_suggestions(tx: Tx, suggestion_ids: Sequence[Id]) -> list[PurchaseOrder]:
    """Turn suggestions into draft orders, one a supplier and currency, all of them or none."""
    groups: dict[tuple[Id, str], list[Suggestion]] = defaultdict(list)
    for suggestion_id in sorted(set(suggestion_ids)):
        row = _held(tx, suggestion_id)
        if row.supplier_id is None or row.pack_price is None:
            raise SuggestionIncomplete(item=row.item_name)
        groups[row.supplier_id, row.currency].append(row)
    orders = []
    for (supplier_id, currency), rows in sorted(groups.items()):
        lines = [_line(row) for row in rows]
        order = create_order(tx, NewOrder(supplier_id, lines, currency=currency))
        for row in rows:
            _decide(tx, row, SuggestionState.CONVERTED).order_id = order.id
        orders.append(order)
    return orders


def _line(row: Suggestion) -> NewOrderLine:
    assert row.pack_price is not None, "asked before"
    return NewOrderLine(row.item_id, row.packs, row.pack_price, row.pack_id)


def set_auto_order(tx: Tx, below: Decimal | None) -> Decimal | None:
    """Say up to which amount of an order, before taxes, the daily job writes it by itself; None for never."""
    row = tx.session.get(ReplenishmentRules, "HOUSE") or ReplenishmentRules(name="HOUSE")
    row.auto_order_below, row.changed_at, row.changed_by = below, tx.now, tx.origin.actor
    tx.session.add(row)
    return below


def replenish_daily(tx: Tx) -> None:
    """Refresh what is suggested; write the orders of suppliers whose suggestions come to less than the owner's amount."""
    refresh_suggestions(tx)
    below = queries.auto_order_below(tx)
    if below is None:
        return
    groups: dict[Id, list[Suggestion]] = defaultdict(list)
    told = or_(Suggestion.pack_price.is_(None), Suggestion.currency != PESO)
    skipped = set(tx.connection.execute(select(Suggestion.id).where(OPEN_SUGGESTION, told)).scalars())
    for row in queries.open_suggestions(tx):
        if row.supplier_id is not None and row.id not in skipped:
            groups[row.supplier_id].append(row)
    small = [rows for rows in groups.values() if sum((_amount(row) for row in rows), ZERO) < below]
    convert_suggestions(tx, [row.id for rows in small for row in rows])


def _amount(row: Suggestion) -> Decimal:
    assert row.pack_price is not None, "left out before"
    return (row.packs * row.pack_price).quantize(CENTAVO)
