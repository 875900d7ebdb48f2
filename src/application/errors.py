"""What stopped a use case, in the caller's terms.

ApplicationError
├── NotFoundError
│   ├── ClipNotFoundError
│   ├── TranscriptNotFoundError
│   ├── UploadNotFoundError
│   │   └── UploadExpiredError         its time was over before it was complete
│   ├── WebhookNotFoundError
│   ├── DeliveryNotFoundError
│   ├── SpeakerNotFoundError
│   ├── ModelNotFoundError         the address of no model, or of one that is not there
│   ├── KeyNotFoundError           no API key is called so
│   └── JobNotFoundError
├── ConflictError                  it clashes with what is already there
│   ├── NameTakenError             another speaker is called so
│   ├── AmbiguousKeyError          several API keys are called so
│   ├── CallbacksStayError         what signs callbacks cannot be deleted
│   ├── NoClipLinksError           recordings are kept where no link leads
│   ├── RequestOutstandingError    the first request with its key is not done yet
│   ├── UploadOffsetError          bytes were sent for another place than the next
│   ├── UploadInterruptedError     somebody else goes on with it, or its line fell silent
│   ├── UploadBusyError            another process is taking it in
│   ├── ModelInUseError            its memory cannot be given back yet
│   ├── ModelLoadedError           it is in memory already
│   ├── ModelStaysError            this service has not fetched its weights, and deletes none else
│   ├── WouldOverwriteError        files of an earlier run are there
│   └── ChecksumMismatchError      the bytes that arrived are not those that were sent
├── MissingKeyError                the service has API keys, and the caller sent none
├── KeyRefusedError                an API key that is not known, was revoked or has expired
│   └── OutOfScopeError            it is good, but not for this
├── KeyReusedError                 its key was sent with a different request
├── UnusableAudioError
│   ├── EmptyFileError             no bytes, or no samples
│   ├── TooLittleSpeechError       sound in which nobody speaks, or not for long enough
│   ├── NotAudioError              the bytes cannot be decoded as audio
│   └── NoAudioStreamError         a video without sound, a picture
├── TooMuchAudioError
│   ├── FileTooLargeError
│   └── RecordingTooLongError
├── RemoteError                    what a URL names cannot be used
│   ├── InvalidUrlError            it is no URL that could be followed
│   ├── ForbiddenAddressError      it leads to where this service must not be sent
│   ├── CallbackUnreachableError   nobody is there to be told that a task has ended
│   ├── RemoteRefusedError         the other side has nothing there for us
│   └── RemoteFailedError          the other side is not there, failed or took too long
├── UnknownModelError              no such name in the catalogue
├── EngineNotOfferedError          it cannot run here, or clients have no choice
├── UnavailableError
│   ├── ModelUnavailableError      the name is known, its weights cannot be had
│   ├── EngineUnavailableError     a library or a device is missing
│   │   └── NobodyToldApartError       the server is to tell no speakers apart
│   ├── DeviceMemoryError          not even one piece of the work fits into a device
│   ├── StorageUnavailableError    the object store does not answer, or refuses
│   ├── DatabaseUnavailableError   locked, gone, or about to be there again
│   ├── ServiceStoppingError       whoever waits for a job must ask again
│   └── HostedServiceError         somebody else's service refused, failed or kept silent
│       └── NoUrlToFetchError          nor could it get at the recording
├── CorruptWeightsError            fetched weights are not what they should be
├── StorageFullError
├── QueueFullError                 too many jobs wait already
└── TranscriptionFailedError       an engine failed on sound that it should have managed
    ├── TranscriptionImpossibleError   it would fail on it again
    ├── OptionsRefusedError            an earlier version took what this one refuses
    ├── StageTimeoutError              it took too long
    ├── TranscriptionCancelledError    somebody stopped it
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
    may_pass: ClassVar[bool] = False
    """Whether the same work may succeed a little later, with nobody doing anything."""


class NotFoundError(ApplicationError):
    """The thing asked for is not there, or not theirs to see."""

    code = "not-found"


class ClipNotFoundError(NotFoundError):
    code = "clip-not-found"
    advice = "Upload the recording with POST /api/audio and use the clip_id that it answers."


class TranscriptNotFoundError(NotFoundError):
    code = "transcript-not-found"
    advice = "Ask for one with POST /api/transcribe?clip_id=."


class UploadNotFoundError(NotFoundError):
    code = "upload-not-found"
    advice = "Begin a new one with POST /api/uploads."


class UploadExpiredError(UploadNotFoundError):
    """Its time was over before it was complete."""

    code = "upload-expired"


class WebhookNotFoundError(NotFoundError):
    code = "webhook-not-found"
    advice = "GET /api/webhooks lists yours."


class DeliveryNotFoundError(NotFoundError):
    code = "delivery-not-found"
    advice = "GET /api/webhooks/{id}/deliveries lists those that are kept."


class SpeakerNotFoundError(NotFoundError):
    code = "speaker-not-found"
    advice = "GET /api/speakers lists those who are enrolled."


class KeyNotFoundError(NotFoundError):
    code = "key-not-found"
    advice = "`hexavox keys list` lists them."


class ModelNotFoundError(NotFoundError):
    """The address of no model, or of one that is not there."""

    code = "model-not-found"
    advice = "GET /v1/registry lists the models that there are, and which of them are here."


class JobNotFoundError(NotFoundError):
    code = "job-not-found"
    advice = (
        "Check the id: jobs that were deleted, or that ended too long ago, are forgotten. "
        "GET /api/jobs lists those that are known."
    )


class ConflictError(ApplicationError):
    """The request clashes with what is already there."""

    code = "conflict"
    advice = "Look at what is there, then send the request again."


class NameTakenError(ConflictError):
    """Another speaker is called so."""

    code = "name-taken"
    advice = (
        "Add the samples to the speaker who is there with PATCH /api/speakers/{speaker_id}, or "
        "choose another name."
    )


class AmbiguousKeyError(ConflictError):
    """Several API keys are called so."""

    code = "ambiguous-key"
    advice = "Name the key by its id."


class CallbacksStayError(ConflictError):
    """What signs the callbacks of requests cannot be deleted."""

    code = "callbacks-stay"
    advice = (
        "Leave it: it sends nothing unless a request names a callback_url. "
        "POST /api/webhooks/callbacks/rotate-secret gives it another secret."
    )


class RequestOutstandingError(ConflictError):
    """The first request with the same Idempotency-Key is not done yet."""

    code = "request-outstanding"
    advice = "Wait as long as Retry-After says, then send the same request with the same key again."


class UploadOffsetError(ConflictError):
    """Bytes were sent for another place than the next."""

    code = "upload-offset"
    advice = "Ask for the offset with HEAD and go on from there."


class UploadInterruptedError(ConflictError):
    """Another request goes on with this upload, or no byte has come for long."""

    code = "upload-interrupted"
    advice = "What arrived is kept. Ask for the offset with HEAD and go on from there."


class UploadBusyError(ConflictError):
    """Another process is taking this upload in."""

    code = "upload-busy"
    advice = "Send the request again in a few seconds."


class ChecksumMismatchError(ConflictError):
    """The bytes that arrived are not those that were sent."""

    code = "checksum-mismatch"
    advice = "None of them were kept. Send them again from the same offset."


class ModelInUseError(ConflictError):
    """Its memory cannot be given back yet."""

    code = "model-in-use"
    advice = "Unload it when the jobs that use it have ended; GET /api/models tells how many do."


class ModelLoadedError(ConflictError):
    """It is in memory already."""

    code = "model-loaded"
    advice = "Nothing need be done: requests that name it use it."


class ModelStaysError(ConflictError):
    """Its weights are not this service's to delete."""

    code = "model-stays"
    advice = (
        "Unload it with DELETE /api/ps/{model} to have its memory back; whoever runs the server "
        "may delete the folder that its weights are in."
    )


