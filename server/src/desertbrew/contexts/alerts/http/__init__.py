"""Alerts on the wire."""

from __future__ import annotations

from desertbrew.contexts.alerts.http import inbox, preferences
from desertbrew.contexts.alerts.http.permissions import PERMISSIONS, READ_INBOX, routes

__all__ = ["PERMISSIONS", "READ_INBOX", "inbox", "preferences", "routes"]
