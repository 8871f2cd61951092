"""What other contexts may know of traceability: the words of its graph. It tells nothing, it only listens."""

from __future__ import annotations

from enum import StrEnum


class NodeKind(StrEnum):
    """What can stand in the genealogy of a beer; readers must expect kinds that they do not know."""

    SUPPLIER = "SUPPLIER"
    SUPPLIER_LOT = "SUPPLIER_LOT"
    BATCH = "BATCH"
    TANK_CONTENT = "TANK_CONTENT"
    """What one batch had in one vessel; a blend is several of them in the same vessel."""
    PACKAGING_LOT = "PACKAGING_LOT"
    KEG_FILL = "KEG_FILL"
    """A keg from one filling to the next: the keg comes back, the beer in it does not."""
    CASE = "CASE"
    CLIENT = "CLIENT"


class EdgeKind(StrEnum):
    """How one thing became part of another."""

    SUPPLIED = "SUPPLIED"
    ISSUED = "ISSUED"
    RETURNED = "RETURNED"
    """Went back to where it came from: takes an ISSUED of the same two things back, and is no step of a trace itself."""
    MOVED = "MOVED"
    PACKAGED = "PACKAGED"
    FILLED = "FILLED"
    DELIVERED = "DELIVERED"


class Direction(StrEnum):
    """Which way to follow the edges."""

    UPSTREAM = "upstream"
    DOWNSTREAM = "downstream"
