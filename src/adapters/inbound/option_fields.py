"""Options for those who know the engines, each of which is as usual when it is left out."""

from typing import Annotated

from pydantic import BaseModel, Field

from adapters.inbound.given_options import concerns
from domain.alignment_options import Interpolation
from domain.engine_kinds import (
    AlignerKind,
    DiarizerKind,
    EngineChoice,
    SpeechDetectorKind,
    TranscriberKind,
)

Number = Annotated[float, Field(allow_inf_nan=False)] | None
Count = Annotated[int, Field(ge=0, le=10**6)] | None


TokenNumbers = Annotated[
    str, Field(pattern=r"^\s*-?\d{1,9}\s*(,\s*-?\d{1,9}\s*)*$", max_length=2000)
]


class DecodingFields(BaseModel):
    temperature: Number = Field(
        default=None,
        description="0, which is usual, looks for the likeliest words, and goes up in steps of 0.2 "
        "where they repeat themselves or are unlikely. Anything else draws at that temperature.",
    )
    beam_size: Count = Field(default=None, description="Hypotheses kept side by side; usually 5.")
    best_of: Count = Field(
        default=None, description="Draws to choose from at temperatures above 0; usually 5."
    )
    patience: Number = Field(
        default=None, description="How much longer the search goes on; usually 1."
    )
    length_penalty: Number = Field(
        default=None, description="The power of the length that a likelihood is divided by."
    )
    compression_ratio_threshold: Number = Field(
        default=None, description="Text that can be compressed by more repeats itself; usually 2.4."
    )
    log_prob_threshold: Number = Field(
        default=None, description="Text with a lower mean log probability is no good; usually -1."
    )
    no_speech_threshold: Number = Field(
        default=None, description="From what probability on it is silence; usually 0.6."
    )
    suppress_tokens: TokenNumbers | None = Field(
        default=None,
        description="Tokens that are never written, as numbers with commas between; -1 stands for "
        "the symbols that are no speech.",
        examples=["-1,220"],
    )
    suppress_numerals: bool | None = Field(default=None, description="Write numbers in words.")
    batch_size: Count = Field(
        default=None, description="Windows decoded together; usually what suits the device."
    )
    chunk_size: Number = Field(
        default=None, description="The most speech heard at once, in seconds; usually 30."
    )


class SpeechFields(BaseModel):
    vad_onset: Number = Field(
        default=None, description="The probability at which speech begins; usually 0.5."
    )
    vad_offset: Number = Field(
        default=None, description="The probability below which it ends; usually 0.35."
    )
    vad_min_silence: Number = Field(
        default=None, description="For how many seconds it has to stay below; usually 0.16."
    )
    vad_padding: Number = Field(
        default=None, description="Seconds added before and after speech; usually 0.25."
    )
    language_detection_min_prob: Number = Field(
        default=None,
        description="Listen in other places, too, until the language is as likely as that.",
    )
    language_detection_max_tries: Count = Field(
        default=None, description="In how many places, spread over the recording; usually 5."
    )


class AlignmentFields(BaseModel):
    align_model: str | None = Field(
        default=None, max_length=200, description="A model for the times of words."
    )
    interpolate_method: Interpolation | None = Field(
        default=None,
        description="Where words that cannot be heard, such as numbers, get their times from.",
    )
    return_char_alignments: bool | None = Field(
        default=None, description="Times of characters, too."
    )


class EngineFields(BaseModel):
    transcriber: TranscriberKind | None = Field(
        default=None, description="Another engine than the service's own, if it offers a choice."
    )
    aligner: AlignerKind | None = Field(default=None, description="Likewise, for times of words.")
    diarizer: DiarizerKind | None = Field(default=None, description="Likewise, for speakers.")
    speech_detector: SpeechDetectorKind | None = Field(
        default=None, description="Likewise, for finding speech."
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
