"""Transcripts and diarizations that a client uploads, as values of the domain."""

from typing import Annotated, Final, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from adapters.inbound.form_walk import SmallFile
from adapters.inbound.request_errors import InvalidFileError
from adapters.inbound.tasks.file_extensions import require_json
from domain.errors import InvalidOptionError
from domain.estimated_words import ESTIMATED, SHORTEST, SpelledWord, spelled, timed, words_in
from domain.languages import Language
from domain.one_voice import one_at_a_time
from domain.speaker import SpeakerLabel, SpeakerTurn
from domain.time_span import TimeSpan
from domain.transcript import Decoding, Diarization, Segment, Transcription

T = TypeVar("T")
Seconds = Annotated[float, Field(ge=0, le=10**7, allow_inf_nan=False)]

_OVERHANG: Final = 30.0
"""Seconds. A Whisper hears half a minute at a time, and may say that its last segment ends with
that and not with the recording."""
_MOST_FAULTS: Final = 5
_NOT_DECODED: Final = Decoding(
    average_log_probability=0.0,
    no_speech_probability=0.0,
    compression_ratio=1.0,
    temperature=0.0,
)
_UNSAID: Final = Language("en")


def _without_nul(text: str) -> str:
    if "\0" in text:
        raise ValueError("a text has no NUL in it")
    return text


Text = Annotated[str, AfterValidator(_without_nul)]


class _Given(BaseModel):
    """Other keys, which other tools add, say nothing here."""

    model_config = ConfigDict(strict=True)


class _Stretch(_Given):
    start: Seconds
    end: Seconds

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.end < self.start:
            raise ValueError("end is before start")
        return self

    @property
    def span(self) -> TimeSpan:
        return TimeSpan(self.start, max(self.end, self.start + SHORTEST))


class GivenSegment(_Stretch):
    text: Text


class GivenTranscript(_Given):
    """What `POST /service/transcribe` makes."""

    segments: list[GivenSegment]
    language: str


class GivenWord(_Given):
    word: Text
    start: Seconds | None = None
    end: Seconds | None = None
    score: Annotated[float, Field(ge=0, le=1)] | None = None

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.start is not None and self.end is not None and self.end < self.start:
            raise ValueError("end is before start")
        return self

    def spelled(self, text: str) -> SpelledWord:
        if self.start is None or self.end is None:
            return SpelledWord(text)
        span = TimeSpan(self.start, max(self.end, self.start + SHORTEST))
        return SpelledWord(text, span, ESTIMATED if self.score is None else self.score)


class GivenAlignedSegment(GivenSegment):
    words: list[GivenWord]


class GivenAlignedTranscript(_Given):
    """What `POST /service/align` makes."""

    segments: list[GivenAlignedSegment]
    word_segments: list[GivenWord]
    language: str | None = None


class GivenTurn(_Stretch):
    speaker: Annotated[Text, Field(min_length=1, max_length=200)]
    label: Text | None = None


def transcript_in(file: SmallFile, part: str, *, lasting: float) -> Transcription:
    """To be aligned with a recording of so many seconds. Raises UnsupportedExtensionError,
    InvalidFileError."""
    given = _read(TypeAdapter(GivenTranscript), file, part)
    language = _language(given.language, part)
    heard = [
        _within(each, lasting, f"{part}.segments.{n}") for n, each in enumerate(given.segments)
    ]
    segments = [_segment(each, timed_by=words_in(each.text, language)) for each in _in_order(heard)]
    return _transcription(language, segments, probability=1.0)


def _within(segment: GivenSegment, lasting: float, place: str) -> GivenSegment:
    """Raises InvalidFileError for what cannot have been said in that recording."""
    if segment.start >= lasting or segment.end > lasting + _OVERHANG:
        raise InvalidFileError(
            f"{place}: it lasts from {segment.start:g} to {segment.end:g} seconds, and the "
            f"recording has {lasting:g}."
        )
    return segment.model_copy(update={"end": min(segment.end, lasting)})


def aligned_transcript_in(file: SmallFile, part: str) -> Transcription:
    """To be combined with a diarization. Raises UnsupportedExtensionError, InvalidFileError."""
    given = _read(TypeAdapter(GivenAlignedTranscript), file, part)
    segments = []
    for each in _in_order(given.segments):
        words = [word for word in each.words if word.word.strip()]
        texts = spelled([word.word.strip() for word in words], each.text)
        pairs = zip(words, texts, strict=True)
        segments.append(_segment(each, timed_by=[word.spelled(text) for word, text in pairs]))
    if given.language is None:
        return _transcription(_UNSAID, segments, probability=0.0)
    return _transcription(_language(given.language, part), segments, probability=1.0)


def diarization_in(file: SmallFile, part: str) -> Diarization:
    """Raises UnsupportedExtensionError, InvalidFileError."""
    given = _read(TypeAdapter(list[GivenTurn]), file, part)
    turns = [SpeakerTurn(SpeakerLabel(turn.speaker), turn.span) for turn in given]
    turns.sort(key=lambda turn: turn.span)
    return Diarization(tuple(one_at_a_time(turns)), overlapping=tuple(turns))


def _read(kind: TypeAdapter[T], file: SmallFile, part: str) -> T:
    require_json(file.filename)
    try:
        return kind.validate_json(file.content)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False, include_input=False)
        told = [
            ".".join([part, *map(str, fault["loc"])]) + f": {fault['msg']}"
            for fault in faults[:_MOST_FAULTS]
        ]
        more = len(faults) - len(told)
        raise InvalidFileError(
            "; ".join([*told, *([f"and {more} more"] if more else [])])
        ) from error


def _language(name: str, part: str) -> Language:
    try:
        return Language.named(name)
    except InvalidOptionError as error:
        raise InvalidFileError(f"{part}.language: {error}") from error


S = TypeVar("S", bound=GivenSegment)


def _in_order(segments: list[S]) -> list[S]:
    return sorted(segments, key=lambda segment: segment.start)


def _segment(given: GivenSegment, *, timed_by: list[SpelledWord]) -> Segment:
    words = timed(timed_by, given.span)
    return Segment(span=given.span, text=given.text.strip(), words=words, decoding=_NOT_DECODED)


def _transcription(
    language: Language, segments: list[Segment], *, probability: float
) -> Transcription:
    return Transcription(
        language=language, language_probability=probability, segments=tuple(segments)
    )
