"""How much of a recording is listened to before its language is told."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, final

import pytest

from application.errors import EngineUnavailableError
from application.language_desk import LanguageDesk
from application.ports.beginning_decoder import BeginningDecoder
from application.ports.engines.description import EngineDescription
from application.ports.engines.speech_detector import SpeechDetector
from application.ports.progress import ReportFraction
from application.sound_desk import SoundDesk
from application.waveform import ArrayWaveform, Waveform
from domain.languages import Language
from domain.speech import SpeechThresholds
from domain.time_span import TimeSpan
from domain.transcription_options import TranscriptionOptions
from tests.fakes.decoder import ScriptedAudioDecoder
from tests.fakes.endless_engines import EndlessTranscriber
from tests.fakes.engine_tables import any_detector, any_transcriber
from tests.fakes.engines import ScriptedTranscriber
from tests.fakes.sounds import silence

TALK: Final = Path("talk.wav")
ANY: Final = TranscriptionOptions(model="base", diarize=False)


@final
@dataclass
class Film(BeginningDecoder):
    """Remembers how much of it was decoded."""

    lasts: float
    decoded: list[float] = field(default_factory=list)

    @contextmanager
    def beginning(self, source: Path, *, seconds: float) -> Iterator[Waveform]:
        self.decoded.append(seconds)
        yield ArrayWaveform(silence(min(seconds, self.lasts)))


@final
@dataclass
class SpokenFrom(SpeechDetector):
    """In one stretch, from that second until the end."""

    second: float

    def describe(self) -> EngineDescription:
        return EngineDescription(name="scripted")

    def detect(
        self, waveform: Waveform, thresholds: SpeechThresholds, report: ReportFraction
    ) -> Sequence[TimeSpan]:
        report(1)
        if waveform.duration <= self.second:
            return []
        return [TimeSpan(self.second, waveform.duration)]


@dataclass
class Listening:
    film: Film
    desk: LanguageDesk
    transcriber: ScriptedTranscriber


def listening(*, lasts: float, spoken_from: float) -> Listening:
    film, transcriber = Film(lasts), ScriptedTranscriber()
    return Listening(film, desk_over(film, spoken_from, transcriber), transcriber)


def desk_over(film: Film, spoken_from: float, transcriber: Any) -> LanguageDesk:  # noqa: ANN401
    return LanguageDesk(
        desk=SoundDesk(
            decoder=ScriptedAudioDecoder(),
            work=None,  # type: ignore[arg-type] # no stage is worked on
            threads=ThreadPoolExecutor(1),
        ),
        decoder=film,
        detectors=any_detector(SpokenFrom(spoken_from)),
        transcribers=any_transcriber(transcriber),
    )


@pytest.mark.parametrize(
    ("lasts", "spoken_from", "decoded"),
    [
        (20.0, 0.0, [60.0]),
        (7200.0, 10.0, [60.0]),
        (7200.0, 45.0, [60.0, 300.0]),
        (200.0, 100.0, [60.0, 300.0]),
        (600.0, 400.0, [60.0, 300.0, 3600.0]),
    ],
)
async def test_no_more_is_decoded_than_it_takes_to_hear_half_a_minute_of_speech(
    lasts: float, spoken_from: float, decoded: list[float]
) -> None:
    talk = listening(lasts=lasts, spoken_from=spoken_from)
    assert await talk.desk.language_in(TALK, ANY) == (Language("en"), 0.98765)
    assert talk.film.decoded == decoded
    [speech] = talk.transcriber.heard
    assert speech[0].start == spoken_from


async def test_where_nobody_speaks_there_is_no_language() -> None:
    assert await listening(lasts=90.0, spoken_from=90.0).desk.language_in(TALK, ANY) is None


async def test_an_engine_that_cannot_tell_it_alone_says_so() -> None:
    desk = desk_over(Film(5.0), 0.0, EndlessTranscriber())
    with pytest.raises(EngineUnavailableError, match="tells no language"):
        await desk.language_in(TALK, ANY)
