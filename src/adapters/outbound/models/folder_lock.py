"""One process at a time: a lock that dies with whoever holds it."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Waits until nobody else, in this process or another, holds the lock of that name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # The file stays: were it deleted, two processes could hold two locks of the same name.
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
