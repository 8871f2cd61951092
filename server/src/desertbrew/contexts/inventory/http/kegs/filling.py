"""Kegs enter the books, and beer enters kegs, on the wire."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field

from desertbrew.contexts.inventory import commands, queries
from desertbrew.contexts.inventory.contract import KegOwnership, KegType
from desertbrew.contexts.inventory.http.kegs.wire import (
    MOST_CODES,
    Body,
    Code,
    Codes,
    KegDocumentOut,
    KegOut,
    Kilos,
    Litres,
    LitresOrNone,
    Place,
    document_out,
    keg_out,
)
from desertbrew.contexts.inventory.http.permissions import FILL_KEGS, REGISTER_KEGS, routes
from desertbrew.contexts.inventory.rules import kegs as rules
from desertbrew.kernel.errors import InvalidInput, Text
from desertbrew.kernel.ids import Id
from desertbrew.platform.auth import Caller
from desertbrew.platform.db import Tx


class KegKindIn(BaseModel):
    """What kegs are, whatever their serials."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    size_l: Decimal = Field(gt=0, le=100, decimal_places=1)
    keg_type: KegType
    ownership: KegOwnership = KegOwnership.OWN
    owner_name: str | None = Field(default=None, min_length=2, max_length=120)
    one_way: bool = False
    tare_kg: Kilos | None = None
    location: Place = ""
    notes: str = Field(default="", max_length=500)

    def kind(self) -> commands.KegKind:
        """As a command takes it."""
        return commands.KegKind(self.size_l, self.keg_type, self.ownership, self.owner_name, self.one_way, self.tare_kg)


class KegIn(KegKindIn):
    """One keg for the books."""

    serial: str = Field(min_length=1, max_length=32)
    rfid_tag: str | None = Field(default=None, min_length=4, max_length=64)


class KegBatchIn(KegKindIn):
    """Many kegs of one kind: `prefix` and as many numbers from `first` on, with at least `digits` digits."""

    prefix: str = Field(min_length=1, max_length=24)
    first: int = Field(ge=0, le=9_999_999)
    count: int = Field(ge=1, le=MOST_CODES)
    digits: int = Field(default=4, ge=1, le=7)


class KegPatch(BaseModel):
    """What may be corrected; what is left out stays, an empty tag takes the tag off."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    rfid_tag: str | None = Field(default=None, max_length=64)
    tare_kg: Kilos | None = None
    needs_maintenance: bool | None = None
    notes: str | None = Field(default=None, max_length=500)


class KegContentIn(BaseModel):
    """What beer it is; a guest's has no batch of ours."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    beer_name: str = Field(min_length=2, max_length=200)
    batch_number: str | None = Field(default=None, max_length=20)
    best_before: date | None = None


class KegFillIn(BaseModel):
    """How much goes into one keg: litres, or its gross weight in kg; with neither it is filled to its size."""

    model_config = ConfigDict(extra="forbid")

    code: Code
    volume_l: Litres | None = None
    gross_kg: Kilos | None = None


class KegFillingIn(Body):
    """A batch into many kegs; gravity (20/20 °C) and CO2 (g/L) are for those that are weighed."""

    batch_id: Id
    batch_number: str = Field(min_length=1, max_length=20)
    beer_name: str = Field(min_length=2, max_length=200)
    packaging_run_id: Id | None = None
    best_before: date | None = None
    final_gravity: Decimal = Field(default=Decimal("1.010"), ge=Decimal("0.98"), le=Decimal("1.1"), decimal_places=4)
    co2_g_l: Decimal = Field(default=Decimal(5), ge=0, le=15, decimal_places=2)
    fills: list[KegFillIn] = Field(min_length=1, max_length=MOST_CODES)


class KegTransferTargetIn(BaseModel):
    """One clean keg of a transfer; to its size where no litres are said."""

    model_config = ConfigDict(extra="forbid")

    code: Code
    volume_l: Litres | None = None


