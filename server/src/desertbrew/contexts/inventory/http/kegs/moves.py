"""Scans of kegs: each move is a noun that is created, for a list of kegs that goes whole or not at all."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from desertbrew.contexts.inventory import commands
from desertbrew.contexts.inventory.contract import KegMove, KegState
from desertbrew.contexts.inventory.http.kegs.wire import (
    MOST_CODES,
    Body,
    ClientName,
    Code,
    Codes,
    KegDocumentOut,
    LitresOrNone,
    Reason,
    document_out,
)
from desertbrew.contexts.inventory.http.permissions import (
    HOLD_KEGS,
    REGISTER_KEGS,
    RELEASE_KEGS,
    SHIP_KEGS,
    TAP_KEGS,
    WASH_KEGS,
    routes,
)
from desertbrew.kernel.ids import Id
from desertbrew.platform.auth import Caller
from desertbrew.platform.db import Tx


class KegsIn(Body):
    """A list of kegs as they were scanned; one that is in it twice counts once."""

    codes: Codes
    reason: str = Field(default="", max_length=200)


class KegsWithReasonIn(Body):
    """A list of kegs, and why."""

    codes: Codes
    reason: Reason


class KegDispatchIn(KegsIn):
    """Kegs that go onto a truck, and for whom where that is known already."""

    client_id: Id | None = None
    client_name: ClientName | None = None


class KegDeliveryIn(KegDispatchIn):
    """Kegs that a client received; without a name they go to whom they were dispatched for."""


class KegLeftoverIn(BaseModel):
    """What was still in a keg that came back."""

    model_config = ConfigDict(extra="forbid")

    code: Code
    left_l: LitresOrNone


class KegReturnIn(KegsIn):
    """Kegs that came home; `leftovers` for those that were not empty."""

    leftovers: list[KegLeftoverIn] = Field(default_factory=list, max_length=MOST_CODES)


class KegEmptyingIn(KegReturnIn):
    """Kegs that are empty now."""


class KegReleaseIn(KegsWithReasonIn):
    """Kegs that may leave quarantine, and where to."""

    to: Literal[KegState.DIRTY, KegState.FULL, KegState.TAPPED, KegState.AT_CLIENT]


class KegRetirementIn(KegsWithReasonIn):
    """Kegs that will not be used again; beer inside is lost only if `content_written_off` says so."""

    content_written_off: bool = False


def _move(tx: Tx, kind: KegMove, body: KegsIn | KegsWithReasonIn, caller: Caller) -> KegDocumentOut:
    leftovers = body.leftovers if isinstance(body, KegReturnIn) else []
    order = commands.KegOrder(
        kind,
        body.codes,
        caller.display_name,
        body.happened_at,
        body.location,
        body.reason,
        client_id=body.client_id if isinstance(body, KegDispatchIn) else None,
        client_name=body.client_name if isinstance(body, KegDispatchIn) else None,
        to=body.to if isinstance(body, KegReleaseIn) else None,
        left_l={each.code: Decimal(each.left_l) for each in leftovers},
        content_written_off=isinstance(body, KegRetirementIn) and body.content_written_off,
    )
    return document_out(commands.move_kegs(tx, order))


@routes.command("POST", "/keg-washes", WASH_KEGS, refusals=(409,))
def wash_kegs(tx: Tx, caller: Caller, body: KegsIn) -> KegDocumentOut:
    """Kegs were washed: the only way from dirty to clean."""
    return _move(tx, KegMove.WASH, body, caller)


@routes.command("POST", "/keg-dispatches", SHIP_KEGS, refusals=(409,))
def dispatch_kegs(tx: Tx, caller: Caller, body: KegDispatchIn) -> KegDocumentOut:
    """Full kegs go onto a truck."""
    return _move(tx, KegMove.DISPATCH, body, caller)


@routes.command("POST", "/keg-unloadings", SHIP_KEGS, refusals=(409,))
def unload_kegs(tx: Tx, caller: Caller, body: KegsIn) -> KegDocumentOut:
    """Full kegs that were not delivered come off the truck."""
    return _move(tx, KegMove.UNLOAD, body, caller)


@routes.command("POST", "/keg-deliveries", SHIP_KEGS, refusals=(409,))
def deliver_kegs(tx: Tx, caller: Caller, body: KegDeliveryIn) -> KegDocumentOut:
    """A client received kegs."""
    return _move(tx, KegMove.DELIVER, body, caller)


@routes.command("POST", "/keg-collections", SHIP_KEGS, refusals=(409,))
def collect_kegs(tx: Tx, caller: Caller, body: KegsIn) -> KegDocumentOut:
    """A driver took kegs along from a client, who no longer answers for them."""
    return _move(tx, KegMove.COLLECT, body, caller)


@routes.command("POST", "/keg-returns", SHIP_KEGS, refusals=(409,))
def return_kegs(tx: Tx, caller: Caller, body: KegReturnIn) -> KegDocumentOut:
    """Kegs came home, empty or not; they are dirty whatever they look like."""
    return _move(tx, KegMove.RETURN, body, caller)


@routes.command("POST", "/keg-tappings", TAP_KEGS, refusals=(409,))
def tap_kegs(tx: Tx, caller: Caller, body: KegsIn) -> KegDocumentOut:
    """Kegs were put on tap at our own bar; `location` is the line."""
    return _move(tx, KegMove.TAP, body, caller)


@routes.command("POST", "/keg-emptyings", TAP_KEGS, refusals=(409,))
def empty_kegs(tx: Tx, caller: Caller, body: KegEmptyingIn) -> KegDocumentOut:
    """Kegs are empty, or were poured away."""
    return _move(tx, KegMove.EMPTY, body, caller)


@routes.command("POST", "/keg-quarantines", HOLD_KEGS, refusals=(409,))
def quarantine_kegs(tx: Tx, caller: Caller, body: KegsWithReasonIn) -> KegDocumentOut:
    """Stop kegs wherever they are; what is inside and who has them stays known."""
    return _move(tx, KegMove.QUARANTINE, body, caller)


@routes.command("POST", "/keg-releases", RELEASE_KEGS, refusals=(409,))
def release_kegs(tx: Tx, caller: Caller, body: KegReleaseIn) -> KegDocumentOut:
    """Let kegs out of quarantine: back to where they were stopped, or to be washed."""
    return _move(tx, KegMove.RELEASE, body, caller)


@routes.command("POST", "/keg-losses", HOLD_KEGS, refusals=(409,))
def lose_kegs(tx: Tx, caller: Caller, body: KegsWithReasonIn) -> KegDocumentOut:
    """Nobody knows where these kegs are; who had them last stays known."""
    return _move(tx, KegMove.LOSE, body, caller)


@routes.command("POST", "/keg-findings", HOLD_KEGS, refusals=(409,))
def find_kegs(tx: Tx, caller: Caller, body: KegsIn) -> KegDocumentOut:
    """Lost kegs turned up; they are looked at before anything else."""
    return _move(tx, KegMove.FIND, body, caller)


@routes.command("POST", "/keg-handovers", REGISTER_KEGS, refusals=(409,))
def hand_back_kegs(tx: Tx, caller: Caller, body: KegsIn) -> KegDocumentOut:
    """Rented and guest kegs go back to their owner."""
    return _move(tx, KegMove.HAND_BACK, body, caller)


@routes.command("POST", "/keg-retirements", REGISTER_KEGS, refusals=(409,))
def retire_kegs(tx: Tx, caller: Caller, body: KegRetirementIn) -> KegDocumentOut:
    """Kegs that will never be used again."""
    return _move(tx, KegMove.RETIRE, body, caller)
