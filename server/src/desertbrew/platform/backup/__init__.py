"""Backups: one consistent cut through every context's database, taken while the brewery works, and brought back whole.

The cut: all writers stand still for the moment it takes to open a snapshot of every database, then go on while the
snapshots are copied. Without it a restored production could remember malt that a restored inventory never issued. Events
that were on their way at the cut are not lost either: a restore sends every event of the last thirty days again, and the
inboxes know those that they have seen.
"""

from __future__ import annotations

from desertbrew.platform.backup.manifest import BackupBroken, Manifest, Part, read_manifest
from desertbrew.platform.backup.restoring import (
    begin,
    check_target,
    finish,
    is_unfinished,
    put_files,
    refuse_unfinished,
    settle,
)
from desertbrew.platform.backup.taking import Progress, take

__all__ = [
    "BackupBroken",
    "Manifest",
    "Part",
    "Progress",
    "begin",
    "check_target",
    "finish",
    "is_unfinished",
    "put_files",
    "read_manifest",
    "refuse_unfinished",
    "settle",
    "take",
]
