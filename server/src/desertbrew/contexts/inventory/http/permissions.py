"""Who may do what in inventory, and the routes that say so."""

from __future__ import annotations

from desertbrew.kernel.roles import Role
from desertbrew.platform.context import permission
from desertbrew.platform.http.house import add_house_routes
from desertbrew.platform.http.routes import Routes

READ_STOCK = permission(
    "inventory.stock.read",
    "Ver artículos, lotes y existencias",
    "See items, lots and stock",
    Role.BREWER,
    Role.CELLAR,
    Role.WAREHOUSE,
    Role.MANAGER,
    Role.COOK,
    Role.BARTENDER,
    Role.SALES,
    Role.ACCOUNTANT,
    Role.AUDITOR,
    Role.SERVICE,
)
EDIT_ITEMS = permission(
    "inventory.items.edit", "Dar de alta artículos", "Edit the catalogue", Role.WAREHOUSE, Role.BREWER, Role.MANAGER
)
RECEIVE_LOTS = permission(
    "inventory.lots.receive", "Recibir mercancía", "Receive deliveries", Role.WAREHOUSE, Role.BREWER, Role.MANAGER
)
ISSUE_STOCK = permission(
    "inventory.stock.issue",
    "Dar salida a existencias",
    "Issue stock by hand",
    Role.WAREHOUSE,
    Role.BREWER,
    Role.CELLAR,
    Role.COOK,
    Role.BARTENDER,
    Role.MANAGER,
)
WASTE_STOCK = permission(
    "inventory.stock.waste",
    "Registrar mermas",
    "Record waste",
    Role.WAREHOUSE,
    Role.BREWER,
    Role.CELLAR,
    Role.COOK,
    Role.BARTENDER,
    Role.MANAGER,
)
VALUE_STOCK = permission(
    "inventory.stock.value",
    "Ver la valuación del inventario",
    "See what the stock is worth",
    Role.WAREHOUSE,
    Role.BREWER,
    Role.MANAGER,
    Role.ACCOUNTANT,
    Role.AUDITOR,
)
CORRECT_EXPIRY = permission(
    "inventory.lots.correct_expiry", "Corregir la caducidad de un lote", "Correct the expiry of a lot", Role.MANAGER
)
HOLD_LOTS = permission(
    "inventory.lots.hold",
    "Poner lotes en cuarentena o bloquearlos",
    "Quarantine and block lots",
    Role.WAREHOUSE,
    Role.BREWER,
    Role.CELLAR,
    Role.MANAGER,
)
RELEASE_LOTS = permission(
    "inventory.lots.release", "Liberar lotes detenidos", "Release held lots", Role.BREWER, Role.MANAGER
)
RECALL_LOTS = permission("inventory.lots.recall", "Retirar lotes de proveedor", "Recall lots", Role.BREWER, Role.MANAGER)
MOVE_LOTS = permission(
    "inventory.lots.move",
    "Cambiar lotes de lugar",
    "Carry lots between places",
    Role.WAREHOUSE,
    Role.BREWER,
    Role.CELLAR,
    Role.MANAGER,
)
TRANSFER_STOCK = permission(
    "inventory.transfers.work",
    "Enviar y recibir traspasos entre lugares",
    "Send and receive transfers between places",
    Role.WAREHOUSE,
    Role.BREWER,
    Role.CELLAR,
    Role.COOK,
    Role.BARTENDER,
    Role.MANAGER,
)
ACCEPT_LOSSES = permission(
    "inventory.transfers.accept_losses",
    "Aceptar que se perdió más del 3 % en un traspaso",
    "Accept that more than 3 % of a transfer was lost",
    Role.MANAGER,
)
CORRECT_STOCK = permission(
    "inventory.stock.correct",
    "Corregir existencias por conteo",
    "Correct stock by count",
    Role.WAREHOUSE,
    Role.BREWER,
    Role.MANAGER,
)
SET_ROTATION = permission(
    "inventory.rotation.set",
    "Definir las clases de rotación",
    "Say what turns fast and what slowly",
    Role.MANAGER,
)
EDIT_LOCATIONS = permission(
    "inventory.locations.edit",
    "Dar de alta lugares y sus límites",
    "Edit places and their limits",
    Role.WAREHOUSE,
    Role.BREWER,
    Role.MANAGER,
)
RECORD_ROOMS = permission(
    "inventory.rooms.record",
    "Anotar temperaturas de cámaras",
    "Record cold room readings",
    Role.WAREHOUSE,
    Role.BREWER,
    Role.CELLAR,
    Role.COOK,
    Role.BARTENDER,
    Role.MANAGER,
)
HANDLE_GASES = permission(
    "inventory.gases.handle",
    "Usar, rellenar y devolver cilindros de gas",
    "Use, refill and return gas cylinders",
    Role.WAREHOUSE,
    Role.BREWER,
    Role.CELLAR,
    Role.MANAGER,
)
HANDLE_YEAST = permission(
    "inventory.yeast.handle",
    "Cosechar y reutilizar levadura",
    "Harvest and repitch yeast",
    Role.BREWER,
    Role.CELLAR,
    Role.MANAGER,
)
IMPORT_SHEETS = permission(
    "inventory.sheets.import",
    "Subir hojas de cálculo: catálogo y existencia inicial",
    "Import spreadsheets: catalogue and opening stock",
    Role.WAREHOUSE,
    Role.BREWER,
    Role.MANAGER,
)
COUNT_STOCK = permission(
    "inventory.counts.count",
    "Contar existencias",
    "Count stock",
    Role.WAREHOUSE,
    Role.BREWER,
    Role.CELLAR,
    Role.COOK,
    Role.BARTENDER,
    Role.MANAGER,
)
PLAN_COUNTS = permission(
    "inventory.counts.plan",
    "Preparar conteos y ver sus diferencias",
    "Plan counts and see their variances",
    Role.WAREHOUSE,
    Role.BREWER,
    Role.MANAGER,
    Role.ACCOUNTANT,
)
APPROVE_COUNTS = permission(
    "inventory.counts.approve", "Aprobar conteos y ajustar existencias", "Approve counts", Role.BREWER, Role.MANAGER
)