class WouldOverwriteError(ConflictError):
    """Files of an earlier run are there."""

    code = "would-overwrite"
    advice = (
        "Use --force to replace them, or --pyannote-json-in and --deepgram-json-in to reuse the "
        "answers of hosted engines."
    )


class MissingKeyError(ApplicationError):
    """The service has API keys, and the caller sent none."""

    code = "missing-api-key"
    advice = "Send one as `Authorization: Bearer KEY` or `X-API-Key: KEY`."


class KeyRefusedError(ApplicationError):
    """An API key that is not known, was revoked or has expired."""

    code = "invalid-api-key"
    advice = "Check that all of the key was sent, or ask whoever runs the service for another."


class OutOfScopeError(KeyRefusedError):
    """A key that is good, but not for this."""

    code = "out-of-scope"
    advice = "Use a key that has the scope which the message names."


class KeyReusedError(ApplicationError):
    """The Idempotency-Key was sent with a different request."""

    code = "idempotency-key-reused"
    advice = "Send a new key with each new request, and the old one only to repeat the old request."


class NoClipLinksError(ConflictError):
    """Recordings are kept where no link leads."""

    code = "no-clip-links"
    advice = "Read the bytes with GET /api/audio/{clip_id}/content."


class UnusableAudioError(ApplicationError):
    """The bytes hold no sound that can be transcribed."""

    code = "unusable-audio"
    advice = "Send a sound or video file that a media player can play."


