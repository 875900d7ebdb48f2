"""Engines that say what they were told to say."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final, final

from application.errors import ApplicationError, ModelInUseError
from application.ports.engines.aligner import Aligner
from application.ports.engines.description import EngineDescription
from application.ports.engines.diarizer import Diarizer
from application.ports.engines.loadable import LoadableEngine
from application.ports.engines.speech_detector import SpeechDetector
from application.ports.engines.transcriber import Transcriber
from application.ports.loaded_models import LoadedModel, LoadedModels
from application.ports.progress import ReportFraction
from application.waveform import Waveform
from domain.alignment_options import AlignmentOptions
from domain.languages import Language
from domain.speaker import SpeakerCount, SpeakerTurn, speaker_label
from domain.speech import SpeechThresholds
from domain.time_span import TimeSpan
from domain.transcript import Diarization, Transcription
from domain.transcription_options import TranscriptionOptions
from tests.fakes.clock import NEW_YEAR
from tests.fakes.transcripts import a_segment, a_word

HELLO: Final = Transcription(
    language=Language("en"),
    language_probability=0.98765,
    segments=(
        a_segment(a_word(" Hello", 0.12345, 0.5), a_word(" there.", 0.5, 0.9)),
        a_segment(a_word(" General", 1.0, 1.4), a_word(" Kenobi.", 1.4, 1.9)),
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

    def describe(self) -> EngineDescription:
        return EngineDescription(name="scripted", device="cpu", problem=self.problem)

    def detect(
        self, waveform: Waveform, thresholds: SpeechThresholds, report: ReportFraction
    ) -> Sequence[TimeSpan]:
        self.asked.append(waveform)
        self.before_answering()
        report(1)
        return self.spans


@final
@dataclass
class ScriptedTranscriber(Transcriber, LoadableEngine):
    """Remembers what it was asked, and to load; `before_answering` may raise or wait."""

    says: Transcription = HELLO
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
    ) -> Transcription:
        self.asked.append(options)
        self.heard.append(speech)
        self.before_answering()
        report(1)
        return self.says if speech else replace(self.says, segments=())

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
