"""What /inference can be asked, by the names of whisper.cpp's server."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Final

from pydantic import BaseModel, BeforeValidator, Field

from adapters.inbound.language_choice import language_named
from adapters.inbound.whispercpp.flags import Flag
from domain.decoding_options import DEFAULT_DECODING, DecodingOptions
from domain.speech import SpeechThresholds, speech_thresholds
from domain.transcription_options import Task, TranscriptionOptions

Number = Annotated[float, Field(ge=-(10**6), le=10**6, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=-(10**6), le=10**6)]
_AS_USUAL: Final = -1
"""Leaves a count to the service, there as here."""
_LADDER_STEP: Final = 0.2
"""By which the temperature goes up, here as there."""


class ResponseFormat(StrEnum):
    JSON = "json"
    TEXT = "text"
    SRT = "srt"
    VTT = "vtt"
    VERBOSE_JSON = "verbose_json"


def _format(given: object) -> object:
    """Whatever is none of the others is JSON."""
    return given if given in frozenset(ResponseFormat) else ResponseFormat.JSON


class InferenceWishes(BaseModel):
    """They stand in the form; in the query they are heeded as well, and win."""

    response_format: Annotated[ResponseFormat, BeforeValidator(_format)] = Field(
        default=ResponseFormat.JSON,
        description="`json`, `text`, `srt`, `vtt` or `verbose_json`.",
        examples=["json"],
    )
    language: str | None = Field(
        default=None,
        description="A code, an English name or `auto`, which is what it is when left out; "
        "whisper.cpp's server takes `en` then, unless it was started otherwise.",
        examples=["auto"],
    )
    detect_language: Flag = Field(
        default=False, description="Listen for the language, whatever `language` says."
    )
    translate: Flag = Field(default=False, description="Write it in English.")
    prompt: str | None = Field(
        default=None,
        description="Text to take for what was said before: style and spelling.",
        examples=["Hexavox, Nyquist, Fourier."],
    )
    model: str | None = Field(
        default=None,
        description="A name of the model catalogue, or that of a ggml file (`ggml-base.en.bin`). "
        "Not known to whisper.cpp's server, which has one at a time.",
        examples=["base"],
    )
    temperature: Number = Field(
        default=0.0,
        description="0 looks for the likeliest words; anything else draws at that temperature.",
        examples=[0.0],
    )
    temperature_inc: Number = Field(
        default=_LADDER_STEP,
        description="Where the text is no good, it is looked for again at temperatures that are "
        "0.2 apart; any other step is not heeded.",
        examples=[0.2],
    )
    beam_size: Count | None = Field(
        default=None,
        description="Hypotheses kept side by side; -1 leaves it to the service.",
        examples=[5],
    )
    best_of: Count | None = Field(
        default=None, description="Draws to choose from at temperatures above 0.", examples=[5]
    )
    no_speech_thold: Number | None = Field(
        default=None,
        description="From what probability on it is silence; usually 0.6.",
        examples=[0.6],
    )
    logprob_thold: Number | None = Field(
        default=None,
        description="Text with a lower mean log probability is no good; usually -1.",
        examples=[-1],
    )
    max_len: Count = Field(
        default=0, description="The most characters in a segment; 0 cuts at sentences."
    )
    split_on_word: Flag = Field(
        default=True, description="Segments are cut between words, whatever it says."
    )
    no_timestamps: Flag = Field(
        default=False, description="Leave the times out, with verbose_json."
    )
    token_timestamps: Flag | None = Field(
        default=None,
        description="`false` leaves out the times of words, with verbose_json.",
        examples=[True],
    )
    no_language_probabilities: Flag = Field(
        default=False, description="Leave out which language was detected, with verbose_json."
    )
    offset_n: Count = Field(default=0, description="Added to the numbers of cues, with srt.")
    diarize: Flag = Field(
        default=False,
        description="Tell speakers apart, by their voices: stereo is not needed for it.",
    )
    vad: Flag = Field(
        default=True, description="Only what is speech is transcribed, whatever it says."
    )
    vad_threshold: Number | None = Field(
        default=None,
        description="The probability at which speech begins; usually 0.5.",
        examples=[0.5],
    )
    vad_min_silence_duration_ms: Number | None = Field(
        default=None,
        description="For how long there has to be none before it ends.",
        examples=[160],
    )
    vad_speech_pad_ms: Number | None = Field(
        default=None, description="Added before and after speech.", examples=[250]
    )

    def options(self, model: str) -> TranscriptionOptions:
        """With the model that is meant. Raises InvalidOptionError."""
        return TranscriptionOptions(
            model=model,
            language=None if self.detect_language else language_named(self.language),
            task=Task.TRANSLATE if self.translate else Task.TRANSCRIBE,
            diarize=self.diarize,
            initial_prompt=(self.prompt or "").strip() or None,
            decoding=self._decoding(),
            speech=self._speech(),
        )

    def warnings(self) -> Iterator[str]:
        """What is asked for and not done."""
        if self.temperature_inc != _LADDER_STEP:
            yield f"temperature_inc={self.temperature_inc:g} was not heeded: it is {_LADDER_STEP}."
        if self.max_len < 0:
            yield f"max_len={self.max_len} was taken as 0: segments are cut at sentences."
        for name in ("beam_size", "best_of"):
            count = getattr(self, name)
            if count is not None and count < 1 and count != _AS_USUAL:
                yield f"{name}={count} was not heeded: it is as usual."

    def _decoding(self) -> DecodingOptions:
        usual = DEFAULT_DECODING
        return DecodingOptions(
            temperature=self.temperature,
            beam_size=_positive(self.beam_size) or usual.beam_size,
            best_of=_positive(self.best_of) or usual.best_of,
            no_speech_threshold=_or(self.no_speech_thold, usual.no_speech_threshold),
            log_prob_threshold=_or(self.logprob_thold, usual.log_prob_threshold),
        )

    def _speech(self) -> SpeechThresholds:
        return speech_thresholds(
            onset=self.vad_threshold,
            min_silence=_seconds(self.vad_min_silence_duration_ms),
            padding=_seconds(self.vad_speech_pad_ms),
        )


def _positive(count: int | None) -> int | None:
    return count if count is not None and count > 0 else None


def _or(given: float | None, usual: float) -> float:
    return usual if given is None else given


def _seconds(milliseconds: float | None) -> float | None:
    return None if milliseconds is None else milliseconds / 1000
