"""Choosing a model by a name that came over the network."""

import asyncio
from dataclasses import dataclass

from application.ports.model_catalog import ModelCatalog
from application.use_cases.models.choose_engines import ChooseEngines
from domain.engine_kinds import NO_CHOICE, EngineChoice


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseModel:
    """The model that a client's name stands for, none for the default one. Every door asks here:
    clients have the choice among the catalogue's models and those that are here, while folders
    and other repositories are the operator's to name. So it is with the engine that is to use it.
    Raises UnknownModelError, EngineNotOfferedError."""

    catalog: ModelCatalog
    engines: ChooseEngines

    async def __call__(self, name: str | None, engines: EngineChoice = NO_CHOICE) -> str:
        self.engines(engines)
        return await asyncio.to_thread(self.catalog.offered_name, name)
