"""What /api/transcribe and /api/upload+transcribe can be asked."""

from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from adapters.inbound.example_ids import CLIP_ID
from adapters.inbound.given_options import concerns
from adapters.inbound.language_choice import language_named
from adapters.inbound.option_fields import OptionFields
from adapters.inbound.rest.wanted_levels import ConfidenceWishes
from application.use_cases.jobs.request_transcription import JobRequest, TranscriptionRequest
from domain.audio_clip import ClipId, OwnerId
from domain.callback import Callback
from domain.errors import InvalidOptionError
from domain.speaker import SpeakerCount
from domain.speaker_naming import AMONG_ENROLLED, NO_NAMES
from domain.transcription_job import Priority
from domain.transcription_options import Task, TranscriptionOptions

Speakers = Annotated[int, Field(ge=1, le=1000)]


class HearingWishes(OptionFields, ConfidenceWishes):
    """What a clip is to be transcribed with, for a caller who stays."""

    model_config = ConfigDict(extra="forbid")

    diarize: bool = Field(default=True, description="Tell speakers apart.")
    language: str | None = Field(
        default=None,
        description="The language spoken: a code (`en`), an English name (`english`), or `auto`, "
        "which is what it is when left out.",
        examples=["en"],
    )
    task: Task = Field(
        default=Task.TRANSCRIBE,
        description="`transcribe` writes what is said; `translate` writes it in English.",
    )
    num_speakers: Speakers | None = Field(
        default=None,
        description="How many speakers there are, if that is known; "
        "it overrides min_speakers and max_speakers.",
        examples=[2],
    )
    min_speakers: Speakers | None = Field(
        default=None, description="The fewest there can be.", examples=[2]
    )
    max_speakers: Speakers | None = Field(
        default=None, description="The most there can be.", examples=[4]
    )
    identify: bool = Field(
        default=False,
        description="Call speakers by name who sound like somebody enrolled at /api/speakers.",
    )
    speaker_embeddings: bool = Field(
        default=False,
        description="Keep and answer what each speaker sounds like, as numbers (JSON only).",
    )
    word_timestamps: bool = Field(default=False, description="Show the words of each segment.")
    model: str | None = Field(
        default=None,
        description="A name of the model catalogue; left out, it is the service's default model.",
        examples=["base"],
    )
    initial_prompt: str | None = Field(
        default=None,
        description="Text to take for what was said before: style and spelling.",
        examples=["Hexavox, Nyquist, Fourier."],
    )
    hotwords: str | None = Field(
        default=None, description="Words to expect, such as names.", examples=["Hexavox Nyquist"]
    )
    force: bool = Field(
        default=False, description="Transcribe again even if the same transcript is kept."
    )
    priority: Priority | None = Field(
        default=None,
        description="`interactive` jobs are taken before `batch` ones. Left out, it is "
        "`interactive` for those who wait and `batch` for others.",
        examples=[Priority.INTERACTIVE],
    )

    def to_request(self, owner: OwnerId, clip_id: ClipId, model: str) -> TranscriptionRequest:
        """For a caller who waits. Raises InvalidOptionError."""
        return TranscriptionRequest(
            owner=owner,
            clip_id=clip_id,
            options=self._options(model),
            force=self.force,
            priority=self.priority or Priority.INTERACTIVE,
        )

    def _options(self, model: str) -> TranscriptionOptions:
        return TranscriptionOptions(
            model=model,
            language=language_named(self.language),
            task=self.task,
            diarize=self.diarize,
            speakers=SpeakerCount.of(
                exact=self.num_speakers, at_least=self.min_speakers, at_most=self.max_speakers
            ),
            initial_prompt=_text(self.initial_prompt),
            hotwords=_text(self.hotwords),
            naming=AMONG_ENROLLED if self.identify else NO_NAMES,
            speaker_embeddings=self.speaker_embeddings,
            **concerns(self.given()),
        )


class TranscriptionWishes(HearingWishes):
    """The same for a caller who may come back."""

    wait: bool | None = Field(
        default=None,
        description="`false` answers at once with the job (202). Left out, it is `true` unless "
        "there is a callback_url or a header `Prefer: respond-async`.",
        examples=[True],
    )
    callback_url: str | None = Field(
        default=None,
        description="Where to send the end of the job, with the transcript, signed as a webhook.",
        examples=["https://example.org/transcribed"],
    )

    def waits(self, *, prefers_async: bool) -> bool:
        if self.wait is not None:
            return self.wait
        return self.callback_url is None and not prefers_async

    def to_request(self, owner: OwnerId, clip_id: ClipId, model: str) -> TranscriptionRequest:
        """For a caller who waits. Raises InvalidOptionError."""
        if self.callback_url is not None:
            raise InvalidOptionError(
                "wait=true is answered with the transcript itself; leave out wait or callback_url"
            )
        return super().to_request(owner, clip_id, model)

    def to_job(self, owner: OwnerId, clip_id: ClipId | None, model: str) -> JobRequest:
        """For a caller who comes back; without a clip, to see whether it makes sense. Raises
        InvalidOptionError, InvalidWebhookError."""
        return JobRequest(
            owner=owner,
            clip_id=clip_id,
            options=self._options(model),
            force=self.force,
            priority=self.priority or Priority.BATCH,
            callback=None if self.callback_url is None else Callback(self.callback_url),
            may_share=self.callback_url is None,
        )


class TranscribeQuery(TranscriptionWishes):
    clip_id: UUID = Field(description="The clip_id that the upload answered.", examples=[CLIP_ID])


def _text(given: str | None) -> str | None:
    """Blanks ask for nothing."""
    return (given or "").strip() or None
