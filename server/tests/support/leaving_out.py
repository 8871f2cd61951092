"""What a machine lacks is left out loudly, or fails where everything was promised to be there."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest

MARK = "left out"


def leave_out(what: str, how: str) -> NoReturn:
    """Skip the test because `what` is not here; `how` is the line that brings it.

    With DESERTBREW_REQUIRE_SERVICES=1 it fails instead: a machine that promises everything must not pass by skipping.
    """
    said = f"{MARK}: {what}. {how}"
    if os.environ.get("DESERTBREW_REQUIRE_SERVICES") == "1":
        pytest.fail(said, pytrace=False)
    pytest.skip(said)
