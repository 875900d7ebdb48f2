"""Models in memory: loaded once, lent to whoever asks, dropped when nobody has for a while."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import TypeAlias, TypeVar, cast, final

from adapters.outbound.engines.freed_memory import give_back_device_memory
from application.errors import ModelInUseError
from application.ports.clock import Clock
from application.ports.loaded_models import LoadedModel, LoadedModels, is_called
from application.ports.meters import UNMETERED, ModelMeter

M = TypeVar("M")
_Spot: TypeAlias = tuple[str, str | None]
"""The key of a model, and the device that has it."""


@dataclass(slots=True)
class _Place:
    """Where one model stands; it may not be there yet."""

    idle_since: datetime
    """When it was last borrowed or given back."""
    loading: Lock = field(default_factory=Lock)
    is_loaded: bool = False
    model: object = None
    leases: int = 0
    """Those who wait for the model count too: it is not dropped under their hands."""


@final
class ModelCache(LoadedModels):
    """Safe to use from several threads. It has no timer: its owner calls `evict_idle`."""

    def __init__(self, clock: Clock, meter: ModelMeter = UNMETERED) -> None:
        self._clock = clock
        self._meter = meter
        self._lock = Lock()
        self._places: dict[_Spot, _Place] = {}

    @contextmanager
    def lease(self, key: str, load: Callable[[], M], *, device: str | None = None) -> Iterator[M]:
        """Lend the model of that name to one more borrower; each device has a copy of its own.

        Several may ask at once: one loads and the others wait; other names load at the same time.
        What `load` raises reaches its caller, nothing is kept, and whoever is next tries again.
        A name stands for one kind of model: always give the same `load` with it.
        """
        spot = (key, device)
        place = self._taken(spot)
        try:
            yield cast("M", self._model(spot, place, load))
        finally:
            self._given_back(spot, place)

    def names(self) -> Sequence[str]:
        return list(dict.fromkeys(model.key for model in self.loaded()))

    def loaded(self) -> Sequence[LoadedModel]:
        with self._lock:
            return [
                LoadedModel(key=key, device=device, leases=place.leases, last_used=place.idle_since)
                for (key, device), place in self._places.items()
                if place.is_loaded
            ]

    def evict_idle(self, idle_for: timedelta) -> Sequence[str]:
        """Drop the models that nobody has borrowed for that long, and name them."""
        now = self._clock.now()
        with self._lock:
            idle = [
                spot
                for spot, place in self._places.items()
                if not place.leases and now - place.idle_since >= idle_for
            ]
            self._forget(idle)
        evicted = _given_up(idle)
        for key in evicted:
            self._meter.model_evicted(key)
        return evicted

    def drop(self, name: str) -> Sequence[str]:
        with self._lock:
            spots = [spot for spot in self._places if is_called(spot[0], name)]
            if any(self._places[spot].leases for spot in spots):
                raise ModelInUseError(f"The model {name} is being used.")
            self._forget(spots)
        return _given_up(spots)

    def _forget(self, spots: Sequence[_Spot]) -> None:
        for spot in spots:
            del self._places[spot]

    def _taken(self, spot: _Spot) -> _Place:
        with self._lock:
            place = self._places.setdefault(spot, _Place(self._clock.now()))
            place.leases += 1
            place.idle_since = self._clock.now()
            return place

    def _model(self, spot: _Spot, place: _Place, load: Callable[[], object]) -> object:
        with place.loading:
            if not place.is_loaded:
                begun = self._clock.now()
                place.model = load()
                self._meter.model_loaded(spot[0], (self._clock.now() - begun).total_seconds())
                with self._lock:
                    place.is_loaded = True
                    # Names stand in the order of loading: the latest goes last.
                    self._places[spot] = self._places.pop(spot)
            return place.model

    def _given_back(self, spot: _Spot, place: _Place) -> None:
        with self._lock:
            place.leases -= 1
            place.idle_since = self._clock.now()
            if not place.is_loaded and not place.leases:
                del self._places[spot]


def _given_up(spots: Sequence[_Spot]) -> Sequence[str]:
    """Their names, when their memory has gone back."""
    if spots:
        # Pipelines refer to themselves in circles, and their memory is worth having now.
        gc.collect()
        give_back_device_memory()
    return list(dict.fromkeys(key for key, _ in spots))
