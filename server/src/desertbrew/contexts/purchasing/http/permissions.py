"""Who may do what in purchasing, and the context's routes."""

from __future__ import annotations

from desertbrew.kernel.roles import Role
from desertbrew.platform.context import permission
from desertbrew.platform.http.house import add_house_routes
from desertbrew.platform.http.routes import Routes

READ_SUPPLIERS = permission(
    "purchasing.suppliers.read",
    "Ver proveedores",
    "See suppliers",
    Role.BREWER,
    Role.CELLAR,
    Role.WAREHOUSE,
    Role.MANAGER,
    Role.ACCOUNTANT,
    Role.AUDITOR,
    Role.COOK,
)
REGISTER_SUPPLIER = permission(
    "purchasing.suppliers.register", "Registrar proveedores", "Register suppliers", Role.MANAGER, Role.WAREHOUSE
)
READ_RECEIPTS = permission(
    "purchasing.receipts.read",
    "Ver recepciones, devoluciones y lo que se debe por ellas",
    "See goods receipts, returns and what is owed for them",
    Role.BREWER,
    Role.WAREHOUSE,
    Role.MANAGER,
    Role.ACCOUNTANT,
    Role.AUDITOR,
    Role.COOK,
)

routes = Routes("purchasing")
house_permissions = add_house_routes(routes)

PERMISSIONS = (READ_SUPPLIERS, REGISTER_SUPPLIER, READ_RECEIPTS, *house_permissions)
