"""Having models in memory before they are needed, and out of it before they are idle for long."""

import asyncio
from collections.abc import Collection, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from typing import Final

from application.errors import EngineUnavailableError, UnknownModelError
from application.ports.engines.description import Engine
from application.ports.engines.loadable import load_into
from application.ports.loaded_models import LoadedModels
from application.ports.model_catalog import ModelCatalog, ModelPurpose

_ALIGN: Final = frozenset({ModelPurpose.ALIGN})
_DIARIZE: Final = frozenset({ModelPurpose.DIARIZE})
_OTHERS: Final = _ALIGN | _DIARIZE


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadModel:
    """Load a model into the engine that is the usual one for its purpose, on every GPU that the
    engine works on. One that is loaded stays, and counts as used now.

    Raises UnknownModelError, ModelUnavailableError, CorruptWeightsError, EngineUnavailableError,
    DeviceMemoryError.
    """

    catalog: ModelCatalog
    transcriber: Engine
    diarizer: Engine
    threads: Executor
    """Loading computes."""

    async def __call__(self, name: str) -> str:
        """Answers its canonical name."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.threads, partial(self._loaded, name))

    def _loaded(self, name: str) -> str:
        if name in _named_for(_DIARIZE, self.catalog):
            self._load_diarizer(name)
            return name
        model = self._transcribing(name)
        _load(self.transcriber, model)
        return model

    def _transcribing(self, name: str) -> str:
        try:
            return self.catalog.offered_name(name)
        except UnknownModelError as error:
            if name not in _named_for(_ALIGN, self.catalog):
                raise
            raise UnknownModelError(
                f"{name} is a model of word times: such are loaded when they are needed, and not"
                " before. Only models that transcribe or tell speakers apart can be loaded."
            ) from error

    def _load_diarizer(self, name: str) -> None:
        used = self.diarizer.describe().model
        if used != name:
            raise UnknownModelError(
                f"{name} is not what tells speakers apart here: that is {used or 'nothing'}."
            )
        _load(self.diarizer, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnloadModel:
    """Give back the memory of a model that nobody uses, wherever it is; the next request that needs
    it loads it again. One that is in use stays: it cannot be taken from under work that goes on.

    Raises ModelInUseError; UnknownModelError for what is neither loaded nor a model's name.
    """

    catalog: ModelCatalog
    models: LoadedModels

    async def __call__(self, name: str) -> Sequence[str]:
        """Answers what was dropped, which is nothing for a model that was not loaded."""
        return await asyncio.to_thread(self._unloaded, name)

    def _unloaded(self, name: str) -> Sequence[str]:
        is_known = any(model.is_called(name) for model in self.models.loaded())
        if is_known or name in _named_for(_OTHERS, self.catalog):
            return self.models.drop(name)
        return self.models.drop(self.catalog.offered_name(name))


def _named_for(purposes: Collection[ModelPurpose], catalog: ModelCatalog) -> Sequence[str]:
    return [each.name for each in catalog.entries() if each.purpose in purposes]


def _load(engine: Engine, model: str | None) -> None:
    if not load_into(engine, model):
        raise EngineUnavailableError(f"{engine.describe().name} has no model to load.")
