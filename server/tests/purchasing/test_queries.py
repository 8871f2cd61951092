"""Finding suppliers."""

from __future__ import annotations

import pytest

from desertbrew.contexts.purchasing.commands import NewSupplier, register_supplier
from desertbrew.contexts.purchasing.queries import suppliers
from desertbrew.platform.db import Database, Origin, Tx

KNOWN = (
    NewSupplier("Lúpulos Yakima", "LYA190101AA1"),
    NewSupplier("Malta del Norte", "MNO120315AB1"),
    NewSupplier("100% Cebada_SA"),
    NewSupplier("Malta del Norte", "MNO120315AB2"),
)


@pytest.fixture
def known(purchasing: Database, origin: Origin) -> Database:
    def work(tx: Tx) -> None:
        for new in KNOWN:
            register_supplier(tx, new)

    purchasing.write(work, origin)
    return purchasing


def names(database: Database, q: str | None) -> list[str]:
    with database.read() as tx:
        return [supplier.name for supplier in suppliers(tx, q, None, 10)]


def test_by_name(known: Database) -> None:
    assert names(known, None) == ["100% Cebada_SA", "Lúpulos Yakima", "Malta del Norte", "Malta del Norte"]


@pytest.mark.parametrize(
    "q,found",
    [
        ("malta", ["Malta del Norte"] * 2),
        ("NORTE", ["Malta del Norte"] * 2),
        ("lya19", ["Lúpulos Yakima"]),
        ("%", ["100% Cebada_SA"]),
        ("_", ["100% Cebada_SA"]),
        ("\\", []),
        ("'; DROP TABLE supplier; --", []),
    ],
)
def test_by_a_part_of_name_or_tax_id(known: Database, q: str, found: list[str]) -> None:
    assert names(known, q) == found


def test_pages_go_on_where_the_last_one_ended_also_between_equal_names(known: Database) -> None:
    seen = []
    after = None
    with known.read() as tx:
        while rows := suppliers(tx, None, after, 1):
            seen.append(rows[0].id)
            after = (rows[0].name, rows[0].id)
    assert len(seen) == len(set(seen)) == 4
