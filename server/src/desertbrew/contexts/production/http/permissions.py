"""Who may do what in production, and the routes that say so."""

from __future__ import annotations

from desertbrew.kernel.roles import Role
from desertbrew.platform.context import permission
from desertbrew.platform.http.house import add_house_routes
from desertbrew.platform.http.routes import Routes

READ_RECIPES = permission(
    "production.recipes.read",
    "Ver recetas",
    "See recipes",
    Role.BREWER,
    Role.CELLAR,
    Role.WAREHOUSE,
    Role.MANAGER,
    Role.ACCOUNTANT,
    Role.AUDITOR,
)
IMPORT_RECIPES = permission("production.recipes.import", "Importar recetas", "Import recipes", Role.BREWER, Role.MANAGER)
EDIT_RECIPES = permission(
    "production.recipes.edit", "Hacer versiones de recetas", "Make versions of recipes", Role.BREWER, Role.MANAGER
)
MATCH_INGREDIENTS = permission(
    "production.ingredients.match",
    "Relacionar ingredientes con artículos",
    "Match ingredients with items",
    Role.BREWER,
    Role.WAREHOUSE,
    Role.MANAGER,
)
READ_BATCHES = permission(
    "production.batches.read",
    "Ver cocciones",
    "See batches",
    Role.BREWER,
    Role.CELLAR,
    Role.WAREHOUSE,
    Role.MANAGER,
    Role.ACCOUNTANT,
    Role.AUDITOR,
    Role.SALES,
)
PLAN_BATCHES = permission(
    "production.batches.plan", "Planear y cancelar cocciones", "Plan and cancel batches", Role.BREWER, Role.MANAGER
)
BREW = permission(
    "production.batches.brew", "Iniciar y terminar cocciones", "Start and complete batches", Role.BREWER, Role.CELLAR
)
RECORD_COSTS = permission(
    "production.costs.record",
    "Registrar costos de una cocción",
    "Record what a batch cost",
    Role.BREWER,
    Role.MANAGER,
    Role.ACCOUNTANT,
)
READ_CELLAR = permission(
    "production.cellar.read",
    "Ver tanques y lo que tienen",
    "See vessels and what is in them",
    Role.BREWER,
    Role.CELLAR,
    Role.WAREHOUSE,
    Role.MANAGER,
    Role.ACCOUNTANT,
    Role.AUDITOR,
)
WORK_CELLAR = permission(
    "production.cellar.work",
    "Mover cerveza, medir, lavar y apartar tanques",
    "Move beer, read, clean and book vessels",
    Role.BREWER,
    Role.CELLAR,
    Role.MANAGER,
)
SET_UP_PLANT = permission(
    "production.plant.set_up",
    "Dar de alta tanques y sus tablas de aforo",
    "Register vessels and their strapping tables",
    Role.BREWER,
    Role.CELLAR,
    Role.MANAGER,
)
PACKAGE = permission(
    "production.packaging.work",
    "Envasar cerveza",
    "Package beer",
    Role.BREWER,
    Role.CELLAR,
    Role.MANAGER,
)
DEFINE_PACKAGES = permission(
    "production.packaging.define",
    "Definir presentaciones y condonar material de envase",
    "Define package formats and waive packaging material",
    Role.BREWER,
    Role.MANAGER,
    Role.WAREHOUSE,
)
RECORD_BREW_DAY = permission(
    "production.brew_day.record",
    "Llenar la hoja de cocción y las lecturas de fermentación",
    "Fill in the brew day's sheet and the fermentation's readings",
    Role.BREWER,
    Role.CELLAR,
)
SET_COST_RATES = permission(
    "production.cost_rates.set",
    "Fijar lo que cuestan mano de obra, energía y agua",
    "Set what labour, energy and water cost",
    Role.MANAGER,
    Role.ACCOUNTANT,
)

routes = Routes("production")
house_permissions = add_house_routes(routes)
PERMISSIONS = (
    READ_RECIPES,
    IMPORT_RECIPES,
    EDIT_RECIPES,
    MATCH_INGREDIENTS,
    READ_BATCHES,
    PLAN_BATCHES,
    BREW,
    RECORD_COSTS,
    READ_CELLAR,
    WORK_CELLAR,
    SET_UP_PLANT,
    PACKAGE,
    DEFINE_PACKAGES,
    RECORD_BREW_DAY,
    SET_COST_RATES,
    *house_permissions,
)
