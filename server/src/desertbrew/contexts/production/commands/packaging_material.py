"""What packages are made of: formats, and the material that a filled line takes from the warehouse.

A full bottle stays full where the books lack its cap: the line says what is missing until somebody settles it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal

from sqlalchemy import select

from desertbrew.contexts.inventory.contract import MaterialsIssued, MaterialsRefused
from desertbrew.contexts.production.commands import costs
from desertbrew.contexts.production.commands.moving import locked, moved, tell
from desertbrew.contexts.production.contract import MaterialsRequested, RequestedMaterial
from desertbrew.contexts.production.errors import MaterialNotMissing
from desertbrew.contexts.production.rules.packaging import MaterialState, PackageKind, shares_of_material
from desertbrew.contexts.production.tables import (
    ItemCopy,
    PackageFormat,
    PackageMaterial,
    PackagingLine,
    PackagingPart,
    PackagingRun,
)
from desertbrew.kernel.errors import InvalidInput, NotFound, Text
from desertbrew.kernel.ids import Id, new_id
from desertbrew.platform.db import Tx


@dataclass(frozen=True, slots=True)
class NewMaterial:
    """What one package takes of an item."""

    item_id: Id
    amount: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class NewFormat:
    """A kind of package; the same code again changes it, for runs to come."""

    code: str
    name: str
    kind: PackageKind
    volume_l: Decimal
    shelf_life_days: int
    materials: Sequence[NewMaterial] = ()


def define_format(tx: Tx, new: NewFormat) -> PackageFormat:
    """Say what a kind of package holds and is made of; runs that filled it before stay as they were."""
    known = _names_of(tx, (each.item_id for each in new.materials))
    strangers = [each.item_id for each in new.materials if each.item_id not in known]
    if strangers:
        raise NotFound(what=Text("un artículo", "item"), id=strangers[0])
    if len({each.item_id for each in new.materials}) != len(new.materials):
        raise InvalidInput("/materials", Text(es="Un artículo está dos veces.", en="An item is there twice."))
    query = select(PackageFormat).where(PackageFormat.code == new.code).with_for_update()
    found = tx.session.execute(query).scalar_one_or_none()
    if found is None:
        found = PackageFormat(id=new_id(), code=new.code)
        tx.session.add(found)
    found.name, found.kind = new.name, new.kind.value
    found.volume_l, found.shelf_life_days = new.volume_l, new.shelf_life_days
    tx.session.flush()
    for old in _materials_of(tx, found.id):
        tx.session.delete(old)
    tx.session.flush()
    tx.session.add_all(PackageMaterial(format_id=found.id, **asdict(each)) for each in new.materials)
    return found


def ask_for_material_again(tx: Tx, line_id: Id) -> PackagingLine:
    """The warehouse has the bottles now: ask again for what a line lacked."""
    line, run = _lacking(tx, line_id)
    form = tx.session.get_one(PackageFormat, line.format_id)
    ask_for_material(tx, run, line, form)
    return line


def waive_material(tx: Tx, line_id: Id, reason: str) -> PackagingLine:
    """A line's material will never come out of the books: say why."""
    line, run = _lacking(tx, line_id)
    line.material_state = MaterialState.WAIVED.value
    tell(tx, locked(tx, run.batch_id), "material_waived", f"{run.number}: {reason}")
    return line


def receive_material(tx: Tx, issued: MaterialsIssued) -> bool:
    """A line's material is out of the warehouse and on its batches' cost ledgers; False where it is no line's."""
    line = _awaiting(tx, issued.issue_id)
    if line is None:
        return False
    line.material_state, line.shortages = MaterialState.ISSUED.value, "[]"
    parts = {part.batch_id: part.volume_l for part in _parts_of(tx, line)}
    batches = {batch_id: locked(tx, batch_id) for batch_id in sorted(parts)}
    for draw in issued.draws:
        for batch_id, (quantity, cost) in shares_of_material(draw.quantity, draw.cost, parts).items():
            if quantity or cost:
                costs.post_draw(tx, batches[batch_id], draw, quantity, cost)
    for batch in batches.values():
        moved(tx, batch)
    return True


def refuse_material(tx: Tx, refused: MaterialsRefused) -> bool:
    """The books lack a line's material: the packages are full all the same, and the line says what to settle."""
    line = _awaiting(tx, refused.issue_id)
    if line is None:
        return False
    line.material_state = MaterialState.REFUSED.value
    line.shortages = json.dumps([asdict(shortage) for shortage in refused.shortages], default=str)
    run = tx.session.get_one(PackagingRun, line.run_id)
    moved(tx, locked(tx, run.batch_id))
    return True


def ask_for_material(tx: Tx, run: PackagingRun, line: PackagingLine, form: PackageFormat) -> None:
    """Ask the warehouse for what the line's packages are made of, under a fresh issue id."""
    rows = _materials_of(tx, form.id)
    if not rows:
        return
    names = _names_of(tx, (row.item_id for row in rows))
    line.issue_id, line.material_state = new_id(), MaterialState.REQUESTED.value
    wanted = tuple(RequestedMaterial(row.item_id, names[row.item_id], row.amount * line.count, row.unit) for row in rows)
    tx.emit(MaterialsRequested(line.issue_id, run.batch_id, run.batch_number, wanted))


def _materials_of(tx: Tx, format_id: Id) -> Sequence[PackageMaterial]:
    query = select(PackageMaterial).where(PackageMaterial.format_id == format_id).order_by(PackageMaterial.item_id)
    return tx.session.execute(query).scalars().all()


def _names_of(tx: Tx, item_ids: Iterable[Id]) -> dict[Id, str]:
    query = select(ItemCopy.id, ItemCopy.name).where(ItemCopy.id.in_(set(item_ids)))
    return {row.id: row.name for row in tx.session.execute(query)}


def _lacking(tx: Tx, line_id: Id) -> tuple[PackagingLine, PackagingRun]:
    line = tx.session.get(PackagingLine, line_id)
    if line is None:
        raise NotFound(what=Text("un renglón de envasado", "packaging line"), id=line_id)
    run = tx.session.get_one(PackagingRun, line.run_id, with_for_update=True)
    tx.session.refresh(line)
    if line.material_state != MaterialState.REFUSED:
        raise MaterialNotMissing(state=line.material_state)
    return line, run


def _awaiting(tx: Tx, issue_id: Id) -> PackagingLine | None:
    query = select(PackagingLine).where(PackagingLine.issue_id == issue_id)
    line = tx.session.execute(query.with_for_update()).scalar_one_or_none()
    return line if line is not None and line.material_state == MaterialState.REQUESTED else None


def _parts_of(tx: Tx, line: PackagingLine) -> Sequence[PackagingPart]:
    query = select(PackagingPart).where(PackagingPart.line_id == line.id).order_by(PackagingPart.batch_id)
    return tx.session.execute(query).scalars().all()
