"""What those who submit jobs to Temporal and those who work on them call things by."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from domain.transcription_job import Stage

WORKFLOW: Final = "transcription"
BEGIN: Final = "begin"
NOTE_LOST_RUNNER: Final = "note_lost_runner"
FAIL: Final = "fail"
NOTE_CANCELLED: Final = "note_cancelled"


class Capability(StrEnum):
    """What a worker must have for a stage."""

    GPU = "gpu"
    CPU = "cpu"


CAPABILITY_OF: Final[Mapping[Stage, Capability]] = MappingProxyType(
    {
        Stage.FETCH: Capability.CPU,
        Stage.DECODE: Capability.CPU,
        Stage.DETECT_SPEECH: Capability.CPU,
        Stage.TRANSCRIBE: Capability.GPU,
        Stage.ALIGN_WORDS: Capability.GPU,
        Stage.DIARIZE: Capability.CPU,
        Stage.IDENTIFY_SPEAKERS: Capability.CPU,
    }
)
"""Unless the settings send diarization elsewhere. Stages that are not here take hardly anything, so
that every worker does them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TemporalPlace:
    """The Temporal server, and where in it the work of this service lies."""

    address: str
    namespace: str
    queue: str
    """For workflows, and for what every worker can do."""

    def queue_for(self, capability: Capability | None) -> str:
        return self.queue if capability is None else f"{self.queue}-{capability}"