class EmptyFileError(UnusableAudioError):
    code = "empty-file"
    advice = "Check that the recording was saved completely, then upload it again."


class TooLittleSpeechError(UnusableAudioError):
    """Sound in which nobody speaks, or not for long enough to know them by."""

    code = "too-little-speech"
    advice = "Send three seconds or more of one person who speaks alone, without music."


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


class RemoteError(ApplicationError):
    """What a URL names cannot be used."""

    code = "remote"


class InvalidUrlError(RemoteError):
    code = "invalid-url"
    advice = "Send a whole URL, such as https://example.org/talk.mp3."


class ForbiddenAddressError(RemoteError):
    """The URL leads to where this service must not be sent."""

    code = "forbidden-address"
    advice = (
        "Use a URL that the internet can reach, or have the host or its network added to "
        "SSRF_ALLOWED_NETWORKS."
    )


class CallbackUnreachableError(RemoteError):
    """Nobody is there to be told that a task has ended."""

    code = "callback-unreachable"
    advice = "Have the receiver answer HEAD requests at its URL with 2xx, 405 or 501."


class RemoteRefusedError(RemoteError):
    """The other side has nothing there for us."""

    code = "remote-refused"
    advice = "Check that the URL is complete, not expired, and can be read without logging in."


class RemoteFailedError(RemoteError):
    """The other side is not there, failed or took too long."""

    code = "remote-failed"
    may_pass = True
    advice = "Check that the URL can be opened elsewhere, then send the request again."


class UnknownModelError(ApplicationError):
    """No such name in the catalogue."""

    code = "unknown-model"
    advice = "Choose one of the models that the message names."


class EngineNotOfferedError(ApplicationError):
    """It cannot run here, or clients have no choice."""

    code = "engine-not-offered"
    advice = "Leave the parameter out to have the service's own engine."


class UnavailableError(ApplicationError):
    """Something that the request needs cannot be had now."""

    code = "unavailable"


class ModelUnavailableError(UnavailableError):
    code = "model-unavailable"
    advice = "Run `hexavox models list` to see which models are here, or choose another one."


class EngineUnavailableError(UnavailableError):
    code = "engine-unavailable"
    advice = "Run `hexavox doctor` on the server to see what is missing."


class NobodyToldApartError(EngineUnavailableError):
    """Nothing is missing: whoever runs the server wants no speakers told apart."""

    code = "nobody-told-apart"
    advice = "Ask with diarize=false, or have the server set DIARIZER to an engine."


