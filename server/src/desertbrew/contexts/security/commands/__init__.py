"""What one can do in security."""

from desertbrew.contexts.security.commands.directory import Directory
from desertbrew.contexts.security.commands.hashing import PasswordHash, PinHash, hash_password, hash_pin
from desertbrew.contexts.security.commands.people import (
    THE_HOUSE,
    NewPerson,
    change_password,
    change_pin,
    change_roles,
    create_owner,
    deactivate_person,
    register_person,
)
from desertbrew.contexts.security.commands.sessions import revoke_every_session
from desertbrew.contexts.security.commands.setup import DemoAccount, FirstStart

__all__ = [
    "THE_HOUSE",
    "DemoAccount",
    "Directory",
    "FirstStart",
    "NewPerson",
    "PasswordHash",
    "PinHash",
    "change_password",
    "change_pin",
    "change_roles",
    "create_owner",
    "deactivate_person",
    "hash_password",
    "hash_pin",
    "register_person",
    "revoke_every_session",
]
