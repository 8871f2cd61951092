"""Registering suppliers: rows, events, refusals."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from desertbrew.contexts.purchasing.commands import NewSupplier, register_supplier
from desertbrew.contexts.purchasing.errors import RfcTaken
from desertbrew.contexts.purchasing.queries import suppliers
from desertbrew.contexts.purchasing.tables import Supplier
from desertbrew.kernel.clock import FixedClock
from desertbrew.kernel.errors import InvalidInput
from desertbrew.platform import outbox
from desertbrew.platform.db import Database, Origin

MALT = NewSupplier("Malta del Norte", "MNO120315AB1", "ventas@maltadelnorte.mx", "844 123 4567", 5)


def register(database: Database, origin: Origin, new: NewSupplier) -> Supplier:
    return database.write(lambda tx: register_supplier(tx, new), origin)


def count(database: Database) -> int:
    with database.read() as tx:
        return tx.session.execute(select(func.count()).select_from(Supplier)).scalar_one()


def test_a_supplier_is_kept_as_it_was_given(purchasing: Database, origin: Origin, clock: FixedClock) -> None:
    made = register(purchasing, origin, MALT)
    with purchasing.read() as tx:
        [row] = suppliers(tx, None, None, 10)
    assert (row.id, row.name, row.rfc) == (made.id, "Malta del Norte", "MNO120315AB1")
    assert (row.email, row.phone, row.lead_time_days) == ("ventas@maltadelnorte.mx", "844 123 4567", 5)
    assert row.registered_at == clock.now()


def test_others_hear_of_it(purchasing: Database, origin: Origin) -> None:
    made = register(purchasing, origin, MALT)
    with purchasing.read() as tx:
        [(_, envelope)] = outbox.waiting(tx.session.connection(), "purchasing")
    assert (envelope.name, envelope.subject) == ("purchasing.supplier_registered.v1", str(made.id))
    assert json.loads(envelope.payload) == {"supplier_id": str(made.id), "name": "Malta del Norte"}


def test_a_tax_id_belongs_to_one_supplier(purchasing: Database, origin: Origin) -> None:
    """(INV-P1)"""
    register(purchasing, origin, MALT)
    with pytest.raises(RfcTaken) as refused:
        register(purchasing, origin, NewSupplier("Otra Malta", "mno-120315-ab1"))
    assert refused.value.facts == {"rfc": "MNO120315AB1", "name": "Malta del Norte"}
    assert count(purchasing) == 1


def test_many_suppliers_may_have_no_tax_id(purchasing: Database, origin: Origin) -> None:
    for number, rfc in enumerate((None, "", None)):
        register(purchasing, origin, NewSupplier(f"Mercado {number}", rfc))
    assert count(purchasing) == 3


def test_what_cannot_be_a_tax_id_is_pointed_at(purchasing: Database, origin: Origin) -> None:
    """(INV-P1)"""
    with pytest.raises(InvalidInput) as refused:
        register(purchasing, origin, NewSupplier("Malta", "12345"))
    assert refused.value.pointer == "/rfc"
    assert count(purchasing) == 0


def test_the_same_tax_id_at_once_is_taken_once(purchasing: Database, origin: Origin) -> None:
    """(INV-P1) Those who looked before anybody had written are refused in the same words."""

    def attempt(number: int) -> bool:
        try:
            register(purchasing, origin, NewSupplier(f"Malta {number}", "MNO120315AB1"))
        except RfcTaken:
            return False
        return True

    with ThreadPoolExecutor(8) as clients:
        assert sum(clients.map(attempt, range(8))) == 1
    assert count(purchasing) == 1


def test_the_database_refuses_a_negative_lead_time(purchasing: Database, origin: Origin) -> None:
    with pytest.raises(IntegrityError):
        register(purchasing, origin, NewSupplier("Malta", lead_time_days=-1))
