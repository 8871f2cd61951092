"""Shared devices: tablets on which people sign in by PIN."""

from __future__ import annotations

import json

from pydantic import SecretStr
from sqlalchemy import select

from desertbrew.contexts.security.commands.sessions import revoke_sessions_on
from desertbrew.contexts.security.tables import SharedDevice
from desertbrew.kernel.errors import NotFound, Text
from desertbrew.kernel.ids import Id, new_id
from desertbrew.platform.auth import hash_token
from desertbrew.platform.db import Tx


def share_device(tx: Tx, name: str, token: SecretStr, *, replaces: str) -> SharedDevice:
    """Make a device shared under `token`; if it was already, by the token `replaces`, it stops being that one."""
    if replaces:
        former = tx.session.execute(
            select(SharedDevice.id).where(SharedDevice.token_hash == hash_token(replaces))
        ).scalar_one_or_none()
        if former is not None:
            unshare_device(tx, former)
    device = SharedDevice(
        id=new_id(),
        name=name,
        token_hash=hash_token(token.get_secret_value()),
        registered_at=tx.now,
        last_used_at=None,
    )
    tx.session.add(device)
    tx.note("security.share_device", str(device.id), json.dumps({"name": name}))
    return device


def unshare_device(tx: Tx, device_id: Id) -> None:
    """Take a device's trust away, and end the sessions on it: it was lost, or sold."""
    device = tx.session.get(SharedDevice, device_id, with_for_update=True)
    if device is None:
        raise NotFound(what=Text("un equipo compartido", "shared device"), id=device_id)
    revoke_sessions_on(tx, device_id)
    tx.session.delete(device)
    tx.session.flush()
