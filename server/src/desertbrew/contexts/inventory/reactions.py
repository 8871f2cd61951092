"""What inventory does when it hears of others' facts."""

from __future__ import annotations

from collections.abc import Sequence

from desertbrew.contexts.inventory import commands
from desertbrew.contexts.inventory.commands import kegs
from desertbrew.contexts.inventory.contract import Need
from desertbrew.contexts.production.contract import (
    BatchCompleted,
    BatchMoved,
    BatchPlanned,
    BatchReplanned,
    MaterialsReleased,
    MaterialsRequested,
    PackagesCosted,
    PackagingRunClosed,
    PackagingRunOpened,
    RequestedMaterial,
)
from desertbrew.contexts.purchasing.contract import GoodsReceived, ReturnRequested, SupplierChanged, SupplierRegistered
from desertbrew.platform.context import Reactions
from desertbrew.platform.db import Tx

reactions = Reactions()


@reactions.on(SupplierRegistered)
def know_supplier(tx: Tx, happened: SupplierRegistered) -> None:
    """Keep the name, so that receiving works while purchasing is down."""
    commands.know_supplier(tx, happened.supplier_id, happened.name)


@reactions.on(SupplierChanged)
def rename_supplier(tx: Tx, happened: SupplierChanged) -> None:
    """A supplier may be called otherwise now; receipts keep what they said."""
    commands.know_supplier(tx, happened.supplier_id, happened.name)


@reactions.on(GoodsReceived)
def stock_delivery(tx: Tx, happened: GoodsReceived) -> None:
    """What was kept of a delivery becomes lots; the supplier's name came along, for its own news may still be under way."""
    lots = [
        commands.DeliveredLot(
            line.line_id,
            line.item_id,
            line.item_name,
            line.quantity,
            line.cost,
            line.supplier_lot,
            line.lot_code,
            line.expires_on,
            line.location_id,
            line.hold_reason,
        )
        for line in happened.lots
    ]
    delivery = commands.Delivery(
        happened.receipt_id,
        happened.number,
        happened.supplier_id,
        happened.supplier_name,
        happened.invoice_number,
        happened.received_at,
        lots,
    )
    commands.receive_delivery(tx, delivery)


@reactions.on(ReturnRequested)
def send_back(tx: Tx, happened: ReturnRequested) -> None:
    """Lots that go back to their supplier leave the stock, or it is said which are gone."""
    lines = [commands.GoesBack(line.lot_id, line.quantity) for line in happened.lots]
    wanted = commands.ReturnRequest(happened.request_id, happened.return_id, happened.number, lines)
    commands.return_to_supplier(tx, wanted)


@reactions.on(BatchPlanned)
def reserve_for_batch(tx: Tx, happened: BatchPlanned) -> None:
    """Keep in mind what it will ask for; nobody is refused for it."""
    batch = commands.PlannedBatch(happened.batch_id, happened.number, happened.recipe_name, happened.planned_on)
    commands.reserve(tx, batch, _needs(happened.materials), replanned=False)


@reactions.on(BatchReplanned)
def reserve_anew(tx: Tx, happened: BatchReplanned) -> None:
    """Another day, volume or material takes the place of what was told before."""
    batch = commands.PlannedBatch(happened.batch_id, happened.number, planned_on=happened.planned_on)
    commands.reserve(tx, batch, _needs(happened.materials), replanned=True)


@reactions.on(BatchMoved)
def follow_batch(tx: Tx, happened: BatchMoved) -> None:
    """What is brewed or cancelled asks for nothing more."""
    commands.follow_batch(tx, happened.batch_id, happened.number, happened.state)


def _needs(materials: Sequence[RequestedMaterial]) -> list[Need]:
    return [Need(material.item_id, material.amount, material.unit) for material in materials]


@reactions.on(MaterialsRequested)
def issue_materials(tx: Tx, happened: MaterialsRequested) -> None:
    """Issue everything that the brew asked for, or nothing, and say which."""
    needs = _needs(happened.materials)
    commands.issue_for_batch(tx, happened.issue_id, happened.batch_id, happened.batch_number, needs)


@reactions.on(MaterialsReleased)
def take_back(tx: Tx, happened: MaterialsReleased) -> None:
    """Material of a batch that was given up goes back to its lots."""
    lines = [commands.Returned(line.lot_id, line.item_id, line.quantity, line.cost) for line in happened.materials]
    commands.take_back(tx, happened.release_id, happened.batch_id, happened.batch_number, lines)


@reactions.on(BatchCompleted)
def stock_beer(tx: Tx, happened: BatchCompleted) -> None:
    """Take the packaged beer into stock at what it cost, where production said which item it is."""
    if happened.product_item_id is None:
        return
    item_id, litres, cost = happened.product_item_id, happened.packaged_volume_l, happened.total_cost
    commands.receive_packages(tx, commands.NewPackages(happened.batch_id, happened.number, item_id, litres, cost))


@reactions.on(PackagesCosted)
def stock_packages(tx: Tx, happened: PackagesCosted) -> None:
    """Bottles, cans and the litres in kegs go into stock at what they cost, with their best-before."""
    number = f"{', '.join(happened.batch_numbers)} {happened.run_number}"[:60]
    item_id, cost = happened.product_item_id, happened.total_cost
    new = commands.NewPackages(happened.line_id, number, item_id, happened.quantity, cost, happened.best_before)
    commands.receive_packages(tx, new)


@reactions.on(PackagingRunOpened)
def know_packaging_run(tx: Tx, happened: PackagingRunOpened) -> None:
    """Kegs may be filled for it."""
    new = kegs.NewRun(
        happened.run_id,
        happened.number,
        happened.batch_id,
        happened.batch_number,
        happened.beer_name,
        happened.vessel_code,
        happened.kegs_best_before,
    )
    kegs.know_run(tx, new)


@reactions.on(PackagingRunClosed)
def count_kegs_of_run(tx: Tx, happened: PackagingRunClosed) -> None:
    """No more kegs for it; say how many there were."""
    kegs.end_run(tx, kegs.NewRun(happened.run_id, happened.number, happened.batch_id))
