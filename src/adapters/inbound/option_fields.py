"""Options for those who know the engines, each of which is as usual when it is left out."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from adapters.inbound.given_options import concerns
from domain.alignment_options import Interpolation
from domain.decoding_options import BOUNDS, LARGEST_BATCH, MOST_BEAMS
from domain.engine_kinds import (
    AlignerKind,
    DiarizerKind,
    EngineChoice,
    SpeechDetectorKind,
    TranscriberKind,
)
from domain.language_search import MOST_TRIES
from domain.speech import LONGEST_PAUSE

Number = Annotated[float, Field(allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0, le=10**6)]

_NUMBERS: Final = re.compile(r"\s*-?\d{1,9}\s*(,\s*-?\d{1,9}\s*)*")


def _numbers(given: str) -> str:
    if not _NUMBERS.fullmatch(given):
        raise PydanticCustomError(
            "token_numbers", "tokens are given as numbers with commas between, such as -1,220"
        )
    return given


TokenNumbers = Annotated[str, Field(max_length=2000), AfterValidator(_numbers)]


def _between(lowest: float, highest: float, kind: str = "number") -> WithJsonSchema:
    """For the documentation: the domain itself refuses what lies beyond, and says why."""
    return WithJsonSchema({"type": kind, "minimum": lowest, "maximum": highest})


_OF_DECODING: Final[Mapping[str, WithJsonSchema]] = MappingProxyType(
    {name: _between(lowest, highest) for name, lowest, highest in BOUNDS}
)
Beams = Annotated[Count, _between(1, MOST_BEAMS, "integer")]
Probability = Annotated[Number, _between(0, 1)]
Pause = Annotated[Number, _between(0, LONGEST_PAUSE)]


class DecodingFields(BaseModel):
    temperature: Annotated[Number, _OF_DECODING["temperature"]] | None = Field(
        default=None,
        description="0, which is usual, looks for the likeliest words, and goes up in steps of 0.2 "
        "where they repeat themselves or are unlikely. Anything else draws at that temperature.",
        examples=[0],
    )
    beam_size: Beams | None = Field(
        default=None, description="Hypotheses kept side by side; usually 5.", examples=[5]
    )
    best_of: Beams | None = Field(
        default=None,
        description="Draws to choose from at temperatures above 0; usually 5.",
        examples=[5],
    )
    patience: Annotated[Number, _OF_DECODING["patience"]] | None = Field(
        default=None, description="How much longer the search goes on; usually 1.", examples=[1]
    )
    length_penalty: Annotated[Number, _OF_DECODING["length_penalty"]] | None = Field(
        default=None,
        description="The power of the length that a likelihood is divided by.",
        examples=[1],
    )
    compression_ratio_threshold: (
        Annotated[Number, _OF_DECODING["compression_ratio_threshold"]] | None
    ) = Field(
        default=None,
        description="Text that can be compressed by more repeats itself; usually 2.4.",
        examples=[2.4],
    )
    log_prob_threshold: Annotated[Number, _OF_DECODING["log_prob_threshold"]] | None = Field(
        default=None,
        description="Text with a lower mean log probability is no good; usually -1.",
        examples=[-1],
    )
    no_speech_threshold: Annotated[Number, _OF_DECODING["no_speech_threshold"]] | None = Field(
        default=None,
        description="From what probability on it is silence; usually 0.6.",
        examples=[0.6],
    )
    suppress_tokens: TokenNumbers | None = Field(
        default=None,
        description="Tokens that are never written, as numbers with commas between; -1 stands for "
        "the symbols that are no speech.",
        examples=["-1,220"],
    )
    suppress_numerals: bool | None = Field(
        default=None, description="Write numbers in words.", examples=[False]
    )
    batch_size: Annotated[Count, _between(1, LARGEST_BATCH, "integer")] | None = Field(
        default=None,
        description="Windows decoded together; usually what suits the device.",
        examples=[8],
    )
    chunk_size: Annotated[Number, _OF_DECODING["chunk_size"]] | None = Field(
        default=None,
        description="The most speech heard at once, in seconds; usually 30.",
        examples=[30],
    )


class SpeechFields(BaseModel):
    vad_onset: Probability | None = Field(
        default=None,
        description="The probability at which speech begins; usually 0.5.",
        examples=[0.5],
    )
    vad_offset: Probability | None = Field(
        default=None,
        description="The probability below which it ends; usually 0.35.",
        examples=[0.35],
    )
    vad_min_silence: Pause | None = Field(
        default=None,
        description="For how many seconds it has to stay below; usually 0.16.",
        examples=[0.16],
    )
    vad_padding: Pause | None = Field(
        default=None,
        description="Seconds added before and after speech; usually 0.25.",
        examples=[0.25],
    )
    language_detection_min_prob: Probability | None = Field(
        default=None,
        description="Listen in other places, too, until the language is as likely as that.",
        examples=[0.5],
    )
    language_detection_max_tries: Annotated[Count, _between(1, MOST_TRIES, "integer")] | None = (
        Field(
            default=None,
            description="In how many places, spread over the recording; usually 5.",
            examples=[5],
        )
    )


class AlignmentFields(BaseModel):
    align_model: str | None = Field(
        default=None, max_length=200, description="A model for the times of words.", examples=["en"]
    )
    interpolate_method: Interpolation | None = Field(
        default=None,
        description="Where words that cannot be heard, such as numbers, get their times from.",
        examples=[Interpolation.NEAREST],
    )
    return_char_alignments: bool | None = Field(
        default=None, description="Times of characters, too.", examples=[False]
    )


class EngineFields(BaseModel):
    transcriber: TranscriberKind | None = Field(
        default=None,
        description="Another engine than the service's own, if it offers a choice.",
        examples=[TranscriberKind.FASTER_WHISPER],
    )
    aligner: AlignerKind | None = Field(
        default=None, description="Likewise, for times of words.", examples=[AlignerKind.AUTO]
    )
    diarizer: DiarizerKind | None = Field(
        default=None, description="Likewise, for speakers.", examples=[DiarizerKind.AUTO]
    )
    speech_detector: SpeechDetectorKind | None = Field(
        default=None,
        description="Likewise, for finding speech.",
        examples=[SpeechDetectorKind.SILERO],
    )


class OptionFields(DecodingFields, SpeechFields, AlignmentFields, EngineFields):
    """All of them."""

    def engines(self) -> EngineChoice:
        return concerns(self.given())["engines"]

    def given(self) -> dict[str, object]:
        """By the names that all doors share."""
        given = {name: getattr(self, name) for name in OptionFields.model_fields}
        if self.suppress_tokens is not None:
            given["suppress_tokens"] = tuple(map(int, self.suppress_tokens.split(",")))
        return given
