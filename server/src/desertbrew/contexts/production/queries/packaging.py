"""Packaging runs: what was filled, what is left, and how the litres add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from desertbrew.contexts.production.rules.packaging import Reconciliation
from desertbrew.contexts.production.tables import (
    Batch,
    ItemCopy,
    PackagedKeg,
    PackageFormat,
    PackageMaterial,
    PackagingLine,
    PackagingPart,
    PackagingRun,
    Vessel,
    VesselContent,
)
from desertbrew.kernel.errors import NotFound, Text
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx


@dataclass(frozen=True, slots=True)
class FormatView:
    """A kind of package, and what one takes: (row, name of its item)."""

    row: PackageFormat
    materials: Sequence[tuple[PackageMaterial, str]]


@dataclass(frozen=True, slots=True)
class LineView:
    """A line of a run: whose beer, which kegs, under which name it is sold."""

    row: PackagingLine
    format_name: str
    product_name: str
    parts: Sequence[tuple[PackagingPart, str]]
    """With the batch's number."""
    kegs: Sequence[PackagedKeg]


@dataclass(frozen=True, slots=True)
class RunView:
    """A run with its litres."""

    row: PackagingRun
    vessel_code: str
    packaged_l: Decimal
    in_tank_l: Decimal
    """What the ledger says is in the tank now."""

    @property
    def sum_up(self) -> Reconciliation | None:
        """How the litres add up, once somebody said what was left."""
        return None if self.row.left_l is None else Reconciliation(self.row.before_l, self.packaged_l, self.row.left_l)


def package_formats(tx: ReadTx) -> list[FormatView]:
    """Every kind of package by name."""
    rows = tx.session.execute(select(PackageFormat).order_by(PackageFormat.name, PackageFormat.id)).scalars().all()
    own: dict[Id, list[tuple[PackageMaterial, str]]] = {row.id: [] for row in rows}
    query = select(PackageMaterial, ItemCopy.name).join(ItemCopy, ItemCopy.id == PackageMaterial.item_id)
    for material, name in tx.session.execute(query.order_by(ItemCopy.name)):
        own[material.format_id].append((material, name))
    return [FormatView(row, own[row.id]) for row in rows]


def _runs() -> Any:  # noqa: ANN401 - a select of a row, a code and two sums
    packaged = select(func.sum(PackagingLine.volume_l)).where(PackagingLine.run_id == PackagingRun.id).scalar_subquery()
    there = (
        select(func.sum(VesselContent.volume_l))
        .where(VesselContent.vessel_id == PackagingRun.vessel_id)
        .correlate(PackagingRun)
        .scalar_subquery()
    )
    return select(PackagingRun, Vessel.code, packaged, there).join(Vessel, Vessel.id == PackagingRun.vessel_id)


def _view(row: Any) -> RunView:  # noqa: ANN401 - a row of `_runs`
    run, code, packaged, there = row
    return RunView(run, code, packaged or Decimal(0), there or Decimal(0))


def packaging_runs(tx: ReadTx, batch_id: Id | None, state: str | None, after: Id | None, limit: int) -> list[RunView]:
    """Runs, the newest first."""
    query = _runs().order_by(PackagingRun.id.desc()).limit(limit)
    if batch_id:
        of_batch = (
            select(PackagingLine.run_id)
            .join(PackagingPart, PackagingPart.line_id == PackagingLine.id)
            .where(PackagingPart.batch_id == batch_id)
        )
        query = query.where((PackagingRun.batch_id == batch_id) | PackagingRun.id.in_(of_batch))
    if state:
        query = query.where(PackagingRun.state == state)
    if after:
        query = query.where(PackagingRun.id < after)
    return [_view(row) for row in tx.session.execute(query)]


def packaging_run(tx: ReadTx, run_id: Id) -> tuple[RunView, list[LineView]]:
    """One run and its lines, the newest first."""
    row = tx.session.execute(_runs().where(PackagingRun.id == run_id)).one_or_none()
    if row is None:
        raise NotFound(what=Text("una corrida de envasado", "packaging run"), id=run_id)
    query = (
        select(PackagingLine, PackageFormat.name, ItemCopy.name)
        .outerjoin(PackageFormat, PackageFormat.id == PackagingLine.format_id)
        .outerjoin(ItemCopy, ItemCopy.id == PackagingLine.product_item_id)
        .where(PackagingLine.run_id == run_id)
        .order_by(PackagingLine.happened_at.desc(), PackagingLine.id.desc())
    )
    lines = tx.session.execute(query).all()
    ids = [line.id for line, _, _ in lines]
    parts: dict[Id, list[tuple[PackagingPart, str]]] = {each: [] for each in ids}
    whose = select(PackagingPart, Batch.number).join(Batch, Batch.id == PackagingPart.batch_id)
    for part, number in tx.session.execute(whose.where(PackagingPart.line_id.in_(ids)).order_by(Batch.number)):
        parts[part.line_id].append((part, number))
    kegs: dict[Id, list[PackagedKeg]] = {each: [] for each in ids}
    filled = select(PackagedKeg).where(PackagedKeg.line_id.in_(ids)).order_by(PackagedKeg.serial)
    for keg in tx.session.execute(filled).scalars():
        kegs[keg.line_id].append(keg)
    views = [LineView(line, form or "", product or "", parts[line.id], kegs[line.id]) for line, form, product in lines]
    return _view(row), views
