"""The demo's suppliers, items, and what the words of its recipes mean in the warehouse."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from desertbrew.contexts.inventory.contract import ItemKind
from desertbrew.kernel.quantity import BaseUnit


@dataclass(frozen=True, slots=True)
class DemoSupplier:
    """Somebody to buy from. The date inside every tax id is the 30th of February: nobody can hold it."""

    name: str
    rfc: str
    email: str
    phone: str
    lead_time_days: int


@dataclass(frozen=True, slots=True)
class DemoItem:
    """An item and how it is bought: `units` are base units a sack, a brick, a drum."""

    sku: str
    name: str
    kind: ItemKind
    base_unit: BaseUnit
    units: dict[str, Decimal] = field(default_factory=dict)


MALT, HOPS, YEAST, OTHER = ItemKind.MALT, ItemKind.HOPS, ItemKind.YEAST, ItemKind.OTHER
ADJUNCT, AGENT, CHEMICAL = ItemKind.ADJUNCT, ItemKind.WATER_AGENT, ItemKind.CHEMICAL
PACKAGING, BEER = ItemKind.PACKAGING, ItemKind.BEER
KG, L, PIECE = BaseUnit.KG, BaseUnit.L, BaseUnit.PIECE

SACK = {"saco": Decimal(25)}
BOX = {"caja": Decimal(5)}
BRICK = {"paquete": Decimal("0.5"), "piece": Decimal("0.5")}
"""Brewery bricks of 500 g; `piece` is what recipe files call a packet."""
DRUM = {"porron": Decimal(20)}
ROLL = {"rollo": Decimal(1000)}

SUPPLIERS = (
    DemoSupplier("Maltas Demo del Altiplano", "MDA000230AA1", "pedidos@maltas-demo.example", "844 555 0101", 5),
    DemoSupplier(
        "Importadora Demo de Maltas Especiales", "IDM010230BB2", "ventas@especiales-demo.example", "81 5555 0102", 12
    ),
    DemoSupplier("Lúpulos Demo del Pacífico", "LDP020230CC3", "hola@lupulos-demo.example", "664 555 0103", 15),
    DemoSupplier("Levaduras Demo", "LDE030230DD4", "frio@levaduras-demo.example", "55 5555 0104", 4),
    DemoSupplier("Químicos Demo del Norte", "QDN040230EE5", "planta@quimicos-demo.example", "844 555 0105", 3),
    DemoSupplier("Envases y Etiquetas Demo", "EED050230FF6", "cotiza@envases-demo.example", "81 5555 0106", 10),
)

ITEMS = (
    DemoItem("MALT-PALE-2ROW", "Malta Pale 2 hileras", MALT, KG, SACK),
    DemoItem("MALT-PILSNER", "Malta Pilsner", MALT, KG, SACK),
    DemoItem("MALT-MUNICH", "Malta Múnich", MALT, KG, SACK),
    DemoItem("MALT-VIENNA", "Malta Viena", MALT, KG, SACK),
    DemoItem("MALT-CARAMEL-60L", "Malta Caramelo 60 °L", MALT, KG, SACK),
    DemoItem("MALT-CHOCOLATE", "Malta Chocolate", MALT, KG, SACK),
    DemoItem("MALT-BLACK-PATENT", "Malta Negra", MALT, KG, SACK),
    DemoItem("MALT-OATS", "Avena en hojuela", MALT, KG, SACK),
    DemoItem("ADJ-CORN-FLAKES", "Maíz en hojuela", ADJUNCT, KG, SACK),
    DemoItem("ADJ-DEXTROSE", "Dextrosa", ADJUNCT, KG, SACK),
    DemoItem("HOPS-CASCADE", "Lúpulo Cascade", HOPS, KG, BOX),
    DemoItem("HOPS-CENTENNIAL", "Lúpulo Centennial", HOPS, KG, BOX),
    DemoItem("HOPS-SIMCOE", "Lúpulo Simcoe", HOPS, KG, BOX),
    DemoItem("HOPS-MOSAIC", "Lúpulo Mosaic", HOPS, KG, BOX),
    DemoItem("HOPS-CITRA", "Lúpulo Citra", HOPS, KG, BOX),
    DemoItem("HOPS-SAAZ", "Lúpulo Saaz", HOPS, KG, BOX),
    DemoItem("YEAST-US05", "Levadura SafAle US-05, 500 g", YEAST, KG, BRICK),
    DemoItem("YEAST-S04", "Levadura SafAle S-04, 500 g", YEAST, KG, BRICK),
    DemoItem("YEAST-W34-70", "Levadura SafLager W-34/70, 500 g", YEAST, KG, BRICK),
    DemoItem("YEAST-WLP001", "Levadura líquida California Ale", YEAST, PIECE),
    DemoItem("SALT-GYPSUM", "Sulfato de calcio (yeso)", AGENT, KG),
    DemoItem("SALT-CACL2", "Cloruro de calcio", AGENT, KG),
    DemoItem("FINING-IRISH-MOSS", "Clarificante Irish moss", OTHER, KG),
    DemoItem("CHEM-DET-CAUSTIC", "Detergente cáustico (sosa 50 %)", CHEMICAL, L, DRUM),
    DemoItem("CHEM-DET-ACID", "Detergente ácido", CHEMICAL, L, DRUM),
    DemoItem("CHEM-PERACETIC", "Ácido peracético", CHEMICAL, L, DRUM),
    DemoItem("CHEM-IODOPHOR", "Yodóforo", CHEMICAL, L, DRUM),
    DemoItem("BOTTLE-355-AMBER", "Botella ámbar 355 ml", PACKAGING, PIECE, {"tarima": Decimal(2400)}),
    DemoItem("BOTTLE-940-AMBER", "Botella ámbar 940 ml", PACKAGING, PIECE, {"tarima": Decimal(720)}),
    DemoItem("CAP-STANDARD-GOLD", "Corcholata dorada", PACKAGING, PIECE, {"caja": Decimal(10_000)}),
    DemoItem("LABEL-IPA-COAHUILACERATOPS", "Etiqueta Coahuilaceratops", PACKAGING, PIECE, ROLL),
    DemoItem("LABEL-LAGER-VELAFRONS", "Etiqueta Velafrons", PACKAGING, PIECE, ROLL),
    DemoItem("LABEL-AMBER-CARNOTAURUS", "Etiqueta Carnotaurus", PACKAGING, PIECE, ROLL),
    DemoItem("LABEL-STOUT-TREX", "Etiqueta T-Rex", PACKAGING, PIECE, ROLL),
    DemoItem("KEG-CAP", "Tapa de barril", PACKAGING, PIECE, {"caja": Decimal(100)}),
    DemoItem("BEER-COAHUILACERATOPS", "Cerveza Coahuilaceratops Imperial IPA", BEER, L),
    DemoItem("BEER-VELAFRONS", "Cerveza Velafrons Neo Mexican Lager", BEER, L),
    DemoItem("BEER-CARNOTAURUS", "Cerveza Carnotaurus Amber Lager", BEER, L),
    DemoItem("BEER-T-REX", "Cerveza T-Rex American Stout", BEER, L),
    DemoItem("BOT-COAHUILACERATOPS", "Coahuilaceratops, botella 355 ml", BEER, PIECE),
    DemoItem("BOT-VELAFRONS", "Velafrons, botella 355 ml", BEER, PIECE),
    DemoItem("BOT-CARNOTAURUS", "Carnotaurus, botella 355 ml", BEER, PIECE),
    DemoItem("BOT-T-REX", "T-Rex, botella 940 ml", BEER, PIECE),
)

ALIASES = {
    "Malta Pale 2 hileras": "MALT-PALE-2ROW",
    "Malta Pilsner": "MALT-PILSNER",
    "Malta Munich": "MALT-MUNICH",
    "Malta Vienna": "MALT-VIENNA",
    "Malta Caramelo 60L": "MALT-CARAMEL-60L",
    "Malta Chocolate": "MALT-CHOCOLATE",
    "Malta Negra (Black Patent)": "MALT-BLACK-PATENT",
    "Hojuela de avena": "MALT-OATS",
    "Hojuela de maíz": "ADJ-CORN-FLAKES",
    "Dextrosa": "ADJ-DEXTROSE",
    "Cascade": "HOPS-CASCADE",
    "Centennial": "HOPS-CENTENNIAL",
    "Simcoe": "HOPS-SIMCOE",
    "Mosaic": "HOPS-MOSAIC",
    "Citra": "HOPS-CITRA",
    "Saaz": "HOPS-SAAZ",
    "SafAle US-05": "YEAST-US05",
    "SafAle S-04": "YEAST-S04",
    "SafLager W-34/70": "YEAST-W34-70",
    "Sulfato de calcio (yeso)": "SALT-GYPSUM",
    "Cloruro de calcio": "SALT-CACL2",
    "Clarificante Irish moss": "FINING-IRISH-MOSS",
    "Agua osmotizada": None,
}
"""Recipe word -> SKU; None is what nobody keeps in stock."""

RECIPE_FILES = ("coahuilaceratops.xml", "velafrons.xml", "carnotaurus.xml", "t-rex.xml")
