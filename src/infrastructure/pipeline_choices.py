"""What was chosen for a run of `hexavox pipeline`."""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Final

from application.use_cases.pipeline.wishes import Wishes
from domain.confidence_levels import ConfidenceLevels
from domain.subtitle_shape import SubtitleShape

PYANNOTE_MODEL: Final = "precision-2"
DEEPGRAM_MODEL: Final = "nova-3"


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageChoice:
    endpoint: str | None
    bucket: str | None
    access_key: str | None = field(repr=False)
    secret_key: str | None = field(repr=False)
    url_expiry: timedelta
    prefix_audio: str
    prefix_transcripts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerChoice:
    endpoint: str | None
    api_key: str | None = field(repr=False)
    at_once: bool
    timeout: float
    shows_answers: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PyannoteChoice:
    api_key: str | None = field(repr=False)
    url: str
    model: str
    exclusive: bool
    poll_interval: float
    timeout: float
    json_in: Path | None

    @property
    def is_asked(self) -> bool:
        """Anew, and for money."""
        return bool(self.api_key) and self.json_in is None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeepgramChoice:
    api_key: str | None = field(repr=False)
    url: str
    model: str
    tier: str | None
    version: str | None
    json_in: Path | None

    @property
    def is_asked(self) -> bool:
        """Anew, and for money."""
        return bool(self.api_key) and self.json_in is None


@dataclass(frozen=True, slots=True, kw_only=True)
class PipelineChoices:
    storage: StorageChoice
    worker: WorkerChoice
    pyannote: PyannoteChoice
    deepgram: DeepgramChoice
    wishes: Wishes
    samples: tuple[str, ...]
    levels: ConfidenceLevels
    shape: SubtitleShape
    force: bool
    download: bool
    folder: Path | None

    @property
    def is_local(self) -> bool:
        """Whether this machine transcribes."""
        return self.worker.endpoint is None
