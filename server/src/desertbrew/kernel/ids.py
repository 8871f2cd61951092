"""Ids are UUIDv7, minted where the thing is born: they sort by birth and need no server."""

from __future__ import annotations

from uuid import UUID

import uuid_utils.compat

Id = UUID


def new_id() -> Id:
    """A new UUIDv7 (RFC 9562): 48 bits of milliseconds, the rest random."""
    return uuid_utils.compat.uuid7()
