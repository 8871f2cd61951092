"""Looking for words as people type them: without regard to case or accents, the same on both databases.

SQLite's own `lower` knows A to Z only, so LÚPULO would not find Lúpulo; and a phone in a wet hand finds no accents.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, String, or_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

ACCENTED = "áàâäãåéèêëíìîïóòôöõúùûüñç"
PLAIN = "aaaaaaeeeeiiiiooooouuuunc"
_TO_PLAIN = str.maketrans(ACCENTED, PLAIN)


def fold(written: str | None) -> str | None:
    """Lower case without the accents of the languages around here; what SQLite calls `fold`."""
    return None if written is None else written.lower().translate(_TO_PLAIN)


class fold_text(GenericFunction[str]):  # noqa: N801 - reads as the SQL function that it is
    """`fold`, in the database."""

    type = String()
    inherit_cache = True


@compiles(fold_text, "sqlite")
def _on_sqlite(element: Any, compiler: Any, **kw: Any) -> str:  # noqa: ANN401 - SQLAlchemy's signature
    return f"fold({compiler.process(element.clauses, **kw)})"


@compiles(fold_text, "postgresql")
def _on_postgresql(element: Any, compiler: Any, **kw: Any) -> str:  # noqa: ANN401 - SQLAlchemy's signature
    return f"translate(lower({compiler.process(element.clauses, **kw)}), '{ACCENTED}', '{PLAIN}')"


def found_in(typed: str, *columns: SQLColumnExpression[Any]) -> ColumnElement[bool]:
    """Whether any of `columns` contains what was typed."""
    folded = fold(typed) or ""
    return or_(*(fold_text(column).contains(folded, autoescape=True) for column in columns))
