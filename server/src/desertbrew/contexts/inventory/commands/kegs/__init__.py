"""What one can do with kegs."""

from __future__ import annotations

from desertbrew.contexts.inventory.commands.kegs.content import Content
from desertbrew.contexts.inventory.commands.kegs.filling import (
    NewAdmission,
    NewFill,
    NewFilling,
    NewTransfer,
    Transferred,
    admit_kegs,
    fill_kegs,
    transfer_keg,
)
from desertbrew.contexts.inventory.commands.kegs.moving import KegDocument, KegOrder, move_kegs
from desertbrew.contexts.inventory.commands.kegs.registering import (
    KegDetails,
    KegKind,
    NewKegs,
    correct_keg,
    register_kegs,
)
from desertbrew.contexts.inventory.commands.kegs.runs import NewRun, end_run, know_run

__all__ = [
    "Content",
    "KegDetails",
    "KegDocument",
    "KegKind",
    "KegOrder",
    "NewAdmission",
    "NewFill",
    "NewFilling",
    "NewKegs",
    "NewRun",
    "NewTransfer",
    "Transferred",
    "admit_kegs",
    "correct_keg",
    "end_run",
    "fill_kegs",
    "know_run",
    "move_kegs",
    "register_kegs",
    "transfer_keg",
]
