"""What a batch costs, on the wire."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field

from desertbrew.contexts.production import commands, queries
from desertbrew.contexts.production.http.batches import BatchDetailOut, CostOut, after
from desertbrew.contexts.production.http.permissions import READ_BATCHES, RECORD_COSTS, SET_COST_RATES, routes
from desertbrew.contexts.production.rules.batches import CostKind
from desertbrew.contexts.production.rules.costs import Basis
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx, Tx


class CostIn(BaseModel):
    """Something that was spent on a batch besides its material, in pesos."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    kind: CostKind
    description: str = Field(min_length=2, max_length=200)
    amount: Decimal = Field(ge=0, le=100_000_000, decimal_places=2)


class ReversalIn(BaseModel):
    """Why a line of the ledger is taken back."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    reason: str = Field(min_length=3, max_length=200)


class CostGroupOut(BaseModel):
    """One step of the waterfall, and the lines that it is made of."""

    kind: str
    amount: Decimal
    per_litre: Decimal | None
    """Pesos to six decimals; null until the litres are known."""
    lines: list[CostOut]


class CostsOut(BaseModel):
    """A batch's whole cost, kind by kind: the steps add up to the total, to the centavo."""

    total: Decimal
    litres: Decimal | None
    """What was really packaged."""
    cost_per_litre: Decimal | None
    groups: list[CostGroupOut]


class RateIn(BaseModel):
    """What something costs from a day on: the same name again is its new price, and 0 ends it."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: str = Field(min_length=2, max_length=120)
    kind: CostKind
    basis: Basis
    amount: Decimal = Field(ge=0, le=10_000_000, decimal_places=6)
    valid_from: date


class RateOut(BaseModel):
    """A price, in pesos for one unit of its basis; `current` is charged today."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    name: str
    kind: str
    basis: str
    amount: Decimal
    valid_from: date
    set_by_name: str
    set_at: datetime
    current: bool = False


@routes.query("/batches/{batch_id}/costs", READ_BATCHES)
def read_costs(tx: ReadTx, batch_id: Id) -> CostsOut:
    """Where every peso of the batch went, down to the lot, its supplier and the invoice."""
    view = queries.batch_costs(tx, batch_id)
    groups = [
        CostGroupOut(
            kind=group.kind,
            amount=group.amount,
            per_litre=group.per_litre,
            lines=[CostOut.model_validate(line) for line in group.lines],
        )
        for group in view.groups
    ]
    batch = view.batch
    return CostsOut(
        total=batch.total_cost, litres=batch.packaged_volume_l, cost_per_litre=batch.cost_per_litre, groups=groups
    )


@routes.command("POST", "/batches/{batch_id}/costs", RECORD_COSTS)
def record_cost(tx: Tx, batch_id: Id, body: CostIn) -> BatchDetailOut:
    """Add what was spent besides material."""
    return after(tx, commands.record_cost(tx, batch_id, commands.NewCost(body.kind, body.description, body.amount)))


@routes.command("POST", "/batches/{batch_id}/costs/{cost_id}/reversals", RECORD_COSTS)
def reverse_cost(tx: Tx, batch_id: Id, cost_id: Id, body: ReversalIn) -> BatchDetailOut:
    """Take a wrong line back with a line of its own."""
    return after(tx, commands.reverse_cost(tx, batch_id, cost_id, body.reason))


@routes.query("/cost-rates", READ_BATCHES, refusals=())
def list_cost_rates(tx: ReadTx) -> list[RateOut]:
    """Every price there ever was, by name, the latest first."""
    current = {rate.id for rate in queries.current_rates(tx)}
    return [
        RateOut.model_validate(rate).model_copy(update={"current": rate.id in current}) for rate in queries.cost_rates(tx)
    ]


@routes.command("POST", "/cost-rates", SET_COST_RATES, refusals=())
def set_cost_rate(tx: Tx, body: RateIn) -> RateOut:
    """Say what something costs from a day on."""
    rate = commands.set_cost_rate(tx, commands.NewRate(**body.model_dump()))
    tx.session.flush()
    tx.session.expire_all()
    current = {each.id for each in queries.current_rates(tx)}
    return RateOut.model_validate(rate).model_copy(update={"current": rate.id in current})
