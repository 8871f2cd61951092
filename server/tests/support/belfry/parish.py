"""The parish: reacts, and refuses to for as long as it is deaf to a bell."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Integer, MetaData, String, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from desertbrew.kernel.ids import Id
from desertbrew.platform.columns import BIG_ID, ID
from desertbrew.platform.context import Context, Reactions
from desertbrew.platform.db import ReadTx, Tx
from desertbrew.platform.http.house import add_house_routes
from desertbrew.platform.http.routes import Routes
from desertbrew.platform.tables import NAMING
from support.belfry.tower import BellRung

METADATA = MetaData(naming_convention=NAMING)


class Row(DeclarativeBase):
    metadata = METADATA


class Heard(Row):
    """One row a reaction, without a unique key: hearing twice would show."""

    __tablename__ = "heard"

    seq: Mapped[int] = mapped_column(BIG_ID, primary_key=True)
    ring_id: Mapped[Id] = mapped_column(ID)
    bell: Mapped[str] = mapped_column(String(40))


class Deaf(Row):
    __tablename__ = "deaf"

    bell: Mapped[str] = mapped_column(String(40), primary_key=True)
    tries: Mapped[int] = mapped_column(Integer, default=0)


class Deafness(Exception):
    """Not a refusal of the domain: a reaction that breaks."""


routes = Routes("parish")
house_permissions = add_house_routes(routes)
reactions = Reactions()


@reactions.on(BellRung)
def hear(tx: Tx, happened: BellRung) -> None:
    """Write down what was heard, and only then find out about the ear: a failure must take the row back."""
    tx.session.add(Heard(ring_id=happened.ring_id, bell=happened.bell))
    tx.session.flush()
    if tx.session.get(Deaf, happened.bell) is not None:
        raise Deafness(happened.bell)


def deafen(tx: Tx, bell: str) -> None:
    """From now on the reaction to this bell fails."""
    tx.session.add(Deaf(bell=bell))


def heal(tx: Tx, bell: str) -> None:
    """It works again."""
    tx.session.delete(tx.session.get_one(Deaf, bell))


def heard(tx: ReadTx) -> list[str]:
    """The bells that were heard, in the order of hearing."""
    return list(tx.session.execute(select(Heard.bell).order_by(Heard.seq)).scalars())


def heard_most(tx: ReadTx) -> int:
    """How often the ring that was heard most was heard; 1 is as it should be."""
    counted = select(func.count().label("times")).select_from(Heard).group_by(Heard.ring_id).subquery()
    return tx.session.execute(select(func.max(counted.c.times))).scalar_one() or 0


CONTEXT = Context(
    name="parish",
    metadata=METADATA,
    routes=routes,
    migrations=Path(__file__).parent / "migrations" / "parish",
    emits={},
    permissions=house_permissions,
    reactions=tuple(reactions.declared),
)
