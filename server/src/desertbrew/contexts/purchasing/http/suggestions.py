"""Suggestions, scores and what purchasing has to do today, on the wire."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field

from desertbrew.contexts.purchasing import commands, queries
from desertbrew.contexts.purchasing.http.permissions import (
    READ_ORDERS,
    READ_SUPPLIERS,
    SET_LIMITS,
    WRITE_ORDERS,
    routes,
)
from desertbrew.contexts.purchasing.rules.replenishment import Engine, Priority
from desertbrew.contexts.purchasing.rules.suggestions import SuggestionState
from desertbrew.contexts.purchasing.tables import PurchaseOrder, Suggestion
from desertbrew.kernel.ids import Id
from desertbrew.kernel.money import CENTAVO
from desertbrew.platform.db import ReadTx, Tx


class SuggestionFiguresOut(BaseModel):
    """Everything a suggestion was made from, as it was then; quantities in the item's base unit."""

    model_config = ConfigDict(extra="ignore")

    on_hand: Decimal
    usable: Decimal
    on_order: Decimal
    minimum: Decimal | None
    maximum: Decimal | None
    days: int
    consumed: Decimal
    daily: Decimal
    mean_30: Decimal
    projected_30: Decimal
    reserved: Decimal
    short_on: date | None
    batches: list[str]
    lead_days: int
    pack: Decimal
    min_packs: int
    reorder_point: Decimal | None
    level: Decimal | None
    asked: Decimal
    by_min_max: Decimal
    by_sma: Decimal
    by_brews: Decimal
    planning: Decimal
    days_left: Decimal | None
    urgent: bool
    supplier_score: Decimal | None


class PurchaseSuggestionOut(BaseModel):
    """So much of an item from a supplier; `amount` in `currency` before taxes, null where no price is known."""

    id: Id
    item_id: Id
    item_sku: str
    item_name: str
    base_unit: str
    supplier_id: Id | None
    supplier_name: str
    pack_id: Id | None
    pack_name: str
    pack_factor: Decimal
    pack_price: Decimal | None
    currency: str
    packs: Decimal
    quantity: Decimal
    amount: Decimal | None
    state: SuggestionState
    engine: Engine
    priority: Priority
    urgency: int
    made_at: datetime
    expires_on: date
    decided_by_name: str
    reject_reason: str
    order_id: Id | None
    figures: SuggestionFiguresOut


class PurchaseSuggestionsOut(BaseModel):
    """What is suggested now, supplier by supplier; what nobody sells is last."""

    items: list[PurchaseSuggestionOut]
    auto_order_below: Decimal | None


class SuggestionEditIn(BaseModel):
    """How many packs somebody wants instead."""

    model_config = ConfigDict(extra="forbid")

    packs: Decimal = Field(gt=0, le=1_000_000, decimal_places=3)


class SuggestionRejectionIn(BaseModel):
    """Why not."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    reason: str = Field(min_length=3, max_length=200)


class SuggestionConversionIn(BaseModel):
    """Which suggestions become orders, one a supplier."""

    model_config = ConfigDict(extra="forbid")

    suggestion_ids: list[Id] = Field(min_length=1, max_length=500)


class SuggestedOrderOut(BaseModel):
    """An order as a list shows it; `total_mxn` in pesos, taxes included."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    number: str
    supplier_id: Id
    supplier_name: str
    state: str
    expected_on: date
    total_mxn: Decimal


class SuggestedOrdersOut(BaseModel):
    """The orders that were written."""

    orders: list[SuggestedOrderOut]


class AutoOrderIn(BaseModel):
    """Below which amount of an order, before taxes, the daily job writes it by itself; null for never."""

    model_config = ConfigDict(extra="forbid")

    below: Decimal | None = Field(gt=0, le=1_000_000_000, decimal_places=2)


class AutoOrderOut(BaseModel):
    """As it is now."""

    below: Decimal | None


class SupplierScoreOut(BaseModel):
    """On-time % - half of cancelled % + 10 for a supplier of the country, over six months; null before anything is known."""

    supplier_id: Id
    orders: int
    due: int
    on_time: int
    cancelled: int
    national: bool
    on_time_pct: Decimal | None
    cancelled_pct: Decimal | None
    score: Decimal | None


class PurchasingOverviewOut(BaseModel):
    """What waits for somebody in purchasing today; each list is the first five of its count."""

    waiting: list[SuggestedOrderOut]
    waiting_count: int
    waiting_total: Decimal
    expected: list[SuggestedOrderOut]
    expected_count: int
    overdue_count: int
    suggestions: list[PurchaseSuggestionOut]
    suggestions_count: int


