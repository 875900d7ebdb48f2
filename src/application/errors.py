"""What stopped a use case, in the caller's terms.

ApplicationError
├── NotFoundError
│   ├── ClipNotFoundError
│   ├── TranscriptNotFoundError
│   └── JobNotFoundError
├── ConflictError                  it clashes with what is already there
├── UnusableAudioError
│   ├── EmptyFileError             no bytes, or no samples
│   ├── NotAudioError              the bytes cannot be decoded as audio
│   └── NoAudioStreamError         a video without sound, a picture
├── TooMuchAudioError
│   ├── FileTooLargeError
│   └── RecordingTooLongError
├── UnknownModelError              no such name in the catalogue
├── UnavailableError
│   ├── ModelUnavailableError      the name is known, its weights cannot be had
│   ├── EngineUnavailableError     a library or a device is missing
│   └── ServiceStoppingError       whoever waits for a job must ask again
├── CorruptWeightsError            fetched weights are not what they should be
├── StorageFullError
└── TranscriptionFailedError       an engine failed on sound that it should have managed
    └── TranscriptionAbandonedError    it took the whole service down, again and again
"""

from collections.abc import Iterator
from typing import ClassVar


class ApplicationError(Exception):
    """Base of every error a use case or a port raises; its text is safe to show to a client."""

    code: ClassVar[str]
    """A stable name, the last part of a problem document's type."""
    advice: ClassVar[str] = ""
    """What the caller can do about it, in one sentence."""


class NotFoundError(ApplicationError):
    """The thing asked for is not there, or not theirs to see."""

    code = "not-found"


class ClipNotFoundError(NotFoundError):
    code = "clip-not-found"
    advice = "Upload the recording with POST /api/audio and use the clip_id that it answers."


class TranscriptNotFoundError(NotFoundError):
    code = "transcript-not-found"
    advice = "Ask for one with POST /api/transcribe?clip_id=."


class JobNotFoundError(NotFoundError):
    code = "job-not-found"


class ConflictError(ApplicationError):
    """The request clashes with what is already there."""

    code = "conflict"
    advice = "Look at what is there, then send the request again."


class UnusableAudioError(ApplicationError):
    """The bytes hold no sound that can be transcribed."""

    code = "unusable-audio"
    advice = "Send a sound or video file that a media player can play."


class EmptyFileError(UnusableAudioError):
    code = "empty-file"
    advice = "Check that the recording was saved completely, then upload it again."


class NotAudioError(UnusableAudioError):
    code = "not-audio"


class NoAudioStreamError(UnusableAudioError):
    code = "no-audio-stream"
    advice = "Send a file that has sound in it."


class TooMuchAudioError(ApplicationError):
    """The recording is over a limit of this service."""

    code = "too-much-audio"


class FileTooLargeError(TooMuchAudioError):
    code = "file-too-large"
    advice = "Send a smaller file, for example Opus or MP3, or have MAX_FILE_SIZE_MB raised."


class RecordingTooLongError(TooMuchAudioError):
    code = "recording-too-long"
    advice = "Send the recording in parts, or have MAX_DURATION_SECONDS raised."


class UnknownModelError(ApplicationError):
    """No such name in the catalogue."""

    code = "unknown-model"
    advice = "Choose one of the models that the message names."


class UnavailableError(ApplicationError):
    """Something that the request needs cannot be had now."""

    code = "unavailable"


class ModelUnavailableError(UnavailableError):
    code = "model-unavailable"
    advice = "Run `hexavox models list` to see which models are here, or choose another one."


class EngineUnavailableError(UnavailableError):
    code = "engine-unavailable"
    advice = "Run `hexavox doctor` on the server to see what is missing."


class ServiceStoppingError(UnavailableError):
    code = "service-stopping"
    advice = (
        "Your job is kept and goes on when the server is started again; "
        "ask for the transcript then."
    )


class CorruptWeightsError(ApplicationError):
    """Fetched weights are not what they should be."""

    code = "corrupt-weights"
    advice = "Run `hexavox models fetch`, which replaces files that are damaged."


class StorageFullError(ApplicationError):
    code = "storage-full"
    advice = "Nothing was kept. Free some space on the server, then send the file again."


class TranscriptionFailedError(ApplicationError):
    """An engine failed on sound that it should have managed."""

    code = "transcription-failed"
    advice = "Send the request again; the server's log has the details."


class TranscriptionAbandonedError(TranscriptionFailedError):
    """The service ended, again and again, while it worked on the recording."""

    code = "transcription-abandoned"
    advice = (
        "The server may have too little memory for it: choose a smaller model or send the "
        "recording in parts, then ask again. The server's log may say more."
    )


def error_with_code(code: str) -> type[ApplicationError]:
    """The error whose stable name that is; TranscriptionFailedError for a name of old."""
    return next((kind for kind in _kinds() if kind.code == code), TranscriptionFailedError)


def _kinds(root: type[ApplicationError] = ApplicationError) -> Iterator[type[ApplicationError]]:
    for kind in root.__subclasses__():
        yield kind
        yield from _kinds(kind)
