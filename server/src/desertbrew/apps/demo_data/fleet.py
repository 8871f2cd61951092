"""The demo's kegs, and who drinks from them. The clients' names are invented, like everybody's here."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from desertbrew.contexts.inventory.contract import KegOwnership, KegType


@dataclass(frozen=True, slots=True)
class DemoKegs:
    """A range of serials of one kind; `share` of the fleet."""

    prefix: str
    size_l: Decimal
    keg_type: KegType
    share: float
    ownership: KegOwnership = KegOwnership.OWN
    owner_name: str | None = None
    tare_kg: Decimal | None = None


FLEET = (
    DemoKegs("B50-", Decimal(50), KegType.SANKE_D, 0.34, tare_kg=Decimal("12.4")),
    DemoKegs("B30-", Decimal(30), KegType.SANKE_S, 0.20, tare_kg=Decimal("9.1")),
    DemoKegs("B20-", Decimal(20), KegType.SANKE_S, 0.12, tare_kg=Decimal("7.2")),
    DemoKegs("B60-", Decimal(60), KegType.SANKE_D, 0.07, tare_kg=Decimal("13.8")),
    DemoKegs("R50-", Decimal(50), KegType.SANKE_D, 0.13, KegOwnership.RENTED, "Renta Demo de Barriles", Decimal("12.6")),
)
"""What comes back; the rest of the fleet is one-way, bought as it goes."""

ONE_WAY = (
    DemoKegs("KK-", Decimal(30), KegType.KEYKEG, 0.08),
    DemoKegs("PET-", Decimal(20), KegType.PET_ONE_WAY, 0.06),
)

FLEET_SIZE = 150
"""Kegs for eight batches a month."""


@dataclass(frozen=True, slots=True)
class DemoClient:
    """Somebody who buys kegs: on which weekday (Monday is 0), how many at a time, and how long they keep them."""

    name: str
    weekday: int
    most: int
    dwell_days: int
    far: bool = False
    """So far away that steel would not come back: they get one-way kegs."""


CLIENTS = tuple(
    DemoClient(name, 1 + place % 4, most, dwell, far)
    for place, (name, most, dwell, far) in enumerate(
        (
            ("Rancho Demo Fin de Semana", 2, 45, False),
            ("Cantina Demo El Nopal de Cartón", 2, 18, False),
            ("Bar Demo La Lechuza Imaginaria", 3, 21, False),
            ("Restaurante Demo Mesa Inventada", 1, 30, False),
            ("Pizzería Demo Horno de Papel", 2, 17, False),
            ("Terraza Demo Cielo Pintado", 2, 24, False),
            ("Bar Demo El Dinosaurio de Yeso", 3, 15, False),
            ("Hamburguesas Demo Doble Nada", 2, 20, False),
            ("Hotel Demo Estación Ninguna", 1, 34, False),
            ("Cervecería Demo Vaso Vacío", 3, 14, False),
            ("Asador Demo Brasas de Mentira", 2, 26, False),
            ("Billar Demo Bola Cuadrada", 1, 40, False),
            ("Foro Demo Música Muda", 2, 12, False),
            ("Cafetería Demo Sin Café", 1, 28, False),
            ("Mariscos Demo Mar Pintado", 2, 19, False),
            ("Bar Demo La Nube de Adobe", 2, 23, False),
            ("Club Demo Hoyo Diecinueve y Medio", 1, 31, False),
            ("Tacos Demo Sin Tortilla", 1, 22, False),
            ("Barra Demo Cuatro Patas", 2, 16, False),
            ("Depósito Demo Monterrey", 2, 25, True),
            ("Bar Demo Frontera de Gis", 2, 25, True),
            ("Distribuidora Demo del Golfo", 3, 30, True),
            ("Hostal Demo Playa Seca", 1, 27, True),
            ("Evento Demo Feria de Papel", 2, 10, False),
        )
    )
)
LINES = 4
"""Taps of our own bar."""
GUEST = DemoKegs("G30-", Decimal(30), KegType.SANKE_S, 0.02, KegOwnership.GUEST, "Cervecería Demo Invitada")
FORGETFUL = "Rancho Demo Fin de Semana"
"""Whose kegs nobody has brought home."""