def _out(row: Suggestion) -> PurchaseSuggestionOut:
    told = {name: getattr(row, name) for name in PurchaseSuggestionOut.model_fields if name not in {"amount", "figures"}}
    amount = None if row.pack_price is None else (row.packs * row.pack_price).quantize(CENTAVO)
    return PurchaseSuggestionOut(**told, amount=amount, figures=SuggestionFiguresOut.model_validate(json.loads(row.figures)))


def _orders(rows: Sequence[PurchaseOrder]) -> list[SuggestedOrderOut]:
    return [SuggestedOrderOut.model_validate(row) for row in rows]


def _open(tx: ReadTx) -> PurchaseSuggestionsOut:
    return PurchaseSuggestionsOut(
        items=[_out(row) for row in queries.open_suggestions(tx)], auto_order_below=queries.auto_order_below(tx)
    )


@routes.query("/purchase-suggestions", READ_ORDERS, refusals=())
def list_suggestions(tx: ReadTx) -> PurchaseSuggestionsOut:
    """What the program suggests to buy, and why."""
    return _open(tx)


@routes.command("POST", "/purchase-suggestions/refreshes", WRITE_ORDERS, refusals=(503,))
def refresh_suggestions(tx: Tx) -> PurchaseSuggestionsOut:
    """Look at every item anew, as the daily job does at six."""
    commands.refresh_suggestions(tx)
    return _open(tx)


@routes.query("/purchase-suggestions/{suggestion_id}", READ_ORDERS)
def read_suggestion(tx: ReadTx, suggestion_id: Id) -> PurchaseSuggestionOut:
    """One suggestion, whatever became of it."""
    return _out(queries.suggestion(tx, suggestion_id))


@routes.command("PUT", "/purchase-suggestions/{suggestion_id}", WRITE_ORDERS, status=200)
def review_suggestion(tx: Tx, suggestion_id: Id, body: SuggestionEditIn) -> PurchaseSuggestionOut:
    """Say how many packs; the daily job leaves it so."""
    return _out(commands.review_suggestion(tx, suggestion_id, body.packs))


@routes.command("POST", "/purchase-suggestions/{suggestion_id}/approvals", WRITE_ORDERS)
def approve_suggestion(tx: Tx, suggestion_id: Id) -> PurchaseSuggestionOut:
    """Say yes, for whoever writes the order."""
    return _out(commands.approve_suggestion(tx, suggestion_id))


@routes.command("POST", "/purchase-suggestions/{suggestion_id}/rejections", WRITE_ORDERS)
def reject_suggestion(tx: Tx, suggestion_id: Id, body: SuggestionRejectionIn) -> PurchaseSuggestionOut:
    """Say no and why; it is not suggested again for a week."""
    return _out(commands.reject_suggestion(tx, suggestion_id, body.reason))


@routes.command("POST", "/purchase-suggestions/conversions", WRITE_ORDERS)
def convert_suggestions(tx: Tx, body: SuggestionConversionIn) -> SuggestedOrdersOut:
    """Turn suggestions into draft orders, one a supplier, all of them or none."""
    return SuggestedOrdersOut(orders=_orders(commands.convert_suggestions(tx, body.suggestion_ids)))


@routes.command("PUT", "/replenishment-rules", SET_LIMITS, status=200, refusals=())
def set_auto_order(tx: Tx, body: AutoOrderIn) -> AutoOrderOut:
    """Let the daily job write small orders by itself, or not."""
    return AutoOrderOut(below=commands.set_auto_order(tx, body.below))


@routes.query("/suppliers/{supplier_id}/score", READ_SUPPLIERS)
def show_supplier_score(tx: ReadTx, supplier_id: Id) -> SupplierScoreOut:
    """How a supplier did in six months, and the orders that say so."""
    found = queries.supplier_score(tx, supplier_id)
    record = found.record
    return SupplierScoreOut(
        supplier_id=supplier_id,
        orders=record.orders,
        due=record.due,
        on_time=record.on_time,
        cancelled=record.cancelled,
        national=record.national,
        on_time_pct=found.on_time_pct,
        cancelled_pct=found.cancelled_pct,
        score=found.score,
    )


@routes.query("/purchasing-overview", READ_ORDERS, refusals=())
def show_purchasing_overview(tx: ReadTx) -> PurchasingOverviewOut:
    """What waits for somebody in purchasing today."""
    found = queries.overview(tx)
    return PurchasingOverviewOut(
        waiting=_orders(found.waiting),
        waiting_count=found.waiting_count,
        waiting_total=found.waiting_total,
        expected=_orders(found.expected),
        expected_count=found.expected_count,
        overdue_count=found.overdue_count,
        suggestions=[_out(row) for row in found.suggestions],
        suggestions_count=found.suggestions_count,
    )