class KegTransferIn(Body):
    """One full keg over into clean ones; `loss_l` is the rest unless it is said."""

    source: Code
    targets: list[KegTransferTargetIn] = Field(min_length=1, max_length=20)
    loss_l: LitresOrNone | None = None
    reason: str = Field(default="", max_length=200)


class KegTransferOut(BaseModel):
    """What left and what arrived, under one document."""

    id: Id
    out: KegDocumentOut
    into: KegDocumentOut
    loss_l: Decimal


class KegAdmissionIn(Body):
    """Kegs of others that come to us: empty, or a guest's with its beer."""

    codes: Codes
    content: KegContentIn | None = None
    volume_l: Litres | None = None
    reason: str = Field(default="", max_length=200)


@routes.command("POST", "/kegs", REGISTER_KEGS, refusals=(409,))
def register_keg(tx: Tx, caller: Caller, body: KegIn) -> KegOut:
    """Enter one keg into the books."""
    new = commands.NewKegs([body.serial], body.kind(), caller.display_name, body.rfid_tag, body.location, body.notes)
    (keg,) = commands.register_kegs(tx, new).kegs
    return keg_out(tx, queries.keg(tx, keg.keg_id))


@routes.command("POST", "/keg-batches", REGISTER_KEGS, refusals=(409,))
def register_many_kegs(tx: Tx, caller: Caller, body: KegBatchIn) -> KegDocumentOut:
    """Enter a range of serials into the books, all or none."""
    if not rules.normalize_serial(body.prefix):
        raise InvalidInput("/prefix", Text(es="El prefijo no tiene letras.", en="The prefix has no letters."))
    serials = rules.serial_range(body.prefix, body.first, body.count, body.digits)
    new = commands.NewKegs(serials, body.kind(), caller.display_name, None, body.location, body.notes)
    return document_out(commands.register_kegs(tx, new))


@routes.command("PATCH", "/kegs/{keg_id}", REGISTER_KEGS, status=200)
def correct_keg(tx: Tx, keg_id: Id, body: KegPatch) -> KegOut:
    """Keep right what is known of a keg."""
    commands.correct_keg(tx, keg_id, commands.KegDetails(**body.model_dump()))
    tx.session.flush()
    return keg_out(tx, queries.keg(tx, keg_id))


@routes.command("POST", "/keg-fillings", FILL_KEGS, refusals=(409,))
def fill_kegs(tx: Tx, caller: Caller, body: KegFillingIn) -> KegDocumentOut:
    """A batch goes into clean kegs, all of them or none."""
    content = commands.Content(body.beer_name, body.batch_id, body.batch_number, body.packaging_run_id, body.best_before)
    fills = [commands.NewFill(each.code, each.volume_l, each.gross_kg) for each in body.fills]
    new = commands.NewFilling(
        content, fills, caller.display_name, body.happened_at, body.location, body.final_gravity, body.co2_g_l
    )
    return document_out(commands.fill_kegs(tx, new))


@routes.command("POST", "/keg-transfers", FILL_KEGS, refusals=(409,))
def transfer_keg(tx: Tx, caller: Caller, body: KegTransferIn) -> KegTransferOut:
    """Rack one full keg over into clean ones."""
    targets = [commands.NewFill(each.code, each.volume_l) for each in body.targets]
    new = commands.NewTransfer(
        body.source, targets, caller.display_name, body.loss_l, body.reason, body.happened_at, body.location
    )
    done = commands.transfer_keg(tx, new)
    return KegTransferOut(id=done.out.id, out=document_out(done.out), into=document_out(done.into), loss_l=done.loss_l)


@routes.command("POST", "/keg-admissions", REGISTER_KEGS, refusals=(409,))
def admit_kegs(tx: Tx, caller: Caller, body: KegAdmissionIn) -> KegDocumentOut:
    """Rented and guest kegs come to us, a guest's with its beer."""
    content = None
    if body.content is not None:
        said = body.content
        content = commands.Content(said.beer_name, None, said.batch_number, None, said.best_before)
    new = commands.NewAdmission(
        body.codes, caller.display_name, content, body.volume_l, body.happened_at, body.location, body.reason
    )
    return document_out(commands.admit_kegs(tx, new))
