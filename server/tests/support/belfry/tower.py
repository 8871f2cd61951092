"""The tower: emits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, ClassVar

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import MetaData, String, select, tuple_
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from desertbrew.kernel.errors import DomainError, InvalidInput, Text
from desertbrew.kernel.ids import Id, new_id
from desertbrew.kernel.roles import Role
from desertbrew.platform.columns import ID, MOMENT, MONEY, QUANTITY
from desertbrew.platform.context import Context, permission
from desertbrew.platform.db import ReadTx, Tx
from desertbrew.platform.http.house import add_house_routes
from desertbrew.platform.http.pages import Cursor, Limit, Page, decode_cursor, page_of
from desertbrew.platform.http.routes import Routes
from desertbrew.platform.tables import NAMING

METADATA = MetaData(naming_convention=NAMING)


class Row(DeclarativeBase):
    metadata = METADATA


class Ring(Row):
    __tablename__ = "ring"

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    bell: Mapped[str] = mapped_column(String(40))
    weight_kg: Mapped[Decimal] = mapped_column(QUANTITY)
    fee: Mapped[Decimal] = mapped_column(MONEY)
    rung_at: Mapped[datetime] = mapped_column(MOMENT)


class Count(Row):
    """A number that commands read and write back, to see whether updates are lost."""

    __tablename__ = "count"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    value: Mapped[int]


@dataclass(frozen=True, slots=True)
class BellRung:
    NAME: ClassVar[str] = "tower.bell_rung.v1"

    ring_id: Id
    bell: str
    weight_kg: Decimal

    @property
    def subject(self) -> str:
        return str(self.ring_id)


@dataclass(frozen=True, slots=True)
class RopeWorn:
    """Nobody reacts to this one."""

    NAME: ClassVar[str] = "tower.rope_worn.v1"

    bell: str

    @property
    def subject(self) -> str:
        return self.bell


class BellCracked(DomainError):
    slug = "bell-cracked"
    title = Text(es="Campana rota", en="Cracked bell")
    detail = Text(es="La campana {bell} pesa {weight_kg} kg.", en="The bell {bell} weighs {weight_kg} kg.")


READ = permission("tower.rings.read", "Ver toques", "See rings", Role.BREWER, Role.AUDITOR)
RING = permission("tower.rings.make", "Tocar", "Ring", Role.BREWER)
WATCH_ROPES = permission("tower.ropes.watch", "Ver cuerdas", "See ropes", Role.CELLAR)

routes = Routes("tower")
house_permissions = add_house_routes(routes)


class Hammer(BaseModel):
    model_config = ConfigDict(extra="forbid")

    grams: int = Field(ge=1)


class RingIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    bell: str = Field(min_length=2, max_length=40)
    weight_kg: Decimal = Field(gt=0, max_digits=14, decimal_places=6)
    hammers: list[Hammer] = []


class RingOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: Id
    bell: str
    weight_kg: Decimal
    rung_at: datetime


def ring(tx: Tx, bell: str, weight_kg: Decimal = Decimal(1)) -> Ring:
    """Ring a bell."""
    if bell == "cracked":
        raise BellCracked(bell=bell, weight_kg=weight_kg)
    if bell == "impossible":
        raise InvalidInput("/bell", Text(es="No existe {bell}.", en="No such thing as {bell}."), bell=bell)
    if bell == "broken":
        raise ZeroDivisionError
    rung = Ring(id=new_id(), bell=bell, weight_kg=weight_kg, fee=Decimal("1.10"), rung_at=tx.now)
    tx.session.add(rung)
    tx.emit(BellRung(rung.id, bell, weight_kg))
    return rung


def increment(tx: Tx, name: str = "strokes") -> int:
    """Read, then write."""
    row = tx.session.execute(select(Count).where(Count.name == name).with_for_update()).scalar_one()
    row.value += 1
    return row.value


@routes.command("POST", "/rings", RING, refusals=(409,))
def ring_bell(tx: Tx, body: RingIn) -> RingOut:
    """Ring a bell."""
    return RingOut.model_validate(ring(tx, body.bell, body.weight_kg))


@routes.query("/rings", READ)
def rings(
    tx: ReadTx, q: Annotated[str | None, Query(max_length=40)] = None, limit: Limit = 100, cursor: Cursor = None
) -> Page[RingOut]:
    """Rings by bell, then by birth."""
    query = select(Ring).order_by(Ring.bell, Ring.id).limit(limit + 1)
    if q:
        query = query.where(Ring.bell == q)
    after = decode_cursor(cursor, [str, Id])
    if after:
        query = query.where(tuple_(Ring.bell, Ring.id) > (after[0], after[1]))
    rows, following = page_of(tx.session.execute(query).scalars().all(), limit, lambda row: (row.bell, str(row.id)))
    return Page(items=[RingOut.model_validate(row) for row in rows], next_cursor=following)


@routes.command("PUT", "/ropes/{name}", RING, status=204)
def replace_rope(tx: Tx, name: str) -> None:
    """Answers nothing."""
    tx.emit(RopeWorn(name))


CONTEXT = Context(
    name="tower",
    metadata=METADATA,
    routes=routes,
    migrations=Path(__file__).parent / "migrations" / "tower",
    emits={BellRung: READ, RopeWorn: WATCH_ROPES},
    permissions=(READ, RING, WATCH_ROPES, *house_permissions),
)
