"""Having the weights of a model on this machine, or not any more, as a client wants it."""

import asyncio
from dataclasses import dataclass

from application.errors import ModelInUseError
from application.ports.loaded_models import LoadedModels
from application.ports.model_catalog import ModelCatalog
from application.ports.progress import ignore_fraction
from application.use_cases.models.named_models import model_named


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    name: str
    is_new: bool
    """Or else it was here already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BringModel:
    """Fetch the weights of a model of the catalogue unless they are here. A caller who leaves
    leaves the download behind, which goes on. Raises ModelNotFoundError, ModelUnavailableError,
    CorruptWeightsError."""

    catalog: ModelCatalog

    async def __call__(self, name: str) -> Brought:
        return await asyncio.to_thread(self._brought, name)

    def _brought(self, name: str) -> Brought:
        canonical = model_named(name, self.catalog)
        if self._is_here(canonical):
            return Brought(name=canonical, is_new=False)
        self.catalog.fetch(canonical, ignore_fraction)
        return Brought(name=canonical, is_new=True)

    def _is_here(self, name: str) -> bool:
        """What the catalogue does not list is offered only because it is here."""
        return next((each.is_here for each in self.catalog.entries() if each.name == name), True)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveModel:
    """Delete the weights that this service has fetched, and give back their memory; whoever asks
    for the model later has them fetched again. Raises ModelNotFoundError, ModelInUseError,
    ModelStaysError, and then all is as it was."""

    catalog: ModelCatalog
    models: LoadedModels

    async def __call__(self, name: str) -> str:
        """Answers its canonical name."""
        return await asyncio.to_thread(self._removed, name)

    def _removed(self, name: str) -> str:
        canonical = model_named(name, self.catalog)
        if any(model.leases for model in self.models.loaded() if model.is_called(canonical)):
            raise ModelInUseError(f"The model {canonical} is being used.")
        self.catalog.remove(canonical)
        self.models.drop(canonical)
        return canonical
