"""Giving back the memory of models that nobody uses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from application.ports.loaded_models import LoadedModels


@dataclass(frozen=True, slots=True, kw_only=True)
class EvictIdleModels:
    """Drop models that were not used for that long; answers their names."""

    models: LoadedModels

    def __call__(self, idle_for: timedelta) -> Sequence[str]:
        return self.models.evict_idle(idle_for)
