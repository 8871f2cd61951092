"""Every refusal of purchasing."""

from __future__ import annotations

from desertbrew.kernel.errors import DomainError, Text


class RfcTaken(DomainError):
    """Two suppliers with one tax id are one supplier."""

    slug = "supplier-rfc-taken"
    title = Text(es="Ese RFC ya está registrado", en="That RFC is already registered")
    detail = Text(es="El RFC {rfc} es de {name}.", en="The RFC {rfc} belongs to {name}.")
