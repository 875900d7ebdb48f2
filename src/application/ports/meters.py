"""Counting what happens, for whoever watches the service.

Meters only count: they never wait, never raise, and may be told from any thread.
"""

from abc import abstractmethod
from enum import StrEnum
from typing import Final, Protocol, final

from domain.audio_clip import AudioClip
from domain.transcription_job import Failure, Stage, TranscriptionJob
from domain.webhook_delivery import Verdict


class Found(StrEnum):
    """What there was already of a transcript that somebody asked for."""

    KEPT = "hit"
    """The very transcript."""
    UNDERWAY = "shared"
    """A job that is making it."""
    NOTHING = "miss"
    """So that it was made."""


class JobMeter(Protocol):
    @abstractmethod
    def stage_finished(self, stage: Stage, seconds: float) -> None: ...

    @abstractmethod
    def job_ended(self, job: TranscriptionJob, *, sound_seconds: float | None = None) -> None:
        """Once it is recorded. `sound_seconds` is how long the recording was, where all of the work
        was done just now."""

    @abstractmethod
    def attempt_failed(self, failure: Failure) -> None:
        """Of a job that is tried again."""

    @abstractmethod
    def transcript_looked_for(self, found: Found) -> None:
        """By a request that does not insist on new work."""


class ClipMeter(Protocol):
    @abstractmethod
    def recording_taken(self, clip: AudioClip) -> None:
        """A recording has arrived, whether its owner had sent the same before or not."""


class ModelMeter(Protocol):
    @abstractmethod
    def model_loaded(self, key: str, seconds: float) -> None: ...

    @abstractmethod
    def model_evicted(self, key: str) -> None:
        """Because nobody used it for long."""


class DeliveryMeter(Protocol):
    @abstractmethod
    def delivery_attempted(self, verdict: Verdict) -> None: ...


class RequestMeter(Protocol):
    @abstractmethod
    def transcribing(self, change: int) -> None:
        """So many more requests wait for a transcription, or fewer."""

    @abstractmethod
    def request_answered(self, endpoint: str, status: int | None, seconds: float) -> None:
        """`endpoint` is the template of a path. The status is None where something unforeseen
        kept the request from being answered."""

    @abstractmethod
    def request_replayed(self) -> None:
        """Answered with what was answered to the same Idempotency-Key before."""


@final
class Unmetered(JobMeter, ClipMeter, ModelMeter, DeliveryMeter, RequestMeter):
    """Where nobody watches: commands, and tests of other things."""

    def stage_finished(self, stage: Stage, seconds: float) -> None:
        pass

    def job_ended(self, job: TranscriptionJob, *, sound_seconds: float | None = None) -> None:
        pass

    def attempt_failed(self, failure: Failure) -> None:
        pass

    def transcript_looked_for(self, found: Found) -> None:
        pass

    def recording_taken(self, clip: AudioClip) -> None:
        pass

    def model_loaded(self, key: str, seconds: float) -> None:
        pass

    def model_evicted(self, key: str) -> None:
        pass

    def delivery_attempted(self, verdict: Verdict) -> None:
        pass

    def transcribing(self, change: int) -> None:
        pass

    def request_answered(self, endpoint: str, status: int | None, seconds: float) -> None:
        pass

    def request_replayed(self) -> None:
        pass


UNMETERED: Final = Unmetered()
