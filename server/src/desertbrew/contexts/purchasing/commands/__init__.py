"""What one can do in purchasing."""

from __future__ import annotations

from desertbrew.contexts.purchasing.commands.suppliers import NewSupplier, register_supplier

__all__ = ["NewSupplier", "register_supplier"]
