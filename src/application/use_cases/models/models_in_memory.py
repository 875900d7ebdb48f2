"""Loading a model that is not in memory, and unloading one that is."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from application.errors import ModelLoadedError, ModelNotFoundError
from application.ports.loaded_models import LoadedModels
from application.ports.model_catalog import ModelCatalog
from application.use_cases.models.load_model import LoadModel, UnloadModel
from application.use_cases.models.named_models import model_named


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeIntoMemory:
    """Raises ModelNotFoundError, ModelLoadedError, and what LoadModel raises."""

    catalog: ModelCatalog
    models: LoadedModels
    load: LoadModel

    async def __call__(self, name: str) -> str:
        """Answers its canonical name."""
        canonical = await asyncio.to_thread(model_named, name, self.catalog)
        if any(model.is_called(canonical) for model in self.models.loaded()):
            raise ModelLoadedError(f"{canonical} is in memory already.")
        return await self.load(canonical)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOutOfMemory:
    """Raises ModelNotFoundError, also for one that is not in memory, and ModelInUseError."""

    catalog: ModelCatalog
    models: LoadedModels
    unload: UnloadModel

    async def __call__(self, name: str) -> Sequence[str]:
        """Answers what was dropped: more than one where several engines had it."""
        if not any(model.is_called(name) for model in self.models.loaded()):
            name = await asyncio.to_thread(model_named, name, self.catalog)
        dropped = await self.unload(name)
        if not dropped:
            raise ModelNotFoundError(f"{name} is not in memory.")
        return dropped
