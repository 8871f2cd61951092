"""What production does when it hears of others' facts."""

from __future__ import annotations

from desertbrew.contexts.inventory.contract import ItemCreated, KegsCounted, KegsFilled, MaterialsIssued, MaterialsRefused
from desertbrew.contexts.production import commands
from desertbrew.platform.context import Reactions
from desertbrew.platform.db import Tx

reactions = Reactions()


@reactions.on(ItemCreated)
def know_item(tx: Tx, happened: ItemCreated) -> None:
    """Keep a copy, to match ingredients with."""
    commands.know_item(tx, happened)


@reactions.on(MaterialsIssued)
def receive_materials(tx: Tx, happened: MaterialsIssued) -> None:
    """The batch is brewing."""
    commands.receive_materials(tx, happened)


@reactions.on(MaterialsRefused)
def refuse_materials(tx: Tx, happened: MaterialsRefused) -> None:
    """The batch is planned again, and knows what is missing."""
    commands.refuse_materials(tx, happened)


@reactions.on(KegsFilled)
def take_kegs(tx: Tx, happened: KegsFilled) -> None:
    """What went into kegs left the tank of their packaging run."""
    commands.take_kegs(tx, happened)


@reactions.on(KegsCounted)
def settle_packaging_run(tx: Tx, happened: KegsCounted) -> None:
    """The run is closed once all its kegs are here."""
    commands.settle_run(tx, happened.packaging_run_id, happened.kegs, happened.volume_l)
