"""Gas cylinders on the wire."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field

from desertbrew.contexts.inventory import commands, queries
from desertbrew.contexts.inventory.http.permissions import HANDLE_GASES, READ_STOCK, routes
from desertbrew.contexts.inventory.http.stock import Amount
from desertbrew.contexts.inventory.rules import CylinderState, Gas, GasPurpose, GasUnit, Ownership
from desertbrew.contexts.inventory.tables import GasCylinder
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx, Tx
from desertbrew.platform.http.pages import Cursor, Limit, Page, decode_cursor, page_of


class CylinderIn(BaseModel):
    """A full cylinder; `capacity` in `unit`, the deposit in pesos."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    code: str = Field(min_length=1, max_length=20, pattern=r"[A-Za-z0-9]")
    gas: Gas
    unit: GasUnit
    capacity: Amount
    ownership: Ownership
    deposit_amount: Decimal | None = Field(default=None, ge=0, le=1_000_000, decimal_places=2)
    inspection_due: date | None = None


class CylinderOut(BaseModel):
    """A cylinder; `low` below a quarter, `inspection_soon` within thirty days or overdue."""

    id: Id
    code: str
    gas: Gas
    unit: GasUnit
    capacity: Decimal
    level: Decimal
    state: CylinderState
    ownership: Ownership
    deposit_amount: Decimal | None
    inspection_due: date | None
    low: bool
    inspection_soon: bool


class CylindersOut(BaseModel):
    """All cylinders; a short list, so not a page."""

    items: list[CylinderOut]


class GasEventOut(BaseModel):
    """One line of a cylinder's history; `amount` is signed."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    kind: str
    purpose: str | None
    amount: Decimal
    level_after: Decimal
    state_after: str
    batch_number: str | None
    note: str
    happened_at: datetime
    done_by: str


class GasUseIn(BaseModel):
    """What was used, and for what."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    purpose: GasPurpose
    amount: Amount
    batch_number: str | None = Field(default=None, min_length=1, max_length=40)
    note: str = Field(default="", max_length=200)


class RefillIn(BaseModel):
    """How much went in; to the brim where nothing is said."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    amount: Amount | None = None
    note: str = Field(default="", max_length=200)


class CylinderReturnIn(BaseModel):
    """Why it goes back, where there is still gas in it."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    reason: str = Field(default="", max_length=200)


class InspectionIn(BaseModel):
    """It passed; when it is due again."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    next_due: date
    note: str = Field(default="", max_length=200)


class MaintenanceIn(BaseModel):
    """Why it leaves service."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    reason: str = Field(min_length=3, max_length=200)


def _out(view: queries.CylinderView) -> CylinderOut:
    names = CylinderOut.model_fields.keys() - {"low", "inspection_soon"}
    own = {name: getattr(view.cylinder, name) for name in names}
    return CylinderOut(**own, low=view.low, inspection_soon=view.inspection_soon)


def _answer(tx: Tx, cylinder: GasCylinder) -> CylinderOut:
    return _out(queries.view_cylinder(tx, cylinder))


@routes.query("/gas-cylinders", READ_STOCK, refusals=())
def list_cylinders(tx: ReadTx) -> CylindersOut:
    """Every cylinder by code."""
    return CylindersOut(items=[_out(view) for view in queries.cylinders(tx)])


@routes.query("/gas-cylinders/{cylinder_id}/events", READ_STOCK)
def list_gas_events(tx: ReadTx, cylinder_id: Id, limit: Limit = 100, cursor: Cursor = None) -> Page[GasEventOut]:
    """What happened to a cylinder, the newest first."""
    after = decode_cursor(cursor, [Id])
    found = queries.gas_events(tx, cylinder_id, after[0] if after else None, limit + 1)
    rows, following = page_of(found, limit, lambda row: (str(row.id),))
    return Page(items=[GasEventOut.model_validate(row) for row in rows], next_cursor=following)


@routes.command("POST", "/gas-cylinders", HANDLE_GASES, refusals=(409,))
def register_cylinder(tx: Tx, body: CylinderIn) -> CylinderOut:
    """Take a full cylinder into service."""
    return _answer(tx, commands.register_cylinder(tx, commands.NewCylinder(**dict(body))))


@routes.command("POST", "/gas-cylinders/{cylinder_id}/uses", HANDLE_GASES)
def use_gas(tx: Tx, cylinder_id: Id, body: GasUseIn) -> CylinderOut:
    """Take gas out."""
    return _answer(tx, commands.use_gas(tx, cylinder_id, commands.GasUse(**dict(body))))


@routes.command("POST", "/gas-cylinders/{cylinder_id}/refills", HANDLE_GASES)
def refill_cylinder(tx: Tx, cylinder_id: Id, body: RefillIn) -> CylinderOut:
    """Fill it again."""
    return _answer(tx, commands.refill_cylinder(tx, cylinder_id, body.amount, body.note))


@routes.command("POST", "/gas-cylinders/{cylinder_id}/returns", HANDLE_GASES)
def return_cylinder(tx: Tx, cylinder_id: Id, body: CylinderReturnIn) -> CylinderOut:
    """Give it back; with more than a tenth in it only for a reason."""
    return _answer(tx, commands.return_cylinder(tx, cylinder_id, body.reason))


@routes.command("POST", "/gas-cylinders/{cylinder_id}/inspections", HANDLE_GASES)
def inspect_cylinder(tx: Tx, cylinder_id: Id, body: InspectionIn) -> CylinderOut:
    """Say that it passed and when it is due again."""
    return _answer(tx, commands.inspect_cylinder(tx, cylinder_id, body.next_due, body.note))


@routes.command("POST", "/gas-cylinders/{cylinder_id}/maintenances", HANDLE_GASES)
def maintain_cylinder(tx: Tx, cylinder_id: Id, body: MaintenanceIn) -> CylinderOut:
    """Take it out of service until its next inspection."""
    return _answer(tx, commands.maintain_cylinder(tx, cylinder_id, body.reason))
