"""Hearing what is said: faster-whisper with real weights, under the contract and beyond."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
import pytest

from adapters.outbound.engines.faster_whisper_model import LoadedWhisper
from adapters.outbound.engines.faster_whisper_transcriber import FASTER_WHISPER
from adapters.outbound.engines.model_cache import ModelCache
from adapters.outbound.engines.shared_workers import SharedWorkers
from adapters.outbound.engines.silero_detector import SileroSpeechDetector
from adapters.outbound.engines.unwritten_tokens import UnwrittenTokens
from adapters.outbound.engines.whisper_layout import WhisperLayout
from adapters.outbound.engines.whisper_prompt import Prompt
from adapters.outbound.engines.whisper_search import WhisperSearch
from adapters.outbound.engines.whisper_transcriber import WhisperTranscriber
from adapters.outbound.memory.model_catalog import InMemoryModelCatalog
from application.errors import DeviceMemoryError, EngineUnavailableError, ModelUnavailableError
from application.ports.engines.transcriber import Transcriber
from application.ports.model_catalog import ModelCatalog
from application.ports.progress import ignore_fraction
from application.waveform import SAMPLE_RATE, ArrayWaveform, Samples, Waveform
from bench.wer import EnglishScorer
from domain.languages import Language
from domain.speech import DEFAULT_THRESHOLDS, SpeechPack
from domain.time_span import TimeSpan
from domain.transcript import Segment, Transcription
from domain.transcription_options import Task, TranscriptionOptions
from tests.conftest import Recording
from tests.contract.transcriber import (
    Read,
    Spoken,
    TranscriberContract,
    reader_in,
    words_of,
)
from tests.fakes.clock import FakeClock
from tests.fakes.engines import ScriptedTranscriber
from tests.fakes.sounds import noise, silence, tone
from tests.fakes.transcripts import a_segment, a_word

TWO_CITIES: Final = """
It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of
foolishness, it was the epoch of belief, it was the epoch of incredulity, it was the season of
light, it was the season of darkness, it was the spring of hope, it was the winter of despair, we
had everything before us, we had nothing before us, we were all going direct to heaven, we were all
going direct the other way; in short, the period was so far like the present period that some of
its noisiest authorities insisted on its being received, for good or for evil, in the superlative
degree of comparison only.
"""
BECKETT: Final = "Ever tried. Ever failed. No matter. Try again. Fail again. Fail better."
BASE: Final = TranscriptionOptions(model="base")
TINY: Final = TranscriptionOptions(model="tiny.en")
WHOLE: Final = TimeSpan(0.0, 2.0)


Hear: TypeAlias = Callable[[Waveform, TranscriptionOptions], Transcription]


@pytest.fixture(scope="module")
def faster_whisper(
    catalog: ModelCatalog, base_weights: Path, tiny_weights: Path
) -> Iterator[Transcriber]:
    layout = WhisperLayout.of(device="cpu", compute_type="int8", cores=2)
    with ThreadPoolExecutor(layout.workers) as workers:
        yield WhisperTranscriber(
            FASTER_WHISPER,
            catalog=catalog,
            models=ModelCache(FakeClock()),
            layout=layout,
            workers=SharedWorkers(workers, 2),
            default_model="base",
        )


@pytest.fixture(scope="module")
def hear(faster_whisper: Transcriber) -> Hear:
    """What is said where Silero finds speech."""
    detector = SileroSpeechDetector()

    def heard(waveform: Waveform, options: TranscriptionOptions) -> Transcription:
        speech = detector.detect(waveform, DEFAULT_THRESHOLDS, ignore_fraction)
        return faster_whisper.transcribe(waveform, speech, options, ignore_fraction)

    return heard


@pytest.fixture(scope="module")
def beckett(recording: Recording) -> Waveform:
    return recording("beckett.wav")


def first_seconds(seconds: int, waveform: Waveform) -> Waveform:
    return ArrayWaveform(waveform.read(0, seconds * SAMPLE_RATE))


class TestScriptedTranscriber(TranscriberContract):
    @pytest.fixture(scope="class")
    @classmethod
    def transcriber(cls) -> Transcriber:
        return ScriptedTranscriber()

    @pytest.fixture(scope="class")
    @classmethod
    def spoken(cls) -> Spoken:
        return Spoken(ArrayWaveform(silence(2)), [WHOLE], TINY)


class TestFasterWhisperTranscriber(TranscriberContract):
    @pytest.fixture(scope="class")
    @classmethod
    def transcriber(cls, faster_whisper: Transcriber) -> Transcriber:
        return faster_whisper

    @pytest.fixture(scope="class")
    @classmethod
    def read(cls, tiny_weights: Path) -> Read:
        return reader_in(tiny_weights)

    @pytest.fixture(scope="class")
    @classmethod
    def spoken(cls, beckett: Waveform) -> Spoken:
        speech = SileroSpeechDetector().detect(beckett, DEFAULT_THRESHOLDS, ignore_fraction)
        return Spoken(beckett, speech, TINY)

    def test_the_small_english_model_hears_every_word(self, heard: Transcription) -> None:
        assert word_errors(BECKETT, heard) == 0


class TestLongSpeech:
    @pytest.fixture(scope="class")
    @classmethod
    def heard(
        cls,
        hear: Hear,
        recording: Recording,
    ) -> Transcription:
        return hear(recording("two_cities.wav"), BASE)

    def test_nearly_every_word_is_heard(self, heard: Transcription) -> None:
        assert word_errors(TWO_CITIES, heard) < 5

    def test_the_language_is_told_and_how_likely_it_is(self, heard: Transcription) -> None:
        assert heard.language == Language("en")
        assert heard.language_probability > 0.8

    def test_words_stand_in_order_over_all_windows(
        self, heard: Transcription, recording: Recording
    ) -> None:
        words = words_of(heard)
        assert all(one.span.start <= other.span.start for one, other in pairwise(words))
        assert words[0].span.start < 1.5
        assert 40 < words[-1].span.end < recording("two_cities.wav").duration


def test_after_a_minute_of_silence_words_have_the_times_at_which_they_were_said(
    hear: Hear, beckett: Waveform
) -> None:
    late = ArrayWaveform(np.concatenate([silence(60), beckett.whole()]))
    soon, later = words_of(hear(beckett, TINY)), words_of(hear(late, TINY))
    assert [word.text for word in later] == [word.text for word in soon]
    for word, same_word in zip(soon, later, strict=True):
        assert same_word.span.middle - 60 == pytest.approx(word.span.middle, abs=0.3)


@pytest.mark.parametrize(
    "samples", [silence(5), noise(5), tone(5)], ids=["silence", "noise", "tone"]
)
def test_nothing_is_said_in_other_sounds(hear: Hear, samples: Samples) -> None:
    assert hear(ArrayWaveform(samples), BASE).segments == ()


@pytest.mark.parametrize("task", Task)
def test_a_language_that_the_caller_names_is_believed(
    hear: Hear, beckett: Waveform, task: Task
) -> None:
    french = TranscriptionOptions(model="base", language=Language("fr"), task=task)
    heard = hear(first_seconds(4, beckett), french)
    assert (heard.language, heard.language_probability) == (Language("fr"), 1)
    assert text_of(heard)


def test_words_to_expect_reach_the_model(hear: Hear, recording: Recording) -> None:
    old_spelling = replace(BASE, hotwords="Epok, Wisdome, Foolishnesse, Seazon, Winterr")
    assert "Wisdome" in text_of(hear(first_seconds(10, recording("two_cities.wav")), old_spelling))


def test_the_style_to_write_in_reaches_the_model(hear: Hear, beckett: Waveform) -> None:
    prompt = "i write everything in small letters, without any dots"
    assert text_of(hear(beckett, replace(TINY, initial_prompt=prompt))).startswith("ever tried")


def test_two_recordings_at_once_have_their_own_words(
    hear: Hear, recording: Recording, beckett: Waveform
) -> None:
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(hear, recording("endgame_nagg_nell.wav"), TINY)
        second = threads.submit(hear, beckett, TINY)
        assert "hear me" in text_of(first.result())
        assert word_errors(BECKETT, second.result()) == 0


@pytest.mark.parametrize("damage", ["no model", "half a model"])
def test_a_model_that_is_damaged_is_unavailable(
    faster_whisper: Transcriber, tiny_weights: Path, tmp_path: Path, damage: str
) -> None:
    folder = shutil.copytree(tiny_weights, tmp_path / "broken")
    kept = 0 if damage == "no model" else 1_000_000
    (folder / "model.bin").write_bytes((tiny_weights / "model.bin").read_bytes()[:kept])
    broken = TranscriptionOptions(model=str(folder))
    with pytest.raises(ModelUnavailableError, match="cannot be loaded"):
        faster_whisper.transcribe(ArrayWaveform(tone(2)), [WHOLE], broken, ignore_fraction)


def whisper_on(device: str, catalog: ModelCatalog, default_model: str) -> Transcriber:
    layout = WhisperLayout.of(device=device, compute_type="int8", cores=1)
    return WhisperTranscriber(
        FASTER_WHISPER,
        catalog=catalog,
        models=ModelCache(FakeClock()),
        layout=layout,
        workers=SharedWorkers(ThreadPoolExecutor(layout.workers), layout.workers),
        default_model=default_model,
    )


def test_it_can_run_with_a_model_that_is_here_or_may_be_fetched() -> None:
    assert whisper_on("cpu", InMemoryModelCatalog(), "base").describe().can_run


def test_it_cannot_run_where_its_model_cannot_be_had() -> None:
    described = whisper_on("cpu", InMemoryModelCatalog(), "large-v3-turbo").describe()
    assert not described.can_run
    assert "large-v3-turbo is on a hub" in (described.problem or "")


def test_without_the_gpu_that_is_wanted_it_cannot_run_and_says_what_to_do(
    catalog: ModelCatalog,
    tiny_weights: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("adapters.outbound.engines.devices.gpu_names", list)
    transcriber = whisper_on("cuda:63", catalog, "tiny.en")
    problem = transcriber.describe().problem or ""
    assert problem.startswith("DEVICE=cuda:63: the driver of NVIDIA shows no GPU here.")
    with pytest.raises(EngineUnavailableError, match="DEVICE=cuda:63"):
        transcriber.transcribe(ArrayWaveform(tone(2)), [WHOLE], TINY, ignore_fraction)
    assert not [record for record in caplog.records if record.exc_info]


@dataclass
class SmallWhisper:
    """A loaded model on a GPU that holds only so many packs at a time."""

    room: int
    batches: list[int] = field(default_factory=list)

    def search_for(self, options: TranscriptionOptions) -> WhisperSearch:
        return WhisperSearch(
            task="transcribe",
            decoding=options.decoding,
            prompt=Prompt(()),
            unwritten=UnwrittenTokens(()),
        )

    def hear(
        self, _waveform: Waveform, packs: Sequence[SpeechPack], *_: object
    ) -> Sequence[Segment]:
        self.batches.append(len(packs))
        if len(packs) > self.room:
            raise DeviceMemoryError("full") from RuntimeError(
                "CUDA failed with error out of memory"
            )
        return [a_segment(a_word(" Hello", pack.span.start, pack.span.end)) for pack in packs]


@pytest.fixture
def four_packs() -> tuple[Waveform, list[TimeSpan]]:
    return ArrayWaveform(tone(120)), [TimeSpan(30.0 * at, 30.0 * at + 29) for at in range(4)]


def heard_by(
    whisper: SmallWhisper, spoken: tuple[Waveform, list[TimeSpan]], monkeypatch: pytest.MonkeyPatch
) -> Transcription:
    monkeypatch.setattr(LoadedWhisper, "load", lambda *_: whisper)
    with ThreadPoolExecutor(1) as workers:
        transcriber = WhisperTranscriber(
            FASTER_WHISPER,
            catalog=InMemoryModelCatalog(),
            models=ModelCache(FakeClock()),
            layout=WhisperLayout.of(device="cuda", compute_type="float16", cores=1, batch_size=4),
            workers=SharedWorkers(workers, 2),
            default_model="base",
        )
        options = replace(BASE, language=Language("en"))
        return transcriber.transcribe(*spoken, options, ignore_fraction)


def test_what_a_gpu_does_not_hold_at_once_is_heard_in_smaller_batches(
    four_packs: tuple[Waveform, list[TimeSpan]], monkeypatch: pytest.MonkeyPatch
) -> None:
    whisper = SmallWhisper(room=1)
    heard = heard_by(whisper, four_packs, monkeypatch)
    assert [segment.span.start for segment in heard.segments] == [0, 30, 60, 90]
    assert whisper.batches == [4, 2, 1, 1, 2, 1, 1]


def test_a_gpu_that_holds_not_one_piece_is_told_with_what_to_do(
    four_packs: tuple[Waveform, list[TimeSpan]], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(DeviceMemoryError) as told:
        heard_by(SmallWhisper(room=0), four_packs, monkeypatch)
    assert "BATCH_SIZE" in told.value.advice


def test_models_are_loaded_before_they_are_needed(
    tiny_weights: Path, catalog: ModelCatalog
) -> None:
    models = ModelCache(FakeClock())
    layout = WhisperLayout.of(device="cpu", compute_type="int8", cores=1)
    WhisperTranscriber(
        FASTER_WHISPER,
        catalog=catalog,
        models=models,
        layout=layout,
        workers=SharedWorkers(ThreadPoolExecutor(1), 1),
        default_model="tiny.en",
    ).load()
    assert [(model.key, model.device) for model in models.loaded()] == [("whisper tiny.en", "cpu")]


def word_errors(said: str, heard: Transcription) -> float:
    """In percent of the words that were said."""
    return EnglishScorer().errors(said, text_of(heard)).percent


def text_of(heard: Transcription) -> str:
    return " ".join(segment.text for segment in heard.segments)
