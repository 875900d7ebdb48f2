"""The fields of the forms that this door takes: OpenAI's, and those that are ours alone."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, ClassVar, Final

from pydantic import Field

from adapters.inbound.form_values import FormShape
from adapters.inbound.openai.server_vad import ChunkingStrategy
from adapters.inbound.option_fields import Number, OptionFields

MOST_KNOWN_SPEAKERS: Final = 4


class ResponseFormat(StrEnum):
    JSON = "json"
    TEXT = "text"
    SRT = "srt"
    VERBOSE_JSON = "verbose_json"
    VTT = "vtt"
    DIARIZED_JSON = "diarized_json"


class Granularity(StrEnum):
    WORD = "word"
    SEGMENT = "segment"


class Included(StrEnum):
    LOGPROBS = "logprobs"


Speakers = Annotated[int, Field(ge=1, le=1000)]


class AudioFields(OptionFields):
    """What transcriptions and translations have in common."""

    LISTS: ClassVar[frozenset[str]] = frozenset()
    OBJECTS: ClassVar[frozenset[str]] = frozenset()

    model: str | None = Field(
        default=None,
        description="A model of `GET /v1/models`; left out, it is the service's default model. "
        "`whisper-1` and OpenAI's other names stand for the model that the operator has chosen.",
        examples=["whisper-1"],
    )
    prompt: str | None = Field(
        default=None,
        description="Text to take for what was said before: style and spelling. Of a long one "
        "the end counts.",
        examples=["Hexavox, pyannote, Kenobi."],
    )
    response_format: ResponseFormat = Field(
        default=ResponseFormat.JSON,
        description="What the answer looks like.",
        examples=["json", "verbose_json"],
    )
    temperature: Annotated[Number, Field(ge=0, le=1)] | None = Field(
        default=None,
        description="0, which is usual, looks for the likeliest words, and goes up in steps of 0.2 "
        "where they repeat themselves or are unlikely. Anything else draws at that temperature.",
        examples=[0],
    )
    language: str | None = Field(
        default=None,
        description="The language that is spoken: a code (`en`) or an English name. Left out, it "
        "is listened for.",
        examples=["en"],
    )
    hotwords: str | None = Field(
        default=None,
        description="Words to expect, such as names. Ours alone.",
        examples=["Hexavox Kenobi"],
    )
    diarize: bool | None = Field(
        default=None,
        description="Tell speakers apart. Left out, it is so for `diarized_json` and the model "
        "`gpt-4o-transcribe-diarize`. Ours alone.",
        examples=[True],
    )
    num_speakers: Speakers | None = Field(
        default=None, description="How many speakers there are. Ours alone.", examples=[2]
    )
    min_speakers: Speakers | None = Field(
        default=None, description="The fewest there can be. Ours alone.", examples=[2]
    )
    max_speakers: Speakers | None = Field(
        default=None, description="The most there can be. Ours alone.", examples=[4]
    )
    identify: bool = Field(
        default=False,
        description="Call speakers by name who sound like somebody enrolled at /api/speakers. "
        "Ours alone.",
        examples=[False],
    )

    @classmethod
    def shape(cls) -> FormShape:
        return FormShape(known=cls.model_fields, lists=cls.LISTS, objects=cls.OBJECTS)

    def clashes(self) -> Iterator[tuple[str, str]]:
        """Fields that make no sense beside the others, and why."""
        if self.response_format is ResponseFormat.DIARIZED_JSON and self.diarize is False:
            yield "diarize", "response_format=diarized_json is about speakers that are told apart"


class TranscriptionFields(AudioFields):
    LISTS: ClassVar[frozenset[str]] = frozenset(
        {
            "languages",
            "keywords",
            "timestamp_granularities",
            "include",
            "known_speaker_names",
            "known_speaker_references",
        }
    )
    OBJECTS: ClassVar[frozenset[str]] = frozenset({"chunking_strategy"})

    languages: list[str] = Field(
        default_factory=list,
        description="The languages that may be spoken: the likeliest of them is taken.",
        examples=[["en", "de"]],
    )
    keywords: list[str] = Field(
        default_factory=list,
        description="Words to expect, such as names.",
        examples=[["Hexavox", "Kenobi"]],
    )
    timestamp_granularities: list[Granularity] = Field(
        default_factory=lambda: [Granularity.SEGMENT],
        description="With verbose_json: `word` adds the words; segments are there anyway.",
        examples=[["segment"], ["word", "segment"]],
    )
    stream: bool = Field(
        default=False,
        description="Answer with server-sent events, while the recording is being transcribed.",
        examples=[False],
    )
    chunking_strategy: ChunkingStrategy = Field(
        default=None,
        description="`auto`, or how speech is told from silence. Recordings of any length are cut "
        "where nobody speaks in either case.",
        examples=["auto"],
    )
    include: list[Included] = Field(
        default_factory=list,
        description="With response_format=json: `logprobs` adds how sure the engine was of each "
        "word.",
        examples=[["logprobs"]],
    )
    known_speaker_names: list[str] = Field(
        default_factory=list,
        max_length=MOST_KNOWN_SPEAKERS,
        description="Names of speakers whose voices are in known_speaker_references, in that "
        "order.",
        examples=[["agent"]],
    )
    known_speaker_references: list[str] = Field(
        default_factory=list,
        max_length=MOST_KNOWN_SPEAKERS,
        description="Samples of their voices, a few seconds each, as data URLs.",
        examples=[["data:audio/wav;base64,UklGRg=="]],
    )

    def clashes(self) -> Iterator[tuple[str, str]]:
        form = self.response_format
        if Granularity.WORD in self.timestamp_granularities and form is not form.VERBOSE_JSON:
            yield "timestamp_granularities", f"word needs verbose_json; {form} has no words"
        if self.include and form is not form.JSON:
            yield "include", f"logprobs needs response_format=json; {form} has none"
        yield from super().clashes()

    def given(self) -> dict[str, object]:
        vad = {} if self.chunking_strategy is None else self.chunking_strategy.given()
        own = {name: value for name, value in super().given().items() if value is not None}
        return {**vad, **own}


class TranslationFields(AudioFields):
    def clashes(self) -> Iterator[tuple[str, str]]:
        if self.response_format is ResponseFormat.DIARIZED_JSON:
            yield "response_format", "a translation is json, text, srt, verbose_json or vtt"
        yield from super().clashes()
