"""Models in memory: loaded once, lent to whoever asks, dropped when nobody has for a while."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import TypeVar, cast, final

from application.ports.clock import Clock
from application.ports.loaded_models import LoadedModels

M = TypeVar("M")


@dataclass(slots=True)
class _Place:
    """Where one model stands; it may not be there yet."""

    idle_since: datetime
    loading: Lock = field(default_factory=Lock)
    is_loaded: bool = False
    model: object = None
    leases: int = 0
    """Those who wait for the model count too: it is not dropped under their hands."""


@final
class ModelCache(LoadedModels):
    """Safe to use from several threads. It has no timer: its owner calls `evict_idle`."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = Lock()
        self._places: dict[str, _Place] = {}

    @contextmanager
    def lease(self, key: str, load: Callable[[], M]) -> Iterator[M]:
        """Lend the model of that name to one more borrower.

        Several may ask at once: one loads and the others wait; other names load at the same time.
        What `load` raises reaches its caller, nothing is kept, and whoever is next tries again.
        A name stands for one kind of model: always give the same `load` with it.
        """
        place = self._taken(key)
        try:
            yield cast("M", self._model(key, place, load))
        finally:
            self._given_back(key, place)

    def names(self) -> Sequence[str]:
        with self._lock:
            return [key for key, place in self._places.items() if place.is_loaded]

    def evict_idle(self, idle_for: timedelta) -> Sequence[str]:
        """Drop the models that nobody has borrowed for that long, and name them."""
        now = self._clock.now()
        with self._lock:
            idle = [
                key
                for key, place in self._places.items()
                if not place.leases and now - place.idle_since >= idle_for
            ]
            for key in idle:
                del self._places[key]
        if idle:
            # Pipelines refer to themselves in circles, and their memory is worth having now.
            gc.collect()
        return idle

    def _taken(self, key: str) -> _Place:
        with self._lock:
            place = self._places.setdefault(key, _Place(self._clock.now()))
            place.leases += 1
            return place

    def _model(self, key: str, place: _Place, load: Callable[[], object]) -> object:
        with place.loading:
            if not place.is_loaded:
                place.model = load()
                with self._lock:
                    place.is_loaded = True
                    # Names stand in the order of loading: the latest goes last.
                    self._places[key] = self._places.pop(key)
            return place.model

    def _given_back(self, key: str, place: _Place) -> None:
        with self._lock:
            place.leases -= 1
            place.idle_since = self._clock.now()
            if not place.is_loaded and not place.leases:
                del self._places[key]
