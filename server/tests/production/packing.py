"""A packaging hall to try things in: a cellar with beer, bottles and kegs, one call each."""

from __future__ import annotations

from decimal import Decimal

from desertbrew.contexts.inventory.contract import FilledKeg, ItemKind, KegsCounted, KegsFilled
from desertbrew.contexts.production import commands
from desertbrew.contexts.production.commands import packaging, packaging_material
from desertbrew.contexts.production.contract import MaterialsRequested
from desertbrew.contexts.production.queries.packaging import LineView, RunView, packaging_run
from desertbrew.contexts.production.rules.packaging import PackageKind
from desertbrew.contexts.production.tables import Batch, PackageFormat, PackagingRun
from desertbrew.kernel.ids import Id, new_id
from desertbrew.kernel.quantity import BaseUnit
from desertbrew.platform.db import Database, Origin
from production.cellar import Cellar
from support.letters import emitted


class Packaging:
    """A cellar with beer in it, bottles and kegs."""

    def __init__(self, database: Database, origin: Origin) -> None:
        self.cellar = Cellar(database, origin)
        self.database = database
        self.write = self.cellar.write
        self.bottle = self.cellar.brewhouse.know("Botella 355", ItemKind.PACKAGING, BaseUnit.PIECE)
        self.beer_bottle = self.cellar.brewhouse.know("Velafrons 355", ItemKind.BEER, BaseUnit.PIECE)

    def format(self, code: str = "BOT355", kind: PackageKind = PackageKind.BOTTLE, litres: str = "0.355") -> PackageFormat:
        """Bottles take a bottle each; kegs take nothing."""
        material = packaging_material.NewMaterial(self.bottle, Decimal(1), "piece")
        materials = [] if kind is PackageKind.KEG else [material]
        new = packaging_material.NewFormat(code, code, kind, Decimal(litres), 120, materials)
        return self.write(lambda tx: packaging_material.define_format(tx, new))

    def beer(self, litres: str = "400", *, vessel: Id | None = None, blend: bool = False) -> Batch:
        """A batch that ferments in a tank."""
        brewhouse = self.cellar.brewhouse
        batch = brewhouse.brewing(recipe=self.cellar.recipe, litres=litres)
        brewhouse.knock_out(batch, litres, vessel_id=vessel or self.cellar.first, blend=blend)
        return batch

    def open(self) -> PackagingRun:
        return self.write(lambda tx: packaging.open_run(tx, self.cellar.first))

    def bottles(self, run: PackagingRun, form: PackageFormat, count: int, product: Id | None = None) -> MaterialsRequested:
        """Full ones; the request for their material."""
        new = packaging.NewPackages(form.id, count, product)
        self.write(lambda tx: packaging.record_packages(tx, run.id, new))
        request = emitted(self.database, MaterialsRequested)[-1]
        assert isinstance(request, MaterialsRequested)
        return request

    def kegs(self, run: PackagingRun, *litres: str) -> KegsFilled:
        """As inventory tells it."""
        fills = tuple(FilledKeg(new_id(), f"B-{n}", new_id(), Decimal(each), Decimal(60)) for n, each in enumerate(litres))
        with self.database.read() as tx:
            filled = KegsFilled(new_id(), run.id, run.batch_id, run.batch_number, run.beer_name, fills, tx.now)
        self.hear(filled)
        return filled

    def hear(self, filled: KegsFilled) -> None:
        self.write(lambda tx: commands.take_kegs(tx, filled))

    def close(self, run: PackagingRun, left: str = "0", note: str = "", *, keeps: bool = False) -> None:
        """What the tank was found to hold."""
        closing = packaging.Closing(Decimal(left), keeps, note)
        self.write(lambda tx: packaging.close_run(tx, run.id, closing))

    def count(self, run: PackagingRun, kegs: int = 0, litres: str = "0") -> None:
        """As inventory counts them."""
        told = KegsCounted(run.id, kegs, Decimal(litres))
        self.write(lambda tx: commands.settle_run(tx, told.packaging_run_id, told.kegs, told.volume_l))

    def read(self, run: PackagingRun) -> tuple[RunView, list[LineView]]:
        with self.database.read() as tx:
            return packaging_run(tx, run.id)

    def complete(self, batch: Batch) -> Batch:
        return self.write(lambda tx: commands.complete_batch(tx, batch.id))
