"""What the stock is worth, on the wire."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

from fastapi import Request, Response
from pydantic import BaseModel

from desertbrew.contexts.inventory import queries
from desertbrew.contexts.inventory.http.permissions import VALUE_STOCK, routes
from desertbrew.contexts.inventory.http.spreadsheets import CsvResponse, csv_file
from desertbrew.platform.db import ReadTx


class ValuationBy(StrEnum):
    """What the lots are put together by."""

    CATEGORY = "category"
    LOCATION = "location"
    KIND = "kind"
    ITEM = "item"


class WorthOut(BaseModel):
    """A group of lots and its value in pesos; `key` and `name` are empty where nobody said; a kind is its own name.

    `quantity` is in `unit`, and null unless the group is one item.
    """

    key: str
    name: str
    lots: int
    fresh: Decimal
    expired: Decimal
    quantity: Decimal | None
    unit: str


class ValuationOut(BaseModel):
    """What the stock is worth at the end of a business day, and apart what of it is out of date."""

    as_of: date
    by: ValuationBy
    groups: list[WorthOut]
    fresh: Decimal
    expired: Decimal


@routes.query("/valuation", VALUE_STOCK, refusals=())
def read_valuation(tx: ReadTx, by: ValuationBy = ValuationBy.CATEGORY, as_of: date | None = None) -> ValuationOut:
    """The cost of what remains, now or as the ledger had it at the end of a past day.

    Categories and kinds are those of today; places are those of that evening.
    """
    groups = [
        WorthOut(
            key=group.key,
            name=group.name,
            lots=len(group.lots),
            fresh=group.fresh,
            expired=group.expired,
            quantity=group.quantity if by is ValuationBy.ITEM else None,
            unit=group.unit,
        )
        for group in queries.valuation(queries.lots_worth(tx, as_of), by.value)
    ]
    return ValuationOut(
        as_of=min(as_of or tx.today, tx.today),
        by=by,
        groups=groups,
        fresh=sum((group.fresh for group in groups), Decimal("0.00")),
        expired=sum((group.expired for group in groups), Decimal("0.00")),
    )


@routes.bare(
    "GET",
    "/valuation/csv",
    permission=VALUE_STOCK,
    answers=CsvResponse,
    why="a file for a spreadsheet, which is not JSON",
    refusals=(401, 403),
)
def download_valuation(request: Request, as_of: date | None = None) -> Response:
    """The same day lot by lot and place by place, as a CSV file."""
    head = ["articulo", "tipo", "categoria", "lugar", "lote", "caduca", "caducado", "cantidad", "unidad", "valor_mxn"]
    with request.app.state.host.databases["inventory"].read() as tx:
        lines = [
            [
                each.lot.item_name,
                each.lot.kind,
                each.lot.category_name,
                each.lot.location_name,
                each.lot.code,
                each.lot.expires_on.isoformat() if each.lot.expires_on else None,
                "sí" if each.expired else "no",
                each.quantity,
                each.lot.base_unit,
                each.cost,
            ]
            for each in queries.lots_worth(tx, as_of)
        ]
    return csv_file("valuacion.csv", head, lines)
