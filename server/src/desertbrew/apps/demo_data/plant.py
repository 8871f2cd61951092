"""The demo's plant: a brewhouse of 3.5 barrels, six fermenters of 7 in two glycol zones, two brite tanks."""

from __future__ import annotations

import math
from decimal import Decimal

from desertbrew.contexts.production.commands.vessels import NewVessel
from desertbrew.contexts.production.rules.cellar import VesselKind
from desertbrew.contexts.production.rules.volume import Cylindroconical

FERMENTER_L = BRITE_L = Decimal(826)
"""Seven barrels, as the makers of such tanks round them."""

FERMENTER_SHAPE = Cylindroconical(0.5, 30, 0.82)
BRITE_SHAPE = Cylindroconical(0.5, 75, 0.95)


def _brewhouse(code: str, name: str, kind: VesselKind, litres: int, working: int) -> NewVessel:
    return NewVessel(code, name, kind, Decimal(litres), Decimal(working))


def _tank(code: str, name: str, kind: VesselKind, litres: Decimal, zone: str | None) -> NewVessel:
    return NewVessel(code, name, kind, litres, litres, zone)


PLANT = (
    _brewhouse("CC-01", "Casa de cocción de 3.5 barriles", VesselKind.BREWHOUSE, 450, 413),
    _brewhouse("MA-01", "Macerador", VesselKind.MASH_TUN, 450, 413),
    _brewhouse("OL-01", "Olla de hervor", VesselKind.KETTLE, 450, 413),
    _brewhouse("AC-01", "Agua caliente a 80 °C", VesselKind.HLT, 600, 600),
)
"""What there is of the brewhouse; its tanks are `tanks_for`."""

A_MONTH_PER_FERMENTER, A_MONTH_PER_BRITE = 8 / 6, 8 / 2


def tanks_for(a_month: int) -> tuple[NewVessel, ...]:
    """Six fermenters and two brite tanks; more where more than eight beers a month are to be brewed."""
    fermenters = max(6, math.ceil(a_month / A_MONTH_PER_FERMENTER))
    brites = max(2, math.ceil(a_month / A_MONTH_PER_BRITE))
    return (
        *(
            _tank(f"FV-{n:02d}", f"Fermentador {n}", VesselKind.FERMENTER, FERMENTER_L, "A" if n <= fermenters / 2 else "B")
            for n in range(1, fermenters + 1)
        ),
        *(_tank(f"BT-{n:02d}", f"Tanque de brillo {n}", VesselKind.BRITE, BRITE_L, None) for n in range(1, brites + 1)),
    )
