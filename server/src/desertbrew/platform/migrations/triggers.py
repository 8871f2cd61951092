"""Ledgers are append-only, and the database itself says so."""

from __future__ import annotations

from collections.abc import Sequence

from alembic import op


def forbid_changes(table: str, erasable: Sequence[str] = (), columns: Sequence[str] = ()) -> None:
    """Refuse DELETE (and TRUNCATE) on `table`, and UPDATE of any of `columns` (of every column where none is named).

    `erasable` names columns that may change, such as an audit entry's details; give all the others in `columns` then.
    """
    assert not erasable or columns, "name the columns that stay sealed"
    of_columns = f" OF {', '.join(columns)}" if columns else ""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
        )
        for name, act in (("no_delete", "DELETE"), ("no_update", f"UPDATE{of_columns}")):
            op.execute(
                f"CREATE TRIGGER {table}_{name} BEFORE {act} ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {table}_is_append_only()"
            )
        # TRUNCATE asks no row. SQLite has no such statement.
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_append_only()"
        )
        return
    for name, act in (("no_delete", "DELETE"), ("no_update", f"UPDATE{of_columns}")):
        op.execute(
            f"CREATE TRIGGER {table}_{name} BEFORE {act} ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def allow_changes(table: str) -> None:
    """Take the refusal back, for a downgrade."""
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for name in ("no_delete", "no_update", *(("no_truncate",) if on_postgresql else ())):
        op.execute(f"DROP TRIGGER {table}_{name}" + (f" ON {table}" if on_postgresql else ""))
    if on_postgresql:
        op.execute(f"DROP FUNCTION {table}_is_append_only()")
