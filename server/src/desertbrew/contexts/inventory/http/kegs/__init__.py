"""Kegs on the wire."""

from __future__ import annotations

from desertbrew.contexts.inventory.http.kegs import filling, labels, lists, moves

__all__ = ["filling", "labels", "lists", "moves"]
