"""Migrations go up from nothing, down to nothing, and make what `tables.py` says."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    insert,
    inspect,
    text,
)

from desertbrew.kernel.ids import new_id
from desertbrew.platform import audit, migrate
from desertbrew.platform.columns import ID, MOMENT
from desertbrew.platform.context import Context
from desertbrew.platform.db import Database, Origin
from desertbrew.platform.tables import outbox

OWN = {"alembic_version"}


def tables(database: Database) -> set[str]:
    with database.write_engine.connect() as connection:
        return set(inspect(connection).get_table_names()) - OWN


def functions(database: Database) -> int:
    """Functions that migrations left in a PostgreSQL database."""
    if database.is_sqlite:
        return 0
    counted = text("SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace")
    with database.write_engine.connect() as connection:
        return int(connection.execute(counted).scalar_one())


def test_the_last_files_are_the_heads(context: Context) -> None:
    """A start compares file names, and leaves Alembic alone when they fit."""
    config = Config()
    config.set_main_option("script_location", str(migrate.HERE))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", f"{migrate.HERE / 'versions'}\n{context.migrations / 'versions'}")
    assert migrate.heads(context) == set(ScriptDirectory.from_config(config).get_heads())


def test_up_down_up(context: Context, blank: Database) -> None:
    assert migrate.upgrade(context, blank)
    assert migrate.current(blank) == migrate.heads(context)
    made = tables(blank)
    assert made >= set(context.metadata.tables) | {"outbox", "inbox", "audit_entry"}
    assert not migrate.upgrade(context, blank), "a second time there is nothing to do"

    migrate.downgrade(context, blank)
    assert (tables(blank), functions(blank)) == (set(), 0)

    assert migrate.upgrade(context, blank)
    assert tables(blank) == made


def test_migrations_make_what_the_tables_say(context: Context, blank: Database) -> None:
    migrate.upgrade(context, blank)
    assert migrate.drift(context, blank) == []


WORDS = {("movement", "kind"): "RECEIPT"}
"""Where a migration asks what a row is, and not only whether it is there."""


def some_value(column: Column[Any]) -> object:
    """Something that a column of this type takes."""
    kind = column.type
    if (column.table.name, column.name) in WORDS:
        return WORDS[column.table.name, column.name]
    if repr(kind) == repr(ID):
        return new_id()
    if repr(kind) == repr(MOMENT):
        return datetime(2026, 11, 1, tzinfo=UTC)
    for made_for, value in ((Boolean, True), (Date, date(2026, 11, 1)), (Integer, 1), (Text, "[]"), (String, "x")):
        if isinstance(kind, made_for):
            return value
    return Decimal(1)


def fill(context: Context, connection: Connection) -> dict[str, int]:
    """A row in every table of the context's own that there is, each pointing at the others; rows by table."""
    found = MetaData()
    found.reflect(connection, only=lambda name, _: name in context.metadata.tables)
    rows: dict[str, dict[str, object]] = {}
    for there in found.sorted_tables:
        known = context.metadata.tables[there.name].columns
        typed = Table(there.name, MetaData(), *(Column(c.name, (known.get(c.name, c)).type) for c in there.columns))
        row: dict[str, object] = {}
        for column in there.columns:
            refers = next(iter(column.foreign_keys), None)
            if refers is not None and refers.column.table.name in rows:
                row[column.name] = rows[refers.column.table.name][refers.column.name]
            elif not column.nullable and column.server_default is None and not column.identity:
                row[column.name] = some_value(typed.columns[column.name])
        rows[there.name] = row
        connection.execute(insert(typed).values(row))
    return dict.fromkeys(rows, 1)


def test_migrations_carry_what_is_there_from_the_first_to_the_last(context: Context, blank: Database) -> None:
    """A brewery's books go through every migration since the first; an empty database would let a broken one pass."""
    migrate.upgrade(context, blank, f"{context.name}_0001")
    with blank.write_engine.connect() as connection, connection.begin():
        before = fill(context, connection)
    assert before, "the first migration makes a table"
    assert migrate.upgrade(context, blank)
    assert migrate.drift(context, blank) == []
    with blank.write_engine.connect() as connection:
        for table, rows in before.items():
            kept = connection.execute(text(f'SELECT count(*) FROM "{table}"')).scalar_one()
            assert kept >= rows, f"what was in {table} is gone"
        if blank.is_sqlite:
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []


def test_a_drift_would_be_seen(context: Context, blank: Database) -> None:
    migrate.upgrade(context, blank)
    with blank.write_engine.connect() as connection, connection.begin():
        connection.execute(text("DROP INDEX ix_audit_entry_subject_seq"))
        connection.execute(text("CREATE TABLE stray (n INTEGER)"))
    assert len(migrate.drift(context, blank)) == 2


def test_a_migrated_database_takes_the_platforms_rows(context: Context, blank: Database, origin: Origin) -> None:
    migrate.upgrade(context, blank)
    blank.write(lambda tx: tx.note(f"{context.name}.test", "", "{}"), origin)
    with blank.read() as tx:
        assert audit.verify(tx.session.connection()).entries == 1


def test_a_migration_that_fails_leaves_the_old_schema(
    context: Context, blank: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A table in the way of the context's last one: the first migrations run, then one stops.
    in_the_way = max(context.metadata.tables)
    with blank.write_engine.connect() as connection, connection.begin():
        connection.execute(text(f'CREATE TABLE "{in_the_way}" (n INTEGER)'))
    with pytest.raises(Exception, match="already exists"):
        migrate.upgrade(context, blank)
    assert tables(blank) == {in_the_way}


def test_outbox_numbers_are_never_used_twice(context: Context, blank: Database) -> None:
    """A relay marks by number: a number that came back would mark an event that never left."""
    migrate.upgrade(context, blank)
    row = {"name": "a.b.v1", "subject": "", "request_id": "", "payload": "{}"}
    numbers = []
    with blank.write_engine.connect() as connection, connection.begin():
        for identity in ("one", "two"):
            values = {**row, "id": identity, "occurred_at": blank.clock.now()}
            numbers.append(connection.execute(insert(outbox).values(values).returning(outbox.c.seq)).scalar_one())
            connection.execute(outbox.delete())
    assert numbers[1] > numbers[0]
