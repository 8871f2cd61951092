"""The demo's beers: what each is called in which book, and how it ferments."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoBeer:
    """A beer of the house. Days count from the brew day, temperatures are of the tank in °C."""

    recipe: str
    sku: str
    bottle_sku: str
    bottle_format: str
    yeast_sku: str
    weight: int
    """So many of ten batches."""
    ferments_days: int
    racked_after_days: int
    pitched_c: float
    warmest_c: float
    cold_c: float
    steepness_per_h: float
    middle_h: float
    """Of the logistic curve; for ales the medians over two dozen logged fermentations."""
    name: str


BEERS = (
    DemoBeer(
        "Velafrons Neo Mexican Lager", "BEER-VELAFRONS", "BOT-VELAFRONS", "B355-VELAFRONS", "YEAST-W34-70",
        3, 9, 22, 10.0, 14.0, 1.0, 0.042, 96.0, "Velafrons",
    ),
    DemoBeer(
        "Coahuilaceratops Imperial IPA", "BEER-COAHUILACERATOPS", "BOT-COAHUILACERATOPS", "B355-COAHUILA", "YEAST-US05",
        4, 6, 12, 18.5, 20.5, 2.0, 0.075, 51.0, "Coahuilaceratops",
    ),
    DemoBeer(
        "Carnotaurus Amber Lager", "BEER-CARNOTAURUS", "BOT-CARNOTAURUS", "B355-CARNOTAURUS", "YEAST-W34-70",
        1, 9, 22, 10.0, 13.5, 1.0, 0.040, 100.0, "Carnotaurus",
    ),
    DemoBeer(
        "T-Rex American Stout", "BEER-T-REX", "BOT-T-REX", "B940-T-REX", "YEAST-S04",
        2, 5, 11, 18.0, 20.0, 2.0, 0.085, 46.0, "T-Rex",
    ),
)  # fmt: skip
