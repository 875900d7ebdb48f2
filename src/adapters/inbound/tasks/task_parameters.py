"""What the routes of the task API can be asked, by the names and defaults of the API."""

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from adapters.inbound.given_options import Concerns, concerns
from adapters.inbound.language_choice import language_named
from adapters.inbound.tasks.chosen_by_server import OTHERWISE_UNLESS_GIVEN, warnings_for
from domain.alignment_options import Interpolation
from domain.languages import Language
from domain.speaker import SpeakerCount
from domain.transcription_options import Task, TranscriptionOptions

Count = Annotated[int, Field(ge=0, le=10**6)]
Positive = Annotated[int, Field(ge=1, le=10**6)]
Speakers = Annotated[int, Field(ge=1, le=1000)]
Fraction = Annotated[float, Field(ge=0, le=1)]
Amount = Annotated[float, Field(ge=0, le=10**6)]
Text = Annotated[str, Field(max_length=10_000)]
Url = Annotated[str, Field(max_length=2048)]


class Device(StrEnum):
    AUTO = "auto"
    CUDA = "cuda"
    CPU = "cpu"
    MPS = "mps"


def _listed(given: object) -> object:
    """`-1,220` as well as `-1` and `220`."""
    if not isinstance(given, list):
        return given
    return [part for each in given for part in str(each).split(",")]


class TaskParameters(BaseModel):
    """What every task can be asked."""

    model_config = ConfigDict(extra="forbid", protected_namespaces=())

    callback_url: Url | None = Field(
        default=None,
        description="Where to POST the task when it has ended. It is asked with HEAD first.",
        examples=["https://example.org/done"],
    )

    def model_name(self) -> str | None:
        return None

    def options(self, model: str) -> TranscriptionOptions:
        """Raises InvalidOptionError."""
        return TranscriptionOptions(model=model)

    def as_asked(self) -> dict[str, Any]:
        """With the defaults, but for those that would be untrue."""
        untrue = OTHERWISE_UNLESS_GIVEN - self.model_fields_set
        return self.model_dump(mode="json", exclude={"callback_url", *untrue})

    def warnings(self) -> tuple[str, ...]:
        """One for each parameter that was given and cannot be had."""
        given = self.model_dump(mode="json", include=self.model_fields_set)
        return warnings_for(given)

    def concerns(self) -> Concerns:
        """What was given, and not the defaults of the API, which are as good as the service's.
        Raises InvalidOptionError."""
        return concerns(self.model_dump(include=self.model_fields_set))


class DeviceParameters(TaskParameters):
    device: Device = Field(default=Device.CUDA, description="The server chooses: see the warnings.")


class ModelParameters(DeviceParameters):
    language: str = Field(
        default="en",
        description="The language spoken: a code, an English name, or `auto` to have it found out.",
    )
    task: Task = Field(
        default=Task.TRANSCRIBE,
        description="`transcribe` writes what is said; `translate` writes it in English.",
    )
    model: str | None = Field(
        default=None,
        description="A name of the model catalogue, such as `base`; left out, it is the service's "
        "default model.",
        examples=["base"],
    )
    device_index: Count = 0
    threads: Count = 0
    batch_size: Positive = 8
    chunk_size: Positive = 20
    compute_type: Literal["float16", "float32", "int8"] = "float16"

    def model_name(self) -> str | None:
        return self.model

    def spoken(self) -> Language | None:
        """Raises InvalidOptionError."""
        return language_named(self.language)


class AlignParameters(TaskParameters):
    align_model: Text | None = Field(
        default=None, description="A model for the times of words.", examples=["en"]
    )
    interpolate_method: Interpolation = Interpolation.NEAREST
    return_char_alignments: bool = False


class SpeakerParameters(TaskParameters):
    min_speakers: Speakers | None = Field(
        default=None, description="At least so many.", examples=[2]
    )
    max_speakers: Speakers | None = Field(
        default=None, description="At most so many.", examples=[4]
    )

    def speakers(self) -> SpeakerCount:
        """Raises InvalidOptionError."""
        return SpeakerCount(self.min_speakers, self.max_speakers)


class HearingParameters(TaskParameters):
    beam_size: Positive = 5
    best_of: Positive = 5
    patience: Amount = 1.0
    length_penalty: Amount = 1.0
    temperatures: Fraction = 0.0
    compression_ratio_threshold: Amount = 2.4
    log_prob_threshold: Annotated[float, Field(ge=-(10**6), le=10**6)] = -1.0
    no_speech_threshold: Fraction = 0.6
    initial_prompt: Text | None = Field(
        default=None,
        description="Text to take for what was said before: style and spelling.",
        examples=["Hexavox, Nyquist, Fourier."],
    )
    suppress_tokens: Annotated[list[int], BeforeValidator(_listed)] = [-1]
    suppress_numerals: bool = False
    hotwords: Text | None = Field(
        default=None, description="Words to expect, such as names.", examples=["Hexavox Nyquist"]
    )
    vad_onset: Fraction = 0.5
    vad_offset: Fraction = 0.363


class TranscribeParameters(HearingParameters, ModelParameters):
    def options(self, model: str) -> TranscriptionOptions:
        return TranscriptionOptions(
            model=model,
            language=self.spoken(),
            task=self.task,
            diarize=False,
            initial_prompt=_text(self.initial_prompt),
            hotwords=_text(self.hotwords),
            **self.concerns(),
        )


class AlignTaskParameters(AlignParameters, DeviceParameters):
    def options(self, model: str) -> TranscriptionOptions:
        return TranscriptionOptions(model=model, **self.concerns())


class DiarizeParameters(SpeakerParameters, DeviceParameters):
    def options(self, model: str) -> TranscriptionOptions:
        return TranscriptionOptions(model=model, speakers=self.speakers())


class FullParameters(HearingParameters, SpeakerParameters, AlignParameters, ModelParameters):
    def options(self, model: str) -> TranscriptionOptions:
        return TranscriptionOptions(
            model=model,
            language=self.spoken(),
            task=self.task,
            speakers=self.speakers(),
            initial_prompt=_text(self.initial_prompt),
            hotwords=_text(self.hotwords),
            **self.concerns(),
        )


def _text(given: str | None) -> str | None:
    """Blanks ask for nothing."""
    return (given or "").strip() or None
