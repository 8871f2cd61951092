"""What others may know of suppliers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from desertbrew.kernel.ids import Id


@dataclass(frozen=True, slots=True)
class SupplierRegistered:
    """We can buy from somebody new."""

    NAME: ClassVar[str] = "purchasing.supplier_registered.v1"

    supplier_id: Id
    name: str

    @property
    def subject(self) -> str:
        """The supplier."""
        return str(self.supplier_id)


@dataclass(frozen=True, slots=True)
class SupplierChanged:
    """What we know of a supplier is different now; `active` False: we buy there no more."""

    NAME: ClassVar[str] = "purchasing.supplier_changed.v1"

    supplier_id: Id
    name: str
    active: bool

    @property
    def subject(self) -> str:
        """The supplier."""
        return str(self.supplier_id)


@dataclass(frozen=True, slots=True)
class SupplierPriceChanged:
    """A pack costs something else from a day on; `before` is None for its first price, `is_jump` from 10 % on."""

    NAME: ClassVar[str] = "purchasing.supplier_price_changed.v1"

    supplier_id: Id
    supplier_name: str
    pack_id: Id
    pack_name: str
    item_id: Id
    item_name: str
    price: Decimal
    currency: str
    valid_from: date
    before: Decimal | None
    is_jump: bool

    @property
    def subject(self) -> str:
        """The supplier."""
        return str(self.supplier_id)
