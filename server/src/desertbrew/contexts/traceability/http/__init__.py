"""Traceability on the wire."""

from __future__ import annotations

from desertbrew.contexts.traceability.http import files, graph, public
from desertbrew.contexts.traceability.http.permissions import PERMISSIONS, routes

__all__ = ["PERMISSIONS", "files", "graph", "public", "routes"]
