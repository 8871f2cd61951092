"""One process owns the SQLite files: a second one that checkpoints corrupts them within seconds (SQLite before 3.51.3).

Whoever runs the brewery holds the folder's lock and leaves its address beside it; the CLI asks there. Without a running
server the CLI takes the lock itself.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

LOCK_FILE = "owner.lock"
ADDRESS_FILE = "server.json"


class FolderInUse(RuntimeError):
    """Another process owns the folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"another process owns the databases in {folder}")


@dataclass(frozen=True, slots=True)
class Address:
    """Where the owner answers, and what it is asked with; the file is readable by the same user only."""

    url: str
    key: str
    pid: int


@contextmanager
def own(folder: Path) -> Iterator[None]:
    """Own the folder's databases while inside; raises `FolderInUse`. A killed process loses the lock with its life."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK_FILE).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise FolderInUse(folder) from error
        try:
            yield
        finally:
            with suppress(FileNotFoundError):
                (folder / ADDRESS_FILE).unlink()


def leave_address(folder: Path, url: str, key: str) -> None:
    """Tell the CLI where to ask; only whoever owns the folder does this."""
    path = folder / ADDRESS_FILE
    temporary = path.with_suffix(f".{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(asdict(Address(url, key, os.getpid())), file)
    temporary.replace(path)


def find_owner(folder: Path) -> Address | None:
    """Where the folder's owner answers; None where nobody owns it, or its owner is not serving yet."""
    try:
        with own(folder):
            return None
    except FolderInUse:
        try:
            return Address(**json.loads((folder / ADDRESS_FILE).read_text()))
        except (OSError, ValueError, TypeError):
            return None


def new_key() -> str:
    """A service key for a process that was given none."""
    return secrets.token_urlsafe(32)
