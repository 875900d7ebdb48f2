"""The kinds of engine that there are, and what a caller may say about which is used."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class TranscriberKind(StrEnum):
    FASTER_WHISPER = "faster-whisper"
    """Whisper in CTranslate2."""
    TRANSFORMERS = "transformers"
    """Whisper in torch."""
    WHISPERX = "whisperx"
    """Whisper in CTranslate2, through WhisperX's own batched pipeline."""


class AlignerKind(StrEnum):
    AUTO = "auto"
    """The better one of those that know the language."""
    WHISPER = "whisper"
    """Times from the transcriber's own attention."""
    WHISPERX = "whisperx"
    """Times from a model of sounds, by way of WhisperX."""
    NONE = "none"
    """Times of segments alone are listened for."""


class DiarizerKind(StrEnum):
    AUTO = "auto"
    """The best pipeline that can be had, and the embedded one where it cannot."""
    PYANNOTE = "pyannote"
    EMBEDDED = "embedded"
    """What needs neither a hub nor a token."""
    NONE = "none"


class SpeechDetectorKind(StrEnum):
    SILERO = "silero"
    PYANNOTE = "pyannote"
    NONE = "none"
    """All sound is taken for speech."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineChoice:
    """The engines that a caller names; None leaves it to the service."""

    transcriber: TranscriberKind | None = None
    aligner: AlignerKind | None = None
    diarizer: DiarizerKind | None = None
    speech_detector: SpeechDetectorKind | None = None


NO_CHOICE: Final = EngineChoice()
