"""Column types that keep money, stock and time exact on both databases.

SQLAlchemy's own `Numeric` stores a float on SQLite without a word: ten times 0.1 came back as 0.9999999999999999. So
decimals are scaled integers, which also makes SUM exact in SQL; `DateTime` drops the zone there, so ours insists on it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, cast

from sqlalchemy import BigInteger, ColumnElement, DateTime, Dialect, Integer, Uuid, type_coerce
from sqlalchemy.sql import operators
from sqlalchemy.sql.operators import OperatorType
from sqlalchemy.types import TypeDecorator, TypeEngine

BIG_ID = BigInteger().with_variant(Integer, "sqlite")
"""An ever-growing row number: SQLite only counts by itself on a column that is spelled INTEGER."""

ID = Uuid(as_uuid=True)


SCALE_KEEPING = frozenset({operators.add, operators.sub})
SCALE_CHANGING = frozenset({operators.mul, operators.truediv, operators.floordiv, operators.mod})


class ScaledDecimal(TypeDecorator[Decimal]):
    """A `Decimal` kept as BIGINT multiples of ten to the minus `scale`; a value that does not fit is a bug, not rounded."""

    impl = BigInteger
    cache_ok = True

    class Comparator(TypeDecorator.Comparator[Decimal]):
        """Sums and differences keep the scale; what would change it in silence is refused when the query is written."""

        def operate(self, op: OperatorType, *other: Any, **kwargs: Any) -> ColumnElement[Any]:  # noqa: ANN401 - as below
            """`self` op `other`."""
            return self._in_scale(op, other, super().operate(op, *other, **kwargs))

        def reverse_operate(self, op: OperatorType, other: Any, **kwargs: Any) -> ColumnElement[Any]:  # noqa: ANN401
            """`other` op `self`."""
            return self._in_scale(op, (other,), super().reverse_operate(op, other, **kwargs))

        def _in_scale(self, op: OperatorType, others: tuple[Any, ...], made: ColumnElement[Any]) -> ColumnElement[Any]:
            scales = {getattr(getattr(other, "type", None), "scale", None) for other in others} - {None}
            if op in SCALE_CHANGING or scales - {cast("ScaledDecimal", self.type).scale}:
                msg = f"{made} does not keep its scale: compute it in Python"
                raise TypeError(msg)
            # SQLAlchemy calls the sum of two of its integers an integer; it is a decimal of this scale.
            return type_coerce(made, self.type) if op in SCALE_KEEPING else made

    comparator_factory = Comparator

    def __init__(self, scale: int) -> None:
        super().__init__()
        self.scale = scale
        self._factor = 10**scale
        self._exponent = -scale

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Decimal to integer; raises ValueError where digits would be lost."""
        if value is None:
            return None
        scaled = value * self._factor
        whole = int(scaled)
        if whole != scaled:
            msg = f"{value} has more than {self.scale} decimals"
            raise ValueError(msg)
        return whole

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Decimal | None:  # noqa: ANN401 - driver's int
        """Integer to Decimal with its full scale; PostgreSQL's SUM of BIGINT arrives as an integral NUMERIC."""
        return None if value is None else Decimal(int(value)).scaleb(self._exponent)

    def coerce_compared_value(self, op: Any, value: Any) -> TypeEngine[Any]:  # noqa: ANN401 - SQLAlchemy's signature
        """Compare and add in the same scale."""
        return self


MONEY = ScaledDecimal(2)
UNIT_COST = ScaledDecimal(6)
QUANTITY = ScaledDecimal(6)
RATIO = ScaledDecimal(6)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored in UTC with microseconds; a naive one is refused, for nobody knows what it means."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware to UTC; SQLite has no zones, so it gets the bare UTC figures."""
        if value is None:
            return None
        if value.tzinfo is None:
            msg = "a moment without a zone cannot be stored"
            raise ValueError(msg)
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Always aware, always UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


MOMENT = UtcDateTime()
