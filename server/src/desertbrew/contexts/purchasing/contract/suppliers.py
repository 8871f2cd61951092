"""What others may know of suppliers."""

from __future__ import annotations

from dataclasses import dataclass
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
