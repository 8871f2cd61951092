"""What purchasing does when it hears of others' facts."""

from __future__ import annotations

from desertbrew.contexts.inventory.contract import ItemChanged, ItemCreated, LotsReceived, ReturnIssued, ReturnRefused
from desertbrew.contexts.purchasing import commands
from desertbrew.contexts.purchasing.commands import returning
from desertbrew.contexts.purchasing.commands.posting import note_stocked
from desertbrew.platform.context import Reactions
from desertbrew.platform.db import Tx

reactions = Reactions()


@reactions.on(ItemCreated)
def know_item(tx: Tx, happened: ItemCreated) -> None:
    """Keep it, so that it can be ordered while inventory is down."""
    commands.know_item(tx, _known(happened))


@reactions.on(ItemChanged)
def hear_of_change(tx: Tx, happened: ItemChanged) -> None:
    """It is called otherwise now, or not used any more."""
    commands.change_item(tx, _known(happened), active=happened.active)


def _known(told: ItemCreated | ItemChanged) -> commands.KnownItem:
    return commands.KnownItem(told.item_id, told.sku, told.name, told.kind, told.base_unit, told.spoken_unit)


@reactions.on(LotsReceived)
def learn_lot_codes(tx: Tx, happened: LotsReceived) -> None:
    """What came in of one of our deliveries has a code by now, perhaps not the one that was asked for."""
    note_stocked(tx, happened.receipt_id, {lot.lot_id: lot.code for lot in happened.lots})


@reactions.on(ReturnIssued)
def send_back(tx: Tx, happened: ReturnIssued) -> None:
    """The lots have left the stock: they are on their way to the supplier."""
    returning.note_left(tx, happened)


@reactions.on(ReturnRefused)
def keep_what_is_gone(tx: Tx, happened: ReturnRefused) -> None:
    """Some of it is gone: nothing left, and a person decides anew."""
    returning.note_refused(tx, happened)


@reactions.on(ItemChanged)
def change_item(tx: Tx, happened: ItemChanged) -> None:
    """It is called otherwise now, or nobody uses it any more; orders keep what they said."""
    item = commands.KnownItem(happened.item_id, happened.sku, happened.name, happened.kind, happened.base_unit)
    commands.change_item(tx, item, active=happened.active)
