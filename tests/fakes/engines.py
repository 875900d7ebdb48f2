"""Engines that say what they were told to say."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final, final

from application.errors import ApplicationError, ModelInUseError
from application.ports.engines.aligner import Aligner
from application.ports.engines.description import EngineDescription
from application.ports.engines.diarizer import Diarizer
from application.ports.engines.language_listener import LanguageListener
from application.ports.engines.loadable import LoadableEngine
from application.ports.engines.speech_detector import SpeechDetector
from application.ports.engines.transcriber import Transcriber
from application.ports.loaded_models import LoadedModel, LoadedModels
from application.ports.progress import ReportFraction, ReportHeard, ignore_heard
from application.waveform import Waveform
from domain.alignment_options import AlignmentOptions
from domain.languages import Language
from domain.speaker import SpeakerCount, SpeakerTurn, speaker_label
from domain.speech import SpeechThresholds
from domain.time_span import TimeSpan
from domain.transcript import Diarization, Segment, Transcription, Word
from domain.transcription_options import TranscriptionOptions
from tests.fakes.clock import NEW_YEAR
from tests.fakes.transcripts import SURE, a_segment, a_word


def _spelled(text: str, start: float, end: float) -> Word:
    """With the numbers of its characters for tokens."""
    return replace(a_word(text, start, end), tokens=tuple(map(ord, text)))


def _decoded(*words: Word) -> Segment:
    """In a window that begins with the recording."""
    return replace(a_segment(*words), decoding=replace(SURE, window_start=0.0))


HELLO: Final = Transcription(
    language=Language("en"),
    language_probability=0.98765,
    segments=(
        _decoded(_spelled(" Hello", 0.12345, 0.5), _spelled(" there.", 0.5, 0.9)),
        _decoded(_spelled(" General", 1.0, 1.4), _spelled(" Kenobi.", 1.4, 1.9)),
    ),
)
TWO_SPEAKERS: Final = Diarization(
    turns=(
        SpeakerTurn(speaker_label(0), TimeSpan(0.0, 0.95)),
        SpeakerTurn(speaker_label(1), TimeSpan(0.95, 2.0)),
    ),
    overlapping=(
        SpeakerTurn(speaker_label(0), TimeSpan(0.0, 0.95)),
        SpeakerTurn(speaker_label(1), TimeSpan(0.9, 2.0)),
    ),
)


def _nothing_more() -> None:
    """What most engines do besides answering."""


@final
@dataclass
class ScriptedSpeechDetector(SpeechDetector):
    """Remembers what it listened to; `before_answering` may raise or wait."""

    spans: Sequence[TimeSpan] = (TimeSpan(0.0, 2.0),)
    problem: str | None = None
    before_answering: Callable[[], None] = _nothing_more
    asked: list[Waveform] = field(default_factory=list)
    thresholds: list[SpeechThresholds] = field(default_factory=list)

    def describe(self) -> EngineDescription:
        return EngineDescription(name="scripted", device="cpu", problem=self.problem)

    def detect(
        self, waveform: Waveform, thresholds: SpeechThresholds, report: ReportFraction
    ) -> Sequence[TimeSpan]:
        self.asked.append(waveform)
        self.thresholds.append(thresholds)
        self.before_answering()
        report(1)
        return self.spans


@final
@dataclass
class ScriptedTranscriber(Transcriber, LanguageListener, LoadableEngine):
    """Remembers what it was asked, and to load; `before_answering` may raise or wait, and so may
    `after_telling`, which is called when a segment was told and there are more."""

    says: Transcription = HELLO
    after_telling: Callable[[], None] = _nothing_more
    problem: str | None = None
    before_answering: Callable[[], None] = _nothing_more
    asked: list[TranscriptionOptions] = field(default_factory=list)
    heard: list[Sequence[TimeSpan]] = field(default_factory=list)
    loaded: list[str | None] = field(default_factory=list)

    def describe(self) -> EngineDescription:
        return EngineDescription(name="scripted", model="tiny", device="cpu", problem=self.problem)

    def transcribe(
        self,
        waveform: Waveform,
        speech: Sequence[TimeSpan],
        options: TranscriptionOptions,
        report: ReportFraction,
        heard: ReportHeard = ignore_heard,
    ) -> Transcription:
        self.asked.append(options)
        self.heard.append(speech)
        self.before_answering()
        answer = self.says if speech else replace(self.says, segments=())
        for number, segment in enumerate(answer.segments):
            if number:
                self.after_telling()
            heard(replace(answer, segments=(segment,)))
        report(1)
        return answer

    def language_in(
        self, waveform: Waveform, speech: Sequence[TimeSpan], options: TranscriptionOptions
    ) -> tuple[Language, float] | None:
        self.asked.append(options)
        self.heard.append(speech)
        self.before_answering()
        return (self.says.language, self.says.language_probability) if speech else None

    def load(self, model: str | None = None) -> None:
        self.before_answering()
        self.loaded.append(model)


@final
@dataclass
class UnchangingAligner(Aligner):
    """Remembers what it was asked to align; `before_answering` may raise or wait."""

    before_answering: Callable[[], None] = _nothing_more
    asked: list[Transcription] = field(default_factory=list)

    def describe(self) -> EngineDescription:
        return EngineDescription(name="scripted")

    def align(
        self,
        waveform: Waveform,
        transcription: Transcription,
        options: AlignmentOptions,
        report: ReportFraction,
    ) -> Transcription:
        self.asked.append(transcription)
        self.before_answering()
        report(1)
        return transcription


@final
@dataclass
class ScriptedDiarizer(Diarizer):
    """Remembers how many speakers it was told of; fails with `error` if there is one.
    `before_answering` may raise or wait."""

    says: Diarization = TWO_SPEAKERS
    problem: str | None = None
    error: ApplicationError | None = None
    before_answering: Callable[[], None] = _nothing_more
    asked: list[SpeakerCount] = field(default_factory=list)

    def describe(self) -> EngineDescription:
        return EngineDescription(name="scripted", device="cpu", problem=self.problem)

    def diarize(
        self, waveform: Waveform, speakers: SpeakerCount, report: ReportFraction
    ) -> Diarization:
        self.asked.append(speakers)
        self.before_answering()
        if self.error is not None:
            raise self.error
        report(1)
        return self.says


@final
@dataclass
class ListedModels(LoadedModels):
    """All of them are idle; remembers for how long they had to be."""

    listed: Sequence[str] = ()
    in_use: Sequence[str] = ()
    asked: list[timedelta] = field(default_factory=list)

    def names(self) -> Sequence[str]:
        return self.listed

    def loaded(self) -> Sequence[LoadedModel]:
        return [
            LoadedModel(key=key, device="cpu", leases=int(key in self.in_use), last_used=NEW_YEAR)
            for key in self.listed
        ]

    def evict_idle(self, idle_for: timedelta) -> Sequence[str]:
        self.asked.append(idle_for)
        dropped, self.listed = self.listed, ()
        return dropped

    def drop(self, name: str) -> Sequence[str]:
        dropped = [model.key for model in self.loaded() if model.is_called(name)]
        if any(key in self.in_use for key in dropped):
            raise ModelInUseError(f"The model {name} is being used.")
        self.listed = [key for key in self.listed if key not in dropped]
        return dropped
