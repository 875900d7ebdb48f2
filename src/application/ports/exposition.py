"""All that was counted, and how things are now, as a monitoring system reads it."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from application.ports.engines.description import EngineDescription
from application.ports.loaded_models import LoadedModel
from application.ports.machine import MachineReading
from application.ports.repositories import QueueTally
from domain.transcription_job import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """How things are at one moment."""

    taken_at: datetime
    queue: QueueTally | None
    """None where the database does not answer."""
    models: Sequence[LoadedModel]
    engines: Mapping[Stage, EngineDescription]
    """None of them where jobs are left to other processes."""
    machine: MachineReading


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposedMetrics:
    body: bytes
    media_type: str


class Exposition(Protocol):
    @abstractmethod
    def __call__(self, readings: Readings, accept: str) -> ExposedMetrics:
        """In the format that the header Accept asks for, or else the usual one. It computes: call
        it from a thread."""
