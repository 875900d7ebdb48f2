"""What a job of the serverless API can be asked: the input of the worker, field by field."""

from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator

from adapters.inbound.language_choice import language_named
from domain.speaker import ANY_NUMBER, SpeakerCount
from domain.transcription_options import TranscriptionOptions

_LONGEST_URL: Final = 8192

Url = Annotated[str, Field(min_length=1, max_length=_LONGEST_URL)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Positive = Annotated[int, Field(ge=1, le=10**6)]
Speakers = Annotated[int, Field(ge=1, le=1000)]


class WorkerModel(BaseModel):
    """A `null` means that the default will do, as it does to the worker."""

    model_config = ConfigDict(extra="forbid", strict=True)

    @model_validator(mode="before")
    @classmethod
    def _leave_out_nulls(cls, given: Any) -> Any:  # noqa: ANN401 - it may be anything yet
        if not isinstance(given, dict):
            return given
        return {name: value for name, value in given.items() if value is not None}


class SpeakerSample(WorkerModel):
    """A recording of one speaker alone."""

    url: Url
    name: str | None = Field(default=None, description="What to call them.")


class JobInput(WorkerModel):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "audio_file": "https://example.org/talk.mp3",
                    "align_output": True,
                    "diarization": True,
                    "max_speakers": 4,
                }
            ]
        }
    )

    audio_file: Url = Field(
        description="Where the recording can be had: http://, https://, or s3://bucket/key where "
        "that is set up."
    )
    language: str | None = Field(
        default=None, description="A code such as `en`; left out, the engine listens for it."
    )
    language_detection_min_prob: Share = Field(default=0, description="Has no effect yet.")
    language_detection_max_tries: Positive = Field(default=5, description="Has no effect yet.")
    initial_prompt: str | None = Field(
        default=None, description="Text to take for what was said before: style and spelling."
    )
    batch_size: Positive = Field(
        default=64, description="Has no effect: this service chooses what its device can hold."
    )
    temperature: Annotated[float, Field(ge=0, allow_inf_nan=False)] = Field(
        default=0, description="Has no effect yet."
    )
    vad_onset: Share = Field(default=0.5, description="Has no effect yet.")
    vad_offset: Share = Field(default=0.363, description="Has no effect yet.")
    align_output: bool = Field(default=False, description="Show the words of each segment.")
    diarization: bool = Field(default=False, description="Tell speakers apart.")
    huggingface_access_token: SecretStr | None = Field(
        default=None, description="Not needed; it is neither used nor kept."
    )
    min_speakers: Speakers | None = Field(default=None, description="With diarization.")
    max_speakers: Speakers | None = Field(default=None, description="With diarization.")
    debug: bool = Field(default=False, description="Has no effect: `/api/jobs/{id}` has the times.")
    speaker_samples: list[SpeakerSample] = Field(default=[], description="Has no effect yet.")
    speaker_verification: bool = Field(default=False, description="Has no effect yet.")
    model: str | None = Field(
        default=None, description="A name of the model catalogue; not known to the worker."
    )
    num_speakers: Speakers | None = Field(
        default=None, description="With diarization; it overrides the bounds. Not known to it."
    )
    beam_size: Positive | None = Field(
        default=None, description="Has no effect yet. Not known to it."
    )

    def options(self, model: str) -> TranscriptionOptions:
        """With the model that is meant. Raises InvalidOptionError."""
        return TranscriptionOptions(
            model=model,
            language=language_named(self.language),
            diarize=self.diarization,
            speakers=self._speakers() if self.diarization else ANY_NUMBER,
            initial_prompt=(self.initial_prompt or "").strip() or None,
        )

    def _speakers(self) -> SpeakerCount:
        return SpeakerCount.of(
            exact=self.num_speakers, at_least=self.min_speakers, at_most=self.max_speakers
        )
