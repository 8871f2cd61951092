"""The demo's kitchen: what it cooks with, who sells it in which pack, and how much of it there should be."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from desertbrew.apps.demo_data.catalogue import KG, PIECE, DemoSupplier, L
from desertbrew.contexts.inventory.contract import ItemKind
from desertbrew.contexts.inventory.rules import LocationKind
from desertbrew.kernel.quantity import BaseUnit

DAIRY, BUTCHER, GROCER = "Lácteos Demo de la Laguna", "Carnes Demo del Norte", "Abarrotes Demo del Centro"
SUPPLIERS = (
    DemoSupplier(DAIRY, "LDL060230GG7", "pedidos@lacteos-demo.example", "871 555 0107", 2),
    DemoSupplier(BUTCHER, "CDN070230HH8", "mostrador@carnes-demo.example", "844 555 0108", 1),
    DemoSupplier(GROCER, "ADC080230II9", "ventas@abarrotes-demo.example", "844 555 0109", 3),
)
PLACES = (
    ("COC-1", "Refrigerador de la cocina", LocationKind.COOLER),
    ("COC-2", "Despensa de la cocina", LocationKind.SHELF),
)
CATEGORIES = ("Lácteos", "Carnes", "Abarrotes", "Verduras", "Desechables")


@dataclass(frozen=True, slots=True)
class Food:
    """Something that the kitchen keeps: `least` and `most` in base units, the price of a whole pack before taxes."""

    sku: str
    name: str
    category: str
    base_unit: BaseUnit
    supplier: str
    pack: str
    holds: Decimal
    price: Decimal
    least: Decimal
    most: Decimal
    keeps_days: int | None
    kind: ItemKind = ItemKind.FOOD

    @property
    def place(self) -> str:
        """Where it stands."""
        return "COC-2" if self.supplier == GROCER else "COC-1"


def _food(sku: str, words: str, unit: BaseUnit, supplier: str, figures: str, keeps_days: int | None) -> Food:
    """`words` are its category, name and pack; `figures` what a pack holds, its price, the least and the most."""
    category, name, pack = words.split(" | ")
    holds, price, least, most = map(Decimal, figures.split())
    kind = ItemKind.SUPPLY if category == "Desechables" else ItemKind.FOOD
    return Food(sku, name, category, unit, supplier, pack, holds, price, least, most, keeps_days, kind)


FOODS = (
    _food("FOOD-CHEESE", "Lácteos | Queso asadero | caja 5 kg", KG, DAIRY, "5 690 6 30", 24),
    _food("FOOD-CREAM", "Lácteos | Crema ácida | cubeta 4 L", L, DAIRY, "4 318 3 16", 11),
    _food("FOOD-BUTTER", "Lácteos | Mantequilla | caja 10 kg", KG, DAIRY, "10 1460 2 20", 75),
    _food("FOOD-BEEF", "Carnes | Carne molida de res | bolsa 5 kg", KG, BUTCHER, "5 845 8 40", 7),
    _food("FOOD-SAUSAGE", "Carnes | Salchicha para asar | caja 6 kg", KG, BUTCHER, "6 774 6 36", 9),
    _food("FOOD-WINGS", "Carnes | Alas de pollo | bolsa 10 kg", KG, BUTCHER, "10 930 10 60", 120),
    _food("FOOD-POTATO", "Verduras | Papa | costal 20 kg", KG, GROCER, "20 440 20 80", 25),
    _food("FOOD-ONION", "Verduras | Cebolla blanca | costal 15 kg", KG, GROCER, "15 285 6 45", 30),
    _food("FOOD-BUN", "Abarrotes | Pan para hamburguesa | charola 48 piezas", PIECE, GROCER, "48 216 48 192", 6),
    _food("FOOD-FRY-OIL", "Abarrotes | Aceite para freír | bidón 20 L", L, GROCER, "20 780 20 80", 300),
    _food("FOOD-NAPKIN", "Desechables | Servilleta | caja 1000 piezas", PIECE, GROCER, "1000 185 500 4000", None),
)
