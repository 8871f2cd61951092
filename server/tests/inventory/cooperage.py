"""A fleet of kegs to try things with: what people do with them, one call each, straight to the commands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy import select

from desertbrew.contexts.inventory import commands, queries
from desertbrew.contexts.inventory.contract import KegMove, KegOwnership, KegState, KegType
from desertbrew.contexts.inventory.rules import kegs as rules
from desertbrew.contexts.inventory.tables import KegEvent, KegFill, KegRow
from desertbrew.kernel.ids import Id, new_id
from desertbrew.platform.db import Database, Origin, Tx

T = TypeVar("T")

BY = "Quien escanea"
BEER = commands.Content("Cerro del Pueblo", new_id(), "L-0104")


class Cooperage:
    """Inventory's database, and people with scanners."""

    def __init__(self, database: Database, origin: Origin) -> None:
        self.database = database
        self.origin = origin

    def write(self, work: Callable[[Tx], T]) -> T:
        return self.database.write(work, self.origin)

    def register(
        self,
        *serials: str,
        size: str = "50",
        keg_type: KegType = KegType.SANKE_D,
        ownership: KegOwnership = KegOwnership.OWN,
        tare: str | None = None,
        rfid: str | None = None,
    ) -> list[str]:
        """New kegs; their QR codes."""
        owner = None if ownership is KegOwnership.OWN else "Cervecería invitada"
        kind = commands.KegKind(Decimal(size), keg_type, ownership, owner, tare_kg=None if tare is None else Decimal(tare))
        new = commands.NewKegs(serials, kind, BY, rfid)
        made = self.write(lambda tx: commands.register_kegs(tx, new))
        return [self.row(keg.serial).code for keg in made.kegs]

    def move(self, kind: KegMove, *codes: str, **more: Any) -> commands.KegDocument:
        """One move for these kegs."""
        order = commands.KegOrder(kind, codes, BY, **more)
        return self.write(lambda tx: commands.move_kegs(tx, order))

    def fill(self, *codes: str, volume: str | None = None, content: commands.Content = BEER) -> commands.KegDocument:
        """A batch into these kegs."""
        fills = [commands.NewFill(code, None if volume is None else Decimal(volume)) for code in codes]
        new = commands.NewFilling(content, fills, BY)
        return self.write(lambda tx: commands.fill_kegs(tx, new))

    def full(self, *serials: str, size: str = "50", **more: Any) -> list[str]:
        """New kegs, washed and filled."""
        codes = self.register(*serials, size=size, **more)
        if self.row(serials[0]).state == KegState.DIRTY:
            self.move(KegMove.WASH, *codes)
        self.fill(*codes)
        return codes

    def transfer(self, source: str, *targets: tuple[str, str | None], loss: str | None = None) -> commands.Transferred:
        """One keg into others."""
        into = [commands.NewFill(code, None if volume is None else Decimal(volume)) for code, volume in targets]
        new = commands.NewTransfer(source, into, BY, None if loss is None else Decimal(loss))
        return self.write(lambda tx: commands.transfer_keg(tx, new))

    def admit(self, *codes: str, content: commands.Content | None = None) -> commands.KegDocument:
        """Kegs of others come to us."""
        new = commands.NewAdmission(codes, BY, content)
        return self.write(lambda tx: commands.admit_kegs(tx, new))

    def row(self, code: str) -> Any:
        """The keg with what is inside it."""
        with self.database.read() as tx:
            return queries.scanned_keg(tx, code)

    def rows(self) -> Sequence[Any]:
        """Every keg."""
        with self.database.read() as tx:
            return tx.session.connection().execute(select(KegRow.__table__).order_by(KegRow.serial)).all()

    def contents(self) -> Sequence[Any]:
        """Every keg with what is inside it."""
        with self.database.read() as tx:
            return queries.kegs_matching(tx, queries.KegFilter(), None, 10_000)

    def states(self, *codes: str) -> list[KegState]:
        return [KegState(self.row(code).state) for code in codes]

    def events(self, keg_id: Id) -> Sequence[Any]:
        """A keg's life, from its first day."""
        query = select(KegEvent.__table__).where(KegEvent.keg_id == keg_id).order_by(KegEvent.seq)
        with self.database.read() as tx:
            return tx.session.connection().execute(query).all()

    def fills(self) -> Sequence[Any]:
        """Every fill there ever was."""
        with self.database.read() as tx:
            return tx.session.connection().execute(select(KegFill.__table__).order_by(KegFill.id)).all()

    def faults(self) -> list[str]:
        """Where kegs and their events differ."""
        with self.database.read() as tx:
            return queries.keg_faults(tx)


def keg(state: KegState, **changed: Any) -> rules.Keg:
    """A keg of ours as the rules see it, with whatever belongs to its state."""
    beer = Decimal(50) if state in rules.HOLDS_BEER else None
    facts = {
        "keg_id": new_id(),
        "state": state,
        "size_l": Decimal(50),
        "one_way": False,
        "ownership": KegOwnership.OWN,
        "needs_maintenance": False,
        "content_l": beer,
        "has_client": state is KegState.AT_CLIENT,
        "held_from": KegState.DIRTY if state is KegState.QUARANTINE else None,
    }
    return rules.Keg(**{**facts, **changed})
