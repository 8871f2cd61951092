"""Migrated databases at the price of a copy, on either dialect, one set a test worker.

SQLite: every context is migrated once into a template file, and each test gets copies. PostgreSQL: every context is
migrated once into a database of this worker, and each test finds it as the migrations left it. (Dropping a PostgreSQL
database takes a third of a second, because it waits for a checkpoint; deleting a few rows takes a millisecond.)
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from desertbrew.apps import compose
from desertbrew.kernel.clock import SystemClock
from desertbrew.platform import migrate
from desertbrew.platform.context import Context
from desertbrew.platform.ports import Ports
from desertbrew.platform.settings import Settings

PREFIX = "desertbrew_test_"


class Store(Protocol):
    """Where a test's databases come from."""

    def prepare(self, contexts: Sequence[Context], folder: Path, **more: object) -> Settings:
        """Settings of an installation in which `contexts` are migrated and empty."""
        ...

    def blank(self, folder: Path) -> Settings:
        """Settings of an installation that has no database at all."""
        ...

    def unmigrated(self, context: Context, folder: Path) -> Settings:
        """Settings of an installation in which the context's database can be opened, and is empty."""
        ...

    def close(self) -> None:
        """Remove everything."""
        ...


def _migrate(settings: Settings, context: Context) -> None:
    database = compose.open_database(settings, context, SystemClock(), Ports())
    try:
        migrate.upgrade(context, database)
    finally:
        database.close()


class SqliteStore:
    """Template files in a folder of the worker."""

    def __init__(self, folder: Path) -> None:
        self._templates = Settings(data_dir=folder, database_url="")
        self._ready: set[str] = set()

    def prepare(self, contexts: Sequence[Context], folder: Path, **more: object) -> Settings:
        """Copy the templates of `contexts` into `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        for context in contexts:
            if context.name not in self._ready:
                _migrate(self._templates, context)
                self._ready.add(context.name)
            file = f"{context.name}.db"
            shutil.copyfile(self._templates.data_dir / file, folder / file)
        return Settings(data_dir=folder, database_url="", **more)  # type: ignore[arg-type]

    def blank(self, folder: Path) -> Settings:
        """An empty folder."""
        return Settings(data_dir=folder / "blank", database_url="")

    def unmigrated(self, context: Context, folder: Path) -> Settings:
        """As blank: a SQLite file comes into being when it is opened."""
        return self.blank(folder)

    def close(self) -> None:
        """The folder is pytest's to remove."""


class PostgresStore:
    """Databases of this worker on a server where it may create some; names tell the run and the worker."""

    def __init__(self, server: str, run: str, worker: str) -> None:
        """`run` is the same for all workers of a run, and no other run's."""
        self._server = make_url(server).set(drivername="postgresql", database="postgres")
        self._prefix = f"{PREFIX}{run}_{worker}_"
        self._ready: set[str] = set()
        self._blanks = 0
        # Lives as long as the worker, and is how another run sees that these databases are still in use.
        self._admin = self._connect("postgres", application_name=f"{PREFIX}{run}")
        self._sweep_abandoned()

    def prepare(self, contexts: Sequence[Context], folder: Path, **more: object) -> Settings:
        """Bring the worker's databases of `contexts` back to what the migrations made."""
        settings = Settings(data_dir=folder, database_url=self._url(self._prefix), **more)  # type: ignore[arg-type]
        for context in contexts:
            name = self._prefix + context.name
            if context.name in self._ready:
                self._reset(name)
                continue
            self._admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
            _migrate(settings, context)
            self._remember(name)
            self._ready.add(context.name)
        return settings

    def blank(self, folder: Path) -> Settings:
        """A prefix under which there is nothing yet."""
        self._blanks += 1
        return Settings(data_dir=folder, database_url=self._url(f"{self._prefix}blank{self._blanks}_"))

    def unmigrated(self, context: Context, folder: Path) -> Settings:
        """A database that this worker keeps for the purpose, swept clean."""
        prefix = f"{self._prefix}unmigrated_"
        name = prefix + context.name
        if name not in self._ready:
            self._admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
            self._ready.add(name)
        with self._connect(name) as connection:
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
        return Settings(data_dir=folder, database_url=self._url(prefix))

    def close(self) -> None:
        """Drop everything of this worker."""
        self._drop(self._names(self._prefix))
        self._admin.close()

    def _url(self, prefix: str) -> str:
        url = self._server.set(drivername="postgresql+psycopg", database=prefix + "CONTEXT")
        return url.render_as_string(hide_password=False).replace("CONTEXT", "{context}")

    def _connect(self, database: str, application_name: str = PREFIX) -> psycopg.Connection:
        url = self._server.set(database=database).render_as_string(hide_password=False)
        return psycopg.connect(url, autocommit=True, application_name=application_name)

    def _remember(self, database: str) -> None:
        """Keep a copy of the rows that the migrations themselves put in, in a schema of its own."""
        with self._connect(database) as connection:
            connection.execute("CREATE SCHEMA seed")
            for (table,) in connection.execute(_TABLES).fetchall():
                seeded = sql.SQL("CREATE TABLE seed.{0} AS TABLE public.{0}").format(sql.Identifier(table))
                connection.execute(seeded)

    def _reset(self, database: str) -> None:
        with self._connect(database) as connection, connection.transaction():
            # Ledgers refuse DELETE by trigger and tables refer to each other: a replica's session asks neither.
            connection.execute("SET LOCAL session_replication_role = replica")
            for (table,) in connection.execute(_TABLES).fetchall():
                name = sql.Identifier(table)
                connection.execute(sql.SQL("DELETE FROM public.{}").format(name))
                connection.execute(sql.SQL("INSERT INTO public.{0} TABLE seed.{0}").format(name))

    def _names(self, prefix: str) -> list[str]:
        found = self._admin.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", (prefix,))
        return [name for (name,) in found.fetchall()]

    def _drop(self, names: Iterable[str]) -> None:
        # Side by side: each waits for a checkpoint, and one checkpoint serves all that wait.
        with ThreadPoolExecutor(8) as hands:
            list(hands.map(self._drop_one, names))

    def _drop_one(self, name: str) -> None:
        with self._connect("postgres") as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _sweep_abandoned(self) -> None:
        """Drop what a run that was killed left behind: its databases are there, its connection is not."""
        found = self._admin.execute("SELECT application_name FROM pg_stat_activity WHERE datname = 'postgres'")
        alive = [name for (name,) in found.fetchall() if name.startswith(PREFIX)]
        self._drop(name for name in self._names(PREFIX) if not any(name.startswith(run + "_") for run in alive))


_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
