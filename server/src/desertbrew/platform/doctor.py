"""What `desertbrew doctor` looks at: the machine, the databases, the chains, and each context's own invariants."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import func, select, text

from desertbrew.platform import audit, inbox, messages, migrate
from desertbrew.platform.context import Context
from desertbrew.platform.db import Database, ReadTx
from desertbrew.platform.host import Host
from desertbrew.platform.tables import outbox

SQLITE_FIXED = (3, 51, 3)
DISK_FREE_MIN = 1024**3
OUTBOX_AGE_MAX = timedelta(minutes=5)


class Health(StrEnum):
    """How a finding is to be taken."""

    OK = "OK"
    WARN = "WARN"
    FAIL = "FAIL"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    health: Health
    what: str
    detail: str


def examine(host: Host) -> Iterator[Finding]:
    """Look at everything this process serves; one finding at a time, for chains may be long."""
    yield from _machine(host)
    for context in host.contexts:
        yield from _context(context, host.databases[context.name])


def _machine(host: Host) -> Iterator[Finding]:
    if host.settings.is_sqlite:
        known = sqlite3.sqlite_version
        fixed = sqlite3.sqlite_version_info >= SQLITE_FIXED
        detail = (
            known if fixed else f"{known}: a second process that checkpoints would corrupt the files; this one owns them"
        )
        yield Finding(Health.OK if fixed else Health.WARN, "sqlite version", detail)
        free = shutil.disk_usage(host.settings.data_dir).free
        enough = free >= DISK_FREE_MIN
        yield Finding(Health.OK if enough else Health.FAIL, "disk", f"{free / 1024**3:.1f} GiB free")
    reachable = host.courier.is_reachable()
    yield Finding(Health.OK if reachable else Health.FAIL, "courier", "ready" if reachable else "not connected")


def _context(context: Context, database: Database) -> Iterator[Finding]:
    name = context.name
    behind = migrate.heads(context) - migrate.current(database)
    yield _judge(not behind, f"{name}: migrations", "current", f"missing {', '.join(sorted(behind))}")
    with database.read() as tx:
        connection = tx.connection
        if database.is_sqlite:
            said = connection.execute(text("PRAGMA quick_check")).scalar_one()
            yield _judge(said == "ok", f"{name}: file", "whole", str(said))
        verdict = audit.verify(connection)
        chain = f"{verdict.entries} entries, head {verdict.head[:16]}"
        yield _judge(verdict.broken_at is None, f"{name}: audit chain", chain, f"broken at entry {verdict.broken_at}")
        yield _waiting(name, tx)
        dead = inbox.count_held(connection, inbox.DEAD)
        health = Health.WARN if dead else Health.OK
        yield Finding(health, f"{name}: dead letters", f"{dead} wait for a person" if dead else "none")
        yield _unsent(name, tx)
        for check in context.checks:
            faults = check.find_faults(tx)
            yield _judge(not faults, f"{name}: {check.name}", "holds", "; ".join(faults))


def _waiting(name: str, tx: ReadTx) -> Finding:
    oldest, count = tx.session.execute(
        select(func.min(outbox.c.occurred_at), func.count()).where(outbox.c.delivered_at.is_(None))
    ).one()
    late = oldest is not None and tx.now - oldest > OUTBOX_AGE_MAX
    detail = f"{count} waiting since {oldest.isoformat()}" if count else "empty"
    return Finding(Health.WARN if late else Health.OK, f"{name}: outbox", detail)


def _unsent(name: str, tx: ReadTx) -> Finding:
    queued, failed = messages.count_unsent(tx.connection)
    stuck = failed or (queued and not tx.ports.get(messages.Outgoing).mail)
    detail = f"{queued} waiting, {failed} given up" if queued or failed else "all sent"
    return Finding(Health.WARN if stuck else Health.OK, f"{name}: messages", detail)


def _judge(holds: bool, what: str, well: str, ill: str) -> Finding:  # noqa: FBT001 - a verdict is a yes or a no
    return Finding(Health.OK, what, well) if holds else Finding(Health.FAIL, what, ill)
