"""Days counted in the database, the same on both: SQLite has no dates, only text that reads like them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction


class days_between(GenericFunction[int]):  # noqa: N801 - reads as the SQL function that it is
    """From the second date to the first, in days."""

    type = BigInteger()
    inherit_cache = True


@compiles(days_between, "sqlite")
def _on_sqlite(element: Any, compiler: Any, **kw: Any) -> str:  # noqa: ANN401 - SQLAlchemy's signature
    later, earlier = (compiler.process(each, **kw) for each in element.clauses)
    # Julian days of two midnights are both halves, so their difference is whole.
    return f"CAST(julianday({later}) - julianday({earlier}) AS INTEGER)"


@compiles(days_between, "postgresql")
def _on_postgresql(element: Any, compiler: Any, **kw: Any) -> str:  # noqa: ANN401 - SQLAlchemy's signature
    later, earlier = (compiler.process(each, **kw) for each in element.clauses)
    return f"CAST({later} - {earlier} AS BIGINT)"
