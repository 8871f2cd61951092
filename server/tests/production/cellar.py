"""A cellar to try things in: tanks, wort, and what cellarmen do with it, one call each."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from desertbrew.contexts.production.commands import bookings, cellar, vessels
from desertbrew.contexts.production.queries.cellar import BatchVolumes, beer_faults
from desertbrew.contexts.production.rules.cellar import LossReason, Material, VesselKind, VesselState
from desertbrew.contexts.production.tables import Batch, BeerMovement, Vessel, VesselBooking
from desertbrew.kernel.ids import Id, new_id
from desertbrew.platform.db import Database, Origin
from production.brewhouse import Brewhouse

TODAY = date(2026, 11, 20)
"""The tests' morning, at the brewery."""


class Cellar:
    """Two fermenters of 800 working litres and a brite tank, over a brewhouse."""

    def __init__(self, database: Database, origin: Origin) -> None:
        self.brewhouse = Brewhouse(database, origin)
        self.write = self.brewhouse.write
        self.database = database
        self.recipe = self.brewhouse.matched_recipe()
        self.first = self.tank("FV-01")
        self.second = self.tank("FV-02")
        self.brite = self.tank("BT-01", VesselKind.BRITE)

    def tank(self, code: str, kind: VesselKind = VesselKind.FERMENTER, working_l: str = "800") -> Id:
        """A clean tank."""
        new = vessels.NewVessel(code, code, kind, Decimal(826), Decimal(working_l), "A", Material.STEEL_304)
        return self.write(lambda tx: vessels.register_vessel(tx, new)).id

    def brew(self) -> Batch:
        """A batch that has wort."""
        return self.brewhouse.brewing(recipe=self.recipe)

    def vessel(self, vessel_id: Id) -> Vessel:
        """As it is now."""
        with self.database.read() as tx:
            return tx.session.get_one(Vessel, vessel_id)

    def state(self, vessel_id: Id) -> str:
        """Where it stands now."""
        return self.vessel(vessel_id).state

    def knock_out(self, batch: Batch, vessel_id: Id, litres: str = "400", *, blend: bool = False) -> BeerMovement:
        """Wort into a tank."""
        volume = Decimal(litres)
        return self.write(lambda tx: cellar.knock_out(tx, batch.id, vessel_id, volume, blend=blend))

    def transfer(
        self, source: Id, target: Id, litres: str, loss: str = "0", *, blend: bool = False, reason: LossReason | None = None
    ) -> BeerMovement:
        """From a tank to another."""
        volume, lost = Decimal(litres), Decimal(loss)
        return self.write(
            lambda tx: cellar.transfer(tx, source, target, volume, loss_l=lost, loss_reason=reason, blend=blend)
        )

    def lose(self, vessel_id: Id, litres: str, reason: LossReason = LossReason.YEAST) -> BeerMovement:
        """Down the drain, with its name."""
        return self.write(lambda tx: cellar.record_loss(tx, vessel_id, Decimal(litres), reason))

    def empty(self, vessel_id: Id, reason: LossReason = LossReason.DUMPED) -> BeerMovement | None:
        """All of it."""
        return self.write(lambda tx: cellar.empty_vessel(tx, vessel_id, reason))

    def package(self, vessel_id: Id, litres: str, document: Id | None = None) -> dict[str, Decimal]:
        """Into kegs; whose beer it was, by the batch's number."""
        document_id = document or new_id()
        parts = self.write(lambda tx: cellar.take_for_packaging(tx, vessel_id, Decimal(litres), document_id))
        return {part.batch_number: part.volume_l for part in parts}

    def move(self, vessel_id: Id, *states: VesselState) -> str:
        """By hand, from state to state."""
        for state in states:
            self.write(lambda tx, state=state: vessels.move_vessel(tx, vessel_id, state))  # type: ignore[misc]
        return self.state(vessel_id)

    def clean(self, vessel_id: Id) -> None:
        """A dirty tank."""
        self.move(vessel_id, VesselState.CLEANING, VesselState.AVAILABLE)

    def book(self, vessel_id: Id, start: int, end: int, batch: Batch | None = None, note: str = "Mantto") -> VesselBooking:
        """From so many days after today until so many."""
        span = (TODAY + timedelta(days=start), TODAY + timedelta(days=end))
        new = bookings.NewBooking(vessel_id, *span, batch.id if batch else None, note)
        return self.write(lambda tx: bookings.book_vessel(tx, new))

    def contents(self, vessel_id: Id) -> dict[str, Decimal]:
        """Litres in a tank by the batch's number."""
        with self.database.read() as tx:
            return {each.batch.number: each.row.volume_l for each in cellar.contents(tx, vessel_id)}

    def volumes(self, batch: Batch) -> BatchVolumes:
        """Where its litres went."""
        with self.database.read() as tx:
            return cellar.volumes_of_batch(tx, batch.id)

    def faults(self) -> list[str]:
        """Where the ledger and the tanks disagree."""
        with self.database.read() as tx:
            return beer_faults(tx)
