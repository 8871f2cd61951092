"""Who may follow a beer through the house, and the routes that say so."""

from __future__ import annotations

from desertbrew.kernel.roles import Role
from desertbrew.platform.context import permission
from desertbrew.platform.http.house import add_house_routes
from desertbrew.platform.http.routes import Routes

READ_TRACE = permission(
    "traceability.graph.read",
    "Rastrear lotes, cocciones y barriles",
    "Trace lots, batches and kegs",
    Role.BREWER,
    Role.MANAGER,
    Role.AUDITOR,
    Role.WAREHOUSE,
)

routes = Routes("traceability")
PERMISSIONS = (READ_TRACE, *add_house_routes(routes))
