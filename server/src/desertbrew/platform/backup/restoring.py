"""Bringing a backup back: checked before anything is touched, and the old files kept aside."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import make_url, text, update

from desertbrew.platform import audit, messages
from desertbrew.platform.backup import postgresql
from desertbrew.platform.backup.manifest import BackupBroken, Manifest, Part
from desertbrew.platform.backup.taking import Progress, to_disk
from desertbrew.platform.context import Context
from desertbrew.platform.db import Database, Origin, Tx, ensure_postgresql, new_request_id
from desertbrew.platform.settings import Settings
from desertbrew.platform.tables import outbox

SUFFIXES = (".db", ".db-wal", ".db-shm")
UNFINISHED = "restore.unfinished"
"""Lies in the data folder from the first file that is touched until the last chain is checked."""


def begin(settings: Settings, source: Path, contexts: Sequence[Context]) -> None:
    """From here on the databases may be of two ages, and nobody may work with them."""
    for url in _servers_of(settings, contexts):
        postgresql.mark_unfinished(url)
    path = settings.data_dir / UNFINISHED
    path.write_text(f"{source}\n")
    to_disk(path)
    to_disk(path.parent)


def finish(settings: Settings, contexts: Sequence[Context]) -> None:
    """All of it is back."""
    for url in _servers_of(settings, contexts):
        postgresql.mark_finished(url)
    (settings.data_dir / UNFINISHED).unlink(missing_ok=True)
    to_disk(settings.data_dir)


def is_unfinished(settings: Settings, contexts: Sequence[Context]) -> bool:
    """Whether a restore was cut off; a service's own folder lies inside the installation's, or on another machine."""
    here = any((folder / UNFINISHED).exists() for folder in (settings.data_dir, settings.data_dir.parent))
    return here or any(postgresql.is_marked(url) for url in _servers_of(settings, contexts))


def _servers_of(settings: Settings, contexts: Sequence[Context]) -> list[str]:
    return [] if settings.is_sqlite else [settings.context_url(context.name) for context in contexts]


def refuse_unfinished(settings: Settings, contexts: Sequence[Context]) -> None:
    """Raise `BackupBroken` where a restore was cut off: half of the brewery would remember what the other half does not."""
    if is_unfinished(settings, contexts):
        msg = "a restore did not finish; run it again with --replace before anything else"
        raise BackupBroken(msg)


def check_target(settings: Settings, manifest: Manifest, contexts: Sequence[Context], *, replace: bool) -> None:
    """Refuse before anything is touched: another dialect, a context that is missing, databases that are in use."""
    dialect = "sqlite" if settings.is_sqlite else "postgresql"
    if manifest.dialect != dialect:
        msg = f"this is a backup of {manifest.dialect}, and the settings say {dialect}"
        raise BackupBroken(msg)
    missing = {context.name for context in contexts} - {part.context for part in manifest.parts}
    if missing:
        msg = f"the backup lacks {', '.join(sorted(missing))}"
        raise BackupBroken(msg)
    there = [part.context for part in manifest.parts if _is_there(settings, part)]
    if there and not replace:
        msg = f"there are databases already ({', '.join(there)}); --replace keeps them aside and goes on"
        raise BackupBroken(msg)
    # A SQLite file in use is a folder in use, which the caller owns by now.
    used = [each for each in there if not settings.is_sqlite and postgresql.is_in_use(settings.context_url(each))]
    if used:
        msg = f"somebody is connected to {', '.join(used)}: stop the services first"
        raise BackupBroken(msg)


def _is_there(settings: Settings, part: Part) -> bool:
    if settings.is_sqlite:
        return _file(settings, part).exists()
    return postgresql.holds_tables(settings.context_url(part.context))


def put_files(settings: Settings, folder: Path, manifest: Manifest, now: datetime) -> Iterator[Progress]:
    """Put the parts where the settings say.

    What is there moves aside: SQLite files to the folder `replaced-<time>` beside them, a PostgreSQL database to the name
    `<its name>_replaced_<time>`.
    """
    total = len(manifest.parts)
    stamp = f"{now:%Y%m%dT%H%M%S}"
    for number, part in enumerate(manifest.parts):
        yield Progress(number, total, part.context)
        if settings.is_sqlite:
            _put_sqlite(settings, folder, part, settings.data_dir / f"replaced-{stamp}")
        else:
            _put_postgresql(settings, folder, part, f"_replaced_{stamp}")


def _file(settings: Settings, part: Part) -> Path:
    return settings.data_dir / f"{part.context}.db"


def _put_sqlite(settings: Settings, folder: Path, part: Part, aside: Path) -> None:
    target = _file(settings, part)
    target.parent.mkdir(parents=True, exist_ok=True)
    for suffix in SUFFIXES:
        old = target.with_suffix(suffix)
        if old.exists():
            aside.mkdir(exist_ok=True)
            old.rename(aside / old.name)
    arriving = target.with_suffix(".arriving")
    shutil.copyfile(folder / part.file, arriving)
    to_disk(arriving)
    arriving.rename(target)
    to_disk(target.parent)


def _put_postgresql(settings: Settings, folder: Path, part: Part, suffix: str) -> None:
    url = settings.context_url(part.context)
    if postgresql.holds_tables(url):
        postgresql.put_aside(url, suffix)
    ensure_postgresql(url)
    postgresql.mark_unfinished(url)
    with postgresql.maintenance(url) as server:
        major = postgresql.major_of(server)
    arguments = ["--no-owner", "--exit-on-error", "--single-transaction", str(folder / part.file)]
    postgresql.run("pg_restore", arguments, major, make_url(url))


def settle(manifest: Manifest, databases: dict[str, Database]) -> Iterator[Progress]:
    """Check every chain against the manifest, and let the kept events go out once more."""
    total = len(manifest.parts)
    for number, part in enumerate(manifest.parts):
        yield Progress(number, total, part.context)
        database = databases[part.context]
        with database.read() as tx:
            connection = tx.connection
            if database.is_sqlite and (said := connection.execute(text("PRAGMA integrity_check")).scalar_one()) != "ok":
                msg = f"{part.context} is damaged: {said}"
                raise BackupBroken(msg)
            verdict = audit.verify(connection)
        if verdict.broken_at is not None or (verdict.entries, verdict.head) != (part.audit_entries, part.audit_head):
            msg = f"the audit chain of {part.context} does not end where the manifest says"
            raise BackupBroken(msg)
        database.write(_send_again, Origin("system:restore", new_request_id()))
    yield Progress(total, total, "done")


def _send_again(tx: Tx) -> None:
    # What was with the broker, or on its way in this process, when the cut was made exists nowhere else.
    tx.session.execute(update(outbox).values(delivered_at=None))
    # What waited to be sent then has most likely been sent since: a person says whether it goes out once more.
    messages.give_up_all(tx, "restored from a backup; it may have been sent after the backup was taken")