READ_KEGS = permission(
    "inventory.kegs.read",
    "Ver barriles y su historia",
    "See kegs and their history",
    Role.BREWER,
    Role.CELLAR,
    Role.WAREHOUSE,
    Role.MANAGER,
    Role.BARTENDER,
    Role.DRIVER,
    Role.SALES,
    Role.ACCOUNTANT,
    Role.AUDITOR,
    Role.SERVICE,
)
REGISTER_KEGS = permission(
    "inventory.kegs.register",
    "Dar de alta y de baja barriles",
    "Register and retire kegs",
    Role.WAREHOUSE,
    Role.CELLAR,
    Role.MANAGER,
)
WASH_KEGS = permission(
    "inventory.kegs.wash", "Lavar barriles", "Wash kegs", Role.CELLAR, Role.BREWER, Role.WAREHOUSE, Role.MANAGER
)
FILL_KEGS = permission(
    "inventory.kegs.fill", "Llenar y trasegar barriles", "Fill and rack kegs", Role.CELLAR, Role.BREWER, Role.MANAGER
)
SHIP_KEGS = permission(
    "inventory.kegs.ship",
    "Cargar, entregar y recoger barriles",
    "Load, deliver and collect kegs",
    Role.DRIVER,
    Role.WAREHOUSE,
    Role.CELLAR,
    Role.SALES,
    Role.MANAGER,
)
TAP_KEGS = permission(
    "inventory.kegs.tap",
    "Conectar y vaciar barriles",
    "Tap and empty kegs",
    Role.BARTENDER,
    Role.CELLAR,
    Role.BREWER,
    Role.WAREHOUSE,
    Role.MANAGER,
)
HOLD_KEGS = permission(
    "inventory.kegs.hold",
    "Poner en cuarentena, reportar perdidos y hallados",
    "Quarantine kegs, report them lost and found",
    Role.BREWER,
    Role.CELLAR,
    Role.WAREHOUSE,
    Role.DRIVER,
    Role.BARTENDER,
    Role.SALES,
    Role.MANAGER,
)
RELEASE_KEGS = permission(
    "inventory.kegs.release", "Liberar barriles de cuarentena", "Release kegs from quarantine", Role.BREWER, Role.MANAGER
)

routes = Routes("inventory")
house_permissions = add_house_routes(routes)
PERMISSIONS = (
    READ_STOCK,
    EDIT_ITEMS,
    RECEIVE_LOTS,
    ISSUE_STOCK,
    WASTE_STOCK,
    VALUE_STOCK,
    CORRECT_EXPIRY,
    HOLD_LOTS,
    RELEASE_LOTS,
    RECALL_LOTS,
    MOVE_LOTS,
    TRANSFER_STOCK,
    ACCEPT_LOSSES,
    CORRECT_STOCK,
    SET_ROTATION,
    EDIT_LOCATIONS,
    RECORD_ROOMS,
    HANDLE_GASES,
    HANDLE_YEAST,
    IMPORT_SHEETS,
    COUNT_STOCK,
    PLAN_COUNTS,
    APPROVE_COUNTS,
    READ_KEGS,
    REGISTER_KEGS,
    WASH_KEGS,
    FILL_KEGS,
    SHIP_KEGS,
    TAP_KEGS,
    HOLD_KEGS,
    RELEASE_KEGS,
    *house_permissions,
)
