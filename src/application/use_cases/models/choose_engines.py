"""Choosing engines by names that came over the network."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from application.engine_table import EngineTable
from application.errors import EngineNotOfferedError
from domain.engine_kinds import DiarizerKind, EngineChoice

_NOBODY_TOLD_APART: Final = ("diarizer", DiarizerKind.NONE)
"""No engine to choose: the options say what it means (domain/transcription_options.py)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseEngines:
    """Clients have the choice among the engines that can run here, where the operator leaves it
    to them. Raises EngineNotOfferedError."""

    tables: Mapping[str, EngineTable[Any, Any]]
    """By the name of the choice's field."""
    by_request: bool

    def __call__(self, choice: EngineChoice) -> None:
        for name, table in self.tables.items():
            wanted = getattr(choice, name)
            if wanted not in (None, table.default) and (name, wanted) != _NOBODY_TOLD_APART:
                self._require(name, wanted, table)

    def _require(self, name: str, wanted: str, table: EngineTable[Any, Any]) -> None:
        if not self.by_request:
            raise EngineNotOfferedError(
                f"{name}={wanted} cannot be chosen: this service has {table.default} for everybody."
            )
        if problem := table.of(wanted).describe().problem:
            raise EngineNotOfferedError(f"{name}={wanted} cannot run here: {problem}")
