"""Endpoints that find their use cases in another container, for a while."""

from collections.abc import Iterator
from contextlib import contextmanager

from dependency_injector.containers import DynamicContainer

from infrastructure.container import Container


@contextmanager
def instead_of(wired: Container, other: Container | DynamicContainer) -> Iterator[None]:
    """Only what is put in place here is taken back: a container's own settings are an override,
    too."""
    names = wired.providers.keys() & other.providers.keys()
    for name in names:
        wired.providers[name].override(other.providers[name])
    try:
        yield
    finally:
        for name in names:
            wired.providers[name].reset_last_overriding()
