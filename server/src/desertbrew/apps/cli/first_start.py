"""The first start outside the demo: there is no default password, so somebody has to choose one."""

from __future__ import annotations

from functools import partial
from getpass import getpass

from pydantic import SecretStr
from rich.console import Console

from desertbrew.contexts.security.commands import FirstStart, create_owner, hash_password
from desertbrew.contexts.security.commands.entrance import needs_owner
from desertbrew.kernel.errors import DomainError, InvalidInput
from desertbrew.platform.db import Origin, new_request_id
from desertbrew.platform.host import Host


def create_first_owner(host: Host, console: Console) -> bool:
    """Ask for the owner's name and password until they will do; False where there is an owner already."""
    database = host.databases["security"]
    with database.read() as tx:
        if not needs_owner(tx):
            return False
    console.print("Primer arranque: falta la cuenta del dueño. / First start: the owner's account.")
    while True:
        display_name = input("Nombre completo: ").strip()
        username = input("Usuario: ").strip()
        password = getpass("Contraseña: ")
        if getpass("Otra vez: ") != password:
            console.print("No coinciden.")
            continue
        try:
            hashed = hash_password(SecretStr(password), username)
            owner = partial(create_owner, username=username, display_name=display_name, password_hash=hashed)
            database.write(owner, Origin("system:cli", new_request_id()))
        except InvalidInput as error:
            console.print(error.text.say("es", error.facts))
        except DomainError as error:
            console.print(error.detail.say("es", error.facts))
        else:
            return True


def greet(host: Host, console: Console) -> None:
    """Say where the brewery is, and how to get in the first time."""
    settings = host.settings
    shown = "localhost" if settings.host in {"127.0.0.1", "0.0.0.0"} else settings.host  # noqa: S104
    console.print(f"Desert Brew OS: http://{shown}:{settings.port}", highlight=False)
    if settings.demo:
        console.print("DEMO: las cuentas están en la página de entrada. / The accounts are on the sign-in page.")
        return
    database = host.databases.get("security")
    if database is None:
        return
    with database.read() as tx:
        if needs_owner(tx):
            code = host.ports.get(FirstStart).code
            console.print(f"Código para crear la cuenta del dueño / code to create the owner: {code}", highlight=False)
