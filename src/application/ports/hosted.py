"""Engines of other companies and other machines, asked over the network."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from domain.languages import Language
from domain.speaker import SpeakerCount
from domain.transcript import Diarization, Transcript
from domain.word_confidence import HeardWord


@dataclass(frozen=True, slots=True)
class Recording:
    """Where the bytes of a recording can be had: a file, a URL that anybody may read, or both."""

    path: Path | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class HostedDiarization:
    diarization: Diarization
    answer: str
    """The service's own JSON, worth keeping because it was paid for."""


@dataclass(frozen=True, slots=True)
class HostedHearing:
    words: Sequence[HeardWord]
    answer: str
    """The service's own JSON, worth keeping because it was paid for."""


class RecordingTranscriber(Protocol):
    """A whole transcription, wherever it runs."""

    @abstractmethod
    async def transcribe(self, recording: Recording) -> Transcript:
        """Raises ApplicationError, DomainError."""


class HostedDiarizer(Protocol):
    @abstractmethod
    async def diarize(self, recording: Recording, speakers: SpeakerCount) -> HostedDiarization:
        """Who held the floor, and every voice. Raises HostedServiceError."""


class SecondListener(Protocol):
    """An engine that says how sure it is of each word it hears."""

    @abstractmethod
    async def hear(self, recording: Recording, language: Language | None) -> HostedHearing:
        """Raises HostedServiceError."""
