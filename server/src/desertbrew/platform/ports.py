"""Questions that one context asks another and whose answer cannot be stale: Protocols, bound in `apps/`."""

from __future__ import annotations

from typing import TypeVar, cast

P = TypeVar("P")


class Ports:
    """What this process answers each port with: the neighbour itself when embedded, an HTTP client when apart."""

    def __init__(self) -> None:
        self._bound: dict[object, object] = {}

    def bind(self, protocol: type[P], answerer: P) -> None:
        """Answer `protocol` with `answerer`; binding twice is a mistake in a composition root."""
        assert protocol not in self._bound, f"{protocol.__name__} is bound already"
        self._bound[protocol] = answerer

    def get(self, protocol: type[P]) -> P:
        """Who answers `protocol`; a port that nobody bound is a mistake in a composition root."""
        return cast("P", self._bound[protocol])
