"""Migrations: Alembic, one version table a context's database, the platform's branch beside the context's.

Alembic is imported where something is to be migrated: a start that finds everything in place does without, and saves a tenth
of its time.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, column, inspect, select, table, text

from desertbrew.platform.context import Context
from desertbrew.platform.db import Database
from desertbrew.platform.tables import METADATA

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATION_LOCK = text("SELECT pg_advisory_xact_lock(7305843009213694)")
VERSIONS = table("alembic_version", column("version_num"))
HERE = Path(__file__).parent / "migrations"


def _config(context: Context, database: Database, connection: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", f"{HERE / 'versions'}\n{context.migrations / 'versions'}")
    config.attributes["target_metadata"] = [METADATA, context.metadata]
    config.attributes["connection"] = connection
    config.attributes["zone"] = database.zone  # what is a day, to a migration that adds up days
    return config


def heads(context: Context) -> frozenset[str]:
    """The revisions that this program's code expects: each branch's last, as its files are numbered."""
    newest = (max(path.stem for path in (folder / "versions").glob("*_[0-9]*.py")) for folder in (HERE, context.migrations))
    return frozenset("_".join(stem.split("_")[:2]) for stem in newest)


def revisions_of(connection: Connection) -> frozenset[str]:
    """The revisions that the database behind `connection` is at."""
    if not inspect(connection).has_table(VERSIONS.name):
        return frozenset()
    return frozenset(connection.execute(select(VERSIONS.c.version_num)).scalars())


def current(database: Database) -> frozenset[str]:
    """The revisions that the database is at."""
    with database.read_engine.connect() as connection:
        return revisions_of(connection)


def upgrade(context: Context, database: Database, revision: str = "heads") -> bool:
    """Bring the database to the code's revisions (or up to an older one), whole or not at all; False when it was there."""
    if current(database) == heads(context):
        return False
    from alembic import command

    _run(database, lambda connection: command.upgrade(_config(context, database, connection), revision))
    return True


def downgrade(context: Context, database: Database) -> None:
    """Take every migration back; what the tables held is gone."""
    from alembic import command

    _run(database, lambda connection: command.downgrade(_config(context, database, connection), "base"))


def drift(context: Context, database: Database) -> list[str]:
    """What the migrations made differently from what `tables.py` says; empty when they agree."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with database.write_engine.connect() as connection:
        both: Any = [METADATA, context.metadata]  # Alembic takes several, its stubs say one
        migration = MigrationContext.configure(connection, opts={"compare_type": True})
        return [repr(difference) for difference in compare_metadata(migration, both)]


def _run(database: Database, act: Callable[[Connection], None]) -> None:
    # One transaction for all of it: SQLite and PostgreSQL both roll DDL back, so a kill leaves the old schema.
    with database.write_engine.connect() as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            # Two processes of one context may start together; the second finds the work done.
            connection.execute(MIGRATION_LOCK)
        act(connection)
