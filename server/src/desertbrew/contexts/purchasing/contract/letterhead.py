"""What others may know of the papers that purchasing writes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who we are on paper: told at the start, bound as a port."""

    name: str
    rfc: str = ""
    address: str = ""
