"""What finished stages of a job produced, so that a job that was cut off goes on after them."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from domain.known_voices import KnownVoices
from domain.time_span import TimeSpan
from domain.transcript import Diarization, Transcription
from domain.transcription_job import JobId, Stage
from domain.voice_print import SpeakerVoice


@dataclass(frozen=True, slots=True)
class SpeechFound:
    """The result of finding speech."""

    spans: tuple[TimeSpan, ...]


@dataclass(frozen=True, slots=True)
class SoundDecoded:
    """The result of decoding, as far as it is worth keeping."""

    duration: float
    """Seconds."""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VoicesHeard:
    """What the speakers who were told apart sound like, as far as they speak for long enough."""

    voices: tuple[SpeakerVoice, ...]
    warnings: tuple[str, ...] = ()


StageResult: TypeAlias = (
    SoundDecoded | SpeechFound | Transcription | Diarization | VoicesHeard | KnownVoices
)


class StageResults(Protocol):
    """Part of a unit of work."""

    @abstractmethod
    async def put(self, job_id: JobId, stage: Stage, result: StageResult) -> None: ...

    @abstractmethod
    async def of(self, job_id: JobId) -> dict[Stage, StageResult]: ...

    @abstractmethod
    async def remove(self, job_id: JobId) -> None: ...
