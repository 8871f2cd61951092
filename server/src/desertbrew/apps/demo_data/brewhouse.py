"""The demo's brewhouse: 3.5 barrels at Saltillo's 1 600 m, with softened water."""

from __future__ import annotations

from decimal import Decimal

from desertbrew.contexts.production.rules.equipment import Equipment, Ions

BREWHOUSE = Equipment(
    name="Sala de cocción 3.5 BBL",
    batch_volume_l=Decimal(375),
    efficiency_pct=Decimal(78),
    boil_minutes=Decimal(60),
    boil_off_pct=Decimal(12),
    trub_loss_l=Decimal(5),
    fermenter_loss_l=Decimal(5),
    lauter_deadspace_l=Decimal(8),
    kettle_volume_l=Decimal(450),
    mash_tun_volume_l=Decimal(450),
    mash_thickness_l_kg=Decimal("2.8"),
    grain_temp_c=Decimal(22),
    altitude_m=Decimal(1600),
    water=Ions(calcium=6, magnesium=1, sodium=5, sulfate=8, chloride=5, bicarbonate=20),
)
"""450 L of kettle are full before the boil when 375 L go into the fermenter: two brews fill a tank with 750 L."""
