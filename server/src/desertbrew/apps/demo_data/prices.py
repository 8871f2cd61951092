"""Who sells what to the demo: how it comes, what it costs at the beginning of the year, and how long it keeps."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

MALTSTER, SPECIALS = "Maltas Demo del Altiplano", "Importadora Demo de Maltas Especiales"
HOPSTER, YEASTS = "Lúpulos Demo del Pacífico", "Levaduras Demo"
CHEMIST, PACKER = "Químicos Demo del Norte", "Envases y Etiquetas Demo"

INVOICES = {MALTSTER: "MDA", SPECIALS: "IME", HOPSTER: "LP", YEASTS: "LD", CHEMIST: "QN", PACKER: "EE"}


@dataclass(frozen=True, slots=True)
class DemoPrice:
    """What one `unit` costs before taxes, in pesos; `least` base units are on the shelf, whatever is planned."""

    supplier: str
    unit: str
    base_units: Decimal
    price: Decimal
    lot_prefix: str
    keeps_days: int | None
    least: Decimal
    place: str


def _price(
    supplier: str, unit: str, base: str, price: str, prefix: str, keeps: int | None, least: str, place: str = "ALM-1"
) -> DemoPrice:
    return DemoPrice(supplier, unit, Decimal(base), Decimal(price), prefix, keeps, Decimal(least), place)


PRICES = {
    "MALT-PALE-2ROW": _price(MALTSTER, "saco", "25", "615", "PA", 365, "100"),
    "MALT-PILSNER": _price(MALTSTER, "saco", "25", "635", "PI", 365, "100"),
    "MALT-MUNICH": _price(MALTSTER, "saco", "25", "690", "MU", 365, "50"),
    "MALT-VIENNA": _price(MALTSTER, "saco", "25", "680", "VI", 365, "50"),
    "ADJ-CORN-FLAKES": _price(MALTSTER, "saco", "25", "410", "HM", 240, "25"),
    "MALT-CARAMEL-60L": _price(SPECIALS, "saco", "25", "985", "C60", 365, "25"),
    "MALT-CHOCOLATE": _price(SPECIALS, "saco", "25", "1180", "CH", 365, "10"),
    "MALT-BLACK-PATENT": _price(SPECIALS, "kg", "1", "49.80", "BP", 365, "2"),
    "MALT-OATS": _price(SPECIALS, "saco", "25", "560", "AV", 240, "25"),
    "ADJ-DEXTROSE": _price(SPECIALS, "saco", "25", "735", "DX", 720, "10"),
    "HOPS-CASCADE": _price(HOPSTER, "caja", "5", "3450", "CAS", 540, "1", "CONG-1"),
    "HOPS-CENTENNIAL": _price(HOPSTER, "caja", "5", "3980", "CEN", 540, "1", "CONG-1"),
    "HOPS-SIMCOE": _price(HOPSTER, "caja", "5", "4875", "SIM", 540, "1", "CONG-1"),
    "HOPS-MOSAIC": _price(HOPSTER, "caja", "5", "5150", "MOS", 540, "1", "CONG-1"),
    "HOPS-CITRA": _price(HOPSTER, "caja", "5", "5290", "CIT", 540, "1", "CONG-1"),
    "HOPS-SAAZ": _price(HOPSTER, "caja", "5", "4120", "SAZ", 540, "1", "CONG-1"),
    "YEAST-US05": _price(YEASTS, "paquete", "0.5", "1985", "US5", 600, "0.5", "CF-2"),
    "YEAST-S04": _price(YEASTS, "paquete", "0.5", "2060", "S04", 600, "0.5", "CF-2"),
    "YEAST-W34-70": _price(YEASTS, "paquete", "0.5", "2740", "W34", 600, "0.5", "CF-2"),
    "YEAST-WLP001": _price(YEASTS, "piece", "1", "2150", "WLP1", 40, "1", "CF-2"),
    "SALT-GYPSUM": _price(CHEMIST, "kg", "1", "64", "YE", None, "2"),
    "SALT-CACL2": _price(CHEMIST, "kg", "1", "82", "CC", None, "2"),
    "FINING-IRISH-MOSS": _price(CHEMIST, "kg", "1", "690", "IM", 720, "1"),
    "CHEM-DET-CAUSTIC": _price(CHEMIST, "porron", "20", "870", "SO", 720, "40"),
    "CHEM-DET-ACID": _price(CHEMIST, "porron", "20", "1120", "AC", 720, "20"),
    "CHEM-PERACETIC": _price(CHEMIST, "porron", "20", "1640", "AP", 330, "10"),
    "CHEM-IODOPHOR": _price(CHEMIST, "porron", "20", "1385", "YO", 540, "5"),
    "BOTTLE-355-AMBER": _price(PACKER, "tarima", "2400", "11280", "B355", None, "4800"),
    "BOTTLE-940-AMBER": _price(PACKER, "tarima", "720", "6192", "B940", None, "1440"),
    "CAP-STANDARD-GOLD": _price(PACKER, "caja", "10000", "3150", "TD", None, "6000"),
    "KEG-CAP": _price(PACKER, "caja", "100", "380", "TB", None, "100"),
    "LABEL-IPA-COAHUILACERATOPS": _price(PACKER, "rollo", "1000", "1180", "EI", None, "3000"),
    "LABEL-LAGER-VELAFRONS": _price(PACKER, "rollo", "1000", "1180", "EV", None, "3000"),
    "LABEL-AMBER-CARNOTAURUS": _price(PACKER, "rollo", "1000", "1240", "EC", None, "3000"),
    "LABEL-STOUT-TREX": _price(PACKER, "rollo", "1000", "1180", "ET", None, "1500"),
}

A_YEAR_DEARER = Decimal("0.045")
"""Prices rise by this much in a year."""
