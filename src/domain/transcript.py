"""What was said, when, and by whom."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from domain.doubt import Doubt
from domain.errors import InvalidTranscriptError
from domain.languages import Language
from domain.speaker import SpeakerLabel, SpeakerTurn
from domain.speaker_identification import Identified
from domain.time_span import TimeSpan
from domain.voice_print import SpeakerVoice


@dataclass(frozen=True, slots=True)
class Character:
    """A character of a word, with its times where the aligner heard it."""

    text: str
    span: TimeSpan | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it stands in the text, with the space before it where its language has spaces."""

    text: str
    span: TimeSpan
    score: float
    """The engine's confidence, 0..1."""
    speaker: SpeakerLabel | None = None
    interpolated: bool = False
    """Its times are guessed from its neighbours: the aligner does not know how it sounds."""
    characters: tuple[Character, ...] = ()
    """Only where somebody asked for them."""
    tokens: tuple[int, ...] = ()
    """How the transcriber's model spells it, as numbers in its vocabulary: those of the text alone,
    neither timestamps nor marks of where it begins and ends. None where the engine has no such
    vocabulary, and for words from elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoding:
    """How sure the engine was of a stretch it decoded (the figures of Whisper's own decoder)."""

    average_log_probability: float
    no_speech_probability: float
    compression_ratio: float
    temperature: float
    window_start: float | None = None
    """Second of the recording at which the window begins that was decoded as one piece; None where
    nobody knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of speech of about a sentence."""

    span: TimeSpan
    text: str
    words: tuple[Word, ...]
    decoding: Decoding
    speaker: SpeakerLabel | None = None
    doubts: tuple[Doubt, ...] = ()
    """Why it may not have been said."""

    def with_words(self, words: Sequence[Word]) -> Self:
        """The same, as far as these words of it reach. There has to be one."""
        return replace(
            self,
            span=TimeSpan(words[0].span.start, max(word.span.end for word in words)),
            text="".join(word.text for word in words).strip(),
            words=tuple(words),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcription:
    """What a transcriber heard, before anyone knows who spoke."""

    language: Language
    language_probability: float
    """1 where the caller named the language."""
    segments: tuple[Segment, ...]
    warnings: tuple[str, ...] = ()
    """What was asked for and not heeded, or heard and left out."""


@dataclass(frozen=True, slots=True)
class Diarization:
    """Who spoke when, told in two ways, each in order of time."""

    turns: tuple[SpeakerTurn, ...]
    """Who held the floor. These do not overlap, so that every word can be given to one speaker."""
    warnings: tuple[str, ...] = ()
    overlapping: tuple[SpeakerTurn, ...] = ()
    """Every voice, also while another one speaks: what RTTM and the error rate are defined on."""
    voices: tuple[SpeakerVoice, ...] = ()
    """What each speaker sounds like, as far as the engine can tell."""
    identified: tuple[Identified, ...] = ()
    """Who was recognised. The turns keep their labels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """The finished text of a recording."""

    language: Language
    language_probability: float
    duration: float
    """Seconds of sound that were decoded."""
    segments: tuple[Segment, ...]
    model: str
    """The name of the model that transcribed."""
    warnings: tuple[str, ...] = ()
    """What the caller asked for and did not get, and why."""
    identified: tuple[Identified, ...] = ()
    """Who was recognised: they stand in the text by name and not by label."""
    voices: tuple[SpeakerVoice, ...] = ()
    """What the speakers sound like, by what the text calls them, where somebody asked."""

    def __post_init__(self) -> None:
        starts = [segment.span.start for segment in self.segments]
        if starts != sorted(starts):
            raise InvalidTranscriptError("segments stand in the order in which they begin")

    @property
    def text(self) -> str:
        return " ".join(segment.text for segment in self.segments)

    @property
    def words(self) -> Sequence[Word]:
        return [word for segment in self.segments for word in segment.words]

    @property
    def speakers(self) -> Sequence[SpeakerLabel]:
        """Speakers in the order in which they first speak."""
        return list(dict.fromkeys(s.speaker for s in self.segments if s.speaker is not None))
