"""Production's packaging runs: kegs are filled for one while it is open, and counted when it closes."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select

from desertbrew.contexts.inventory.commands.kegs.content import Content
from desertbrew.contexts.inventory.contract import KegsCounted
from desertbrew.contexts.inventory.errors import PackagingRunNotOpen
from desertbrew.contexts.inventory.tables import KegFill, PackagingRunCopy
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import Tx


@dataclass(frozen=True, slots=True)
class NewRun:
    """A packaging run of production's, and the beer that its kegs are filled with."""

    id: Id
    number: str
    batch_id: Id
    batch_number: str = ""
    beer_name: str = ""
    vessel_code: str = ""
    kegs_best_before: date | None = None


def know_run(tx: Tx, opened: NewRun) -> None:
    """Kegs may be filled for the run, unless its end was heard of before its beginning."""
    if tx.session.get(PackagingRunCopy, opened.id, with_for_update=True) is None:
        tx.session.add(PackagingRunCopy(**asdict(opened), is_open=True))


def end_run(tx: Tx, closed: NewRun) -> None:
    """No more kegs for the run from now on; tell how many there were and what they hold. (INV-K9)"""
    run = tx.session.get(PackagingRunCopy, closed.id, with_for_update=True)
    if run is None:
        run = PackagingRunCopy(**asdict(closed), is_open=False)
        tx.session.add(run)
    run.is_open = False
    query = select(func.count(), func.sum(KegFill.volume_l))
    of_run = KegFill.packaging_run_id == run.id
    kegs, litres = tx.session.execute(query.where(of_run, KegFill.from_fill_id.is_(None))).one()
    tx.emit(KegsCounted(run.id, kegs, litres or Decimal(0)))


def content_of_run(tx: Tx, content: Content, run_id: Id) -> Content:
    """What is filled for an open run: its beer, its batch, its best-before. Raises `PackagingRunNotOpen`."""
    # Locked until the commit, so that a run is not counted while it is being filled for.
    run = tx.session.get(PackagingRunCopy, run_id, with_for_update=True)
    if run is None or not run.is_open:
        raise PackagingRunNotOpen(number=run.number if run else "?", run_id=run_id)
    return replace(
        content,
        beer_name=run.beer_name,
        batch_id=run.batch_id,
        batch_number=run.batch_number,
        best_before=content.best_before or run.kegs_best_before,
    )
