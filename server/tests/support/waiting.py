"""Waiting for a condition, never for time to pass."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

LOOK_EVERY_S = 0.005


def eventually(condition: Callable[[], T], within_s: float = 10.0) -> T:
    """The first truthy answer of `condition`; raises AssertionError when there is none `within_s`.

    The one place of the suite that polls; a lambda that asserts nothing and only looks is what it wants.
    """
    deadline = time.monotonic() + within_s
    pause = threading.Event()
    while not (answer := condition()):
        assert time.monotonic() < deadline, f"still {answer!r} after {within_s} s"
        pause.wait(LOOK_EVERY_S)
    return answer
