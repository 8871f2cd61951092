"""A restore that was cut off is seen by every service, also by one that shares no folder with who restored."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from desertbrew.apps.compose import build_host
from desertbrew.kernel.clock import SystemClock
from desertbrew.platform.backup import BackupBroken, restoring
from desertbrew.platform.context import Context
from desertbrew.platform.settings import Settings


def test_nobody_starts_on_half_a_restore(settings: Settings, contexts: Sequence[Context], tmp_path: Path) -> None:
    elsewhere = settings if settings.is_sqlite else settings.model_copy(update={"data_dir": tmp_path / "another-machine"})
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    restoring.begin(settings, tmp_path / "backup", contexts)
    with pytest.raises(BackupBroken, match="did not finish"):
        build_host(elsewhere, contexts, SystemClock())
    restoring.finish(settings, contexts)
    host = build_host(elsewhere, contexts, SystemClock())
    host.stop()
