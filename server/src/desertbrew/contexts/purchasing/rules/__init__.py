"""Pure decisions of purchasing."""

from __future__ import annotations

from desertbrew.contexts.purchasing.rules.suppliers import normalize_rfc, normalize_tax_id

__all__ = ["normalize_rfc", "normalize_tax_id"]
