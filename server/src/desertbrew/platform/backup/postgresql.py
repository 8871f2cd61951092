"""PostgreSQL's own programs and the server's own rooms, as backups need them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, make_url, text

from desertbrew.platform.backup.manifest import BackupBroken

RELEASES = Path("/usr/lib/postgresql")
"""Where Debian keeps several releases side by side."""
UNFINISHED = "desertbrew: restore unfinished"
VERSION = re.compile(r"\(PostgreSQL\) ([0-9]+)")


def major_of(connection: Connection) -> int:
    """The server's major release."""
    version = connection.dialect.server_version_info
    assert version, "a connection knows its server"
    return int(version[0])


def run(name: str, arguments: list[str], major: int, url: URL) -> None:
    """Run the `name` that fits a server of release `major` on the database of `url`; its words are the error.

    The password goes by the environment: arguments are for everybody on the machine to read.
    """
    database = url.set(drivername="postgresql", password=None).render_as_string()
    command = [_find(name, major), f"--dbname={database}", *arguments]
    environment = {**os.environ, "PGPASSWORD": str(url.password)} if url.password else None
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)  # noqa: S603
    if done.returncode:
        msg = f"{name} failed: {done.stderr.strip()}"
        raise BackupBroken(msg)


def _find(name: str, major: int) -> str:
    """The server's own release, or else the next newer one: an older pg_dump refuses, a newer one's files may be refused."""
    on_path = shutil.which(name)
    beside = sorted(str(path) for path in RELEASES.glob(f"*/bin/{name}"))
    found = {path: _release_of(path) for path in [*([on_path] if on_path else []), *beside]}
    fitting = sorted((path for path in found if found[path] >= major), key=lambda path: found[path])
    if not fitting:
        known = ", ".join(str(release) for release in sorted(set(found.values()))) or "none"
        msg = f"no {name} of PostgreSQL {major} here (found: {known}); it comes with the package postgresql-client-{major}"
        raise BackupBroken(msg)
    return fitting[0]


def _release_of(program: str) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    match = VERSION.search(said)
    return int(match[1]) if match else 0


@contextmanager
def maintenance(url: str) -> Iterator[Connection]:
    """A connection to the maintenance database of the server that `url` is on; every statement commits by itself."""
    engine = create_engine(make_url(url).set(database="postgres"), isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def holds_tables(url: str) -> bool:
    """Whether the database of `url` is there and something is in it."""
    with maintenance(url) as server:
        query = text("SELECT 1 FROM pg_database WHERE datname = :name")
        if server.execute(query, {"name": make_url(url).database}).scalar() is None:
            return False
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return connection.execute(text("SELECT 1 FROM pg_tables WHERE schemaname = 'public'")).first() is not None
    finally:
        engine.dispose()


def is_in_use(url: str) -> bool:
    """Whether somebody is connected to the database of `url`."""
    query = text("SELECT 1 FROM pg_stat_activity WHERE datname = :name")
    with maintenance(url) as server:
        return server.execute(query, {"name": make_url(url).database}).first() is not None


def put_aside(url: str, suffix: str) -> None:
    """Give the database of `url` another name, and with it everything that is in it."""
    name = make_url(url).database
    assert name, "a database URL names its database"
    with maintenance(url) as server:
        quote = server.dialect.identifier_preparer.quote
        server.exec_driver_sql(f"ALTER DATABASE {quote(name)} RENAME TO {quote(name + suffix)}")


def mark_unfinished(url: str) -> None:
    """Say on the server itself that the database of `url`, if it is there, belongs to a restore that is not finished.

    Services on other machines do not see this machine's folders; a database's comment they do.
    """
    _comment(url, f"'{UNFINISHED}'")


def mark_finished(url: str) -> None:
    """Take the mark away."""
    _comment(url, "NULL")


def _comment(url: str, words: str) -> None:
    name = make_url(url).database
    assert name, "a database URL names its database"
    with maintenance(url) as server:
        if server.execute(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name}).scalar() is None:
            return
        quote = server.dialect.identifier_preparer.quote
        server.exec_driver_sql(f"COMMENT ON DATABASE {quote(name)} IS {words}")


def is_marked(url: str) -> bool:
    """Whether the database of `url` belongs to a restore that is not finished."""
    query = text("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = :name")
    with maintenance(url) as server:
        said: str | None = server.execute(query, {"name": make_url(url).database}).scalar()
    return said == UNFINISHED
