"""Engines whose model can be loaded before anybody needs it."""

from abc import abstractmethod
from typing import Protocol, runtime_checkable

from application.ports.engines.description import Engine


@runtime_checkable
class LoadableEngine(Protocol):
    @abstractmethod
    def load(self, model: str | None = None) -> None:
        """Have the model of that canonical name in memory, or the engine's usual one. Computes:
        call it from a thread. Raises ModelUnavailableError, EngineUnavailableError,
        CorruptWeightsError."""


def load_into(engine: Engine, model: str | None = None) -> bool:
    """Whether the engine is one whose model can be loaded; then it is."""
    if not isinstance(engine, LoadableEngine):
        return False
    engine.load(model)
    return True
