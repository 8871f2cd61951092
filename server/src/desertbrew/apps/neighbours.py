"""Who answers a context's questions where the neighbour is another process: its HTTP face."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import httpx
import tenacity
from pydantic import BaseModel

from desertbrew.contexts.inventory.contract import Available, DeliveryFault, DeliveryLine, Need, ShortageReason, StockFigure
from desertbrew.kernel.errors import DomainError, Text
from desertbrew.kernel.ids import Id

TIMEOUT = httpx.Timeout(3.0, connect=1.0)


class NeighbourUnavailable(DomainError):
    """Another part of the system does not answer; nothing was changed."""

    slug = "neighbour-unavailable"
    status = 503
    title = Text(es="Otra parte del sistema no responde", en="Another part of the system does not answer")
    detail = Text(
        es="{context} no responde. Vuelve a intentarlo en unos segundos.",
        en="{context} does not answer. Try again in a few seconds.",
    )


class _AvailableIn(BaseModel):
    item_id: Id
    item_name: str
    needed: Decimal
    available: Decimal
    unit: str
    cost: Decimal
    reason: ShortageReason | None


class _AvailabilityIn(BaseModel):
    items: list[_AvailableIn]


class HttpMaterialAvailability:
    """Asks the inventory service."""

    def __init__(self, base_url: str, service_key: str) -> None:
        headers = {"Authorization": f"Bearer {service_key}"}
        self._client = httpx.Client(base_url=base_url, headers=headers, timeout=TIMEOUT)

    def check(self, needs: Sequence[Need]) -> list[Available]:
        """One answer an item; raises `NeighbourUnavailable` when inventory does not answer in time."""
        lines = [{"item_id": str(need.item_id), "quantity": str(need.amount), "unit": need.unit} for need in needs]
        try:
            response = _again(self._client.post, "/v1/internal/availability", json={"lines": lines})
            response.raise_for_status()
        except httpx.HTTPError as error:
            raise NeighbourUnavailable(context="inventory") from error
        return [Available(**vars(item)) for item in _AvailabilityIn.model_validate_json(response.content).items]


class _DeliveryFaultsIn(BaseModel):
    lines: list[list[DeliveryFault]]


class HttpDeliveryCheck:
    """Asks the inventory service."""

    def __init__(self, base_url: str, service_key: str) -> None:
        headers = {"Authorization": f"Bearer {service_key}"}
        self._client = httpx.Client(base_url=base_url, headers=headers, timeout=TIMEOUT)

    def check(self, lines: Sequence[DeliveryLine]) -> list[tuple[DeliveryFault, ...]]:
        """What is wrong with each line; raises `NeighbourUnavailable` when inventory does not answer in time."""
        asked = [
            {
                "item_id": str(line.item_id),
                "unit": line.unit.value,
                "lot_code": line.lot_code,
                "location_id": str(line.location_id) if line.location_id else None,
            }
            for line in lines
        ]
        try:
            response = _again(self._client.post, "/v1/internal/delivery-check", json={"lines": asked})
            response.raise_for_status()
        except httpx.HTTPError as error:
            raise NeighbourUnavailable(context="inventory") from error
        return [tuple(faults) for faults in _DeliveryFaultsIn.model_validate_json(response.content).lines]


class _StockFigureIn(BaseModel):
    item_id: Id
    sku: str
    name: str
    kind: str
    unit: str
    on_hand: Decimal
    usable: Decimal
    minimum: Decimal | None
    maximum: Decimal | None
    days: int
    consumed: Decimal
    daily: Decimal
    mean_30: Decimal
    projected_30: Decimal
    reserved: Decimal
    short_on: date | None
    batches: tuple[str, ...]


class _StockFiguresIn(BaseModel):
    items: list[_StockFigureIn]


class HttpStockFigures:
    """Asks the inventory service."""

    def __init__(self, base_url: str, service_key: str) -> None:
        headers = {"Authorization": f"Bearer {service_key}"}
        self._client = httpx.Client(base_url=base_url, headers=headers, timeout=TIMEOUT)

    def ask(self, item_ids: Sequence[Id] = ()) -> list[StockFigure]:
        """These active items, or all of them; raises `NeighbourUnavailable` when inventory does not answer in time."""
        asked = {"item_ids": [str(each) for each in item_ids]}
        try:
            response = _again(self._client.post, "/v1/internal/stock-figures", json=asked)
            response.raise_for_status()
        except httpx.HTTPError as error:
            raise NeighbourUnavailable(context="inventory") from error
        return [StockFigure(**vars(item)) for item in _StockFiguresIn.model_validate_json(response.content).items]


_again = tenacity.Retrying(
    retry=tenacity.retry_if_exception_type(httpx.TransportError),
    stop=tenacity.stop_after_attempt(2),
    wait=tenacity.wait_random(0.05, 0.2),
    reraise=True,
)
