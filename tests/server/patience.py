"""Waiting for what another process does."""

import time
from collections.abc import Callable
from typing import Final

PATIENCE: Final = 120
"""Seconds, on a machine that is busy with other tests."""


def until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.05)
