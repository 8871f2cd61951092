"""What a backup says of itself; without a manifest that fits, a folder is not a backup."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

MANIFEST = "manifest.json"
FORMAT = 1


class BackupBroken(RuntimeError):
    """The folder is not a whole backup; nothing was restored from it."""


@dataclass(frozen=True, slots=True)
class Part:
    """One context's database in the backup; `audit_head` is the seal that the restored chain must end in."""

    context: str
    file: str
    bytes: int
    sha256: str
    audit_entries: int
    audit_head: str
    revisions: list[str]


@dataclass(frozen=True, slots=True)
class Manifest:
    """The whole backup."""

    format: int
    version: str
    dialect: str
    taken_at: str
    parts: list[Part]

    def write(self, folder: Path) -> None:
        """Last of all: a folder without this file is a backup that did not finish."""
        (folder / MANIFEST).write_text(json.dumps(asdict(self), indent=1) + "\n")


def read_manifest(folder: Path) -> Manifest:
    """Read and check every file against its sum; raises `BackupBroken` with what does not fit."""
    try:
        raw = json.loads((folder / MANIFEST).read_text())
        parts = [Part(**part) for part in raw.pop("parts")]
        manifest = Manifest(**raw, parts=parts)
    except (OSError, ValueError, KeyError, TypeError) as error:
        msg = f"{folder} has no readable {MANIFEST}: it is not a finished backup"
        raise BackupBroken(msg) from error
    if manifest.format != FORMAT:
        msg = f"backup format {manifest.format} is not known to this version"
        raise BackupBroken(msg)
    for part in parts:
        path = folder / part.file
        if path.parent != folder or not path.is_file() or digest(path) != part.sha256:
            msg = f"{part.file} is missing or damaged"
            raise BackupBroken(msg)
    return manifest


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