class DeviceMemoryError(UnavailableError):
    """The memory of a GPU, or of the machine, does not hold even one piece of the work."""

    code = "device-memory"
    may_pass = True
    advice = (
        "Set a smaller BATCH_SIZE or COMPUTE_TYPE=int8_float16, choose a smaller model, or leave "
        "the GPU to this service alone."
    )


class DatabaseUnavailableError(UnavailableError):
    """The database is locked, cannot be reached, or was lost on the way. Where a commit raises it,
    what was to be kept may have been kept."""

    code = "database-unavailable"
    advice = "Nothing is wrong with your request: send it again in a few seconds."


class StorageUnavailableError(UnavailableError):
    """The store of recordings is on another machine, and does not answer or refuses."""

    code = "storage-unavailable"
    may_pass = True
    advice = (
        "Send the request again in a while; if it stays so, the S3_ settings of the server may be "
        "wrong, and its log has the details."
    )


class ServiceStoppingError(UnavailableError):
    code = "service-stopping"
    advice = (
        "Your job is kept and goes on when the server is started again; "
        "ask for the transcript then."
    )


class HostedServiceError(UnavailableError):
    """Somebody else's service refused, failed or kept silent."""

    code = "hosted-service"
    advice = "Check the address and the key that were given for it, then try again."


class NoUrlToFetchError(HostedServiceError):
    """A hosted engine cannot get at a recording that only this machine has."""

    code = "no-url-to-fetch"
    advice = "Give a --bucket to put the recording in, or name one that is there: s3://bucket/key."


class CorruptWeightsError(ApplicationError):
    """Fetched weights are not what they should be."""

    code = "corrupt-weights"
    advice = "Run `hexavox models fetch`, which replaces files that are damaged."


class StorageFullError(ApplicationError):
    code = "storage-full"
    may_pass = True
    advice = "Nothing was kept. Free some space on the server, then send the file again."


class TranscriptionFailedError(ApplicationError):
    """An engine failed on sound that it should have managed."""

    code = "transcription-failed"
    may_pass = True
    advice = "Send the request again; the server's log has the details."


class TranscriptionImpossibleError(TranscriptionFailedError):
    """An engine failed on this sound in a way in which it will fail again."""

    code = "transcription-impossible"
    may_pass = False
    advice = "Choose another model or another engine; the server's log has the details."


class OptionsRefusedError(TranscriptionFailedError):
    """The job waits since an earlier version, which took options that this one refuses."""

    code = "options-refused"
    may_pass = False
    advice = "Correct the option that the message names, then ask again."


class StageTimeoutError(TranscriptionFailedError):
    """A stage took longer than it may."""

    code = "stage-timeout"
    advice = (
        "Choose a smaller model, send the recording in parts, or have the limit raised: "
        "TRANSCRIPTION_TIMEOUT, ALIGNMENT_TIMEOUT or DIARIZATION_TIMEOUT."
    )


class TranscriptionCancelledError(TranscriptionFailedError):
    """Somebody stopped the job that another waited for."""

    code = "transcription-cancelled"
    may_pass = False
    advice = "Ask for it again if it is still wanted."


class TranscriptionAbandonedError(TranscriptionFailedError):
    """The service ended, again and again, while it worked on the recording."""

    code = "transcription-abandoned"
    may_pass = False
    advice = (
        "The server may have too little memory for it: choose a smaller model or send the "
        "recording in parts, then ask again. If the server was cut off from outside each time, "
        "just ask again. Its log may say more."
    )


class QueueFullError(ApplicationError):
    """Too many jobs wait already."""

    code = "queue-full"
    advice = "Nothing was taken on. Send the request again later."


def error_with_code(code: str) -> type[ApplicationError]:
    """The error whose stable name that is; TranscriptionFailedError for a name of old."""
    return next((kind for kind in _kinds() if kind.code == code), TranscriptionFailedError)


def _kinds(root: type[ApplicationError] = ApplicationError) -> Iterator[type[ApplicationError]]:
    for kind in root.__subclasses__():
        yield kind
        yield from _kinds(kind)
