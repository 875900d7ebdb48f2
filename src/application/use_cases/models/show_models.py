"""Seeing which models there are, and which of them are in memory."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from application.ports.loaded_models import LoadedModel, LoadedModels
from application.ports.model_catalog import ModelCatalog, ModelEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelView:
    entry: ModelEntry
    is_default: bool
    loaded: Sequence[LoadedModel]
    """One for each engine and device that has it; none where it is not in memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelsShown:
    models: Sequence[ModelView]
    others: Sequence[LoadedModel]
    """In memory as well: what other stages load, such as aligners of one language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowModels:
    catalog: ModelCatalog
    models: LoadedModels

    async def __call__(self) -> ModelsShown:
        return await asyncio.to_thread(self._shown)

    def _shown(self) -> ModelsShown:
        entries, loaded = self.catalog.entries(), self.models.loaded()
        default = self.catalog.canonical_name(None)
        views = [_view(entry, loaded, default) for entry in entries]
        listed = [model for view in views for model in view.loaded]
        return ModelsShown(models=views, others=[each for each in loaded if each not in listed])


def _view(entry: ModelEntry, loaded: Sequence[LoadedModel], default: str) -> ModelView:
    return ModelView(
        entry=entry,
        is_default=entry.name == default,
        loaded=[model for model in loaded if model.is_called(entry.name)],
    )
