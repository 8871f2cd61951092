"""Who works at the demo brewery: one person a role, one published password, so that anybody can look around as each."""

from __future__ import annotations

from desertbrew.contexts.security.commands import DemoAccount
from desertbrew.contexts.security.rules.secrets import DEMO_PASSWORD
from desertbrew.kernel.roles import Role

DEMO_ACCOUNTS = tuple(
    DemoAccount(username, display_name, role, DEMO_PASSWORD)
    for username, display_name, role in (
        ("dueno", "Dueña Demo", Role.OWNER),
        ("cervecero", "Cervecero Demo", Role.BREWER),
        ("bodeguero", "Bodeguera Demo", Role.CELLAR),
        ("almacen", "Almacenista Demo", Role.WAREHOUSE),
        ("gerente", "Gerente Demo", Role.MANAGER),
        ("mesero", "Mesero Demo", Role.WAITER),
        ("barra", "Cantinera Demo", Role.BARTENDER),
        ("cocina", "Cocinero Demo", Role.COOK),
        ("chofer", "Chofer Demo", Role.DRIVER),
        ("ventas", "Vendedora Demo", Role.SALES),
        ("contador", "Contador Demo", Role.ACCOUNTANT),
        ("auditora", "Auditora Demo", Role.AUDITOR),
    )
)
"""Nobody's names: the people of the demo are what they do."""
