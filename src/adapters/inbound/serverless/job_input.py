"""What a job of the serverless API can be asked: the input of the worker, field by field."""

from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator

from adapters.inbound.given_options import concerns
from adapters.inbound.language_choice import language_named
from domain.speaker import ANY_NUMBER, SpeakerCount
from domain.speaker_naming import AMONG_ENROLLED, AMONG_SAMPLES, NO_NAMES, SpeakerNaming
from domain.speaker_sample import SpeakerSample
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


class SampleInput(WorkerModel):
    """A recording of one speaker alone."""

    url: Annotated[Url, Field(examples=["https://example.org/ada.wav"])]
    name: str | None = Field(
        default=None,
        description="What to call them. Left out, the URL's `?name=`, its fragment, or the name of "
        "the file without its ending says so, in this order.",
        examples=["Ada Lovelace"],
    )


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
        "that is set up.",
        examples=["https://example.org/talk.mp3"],
    )
    language: str | None = Field(
        default=None,
        description="A code such as `en`; left out, the engine listens for it.",
        examples=["en"],
    )
    language_detection_min_prob: Share = Field(
        default=0,
        description="Listen in other places, too, until the language is as likely as that.",
    )
    language_detection_max_tries: Positive = Field(
        default=5, description="In how many places, spread over the recording."
    )
    initial_prompt: str | None = Field(
        default=None,
        description="Text to take for what was said before: style and spelling.",
        examples=["Hexavox, Nyquist, Fourier."],
    )
    batch_size: Positive = Field(
        default=64,
        description="Windows decoded together; left out, it is what suits the device.",
    )
    temperature: Annotated[float, Field(ge=0, allow_inf_nan=False)] = Field(
        default=0,
        description="0 looks for the likeliest words; anything else draws at that temperature.",
    )
    vad_onset: Share = Field(default=0.5, description="The probability at which speech begins.")
    vad_offset: Share = Field(default=0.363, description="The probability below which speech ends.")
    align_output: bool = Field(default=False, description="Show the words of each segment.")
    diarization: bool = Field(default=False, description="Tell speakers apart.")
    huggingface_access_token: SecretStr | None = Field(
        default=None, description="Not needed; it is neither used nor kept.", examples=["hf_..."]
    )
    min_speakers: Speakers | None = Field(
        default=None, description="With diarization.", examples=[2]
    )
    max_speakers: Speakers | None = Field(
        default=None, description="With diarization.", examples=[4]
    )
    debug: bool = Field(default=False, description="Has no effect: `/api/jobs/{id}` has the times.")
    speaker_samples: list[SampleInput] = Field(
        default=[],
        description="With diarization: whoever sounds like one of them is called by that name. "
        "Several samples may have one name; neither they nor the voices are kept.",
        examples=[[{"url": "https://example.org/ada.wav", "name": "Ada Lovelace"}]],
    )
    speaker_verification: bool = Field(
        default=False,
        description="With diarization and without samples: recognise those who are enrolled at "
        "/api/speakers. Samples are heeded whatever it says.",
    )
    model: str | None = Field(
        default=None,
        description="A name of the model catalogue; not known to the worker.",
        examples=["base"],
    )
    num_speakers: Speakers | None = Field(
        default=None,
        description="With diarization; it overrides the bounds. Not known to it.",
        examples=[2],
    )
    beam_size: Positive | None = Field(
        default=None, description="Hypotheses kept side by side. Not known to it.", examples=[5]
    )

    def options(self, model: str) -> TranscriptionOptions:
        """With the model that is meant. Raises InvalidOptionError."""
        return TranscriptionOptions(
            model=model,
            language=language_named(self.language),
            diarize=self.diarization,
            speakers=self._speakers() if self.diarization else ANY_NUMBER,
            initial_prompt=(self.initial_prompt or "").strip() or None,
            naming=self._naming() if self.diarization else NO_NAMES,
            **concerns(self.model_dump(include=self.model_fields_set)),
        )

    def samples(self) -> tuple[SpeakerSample, ...]:
        """Whose voices are to be recognised. Raises InvalidSpeakerError."""
        if not self.diarization:
            return ()
        return tuple(SpeakerSample.of(each.url, each.name) for each in self.speaker_samples)

    def _naming(self) -> SpeakerNaming:
        if self.speaker_samples:
            return AMONG_SAMPLES
        return AMONG_ENROLLED if self.speaker_verification else NO_NAMES

    def _speakers(self) -> SpeakerCount:
        return SpeakerCount.of(
            exact=self.num_speakers, at_least=self.min_speakers, at_most=self.max_speakers
        )
