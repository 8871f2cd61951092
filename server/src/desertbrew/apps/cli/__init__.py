"""`desertbrew`: what an operator types."""

from __future__ import annotations

import gc

# Importing makes objects that stay: collecting among them took a tenth of the start, and would again at every collection.
gc.disable()

from desertbrew.apps.cli.main import main  # noqa: E402 - after the line above

gc.freeze()
gc.enable()

__all__ = ["main"]
