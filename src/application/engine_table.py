"""The engines that do the same work: the one that does it, unless a caller names another."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from application.ports.engines.description import Engine

K = TypeVar("K", bound=StrEnum)
E = TypeVar("E", bound=Engine)


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineTable(Generic[K, E]):
    """Making one loads neither library nor model, so that there is no harm in having them all."""

    default: K
    engines: Mapping[K, E]

    def of(self, wanted: K | None) -> E:
        return self.engines[self.default if wanted is None else wanted]

    @property
    def usual(self) -> E:
        return self.of(None)
