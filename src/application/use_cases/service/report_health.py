"""What the service is, what it has loaded, and which stages it can run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from application.ports.engines.description import Engine, EngineDescription
from application.ports.loaded_models import LoadedModels
from domain.transcription_job import Stage

NEEDED: Final = (Stage.DETECT_SPEECH, Stage.TRANSCRIBE, Stage.ALIGN_WORDS)
"""Speakers are a bonus: without a diarizer there is still a transcript."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GpuSeen:
    device: str
    """As settings name it: `cuda:0`."""
    name: str
    memory_bytes: int
    compute_capability: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    device: str
    gpus: Sequence[GpuSeen]
    """All that there are, whether the settings use them or not."""
    loaded_models: Sequence[str]
    stages: Mapping[Stage, EngineDescription]

    @property
    def can_transcribe(self) -> bool:
        return all(self.stages[stage].can_run for stage in NEEDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportHealth:
    """Answers at once: it loads nothing and asks no database."""

    device: str
    gpus: Sequence[GpuSeen]
    engines: Mapping[Stage, Engine]
    models: LoadedModels

    def __call__(self) -> Health:
        return Health(
            device=self.device,
            gpus=self.gpus,
            loaded_models=self.models.names(),
            stages=described(self.engines),
        )


def described(engines: Mapping[Stage, Engine]) -> Mapping[Stage, EngineDescription]:
    return {stage: engine.describe() for stage, engine in engines.items()}
