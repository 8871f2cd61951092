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
SET_PRICES = permission(
    "purchasing.prices.set",
    "Registrar presentaciones y precios",
    "Record packs and prices",
    Role.MANAGER,
    Role.WAREHOUSE,
    Role.ACCOUNTANT,
)
READ_ORDERS = permission(
    "purchasing.orders.read",
    "Ver órdenes de compra y precios",
    "See purchase orders and prices",
    Role.BREWER,
    Role.CELLAR,
    Role.WAREHOUSE,
    Role.MANAGER,
    Role.ACCOUNTANT,
    Role.AUDITOR,
    Role.COOK,
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
WRITE_ORDERS = permission(
    "purchasing.orders.write",
    "Hacer, enviar y cancelar órdenes de compra",
    "Write, send and cancel purchase orders",
    Role.BREWER,
    Role.WAREHOUSE,
    Role.MANAGER,
    Role.COOK,
)
APPROVE_ORDERS = permission(
    "purchasing.orders.approve",
    "Aprobar órdenes de compra, hasta su límite",
    "Approve purchase orders, up to their limit",
    Role.BREWER,
    Role.WAREHOUSE,
    Role.MANAGER,
    Role.ACCOUNTANT,
    Role.COOK,
)
SET_LIMITS = permission("purchasing.limits.set", "Fijar los límites de aprobación", "Set approval limits")
"""The owner's alone."""
RECEIVE_GOODS = permission(
    "purchasing.goods.receive",
    "Recibir contra órdenes de compra",
    "Receive goods against orders",
    Role.WAREHOUSE,
    Role.BREWER,
    Role.COOK,
    Role.MANAGER,
)
OVERRIDE_TOLERANCE = permission(
    "purchasing.tolerance.override",
    "Autorizar diferencias de recepción",
    "Allow differences of deliveries",
    Role.MANAGER,
)
EDIT_RECEIVING_LIMITS = permission(
    "purchasing.receiving_limits.edit",
    "Fijar límites de temperatura de recepción",
    "Set temperature limits of deliveries",
    Role.MANAGER,
    Role.BREWER,
)
CORRECT_RECEIPTS = permission(
    "purchasing.receipts.correct", "Corregir recepciones registradas", "Take back posted receipts", Role.MANAGER
)
RETURN_GOODS = permission(
    "purchasing.goods.send_back", "Devolver mercancía", "Send goods back", Role.WAREHOUSE, Role.BREWER, Role.MANAGER
)
APPROVE_RETURNS = permission(
    "purchasing.returns.approve", "Aprobar y cancelar devoluciones", "Approve and cancel returns", Role.MANAGER
)
CREDIT_RETURNS = permission(
    "purchasing.returns.credit", "Registrar notas de crédito", "Record credit notes", Role.MANAGER, Role.ACCOUNTANT
)
READ_PAYABLES = permission(
    "purchasing.payables.read",
    "Ver lo que se debe a proveedores",
    "See what is owed to suppliers",
    Role.MANAGER,
    Role.ACCOUNTANT,
    Role.AUDITOR,
)

routes = Routes("purchasing")
house_permissions = add_house_routes(routes)

PERMISSIONS = (
    READ_SUPPLIERS,
    REGISTER_SUPPLIER,
    SET_PRICES,
    READ_ORDERS,
    READ_RECEIPTS,
    WRITE_ORDERS,
    APPROVE_ORDERS,
    SET_LIMITS,
    RECEIVE_GOODS,
    OVERRIDE_TOLERANCE,
    EDIT_RECEIVING_LIMITS,
    CORRECT_RECEIPTS,
    RETURN_GOODS,
    APPROVE_RETURNS,
    CREDIT_RETURNS,
    READ_PAYABLES,
    *house_permissions,
)
